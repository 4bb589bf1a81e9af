"""What a row below a header is, where one cell more or less decides; told to `split_body` by columns alone."""

import pytest

from contracts.unsur import UNSUR
from ingest.body import Columns, split_body
from ingest.grid import grid_of_rows
from ingest.header import Header, find_header, names_columns
from ingest.table import find_table, title_rows

NAMES = tuple(unsur.name for unsur in UNSUR)
HEAD = ("No", "Tanggal", "Layanan", "Umur", *NAMES)
HEADER = Header(0, 0, tuple((text,) for text in HEAD))
ALL = Columns(tuple(range(4, 13)), 0, 1, None, None, (2, 3))
A = ("3", "3", "4", "4", "3", "3", "3", "4", "2")
NO = (None,) * 9


def good(number: int, *, dated: bool = True) -> tuple[str | None, ...]:
    return (str(number), "02/01/2024" if dated else None, "KTP", "33", *A)


def classes(*rows: tuple[str | None, ...], columns: Columns = ALL, head: tuple[str, ...] = HEAD) -> list[str]:
    """The class of each row below ten good ones."""
    table = [head, *(good(number) for number in range(1, 11)), *rows]
    grid = grid_of_rows("", [(*row, *[None] * (len(head) - len(row))) for row in table])
    body = split_body(grid.cells, Header(0, 0, tuple((text,) for text in head)), columns)
    assert body.respondents.to_list()[:10] == [True] * 10
    return [body.others.get(position, "respondent") for position in range(10, 10 + len(rows))]


@pytest.mark.parametrize(
    ("row", "row_class"),
    [
        ((), "blank"),
        (("11",), "blank"),
        (("11", None, None, None, *NO), "blank"),
        (("catatan",), "note"),
        ((None, None, "KTP"), "note"),
        ((None, None, "KTP", "33"), "note"),
        (("11", None, "KTP"), "respondent"),
        (("11", None, None, None, "rusak"), "note"),
        (("11", None, None, None, "Jumlah", *A[1:]), "respondent"),  # only among the answers
        ((None, None, None, None, "Jumlah", *["30"] * 8), "total"),
        ((None, "02/01/2024"), "respondent"),
        ((None, "kemarin"), "note"),
        (HEAD, "header"),
        ((*HEAD[:7], *A[:6]), "header"),  # seven of thirteen names
        ((*HEAD[:6], *A[:7]), "respondent"),
        (tuple(str(k) for k in range(1, 14)), "header"),
        (tuple(f"({k})" for k in range(1, 14)), "header"),
        ((None, None, None, None, *"123456789"), "header"),
        ((None, None, None, None, *(f"0{n}" for n in range(1, 10))), "header"),
        ((None, None, None, None, *"12345678"), "total"),
        ((None, None, None, None, *"134567892"), "total"),
        (("Jumlah", None, None, None, *["30"] * 9), "total"),
        ((None, None, "Jumlah", None, *["30"] * 9), "total"),
        (("Contoh", "02/01/2024", "KTP", "33", *A), "example"),
        (("11", "Jumlah", "KTP", "33", *A), "respondent"),
        ((None, "Jumlah", "KTP", "33", *A), "total"),
        ((None, None, "Jumlah loket", "33", *A), "respondent"),
        ((None, None, None, None, *A), "respondent"),
        ((None, None, None, None, *["30"] * 9), "note"),
        ((None, None, None, None, "3", *[None] * 8), "respondent"),
        ((None, None, None, None, *["3.2"] * 9), "total"),
        ((None, None, None, None, *["3.2"] * 4, *["3"] * 5), "respondent"),  # more than half on the scale
        ((None, None, None, None, *["3.2"] * 4, *["3"] * 4), "total"),
        ((None, None, "KTP", None, *["9"] * 9), "total"),
        ((None, None, "KTP", "33", *["9"] * 9), "respondent"),
        ((None, None, None, None, *["9"] * 4), "note"),
        ((None, None, None, None, *["9"] * 5), "total"),
        (("11", None, None, None, *["9"] * 9), "respondent"),
        (("11", None, None, None, "9"), "respondent"),
        (("123456789012", None, None, None, "9"), "note"),  # no running number is so long
        ((None, None, "KTP", None, "3", "3", "9"), "respondent"),
        (("11", None, "Total Wijaya", None, *A[:8], "9"), "respondent"),
        ((None, None, "Total Wijaya", None, *A[:8], "9"), "total"),
    ],
)
def test_a_row_below_ten_good_ones(row, row_class):
    assert classes(row) == [row_class]


@pytest.mark.parametrize(
    ("row", "row_class"),
    [
        ((None, None, None, None, *["9"] * 4), "note"),
        (("11", None, None, None, *["9"] * 4), "respondent"),  # its number follows the last
        (("12", None, None, None, *["9"] * 4), "note"),
        (("12", None, None, None, *["9"] * 5), "respondent"),
        (("10", None, None, None, "3"), "note"),
        ((None, "02/01/2024", None, None, "3"), "respondent"),
    ],
)
def test_below_a_line_of_totals_more_is_asked(row, row_class):
    assert classes(("Jumlah", None, None, None, *["30"] * 9), row) == ["total", row_class]


@pytest.mark.parametrize(
    ("row", "row_class"),
    [
        ((None, None, "Jumlah", "33", *A, "ramah"), "respondent"),  # so much is said about nobody but a person
        ((None, None, "Jumlah", None, *A, "ramah"), "total"),
        ((None, None, "Jumlah", None, *A, "Jumlah"), "total"),
        ((None, None, "Wijaya", None, *A, "Jumlah"), "respondent"),
    ],
)
def test_a_name_like_a_total_beside_what_a_person_says(row, row_class):
    columns = Columns(ALL.answers, 0, 1, None, None, (2, 3, 13))
    assert classes(row, columns=columns, head=(*HEAD, "Saran")) == [row_class]


MEANS = (None, None, None, None, *["3.2"] * 4, *["3"] * 4)


@pytest.mark.parametrize(
    ("columns", "between", "at_the_end"),
    [
        (ALL, "total", "total"),
        (Columns(ALL.answers, 0, None, None, None, ALL.others), "total", "total"),
        (Columns(ALL.answers, None, 1, None, None, ALL.others), "total", "total"),
        (Columns(ALL.answers, None, None, None, None, ALL.others), "respondent", "total"),
    ],
)
def test_means_without_a_name_where_others_have_a_number_or_a_date_and_where_nobody_has(columns, between, at_the_end):
    assert classes(MEANS, good(12), columns=columns) == [between, "respondent"]
    assert classes(MEANS, columns=columns) == [at_the_end]


@pytest.mark.parametrize(("numbered", "row_class"), [(9, "total"), (8, "respondent")])
def test_of_eleven_rows_with_five_answers_nine_numbered_are_usual(numbered, row_class):
    five = (*A[:5], *[None] * 4)
    people = [(str(n) if n <= numbered else None, None, "KTP", "33", *five) for n in range(1, 10)]
    means = (*[None] * 4, *["3.2"] * 5)
    grid = grid_of_rows("", [HEAD, *people, means, (None, None, "KTP", "33", *A)])
    columns = Columns(ALL.answers, 0, None, None, None, ALL.others)
    assert split_body(grid.cells, HEADER, columns).others.get(9, "respondent") == row_class


def test_a_number_follows_that_of_the_first_row_too():
    grid = grid_of_rows("", [HEAD, good(1), ("Jumlah", None, None, None, *["30"] * 9), ("2", *[None] * 3, *["9"] * 4)])
    assert split_body(grid.cells, HEADER, ALL).others == {1: "total"}


def test_a_new_header_ends_the_totals():
    total = ("Jumlah", None, None, None, *["30"] * 9)
    assert classes(total, HEAD, ("12", None, None, None, "3")) == ["total", "header", "respondent"]


@pytest.mark.parametrize(
    ("identity", "row_class"),
    [("R12", "respondent"), ("R1", "note"), ("abc", "note"), ("123", "respondent"), ("Jumlah 1", "total")],
)
def test_an_id_that_no_total_could_be(identity, row_class):
    head = (*HEAD, "ID")
    columns = Columns(ALL.answers, 0, 1, 13, None, ALL.others)
    assert classes((None, None, None, None, *["30"] * 9, identity), columns=columns, head=head) == [row_class]


def test_the_origin_of_a_corrected_row_makes_it_a_respondent():
    columns = Columns(ALL.answers, 0, 1, None, 13, ALL.others)
    row = (None, None, None, None, *["30"] * 9, "7")
    assert classes(row, columns=columns, head=(*HEAD, "Baris asal")) == ["respondent"]


def test_rows_that_are_all_plain_and_asides_that_say_something():
    grid = grid_of_rows("", [HEAD, good(1), (), ("2",), ("catatan",), ("Jumlah", None, None, None, *["3"] * 9)])
    body = split_body(grid.cells, HEADER, ALL)
    assert body.others == {1: "blank", 2: "blank", 3: "note", 4: "total"}
    assert [(aside.position, aside.row_class) for aside in body.asides] == [(3, "note"), (4, "total")]
    assert split_body(grid.cells.head(1), HEADER, ALL).respondents.to_list() == []
    many = grid_of_rows("", [HEAD, good(1), *[("catatan",)] * 401])
    assert len(split_body(many.cells, HEADER, ALL).asides) == 400


@pytest.mark.parametrize("row", [("1.", "2.1.2024"), ("1,0", "2024-1-2"), ("001", "2 Januari 2024")])
def test_running_numbers_and_dates_in_any_way_are_plain(row):
    grid = grid_of_rows("", [HEAD, (*row, "Jumlah loket", "33", *A)])
    assert split_body(grid.cells, HEADER, ALL).respondents.to_list() == [True]


# --- Headers


@pytest.mark.parametrize(
    ("names", "is_header"),
    [(NAMES[:5], True), (NAMES[:4], False), (("U1", "U2", "U3", "U4", "U5"), True), (("1", "2", "3", "4", "5"), False)],
)
def test_five_names_make_a_header_wherever_they_stand(names, is_header):
    assert names_columns((*names, None, "3", "3")) == is_header


@pytest.mark.parametrize(
    ("rows", "first", "last"),
    [
        ([NAMES[:3]], 0, 0),
        ([NAMES[:2]], None, None),
        ([tuple("123456789"), A], 0, 0),
        ([tuple("12345678"), A[:8]], None, None),
        ([("1", *tuple("123456789")), ("1", *A)], None, None),  # 1 twice
        ([("catatan",)] * 7 + [NAMES], 7, 7),
        ([("catatan",)] * 8 + [NAMES], 8, 8),
        ([("catatan",)] * 7 + [NAMES, A, HEAD], 7, 7),  # among the first eight rows the first that names all nine
        ([("catatan",)] * 8 + [NAMES, A, HEAD], 10, 10),  # further down the one that names most
        ([("catatan",)] * 199 + [NAMES], 199, 199),
        ([("catatan",)] * 200 + [NAMES], None, None),
        ([NAMES[:4], A, NAMES], 2, 2),
        ([NAMES[:5], A, NAMES[:5]], 0, 0),
        ([NAMES[:5], A, ("Umur", "Tanggal", *NAMES[:5])], 2, 2),
        ([NAMES, ("U1", "U2", "U3"), A], 0, 1),
        ([NAMES, ("U1", "U2"), A], 0, 0),
        ([("U1", "U2", "U3"), NAMES, A], 0, 1),
        ([("PROFIL", None, None, "NILAI"), HEAD], 0, 1),
        ([("PROFIL",), HEAD], 1, 1),
        ([("PROFIL : x", "NILAI"), HEAD], 1, 1),
        ([("PROFIL 2024", "NILAI"), HEAD], 1, 1),
        ([(None, "PROFIL", "NILAI"), (None, *NAMES)], 1, 1),
        ([("No", "Umur", "Tanggal", "x"), (None, None, None, *NAMES)], 0, 1),
    ],
)
def test_where_a_header_begins_and_ends(rows, first, last):
    header = find_header(grid_of_rows("", rows))
    assert (None, None) if header is None else (header.first, header.last) == (first, last)
    assert (header is None) == (first is None)


@pytest.mark.parametrize(
    ("rows", "titles"),
    [
        ([("SKM",), (None, "Kecamatan", "Pacet"), (), HEAD], ["SKM", "Kecamatan Pacet"]),
        ([("a", "b", "c", "d"), ("a", "b", "c", "d", "e"), HEAD], ["a b c d"]),
        ([("x" * 301,), HEAD], ["x" * 300]),
        ([*[(f"judul {n}",) for n in range(31)], HEAD], [f"judul {n}" for n in range(30)]),
    ],
)
def test_titles_are_lines_of_few_cells(rows, titles):
    grid = grid_of_rows("", [*rows, good(1)])
    assert title_rows(grid, find_header(grid)) == titles


def test_titles_of_a_sheet_without_a_table_end_at_the_first_wide_line():
    wide = ("a", "b", "c", "d", "e")
    assert title_rows(grid_of_rows("", [("SKM",), wide, ("2024",)]), None) == ["SKM"]


# --- Tables


def table_of(*rows: tuple[str | None, ...], head: tuple[str, ...] = HEAD):
    table = find_table(grid_of_rows("", [head, *rows]))
    assert table is not None
    return table


@pytest.mark.parametrize(
    ("rows", "figures_only"),
    [
        ([(str(n), "02/01/2024", "KTP", "33", *["3.2"] * 5, *["3"] * 4) for n in range(1, 4)], True),
        ([(str(n), "02/01/2024", "KTP", "33", *["3.2"] * 4, *["3"] * 5) for n in range(1, 4)], False),
        ([(str(n), "02/01/2024", "KTP", "33", *["3.2"] * 4, *["3"] * 4, None) for n in range(1, 4)], False),
        ([(str(n), "02/01/2024", "KTP", "33", *["3.2"] * 5, *["3"] * 3, "x") for n in range(1, 4)], True),
        ([(str(n), "02/01/2024", "KTP", "33", *["3.2"] * 4, *["3"] * 3, "12.5", "12.5") for n in range(1, 4)], True),
    ],
)
def test_a_table_of_means(rows, figures_only):
    assert table_of(*rows).figures_only == figures_only


RECAP = ("Bulan", *NAMES)


@pytest.mark.parametrize(
    ("head", "names", "figures_only"),
    [
        (RECAP, ("Januari", "Februari"), True),
        (RECAP, ("Januari",), False),
        (RECAP, ("Januari", "Januari"), False),
        (RECAP, ("Januari", "Budi"), False),
        (("Jawaban", *NAMES), ("Sangat Baik", "Baik", "Kurang Baik", "Tidak Baik"), True),
        (("Skor", *NAMES), ("1", "2", "3", "4"), True),
        (("Skor", *NAMES), ("1", "2", "3", "6"), False),
        (("No", *NAMES), ("1", "2", "3", "4"), False),
        (RECAP, [f"{month} {n}" for n in (1, 2) for month in ("Januari", "Februari")], False),
    ],
)
def test_a_table_that_counts_answers_by_month_or_by_answer(head, names, figures_only):
    assert table_of(*((name, *A) for name in names), head=head).figures_only == figures_only


@pytest.mark.parametrize("before", [(), (None,), ("No",), ("3",), ("Baik",), ("Sopan dan ramah",), ("U1",), ("Umur",)])
def test_names_are_found_whatever_stands_before_them(before):
    assert names_columns((*before, *NAMES[1:6]))
    header = find_header(grid_of_rows("", [(*before, *NAMES)]))
    assert header is not None
    assert (header.first, header.last) == (0, 0)


B = ("4", "2", "2", "3", "4", "4", "1", "3", "4")


@pytest.mark.parametrize(
    ("answers", "row_class"),
    [
        ([str(5 * (int(a) + int(b))) for a, b in zip(A, B, strict=True)], "note"),
        ([f"{(int(a) + int(b)) / 2}" for a, b in zip(A, B, strict=True)], "total"),
        ([str(min(a, b)) for a, b in zip(A, B, strict=True)], "total"),
        ([str(max(a, b)) for a, b in zip(A, B, strict=True)], "total"),
        ([*(min(a, b) for a, b in zip(A[:8], B[:8], strict=True)), "4"], "respondent"),
        (list(A), "respondent"),
        (list(B), "respondent"),
    ],
    ids=["sums", "means", "smallest", "largest", "one other", "as one answered", "as others answered"],
)
def test_a_nameless_row_that_repeats_a_statistic_of_those_above(answers, row_class):
    people = [(str(n), "02/01/2024", "KTP", "33", *(A if n % 2 else B)) for n in range(1, 11)]
    grid = grid_of_rows("", [HEAD, *people, (None, None, None, None, *answers)])
    assert split_body(grid.cells, HEADER, ALL).others.get(10, "respondent") == row_class
