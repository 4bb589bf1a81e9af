"""The pages of the regency's staff: every unit, what was refused, who is missing, what runs by itself, the audit log.

Belongs here: `/petugas`. Not here: a unit's page (`portal.server.unit_pages`), uploading
(`portal.server.uploads`).
"""

from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from contracts.errors import HomeError
from contracts.periods import parse_period
from portal.server.app_context import AppContext
from portal.server.closed_periods import LateAnswers, PeriodState, late_answers, period_states
from portal.server.private_files import NO_UNIT, PrivateFiles
from reports.documents import REGENCY
from reports.wording import job_words
from warehouse import published
from warehouse.read import Row, open_published

LOG_ENTRIES: Final = 500


class StaffPages:
    """`/petugas` and `/petugas/catatan`."""

    def __init__(self, context: AppContext, files: PrivateFiles) -> None:
        self._context = context
        self._files = files

    def routes(self) -> list[Route]:
        """The addresses."""
        return [Route("/petugas", self._overview), Route("/petugas/catatan", self._log)]

    def _overview(self, request: Request) -> Response:
        context = self._context
        session = context.regency_session(request)
        year: str | None = None
        indices: list[Row] = []
        refused: list[Row] = []
        missing: list[Row] = []
        states: list[PeriodState] = []
        late: list[LateAnswers] = []
        try:
            with open_published(context.home) as reader:
                year = published.latest_period(reader, "year")
                states = period_states(reader, context.kinds)
                late = late_answers(reader)
                refused = published.not_taken_in(published.files(reader))
                if year is not None:
                    indices = published.unit_index(reader, year)
                    missing = published.missing_units(reader, year)
        except HomeError:
            pass  # nothing is published: the page says so
        return context.pages.page(
            "petugas.html",
            session=session,
            year=year,
            year_label=parse_period(year).label if year else None,
            units=sorted(context.registry.units, key=lambda unit: (unit.unit_type, unit.unit_name)),
            indices={row.of("unit_code", str): row for row in indices},
            refused=refused,
            missing=missing,
            states=states,
            late=late,
            jobs=context.job_states(),
            job_words=job_words,
            without_unit=self._files.returned(NO_UNIT),
            no_unit=NO_UNIT,
            regency_owner=REGENCY,
            regency_documents=[
                (code, parse_period(code).label, documents)
                for code in self._files.periods()
                if (documents := self._files.documents(code, REGENCY))
            ],
        )

    def _log(self, request: Request) -> Response:
        session = self._context.regency_session(request)
        return self._context.pages.page(
            "catatan.html", session=session, entries=self._context.audit.last(LOG_ENTRIES), most=LOG_ENTRIES
        )
