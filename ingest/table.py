"""One sheet with a table of answers: its header, the draft mapping of its columns, its respondents.

Belongs here: putting header, mapping and body of one grid together, and making its rows. Not here:
deciding over all sheets of a file (`read`).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from contracts.records import MappedColumn, RowClass, RowsOfClass
from contracts.unsur import UNSUR_COLUMNS
from ingest.answer_groups import one_column_a_question
from ingest.body import Body, Columns, split_body
from ingest.grid import Grid, different_cells
from ingest.header import FEWEST_UNSUR, SEARCHED_ROWS, Header, find_header, names_columns
from ingest.mapping import Draft, PlacedColumn, draft_mapping
from ingest.moments import from_1904, unswapped, with_zone
from ingest.period_texts import is_month_word
from ingest.questionnaires import as_asked, with_further_questions
from ingest.rows import KEPT_COLUMNS
from ingest.shifted_rows import repaired
from ingest.similarity import bare_label, claims
from ingest.values import ColumnProfile, answer_unsur, is_answer, is_whole, profile_column
from ingest.words import plain

_SAMPLES: Final = 3
_SAMPLED_ROWS: Final = 12
_LONGEST_HEADER_SHOWN: Final = 200
_PROFILE_COLUMNS: Final = tuple(
    column for column in KEPT_COLUMNS if column not in ("response_id", "timestamp", "unit", "origin_row")
)


@dataclass(frozen=True)
class AnswerTable:
    """A table of answers in one grid. `profiles` says what stands in each column; `figures_only`: the table
    holds means, not answers."""

    grid: Grid
    header: Header
    profiles: tuple[ColumnProfile, ...]
    draft: Draft
    body: Body
    figures_only: bool
    notes: tuple[str, ...] = ()
    """What was put right before it could be read (Bahasa Indonesia)."""
    too_long: tuple[int, ...] = ()
    """Row numbers that are longer than the header and could not be put right."""
    heading: str | None = None
    """The line above it that names an office."""
    read_by_path: bool = False
    """What its dates are depends on what the path of the file says."""

    @property
    def respondents(self) -> int:
        """Rows that may be respondents."""
        return int(self.body.respondents.sum())

    def header_texts(self, columns: Sequence[int]) -> list[str]:
        """The headers of some columns."""
        return [self.header.text(column) for column in columns]

    def answer_columns_left(self, placed: Sequence[PlacedColumn]) -> list[str]:
        """Headers of columns with answers that were taken for nothing, refuted ones apart."""
        refuted = {column for column, _ in self.draft.contradicted}
        return [
            self.header.text(column)
            for column, (place, profile) in enumerate(zip(placed, self.profiles, strict=True))
            if column not in refuted
            and place.target is None
            and profile.kind == "answers"
            and self.header.labels[column]
        ]


def find_tables(grid: Grid) -> list[AnswerTable]:
    """The tables of answers of a grid, from the top: a header in other words or another order begins a new one."""
    table = find_table(grid)
    if table is None:
        return []
    start = _next_header(table)
    if start is None:
        return [table]
    upper = replace(grid, cells=grid.cells.head(start))
    lower = replace(grid, cells=grid.cells.slice(start), first_row=grid.first_row + start)
    first = find_table(upper)
    return [*([first] if first is not None else []), *find_tables(lower)]


def _next_header(table: AnswerTable) -> int | None:
    """Position in the grid of a row below the header that names its columns otherwise; None where there is none."""
    header, below = table.header, table.header.last + 1
    said = set(table.grid.cells.slice(header.first, header.last + 1 - header.first).rows())
    for position, row_class in sorted(table.body.others.items()):
        if row_class == "blank":
            continue
        row = table.body.rows.row(position)
        if row in said or not names_columns(row):
            continue
        repeats = [
            text in header.labels[column]
            for column, text in enumerate(row)
            if text is not None and header.labels[column]
        ]
        if all(repeats) and len(repeats) == sum(text is not None for text in row):
            continue  # a part of a header in two rows, printed again on the next page
        return below + position
    return None


def find_table(grid: Grid) -> AnswerTable | None:
    """The first table of answers of a grid, or None. Bare numbers in its header are not settled yet."""
    header = find_header(grid)
    if header is None:
        return None
    shifted = repaired(grid, header)
    notes: list[str] = []
    if shifted is not None and shifted.grid is not None:
        grid = shifted.grid
        notes.append(
            f"{len(shifted.rows)} baris lebih panjang daripada judul karena tanda koma di dalam tanggal; "
            "tanggalnya disatukan kembali."
        )
    grid, header, said = one_column_a_question(grid, header)
    found = _looked_at_twice(grid, header)
    if found is None:
        return None
    too_long = shifted.rows if shifted is not None and shifted.grid is None else ()
    return replace(found, notes=(*notes, *said), too_long=too_long)


def table_below(grid: Grid, header: Header) -> AnswerTable | None:
    """A grid without a header of its own, read by that of another sheet."""
    return _looked_at_twice(grid, replace(header, first=0, last=-1))


def _looked_at_twice(grid: Grid, header: Header) -> AnswerTable | None:
    below = grid.cells.slice(header.last + 1)
    found = _read_table(grid, header, _sample(below))
    if found is None or not found.body.others:
        return found
    # Totals, recaps and notes below may have outweighed the respondents: profile again at these alone.
    respondents = _sample(below.filter(found.body.respondents))
    if tuple(profile_column(column) for column in respondents) == found.profiles or not found.respondents:
        return found
    return _read_table(grid, header, respondents) or found


def _read_table(grid: Grid, header: Header, cells: Sequence[tuple[str | None, ...]]) -> AnswerTable | None:
    """The table below a header, its columns told by some `cells` of each."""
    profiles = tuple(profile_column(column) for column in cells)
    draft = draft_mapping(header.labels, profiles)
    answers = sorted({*draft.unsur.values(), *(column for _, column in draft.bare)})
    if len(answers) < FEWEST_UNSUR or (not draft.unsur and _unsur_stand_below(grid, header, answers)):
        return None
    sources = draft.sources
    columns = Columns(
        answers=tuple(answers),
        running_number=sources.get("running_number"),
        timestamp=sources.get("timestamp"),
        response_id=sources.get("response_id"),
        origin=sources.get("origin_row"),
        others=tuple(sources[column] for column in _PROFILE_COLUMNS if column in sources),
    )
    body = split_body(grid.cells, header, columns)
    are_means = not body.all_on_scale and _holds_figures([cells[column] for column in answers])
    figures = are_means or _counts_answers(header, body, answers)
    return AnswerTable(grid, header, profiles, draft, body, figures)


def _unsur_stand_below(grid: Grid, header: Header, answers: Sequence[int]) -> bool:
    """The rows name the unsur and hold the answers: the numbers in the header are those of respondents, one a column.
    (A legend below the respondents names them, too.)"""
    named = {
        _named_unsur(cell)
        for row in grid.cells.slice(header.last + 1, _LONGEST_LIST).iter_rows()
        if sum((cell := row[column]) is not None and is_answer(cell) for column in answers) >= FEWEST_UNSUR
        for cell in row[:_LABEL_COLUMNS]
        if cell is not None
    }
    return len(named - {None}) >= _MOST_NAMED


_LONGEST_LIST: Final = 40
_LABEL_COLUMNS: Final = 3
_MOST_NAMED: Final = 7


def _named_unsur(cell: str) -> str | None:
    bare = bare_label(cell)
    if bare is not None:
        return f"u{bare.number}" if bare.word in _UNSUR_WORDS else None
    return next((claim.target for claim in claims(cell)[:1] if claim.target in UNSUR_COLUMNS), None)


_UNSUR_WORDS: Final = frozenset({"u", "unsur", "unsur pelayanan"})


def _sample(rows: pl.DataFrame) -> list[tuple[str | None, ...]]:
    """Cells of some rows, by column: from the beginning and after each third."""
    if rows.height <= _SAMPLES * _SAMPLED_ROWS:
        sampled = rows.rows()
    else:
        third = rows.height // _SAMPLES
        sampled = [row for start in range(_SAMPLES) for row in rows.slice(start * third, _SAMPLED_ROWS).rows()]
    return list(zip(*sampled, strict=True)) if sampled else [()] * rows.width


def _holds_figures(columns: Sequence[Sequence[str | None]]) -> bool:
    """Most answers are fractions: means of months or services, not what respondents answered."""
    answers = [cell for column in columns for cell in column if cell is not None and is_answer(cell)]
    return 2 * sum(not is_whole(cell) for cell in answers) > len(answers)


def _counts_answers(header: Header, body: Body, answers: Sequence[int]) -> bool:
    """A table of frequencies or a recap by month: few rows, each named by another answer, number of the scale or
    month, in a column that is no name of a person; or each with how many people it is about."""
    if not 2 <= body.respondents.sum() <= _MOST_RECAP_ROWS:
        return False
    rows = body.rows.filter(body.respondents)
    for column in range(rows.width):
        if column in answers:
            continue
        texts = rows[f"c{column}"].to_list()
        if None in texts:
            continue
        if _PEOPLE_HEADER.fullmatch(plain(header.text(column))) and all(map(_is_count, texts)) and set(texts) != {"1"}:
            return True
        if len(set(texts)) < len(texts):
            continue
        named = all(
            (answer_unsur(text) is not None and not text.isdecimal()) or is_month_word(plain(text)) for text in texts
        )
        scaled = header.labels[column] and plain(header.text(column)) in _SCALE_HEADERS and set(texts) <= _SCALE_NUMBERS
        numbered = {match["number"] if (match := _NUMBERED_ANSWER.fullmatch(plain(text))) else "" for text in texts}
        if named or scaled or numbered <= _SCALE_NUMBERS:
            return True
    return False


_MOST_RECAP_ROWS: Final = 13
_PEOPLE_HEADER: Final = re.compile(
    r"(?:jumlah|jml|total|banyaknya|n) (?:responden|kuesioner|kuisioner|sampel)(?: orang)?"
)
"""How many people came with a respondent ("Jumlah Pengunjung", "Jumlah Orang") is another matter."""
_NUMBERED_ANSWER: Final = re.compile(
    r"(?:(?:yang|jumlah|menjawab|jawaban|memilih|pilihan|skor|nilai|skala|opsi) ){1,3}(?P<number>[0-5])"
)
"""A row named so is about an answer: "Menjawab 4", "Jumlah jawaban 3"."""
_SCALE_HEADERS: Final = frozenset(
    {"jawaban", "skor", "nilai", "skala", "pilihan", "pilihan jawaban", "kategori", "bobot", "nilai jawaban", "opsi"}
)
_SCALE_NUMBERS: Final = frozenset({"0", "1", "2", "3", "4", "5"})


def _is_count(text: str) -> bool:
    return text.partition(".")[0].isdecimal() and is_whole(text)


def title_rows(grid: Grid, header: Header | None) -> list[str]:
    """Lines above the table, or the lines of a sheet without one, that are titles: few cells."""
    titles: list[str] = []
    for row in grid.top if header is None else grid.top[: header.first]:
        filled = different_cells(row)
        if header is None and len(filled) > _TITLE_CELLS:
            break
        if filled and len(filled) <= _TITLE_CELLS:
            titles.append(" ".join(filled)[:_LONGEST_TITLE])
    return titles


_TITLE_CELLS: Final = 4
_LONGEST_TITLE: Final = 300


def rows_of(table: AnswerTable, placed: Sequence[PlacedColumn], content_id: str) -> pl.DataFrame:
    """The respondents of a table: schema RAW_ROW, `row_index` counting from 0 within the table, and a column for each
    further question about an unsur."""
    mask = table.body.respondents
    all_respond = bool(mask.all())
    kept_rows = (table.body.rows if all_respond else table.body.rows.filter(mask)).get_columns()
    column_of = {place.target: kept_rows[column] for column, place in enumerate(placed) if place.target is not None}
    height = mask.len() if all_respond else int(mask.sum())
    row_index = pl.int_range(height, dtype=pl.Int64, eager=True)
    positions = row_index if all_respond else mask.arg_true().cast(pl.Int64)
    empty = pl.Series([None], dtype=pl.String).new_from_index(0, height)
    # Columns are put together as they are: no query, no copy.
    rows = pl.DataFrame(
        [
            pl.Series("content_id", [content_id]).new_from_index(0, height),
            row_index.alias("row_index"),
            pl.Series("sheet", [table.grid.name]).new_from_index(0, height),
            (positions + (table.grid.first_row + table.header.last + 1)).alias("row_number"),
            *(column_of.get(name, empty).alias(name) for name in (*KEPT_COLUMNS, *UNSUR_COLUMNS)),
        ]
    )
    return with_further_questions(rows, table.grid)


def other_rows(table: AnswerTable) -> list[RowsOfClass]:
    """What every row of the table's sheet that is no respondent was taken for, from the first to the last."""
    header, grid = table.header, table.grid
    places: dict[RowClass, list[int]] = {}
    for position, row in enumerate(grid.cells.head(header.first).iter_rows()):
        filled, number = sum(cell is not None for cell in row), grid.first_row + position
        above: RowClass = "blank" if not filled else "title" if filled <= _TITLE_CELLS else "note"
        places.setdefault("erased" if number in grid.erased else above, []).append(number)
    if header.last >= header.first:
        places.setdefault("header", []).extend(grid.first_row + row for row in range(header.first, header.last + 1))
    below = grid.first_row + header.last + 1
    for position, row_class in table.body.others.items():
        number = below + position
        places.setdefault("erased" if number in grid.erased else row_class, []).append(number)
    return [_of_class(grid.name, row_class, rows) for row_class, rows in places.items()]


def rows_as(row_class: RowClass, rows: pl.DataFrame) -> list[RowsOfClass]:
    """Rows (`sheet`, `row_number`) that are all of one class, by sheet."""
    if rows.is_empty():
        return []
    sheet, numbers = rows["sheet"], rows["row_number"]
    if sheet.n_unique() == 1:
        return [_of_class(sheet[0], row_class, numbers)]
    sheets = sheet.unique(maintain_order=True).to_list()
    return [_of_class(name, row_class, numbers.filter(sheet == name)) for name in sheets]


def _of_class(sheet: str, row_class: RowClass, rows: Sequence[int] | pl.Series) -> RowsOfClass:
    return RowsOfClass(sheet=sheet, row_class=row_class, count=len(rows), places=in_ranges(rows))


def in_ranges(numbers: Iterable[int] | pl.Series) -> str:
    """Row numbers as a person writes them: "3, 7–12". Beyond _MOST_RANGES stretches the rest is left out ("…")."""
    ordered = pl.Series(numbers, dtype=pl.Int64).sort()
    if len(ordered) and ordered[-1] - ordered[0] + 1 == len(ordered) == ordered.n_unique():  # as nearly always
        ranges = [[ordered[0], ordered[-1]]]
    else:
        ranges = []
        for number in ordered:
            if ranges and number <= ranges[-1][1] + 1:
                ranges[-1][1] = number
            else:
                ranges.append([number, number])
    said = [str(first) if first == last else f"{first}–{last}" for first, last in ranges[:_MOST_RANGES]]
    return ", ".join(said) + (", …" if len(ranges) > _MOST_RANGES else "")


_MOST_RANGES: Final = 12


def with_dates_put_right(table: AnswerTable, placed: Sequence[PlacedColumn]) -> tuple[AnswerTable, list[str]]:
    """The table with its moments of answering as they were meant, and notes (Bahasa Indonesia)."""
    column = next((column for column, place in enumerate(placed) if place.target == "timestamp"), None)
    if column is None:
        return table, []
    name = f"c{column}"
    written = dates = table.body.rows[name]
    notes: list[str] = []
    put_right = unswapped(dates) if not table.grid.is_delimited else None
    if put_right is None and table.grid.counts_from_1904:
        put_right = from_1904(dates)
    if put_right is not None:
        dates, notes = put_right.dates, [put_right.note]
    dates = with_zone(dates, table.header.text(column))
    if dates is written:
        return table, []
    rows = table.body.rows.with_columns(dates.alias(name))
    return replace(table, body=replace(table.body, rows=rows)), notes


def mapped_columns(table: AnswerTable, placed: Sequence[PlacedColumn], sheet: str | None = None) -> list[MappedColumn]:
    """Every column of the table's sheet and what it was taken for. Unnamed empty columns are left out. `sheet`: what
    the table is called where the sheet holds another above it."""
    called = sheet or table.grid.name
    mapped = [
        MappedColumn(
            sheet=called,
            position=column + 1,
            header=table.header.text(column)[:_LONGEST_HEADER_SHOWN],
            mapped_to=place.target,
            evidence=place.evidence,
            confidence=min(1.0, place.confidence),
        )
        for column, place in enumerate(placed)
        if table.header.labels[column] or table.profiles[column].kind != "empty"
    ]
    return as_asked(mapped, called, table.grid)


def sparse_rows(table: AnswerTable) -> list[tuple[str | None, ...]]:
    """Respondents of three cells or fewer: lines of a legend whose words stand in the column of an unsur look so."""
    if table.body.all_on_scale:
        return []
    few = pl.sum_horizontal(pl.all().is_not_null()) <= _CELLS_OF_A_LEGEND
    return table.body.rows.filter(table.body.respondents).filter(few).head(SEARCHED_ROWS).rows()


_CELLS_OF_A_LEGEND: Final = 3


def side_rows(table: AnswerTable, placed: Sequence[PlacedColumn]) -> list[tuple[str | None, ...]]:
    """Cells beside the table, in columns without a header: a legend may stand there."""
    beside = [
        f"c{column}"
        for column, labels in enumerate(table.header.labels)
        if not labels and placed[column].target is None
    ]
    return table.body.rows.select(beside).head(SEARCHED_ROWS).rows() if beside else []
