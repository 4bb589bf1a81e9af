"""What the server's handlers share: who asks, whether the form is theirs, and the things they work with.

Belongs here: the session of a request, the checks every private request passes. Not here: any page.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from urllib.parse import parse_qsl, quote

import anyio.to_thread
from anyio import CapacityLimiter
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse

from contracts.home import Home
from contracts.jobs import JobState
from contracts.periods import PeriodKind
from contracts.registry import Registry
from contracts.settings import Settings
from portal.server.accounts import Account, Accounts
from portal.server.audit import UNKNOWN, Action, AuditLog
from portal.server.cookies import SESSION, cookie
from portal.server.origin import Origins, client_of
from portal.server.pages import Pages
from portal.server.second_factor import SecondFactor
from portal.server.sessions import Session, Sessions, same
from portal.server.throttle import Throttle, Wait
from portal.server.typed_forms import TypedForms

LOGIN: Final = "/masuk"
CSRF_FIELD: Final = "csrf"
_LARGEST_FORM: Final = 64_000
_FORM_FIELDS: Final = 20
LARGEST_FORM: Final = 400_000
MOST_FIELDS: Final = 1_000
"""Bytes and fields of the largest of our forms: rows to correct, a plan of follow-up."""
_LONGEST_QUERY: Final = 4_000
"""Of what the login leads back to; proxies refuse an address of 8 KB."""
TYPED: Final = "isian"
"""In an address: the name of what was typed before a session ended."""
_SENDS_NOTHING: Final = {
    "analyst": "Akun analis hanya membaca gudang data; ia tidak mengirim atau menjawab.",
    "leader": "Akun pimpinan melihat semuanya dan tidak mengubah apa pun.",
}
_PASSWORDS_AT_ONCE: Final = 2
"""Argon2 takes 64 MB and a core for each."""


class RefusedError(HTTPException):
    """A request that is not served, and a sentence of ours why."""


class LoginNeededError(Exception):
    """Nobody is logged in: to be answered with the login page, and afterwards with what was asked for."""


class NotAllowedError(Exception):
    """Somebody is logged in, but this is not theirs."""

    def __init__(self, session: Session, sentence: str) -> None:
        super().__init__(sentence)
        self.session = session
        self.sentence = sentence


@dataclass(frozen=True)
class AppContext:
    """The things handlers work with."""

    home: Home
    settings: Settings
    """As they were when the server started: its own, and the regency's name."""
    settings_now: Callable[[], Settings]
    registry_now: Callable[[], Registry]
    accounts: Accounts
    sessions: Sessions
    second_factor: SecondFactor
    throttle: Throttle
    audit: AuditLog
    origins: Origins
    pages: Pages
    typed_forms: TypedForms
    job_states: Callable[[], Sequence[JobState]]
    """What runs by itself, and what became of it last."""
    now: Callable[[], datetime]
    passwords: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(_PASSWORDS_AT_ONCE))

    @property
    def registry(self) -> Registry:
        """The registry as it is now."""
        return self.registry_now()

    @property
    def kinds(self) -> tuple[PeriodKind, ...]:
        """The kinds of period that have documents, as staff have set them."""
        return self.settings_now().reports.kinds

    def session(self, request: Request) -> Session:
        """The session of a request. Raises LoginNeededError."""
        session = self.sessions.find(cookie(request, SESSION))
        if session is None:
            raise LoginNeededError
        return session

    def session_for_unit(self, request: Request, unit_code: str) -> Session:
        """The session of a request about a unit's private things. Raises NotAllowedError where they are another
        unit's, whether there is such a unit or not."""
        return self._of_its_unit(self.session(request), unit_code)

    @staticmethod
    def _of_its_unit(session: Session, unit_code: str) -> Session:
        if not session.account.may_see(unit_code):
            raise NotAllowedError(
                session, "Halaman atau berkas ini milik unit lain. Akun Anda hanya dapat membuka milik unitnya sendiri."
            )
        return session

    def staff_session(self, request: Request) -> Session:
        """The session of a request that only the regency's staff may make."""
        session = self.session(request)
        if session.account.is_leader:
            raise NotAllowedError(session, "Akun pimpinan melihat semuanya dan tidak mengubah apa pun.")
        if not session.account.is_staff:
            raise NotAllowedError(session, "Halaman ini hanya untuk petugas kabupaten.")
        return session

    def regency_session(self, request: Request) -> Session:
        """The session of a request that looks at all of the regency: of its staff, or of those who lead it."""
        session = self.session(request)
        if not session.account.sees_all:
            raise NotAllowedError(session, "Halaman ini hanya untuk petugas dan pimpinan kabupaten.")
        return session

    def analyst_session(self, request: Request) -> Session:
        """The session of a request about the whole warehouse, which only an analyst may make."""
        session = self.session(request)
        if not session.account.is_analyst:
            raise NotAllowedError(session, "Halaman ini hanya untuk analis.")
        return session

    def sender_session(self, request: Request) -> Session:
        """The session of a request of those who send files and answer for them: units and staff."""
        session = self.session(request)
        if not session.account.sends:
            raise NotAllowedError(session, _SENDS_NOTHING[session.account.role])
        return session

    def sender_session_for_unit(self, request: Request) -> Session:
        """The same about the unit of the address. Raises NotAllowedError where it is another's, whether there is such a
        unit or not."""
        session = self.sender_session(request)
        return self._of_its_unit(session, request.path_params["unit_code"])

    async def posting_session(self, request: Request, of: Callable[[Request], Session] | None = None) -> Session:
        """The session of a form that was sent, before the form itself is read. `of`: whose it must be; anybody's where
        it is None."""
        self.refuse_foreign(request)
        return await run_in_threadpool(of or self.session, request)

    def refuse_foreign(self, request: Request) -> None:
        """Raises RefusedError where the browser says that a form was sent from elsewhere."""
        if not self.origins.is_from_us(request):
            raise RefusedError(
                403,
                "Formulir ini tidak dikirim dari halaman portal. Bila Anda mengirimnya dari portal, beri tahu "
                "pengelola: alamat portal atau proksi belum diatur.",
            )

    def filled_in(self, request: Request) -> dict[str, str]:
        """What a form begins with: what its address says, and what was typed into it before a session ended."""
        given = dict(request.query_params)
        return given | self.typed_forms.find(request.url.path, given.pop(TYPED, ""))

    def check_form(self, session: Session, form: Mapping[str, str]) -> None:
        """Raises RefusedError where a form does not carry its session's token."""
        if not same(session.csrf_token, form.get(CSRF_FIELD, "")):
            raise RefusedError(403, "Formulir ini sudah kedaluwarsa. Muat ulang halamannya, lalu kirim sekali lagi.")

    async def verified(self, request: Request, name: str, password: str) -> Account | Wait | None:
        """The account whose name and password these are; None where they are not. Or how long to wait: after too
        many failures nothing is looked at."""
        address = client_of(request)
        wait = await run_in_threadpool(self.throttle.admit, name, address)
        known = await run_in_threadpool(self.accounts.exists, name)
        shown = name if known else UNKNOWN
        if wait is not None:
            if wait.is_first:
                await run_in_threadpool(self.audit.write, shown, "login_throttled", "", address)
            return wait
        account = await anyio.to_thread.run_sync(self.accounts.verified, name, password, limiter=self.passwords)
        if account is None:
            await run_in_threadpool(self.audit.write, shown, "login_failed", "", address)
            return None
        self.throttle.forgive(name, address)
        return account

    def note(self, request: Request, session: Session, action: Action, thing: str) -> None:
        """Enters into the audit log what somebody did."""
        self.audit.write(session.account.name, action, thing, client_of(request))

    def unit_name(self, unit_code: str) -> str:
        """The registry's name of a unit; its code where the registry no longer has it."""
        unit = self.registry.by_code.get(unit_code)
        return unit.unit_name if unit else unit_code


async def small_form(request: Request, fields: int = _FORM_FIELDS, largest: int = _LARGEST_FORM) -> dict[str, str]:
    """The fields of a form without files, at most so many and of so many bytes. Raises RefusedError where it is larger
    than any of ours."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > largest:
            raise RefusedError(413, "Formulir yang dikirim terlalu besar.")
    try:
        return dict(parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=fields))
    except ValueError as error:
        raise RefusedError(400, "Formulir yang dikirim tidak dapat dibaca.") from error


def see_other(address: str) -> RedirectResponse:
    """After a form: on to a page, which can be loaded again without sending the form again."""
    return RedirectResponse(address, status_code=303)


def too_often(wait: Wait) -> tuple[str, dict[str, str]]:
    """What is said to who has to wait, and the header that says how long."""
    minutes = max(1, -int(-wait.left.total_seconds() // 60))
    return f"Terlalu banyak percobaan yang gagal. Coba lagi dalam {minutes} menit.", {"Retry-After": str(minutes * 60)}


def to_login(request: Request, typed: str | None = None) -> RedirectResponse:
    """The login page, which leads back to what was asked for, where that was a page to look at, or one whose form takes
    back what was typed into it, by the name under which that is kept: nothing is typed twice."""
    if request.method != "GET" and typed is None:
        return see_other(LOGIN)
    wanted = quote(request.url.path, safe="/")
    query = request.url.query if typed is None else f"{TYPED}={typed}"
    if query and len(query) <= _LONGEST_QUERY:
        wanted = f"{wanted}?{query}"
    return see_other(f"{LOGIN}?next={quote(wanted, safe='')}")
