"""What became of every file that was sent, for staff: the list with its filters, and one file with what can be done.

Belongs here: `/petugas/berkas`. Not here: a unit's own list (`portal.server.unit_pages`), answering questions
(`portal.server.question_pages`), doing something about a file (`portal.server.desk_pages`). No value of a row is shown.
"""

from collections.abc import Mapping
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from contracts.decisions import ASSIGNED_PERIOD, ASSIGNED_UNIT, WITHDRAWN, Decision
from contracts.errors import HomeError
from contracts.periods import is_period_code, parse_period
from contracts.records import whole_of
from portal.server.answers import decided
from portal.server.app_context import AppContext
from portal.server.desk_actions import FILE, OF_ERASING, OF_FILES
from portal.server.private_files import newest_first
from portal.server.question_pages import held_files
from warehouse import published
from warehouse.read import Reader, Row, open_published

LIST: Final = "/petugas/berkas"
MOST_SHOWN: Final = 200
_UNKNOWN_UNIT: Final = "-"
"""Stands, in the filter, for files whose unit was not recognised."""


class FilePages:
    """`/petugas/berkas`."""

    def __init__(self, context: AppContext) -> None:
        self._context = context

    def routes(self) -> list[Route]:
        """The addresses."""
        return [Route(LIST, self._list), Route(f"{LIST}/{{file_id}}", self._file)]

    def _list(self, request: Request) -> Response:
        context, wanted = self._context, request.query_params
        session = context.regency_session(request)
        found: list[Row] = []
        codes: list[str] = []
        try:
            with open_published(context.home) as reader:
                with_answers = [*published.periods(reader), *published.units_apart(reader)]
                codes = newest_first({row.of("period_code", str) for row in with_answers})
                found = _chosen(reader, wanted)
        except HomeError:
            pass  # nothing is published: the page says so
        return context.pages.page(
            "daftar_berkas.html",
            session=session,
            files=found[:MOST_SHOWN],
            total=len(found),
            most=MOST_SHOWN,
            wanted=wanted,
            unknown_unit=_UNKNOWN_UNIT,
            units=sorted(context.registry.units, key=lambda unit: unit.unit_name),
            periods=[(code, parse_period(code).label) for code in codes],
        )

    def _file(self, request: Request) -> Response:
        context = self._context
        session = context.regency_session(request)
        try:
            with open_published(context.home) as reader:
                file = published.file(reader, request.path_params["file_id"])
                same = [] if file is None else published.files_of_path(reader, file.of("path", str))
        except HomeError:
            file, same = None, []
        if file is None:
            raise HTTPException(404)
        content_id = whole_of(file.of("content_id", str))
        standing = [one for one in decided(context.home) if content_id and whole_of(one.content_id) == content_id]
        actions = [action for action in (*OF_FILES, *OF_ERASING) if action.key in _fitting(file, standing)]
        return context.pages.page(
            "berkas.html",
            session=session,
            file=file,
            standing=standing,
            actions=actions,
            field=FILE,
            same=[one for one in same if one["file_id"] != file["file_id"]],
            is_asked=file["status"] == "held"
            and any(one.file_id == file["file_id"] for one in held_files(context, None)),
        )


def _chosen(reader: Reader, wanted: Mapping[str, str]) -> list[Row]:
    """Files by unit, period, state and a part of their path, the newest first. What is no period chooses nothing."""
    unit_code, period, state = (wanted.get(name, "") for name in ("unit", "periode", "keadaan"))
    text = wanted.get("cari", "").strip().casefold()
    found = published.files(reader, unit_code if unit_code not in ("", _UNKNOWN_UNIT) else None, state or None)
    if unit_code == _UNKNOWN_UNIT:
        found = [file for file in found if file["unit_code"] is None]
    if is_period_code(period):
        counted = published.files_with_answers(reader, period)
        found = [file for file in found if file["file_id"] in counted or file["period_code"] == period]
    if text:
        found = [file for file in found if text in file.of("path", str).casefold()]
    return sorted(found, key=lambda file: (str(file["first_seen_at"]), file.of("path", str)), reverse=True)


def _fitting(file: Row, standing: list[Decision]) -> set[str]:
    """Which actions make sense for a file as it is; the command has the last word."""
    codes = {one.code for one in standing}
    fitting = {"tarik-berkas"} if WITHDRAWN not in codes else {"hitung-lagi"}
    fitting |= {"lepas-ketetapan"} if codes & {ASSIGNED_UNIT, ASSIGNED_PERIOD} else set()
    fitting |= {"terima-berkas"} if file["reason_code"] == "much_smaller" else set()
    return fitting | {"tetapkan-berkas", "hapus-jawaban", "hapus-isi-berkas"}
