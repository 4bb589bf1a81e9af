"""One's own account: its sessions, its password, its code.

Belongs here: `/masuk/akun`, `/masuk/sandi`. Not here: setting up a code (`portal.server.login`, which asks for it too),
accounts of others: those are made with `skm user`.
"""

from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from portal.server.app_context import AppContext, see_other, small_form, too_often
from portal.server.cookies import SESSION, cookie, set_cookie
from portal.server.origin import client_of
from portal.server.passwords import SHORTEST_PASSWORD, AccountError
from portal.server.sessions import Session
from portal.server.throttle import Wait

ACCOUNT: Final = "/masuk/akun"
PASSWORD: Final = "/masuk/sandi"


class OwnAccount:
    """`/masuk/akun` and `/masuk/sandi`."""

    def __init__(self, context: AppContext) -> None:
        self._context = context

    def routes(self) -> list[Route]:
        """The addresses."""
        return [
            Route(ACCOUNT, self._overview),
            Route(ACCOUNT, self._end_session, methods=["POST"]),
            Route(PASSWORD, self._password_form),
            Route(PASSWORD, self._change_password, methods=["POST"]),
        ]

    def _overview(self, request: Request) -> Response:
        session = self._context.session(request)
        return self._context.pages.page(
            "akun.html",
            session=session,
            sessions=self._context.sessions.of(session.account, cookie(request, SESSION)),
            has_code=self._context.second_factor.is_set_up(session.account),
        )

    async def _end_session(self, request: Request) -> Response:
        context = self._context
        session = await context.posting_session(request)
        form = await small_form(request)
        context.check_form(session, form)
        await run_in_threadpool(context.sessions.end_of, session.account, form.get("sesi", ""))
        await run_in_threadpool(context.note, request, session, "session_ended", "")
        return see_other(ACCOUNT)

    def _password_form(self, request: Request) -> Response:
        return self._password_page(self._context.session(request))

    async def _change_password(self, request: Request) -> Response:
        context = self._context
        session = await context.posting_session(request)
        form = await small_form(request)
        context.check_form(session, form)
        verified = await context.verified(request, session.account.name, form.get("lama", ""))
        if isinstance(verified, Wait):
            sentence, headers = too_often(verified)
            response = self._password_page(session, sentence, 429)
            response.headers.update(headers)
            return response
        if verified is None:
            return self._password_page(session, "Sandi yang lama tidak benar.", 401)
        new = form.get("baru", "")
        if new != form.get("ulang", ""):
            return self._password_page(session, "Kedua sandi baru tidak sama.", 400)
        if new == form.get("lama", ""):
            return self._password_page(session, "Sandi baru sama dengan yang lama.", 400)
        try:
            await run_in_threadpool(context.accounts.set_password, session.account.name, new)
        except AccountError as error:
            return self._password_page(session, str(error), 400)
        return await run_in_threadpool(self._changed, request, session)

    def _changed(self, request: Request, session: Session) -> Response:
        """All sessions of the account are over; whoever changed the password goes on in a new one."""
        self._context.note(request, session, "password_changed", "")
        response = see_other(ACCOUNT)
        set_cookie(request, response, SESSION, self._context.sessions.begin(session.account, client_of(request)))
        return response

    def _password_page(self, session: Session, problem: str | None = None, status: int = 200) -> Response:
        return self._context.pages.page(
            "sandi.html", session=session, status=status, problem=problem, shortest=SHORTEST_PASSWORD
        )
