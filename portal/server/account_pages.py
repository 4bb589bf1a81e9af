"""Accounts of others: inviting somebody by a link, taking an account or a phone away; and using such a link.

Belongs here: `/petugas/akun`, for staff, and `/masuk/undangan`, for whoever has a link. Not here: one's own account
(`portal.server.own_account`), the links (`portal.server.invitations`). Nobody ever types somebody else's password.
"""

from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from portal.server.accounts import ROLES_OF_THE_REGENCY, Account, role_of
from portal.server.app_context import LOGIN, AppContext, RefusedError, see_other, small_form
from portal.server.audit import Action
from portal.server.invitations import HOLDS, Invitation, Invitations
from portal.server.origin import client_of
from portal.server.passwords import SHORTEST_PASSWORD, AccountError
from portal.server.sessions import Session

LIST: Final = "/petugas/akun"
INVITATION: Final = "/masuk/undangan"
_OVER: Final = "Tautan ini sudah dipakai atau tidak berlaku lagi. Minta tautan baru kepada petugas kabupaten."


class AccountPages:
    """`/petugas/akun` and `/masuk/undangan`."""

    def __init__(self, context: AppContext, invitations: Invitations) -> None:
        self._context = context
        self._invitations = invitations

    def routes(self) -> list[Route]:
        """The addresses."""
        return [
            Route(LIST, self._list),
            Route(LIST, self._invite, methods=["POST"]),
            Route(f"{LIST}/{{name}}", self._account),
            Route(f"{LIST}/{{name}}", self._change, methods=["POST"]),
            Route(f"{INVITATION}/{{token}}", self._invited),
            Route(f"{INVITATION}/{{token}}", self._use, methods=["POST"]),
        ]

    def _list(self, request: Request) -> Response:
        return self._list_page(self._context.staff_session(request), form=self._context.filled_in(request))

    async def _invite(self, request: Request) -> Response:
        context = self._context
        session = await context.posting_session(request, context.staff_session)
        form = await small_form(request)
        context.check_form(session, form)
        return await run_in_threadpool(self._invite_somebody, request, session, form)

    def _invite_somebody(self, request: Request, session: Session, form: dict[str, str]) -> Response:
        context, whose = self._context, form.get("untuk", "")
        try:
            if whose in ROLES_OF_THE_REGENCY:
                role, unit_code = role_of(whose), None
            elif whose in context.registry.by_code:
                role, unit_code = role_of("unit"), whose
            else:
                raise AccountError("Pilih dulu untuk siapa akun itu.")
            token, invitation = self._invitations.invite(form.get("nama", ""), role, unit_code, session.account.name)
        except AccountError as error:
            return self._list_page(session, str(error), form, 400)
        context.note(request, session, "user_invited", f"{invitation.name} ({unit_code or role})")
        return self._link_page(request, session, token, invitation)

    def _account(self, request: Request) -> Response:
        session = self._context.staff_session(request)
        return self._account_page(session, self._chosen(request))

    async def _change(self, request: Request) -> Response:
        context = self._context
        session = await context.posting_session(request, context.staff_session)
        form = await small_form(request)
        context.check_form(session, form)
        return await run_in_threadpool(self._changed, request, session, form)

    def _changed(self, request: Request, session: Session, form: dict[str, str]) -> Response:
        context, account, what = self._context, self._chosen(request), form.get("lakukan", "")
        if what == "sandi":
            token, invitation = self._invitations.renew(account.name, session.account.name)
            context.note(request, session, "user_invited", f"{account.name} (sandi baru)")
            return self._link_page(request, session, token, invitation)
        if what == "kode":
            context.second_factor.forget(account.name)
            context.note(request, session, "user_code_reset", account.name)
        elif what == "cabut":
            if account.name == session.account.name:
                problem = "Akun sendiri tidak dapat dicabut. Minta petugas lain melakukannya."
                return self._account_page(session, account, problem, 400)
            context.accounts.remove(account.name)
            context.note(request, session, "user_removed", account.name)
        return see_other(LIST)

    def _invited(self, request: Request) -> Response:
        return self._password_page(self._found(request))

    async def _use(self, request: Request) -> Response:
        """The token in the address is what makes the form its owner's."""
        context = self._context
        context.refuse_foreign(request)
        form = await small_form(request)
        invitation = await run_in_threadpool(self._found, request)
        if form.get("baru", "") != form.get("ulang", ""):
            return self._password_page(invitation, "Kedua sandi tidak sama.", 400)
        try:
            used = await run_in_threadpool(self._invitations.use, request.path_params["token"], form.get("baru", ""))
        except AccountError as error:
            return self._password_page(invitation, str(error), 400)
        if used is None:
            raise RefusedError(404, _OVER)
        action: Action = "user_added" if used.is_new else "user_password"
        await run_in_threadpool(context.audit.write, used.name, action, used.name, client_of(request))
        return see_other(LOGIN)

    def _chosen(self, request: Request) -> Account:
        wanted = request.path_params["name"]
        found = next((one for one in self._context.accounts.all() if one.name == wanted and not one.disabled), None)
        if found is None:
            raise HTTPException(404)
        return found

    def _found(self, request: Request) -> Invitation:
        found = self._invitations.find(request.path_params["token"])
        if found is None:
            raise RefusedError(404, _OVER)
        return found

    def _list_page(
        self, session: Session, problem: str | None = None, form: dict[str, str] | None = None, status: int = 200
    ) -> Response:
        context = self._context
        return context.pages.page(
            "akun_semua.html",
            session=session,
            status=status,
            problem=problem,
            form=form or {},
            accounts=context.accounts.all(),
            waiting=self._invitations.waiting(),
            roles=ROLES_OF_THE_REGENCY,
            units=sorted(context.registry.units, key=lambda unit: unit.unit_name),
            unit_name=context.unit_name,
        )

    def _account_page(
        self, session: Session, account: Account, problem: str | None = None, status: int = 200
    ) -> Response:
        context = self._context
        return context.pages.page(
            "akun_satu.html",
            session=session,
            status=status,
            problem=problem,
            account=account,
            has_code=context.second_factor.is_set_up(account),
            unit_name=context.unit_name,
        )

    def _link_page(self, request: Request, session: Session, token: str, invitation: Invitation) -> Response:
        base = self._context.settings.portal.address or str(request.base_url)
        return self._context.pages.page(
            "akun_tautan.html",
            session=session,
            link=f"{base.rstrip('/')}{INVITATION}/{token}",
            invitation=invitation,
            days=HOLDS.days,
        )

    def _password_page(self, invitation: Invitation, problem: str | None = None, status: int = 200) -> Response:
        return self._context.pages.page(
            "undangan.html", status=status, invitation=invitation, problem=problem, shortest=SHORTEST_PASSWORD
        )
