"""Offices and periods named above blocks of rows, where a table has no column of them: a title between two blocks,
above a second table, in an HTML table of its own.

Belongs here: what stands above each row. Not here: whose the rows are (`offices_in_rows`), titles of a whole file
(`identify`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

import polars as pl

from ingest.grid import Grid, different_cells
from ingest.identify import UnitNames
from ingest.period_texts import read_period
from ingest.table import AnswerTable, title_rows

_TITLE_CELLS: Final = 2
"""A label and a name. More cells may be somebody who answered nothing, and where he lives."""


def with_headings(tables: Sequence[AnswerTable], before: Grid | None, names: UnitNames) -> list[AnswerTable]:
    """The tables of one grid, each with the line above it that names an office. `before`: the HTML table before this
    grid, where it holds no answers."""
    found: list[AnswerTable] = []
    above = [] if before is None else title_rows(before, None)
    for position, table in enumerate(tables):
        lines = [*above, *title_rows(table.grid, table.header)] if not position else above
        found.append(replace(table, heading=_last_naming(lines, names)))
        between = lines_between(table)
        last = _last_respondent(table) if between else -1
        above = [text for place, text in between if place > last]
    return found


def offices_above(table: AnswerTable, names: UnitNames) -> pl.Series:
    """The office named above each respondent's row, as it is written; null where none is."""
    texts = pl.Series("unit", [table.heading], dtype=pl.String).new_from_index(0, table.body.rows.height)
    last = _last_respondent(table)
    for position, text in lines_between(table):
        if position < last and _names_an_office(text, names):
            below = pl.Series("unit", [text]).new_from_index(0, texts.len() - position)
            texts = pl.concat([texts.head(position), below])
    return texts.filter(table.body.respondents)


def periods_between(tables: Sequence[AnswerTable]) -> list[str]:
    """Lines of one grid between two blocks of rows, or above a second table, that name a period: "Bulan Februari 2025"
    is about the rows below it, and a title of the file as the first of them is."""
    found = []
    for table in tables:
        between = lines_between(table)
        end = _last_respondent(table) if between and table is tables[-1] else table.body.rows.height
        found += [text for position, text in between if position < end and _names_a_period(text)]
    return found


def lines_between(table: AnswerTable) -> list[tuple[int, str]]:
    """Lines of few cells among or below the rows of a table: their position below the header, and their text."""
    lines = []
    for aside in table.body.asides:
        filled = different_cells(aside.cells)
        if aside.row_class == "note" and len(filled) <= _TITLE_CELLS:
            lines.append((aside.position, " ".join(filled)))
    return lines


def _last_respondent(table: AnswerTable) -> int:
    positions = table.body.respondents.arg_true()
    return int(positions[-1]) if positions.len() else -1


def _last_naming(lines: Iterable[str], names: UnitNames) -> str | None:
    naming = [line for line in lines if _names_an_office(line, names)]
    return naming[-1] if naming else None


def _names_a_period(text: str) -> bool:
    found = read_period(text)
    return bool(found.years or found.months)


def _names_an_office(text: str, names: UnitNames) -> bool:
    found = names.find(text)
    return bool(found.full or found.bare or found.foreign)
