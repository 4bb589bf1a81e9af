"""Uploading an export: the form, what the check found, sending it on or taking it back.

Belongs here: `/unggah`, and answering what an upload leaves open before it is sent. Not here: where uploads lie
(`portal.server.uploads`), questions about files that were sent (`portal.server.question_pages`).
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from typing import BinaryIO, Final

import anyio
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from contracts.decisions import Decision
from contracts.errors import SkmError
from contracts.periods import parse_period
from contracts.records import MappedColumn
from portal.server.answers import AnsweredFile, AnswerError, answers_in
from portal.server.app_context import AppContext, RefusedError, see_other, small_form
from portal.server.question_pages import is_anothers
from portal.server.sessions import Session
from portal.server.uploads import MEGABYTE, TooManyUploadsError, Upload, Uploads

_AROUND_THE_FILE: Final = 20_000
"""Bytes of a form besides its file."""
_READ_ON: Final = 3
"""A body that is too large is read to its end up to so many times the limit: a browser shows the answer only
after it has sent everything."""
_CHECKS_AT_ONCE: Final = 2
_AGAIN: Final = "ulang"
"""Button that takes back what was answered."""


class TooLargeError(Exception):
    """More was sent than may be."""


class UploadPages:
    """`/unggah`."""

    def __init__(self, context: AppContext, uploads: Uploads) -> None:
        self._context = context
        self._uploads = uploads
        self._checks = anyio.CapacityLimiter(_CHECKS_AT_ONCE)
        self._sending = anyio.Lock()
        self._limit = context.settings.portal.upload_megabytes * MEGABYTE

    def routes(self) -> list[Route]:
        """The addresses."""
        return [
            Route("/unggah", self._form),
            Route("/unggah", self._receive, methods=["POST"]),
            Route("/unggah/terkirim", self._sent),
            Route("/unggah/{upload_id}", self._result),
            Route("/unggah/{upload_id}/kirim", self._send, methods=["POST"]),
            Route("/unggah/{upload_id}/jawab", self._answer, methods=["POST"]),
            Route("/unggah/{upload_id}/jawab", self._again),  # where a login leads that interrupted it
            Route("/unggah/{upload_id}/batal", self._cancel, methods=["POST"]),
        ]

    def _form(self, request: Request) -> Response:
        return self._page(self._context.sender_session(request), request.query_params.get("unit", ""))

    async def _receive(self, request: Request) -> Response:
        session = await self._context.posting_session(request, self._context.sender_session)
        try:
            with self._uploads.in_flight(session.account.name):
                return await self._read_and_check(request, session)
        except TooManyUploadsError as error:
            return self._page(session, session.account.unit_code or "", str(error), 429)

    async def _read_and_check(self, request: Request, session: Session) -> Response:
        try:
            async with self._form_with_file(request, session) as form:
                return await self._received(request, session, form)
        except TooLargeError:
            most = self._context.settings.portal.upload_megabytes
            return self._page(session, "", f"Berkas lebih besar dari {most} MB, batas portal ini.", 413)

    @asynccontextmanager
    async def form_with_file(self, request: Request, session: Session) -> AsyncIterator[FormData]:
        """A form with one file, of another page of ours, within the bounds of uploads. Raises TooLargeError,
        TooManyUploadsError, and HTTPException where it cannot be read or is not this session's."""
        with self._uploads.in_flight(session.account.name):
            async with self._form_with_file(request, session) as form:
                yield form

    @asynccontextmanager
    async def _form_with_file(self, request: Request, session: Session) -> AsyncIterator[FormData]:
        context = self._context
        try:
            async with asyncio.timeout(60 * context.settings.portal.upload_minutes):
                form = await self._multipart(request)
        except TimeoutError as error:
            raise HTTPException(408, headers={"Connection": "close"}) from error
        except (MultiPartException, KeyError, ValueError) as error:
            raise RefusedError(400, "Formulir yang dikirim tidak dapat dibaca.") from error
        try:
            context.check_form(session, {name: value for name, value in form.items() if isinstance(value, str)})
            yield form
        finally:
            await form.close()

    async def _received(self, request: Request, session: Session, form: FormData) -> Response:
        context, account = self._context, session.account
        file, chosen = form.get("berkas"), form.get("unit")
        unit_code = account.unit_code or (chosen if isinstance(chosen, str) else "")
        if unit_code not in context.registry.by_code:
            problem = "Pilih unit yang punya berkas ini." if account.is_staff else "Unit akun ini tidak ada lagi."
            return self._page(session, "", problem, 400)
        if not isinstance(file, UploadFile) or not file.filename:
            return self._page(session, unit_code, "Pilih berkas yang akan diunggah.", 400)
        return await self._checked(request, session, file.file, file.filename, unit_code)

    async def check_made(
        self, request: Request, session: Session, content: BinaryIO, name: str, unit_code: str
    ) -> Response:
        """On to what the check finds in a file that was made from a form of ours, as if its sender had uploaded it."""
        try:
            with self._uploads.in_flight(session.account.name):
                return await self._checked(request, session, content, name, unit_code)
        except TooManyUploadsError as error:
            return self._page(session, unit_code, str(error), 429)

    async def made(self, request: Request, session: Session, content: BinaryIO, name: str, unit_code: str) -> Upload:
        """The same, for a form that shows itself what was found. Raises TooManyUploadsError, and SkmError where it
        cannot be checked."""
        with self._uploads.in_flight(session.account.name):
            return await self._kept(request, session, content, name, unit_code)

    async def _checked(
        self, request: Request, session: Session, content: BinaryIO, name: str, unit_code: str
    ) -> Response:
        try:
            upload = await self._kept(request, session, content, name, unit_code)
        except SkmError as error:
            return self._page(session, unit_code, f"Berkas belum dapat diperiksa: {error}", 503)
        return see_other(f"/unggah/{upload.upload_id}")

    async def _kept(self, request: Request, session: Session, content: BinaryIO, name: str, unit_code: str) -> Upload:
        await run_in_threadpool(self._uploads.sweep)
        upload = await anyio.to_thread.run_sync(
            self._uploads.receive, content, name, unit_code, session.account.name, limiter=self._checks
        )
        outcome = "ditolak" if upload.result.refusal else "ditanyakan" if upload.result.questions else "diperiksa"
        await run_in_threadpool(self._context.note, request, session, "upload", _named(upload, outcome))
        return upload

    def _result(self, request: Request) -> Response:
        session = self._context.sender_session(request)
        return self._shown(session, self._own(request, session))

    def _again(self, request: Request) -> Response:
        session = self._context.sender_session(request)
        return self._shown(session, self._own(request, session), form=self._context.filled_in(request))

    def _shown(
        self,
        session: Session,
        upload: Upload,
        problem: str | None = None,
        form: dict[str, str] | None = None,
        status: int = 200,
    ) -> Response:
        return self._context.pages.page(
            "hasil.html",
            session=session,
            status=status,
            problem=problem,
            form=form or {},
            upload=upload,
            result=upload.result,
            unit_name=self._context.unit_name(upload.unit_code),
            periods=[parse_period(code).label for code in upload.result.periods],
            sheets=_by_sheet(upload.result.mapping),
        )

    async def _answer(self, request: Request) -> Response:
        """Answers questions of an upload, or takes all its answers back, and checks it anew."""
        context = self._context
        session, upload, form = await self._chosen(request)
        if not upload.is_kept:
            raise HTTPException(404)
        if _AGAIN in form:
            answers: tuple[Decision, ...] = ()
        else:
            result = upload.result
            file = AnsweredFile(result.content_id, upload.file_name, upload.unit_code, result.layout)
            try:
                await run_in_threadpool(self._may_answer, session, upload)
                new = answers_in(form, result.questions, file, by=session.account.name, at=context.now())
            except AnswerError as error:
                return self._shown(session, upload, str(error), form, 400)
            answers = (*upload.answers, *new)
        try:
            answered = await anyio.to_thread.run_sync(self._uploads.answer, upload, answers, limiter=self._checks)
        except SkmError as error:
            return self._shown(session, upload, f"Berkas belum dapat diperiksa lagi: {error}", form, 503)
        if answered is None:
            raise HTTPException(404)
        return see_other(f"/unggah/{upload.upload_id}")

    def _may_answer(self, session: Session, upload: Upload) -> None:
        """Raises AnswerError for a unit whose answer would hold for another unit's file of the same content."""
        if not session.account.is_staff and is_anothers(self._context, upload.result.content_id, upload.unit_code):
            raise AnswerError("Isi berkas ini sudah dikirim unit lain. Jawabannya diberikan petugas kabupaten.")

    async def _send(self, request: Request) -> Response:
        session, upload, _ = await self._chosen(request)
        if not upload.can_be_sent:
            raise HTTPException(404)
        await self.send_now(request, session, upload)
        return see_other(f"/unggah/terkirim?unit={upload.unit_code}")

    async def send_now(self, request: Request, session: Session, upload: Upload) -> None:
        """Sends an upload that can be sent into the inbox. Raises HTTPException where it is gone, or has no place."""
        async with self._sending:
            try:
                place = await run_in_threadpool(self._uploads.send, upload)
            except SkmError as error:
                raise RefusedError(409, str(error)) from error
        if place is None:
            raise HTTPException(404)
        outcome = "dengan jawaban" if upload.answers else ""
        await run_in_threadpool(self._context.note, request, session, "confirm", _named(upload, outcome))

    def forget(self, upload: Upload) -> None:
        """Deletes an upload that was made from a form and is not sent."""
        self._uploads.delete(upload)

    def _sent(self, request: Request) -> Response:
        session, unit_code = self._context.sender_session(request), request.query_params.get("unit", "")
        known = unit_code in self._context.registry.by_code and session.account.may_see(unit_code)
        unit_name = self._context.unit_name(unit_code) if known else None
        return self._context.pages.page("terkirim.html", session=session, unit_code=unit_code, unit_name=unit_name)

    async def _cancel(self, request: Request) -> Response:
        session, upload, _ = await self._chosen(request)
        await run_in_threadpool(self._uploads.delete, upload)
        await run_in_threadpool(self._context.note, request, session, "cancel", _named(upload, ""))
        return see_other("/unggah")

    async def _chosen(self, request: Request) -> tuple[Session, Upload, dict[str, str]]:
        """Whose form it is, the upload it is about, its fields."""
        session = await self._context.posting_session(request, self._context.sender_session)
        form = await small_form(request)
        self._context.check_form(session, form)
        return session, await run_in_threadpool(self._own, request, session), form

    def _own(self, request: Request, session: Session) -> Upload:
        """The pending upload of the address; HTTPException 404 where it is not of this account, or is over."""
        upload = self._uploads.find(request.path_params["upload_id"], session.account.name)
        if upload is None or not session.account.may_see(upload.unit_code):
            raise HTTPException(404)
        return upload

    def _page(self, session: Session, unit_code: str, problem: str | None = None, status: int = 200) -> Response:
        context = self._context
        return context.pages.page(
            "unggah.html",
            session=session,
            status=status,
            problem=problem,
            chosen=unit_code,
            units=sorted(context.registry.units, key=lambda unit: unit.unit_name),
            unit_name=context.unit_name(session.account.unit_code) if session.account.unit_code else None,
            most=context.settings.portal.upload_megabytes,
            waiting=self._uploads.waiting(session.account.name),
        )

    async def _multipart(self, request: Request) -> FormData:
        """The form with its file, which is counted while it comes in. Raises TooLargeError."""
        parser = MultiPartParser(request.headers, self._counted(request), max_files=1, max_fields=4)
        return await parser.parse()

    async def _counted(self, request: Request) -> AsyncGenerator[bytes, None]:
        most = self._limit + _AROUND_THE_FILE
        count = 0
        async for chunk in request.stream():
            count += len(chunk)
            if count <= most:
                yield chunk
            elif count > _READ_ON * most:
                break
        if count > most:
            raise TooLargeError


def _named(upload: Upload, outcome: str) -> str:
    """An upload in the audit log: its unit, its sender's name for it, what became of it."""
    return " ".join(part for part in (upload.unit_code, upload.file_name, outcome and f"({outcome})") if part)


def _by_sheet(mapping: tuple[MappedColumn, ...]) -> dict[str, list[MappedColumn]]:
    sheets: defaultdict[str, list[MappedColumn]] = defaultdict(list)
    for column in mapping:
        sheets[column.sheet].append(column)
    return dict(sheets)
