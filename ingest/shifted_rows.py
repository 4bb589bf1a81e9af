"""Rows of a delimited text that are longer than its header: a comma inside a field that nobody quoted.

Belongs here: finding such rows, and putting the field together again where only one way makes sense. Not here: reading
the text (`text`). What cannot be repaired for certain is refused, never read one column too far.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from ingest.grid import Grid
from ingest.header import Header
from ingest.values import is_date, on_scale


@dataclass(frozen=True)
class Shifted:
    """`grid`: repaired, or None where that is not certain. `rows`: row numbers that are too long."""

    grid: Grid | None
    rows: tuple[int, ...]


def repaired(grid: Grid, header: Header) -> Shifted | None:
    """Looks for rows longer than the header of a delimited text; None where there is none."""
    named = [column for column, texts in enumerate(header.labels) if texts]
    if not grid.is_delimited or not named:
        return None
    width, first_beyond = grid.cells.width, named[-1] + 1
    if first_beyond >= width:
        return None
    below = grid.cells.slice(header.last + 1)
    too_long = below.select(
        pl.any_horizontal(pl.col(f"c{column}").is_not_null() for column in range(first_beyond, width))
    ).to_series()
    if not too_long.any():
        return None
    places = too_long.arg_true().to_list()
    numbers = tuple(grid.first_row + header.last + 1 + place for place in places)
    rows = [below.row(place) for place in places]
    lengths = [max(column for column, cell in enumerate(row) if cell is not None) + 1 for row in rows]
    candidates = [column for column in named if all(_joins(row, column) for row in rows)]
    if len(candidates) != 1 or any(length != first_beyond + 1 for length in lengths if length > first_beyond):
        return Shifted(None, numbers)
    joined = [_joined(row, candidates[0], width) for row in rows]
    answers = _answer_columns(below.filter(~too_long), joined)
    if not all(on_scale(text) for row in joined for column in answers if (text := row[column]) is not None):
        return Shifted(None, numbers)
    # A row whose last field is empty is as long as the header, and shifted all the same.
    column = candidates[0]
    every = [_joined(row, column, width) if _joins(row, column) else row for row in below.rows()]
    repaired_rows = pl.DataFrame(every, schema=below.schema, orient="row")
    return Shifted(replace(grid, cells=pl.concat([grid.cells.head(header.last + 1), repaired_rows])), numbers)


def _joins(row: Sequence[str | None], column: int) -> bool:
    """The two pieces at and after a column make one date ("Senin, 3 Maret 2025", "3/3/2025, 08.15")."""
    left, right = row[column], row[column + 1]  # a row is longer than its header
    return left is not None and right is not None and is_date(f"{left}, {right}")


def _joined(row: Sequence[str | None], column: int, width: int) -> tuple[str | None, ...]:
    cells = [*row[:column], f"{row[column]}, {row[column + 1]}", *row[column + 2 :]]
    return tuple(cells + [None] * (width - len(cells)))


def _answer_columns(others: pl.DataFrame, joined: Sequence[Sequence[str | None]]) -> list[int]:
    """Columns in which most other rows (or, without any, most of the repaired ones) hold an answer."""
    rows = others.rows() or joined
    found = []
    for column, cells in enumerate(zip(*rows, strict=True)):
        texts = [text for text in cells if text is not None]
        if texts and sum(on_scale(text) for text in texts) >= _MOSTLY * len(texts):
            found.append(column)
    return found


_MOSTLY: Final = 0.9
