"""Questions that take several columns: one set of columns for each service, or four columns to tick.

Belongs here: putting such columns together into one, so that the rest of the room sees one column a question. Not here:
which column is which unsur (`mapping`). Nothing is put together that disagrees: such columns stay and are refused as
ambiguous.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import polars as pl

from contracts.unsur import SCALE, UNSUR_BY_COLUMN, UNSUR_COLUMNS
from ingest.grid import Grid
from ingest.header import Header
from ingest.similarity import bare_label, claims
from ingest.words import plain

_TICKS: Final = frozenset({"v", "x", "√", "✓", "✔", "☑", "✅", "1", "o", "ya", "y", "●", "•", "*", "vv", "true"})
_SCALE_TEXTS: Final = tuple(str(number) for number in SCALE)
_SEVERAL: Final = " dan "


def one_column_a_question(grid: Grid, header: Header) -> tuple[Grid, Header, list[str]]:
    """The grid and its header with such columns put together, and notes (Bahasa Indonesia). Unchanged where there are
    none."""
    ticked = _ticked(grid, header)
    if ticked is not None:
        return ticked
    return _filled_by_turns(grid, header)


def _filled_by_turns(grid: Grid, header: Header) -> tuple[Grid, Header, list[str]]:
    """Columns with the same header of which each row fills at most one, or the same everywhere: a form that asks the
    same questions in a section for each service."""
    by_header: dict[str, list[int]] = {}
    for column, texts in enumerate(header.labels):
        if texts and (name := plain(" ".join(texts))):
            by_header.setdefault(name, []).append(column)
    repeated = {
        name: columns for name, columns in by_header.items() if len(columns) > 1 and _asks(header.labels[columns[0]])
    }
    if not repeated:
        return grid, header, []
    below = grid.cells.slice(header.last + 1)
    together: dict[int, list[int]] = {}
    for columns in repeated.values():
        values = below.select(f"c{column}" for column in columns)
        different = values.select(pl.concat_list(pl.all()).list.drop_nulls().list.n_unique().alias("n"))["n"]
        if (different <= 1).all() and sum(values.null_count().row(0)):
            together[columns[0]] = columns[1:]
    if not together:
        return grid, header, []
    cells = grid.cells.with_columns(
        pl.when(pl.int_range(pl.len()) > header.last)
        .then(pl.coalesce(f"c{column}" for column in (first, *others)))
        .otherwise(f"c{first}")
        .alias(f"c{first}")
        for first, others in together.items()
    )
    emptied = {column for others in together.values() for column in others}
    labels = tuple(() if column in emptied else texts for column, texts in enumerate(header.labels))
    cells = cells.with_columns(
        pl.when(pl.int_range(pl.len()) <= header.last).then(f"c{column}").alias(f"c{column}") for column in emptied
    )
    sets = 1 + max(len(others) for others in together.values())
    note = (
        f"{len(together)} pertanyaan berulang pada {sets} kelompok kolom, setiap responden mengisi satu kelompok; "
        "kolomnya digabung."
    )
    return replace(grid, cells=cells), replace(header, labels=labels), [note]


def _asks(texts: Sequence[str]) -> bool:
    """A header that may be the question of an unsur."""
    return any(claim.target in UNSUR_BY_COLUMN for text in texts for claim in claims(text)) or any(
        (label := bare_label(text)) is not None and label.lettered for text in texts
    )


def _ticked(grid: Grid, header: Header) -> tuple[Grid, Header, list[str]] | None:
    """A paper form copied into a sheet: under each question four columns 1 to 4, a tick in one of them."""
    for scale_row in (header.last, header.last + 1):
        if scale_row >= grid.cells.height:
            continue
        scale, groups = _scale_groups(grid.cells.row(scale_row))
        if len(groups) < len(UNSUR_COLUMNS):
            continue
        names = [_name_above(grid, header, start) for start in groups]
        if sum(name is not None for name in names) < len(UNSUR_COLUMNS):
            continue
        below = grid.cells.slice(scale_row + 1)
        if not _are_ticks(below, groups):
            continue
        answers = [_answers(below, start, scale).alias(f"c{start}") for start in groups]
        emptied = [f"c{column}" for start in groups for column in range(start + 1, start + len(SCALE))]
        above = grid.cells.head(scale_row + 1)
        ticked = below.with_columns(*answers, *(pl.lit(None, pl.String).alias(name) for name in emptied))
        labels: list[tuple[str, ...]] = [
            () if f"c{column}" in emptied else texts for column, texts in enumerate(header.labels)
        ]
        for start, name in zip(groups, names, strict=True):
            labels[start] = (name,) if name is not None else ()
        return (
            replace(grid, cells=pl.concat([above, ticked])),
            replace(header, last=scale_row, labels=tuple(labels)),
            ["Jawaban dibaca dari tanda pada kolom 1 sampai 4 di bawah setiap pertanyaan."],
        )
    return None


def _scale_groups(row: Sequence[str | None]) -> tuple[tuple[str, ...], list[int]]:
    """1, 2, 3, 4 or 4, 3, 2, 1, and where they stand side by side: the first column of each."""
    if not set(row).issuperset(_SCALE_TEXTS):
        return _SCALE_TEXTS, []
    groups: dict[tuple[str, ...], list[int]] = {_SCALE_TEXTS: [], _SCALE_TEXTS[::-1]: []}
    column = 0
    while column + len(SCALE) <= len(row):
        found = groups.get(tuple(text or "" for text in row[column : column + len(SCALE)]))
        if found is not None:
            found.append(column)
        column += 1 if found is None else len(SCALE)
    return max(groups.items(), key=lambda one: len(one[1]))


def _name_above(grid: Grid, header: Header, start: int) -> str | None:
    """The question over a group of four columns: its cell is merged, so that it stands over the first."""
    for row in range(header.first, header.last + 1):
        text: str | None = grid.cells.row(row)[start]
        if text is not None and text not in _SCALE_TEXTS:
            return text
    return None


def _are_ticks(below: pl.DataFrame, groups: Sequence[int]) -> bool:
    """Of the cells; how often each was ticked may stand below."""
    columns = [f"c{column}" for start in groups for column in range(start, start + len(SCALE))]
    cells = [text.lower() for name in columns for text in below[name].drop_nulls().to_list() if text not in _NO_TICK]
    ticks = {*_TICKS, *_SCALE_TEXTS}
    return bool(cells) and sum(text in ticks for text in cells) >= _MOST_TICKS * len(cells)


_MOST_TICKS: Final = 0.5
_NO_TICK: Final = ("0", "-")


def _answers(below: pl.DataFrame, start: int, scale: Sequence[str]) -> pl.Expr:
    """The number over the tick; several ticks give several numbers, which no rule takes for an answer."""
    return (
        pl.concat_list(
            pl.when(~pl.col(f"c{start + place}").is_in(_NO_TICK)).then(pl.lit(text)) for place, text in enumerate(scale)
        )
        .list.drop_nulls()
        .list.join(_SEVERAL)
        .replace("", None)
    )
