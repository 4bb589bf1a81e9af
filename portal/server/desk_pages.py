"""The staff's desk: what can be done, the form of each action, and the jobs that came of them.

Belongs here: `/petugas/kerja` and `/petugas/pekerjaan`. Not here: which actions there are (`desk_actions`), what their
fields choose from (`desk_choices`), running them (`desk_jobs`).

A form goes three ways: what is rehearsed becomes a job that shows what would change, whose page has the button that
does it; what cannot be undone is asked about on a page that names what does not come back; all else is begun at once.
"""

import json
from collections.abc import AsyncIterator, Mapping
from typing import Any, Final
from urllib.parse import urlencode

import anyio
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from portal.server.app_context import AppContext, see_other, small_form
from portal.server.desk_actions import ACTIONS, GROUPS, RUN, DeskAction, FieldError
from portal.server.desk_choices import choices_of
from portal.server.desk_jobs import KEPT, DeskJob, DeskJobs, TooManyJobsError, is_job_id
from portal.server.run_progress import progress_of
from portal.server.service_pages import wishes_of
from portal.server.sessions import Session

ACTION_PAGE: Final = "/petugas/kerja"
JOB_PAGE: Final = "/petugas/pekerjaan"
JOB_ID: Final = "nomor"
STEP: Final = "langkah"
DO: Final = "lakukan"
LOOK_EVERY_SECONDS: Final = 0.7
STREAM_SECONDS: Final = 25.0
"""A stream of news ends then, and the browser asks for the next: a server that ends waits for none for long."""
_SHOWN_JOBS: Final = 50


class DeskPages:
    """`/petugas/kerja` and `/petugas/pekerjaan`."""

    def __init__(self, context: AppContext, jobs: DeskJobs) -> None:
        self._context = context
        self._jobs = jobs

    def routes(self) -> list[Route]:
        """The addresses."""
        return [
            Route(ACTION_PAGE, self._all),
            Route(f"{ACTION_PAGE}/{{key}}", self._form),
            Route(f"{ACTION_PAGE}/{{key}}", self._begin, methods=["POST"]),
            Route(JOB_PAGE, self._list),
            Route(f"{JOB_PAGE}/{{job_id}}", self._job),
            Route(f"{JOB_PAGE}/{{job_id}}/kabar", self._news),
            Route(f"{JOB_PAGE}/{{job_id}}/lanjut", self._go_on, methods=["POST"]),
        ]

    def _all(self, request: Request) -> Response:
        session = self._context.regency_session(request)
        under_way = [job for job in self._jobs.all() if not job.is_over]
        return self._context.pages.page(
            "kerja.html",
            session=session,
            groups=GROUPS,
            run=RUN,
            job_id=self._jobs.new_id(),
            under_way=under_way,
            wishes=wishes_of(self._context),
            progress=progress_of(self._context.home),
        )

    def _form(self, request: Request) -> Response:
        """Filled in with what the address says: from a page that led here, or before a session had ended."""
        session = self._context.staff_session(request)
        return self._form_page(session, self._action(request), self._context.filled_in(request))

    async def _begin(self, request: Request) -> Response:
        context = self._context
        session = await context.posting_session(request, context.staff_session)
        form = await small_form(request)
        context.check_form(session, form)
        return await run_in_threadpool(self._judge, request, session, self._action(request), form)

    def _judge(self, request: Request, session: Session, action: DeskAction, form: Mapping[str, str]) -> Response:
        choices = choices_of(self._context, action, form)
        values: dict[str, str] = {}
        words: dict[str, str] = {}
        try:
            for field in action.fields:
                listed = dict(choices.get(field.list_name, [])) if field.list_name else {}
                value = values[field.name] = field.value_in(form, list(listed))
                words |= {field.name: listed[value]} if value in listed else {}
        except FieldError as error:
            return self._form_page(session, action, form, str(error), 400)
        if action.is_asked and not action.is_rehearsed and form.get(STEP) != DO:
            address = f"{ACTION_PAGE}/{action.key}"
            return self._sure_page(session, action, values, words, address, action.cannot_be_undone)
        return self._asked(request, session, action, values, words, form, is_rehearsal=action.is_rehearsed)

    async def _go_on(self, request: Request) -> Response:
        """What was rehearsed is done, or what stood against it is passed over: with the values of that job."""
        context = self._context
        session = await context.posting_session(request, context.staff_session)
        form = await small_form(request)
        context.check_form(session, form)
        return await run_in_threadpool(self._continued, request, session, form)

    def _continued(self, request: Request, session: Session, form: Mapping[str, str]) -> Response:
        job = self._found(request)
        action, insisting = job.action, job.action.insisting
        if job.is_rehearsal and job.state == "done":
            if action.is_asked and form.get(STEP) != DO:
                address = f"{JOB_PAGE}/{job.job_id}/lanjut"
                return self._sure_page(session, action, job.values, job.words, address, action.cannot_be_undone)
            return self._asked(request, session, action, job.values, job.words, form)
        if insisting is None or not self._may_insist(job):
            return see_other(f"{JOB_PAGE}/{job.job_id}")
        if form.get(STEP) != DO:
            address = f"{JOB_PAGE}/{job.job_id}/lanjut"
            said = f"{insisting.consequence} {action.cannot_be_undone}"
            return self._sure_page(session, action, job.values, job.words, address, said, insists=True)
        return self._asked(request, session, action, job.values, job.words, form, insists=True)

    def _asked(
        self,
        request: Request,
        session: Session,
        action: DeskAction,
        values: Mapping[str, str],
        words: Mapping[str, str],
        form: Mapping[str, str],
        *,
        is_rehearsal: bool = False,
        insists: bool = False,
    ) -> Response:
        given = form.get(JOB_ID, "")
        job_id = given if is_job_id(given) else self._jobs.new_id()
        is_new = self._jobs.find(job_id) is None
        try:
            job = self._jobs.ask(
                job_id, action, values, session.account.name, words=words, is_rehearsal=is_rehearsal, insists=insists
            )
        except TooManyJobsError as error:
            return self._form_page(session, action, values, str(error), 429)
        if is_new:
            self._context.note(request, session, "job_asked", job.object)
        return see_other(f"{JOB_PAGE}/{job.job_id}")

    def _list(self, request: Request) -> Response:
        session = self._context.regency_session(request)
        return self._context.pages.page(
            "daftar_pekerjaan.html",
            session=session,
            jobs=self._jobs.all()[:_SHOWN_JOBS],
            most=_SHOWN_JOBS,
            days=KEPT.days,
        )

    def _job(self, request: Request) -> Response:
        session = self._context.regency_session(request)
        shown = self._state_of(self._found(request))
        return self._context.pages.page("pekerjaan.html", session=session, **shown)

    async def _news(self, request: Request) -> Response:
        """The part of a job's page that changes, as server-sent events, as often as it does."""
        session = await run_in_threadpool(self._context.regency_session, request)
        job = await run_in_threadpool(self._found, request)
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(self._changes(session, job.job_id), media_type="text/event-stream", headers=headers)

    async def _changes(self, session: Session, job_id: str) -> AsyncIterator[str]:
        yield "retry: 1000\n\n"
        said = ""
        with anyio.move_on_after(STREAM_SECONDS):
            while True:
                job = await run_in_threadpool(self._jobs.find, job_id)
                if job is None:
                    return
                part = await run_in_threadpool(self._part, session, job)
                if part != said:
                    yield f"event: {'selesai' if job.is_over else 'kabar'}\ndata: {json.dumps(part)}\n\n"
                    said = part
                if job.is_over:
                    return
                await anyio.sleep(LOOK_EVERY_SECONDS)

    def _part(self, session: Session, job: DeskJob) -> str:
        return self._context.pages.text("bagian_pekerjaan.html", session=session, **self._state_of(job))

    def _state_of(self, job: DeskJob) -> dict[str, Any]:
        """What the page of a job shows."""
        is_at_it = job.action.takes_lock and job.state == "running"
        return {
            "job": job,
            "output": self._jobs.output(job),
            "ahead": self._jobs.ahead_of(job),
            "progress": progress_of(self._context.home) if is_at_it else None,
            "may_insist": self._may_insist(job),
            "next_id": self._jobs.new_id(),
            "again": f"{ACTION_PAGE}/{job.action_key}?{urlencode(job.values)}",
            "log_folder": self._context.home.root / "prefect",
        }

    def _may_insist(self, job: DeskJob) -> bool:
        insisting = job.action.insisting
        return (
            insisting is not None
            and not job.insists
            and job.state == "failed"
            and insisting.option in self._jobs.output(job)
        )

    def _found(self, request: Request) -> DeskJob:
        job = self._jobs.find(request.path_params["job_id"])
        if job is None:
            raise HTTPException(404)
        return job

    def _action(self, request: Request) -> DeskAction:
        action = ACTIONS.get(request.path_params["key"])
        if action is None:
            raise HTTPException(404)
        return action

    def _form_page(
        self,
        session: Session,
        action: DeskAction,
        form: Mapping[str, str],
        problem: str | None = None,
        status: int = 200,
    ) -> Response:
        return self._context.pages.page(
            "tindakan.html",
            session=session,
            status=status,
            action=action,
            choices=choices_of(self._context, action, form),
            form=form,
            problem=problem,
            job_id=self._jobs.new_id(),
        )

    def _sure_page(
        self,
        session: Session,
        action: DeskAction,
        values: Mapping[str, str],
        words: Mapping[str, str],
        address: str,
        consequence: str,
        *,
        insists: bool = False,
    ) -> Response:
        insisting = action.insisting if insists else None
        return self._context.pages.page(
            "yakin.html",
            session=session,
            trail=(ACTION_PAGE, "Pekerjaan"),
            title=insisting.title if insisting else action.title,
            button=insisting.button if insisting else "Lakukan" if action.is_rehearsed else action.button,
            values=values,
            shown=action.shown(values, words),
            address=address,
            back=f"{ACTION_PAGE}/{action.key}?{urlencode(values)}",
            consequence=consequence,
            job_id=self._jobs.new_id(),
        )
