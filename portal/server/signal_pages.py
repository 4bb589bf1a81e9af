"""Patterns in answers that a unit is asked to explain: the list, and what the unit says of each.

Belongs here: `/pola`, for staff and, about its own answers, for a unit. Not here: which patterns there are
(`transforms.figures.quality_signals`), the ledger, which only a run writes (`pipeline.decisions`).
"""

from typing import Final, NamedTuple

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from contracts.decisions import Decision, about_signal
from contracts.errors import HomeError
from contracts.periods import parse_period
from portal.server.answers import AnswerError, decided, hand_over, reason_in
from portal.server.app_context import AppContext, see_other, small_form
from portal.server.sessions import Session
from reports.wording.signal_words import MEANS_NO_MORE, explanation, signal_in_words
from warehouse import published_signals
from warehouse.read import Row, open_published

_MOST_PLACES: Final = 200
"""Characters of row numbers that a page shows of one sheet."""


class Signal(NamedTuple):
    """A pattern, the files and rows behind it, and what was said of it, whether a run has entered that or not."""

    row: Row
    behind: list[Row]
    said: Decision | None

    @property
    def name(self) -> str:
        """What it is called in the address of its form."""
        return "/".join(self.row.of(name, str) for name in ("period_code", "unit_code", "signal"))

    @property
    def period_label(self) -> str:
        """Its period."""
        return parse_period(self.row.of("period_code", str)).label

    @property
    def words(self) -> str:
        """What was seen."""
        return signal_in_words(self.row)

    @property
    def places(self) -> list[str]:
        """A line for each sheet: the file, and the numbers of its rows."""
        sheets = [f", lembar {one['sheet']}" if one["sheet"] else "" for one in self.behind]
        return [
            f"{one['path']}{sheet}: baris {_shown(one.of('places', str))}"
            for one, sheet in zip(self.behind, sheets, strict=True)
        ]


class SignalPages:
    """`/pola`."""

    def __init__(self, context: AppContext) -> None:
        self._context = context

    def routes(self) -> list[Route]:
        """The addresses."""
        return [
            Route("/pola", self._list),
            Route("/pola/{period}/{unit}/{signal}", self._explain, methods=["POST"]),
        ]

    def _list(self, request: Request) -> Response:
        session = self._context.sender_session(request)
        return self._page(session)

    async def _explain(self, request: Request) -> Response:
        context = self._context
        session = await context.posting_session(request, context.sender_session)
        form = await small_form(request)
        context.check_form(session, form)
        wanted = "/".join(str(request.path_params[name]) for name in ("period", "unit", "signal"))
        there = await run_in_threadpool(signals_of, context, session.account.unit_code)
        # To a unit another's is as one that does not exist.
        meant = next((one for one in there if one.name == wanted), None)
        if meant is None:
            raise HTTPException(404)
        try:
            why = reason_in(form)
        except AnswerError as error:
            return self._page(session, str(error), 400)
        decision = explanation(meant.row, why, session.account.name, context.now())
        await run_in_threadpool(hand_over, context.home, [decision])
        await run_in_threadpool(context.note, request, session, "explain", wanted)
        return see_other("/pola")

    def _page(self, session: Session, problem: str | None = None, status: int = 200) -> Response:
        signals = signals_of(self._context, session.account.unit_code)
        return self._context.pages.page(
            "pola.html", session=session, status=status, signals=signals, meaning=MEANS_NO_MORE, problem=problem
        )


def signals_of(context: AppContext, unit_code: str | None) -> list[Signal]:
    """The patterns of a unit, None: of every unit, by period, unit and kind."""
    try:
        with open_published(context.home) as reader:
            rows = published_signals.quality_signals(reader, None, unit_code)
            wheres = {(one.of("period_code", str), one.of("unit_code", str)) for one in rows}
            behind = {where: published_signals.rows_by_file(reader, *where) for where in wheres}
    except HomeError:
        return []  # nothing is published
    said = {(one.code, one.content_id): one for one in decided(context.home)}
    found = []
    for row in rows:
        period_code, unit, kind = (row.of(name, str) for name in ("period_code", "unit_code", "signal"))
        files = [one for one in behind[period_code, unit] if one["signal"] == kind]
        found.append(Signal(row, files, said.get((about_signal(period_code, unit, kind), row.of("state", str)))))
    return found


def _shown(places: str) -> str:
    return places if len(places) <= _MOST_PLACES else f"{places[:_MOST_PLACES].rpartition(', ')[0]}, …"
