"""Putting the rejected rows of a file right in the browser.

Belongs here: `/perbaikan`, the fields of a row, and the correction workbook that they make. Not here: which rows are
rejected (`pipeline.corrections`), how the workbook looks (`reports.workbooks.correction_workbook`), the check and
the sending, which are those of any upload (`portal.server.upload_pages`).
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import PurePosixPath
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from contracts.errors import HomeError
from contracts.unsur import SCALE, UNSUR_BY_COLUMN, UNSUR_COLUMNS
from portal.server.app_context import LARGEST_FORM, AppContext, NotAllowedError, small_form
from portal.server.sessions import Session
from portal.server.upload_pages import UploadPages
from reports.wording.file_words import COLUMNS
from reports.workbooks.correction import CellValue, FileToCorrect, RejectedRow
from warehouse import published
from warehouse.read import Row, open_published

ToCorrect = Callable[[str], FileToCorrect | None]
"""What is to be put right in the file of that id; None where there is nothing."""

ROWS_AT_ONCE: Final = 50
"""More rows wait for the page after this correction, or for the workbook."""
_FIELDS_OF_A_ROW: Final = len(UNSUR_COLUMNS) + 4
_GIVEN_UP: Final = "kosong"
"""Field of a row that its sender cannot put right."""
_OTHERS: Final = "Berkas ini milik unit lain. Akun Anda hanya dapat memperbaiki berkas unitnya sendiri."
_SAME: Final = "Belum ada isian yang berubah. Perbaiki paling sedikit satu baris, lalu periksa lagi."


@dataclass(frozen=True)
class Field:
    """One cell to put right: where it is, what it is called, what stands there, from what may be chosen."""

    name: str
    label: str
    value: str
    choices: tuple[tuple[str, str], ...]
    """Value and meaning; empty where anything may be written."""


@dataclass(frozen=True)
class RowForm:
    """A rejected row as it is shown: its place, what is wrong with it, its fields, and what else stands in it."""

    key: str
    sheet: str
    row_number: int
    reasons: tuple[tuple[str, str], ...]
    """What is wrong and what is expected."""
    fields: tuple[Field, ...]
    others: tuple[tuple[str, str], ...]
    """Columns that are not to be changed, with their values."""
    given_up: str
    """Name of the field that says that it cannot be put right."""
    is_given_up: bool

    @property
    def is_chosen(self) -> bool:
        """Whether all that is to be put right is chosen from lists, which say what is expected."""
        return all(field.choices for field in self.fields)


class CorrectionPages:
    """`/perbaikan`."""

    def __init__(self, context: AppContext, to_correct: ToCorrect, uploads: UploadPages) -> None:
        self._context = context
        self._to_correct = to_correct
        self._uploads = uploads

    def routes(self) -> list[Route]:
        """The addresses."""
        return [
            Route("/perbaikan/{file_id}", self._form),
            Route("/perbaikan/{file_id}", self._send, methods=["POST"]),
        ]

    def _form(self, request: Request) -> Response:
        session = self._context.sender_session(request)
        file = self._file(request, session)
        return self._page(session, file, self._found(file), self._context.filled_in(request))

    async def _send(self, request: Request) -> Response:
        context = self._context
        session = await context.posting_session(request, context.sender_session)
        form = await small_form(request, ROWS_AT_ONCE * _FIELDS_OF_A_ROW, LARGEST_FORM)
        context.check_form(session, form)
        file = await run_in_threadpool(self._file, request, session)
        found = await run_in_threadpool(self._found, file)
        corrected = corrected_file(found, form)
        if corrected == found:
            return self._page(session, file, found, form, _SAME, 400)
        content = await run_in_threadpool(_workbook, corrected)
        name = f"{PurePosixPath(found.source.path).stem} - perbaikan.xlsx"
        return await self._uploads.check_made(request, session, BytesIO(content), name, file.of("unit_code", str))

    def _file(self, request: Request, session: Session) -> Row:
        """The file of the address. To a unit another's file is as one that does not exist: NotAllowedError."""
        wanted, unit_code = request.path_params["file_id"], session.account.unit_code
        try:
            with open_published(self._context.home) as reader:
                found = published.file(reader, wanted)
        except HomeError:
            found = None  # nothing is published
        if unit_code is not None and (found is None or found["unit_code"] != unit_code):
            raise NotAllowedError(session, _OTHERS)
        if found is None or found["unit_code"] is None:
            raise HTTPException(404)
        return found

    def _found(self, file: Row) -> FileToCorrect:
        found = self._to_correct(file.of("file_id", str))
        if found is None:
            raise HTTPException(404)
        return found

    def _page(
        self,
        session: Session,
        file: Row,
        found: FileToCorrect,
        form: Mapping[str, str],
        problem: str | None = None,
        status: int = 200,
    ) -> Response:
        rows = to_put_right(found)
        return self._context.pages.page(
            "perbaikan.html",
            session=session,
            status=status,
            problem=problem,
            file=file,
            rows=[row_form(row, form) for row in rows[:ROWS_AT_ONCE]],
            count=len(rows),
        )


def to_put_right(found: FileToCorrect) -> list[RejectedRow]:
    """Rows that break a rule by themselves; the clean ones of a file refused for its rows only go back with it."""
    return [row for row in found.rejected if row.breaches]


def row_form(row: RejectedRow, form: Mapping[str, str]) -> RowForm:
    """The fields of a row, with what was typed where something was."""
    key, marked = _key(row), _marked(row)
    others = [column for column in row.values if column not in marked and row.values[column] is not None]
    return RowForm(
        key=key,
        sheet=row.sheet,
        row_number=row.row_number,
        reasons=tuple(dict.fromkeys((one.message, one.expected) for one in row.breaches)),
        fields=tuple(_field(key, column, row.values.get(column), form) for column in marked),
        others=tuple((COLUMNS.get(column, column), _written(row.values[column])) for column in others),
        given_up=f"{key}-{_GIVEN_UP}",
        is_given_up=f"{key}-{_GIVEN_UP}" in form,
    )


def corrected_file(found: FileToCorrect, form: Mapping[str, str]) -> FileToCorrect:
    """The file with what was typed in its rows; the very same where nothing was."""
    return replace(found, rejected=tuple(_corrected(row, form) for row in found.rejected))


def _corrected(row: RejectedRow, form: Mapping[str, str]) -> RejectedRow:
    key = _key(row)
    if f"{key}-{_GIVEN_UP}" in form:
        return replace(row, values={**row.values, **dict.fromkeys(UNSUR_COLUMNS)})
    values = dict(row.values)
    for column in _marked(row):
        typed = form.get(f"{key}-{column}")
        if typed is not None and typed.strip() != _written(row.values.get(column)):
            values[column] = _value(column, typed.strip())
    return row if values == row.values else replace(row, values=values)


def _key(row: RejectedRow) -> str:
    """Names a row by its place: whatever is published meanwhile, a field stays this row's."""
    place = f"{row.content_id or ''}\n{row.sheet}\n{row.row_number}"
    return f"b{hashlib.sha256(place.encode()).hexdigest()[:12]}"


def _marked(row: RejectedRow) -> list[str]:
    return list(dict.fromkeys(breach.marked_column for breach in row.breaches))


def _field(key: str, column: str, value: CellValue, form: Mapping[str, str]) -> Field:
    unsur, name = UNSUR_BY_COLUMN.get(column), f"{key}-{column}"
    meanings = zip(SCALE, unsur.answers, strict=True) if unsur else ()
    return Field(
        name=name,
        label=COLUMNS.get(column, column),
        value=form.get(name, _written(value)),
        choices=tuple((str(answer), f"{answer} – {meaning}") for answer, meaning in meanings),
    )


def _written(value: CellValue) -> str:
    """As its sender would write it: a day as day/month/year."""
    if value is None or isinstance(value, str | int):
        return "" if value is None else str(value)
    return f"{value:%d/%m/%Y}"


def _value(column: str, typed: str) -> CellValue:
    if column in UNSUR_BY_COLUMN and typed.isascii() and typed.isdigit():
        return int(typed)
    return typed or None


def _workbook(corrected: FileToCorrect) -> bytes:
    from reports.workbooks.correction_workbook import correction_workbook  # with Excel's writer, when one is written

    return correction_workbook(corrected.source, corrected.rejected)
