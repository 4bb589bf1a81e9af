"""How much of a check's result is kept and shown: so much that its page stays small, whatever an export holds.

Belongs here: leaving out the rest. Not here: the check (`flows`), the page (`portal.server.upload_pages`).

What an export holds decides how long texts are and how many: 16,000 columns with headings of a page each are an
export too. Each part of the page has a share of bytes, measured as they stand in the page.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeVar

from markupsafe import escape

from contracts.records import MappedColumn, OpenQuestion, RejectedCell, UploadResult

LARGEST_PAGE: Final = 200_000
"""Bytes. The shares below leave room for the rest of the page."""
_REJECTED: Final = 55_000
_BLANKED: Final = 15_000
_UNFINISHED: Final = 6_000
_COLUMNS: Final = 75_000
_NOTES: Final = 15_000
_QUESTIONS: Final = 15_000
_AROUND_AN_ITEM: Final = 300
"""Bytes of markup around a row of a table."""
_AROUND_A_SHEET: Final = 500
_LONGEST_TEXT: Final = 120
_LONGEST_SENTENCE: Final = 600
_LONGEST_LABEL: Final = 200
_MOST_PERIODS: Final = 40

T = TypeVar("T")


def shortened(result: UploadResult) -> UploadResult:
    """The result with long texts cut, and without the rows, columns, notes and questions there is no room for; a note
    says how many columns and cells of accepted rows that are."""
    sheets: set[str] = set()

    def of_column(column: MappedColumn) -> tuple[str | None, ...]:
        new = column.sheet not in sheets
        sheets.add(column.sheet)
        return (column.header, column.mapped_to, *((column.sheet, " " * _AROUND_A_SHEET) if new else ()))

    columns = _within(_COLUMNS, map(_column, result.mapping), of_column)
    notes = _within(_NOTES, (_cut(note, _LONGEST_SENTENCE) for note in result.notes), lambda note: (note,))
    blanked = _within(_BLANKED, map(_cell, result.blanked), _cell_texts)
    unfinished = _within(_UNFINISHED, map(_cell, result.unfinished), _cell_texts)
    hidden = (
        (len(result.mapping) - len(columns), "kolom lain"),
        (len(result.blanked) - len(blanked), "isian lain yang dikosongkan"),
        (len(result.unfinished) - len(unfinished), "isian lain yang belum lengkap"),
    )
    refusal = result.refusal
    return result.model_copy(
        update={
            "refusal": refusal and refusal.model_copy(update={"message": _cut(refusal.message, _LONGEST_SENTENCE)}),
            "periods": result.periods[:_MOST_PERIODS],
            "mapping": columns,
            "rejected": _within(_REJECTED, map(_cell, result.rejected), _cell_texts),
            "blanked": blanked,
            "unfinished": unfinished,
            "questions": _within(_QUESTIONS, map(_question, result.questions), _question_texts),
            "notes": (*notes, *(f"{count} {what} tidak ditampilkan di sini." for count, what in hidden if count)),
        }
    )


def _cell(cell: RejectedCell) -> RejectedCell:
    return cell.model_copy(
        update={
            "sheet": _cut(cell.sheet, _LONGEST_TEXT),
            "column": _cut(cell.column, _LONGEST_TEXT),
            "value": cell.value and _cut(cell.value, _LONGEST_TEXT),
            "message": _cut(cell.message, _LONGEST_SENTENCE),
        }
    )


def _cell_texts(cell: RejectedCell) -> tuple[str | None, ...]:
    return cell.sheet, cell.column, cell.value, cell.message


def _column(column: MappedColumn) -> MappedColumn:
    return column.model_copy(
        update={"sheet": _cut(column.sheet, _LONGEST_TEXT), "header": _cut(column.header, _LONGEST_TEXT)}
    )


def _question(question: OpenQuestion) -> OpenQuestion:
    """Its choices are ours and few."""
    choices = (one.model_copy(update={"label": _cut(one.label, _LONGEST_LABEL)}) for one in question.choices)
    return question.model_copy(
        update={"question": _cut(question.question, _LONGEST_SENTENCE), "choices": tuple(choices)}
    )


def _question_texts(question: OpenQuestion) -> Iterator[str]:
    yield question.question
    for choice in question.choices:
        yield from (choice.key, choice.label, " " * _AROUND_AN_ITEM)


def _within(room: int, items: Iterable[T], texts: Callable[[T], Iterable[str | None]]) -> tuple[T, ...]:
    """The first items that have room together."""
    kept = []
    for item in items:
        room -= _AROUND_AN_ITEM + sum(len(str(escape(text or "")).encode()) for text in texts(item))
        if room < 0:
            break
        kept.append(item)
    return tuple(kept)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
