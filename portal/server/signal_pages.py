"""Patterns in answers that a unit is asked to explain: the list, and what the unit says of each.

Belongs here: `/pola`, for staff and, about its own answers, for a unit. Not here: which patterns there are
(`transforms.figures.quality_signals`), the ledger, which only a run writes (`pipeline.decisions`).
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from contracts.decisions import Decision, about_signal
from contracts.errors import HomeError
from contracts.periods import parse_period
from portal.server.answers import LONGEST_WHY, AnswerError, decided, hand_over, reason_in
from portal.server.app_context import AppContext, see_other, small_form
from portal.server.sessions import Session
from reports.wording.signal_words import MEANS_NO_MORE, explanation, places_in_words, signal_in_words
from warehouse import published_signals
from warehouse.read import Row, open_published


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
        return [places_in_words(one, ": ") for one in self.behind]


class SignalPages:
    """`/pola`."""

    def __init__(self, context: AppContext) -> None:
        self._context = context

    def routes(self) -> list[Route]:
        """The addresses."""
        return [
            Route("/pola", self._list),
            Route("/pola/{period}/{unit}/{signal}", self._one),
            Route("/pola/{period}/{unit}/{signal}", self._explain, methods=["POST"]),
        ]

    def _list(self, request: Request) -> Response:
        session = self._context.sender_session(request)
        return self._page(session, signals_of(self._context, session.account.unit_code))

    def _one(self, request: Request) -> Response:
        session = self._context.sender_session(request)
        return self._page(session, [self._meant(request, session)], self._context.filled_in(request))

    async def _explain(self, request: Request) -> Response:
        context = self._context
        session = await context.posting_session(request, context.sender_session)
        form = await small_form(request)
        context.check_form(session, form)
        meant = await run_in_threadpool(self._meant, request, session)
        try:
            why = reason_in(form)
        except AnswerError as error:
            return self._page(session, [meant], form, str(error), 400)
        decision = explanation(meant.row, why, session.account.name, context.now())
        await run_in_threadpool(hand_over, context.home, [decision])
        await run_in_threadpool(context.note, request, session, "explain", meant.name)
        return see_other("/pola")

    def _meant(self, request: Request, session: Session) -> Signal:
        """The pattern of the address. To a unit another's is as one that does not exist: HTTPException 404."""
        period_code, unit_code, kind = (str(request.path_params[name]) for name in ("period", "unit", "signal"))
        if session.account.may_see(unit_code):
            for one in signals_of(self._context, unit_code, period_code):
                if one.row["signal"] == kind:
                    return one
        raise HTTPException(404)

    def _page(
        self,
        session: Session,
        signals: list[Signal],
        form: Mapping[str, str] | None = None,
        problem: str | None = None,
        status: int = 200,
    ) -> Response:
        return self._context.pages.page(
            "pola.html",
            session=session,
            status=status,
            signals=signals,
            meaning=MEANS_NO_MORE,
            problem=problem,
            form=form or {},
            longest=LONGEST_WHY,
        )


def signals_of(context: AppContext, unit_code: str | None, period_code: str | None = None) -> list[Signal]:
    """The patterns of a unit, None: of every unit, and of a period, None: of all, by period, unit and kind."""
    try:
        with open_published(context.home) as reader:
            rows = published_signals.quality_signals(reader, period_code, unit_code)
            behind: defaultdict[tuple[object, ...], list[Row]] = defaultdict(list)
            for one in published_signals.rows_by_file(reader, period_code, unit_code) if rows else ():
                behind[_which(one)].append(one)
    except HomeError:
        return []  # nothing is published
    said = {(one.code, one.content_id): one for one in decided(context.home)} if rows else {}
    return [
        Signal(row, behind[_which(row)], said.get((about_signal(*map(str, _which(row))), row.of("state", str))))
        for row in rows
    ]


def _which(row: Row) -> tuple[object, ...]:
    return row["period_code"], row["unit_code"], row["signal"]
