"""Where the table of answers begins in a grid, and what its columns are called.

Belongs here: finding the header rows by what they say, wherever they stand: under titles, in two
rows, with a group row above. Not here: which column is which unsur (`mapping`), which rows below are
respondents (`body`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from contracts.unsur import UNSUR_COLUMNS
from ingest.grid import Grid
from ingest.similarity import bare_label, claims, has_distinctive_word, quick_claims
from ingest.values import answer_unsur

FIRST_LOOK: Final = 8
"""Rows looked at first; most files have their header among them."""
SEARCHED_ROWS: Final = 200
FEWEST_UNSUR: Final = 3
"""A row that names fewer unsur is not the header of a table of answers."""
_CANDIDATES: Final = 3
_TABLE_UNSUR: Final = len(UNSUR_COLUMNS)
_NUMBERS: Final = frozenset(range(1, _TABLE_UNSUR + 1))


@dataclass(frozen=True)
class Header:
    """The header of one table. Positions are rows of the grid's cells, from 0."""

    first: int
    """First header row (a group row above the names, if there is one)."""
    last: int
    """Last header row; the body begins below it."""
    labels: tuple[tuple[str, ...], ...]
    """For each column what stands in the header, the most specific row first; empty for a nameless column."""

    def text(self, column: int) -> str:
        """The header of a column as one text."""
        return " ".join(self.labels[column])


@dataclass(frozen=True)
class _RowNames:
    """What a row names: unsur by their words, and bare numbers (`U1`, `1`)."""

    unsur: int
    numbers: frozenset[int]
    lettered: int
    sources: int

    @property
    def unsur_named(self) -> int:
        """Unsur that the row may be naming, by words or by number."""
        return self.unsur + (_TABLE_UNSUR if self.numbers >= _NUMBERS else self.lettered)


def find_header(grid: Grid) -> Header | None:
    """The header of the table of answers in a grid; None when there is none."""
    rows = grid.top
    found = _complete(rows)
    if found is None:
        rows = grid.cells.head(SEARCHED_ROWS).rows()
        found = _best(rows)
    return None if found is None else _with_neighbours(rows, found)


def names_columns(row: tuple[str | None, ...]) -> bool:
    """A row names more than half of the nine unsur: it can only be a header, wherever it stands."""
    if _quick(row) < _MOST_UNSUR:
        return False
    names = _named(row)
    return names.unsur + names.lettered >= _MOST_UNSUR


_MOST_UNSUR: Final = 5


def _complete(rows: Sequence[tuple[str | None, ...]]) -> int | None:
    """The first row that names all nine unsur."""
    for position, row in enumerate(rows[:FIRST_LOOK]):
        if _quick(row) >= _TABLE_UNSUR and _named(row).unsur_named >= _TABLE_UNSUR:
            return position
    return None


def _best(rows: Sequence[tuple[str | None, ...]]) -> int | None:
    """The row that names most, if it names enough; of equal ones the first."""
    promising = sorted(range(len(rows)), key=lambda position: (-_quick(rows[position]), position))[:_CANDIDATES]
    best: tuple[int, int] | None = None
    for position in sorted(promising):
        names = _named(rows[position])
        if names.unsur_named < FEWEST_UNSUR:
            continue
        score = 2 * names.unsur_named + names.sources
        if best is None or score > best[0]:
            best = (score, position)
    return None if best is None else best[1]


def _quick(row: tuple[str | None, ...]) -> int:
    """A cheap count of the cells of a row that may be headers."""
    hits = 0
    digits: set[int] = set()
    for cell in row:
        if cell is None:
            continue
        bare = bare_label(cell)
        if bare is not None and not bare.lettered:
            digits.add(bare.number)  # most of them are answers or ages; 1 to 9 may be labels
        elif bare is not None or quick_claims(cell) or has_distinctive_word(cell):
            hits += 1
    return hits + (_TABLE_UNSUR if digits >= _NUMBERS else 0)


def _named(row: tuple[str | None, ...]) -> _RowNames:
    unsur: set[str] = set()
    sources: set[str] = set()
    numbers: list[int] = []
    lettered: set[int] = set()
    for cell in row:
        if cell is None:
            continue
        bare = bare_label(cell)
        if bare is not None:
            numbers.append(bare.number)
            if bare.lettered:
                lettered.add(bare.number)
            continue
        if answer_unsur(cell) is not None:
            continue  # "Sopan dan ramah" is what a respondent answered
        for best in claims(cell)[:1]:
            (unsur if best.target in UNSUR_COLUMNS else sources).add(best.target)
    once = frozenset(number for number in numbers if numbers.count(number) == 1)
    return _RowNames(len(unsur), once, len(lettered), len(sources))


def _with_neighbours(rows: Sequence[tuple[str | None, ...]], main: int) -> Header:
    """Adds the rows above and below that belong to the header."""
    first = last = main
    below = rows[main + 1] if main + 1 < len(rows) else ()
    above = rows[main - 1] if main > 0 else ()
    texts: list[list[str]] = [[cell] if cell is not None else [] for cell in rows[main]]
    if _is_second_row(below):
        last = main + 1
        _append(texts, below)
    if _is_second_row(above):
        first = main - 1
        _append(texts, above)
    elif _is_group_row(above, rows[main]) or _names_sources(above):
        first = main - 1
        for column, cell in enumerate(above):
            if cell is not None and not texts[column]:
                texts[column].append(cell)
    return Header(first, last, tuple(tuple(dict.fromkeys(column)) for column in texts))


def _append(texts: list[list[str]], row: tuple[str | None, ...]) -> None:
    for column, cell in enumerate(row):
        if cell is not None:
            texts[column].append(cell)


def _is_second_row(row: tuple[str | None, ...]) -> bool:
    """Names of unsur, or their letters and numbers, in a row next to the header."""
    filled = [cell for cell in row if cell is not None]
    if not filled:
        return False
    names = _named(row)
    return names.unsur + names.lettered >= FEWEST_UNSUR


def _names_sources(row: tuple[str | None, ...]) -> bool:
    """The row above names other columns that we know: the first of two rows, whose second names the unsur only."""
    return sum(cell is not None for cell in row) > 2 and _named(row).sources >= 2


_FEWEST_WORDS: Final = 3
"""Words for how good an answer is, in one row: a legend."""


def _is_group_row(row: tuple[str | None, ...], main: tuple[str | None, ...]) -> bool:
    """A row of words over groups of columns ("PROFIL", "NILAI UNSUR"); not a title, merged over all columns or not, no
    line such as "UNIT PELAYANAN : KECAMATAN TRAWAS", and not the words of a legend, whose numbers stand above them."""
    filled = [cell for cell in row if cell is not None]
    if len(set(filled)) < 2 or any(":" in cell or any(char.isdecimal() for char in cell) for cell in filled):
        return False
    if sum(answer_unsur(cell) is not None for cell in filled) >= _FEWEST_WORDS:
        return False
    return row[0] is not None or main[0] is not None
