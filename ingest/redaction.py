"""Taking something out of the grids of an original: rows, personal columns, everything.

Belongs here: which cells become empty. No row is taken away, so that every other row keeps its number. Not here: how
the rest is kept (`ingest.redacted_originals`), whose rows these are (`pipeline.erasing`).
"""

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

import polars as pl

from contracts.erasures import ErasedRow
from contracts.settings import Limits
from ingest.grid import Grid, GridsOfFile
from ingest.grids import read_grids
from ingest.redacted_originals import redacted_content
from ingest.table import find_tables

PERSONAL = "person"
"""What columns of personal data are taken for (`contracts.headers`): name, NIK, phone, e-mail, address."""


def redacted(
    path: Path,
    *,
    name: str,
    limits: Limits,
    rows: Collection[ErasedRow] = (),
    personal: bool = False,
    everything: bool = False,
) -> bytes:
    """What the archive keeps of an original, or of what it kept before. `name`: as its sender named it. Raises
    FileRefused where it cannot be read as a table (unless `everything` is erased), LookupError where a row is not in
    it."""
    if everything:
        return redacted_content(GridsOfFile("csv", ()))
    found = read_grids(path, name=name, limits=limits)
    if rows:
        found = without_rows(found, rows)
    if personal:
        found = replace(found, grids=tuple(map(_without_personal, found.grids)))
    return redacted_content(found)


def repeated_rows(found: GridsOfFile, rows: Collection[ErasedRow], repeated: Collection[str]) -> list[ErasedRow]:
    """Rows of other sheets of the same file that say, cell for cell, what these say: of sheets that were copied whole,
    and of sheets that repeat others (`repeated`, by name)."""
    more: list[ErasedRow] = []
    for row in rows:
        for grid in found.grids:
            position = row.row_number - grid.first_row
            if grid.name == row.sheet and 0 <= position < grid.cells.height:
                for other in found.grids:
                    if other is not grid:
                        more += _repeated(grid, position, other, {grid.name, other.name} & set(repeated))
    return [row for row in dict.fromkeys(more) if row not in rows]


def _repeated(grid: Grid, position: int, other: Grid, are_repeated: Collection[str]) -> list[ErasedRow]:
    if grid.cells.equals(other.cells):
        return [ErasedRow(sheet=other.name, row_number=other.first_row + position)]
    said = _said(grid.cells.row(position))
    if not are_repeated or not said:
        return []
    return [
        ErasedRow(sheet=other.name, row_number=other.first_row + place)
        for place, cells in enumerate(other.cells.iter_rows())
        if _said(cells) == said
    ]


def _said(cells: tuple[str | None, ...]) -> list[str]:
    return [cell for cell in cells if cell is not None]


def without_rows(found: GridsOfFile, rows: Collection[ErasedRow]) -> GridsOfFile:
    """The grids with those rows empty, and with them the lines of totals of their sheets: what is left subtracted from
    a total would be the row. Raises LookupError where a row is in none."""
    missing = [
        row
        for row in rows
        if not any(
            grid.name == row.sheet and 0 <= row.row_number - grid.first_row < grid.cells.height for grid in found.grids
        )
    ]
    if missing:
        raise LookupError(f"{missing[0].sheet} {missing[0].row_number}")
    return replace(found, grids=tuple(_without_rows(grid, rows) for grid in found.grids))


def _without_rows(grid: Grid, rows: Collection[ErasedRow]) -> Grid:
    last = grid.first_row + grid.cells.height
    erased = frozenset(
        row.row_number for row in rows if row.sheet == grid.name and row.row_number in range(grid.first_row, last)
    )
    if not erased:
        return grid
    numbers = pl.int_range(grid.first_row, last, eager=True)
    kept = ~numbers.is_in(sorted(erased | _totals(grid)))
    return replace(grid, cells=grid.cells.select(pl.when(kept).then(pl.all())), erased=grid.erased | erased)


def _totals(grid: Grid) -> frozenset[int]:
    """Numbers of the rows that add up others."""
    return frozenset(
        table.grid.first_row + table.header.last + 1 + position
        for table in find_tables(grid)
        for position, row_class in table.body.others.items()
        if row_class == "total"
    )


def _without_personal(grid: Grid) -> Grid:
    """What stands below the headers of personal columns is taken out; the headers stay."""
    cells = grid.cells
    for table in find_tables(grid):
        first = table.grid.first_row - grid.first_row + table.header.last + 1
        below = pl.int_range(pl.len()).is_between(first, first + table.body.rows.height - 1)
        personal = [f"c{column}" for column, place in enumerate(table.draft.columns) if place.target == PERSONAL]
        cells = cells.with_columns(pl.when(~below).then(pl.col(name)).alias(name) for name in personal)
    return replace(grid, cells=cells)
