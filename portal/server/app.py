"""The app behind `skm serve`: who answers which address.

Belongs here: putting the parts together. Not here: what any of them does.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Final

import anyio
from argon2 import PasswordHasher
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from contracts.home import Home
from contracts.registry import Registry
from contracts.settings import Settings
from portal.server.account_pages import AccountPages
from portal.server.accounts import Accounts, words_of
from portal.server.analyst_pages import AnalystPages, Queries
from portal.server.app_context import (
    CSRF_FIELD,
    LARGEST_FORM,
    MOST_FIELDS,
    AppContext,
    LoginNeededError,
    NotAllowedError,
    RefusedError,
    small_form,
    to_login,
)
from portal.server.audit import AuditLog
from portal.server.cookies import SESSION, cookie, delete_cookie
from portal.server.correction_pages import CorrectionPages, ToCorrect
from portal.server.database import Database
from portal.server.deadlines import BodyDeadline
from portal.server.desk_jobs import DeskJob, DeskJobs, StartCommand
from portal.server.desk_pages import JOB_ID, STEP, DeskPages
from portal.server.file_pages import FilePages
from portal.server.invitations import Invitations
from portal.server.leader_pages import LeaderPages
from portal.server.login import Login
from portal.server.monitoring import Monitored, Monitoring
from portal.server.origin import Origins, client_of
from portal.server.own_account import OwnAccount
from portal.server.pages import ASSETS, Pages
from portal.server.photograph_pages import PhotographPages, Photographs
from portal.server.plan_pages import PlanPages
from portal.server.priority_pages import PriorityPages
from portal.server.private_files import PrivateFiles
from portal.server.question_pages import QuestionPages
from portal.server.second_factor import SecondFactor
from portal.server.security_headers import SecurityHeaders
from portal.server.service_pages import ServicePages, ServicesOf
from portal.server.sessions import Sessions
from portal.server.signal_pages import SignalPages
from portal.server.staff_pages import StaffPages
from portal.server.static_site import StaticSite
from portal.server.throttle import Throttle
from portal.server.typed_forms import TypedForms
from portal.server.unit_pages import UnitPages
from portal.server.upload_pages import UploadPages
from portal.server.uploads import CheckUpload, InboxPlace, UploadLimits, Uploads
from storage.store import Store

OWN_ASSETS: Final = frozenset({"gaya.css", "masuk.css", "pekerjaan.js"})
"""What the server's own pages look like: it comes with the code, whether there is a site or not."""
_SWEEP_SECONDS: Final = 600
_REFILLED: Final = (
    "/petugas/kerja/",
    "/pertanyaan/",
    "/keputusan/",
    "/pola/",
    "/perbaikan/",
    "/tindak-lanjut/",
    "/layanan/",
    "/petugas/akun",
    "/analis/kueri",
)
"""Pages whose form takes back what was typed into it before a session ended (`AppContext.filled_in`)."""
_ANSWERS_OF_AN_UPLOAD: Final = "/jawab"
"""Their address ends so; what else is sent about an upload has nothing typed."""
_OF_A_SESSION: Final = frozenset({CSRF_FIELD, JOB_ID, STEP})


def create_app(
    home: Home,
    *,
    settings: Settings,
    settings_now: Callable[[], Settings],
    registry: Callable[[], Registry],
    reports: Store,
    check_upload: CheckUpload,
    inbox_place: InboxPlace,
    to_correct: ToCorrect,
    photographs: Photographs,
    services_of: ServicesOf,
    queries: Queries,
    start_command: StartCommand,
    now: Callable[[], datetime],
    hasher: PasswordHasher | None = None,
    monitored: Monitored | None = None,
) -> Starlette:
    """The app for a home. `settings`: what the server itself holds to; `settings_now` and `registry`: as they are at
    the moment; `reports`: where its documents lie. `check_upload` says what would become of a file, in a thread that
    may wait; `inbox_place` where a confirmed one goes; `to_correct` what a file's sender has to put right;
    `photographs`: those of units; `services_of`: a unit's; `queries` answers what analysts ask, likewise;
    `start_command` starts what staff have done; `monitored` what runs besides. Raises SkmError where settings or
    accounts cannot be used."""
    monitored = monitored or Monitored()
    portal = settings.portal
    idle, wait = timedelta(minutes=portal.session_minutes), timedelta(minutes=portal.login_wait_minutes)
    database = Database(home.accounts)
    context = AppContext(
        home=home,
        settings=settings,
        settings_now=settings_now,
        registry_now=registry,
        accounts=Accounts(database, now, hasher, words_of(settings, registry())),
        sessions=Sessions(database, now, idle, portal.sessions_per_account),
        second_factor=SecondFactor(database, now, f"SKM {settings.regency.name}"),
        throttle=Throttle(now, attempts=portal.login_attempts, wait=wait),
        audit=AuditLog(database, now),
        origins=Origins(portal.address, portal.trusted_proxies),
        pages=Pages(settings),
        typed_forms=TypedForms(now),
        job_states=monitored.job_states,
        now=now,
    )
    files = PrivateFiles(home, reports)
    invitations = Invitations(database, context.accounts, now)
    uploads = Uploads(home, check_upload, inbox_place, now, UploadLimits.of(portal))
    upload_pages = UploadPages(context, uploads)
    jobs = DeskJobs(home, start_command, now, partial(_note_end, context))
    site, own_assets = StaticSite(home.site), StaticSite(ASSETS)

    async def public(request: Request) -> Response:
        if not site.exists:
            return context.pages.page("belum_ada.html", status=503)
        return await site.answer(request, request.path_params["path"])

    async def own_asset(request: Request) -> Response:
        if request.path_params["name"] not in OWN_ASSETS:
            raise HTTPException(404)
        return await own_assets.answer(request, request.path_params["name"])

    def sweep() -> None:
        context.sessions.sweep()
        invitations.sweep()
        context.audit.prune(timedelta(days=portal.audit_days))
        uploads.sweep()
        jobs.sweep()

    return Starlette(
        routes=[
            *Login(context).routes(),
            *OwnAccount(context).routes(),
            *AccountPages(context, invitations).routes(),
            *UnitPages(context, files).routes(),
            *PriorityPages(context).routes(),
            *StaffPages(context, files).routes(),
            *LeaderPages(context).routes(),
            *FilePages(context).routes(),
            *DeskPages(context, jobs).routes(),
            *QuestionPages(context).routes(),
            *SignalPages(context).routes(),
            *upload_pages.routes(),
            *CorrectionPages(context, to_correct, upload_pages).routes(),
            *PlanPages(context, upload_pages).routes(),
            *PhotographPages(context, photographs, upload_pages).routes(),
            *ServicePages(context, services_of).routes(),
            *AnalystPages(context, queries).routes(),
            *Monitoring(home, monitored, now).routes(),
            Route("/masuk/aset/{name}", own_asset),
            Route("/{path:path}", public),
        ],
        middleware=[
            Middleware(ProxyHeadersMiddleware, trusted_hosts=context.origins.proxies),
            Middleware(SecurityHeaders, origins=context.origins, failure=context.pages.failure),
            Middleware(BodyDeadline, seconds=portal.request_seconds),
        ],
        exception_handlers={
            LoginNeededError: partial(_login_needed, context),
            NotAllowedError: partial(_not_allowed, context),
            HTTPException: partial(_failed, context),
        },
        lifespan=partial(_running, database, sweep, jobs.close),
    )


@asynccontextmanager
async def _running(
    database: Database, sweep: Callable[[], None], close: Callable[[], None], app: Starlette
) -> AsyncIterator[None]:
    """While the app runs its file stays open, and what is over is deleted from time to time, also where nobody asks for
    anything; what runs for it ends with it."""

    async def now_and_then() -> None:
        while True:
            await run_in_threadpool(sweep)
            await anyio.sleep(_SWEEP_SECONDS)

    with database.kept_open():
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(now_and_then)
            yield
            tasks.cancel_scope.cancel()
        await run_in_threadpool(close)


async def _login_needed(context: AppContext, request: Request, error: Exception) -> Response:
    """Nothing that was typed into a form is lost with a session: it is there after the login, to be sent again."""
    kept = None
    path = request.url.path
    if request.method == "POST" and (path.startswith(_REFILLED) or path.endswith(_ANSWERS_OF_AN_UPLOAD)):
        with suppress(RefusedError):
            form = await small_form(request, MOST_FIELDS, LARGEST_FORM)
            typed = {name: text for name, text in form.items() if name not in _OF_A_SESSION}
            kept = context.typed_forms.keep(path, typed, client_of(request))
    response = to_login(request, kept)
    if cookie(request, SESSION) is not None:
        delete_cookie(request, response, SESSION)
    return response


def _note_end(context: AppContext, job: DeskJob) -> None:
    context.audit.write(job.account, "job_done" if job.state == "done" else "job_failed", job.object, "")


async def _not_allowed(context: AppContext, request: Request, error: Exception) -> Response:
    assert isinstance(error, NotAllowedError)
    await run_in_threadpool(context.note, request, error.session, "denied", request.url.path)
    return context.pages.failure(403, error.sentence, session=error.session)


async def _failed(context: AppContext, request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    response = context.pages.failure(error.status_code, error.detail if isinstance(error, RefusedError) else None)
    for name, value in (error.headers or {}).items():
        with suppress(ValueError):
            response.headers[name] = value
    return response
