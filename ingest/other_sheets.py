"""Sheets beside the table of answers that may hold respondents too, though they have no header of their own.

Belongs here: recognising them and asking. Not here: sheets with a header (`table`), other surveys (`read`). Such a
sheet is never left out in silence.
"""

from collections.abc import Sequence
from typing import Final

from contracts.unsur import UNSUR_COLUMNS
from ingest.doubts import REFUSE, Questions
from ingest.grid import Grid
from ingest.similarity import claims
from ingest.table import AnswerTable, table_below
from ingest.values import on_scale

SKIP: Final = "skip"
SAME_COLUMNS: Final = "same_columns"
_FEWEST_ROWS: Final = 3
_LOOKED_AT: Final = 400
_FEWEST_UNSUR_ROWS: Final = 7


def asked_about(
    sheets: Sequence[Grid], tables: Sequence[AnswerTable], questions: Questions
) -> tuple[list[AnswerTable], list[str]]:
    """Tables of those sheets that somebody decided to read, and notes (Bahasa Indonesia). `tables` are those found by
    their headers, at least one."""
    found: list[AnswerTable] = []
    notes: list[str] = []
    first = tables[0]
    for grid in sheets:
        if (rows := _rows_of_answers(grid)) >= _FEWEST_ROWS:
            like = next((one for one in tables if one.grid.cells.width == grid.cells.width), None)
            choices = [(SKIP, "lembar ini bukan jawaban responden: lewati"), (REFUSE, "jangan hitung berkas ini")]
            if like is not None:
                choices.insert(0, (SAME_COLUMNS, f"kolomnya sama dengan lembar “{like.grid.name}”: hitung juga"))
            chosen = questions.ask(
                f"sheet_without_header:{grid.name}",
                f"Lembar “{grid.name}” tidak berjudul kolom, tetapi {rows} barisnya tampak seperti jawaban responden.",
                choices,
            )
            table = table_below(grid, like.header) if like is not None and chosen == SAME_COLUMNS else None
            found += [table] if table is not None else []
            notes.append(f"Lembar “{grid.name}” tanpa judul kolom: {'tidak ' if table is None else ''}dihitung.")
        elif columns := _transposed_columns(grid):
            questions.ask(
                f"sheet_transposed:{grid.name}",
                f"Lembar “{grid.name}” memuat unsur ke bawah dan {columns} kolom angka 1 sampai 4 ke samping; itu "
                f"mungkin jawaban {columns} responden yang tidak ada di lembar “{first.grid.name}”.",
                ((SKIP, "lembar itu rekap atau salinan: lewati"), (REFUSE, "jangan hitung berkas ini")),
            )
    return found, notes


def _rows_of_answers(grid: Grid) -> int:
    """Rows with nine or more answers as numbers, where most rows are so."""
    rows = grid.cells.head(_LOOKED_AT).rows()
    filled = [row for row in rows if any(cell is not None for cell in row)]
    answers = sum(sum(map(_is_number_on_scale, row)) >= len(UNSUR_COLUMNS) for row in filled)
    return answers if 2 * answers > len(filled) else 0


def _transposed_columns(grid: Grid) -> int:
    """How many columns hold an answer in (nearly) every row that names an unsur; 0 where unsur do not stand below each
    other."""
    named: set[str] = set()
    answered: list[set[int]] = []
    for row in grid.cells.head(_LOOKED_AT).iter_rows():
        target = next(
            (
                claim.target
                for cell in row[:_LABEL_COLUMNS]
                if cell is not None
                for claim in claims(cell)
                if claim.target in UNSUR_COLUMNS
            ),
            None,
        )
        if target is None or target in named:
            continue
        named.add(target)
        answered.append({column for column, cell in enumerate(row) if _is_number_on_scale(cell)})
    if len(named) < _FEWEST_UNSUR_ROWS:
        return 0
    columns = sum(sum(column in row for row in answered) >= len(answered) - 1 for column in set().union(*answered))
    return columns if columns >= _FEWEST_ROWS else 0


_LABEL_COLUMNS: Final = 3


def _is_number_on_scale(cell: str | None) -> bool:
    return cell is not None and cell[:1].isdecimal() and len(cell) <= _LONGEST and on_scale(cell)


_LONGEST: Final = 5
