"""The services of a unit: those that are registered, what its answers propose, and what it asks staff for.

Belongs here: `/layanan`, and the wish of a unit, which waits for staff. Not here: what is proposed, which is handed in
(`pipeline.service_register`); entering it, which is an action of the staff's desk (`portal.server.desk_actions`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol
from urllib.parse import urlencode

from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from contracts.atomic_file import write_atomically
from contracts.errors import SkmError
from contracts.home import Home
from contracts.records import Record
from contracts.safe_text import shown_text
from contracts.services import Service
from portal.server.app_context import MOST_FIELDS, AppContext, see_other, small_form
from portal.server.sessions import Session

SERVICE_PAGE: Final = "/layanan"
LONGEST_MESSAGE: Final = 1_000
MOST_SHOWN: Final = 200
_MESSAGE: Final = "pesan"
_CHOSEN: Final = "pilih-"
_SINCE: Final = "sejak"
_UNREADABLE: Final = (
    "Daftar layanan (services.csv) sedang tidak dapat dibaca. Beri tahu petugas kabupaten, lalu coba lagi nanti."
)
_ANOTHER: Final = "Unit mengirim permintaan lain sementara itu: baca yang di bawah ini dulu."
_EMPTY: Final = "Pilih layanan yang diusulkan, atau tulis apa yang perlu diubah."


class Proposed(Protocol):
    """A service that a unit's answers propose, or other spellings of a registered one."""

    @property
    def service_code(self) -> str:
        """Its code."""

    @property
    def service_name(self) -> str:
        """What most call it."""

    @property
    def spellings(self) -> Sequence[tuple[str, int]]:
        """What it is called, and how often."""

    @property
    def registered(self) -> bool:
        """It is in the register, under other spellings."""

    @property
    def answers(self) -> int:
        """How many name it."""


ServicesOf = Callable[[str], tuple[Sequence[Service], Sequence[Proposed]]]
"""A unit's registered services, and what is proposed for it. Raises SkmError where the register cannot be meant."""


class ServiceWish(Record):
    """What a unit asks for: services of the proposal, by their codes, and in words."""

    account: str
    wished_at: datetime
    codes: tuple[str, ...]
    message: str


@dataclass(frozen=True)
class UnitWish:
    """A wish that waits for staff."""

    unit_code: str
    unit_name: str
    wish: ServiceWish


class ServicePages:
    """`/layanan`."""

    def __init__(self, context: AppContext, services_of: ServicesOf) -> None:
        self._context = context
        self._services_of = services_of

    def routes(self) -> list[Route]:
        """The addresses."""
        address = f"{SERVICE_PAGE}/{{unit_code}}"
        return [
            Route(address, self._list),
            Route(address, self._wish, methods=["POST"]),
            Route(f"{address}/selesai", self._seen_to, methods=["POST"]),
            Route(f"{address}/selesai", self._back),  # where a login leads that interrupted it
        ]

    def _list(self, request: Request) -> Response:
        unit_code = request.path_params["unit_code"]
        session = self._context.session_for_unit(request, unit_code)
        waiting = wish_of(self._context.home, self._known(unit_code))
        asked = {} if waiting is None else _as_typed(waiting)  # another request takes the place of the one that waits
        return self._page(session, unit_code, self._context.filled_in(request) or asked)

    def _back(self, request: Request) -> Response:
        return see_other(f"{SERVICE_PAGE}/{request.path_params['unit_code']}")

    async def _wish(self, request: Request) -> Response:
        context = self._context
        session = await context.posting_session(request, context.sender_session_for_unit)
        form = await small_form(request, MOST_FIELDS)
        context.check_form(session, form)
        return await run_in_threadpool(self._wished, request, session, form)

    def _wished(self, request: Request, session: Session, form: Mapping[str, str]) -> Response:
        unit_code = self._known(request.path_params["unit_code"])
        services = self._services(unit_code)
        if services is None:
            return self._page(session, unit_code, form, _UNREADABLE, 503)
        _, proposed = services
        message = shown_text(form.get(_MESSAGE, "")).strip()
        codes = tuple(one.service_code for one in proposed if f"{_CHOSEN}{one.service_code}" in form)
        if not codes and not message:
            return self._page(session, unit_code, form, _EMPTY, 400)
        if len(message) > LONGEST_MESSAGE:
            return self._page(session, unit_code, form, f"Tulis paling banyak {LONGEST_MESSAGE} huruf.", 400)
        wish = ServiceWish(account=session.account.name, wished_at=self._context.now(), codes=codes, message=message)
        write_atomically(self._context.home.service_wishes / f"{unit_code}.json", wish.model_dump_json().encode())
        self._context.note(request, session, "services_wished", unit_code)
        return see_other(f"{SERVICE_PAGE}/{unit_code}")

    async def _seen_to(self, request: Request) -> Response:
        context = self._context
        session = await context.posting_session(request, context.staff_session)
        form = await small_form(request)
        context.check_form(session, form)
        return await run_in_threadpool(self._forgotten, request, session, form)

    def _forgotten(self, request: Request, session: Session, form: Mapping[str, str]) -> Response:
        context = self._context
        unit_code = self._known(request.path_params["unit_code"])
        waiting = wish_of(context.home, unit_code)
        if waiting is not None and form.get(_SINCE, waiting.wished_at.isoformat()) != waiting.wished_at.isoformat():
            return self._page(session, unit_code, {}, _ANOTHER, 409)
        (context.home.service_wishes / f"{unit_code}.json").unlink(missing_ok=True)
        context.note(request, session, "wish_seen_to", unit_code)
        return see_other(f"{SERVICE_PAGE}/{unit_code}")

    def _known(self, unit_code: str) -> str:
        if unit_code not in self._context.registry.by_code:
            raise HTTPException(404)
        return unit_code

    def _services(self, unit_code: str) -> tuple[Sequence[Service], Sequence[Proposed]] | None:
        """None where the register cannot be meant: whoever runs the server is told by `skm doctor`."""
        try:
            return self._services_of(unit_code)
        except SkmError:
            return None

    def _page(
        self, session: Session, unit_code: str, form: Mapping[str, str], problem: str | None = None, status: int = 200
    ) -> Response:
        services = self._services(unit_code)
        registered, proposed = services or ((), ())
        wish = wish_of(self._context.home, unit_code)
        accept = {"unit": unit_code, "kode": "; ".join(wish.codes if wish else ())}
        return self._context.pages.page(
            "layanan.html",
            session=session,
            status=status,
            unit_code=unit_code,
            unit_name=self._context.unit_name(unit_code),
            unreadable=_UNREADABLE if services is None else "",
            registered=registered,
            proposed=proposed[:MOST_SHOWN],
            chosen={name.removeprefix(_CHOSEN) for name in form if name.startswith(_CHOSEN)},
            message=form.get(_MESSAGE, ""),
            longest=LONGEST_MESSAGE,
            wish=wish,
            accept=f"/petugas/kerja/daftarkan-layanan?{urlencode(accept)}",
            problem=problem,
        )


def _as_typed(wish: ServiceWish) -> dict[str, str]:
    return {_MESSAGE: wish.message, **dict.fromkeys((f"{_CHOSEN}{code}" for code in wish.codes), "ya")}


def wish_of(home: Home, unit_code: str) -> ServiceWish | None:
    """What a unit asked for last, while staff have not seen to it."""
    try:
        return ServiceWish.model_validate_json((home.service_wishes / f"{unit_code}.json").read_bytes())
    except (OSError, ValidationError):
        return None


def wishes_of(context: AppContext) -> list[UnitWish]:
    """All that wait, the oldest first."""
    names = (path.stem for path in context.home.service_wishes.glob("[!.]*.json"))
    found = [
        UnitWish(code, context.unit_name(code), wish)
        for code in names
        if code in context.registry.by_code and (wish := wish_of(context.home, code)) is not None
    ]
    return sorted(found, key=lambda one: one.wish.wished_at)
