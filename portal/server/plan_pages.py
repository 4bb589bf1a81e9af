"""Planning the follow-up of a period, and later telling what became of it, in a form.

Belongs here: `/tindak-lanjut`, its fields, and the workbook that they make. Not here: what is known of a plan
(`portal.server.plans`), the check and the sending, which are those of any upload (`portal.server.upload_pages`), the
columns and their meaning (`contracts.follow_up`).

What is typed is sent as the workbook of that unit and period, so that a run reads, judges and keeps it as one. What the
check finds stands at its field; what would be left out of the plan is said before it is sent.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Final, Literal

import anyio
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from contracts.errors import HomeError, SkmError
from contracts.follow_up import (
    DONE,
    FOLLOW_UP_COLUMNS,
    FOLLOW_UP_MEANINGS,
    HORIZONS,
    NOT_DONE,
    QUARTER_COLUMNS,
    QUARTER_MARK,
    plans_something,
)
from contracts.periods import Period, parse_period
from contracts.records import RejectedCell
from contracts.unsur import UNSUR
from portal.server.app_context import LARGEST_FORM, MOST_FIELDS, AppContext, see_other, small_form
from portal.server.plans import TYPED_COLUMNS, PlanNow, SentPlan, SentPlans, TypedAction, plan_now
from portal.server.sessions import Session
from portal.server.upload_pages import UploadPages
from portal.server.uploads import TooManyUploadsError, Upload
from warehouse.read import open_published

PLAN_PAGE: Final = "/tindak-lanjut"
MOST_ACTIONS: Final = 40
"""More are planned in the workbook."""
LONGEST: Final = 3_000
"""Letters of a field."""
_COUNT: Final = "banyak"
_BASE: Final = "dasar"
"""What the plan was when the form was shown."""
_MORE: Final = "tambah"
_ANYWAY: Final = "walaupun"
_DROP: Final = "hapus"
_LONG: Final = frozenset({"activity", "description", "obstacle", "strategy"})
_DAYS: Final = frozenset({"forum_on", "done_on"})
_CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "unsur": tuple(unsur.name for unsur in UNSUR),
    "horizon": tuple(words for _, words in HORIZONS),
    "done": (DONE, NOT_DONE),
}
_NAME_BY_HEADER: Final = {column.header: column.name for column in FOLLOW_UP_COLUMNS}
_CHANGED: Final = (
    "Sementara Anda mengisi, rencana ini sudah dikirim orang lain. Isian Anda masih ada di bawah ini. Bandingkan dulu "
    "dengan rencana yang baru (buka halaman ini di jendela lain); yang dikirim terakhir menggantikan seluruhnya."
)
_EMPTY: Final = (
    "Belum ada kegiatan yang diisi. Rencana yang pernah dikirim tidak dapat dikosongkan; ia diganti dengan yang baru."
)
Mistakes = Mapping[tuple[int, str], Sequence[str]]
"""What is wrong, by the action's place in the form and the column."""


@dataclass(frozen=True)
class PlanField:
    """One cell of the plan."""

    name: str
    label: str
    kind: Literal["text", "long", "day", "choice", "tick"]
    value: str
    choices: tuple[str, ...]
    """A text that stands there and is none of these is among them."""
    mistakes: Sequence[str]
    unfinished: Sequence[str]
    """What is only pointed out."""


@dataclass(frozen=True)
class PlanAction:
    """One action: its fields by the groups of the workbook."""

    number: int
    groups: Mapping[str, Sequence[PlanField]]
    drop: str
    """Name of the field that takes it out."""

    def is_open(self, group: str) -> bool:
        """Whether somebody wrote into a group, or something there is wrong."""
        return any(field.value or field.mistakes or field.unfinished for field in self.groups[group])

    @property
    def wrong(self) -> list[PlanField]:
        """Its fields with mistakes."""
        return [field for fields in self.groups.values() for field in fields if field.mistakes]

    @property
    def unfinished(self) -> list[PlanField]:
        """Its fields of which something is pointed out."""
        return [field for fields in self.groups.values() for field in fields if field.unfinished]


@dataclass(frozen=True)
class _Place:
    """Whose plan for which period, and what is known of it."""

    unit_code: str
    period: Period
    now: PlanNow


class PlanPages:
    """`/tindak-lanjut`."""

    def __init__(self, context: AppContext, uploads: UploadPages) -> None:
        self._context = context
        self._uploads = uploads
        self._sent = SentPlans(context.home)
        self._sending = anyio.Lock()

    def routes(self) -> list[Route]:
        """The addresses."""
        address = f"{PLAN_PAGE}/{{unit_code}}/{{period_code}}"
        return [Route(address, self._form), Route(address, self._send, methods=["POST"])]

    def _form(self, request: Request) -> Response:
        session = self._context.sender_session_for_unit(request)
        place = self._place(request)
        typed = self._context.filled_in(request)
        if _COUNT in typed:
            return self._page(session, place, typed_actions(typed), base=typed.get(_BASE, ""))
        return self._page(session, place, [*place.now.actions, {}], unfinished=_by_place(place.now.unfinished))

    async def _send(self, request: Request) -> Response:
        context = self._context
        session = await context.posting_session(request, context.sender_session_for_unit)
        form = await small_form(request, MOST_FIELDS, LARGEST_FORM)
        context.check_form(session, form)
        place = await run_in_threadpool(self._place, request)
        actions, base = typed_actions(form), form.get(_BASE, "")
        if _MORE in form:
            return self._page(session, place, [*actions, {}], base=base)
        if base != place.now.content_id:
            return self._page(session, place, actions, problem=_CHANGED, status=409)
        return await self._judged(request, session, place, actions, is_sent_anyway=_ANYWAY in form)

    async def _judged(
        self, request: Request, session: Session, place: _Place, actions: list[TypedAction], *, is_sent_anyway: bool
    ) -> Response:
        too_long = {
            (number, name): [f"Terlalu panjang. Tulis paling banyak {LONGEST} huruf."]
            for number, action in enumerate(actions)
            for name, text in action.items()
            if len(text) > LONGEST
        }
        if too_long:
            return self._page(session, place, actions, too_long, status=400)
        filled = [number for number, action in enumerate(actions) if plans_something(action)]
        if not filled:
            return self._page(session, place, actions, problem=_EMPTY, status=400)
        content = await run_in_threadpool(self._workbook, place, [actions[number] for number in filled])
        name = f"tindak-lanjut-skm-{place.unit_code}-{place.period.code}.xlsx"
        try:
            upload = await self._uploads.made(request, session, BytesIO(content), name, place.unit_code)
        except (TooManyUploadsError, SkmError) as error:
            return self._page(session, place, actions, problem=f"Rencana belum dapat diperiksa: {error}", status=503)
        result = upload.result
        if upload.can_be_sent and result.questions:
            return see_other(f"/unggah/{upload.upload_id}")
        is_whole = upload.can_be_sent and not result.rejected
        if not is_whole or (result.blanked and not is_sent_anyway):
            await run_in_threadpool(self._uploads.forget, upload)
            mistakes = _by_place(cells_of(filled, *result.rejected, *result.blanked))
            problem = result.refusal.message if result.refusal and not mistakes else None
            unfinished = _by_place(cells_of(filled, *result.unfinished))
            return self._page(
                session, place, actions, mistakes, problem, unfinished=unfinished, can_be_sent=is_whole, status=400
            )
        async with self._sending:
            base, place = place.now.content_id, await run_in_threadpool(self._place, request)
            if base != place.now.content_id:  # somebody was faster while this one was checked
                await run_in_threadpool(self._uploads.forget, upload)
                return self._page(session, place, actions, problem=_CHANGED, status=409)
            await self._uploads.send_now(request, session, upload)
            await run_in_threadpool(self._keep, session, place, upload, [actions[number] for number in filled])
        return see_other(f"{PLAN_PAGE}/{place.unit_code}/{place.period.code}")

    def _workbook(self, place: _Place, actions: Sequence[TypedAction]) -> bytes:
        from reports.workbooks.follow_up_workbook import typed_plan_workbook  # with Excel's writer

        context = self._context
        return typed_plan_workbook(
            context.unit_name(place.unit_code),
            place.period,
            actions,
            organiser=context.settings.regency.organiser,
            typed_at=context.now(),
        )

    def _keep(self, session: Session, place: _Place, upload: Upload, actions: Sequence[TypedAction]) -> None:
        plan = SentPlan(
            content_id=upload.result.content_id,
            account=session.account.name,
            sent_at=self._context.now(),
            actions=tuple(map(dict, actions)),
            unfinished=tuple(cells_of(range(len(actions)), *upload.result.unfinished)),
        )
        self._sent.keep(place.unit_code, place.period.code, plan)

    def _place(self, request: Request) -> _Place:
        """Whose plan the address means. HTTPException 404 where the unit has no index in that period."""
        unit_code, period_code = request.path_params["unit_code"], request.path_params["period_code"]
        try:
            period = parse_period(period_code)
            with open_published(self._context.home) as reader:
                now = plan_now(reader, self._sent, unit_code, period.code)
        except (ValueError, HomeError):
            now = None
        if now is None or unit_code not in self._context.registry.by_code:
            raise HTTPException(404)
        return _Place(unit_code, period, now)

    def _page(
        self,
        session: Session,
        place: _Place,
        actions: Sequence[TypedAction],
        mistakes: Mistakes | None = None,
        problem: str | None = None,
        *,
        unfinished: Mistakes | None = None,
        base: str | None = None,
        can_be_sent: bool = False,
        status: int = 200,
    ) -> Response:
        """`base`: what the plan was when the form was shown; None: what it is now."""
        shown = [] if len(actions) > MOST_ACTIONS + 1 else actions[:MOST_ACTIONS]
        return self._context.pages.page(
            "rencana.html",
            session=session,
            status=status,
            unit_code=place.unit_code,
            unit_name=self._context.unit_name(place.unit_code),
            period=place.period,
            waiting=place.now.waiting,
            actions=[_action(number, action, mistakes or {}, unfinished or {}) for number, action in enumerate(shown)],
            is_too_long=bool(actions) and not shown,
            may_add=len(shown) < MOST_ACTIONS,
            base=place.now.content_id if base is None else base,
            problem=problem,
            can_be_sent=can_be_sent,
            meanings=[(column.header, FOLLOW_UP_MEANINGS[column.name]) for column in _EXPLAINED],
        )


_EXPLAINED: Final = tuple(
    column for column in TYPED_COLUMNS if column.name in FOLLOW_UP_MEANINGS and column.name not in QUARTER_COLUMNS
)


def typed_actions(form: Mapping[str, str]) -> list[TypedAction]:
    """The actions of a form, in its order, without those that were taken out."""
    given = form.get(_COUNT, "")
    count = min(int(given), MOST_ACTIONS) if given.isascii() and given.isdigit() and len(given) < 5 else 0
    return [
        {column.name: _typed(form, number, column.name) for column in TYPED_COLUMNS}
        for number in range(count)
        if _field_name(number, _DROP) not in form
    ]


def _typed(form: Mapping[str, str], number: int, column: str) -> str:
    text = form.get(_field_name(number, column), "").strip()
    return (QUARTER_MARK if text else "") if column in QUARTER_COLUMNS else text


def cells_of(filled: Sequence[int], *cells: RejectedCell) -> list[tuple[int, str, str]]:
    """What the check found: the action's place in the form, the column, the sentence. `filled`: for each row of the
    workbook the action's place."""
    from reports.workbooks.follow_up_workbook import FIRST_ROW

    placed = ((cell.row_number - FIRST_ROW, _NAME_BY_HEADER.get(cell.column), cell.message) for cell in cells)
    return [(filled[row], name, said) for row, name, said in placed if name is not None and 0 <= row < len(filled)]


def _by_place(cells: Sequence[tuple[int, str, str]]) -> Mistakes:
    found: dict[tuple[int, str], list[str]] = {}
    for number, name, said in cells:
        found.setdefault((number, name), []).append(said)
    return found


def _action(number: int, action: TypedAction, mistakes: Mistakes, unfinished: Mistakes) -> PlanAction:
    groups: dict[str, list[PlanField]] = {}
    for column in TYPED_COLUMNS:
        value = action.get(column.name, "")
        choices = _CHOICES.get(column.name, ())
        kind: Literal["text", "long", "day", "choice", "tick"] = "text"
        if choices:
            kind = "choice"
            choices = choices if not value or value in choices else (*choices, value)
        elif column.name in QUARTER_COLUMNS:
            kind = "tick"
        elif column.name in _LONG:
            kind = "long"
        elif column.name in _DAYS:
            kind = "day"
        field = PlanField(
            name=_field_name(number, column.name),
            label=column.header,
            kind=kind,
            value=value,
            choices=choices,
            mistakes=mistakes.get((number, column.name), ()),
            unfinished=unfinished.get((number, column.name), ()),
        )
        groups.setdefault(column.group, []).append(field)
    return PlanAction(number + 1, groups, _field_name(number, _DROP))


def _field_name(number: int, column: str) -> str:
    return f"k{number}-{column}"
