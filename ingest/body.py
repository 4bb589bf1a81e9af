"""What every row below a header is: a respondent, or one of the rest (header, total, example, note, blank, marked).

Belongs here: telling rows apart by words and by structure. A row that may be a respondent stays, however bad; whether
it is good is judged much later (`expectations`). Every other row gets a class, so that none is lost in silence. Not
here: finding the header (`header`), what a label says (`row_labels`), columns in which a program marks rows
(`invalid_rows`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from contracts.records import RowClass
from contracts.unsur import UNSUR_COLUMNS
from ingest.header import Header
from ingest.invalid_rows import marked_rows
from ingest.row_labels import LIKE_A_LABEL, RowLabel, row_label
from ingest.values import cell_kind, is_answer, is_date, on_scale

_MOST_ANSWERS: Final = 5
"""More than half of nine."""
_USUALLY: Final = 0.8


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
class Aside:
    """A row that is no respondent and says something: its place below the header, and its cells."""

    position: int
    row_class: RowClass
    cells: tuple[str | None, ...]


@dataclass(frozen=True)
class Body:
    """The rows below a header. `respondents` is True for each that may be one; `others` gives the class of every
    other row by its position; `asides` are those of them that are not blank and say something: totals, legends,
    signatures."""

    rows: pl.DataFrame
    respondents: pl.Series
    others: dict[int, RowClass]
    asides: tuple[Aside, ...]
    all_on_scale: bool = False
    """Seen at a glance: every row has all its answers, each on the scale. (False says nothing.)"""
    plain_answers: frozenset[str] = frozenset()
    """Which answers these are."""


@dataclass(frozen=True)
class _Row:
    """What is known of one row that is not plainly a respondent."""

    position: int
    cells: tuple[str | None, ...]
    filled: int
    answers: int
    on_scale: int


_MOST_ASIDES: Final = 400
_TELLING_PROFILE: Final = 2
"""With so much said about a person a row is one, whatever its name."""
_FEWEST_FOR_A_STATISTIC: Final = 2


def split_body(cells: pl.DataFrame, header: Header, columns: Columns) -> Body:
    """Splits the rows below a header. `cells` are those of the whole grid."""
    rows = cells.slice(header.last + 1)
    if rows.is_empty():
        return Body(rows, pl.Series("respondent", [], dtype=pl.Boolean), {}, ())
    marked = marked_rows(rows, header.labels)
    any_marked = bool(marked.any())
    if not any_marked and (plain_answers := _all_plainly(rows, columns)):
        respondents = pl.Series("respondent", [True]).new_from_index(0, rows.height)
        return Body(rows, respondents, {}, (), all_on_scale=True, plain_answers=plain_answers)
    flags = _flags(rows, header, columns)
    plainly = flags["plainly"] & ~marked
    keep = plainly.to_list()
    others: dict[int, RowClass] = dict.fromkeys(flags["void"].arg_true().to_list(), "blank")
    asides: list[Aside] = []
    unclear = (~plainly & ~flags["void"]).arg_true()
    judge = _Judge(rows, columns, flags)
    is_marked = marked.to_list() if any_marked else []
    for position, found, row in zip(
        unclear.to_list(), flags[unclear].iter_rows(named=True), rows[unclear].iter_rows(), strict=True
    ):
        candidate = _Row(position, row, found["filled"], found["answers"], found["on_scale"])
        if any_marked and is_marked[position]:
            others[position] = "marked"
            continue
        if found["header"]:
            row_class: RowClass = "header"
        elif found["unused"]:
            row_class = "note" if _says_something(row) else "blank"
        else:
            row_class = judge.class_of(candidate, keep)
        if row_class == "respondent":
            keep[position] = True
            continue
        others[position] = row_class
        judge.see_other(row_class)
        if len(asides) < _MOST_ASIDES and row_class != "header" and _says_something(row):
            asides.append(Aside(position, row_class, row))
    return Body(rows, pl.Series("respondent", keep, dtype=pl.Boolean), others, tuple(asides))


def _all_plainly(rows: pl.DataFrame, columns: Columns) -> frozenset[str]:
    """The different answers where every row has nine answers on the scale and a running number or a date, and no anchor
    holds anything else: most files are so, and this is seen without looking at rows. (A repeated header or a line of
    totals would show.) None elsewhere."""
    anchors = _anchors(columns)
    if not anchors:
        return frozenset()
    answers = pl.concat([rows[f"c{column}"] for column in columns.answers]).unique().to_list()
    if not all(text is not None and on_scale(text) for text in answers):
        return frozenset()
    # One query for all anchors: most of what a small query costs is its start.
    is_plain = all(
        rows.select(
            *(pl.col(name).str.contains(pattern).all() for name, pattern in anchors.items()),
            pl.any_horizontal(pl.col(*anchors).is_not_null()).all().alias("anchored"),
        ).row(0)
    )
    return frozenset(answers) if is_plain else frozenset()


def _anchors(columns: Columns) -> dict[str, str]:
    """What ties a row to a respondent, as far as it shows at a glance: a running number, a date; by column, as a
    pattern. Anything else in such a column ("Contoh", "Rata-rata") is odd."""
    anchors: dict[str, str] = {}
    if columns.running_number is not None:
        anchors[f"c{columns.running_number}"] = r"^\d+(?:[.,]0*)?$"
    if columns.timestamp is not None:
        anchors[f"c{columns.timestamp}"] = r"^\d{1,4}[-/. ]"
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
    is_anchor = [pl.col(name).str.contains(pattern) for name, pattern in _anchors(columns).items()]
    first_text = pl.coalesce(pl.all()).str.to_lowercase()
    labelled = first_text.str.contains(LIKE_A_LABEL).fill_null(False)
    odd = pl.any_horizontal((~one).fill_null(False) for one in is_anchor) if is_anchor else pl.lit(False)
    used = [f"c{column}" for column in (*columns.answers, *columns.others)]
    if columns.timestamp is not None:
        used.append(f"c{columns.timestamp}")
    if columns.response_id is not None:
        used.append(f"c{columns.response_id}")
    if columns.origin is not None:
        used.append(f"c{columns.origin}")
    good_count = pl.sum_horizontal(pl.col(answer_names).is_in(good)).fill_null(0)
    anchored = pl.any_horizontal(one.fill_null(False) for one in is_anchor) if is_anchor else pl.lit(True)
    header_again = pl.sum_horizontal((pl.col(name) == text).fill_null(False) for name, text in labels) >= enough_labels
    return rows.select(
        pl.sum_horizontal(pl.col(answer_names).is_not_null()).alias("filled"),
        pl.sum_horizontal(pl.col(answer_names).is_in(answers)).fill_null(0).alias("answers"),
        good_count.alias("on_scale"),
        anchored.alias("anchored"),
        pl.all_horizontal(pl.all().is_null()).alias("void"),
        pl.all_horizontal(pl.col(used).is_null()).alias("unused"),
        header_again.alias("header"),
        ((good_count == len(answer_names)) & anchored & ~odd & ~labelled & ~header_again).alias("plainly"),
    )


class _Judge:
    """Judges unclear rows from top to bottom of one sheet."""

    def __init__(self, rows: pl.DataFrame, columns: Columns, flags: pl.DataFrame) -> None:
        self._columns = columns
        self._answers = frozenset(columns.answers)
        number_column = columns.response_id if columns.running_number is None else columns.running_number
        self._numbers = None if number_column is None else rows[f"c{number_column}"]
        has_anchor = columns.running_number is not None or columns.timestamp is not None
        answered = flags.filter(pl.col("answers") >= _MOST_ANSWERS)
        self._usually_anchored = has_anchor and int(answered["anchored"].sum()) >= _USUALLY * answered.height
        on_scale = (flags["on_scale"] >= _MOST_ANSWERS).arg_true()
        self._last_on_scale = int(on_scale[-1]) if on_scale.len() else None
        plain = flags["plainly"].arg_true()
        self._last_plain = int(plain[-1]) if plain.len() else -1
        self._statistics = _Statistics(rows, columns)
        self._below_totals = False

    def see_other(self, row_class: RowClass) -> None:
        """Remembers that a line of totals was passed, or that a new table began."""
        if row_class == "header":
            self._below_totals = False
        elif row_class == "total":
            self._below_totals = True

    def class_of(self, row: _Row, kept: list[bool]) -> RowClass:
        """What a row is that is not blank and no header in the words of the first."""
        if _is_numbering(row.cells):
            return "header"
        label, is_alone = self._label(row)
        if label in ("total", "example") and (is_alone or self._is_in_an_anchor(row)):
            return "total" if label == "total" else "example"
        if self._is_respondent(row, label, kept):
            return "respondent"
        # A line of numbers without words under the respondents can only be a total of some kind.
        return "total" if label in ("total", "beginning") or row.answers >= _MOST_ANSWERS else "note"

    def _label(self, row: _Row) -> tuple[RowLabel, bool]:
        """What the first words of a row say, and whether all that stands beside its answers says the same."""
        texts = [
            cell
            for column, cell in enumerate(row.cells)
            if cell is not None and column not in self._answers and cell_kind(cell) in ("text", "long")
        ]
        if not texts:
            first = _first_text(row.cells)
            return row_label(first), False
        label = row_label(texts[0])
        return label, all(row_label(text) == label for text in texts)

    def _is_in_an_anchor(self, row: _Row) -> bool:
        """The label stands where the others have a number, or a date and no number beside it: no person's name does."""
        places = [self._columns.running_number]
        if self._number(row.position) is None:
            places.append(self._columns.timestamp)
        return any(
            (text := row.cells[place]) is not None and row_label(text) in ("total", "example")
            for place in places
            if place is not None
        )

    def _is_respondent(self, row: _Row, label: RowLabel, kept: list[bool]) -> bool:
        """Whether a row may be a respondent."""
        if self._holds_date(row):
            return True
        numbered = self._number(row.position) is not None
        identified = self._is_identified(row)
        if not numbered and label in ("total", "example") and self._profile_cells(row) < _TELLING_PROFILE:
            return False
        if not numbered and label == "beginning" and row.on_scale < row.filled:
            return False
        below_totals = self._below_totals and row.position > self._last_plain
        if below_totals and row.answers < _MOST_ANSWERS and not (identified and row.answers):
            return self._continues(row.position, kept)
        profile = self._profile_cells(row)
        if row.answers == 0:
            return identified or (numbered and profile > 0)
        if numbered or identified:
            return True
        if not profile and self._usually_anchored and self._statistics.repeats(row.cells, kept):
            return False
        return self._is_respondent_by_answers(row, profile)

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
        if text is None or len(text) < 3 or row_label(text) != "none":
            return False
        return any(char.isdecimal() for char in text)

    def _profile_cells(self, row: _Row) -> int:
        """How much stands there about the respondent."""
        texts = (row.cells[column] for column in self._columns.others)
        return sum(text is not None and row_label(text) == "none" for text in texts)


def _says_something(cells: tuple[str | None, ...]) -> bool:
    """Not only a running number in an unused line of a form."""
    return any(cell is not None and not cell.isdecimal() for cell in cells)


def _first_text(cells: tuple[str | None, ...]) -> str:
    return next((cell for cell in cells if cell is not None), "")


class _Statistics:
    """Sums, means, smallest and largest of the respondents above a row, worked out when first asked."""

    def __init__(self, rows: pl.DataFrame, columns: Columns) -> None:
        self._answers = columns.answers
        self._numbers = rows.select(f"c{column}" for column in columns.answers)

    def repeats(self, cells: Sequence[str | None], kept: list[bool]) -> bool:
        """Whether the answers of a row without a name are exactly a statistic of the respondents above it."""
        above = self._numbers.filter(pl.Series(kept)).cast(pl.Float64, strict=False)
        said = [_as_number(cells[column]) for column in self._answers]
        if above.height < _FEWEST_FOR_A_STATISTIC or None in said or tuple(said) in set(above.iter_rows()):
            return False  # somebody answered just so: nothing tells that this is not one more
        statistics = (above.sum(), above.mean(), above.min(), above.max(), above.median())
        means_rounded = tuple(above.mean().select(pl.all().round(places)) for places in (0, 1, 2, 3, 4))
        return any(list(*frame.iter_rows()) == said for frame in (*statistics, *means_rounded))


def _as_number(text: str | None) -> float | None:
    try:
        return None if text is None else float(text.replace(",", "."))
    except ValueError:
        return None


def _is_numbering(cells: tuple[str | None, ...]) -> bool:
    """A line under the header that numbers the columns: 1, 2, 3 … or (1), (2), (3) …"""
    numbers = [cell.strip("().").lstrip("0") for cell in cells if cell is not None]
    return len(numbers) >= len(UNSUR_COLUMNS) and numbers == [str(number) for number, _ in enumerate(numbers, start=1)]
