"""Logging in and out.

Belongs here: the two forms, the cookies. Not here: whether a password is right (`portal.server.accounts`),
how long a session lasts (`portal.server.sessions`).
"""

import re
from datetime import timedelta
from typing import Final

import anyio
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from portal.server.accounts import LONGEST_NAME, Account
from portal.server.app_context import CSRF_FIELD, LOGIN, SESSION_COOKIE, AppContext, see_other, small_form
from portal.server.audit import UNKNOWN
from portal.server.sessions import LoginTokens
from portal.server.throttle import Throttle

LOGIN_COOKIE: Final = "skm_masuk"
_OUR_PAGES: Final = re.compile(r"/(?:unit|petugas|unggah|berkas|karantina)(?:/[^\\\x00-\x20\x7f]*)?")
_PASSWORDS_AT_ONCE: Final = 2
"""Argon2 takes 64 MB and a core for each."""


class Login:
    """`/masuk` and `/keluar`."""

    def __init__(self, context: AppContext, throttle: Throttle) -> None:
        self._context = context
        self._throttle = throttle
        self._tokens = LoginTokens()
        self._passwords = anyio.CapacityLimiter(_PASSWORDS_AT_ONCE)

    def routes(self) -> list[Route]:
        """The addresses."""
        return [
            Route(LOGIN, self._form),
            Route(LOGIN, self._enter, methods=["POST"]),
            Route("/keluar", self._leave, methods=["POST"]),
        ]

    def _form(self, request: Request) -> Response:
        wanted = request.query_params.get("next", "")
        session = self._context.sessions.find(request.cookies.get(SESSION_COOKIE))
        if session is not None:
            return see_other(_next(wanted, session.account))
        return self._page(request, wanted)

    async def _enter(self, request: Request) -> Response:
        context = self._context
        context.refuse_foreign(request)
        form = await small_form(request)
        name, password = form.get("nama", "").strip().lower(), form.get("sandi", "")
        wanted, token = form.get("next", ""), form.get(CSRF_FIELD, "")
        if not self._tokens.belongs(request.cookies.get(LOGIN_COOKIE), token):
            return self._page(request, wanted, name, "Formulir sudah kedaluwarsa. Masukkan sandi sekali lagi.", 403)
        if not name or not password:
            return self._page(request, wanted, name, "Isi nama akun dan sandi.", 400)
        address = context.origins.client(request)
        wait = await run_in_threadpool(self._throttle.admit, name[: LONGEST_NAME + 1], address)
        if wait is not None:
            return self._too_often(request, wanted, name, wait)
        account = await anyio.to_thread.run_sync(context.accounts.verified, name, password, limiter=self._passwords)
        if account is None:
            known = await run_in_threadpool(context.accounts.exists, name)
            await run_in_threadpool(context.audit.write, name if known else UNKNOWN, "login_failed", "", address)
            return self._page(request, wanted, name, "Nama akun atau sandi tidak benar.", 401)
        return await run_in_threadpool(self._welcome, request, account, wanted, address)

    def _welcome(self, request: Request, account: Account, wanted: str, address: str) -> Response:
        """A new session, always: one that somebody planted before is worth nothing."""
        context = self._context
        self._throttle.forgive(account.name, address)
        context.sessions.end(request.cookies.get(SESSION_COOKIE))
        context.audit.write(account.name, "login", "", address)
        response = see_other(_next(wanted, account))
        self._set_cookie(request, response, SESSION_COOKIE, context.sessions.begin(account))
        response.delete_cookie(LOGIN_COOKIE, path=LOGIN, httponly=True, samesite="strict")
        return response

    async def _leave(self, request: Request) -> Response:
        context = self._context
        session = await context.posting_session(request)
        context.check_form(session, await small_form(request))
        await run_in_threadpool(context.sessions.end, request.cookies.get(SESSION_COOKIE))
        await run_in_threadpool(context.note, request, session, "logout", "")
        response = see_other(LOGIN)
        response.delete_cookie(SESSION_COOKIE, path="/", httponly=True, samesite="strict")
        return response

    def _too_often(self, request: Request, wanted: str, name: str, wait: timedelta) -> Response:
        minutes = max(1, -int(-wait.total_seconds() // 60))
        sentence = f"Terlalu banyak percobaan yang gagal. Coba lagi dalam {minutes} menit."
        response = self._page(request, wanted, name, sentence, 429)
        response.headers["Retry-After"] = str(minutes * 60)
        return response

    def _page(
        self, request: Request, wanted: str, name: str = "", problem: str | None = None, status: int = 200
    ) -> Response:
        cookie = request.cookies.get(LOGIN_COOKIE) or self._tokens.new_cookie()
        response = self._context.pages.page(
            "masuk.html", status=status, csrf=self._tokens.token(cookie), wanted=wanted, name=name, problem=problem
        )
        self._set_cookie(request, response, LOGIN_COOKIE, cookie, path=LOGIN)
        return response

    def _set_cookie(self, request: Request, response: Response, name: str, value: str, *, path: str = "/") -> None:
        secure = self._context.origins.scheme(request) == "https"
        response.set_cookie(name, value, path=path, secure=secure, httponly=True, samesite="strict")


def _next(wanted: str, account: Account) -> str:
    """Where to after logging in: to the private page that was asked for, and never out of the portal."""
    if _OUR_PAGES.fullmatch(wanted):
        return wanted
    return "/petugas" if account.is_staff else "/unit"
