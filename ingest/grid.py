"""A grid of text: what every reader of `ingest` makes, whatever the file was.

Belongs here: the type, the text of one cell, and making a grid of ragged rows. Not here: reading a
format (`workbook`, `markup`, `text`), finding the header (`header`).
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import polars as pl

from ingest.sniff import Format

SEARCHED_ROWS: Final = 20
"""Of a sheet of our own: its header is among so many rows."""
TOP_ROWS: Final = 30
"""Titles and most headers stand among them."""


@dataclass(frozen=True)
class FurtherQuestions:
    """Columns of a sheet that hold the second and later questions about an unsur, and those about anything else, which
    were taken out of its cells.

    `columns`: by the column of ours (u1_2, further_1_of_4), what stood there, from row `first_row` on. `headers`: of
    every question, the first ones too, the column (from 0), what it is about (u1), and the words above it. `numbers`:
    for columns with answers in words of their own, the number of each, by `contracts.written_words.word_key`.
    `version`: the questionnaire's; `unasked`: the answer column of the unsur that it leaves out, empty where it leaves
    none out."""

    first_row: int
    columns: dict[str, pl.Series]
    headers: tuple[tuple[int, str, str], ...]
    numbers: dict[str, dict[str, str]]
    version: str
    unasked: str = ""


@dataclass(frozen=True)
class Grid:
    """One sheet, one HTML table, or one text file, all cells as text.

    `cells` has columns c0..cN, all `pl.String`: stripped of white space, empty is null. Title and header
    rows are included, ragged rows are padded with null, blank rows between others are kept, so the row
    number in the file is `first_row` + position. c0 is the first column of the sheet.
    """

    name: str
    """Sheet name; in a zip `TW I/puri.csv` or `member.xlsx!Sheet1`; empty for a plain text file."""
    cells: pl.DataFrame
    first_row: int
    """Row number, as a spreadsheet counts (from 1), of the first row of `cells`."""
    is_delimited: bool = False
    """It was a delimited text: a row longer than the others holds a separator too many."""
    counts_from_1904: bool = False
    """A workbook that counts days from 1904: dates that lost their format are such numbers."""
    hidden: frozenset[int] = frozenset()
    """Numbers of rows that somebody hid by hand."""
    uncalculated: frozenset[tuple[int, int]] = frozenset()
    """Row number and column (from 0) of formulas without a result."""
    erased: frozenset[int] = frozenset()
    """Numbers of rows that were taken out of the original: nothing stands in them."""
    further: FurtherQuestions | None = None
    """Where it is read by a registered questionnaire."""

    @cached_property
    def top(self) -> list[tuple[str | None, ...]]:
        """Its first TOP_ROWS rows, in which titles and headers are looked for, by several."""
        return self.cells.head(TOP_ROWS).rows()


@dataclass(frozen=True)
class GridsOfFile:
    """All grids of one file, and what staff should know about it (`notes`, Bahasa Indonesia).

    `format` is what the content is; `members` are the names read inside a zip."""

    format: Format
    grids: tuple[Grid, ...]
    members: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
"""Characters that take no room and only keep equal words from being equal."""
# Line feed and tab stay: they are white space people type into a cell.
_UNWANTED = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff{INVISIBLE}]")


def different_cells(row: Iterable[str | None]) -> list[str]:
    """What a row says, each text once: a title may be merged over all its cells."""
    return list(dict.fromkeys(cell for cell in row if cell is not None))


def clean_text(text: str) -> str | None:
    """Text of one cell: no control or invisible characters, no surrounding white space (a no-break
    space is white space), None when nothing is left."""
    if not text.isprintable():
        text = _UNWANTED.sub("", text)
    return text.strip() or None


def number_text(value: float) -> str:
    """A number as one would type it: 4.0 is "4", 88.305 is "88.305"; whole numbers are exact."""
    return str(int(value)) if value.is_integer() else repr(value)


def column_names(width: int) -> list[str]:
    """The names c0..cN of a grid's columns."""
    return [f"c{position}" for position in range(width)]


def grid_of_rows(
    name: str, rows: Sequence[Sequence[str | None]], first_row: int = 1, *, is_delimited: bool = False
) -> Grid:
    """A grid of rows that need not be equally long. Cells are taken as they are: clean them before."""
    width = max(map(len, rows), default=0)
    columns: list[list[str | None]] = [[None] * len(rows) for _ in range(width)]
    for row_position, row in enumerate(rows):
        for position, text in enumerate(row):
            columns[position][row_position] = text
    cells = dict(zip(column_names(width), columns, strict=True))
    return Grid(name, pl.DataFrame(cells, schema=dict.fromkeys(cells, pl.String)), first_row, is_delimited)


def headed(grids: Sequence[Grid], headers: Collection[str]) -> tuple[Grid, int, dict[str, int]] | None:
    """The first grid that has a row with all these headers among its first, as a workbook of ours: the grid, the row's
    position, and the columns by their header; None where there is none."""
    for grid in grids:
        for position, row in enumerate(grid.top[:SEARCHED_ROWS]):
            if set(headers).issubset(row):
                return grid, position, {str(cell): column for column, cell in enumerate(row) if cell is not None}
    return None
