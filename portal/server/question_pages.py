"""Questions about files that are held: the list, one file's questions, answering them.

Belongs here: `/pertanyaan`, for staff and, about its own files, for a unit; taking decisions back, for staff. Not
here: questions about an upload that was not sent yet (`upload_pages`), what an answer is (`answers`).
"""

from collections import defaultdict
from typing import Final, NamedTuple

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from contracts.decisions import Decision, offered
from contracts.errors import HomeError
from contracts.records import OpenQuestion
from portal.server.answers import AnsweredFile, AnswerError, answers_in, decided, hand_over, reason_in
from portal.server.app_context import AppContext, NotAllowedError, see_other, small_form
from portal.server.sessions import Session
from warehouse import published
from warehouse.read import Row, open_published

_OTHERS: Final = "Berkas ini milik unit lain. Akun Anda hanya dapat menjawab pertanyaan tentang berkas unitnya sendiri."

_STAFF_ONLY: Final = "Keputusan hanya dapat dibatalkan petugas kabupaten."


class HeldFile(NamedTuple):
    """A file that waits for answers: what is asked, and what was answered since."""

    file: Row
    questions: list[OpenQuestion]
    answered: list[Decision]

    @property
    def file_id(self) -> str:
        """Its name in the address of its page."""
        return self.file.of("file_id", str)

    @property
    def unit_code(self) -> str | None:
        """Whose it is, where that is known."""
        return None if self.file["unit_code"] is None else self.file.of("unit_code", str)

    @property
    def layout(self) -> str | None:
        """Fingerprint of its headers."""
        return None if self.file["layout"] is None else self.file.of("layout", str)

    @property
    def open(self) -> list[OpenQuestion]:
        """What nobody has answered."""
        codes = {one.code for one in self.answered}
        return [one for one in self.questions if one.code not in codes]


class QuestionPages:
    """`/pertanyaan`."""

    def __init__(self, context: AppContext) -> None:
        self._context = context

    def routes(self) -> list[Route]:
        """The addresses."""
        return [
            Route("/pertanyaan", self._list),
            Route("/pertanyaan/{file_id}", self._file),
            Route("/pertanyaan/{file_id}", self._answer, methods=["POST"]),
            Route("/keputusan/{number:int}", self._decision),
            Route("/keputusan/{number:int}", self._take_back, methods=["POST"]),
        ]

    def _list(self, request: Request) -> Response:
        session = self._context.sender_session(request)
        held = held_files(self._context, session.account.unit_code)
        standing = self._standing() if session.account.is_staff else []
        return self._context.pages.page("daftar_pertanyaan.html", session=session, held=held, standing=standing)

    def _file(self, request: Request) -> Response:
        session = self._context.sender_session(request)
        return self._page(session, self._held(request, session), form=self._context.filled_in(request))

    async def _answer(self, request: Request) -> Response:
        context = self._context
        session = await context.posting_session(request, context.sender_session)
        form = await small_form(request)
        context.check_form(session, form)
        held = await run_in_threadpool(self._held, request, session)
        file = AnsweredFile(held.file.of("content_id", str), held.file.of("path", str), held.unit_code, held.layout)
        try:
            found = answers_in(form, held.open, file, by=session.account.name, at=context.now())
        except AnswerError as error:
            return self._page(session, held, str(error), form, 400)
        await run_in_threadpool(hand_over, context.home, found)
        await run_in_threadpool(context.note, request, session, "answer", file.path)
        return see_other(f"/pertanyaan/{held.file_id}")

    def _standing(self) -> list[Decision]:
        """Decisions of the ledger that may be taken back, the newest first."""
        return [one for one in reversed(decided(self._context.home)) if one.number]

    def _decision(self, request: Request) -> Response:
        context = self._context
        session = context.sender_session(request)
        decision = self._chosen(request, session)
        return context.pages.page(
            "keputusan.html", session=session, decision=decision, problem=None, form=context.filled_in(request)
        )

    async def _take_back(self, request: Request) -> Response:
        context = self._context
        session = await context.posting_session(request, context.sender_session)
        form = await small_form(request)
        context.check_form(session, form)
        decision = await run_in_threadpool(self._chosen, request, session)
        try:
            line = decision.taken_back(why=reason_in(form), by=session.account.name, at=context.now())
        except AnswerError as error:
            return context.pages.page(
                "keputusan.html", session=session, status=400, decision=decision, problem=str(error), form=form
            )
        await run_in_threadpool(hand_over, context.home, [line])
        await run_in_threadpool(context.note, request, session, "take_back", f"{decision.number} {decision.path}")
        return see_other("/pertanyaan")

    def _chosen(self, request: Request, session: Session) -> Decision:
        """The decision of the address, for staff. Raises NotAllowedError for a unit: a decision may hold for others."""
        if not session.account.is_staff:
            raise NotAllowedError(session, _STAFF_ONLY)
        number = request.path_params["number"]
        decision = next((one for one in self._standing() if one.number == number), None)
        if decision is None:
            raise HTTPException(404)
        return decision

    def _held(self, request: Request, session: Session) -> HeldFile:
        """The file of the address. To a unit another's file is as one that does not exist: NotAllowedError."""
        unit_code = session.account.unit_code
        wanted = request.path_params["file_id"]
        found = next((one for one in held_files(self._context, unit_code) if one.file_id == wanted), None)
        if found is None and unit_code is not None:
            raise NotAllowedError(session, _OTHERS)
        if found is None:
            raise HTTPException(404)
        return found

    def _page(
        self,
        session: Session,
        held: HeldFile,
        problem: str | None = None,
        form: dict[str, str] | None = None,
        status: int = 200,
    ) -> Response:
        return self._context.pages.page(
            "pertanyaan.html", session=session, status=status, held=held, problem=problem, form=form or {}
        )


def held_files(context: AppContext, unit_code: str | None) -> list[HeldFile]:
    """Files that wait for an answer, by path: a unit's, or, where that is None, all."""
    try:
        with open_published(context.home) as reader:
            files = published.files(reader, unit_code, "held")
            asked = {
                str(file["file_id"]): offered(
                    published.questions(reader, str(file["file_id"])), to_staff=unit_code is None
                )
                for file in files
            }
    except HomeError:
        return []  # nothing is published
    answered: defaultdict[str, list[Decision]] = defaultdict(list)
    for decision in decided(context.home) if files else ():
        answered[decision.content_id].append(decision)
    return [
        HeldFile(file, questions, answered[str(file["content_id"])])
        for file in files
        if (questions := asked[str(file["file_id"])])
    ]


def is_anothers(context: AppContext, content_id: str, unit_code: str) -> bool:
    """Whether another unit sent the same content: an answer would hold for its file too."""
    try:
        with open_published(context.home) as reader:
            return bool(published.units_of_content(reader, content_id) - {unit_code})
    except HomeError:
        return False
