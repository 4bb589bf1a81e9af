"""A unit's private page, and what can be fetched from it.

Belongs here: `/unit` and the downloads, for units and for staff. Not here: which files there are
(`portal.server.private_files`), the staff's own pages (`portal.server.staff_pages`).
"""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from contracts.errors import HomeError
from contracts.periods import parse_period
from contracts.shared_columns import WITHOUT_UNSUR
from portal.server import words
from portal.server.app_context import AppContext, see_other
from portal.server.closed_periods import late_answers
from portal.server.origin import client_of
from portal.server.private_files import NO_UNIT, PrivateFile, PrivateFiles, newest_first, rows_as_csv
from portal.server.question_pages import held_files
from portal.server.signal_pages import signals_of
from portal.server.static_site import content_type
from reports.documents import REGENCY
from warehouse import published
from warehouse.read import Row, open_published

_NOT_STORED: Final = {"Cache-Control": "no-store"}


@dataclass(frozen=True)
class UnitPeriod:
    """A period of a unit: its figures, where it has an index, and its documents."""

    code: str
    label: str
    ikm: Decimal | None
    mutu: str | None
    respondents: int | None
    documents: list[PrivateFile]
    late: str
    """What is held for a revision of it, in a sentence; empty where nothing is."""
    further: list[Row]
    """What its questionnaire asks beyond the nine unsur, or of the eight it asks (`further_index`), but for single
    questions."""

    @property
    def asks_eight(self) -> bool:
        """Whether it has no index because its questionnaire leaves an unsur out."""
        return self.ikm is None and any(one["kind"] == WITHOUT_UNSUR for one in self.further)


class UnitPages:
    """`/unit`, `/berkas`, `/karantina`."""

    def __init__(self, context: AppContext, files: PrivateFiles) -> None:
        self._context = context
        self._files = files

    def routes(self) -> list[Route]:
        """The addresses."""
        return [
            Route("/unit", self._own),
            Route("/unit/{unit_code}", self._unit),
            Route("/unit/{unit_code}/jawaban-{period_code}.csv", self._rows),
            Route("/berkas/{period_code}/{owner}/{name}", self._document),
            Route("/karantina/{unit_code}/{name}", self._returned),
        ]

    def _own(self, request: Request) -> Response:
        return see_other(self._context.session(request).account.first_page)

    def _unit(self, request: Request) -> Response:
        context, unit_code = self._context, request.path_params["unit_code"]
        session = context.session_for_unit(request, unit_code)
        if session.account.sees_all and unit_code not in context.registry.by_code:
            raise HTTPException(404)
        received, to_correct = self._received(unit_code)
        return context.pages.page(
            "unit.html",
            session=session,
            unit_code=unit_code,
            unit_name=context.unit_name(unit_code),
            periods=self._periods(unit_code),
            received=received,
            to_correct=to_correct,
            returned=self._files.returned(unit_code),
            held=held_files(context, unit_code),
            signals=signals_of(context, unit_code),
        )

    def _rows(self, request: Request) -> Response:
        context = self._context
        unit_code, period_code = request.path_params["unit_code"], request.path_params["period_code"]
        session = context.session_for_unit(request, unit_code)
        try:
            parse_period(period_code)
            with open_published(context.home) as reader:
                content = rows_as_csv(reader, period_code, unit_code)
        except (ValueError, HomeError):
            content = None
        if content is None:
            raise HTTPException(404)
        name = f"jawaban-{unit_code}-{period_code}.csv"
        context.note(request, session, "download", f"{unit_code}/{name}")
        return Response(
            content,
            media_type="text/csv; charset=utf-8",
            headers={**_NOT_STORED, "Content-Disposition": f'attachment; filename="{name}"'},
        )

    def _document(self, request: Request) -> Response:
        period_code, owner = request.path_params["period_code"], request.path_params["owner"]
        context = self._context
        session = context.regency_session(request) if owner == REGENCY else context.session_for_unit(request, owner)
        files = self._files.documents(period_code, owner)
        return self._download(request, f"berkas/{period_code}/{owner}", files, session.account.name)

    def _returned(self, request: Request) -> Response:
        unit_code = request.path_params["unit_code"]
        session = self._context.session_for_unit(request, unit_code)
        known = unit_code == NO_UNIT or unit_code in self._context.registry.by_code
        files = self._files.returned(unit_code) if known else []
        return self._download(request, f"karantina/{unit_code}", files, session.account.name)

    def _download(self, request: Request, folder: str, files: list[PrivateFile], account: str) -> Response:
        """The file of that name among those; HTTPException 404 where it is not among them."""
        wanted = request.path_params["name"]
        found = next((one for one in files if one.name == wanted), None)
        if found is None:
            raise HTTPException(404)
        self._context.audit.write(account, "download", f"{folder}/{found.name}", client_of(request))
        return FileResponse(
            found.path, filename=found.name, media_type=content_type(found.path), headers=dict(_NOT_STORED)
        )

    def _periods(self, unit_code: str) -> list[UnitPeriod]:
        """Periods in which the unit has documents, answers held for a revision or, of the kinds with documents, an
        index; newest first."""
        indices: dict[str, Row] = {}
        late: dict[str, str] = {}
        further: defaultdict[str, list[Row]] = defaultdict(list)
        try:
            with open_published(self._context.home) as reader:
                for kind in self._context.kinds:
                    rows = published.trends(reader, kind, unit_code)
                    indices |= {row.of("period_code", str): row for row in rows}
                late = {one.period_code: words.late(one.counts) for one in late_answers(reader, unit_code)}
                # Last: a version of before it was published has no such table.
                for row in published.further_indexes(reader, unit_code=unit_code):
                    if row["kind"] not in ("question", "apart_unsur") and row["score"] is not None:
                        further[row.of("period_code", str)].append(row)
        except HomeError:
            pass  # nothing is published: the page says that there is nothing yet
        documents = {code: self._files.documents(code, unit_code) for code in self._files.periods()}
        apart = {
            code
            for code, rows in further.items()
            if parse_period(code).kind in self._context.kinds and any(row["kind"] == WITHOUT_UNSUR for row in rows)
        }
        codes = {code for code, files in documents.items() if files} | indices.keys() | late.keys() | apart
        return [
            _period(code, indices.get(code), documents.get(code, []), late.get(code, ""), further[code])
            for code in newest_first(codes)
        ]

    def _received(self, unit_code: str) -> tuple[list[Row], list[Row]]:
        """The files that came from the unit, newest first; and those of them with answers to put right."""
        try:
            with open_published(self._context.home) as reader:
                files = published.files(reader, unit_code)
                is_any = any(file["rows_rejected"] for file in files)
                to_correct = published.files_for_a_workbook(reader) if is_any else set()
        except HomeError:
            return [], []
        files.sort(key=lambda file: str(file["first_seen_at"]), reverse=True)
        return files, [file for file in files if file["file_id"] in to_correct]


def _period(code: str, index: Row | None, documents: list[PrivateFile], late: str, further: list[Row]) -> UnitPeriod:
    return UnitPeriod(
        code=code,
        label=parse_period(code).label,
        ikm=index.of("ikm", Decimal) if index else None,
        mutu=index.of("mutu", str) if index else None,
        respondents=index.of("respondents", int) if index else None,
        documents=documents,
        late=late,
        further=further,
    )
