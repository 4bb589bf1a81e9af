"""Logging in and out: the password, then the code of those who have one, or must.

Belongs here: the forms of `/masuk`, `/masuk/kode` and `/keluar`. Not here: whether a password is right
(`portal.server.accounts`) or a code (`portal.server.second_factor`), how long a session lasts
(`portal.server.sessions`), what one does with one's own account (`portal.server.own_account`).
"""

import re
from typing import Final
from urllib.parse import quote

import segno
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from portal.server import private_addresses
from portal.server.accounts import LONGEST_NAME, Account
from portal.server.app_context import CSRF_FIELD, LOGIN, AppContext, see_other, small_form, too_often
from portal.server.cookies import LOGIN_FORM, SESSION, cookie, delete_cookie, set_cookie
from portal.server.origin import client_of
from portal.server.sessions import LoginTokens, Session
from portal.server.throttle import Wait

CODE: Final = "/masuk/kode"
_OUR_PAGES: Final = re.compile(rf"/(?:{'|'.join(private_addresses.PAGES)})(?:[/?][^\\\x00-\x20\x7f]*)?")


class Login:
    """`/masuk`, `/masuk/kode` and `/keluar`."""

    def __init__(self, context: AppContext) -> None:
        self._context = context
        self._tokens = LoginTokens()

    def routes(self) -> list[Route]:
        """The addresses."""
        return [
            Route(LOGIN, self._form),
            Route(LOGIN, self._enter, methods=["POST"]),
            Route(CODE, self._code_form),
            Route(CODE, self._enter_code, methods=["POST"]),
            Route("/keluar", self._leave, methods=["POST"]),
        ]

    def _form(self, request: Request) -> Response:
        wanted = request.query_params.get("next", "")
        session = self._context.sessions.find(cookie(request, SESSION))
        if session is not None:
            return see_other(_next(wanted, session.account))
        return self._page(request, wanted)

    async def _enter(self, request: Request) -> Response:
        context = self._context
        context.refuse_foreign(request)
        form = await small_form(request)
        name, password = form.get("nama", "").strip().lower(), form.get("sandi", "")
        wanted, token = form.get("next", ""), form.get(CSRF_FIELD, "")
        if not self._tokens.belongs(cookie(request, LOGIN_FORM), token):
            return self._page(request, wanted, name, "Formulir sudah kedaluwarsa. Masukkan sandi sekali lagi.", 403)
        if not name or not password:
            return self._page(request, wanted, name, "Isi nama akun dan sandi.", 400)
        account = await context.verified(request, name[: LONGEST_NAME + 1], password)
        if isinstance(account, Wait):
            sentence, headers = too_often(account)
            response = self._page(request, wanted, name, sentence, 429)
            response.headers.update(headers)
            return response
        if account is None:
            return self._page(request, wanted, name, "Nama akun atau sandi tidak benar.", 401)
        return await run_in_threadpool(self._welcome, request, account, wanted)

    def _welcome(self, request: Request, account: Account, wanted: str) -> Response:
        """A new session, always: one that somebody planted before is worth nothing. It waits for the code where the
        account has one, or must."""
        context = self._context
        must_have_code = account.unit_code is None and context.settings.portal.staff_code
        needs_code = must_have_code or context.second_factor.is_set_up(account)
        if needs_code:
            response: Response = see_other(f"{CODE}?next={quote(wanted, safe='')}" if wanted else CODE)
        else:
            context.audit.write(account.name, "login", "", client_of(request))
            response = see_other(_next(wanted, account))
        self._begin(request, response, account, waits_for_code=needs_code)
        delete_cookie(request, response, LOGIN_FORM)
        return response

    def _begin(self, request: Request, response: Response, account: Account, *, waits_for_code: bool = False) -> None:
        sessions = self._context.sessions
        sessions.end(cookie(request, SESSION))
        token = sessions.begin(account, client_of(request), waits_for_code=waits_for_code)
        set_cookie(request, response, SESSION, token)

    def _code_form(self, request: Request) -> Response:
        wanted = request.query_params.get("next", "")
        session = self._session_for_code(request)
        return self._code_page(session, wanted)

    async def _enter_code(self, request: Request) -> Response:
        context = self._context
        context.refuse_foreign(request)
        session = await run_in_threadpool(self._session_for_code, request)
        form = await small_form(request)
        context.check_form(session, form)
        return await run_in_threadpool(self._judge_code, request, session, form)

    def _judge_code(self, request: Request, session: Session, form: dict[str, str]) -> Response:
        context, account, wanted = self._context, session.account, form.get("next", "")
        wait = context.throttle.admit_code(account.name)
        if wait is not None:
            if wait.is_first:
                context.note(request, session, "login_throttled", "")
            sentence, headers = too_often(wait)
            response = self._code_page(session, wanted, sentence, 429)
            response.headers.update(headers)
            return response
        was_set_up = context.second_factor.is_set_up(account)
        if not context.second_factor.accept(account, form.get("kode", "")):
            context.note(request, session, "code_failed", "")
            return self._code_page(session, wanted, "Kode tidak benar atau sudah dipakai. Tunggu kode berikutnya.", 401)
        context.throttle.forgive_code(account.name)
        if not was_set_up:
            context.note(request, session, "code_set_up", "")
        context.note(request, session, "login", "")
        response = see_other(_next(wanted, account))
        self._begin(request, response, account)
        return response

    def _session_for_code(self, request: Request) -> Session:
        """Who gave a password and has yet to give a code; or who is logged in and has none yet. Raises
        LoginNeededError where nobody is logged in, HTTPException 404 where the code is set up already."""
        sessions, token = self._context.sessions, cookie(request, SESSION)
        waiting = sessions.find(token, waits_for_code=True)
        if waiting is not None:
            return waiting
        session = self._context.session(request)
        if self._context.second_factor.is_set_up(session.account):
            raise HTTPException(404)
        return session

    def _code_page(self, session: Session, wanted: str, problem: str | None = None, status: int = 200) -> Response:
        context, address, picture = self._context, None, None
        if not context.second_factor.is_set_up(session.account):
            address = context.second_factor.offered(session.account)
            picture = segno.make(address).svg_data_uri(scale=5, dark="#000", light="#fff")
        return context.pages.page(
            "kode.html",
            status=status,
            csrf=session.csrf_token,
            name=session.account.name,
            wanted=wanted,
            problem=problem,
            secret=address and address.partition("secret=")[2].partition("&")[0],
            picture=picture,
        )

    async def _leave(self, request: Request) -> Response:
        context = self._context
        session = await context.posting_session(request)
        context.check_form(session, await small_form(request))
        await run_in_threadpool(context.sessions.end, cookie(request, SESSION))
        await run_in_threadpool(context.note, request, session, "logout", "")
        response = see_other(LOGIN)
        delete_cookie(request, response, SESSION)
        return response

    def _page(
        self, request: Request, wanted: str, name: str = "", problem: str | None = None, status: int = 200
    ) -> Response:
        kept = cookie(request, LOGIN_FORM) or self._tokens.new_cookie()
        response = self._context.pages.page(
            "masuk.html", status=status, csrf=self._tokens.token(kept), wanted=wanted, name=name, problem=problem
        )
        set_cookie(request, response, LOGIN_FORM, kept)
        return response


def _next(wanted: str, account: Account) -> str:
    """Where to after logging in: to the private page that was asked for, and never out of the portal."""
    if _OUR_PAGES.fullmatch(wanted):
        return wanted
    return "/unit" if account.role == "unit" else account.first_page
