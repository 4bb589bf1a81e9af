"""Which rows below a header are respondents: not blank rows, repeated headers, totals, legends.

Belongs here: telling rows apart by words and by structure. A row that may be a respondent stays, however
bad; whether it is good is judged much later (`expectations`). Not here: finding the header (`header`).
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import polars as pl

from contracts.headers import TOTAL_WORDS
from contracts.unsur import UNSUR_COLUMNS
from ingest.header import Header
from ingest.values import is_answer, is_date, on_scale
from ingest.words import plain

_MOST_ANSWERS: Final = 5
"""More than half of nine."""
_USUALLY: Final = 0.8
_TOTALS: Final = frozenset(plain(text) for text in TOTAL_WORDS)
_LIKE_A_TOTAL: Final = "^\\W*(?:" + "|".join(sorted({text.split()[0] for text in _TOTALS})) + ")"
_TOTAL_BEGINNINGS: Final = tuple(sorted(f"{text} " for text in _TOTALS))


@dataclass(frozen=True)
class Columns:
    """Which column of a grid holds what, as far as telling rows apart needs it. `answers` are the columns
    of unsur, `origin` says where a row of a correction workbook came from, `others` are the further
    columns that are kept."""

    answers: tuple[int, ...]
    running_number: int | None
    timestamp: int | None
    response_id: int | None
    origin: int | None
    others: tuple[int, ...]


@dataclass(frozen=True)
class Body:
    """The rows below a header. `respondents` is True for each that may be one; `asides` are the other
    rows that are not blank, with their cells: totals, legends, signatures."""

    rows: pl.DataFrame
    respondents: pl.Series
    asides: tuple[tuple[str | None, ...], ...]


@dataclass(frozen=True)
class _Row:
    """What is known of one row that is not plainly a respondent."""

    position: int
    cells: tuple[str | None, ...]
    filled: int
    answers: int
    on_scale: int


_MOST_ASIDES: Final = 400


def split_body(cells: pl.DataFrame, header: Header, columns: Columns) -> Body:
    """Splits the rows below a header. `cells` are those of the whole grid."""
    rows = cells.slice(header.last + 1)
    if rows.is_empty():
        return Body(rows, pl.Series("respondent", [], dtype=pl.Boolean), ())
    if _all_plainly(rows, columns):
        return Body(rows, pl.Series("respondent", [True]).new_from_index(0, rows.height), ())
    flags = _flags(rows, header, columns)
    plainly = flags["plainly"]
    keep = plainly.to_list()
    asides: list[tuple[str | None, ...]] = []
    unclear = (~plainly & ~flags["void"]).arg_true()
    judge = _Judge(rows, columns, flags)
    for position, found, row in zip(
        unclear.to_list(), flags[unclear].iter_rows(named=True), rows[unclear].iter_rows(), strict=True
    ):
        candidate = _Row(position, row, found["filled"], found["answers"], found["on_scale"])
        if not found["header"] and not found["unused"] and judge.is_respondent(candidate, keep):
            keep[position] = True
            continue
        judge.see_aside(candidate, header_again=found["header"])
        if len(asides) < _MOST_ASIDES and not found["header"] and _says_something(row):
            asides.append(row)
    return Body(rows, pl.Series("respondent", keep, dtype=pl.Boolean), tuple(asides))


def _all_plainly(rows: pl.DataFrame, columns: Columns) -> bool:
    """Every row has nine answers on the scale and a running number or a date: most files are so, and
    this is seen without looking at rows. (A repeated header or a line of totals would show.)"""
    anchors = _anchors(columns)
    if not anchors:
        return False
    # One query for all columns: most of what a small query costs is its start.
    *answers, anchored = rows.select(
        *(pl.col(f"c{column}").unique().implode() for column in columns.answers),
        pl.any_horizontal(anchors).all().alias("anchored"),
    ).row(0)
    different: set[str | None] = set().union(*answers)
    return bool(anchored) and all(text is not None and on_scale(text) for text in different)


def _anchors(columns: Columns) -> list[pl.Expr]:
    """What ties a row to a respondent, as far as it shows at a glance: a running number, a date."""
    anchors: list[pl.Expr] = []
    if columns.running_number is not None:
        anchors.append(pl.col(f"c{columns.running_number}").str.contains(r"^\d+(?:[.,]0*)?$").fill_null(False))
    if columns.timestamp is not None:
        anchors.append(pl.col(f"c{columns.timestamp}").str.contains(r"^\d{1,4}[-/. ]").fill_null(False))
    return anchors


def _flags(rows: pl.DataFrame, header: Header, columns: Columns) -> pl.DataFrame:
    """One row per body row: counts of answers, and whether it is plainly a respondent, blank (`void`;
    `unused`: nothing stands in any column we keep), or the header again."""
    answer_names = [f"c{column}" for column in columns.answers]
    values = pl.concat([rows[name] for name in answer_names]).unique().drop_nulls().to_list()
    answers = [value for value in values if is_answer(value)]
    good = [value for value in answers if on_scale(value)]
    labels = [
        (f"c{column}", text)
        for column, texts in enumerate(header.labels)
        for text in texts[:1]
        if f"c{column}" in rows.columns
    ]
    enough_labels = max(3, (len(labels) + 1) // 2)
    anchors = _anchors(columns)
    if not anchors:
        first_text = pl.coalesce(pl.all()).str.to_lowercase()
        anchors.append(~first_text.str.contains(_LIKE_A_TOTAL).fill_null(False))
    used = [f"c{column}" for column in (*columns.answers, *columns.others)]
    if columns.timestamp is not None:
        used.append(f"c{columns.timestamp}")
    if columns.response_id is not None:
        used.append(f"c{columns.response_id}")
    if columns.origin is not None:
        used.append(f"c{columns.origin}")
    good_count = pl.sum_horizontal(pl.col(answer_names).is_in(good)).fill_null(0)
    anchored = pl.any_horizontal(anchors)
    header_again = pl.sum_horizontal((pl.col(name) == text).fill_null(False) for name, text in labels) >= enough_labels
    return rows.select(
        pl.sum_horizontal(pl.col(answer_names).is_not_null()).alias("filled"),
        pl.sum_horizontal(pl.col(answer_names).is_in(answers)).fill_null(0).alias("answers"),
        good_count.alias("on_scale"),
        anchored.alias("anchored"),
        pl.all_horizontal(pl.all().is_null()).alias("void"),
        pl.all_horizontal(pl.col(used).is_null()).alias("unused"),
        header_again.alias("header"),
        ((good_count == len(answer_names)) & anchored & ~header_again).alias("plainly"),
    )


class _Judge:
    """Judges unclear rows from top to bottom of one sheet."""

    def __init__(self, rows: pl.DataFrame, columns: Columns, flags: pl.DataFrame) -> None:
        self._columns = columns
        number_column = columns.response_id if columns.running_number is None else columns.running_number
        self._numbers = None if number_column is None else rows[f"c{number_column}"]
        has_anchor = columns.running_number is not None or columns.timestamp is not None
        answered = flags.filter(pl.col("answers") >= _MOST_ANSWERS)
        self._usually_anchored = has_anchor and int(answered["anchored"].sum()) >= _USUALLY * answered.height
        on_scale = (flags["on_scale"] >= _MOST_ANSWERS).arg_true()
        self._last_on_scale = int(on_scale[-1]) if on_scale.len() else None
        self._below_totals = False

    def see_aside(self, row: _Row, *, header_again: bool) -> None:
        """Remembers that a totals line was passed, or that a new table began."""
        if header_again:
            self._below_totals = False
        elif _total_words(_first_text(row.cells)) != "none":
            self._below_totals = True

    def is_respondent(self, row: _Row, kept: list[bool]) -> bool:
        """Whether a row may be a respondent."""
        if _is_numbering(row.cells):
            return False
        if self._holds_date(row):
            return True
        numbered = self._number(row.position) is not None
        identified = self._is_identified(row)
        total = _total_words(_first_text(row.cells))
        if not numbered and (total == "whole" or (total == "beginning" and row.on_scale < row.filled)):
            return False
        if self._below_totals and row.answers < _MOST_ANSWERS and not (identified and row.answers):
            return numbered and self._continues(row.position, kept)
        profile = self._profile_cells(row)
        if row.answers == 0:
            return identified or (numbered and profile > 0)
        return numbered or identified or self._is_respondent_by_answers(row, profile)

    def _is_respondent_by_answers(self, row: _Row, profile: int) -> bool:
        """A row without date, number and id. A line of sums or means has hardly an answer on the scale,
        and beside its own name nothing about a respondent."""
        if 2 * row.on_scale <= row.filled and profile < 2 and (self._usually_anchored or self._is_trailing(row)):
            return False
        return profile > 0 or row.answers >= _MOST_ANSWERS or row.on_scale == row.filled

    def _is_trailing(self, row: _Row) -> bool:
        return self._last_on_scale is not None and row.position > self._last_on_scale

    def _number(self, position: int) -> int | None:
        value = None if self._numbers is None else self._numbers[position]
        digits = value.partition(".")[0] if isinstance(value, str) else ""
        return int(digits) if digits.isdecimal() and len(digits) < 12 else None

    def _continues(self, position: int, kept: list[bool]) -> bool:
        """The running number follows that of the respondent before."""
        number = self._number(position)
        before = next((above for above in range(position - 1, -1, -1) if kept[above]), None)
        return number is not None and before is not None and self._number(before) == number - 1

    def _holds_date(self, row: _Row) -> bool:
        text = None if self._columns.timestamp is None else row.cells[self._columns.timestamp]
        return text is not None and is_date(text)

    def _is_identified(self, row: _Row) -> bool:
        """A correction's origin stands there, or an id that no legend or total could be: at least three
        characters, one a digit."""
        if self._columns.origin is not None and row.cells[self._columns.origin] is not None:
            return True
        text = None if self._columns.response_id is None else row.cells[self._columns.response_id]
        if text is None or len(text) < 3 or _total_words(text) != "none":
            return False
        return any(char.isdecimal() for char in text)

    def _profile_cells(self, row: _Row) -> int:
        """How much stands there about the respondent."""
        texts = (row.cells[column] for column in self._columns.others)
        return sum(text is not None and _total_words(text) == "none" for text in texts)


def _says_something(cells: tuple[str | None, ...]) -> bool:
    """Not only a running number in an unused line of a form."""
    return any(cell is not None and not cell.isdecimal() for cell in cells)


def _first_text(cells: tuple[str | None, ...]) -> str:
    return next((cell for cell in cells if cell is not None), "")


@lru_cache(maxsize=1024)
def _total_words(text: str) -> str:
    """`whole`: the text is the name of a total, numbers apart; `beginning`: it begins like one."""
    words = " ".join(word for word in plain(text).split() if not word.isdecimal())
    if words in _TOTALS:
        return "whole"
    return "beginning" if words.startswith(_TOTAL_BEGINNINGS) else "none"


def _is_numbering(cells: tuple[str | None, ...]) -> bool:
    """A line under the header that numbers the columns: 1, 2, 3 … or (1), (2), (3) …"""
    texts = [cell.strip("().") for cell in cells if cell is not None]
    numbers = [int(text) for text in texts if text.isdecimal() and len(text) < 4]
    return len(numbers) == len(texts) >= len(UNSUR_COLUMNS) and numbers == list(range(1, len(numbers) + 1))
