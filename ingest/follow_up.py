"""A follow-up workbook (tindak lanjut) among the files of the inbox: its header, and its rows as text.

Belongs here: telling its table from others by the header, whoever filled it in and however, and which of
its rows say something. Not here: typing a cell (`transforms.responses.follow_up`), judging a row
(`contracts.rules`), the columns and words (`contracts.follow_up`), unit and period (`resolve`).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import polars as pl

from contracts.follow_up import FOLLOW_UP_COLUMNS, QUARTER_COLUMNS, plans_something, says_something
from contracts.records import Evidence, MappedColumn, Refusal
from ingest.grid import Grid, different_cells
from ingest.words import words

RAW_ACTION: Final[pl.Schema] = pl.Schema(
    {
        "content_id": pl.String(),
        "row_index": pl.Int64(),
        "sheet": pl.String(),
        "row_number": pl.Int64(),
        **{column.name: pl.String() for column in FOLLOW_UP_COLUMNS},
    }
)
"""One row per filled row of a follow-up workbook, all text; places as in `ingest.rows.RAW_ROW`."""

_ROWS_ABOVE: Final = 2
"""So many rows above the quarters may hold the other headers: "Waktu" over TW I … TW IV."""
_TITLE_CELLS: Final = 4
_LONGEST_TITLE: Final = 300
_LONGEST_HEADER: Final = 120
_LONGEST_HEADER_SHOWN: Final = 200
_BARE_NUMBER: Final = re.compile(r"\(?\d{1,2}[.)]?")
_REQUIRED: Final = frozenset(column.name for column in FOLLOW_UP_COLUMNS if column.required)


def _squeezed(text: str) -> str:
    return "".join(words(text))


_NAMES: Final[dict[str, tuple[str, Evidence]]] = {
    **{_squeezed(text): (column.name, "synonym") for column in FOLLOW_UP_COLUMNS for text in column.synonyms},
    **{_squeezed(column.header): (column.name, "name") for column in FOLLOW_UP_COLUMNS},
}


@dataclass(frozen=True)
class ActionTable:
    """A table of planned actions in one grid. `header` is the row of the quarters, a position in the grid;
    `columns` says for each column found where it stands, and by which evidence."""

    grid: Grid
    header: int
    labels: tuple[str | None, ...]
    columns: Mapping[str, tuple[int, Evidence]]


def find_actions(grid: Grid) -> ActionTable | None:
    """The table of planned actions of a grid; None when there is none: every required column must be named."""
    if grid.cells.width < len(_REQUIRED):
        return None
    rows = grid.top
    for position, row in enumerate(rows):
        if not {_named(cell)[0] for cell in row if cell is not None}.issuperset(QUARTER_COLUMNS):
            continue
        labels = _labels(rows[max(0, position - _ROWS_ABOVE) : position + 1])
        columns = _columns(row, labels)
        if columns.keys() >= _REQUIRED:
            return ActionTable(grid, position, labels, columns)
    return None


@lru_cache(maxsize=4096)
def _named(cell: str) -> tuple[str | None, Evidence]:
    """The column that a header names, and by which of its names."""
    if len(cell) > _LONGEST_HEADER or cell[:1].isdecimal():  # none begins so
        return None, "none"
    return _NAMES.get(_squeezed(cell), (None, "none"))


def _labels(rows: Sequence[tuple[str | None, ...]]) -> tuple[str | None, ...]:
    """For each column its header: the lowest cell that is filled."""
    return tuple(
        next((cell for cell in reversed(column) if cell is not None), None) for column in zip(*rows, strict=True)
    )


def _columns(row: tuple[str | None, ...], labels: Sequence[str | None]) -> dict[str, tuple[int, Evidence]]:
    """Which column is which. What stands in the row itself comes before what stands above it; of two with
    one name the first counts, but a second Penanggung Jawab is that of the strategy."""
    columns: dict[str, tuple[int, Evidence]] = {}
    repeated: list[int] = []
    for texts in (row, labels):
        for position, text in enumerate(texts):
            name, evidence = (None, "none") if text is None else _named(text)
            if name is None or any(taken == position for taken, _ in columns.values()):
                continue
            if name not in columns:
                columns[name] = (position, evidence)
            elif name == "responsible":
                repeated.append(position)
    if repeated and "strategy_responsible" not in columns:
        columns["strategy_responsible"] = (repeated[0], "synonym")
    return columns


def titles_of(table: ActionTable) -> list[str]:
    """Lines above the table. A title merged over many cells is one."""
    titles: list[str] = []
    for row in table.grid.cells.head(table.header).iter_rows():
        filled = different_cells(row)
        if filled and len(filled) <= _TITLE_CELLS:
            titles.append(" ".join(filled)[:_LONGEST_TITLE])
    return titles


def actions_of(tables: Sequence[ActionTable], content_id: str) -> tuple[pl.DataFrame, list[str]]:
    """The rows of some tables that say something (RAW_ACTION), and notes on lines below them that are no rows."""
    found: list[tuple[str | int | None, ...]] = []
    notes: list[str] = []
    for table in tables:
        rows, below = _filled_rows(table)
        for position, cells in rows:
            number = table.grid.first_row + position
            place = (content_id, len(found), table.grid.name, number)
            found.append(place + tuple(cells.get(column.name) for column in FOLLOW_UP_COLUMNS))
        if below:
            first, last = (table.grid.first_row + position for position in (below[0], below[-1]))
            where = f"baris {first}" if first == last else f"baris {first} sampai {last}"
            notes.append(f"Di bawah tabel tindak lanjut, {where} tidak dibaca: bukan isi tabel.")
    return pl.DataFrame(found, schema=RAW_ACTION, orient="row"), notes


def _filled_rows(table: ActionTable) -> tuple[list[tuple[int, dict[str, str | None]]], list[int]]:
    """Rows that say something, by position in the grid; and the positions of lines below the table: after
    the last action and a blank line comes a signature."""
    filled: list[tuple[int, dict[str, str | None]]] = []
    start = table.header + 1
    for position, row in enumerate(table.grid.cells.slice(start).iter_rows(), start):
        cells = {name: row[column] for name, (column, _) in table.columns.items()}
        if _says_something(cells):
            filled.append((position, cells))
    last_action = max(
        (position for position, cells in filled if cells["unsur"] and says_something(cells["activity"])), default=None
    )
    if last_action is None:
        return filled, []
    end = last_action
    for position, _ in filled:
        end = position if position == end + 1 else end
    return [one for one in filled if one[0] <= end], [position for position, _ in filled if position > end]


def _says_something(cells: Mapping[str, str | None]) -> bool:
    """Whether somebody planned or told something in a row: a number and an unsur alone say nothing, the
    header once more and a row that numbers the columns neither."""
    unsur, activity = cells["unsur"] or "", cells["activity"] or ""
    if _named(unsur)[0] == "unsur" or (_BARE_NUMBER.fullmatch(unsur) and _BARE_NUMBER.fullmatch(activity)):
        return False
    return plans_something(cells)


def has_activity(rows: pl.DataFrame) -> bool:
    """Anybody wrote anything planned into the workbook."""
    return any(says_something(text) for text in rows.get_column("activity"))


def mapped_columns(table: ActionTable) -> list[MappedColumn]:
    """Every column of the table's sheet and what it was taken for. Nameless ones are left out."""
    of_position = {position: (name, evidence) for name, (position, evidence) in table.columns.items()}
    unused: tuple[str | None, Evidence] = (None, "none")
    return [
        MappedColumn(
            sheet=table.grid.name,
            position=position + 1,
            header=label[:_LONGEST_HEADER_SHOWN],
            mapped_to=of_position.get(position, unused)[0],
            evidence=of_position.get(position, unused)[1],
            confidence=float(position in of_position),
        )
        for position, label in enumerate(table.labels)
        if label is not None
    ]


def not_filled_in(sheets: Sequence[str]) -> Refusal:
    """The workbook came back as it was sent out."""
    where = f" (lembar {', '.join(f'“{name}”' for name in sheets if name)})" if any(sheets) else ""
    return Refusal(
        code="follow_up_empty",
        message=(
            f"Rencana tindak lanjut ini belum diisi{where}: tidak ada satu pun Program/Kegiatan. "
            "Isi Program/Kegiatan, tanda pada TW I sampai TW IV, dan Penanggung Jawab untuk setiap unsur, "
            "lalu kirim lagi."
        ),
    )
