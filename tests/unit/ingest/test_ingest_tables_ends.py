"""Answers under ticks or in sections, rows that a comma shifted, control totals, plans: one cell more or less."""

from dataclasses import replace

import pytest

from contracts.unsur import UNSUR, UNSUR_COLUMNS
from ingest.answer_groups import one_column_a_question
from ingest.column_aspects import parted_header
from ingest.control_totals import check_control_totals
from ingest.doubts import Questions
from ingest.follow_up import actions_of, find_actions, titles_of
from ingest.grid import Grid, grid_of_rows
from ingest.header import Header, find_header
from ingest.shifted_rows import repaired
from ingest.table import AnswerTable, find_table

NAMES = tuple(unsur.name for unsur in UNSUR)
A = ("3", "3", "4", "4", "3", "3", "3", "4", "2")


def header_of(grid: Grid) -> Header:
    header = find_header(grid)
    assert header is not None
    return header


# --- Several columns for one question

TICK_HEAD = ("No", *(text for name in NAMES for text in (name, None, None, None)))
SCALE_ROW = (None, *("1", "2", "3", "4") * 9)


def ticks(*places: int, mark: str = "v") -> tuple[str | None, ...]:
    """A line in which the first question is ticked at `places`, the others at 4."""
    first = [mark if place in places else None for place in (1, 2, 3, 4)]
    return ("1", *first, *(None, None, None, mark) * 8)


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        (ticks(1), "1"),
        (ticks(4), "4"),
        (ticks(2, mark="√"), "2"),
        (ticks(2, mark="2"), "2"),
        (ticks(1, 3), "1 dan 3"),
        (ticks(), None),
    ],
)
def test_a_tick_under_one_of_four_columns(line, answer):
    grid = grid_of_rows("", [TICK_HEAD, SCALE_ROW, line])
    found, header, notes = one_column_a_question(grid, header_of(grid))
    assert header.last == 1
    assert found.cells.row(2) == ("1", answer, None, None, None, *("4", None, None, None) * 8)
    assert header.labels[1] == (NAMES[0],)
    assert header.labels[2:5] == ((), (), ())
    assert notes == ["Jawaban dibaca dari tanda pada kolom 1 sampai 4 di bawah setiap pertanyaan."]


@pytest.mark.parametrize(
    "rows",
    [
        [TICK_HEAD, (None, *("1", "2", "3", "4") * 8, "1", "2", "3", "5"), ticks(1)],
        [TICK_HEAD, SCALE_ROW, ticks(1, mark="bagus")],
        [TICK_HEAD, SCALE_ROW, ("1", *[None] * 36)],
        [(*TICK_HEAD[:33], None, None, None, None), SCALE_ROW, ticks(1)],
    ],
    ids=["eight scales", "no ticks", "nothing", "eight names"],
)
def test_columns_that_are_not_to_be_ticked(rows):
    grid = grid_of_rows("", rows)
    header = header_of(grid)
    assert one_column_a_question(grid, header) == (grid, header, [])


@pytest.mark.parametrize(
    ("first", "second", "together"),
    [
        (A, (None,) * 9, A),
        ((None,) * 9, A, A),
        (A, A, A),
        (A, ("1", *A[1:]), None),
        (("", *A[1:]), (None,) * 9, ("", *A[1:])),
    ],
)
def test_the_same_questions_in_a_section_for_each_service(first, second, together):
    rows = [("No", *NAMES, *NAMES), ("1", *A, *(None,) * 9), ("2", *first, *second)]
    grid = grid_of_rows("", rows)
    found, header, notes = one_column_a_question(grid, header_of(grid))
    if together is None:
        # The question answered in two ways keeps its columns; the others are one.
        assert found.cells.row(2) == ("2", *A, "1", *(None,) * 8)
        assert notes[0].startswith("8 pertanyaan")
        return
    assert found.cells.row(2) == ("2", *together, *(None,) * 9)
    assert header.labels[10:] == ((),) * 9
    assert notes == [
        "9 pertanyaan berulang pada 2 kelompok kolom, setiap responden mengisi satu kelompok; kolomnya digabung."
    ]


@pytest.mark.parametrize(
    ("header", "parted"),
    [
        ("Persyaratan (Harapan)", ("Persyaratan", "expected")),
        ("Persyaratan [Skor]", ("Persyaratan", "score")),
        ("Persyaratan - nilai", ("Persyaratan", "score")),
        ("Harapan: Persyaratan", ("Persyaratan", "expected")),
        ("Persyaratan (kenyataan)", ("Persyaratan", "received")),
        ("(Harapan)", ("(Harapan)", None)),
        ("Persyaratan (lain)", ("Persyaratan (lain)", None)),
        ("Persyaratan", ("Persyaratan", None)),
    ],
)
def test_what_a_column_says_about_a_question(header, parted):
    assert parted_header(header) == parted


# --- Rows that a comma in a date shifted

SHIFT_HEAD = ("Tanggal", *NAMES)


def delimited(*rows: tuple[str | None, ...]) -> Grid:
    return replace(grid_of_rows("", [SHIFT_HEAD, *rows], 5), is_delimited=True)


PLAIN = ("3 Maret 2025", *A)
LONGER = ("Senin", "3 Maret 2025", *A)


@pytest.mark.parametrize(
    ("rows", "numbers", "is_repaired"),
    [
        ([PLAIN, LONGER], (7,), True),
        ([LONGER, LONGER], (6, 7), True),
        ([PLAIN, ("Senin", "3 Maret 2025", "5", *A[1:])], (7,), False),  # no answer stands where one should
        ([PLAIN, ("a", "b", *A)], (7,), False),
        ([PLAIN, ("Senin", "3 Maret 2025", *A, "x")], (7,), False),
        ([PLAIN, ("3 Maret 2025", *A, "catatan")], (7,), False),
    ],
)
def test_rows_longer_than_the_header(rows, numbers, is_repaired):
    grid = delimited(*rows)
    found = repaired(grid, header_of(grid))
    assert found is not None
    assert (found.rows, found.grid is not None) == (numbers, is_repaired)
    if found.grid is not None:
        assert found.grid.cells.row(2)[:10] == ("Senin, 3 Maret 2025", *A)
        assert found.grid.cells.row(1)[:3] == (("3 Maret 2025" if rows[0] is PLAIN else "Senin, 3 Maret 2025"), *A[:2])


def test_a_shifted_row_without_its_last_field_is_as_long_as_the_header():
    short = ("Senin", "3 Maret 2025", *A[:8])
    grid = delimited(PLAIN, LONGER, short)
    found = repaired(grid, header_of(grid))
    assert found is not None
    assert found.grid is not None
    assert found.grid.cells.row(3)[:10] == ("Senin, 3 Maret 2025", *A[:8], None)


def test_nothing_is_repaired_where_nothing_is_too_long_or_the_file_has_cells():
    grid = delimited(PLAIN, PLAIN)
    assert repaired(grid, header_of(grid)) is None
    cells = replace(delimited(PLAIN, LONGER), is_delimited=False)
    assert repaired(cells, header_of(cells)) is None


# --- The file's own totals

HEAD = ("No", "Tanggal", *NAMES)


def answered(*lines: tuple[str | None, ...], people: int = 5, rest: tuple[str, ...] = A) -> AnswerTable:
    rows = [(str(n), "02/01/2024", *(text or None for text in (A if n > 1 else rest))) for n in range(1, people + 1)]
    table = find_table(grid_of_rows("Data", [HEAD, *rows, *lines]))
    assert table is not None
    assert table.respondents == people
    return table


def total(label: str, values: list[str]) -> tuple[str | None, ...]:
    return (label, None, *values)


SUMS = [str(5 * int(answer)) for answer in A]
"""Of five who all answered A."""


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (total("Jumlah", SUMS), "agrees"),
        (total("Jumlah", ["5"] * 9), "agrees"),
        (total("Jumlah", [*SUMS[:8], "11"]), "asked"),
        (total("Jumlah", ["6"] * 9), "asked"),
        (total("Jumlah responden", ["5"] * 9), "agrees"),
        (total("Jumlah responden", ["4"] * 9), "asked"),
        (total("Rata-rata", [f"{answer},000" for answer in A]), "agrees"),
        (total("Rata-rata", [*A[:8], "2,1"]), "asked"),
        (total("Rata-rata", [*A[:8], "2,9"]), "asked"),
        (total("Rata-rata", [*A[:7], "4,5", "2,9"]), "nothing"),
        (total("Rata-rata", ["1,1"] * 9), "asked"),
        (total("NRR tertimbang", ["0,3"] * 9), "nothing"),
        (total("Jumlah", [*SUMS[:8], "x"]), "nothing"),
        (total("Jumlah", ["0"] * 9), "nothing"),
        (total("Simpangan baku", ["0,5"] * 9), "nothing"),
        (total("Jumlah nilai responden", SUMS), "agrees"),
        (total("Σ nilai", [*SUMS[:8], "11"]), "asked"),
        (total("Responden", ["4"] * 9), "asked"),
    ],
)
def test_a_line_of_totals(line, said):
    table = answered(line)
    questions = Questions()
    notes = check_control_totals([(table, table.draft.unsur)], questions)
    found = "asked" if questions.open else "agrees" if notes else "nothing"
    assert found == said
    if said == "agrees":
        assert notes == ["1 baris total atau rata-rata dalam berkas cocok dengan responden yang terbaca."]


@pytest.mark.parametrize(
    ("mean", "agrees"),
    [("3,3", True), ("3,4", True), ("3,5", False), ("3,33", True), ("3,34", True), ("3,35", False), ("3", True)],
)
def test_a_mean_may_be_rounded_or_cut_off(mean, agrees):
    """Of 4, 3 and 3: 3.333…"""
    table = answered(total("Rata-rata", [mean, *A[1:]]), people=3, rest=("4", *A[1:]))
    questions = Questions()
    check_control_totals([(table, table.draft.unsur)], questions)
    assert (questions.open == ()) == agrees


def test_the_mean_of_one_respondent_and_of_an_unsur_nobody_answered():
    alone = answered(total("Rata-rata", list(A)), people=1)
    empty = answered(total("Rata-rata", ["0", *A[1:]]), people=1, rest=("", *A[1:]))
    for table in (alone, empty):
        questions = Questions()
        notes = check_control_totals([(table, table.draft.unsur)], questions)
        assert (len(notes), questions.open) == (1, ())


def test_what_a_question_about_a_total_says():
    table = answered(total("Jumlah", [*SUMS[:7], "21", "11"]))
    questions = Questions()
    check_control_totals([(table, table.draft.unsur)], questions)
    [doubt] = questions.open
    assert doubt.code == "control_total:Data"
    assert doubt.question == (
        "Baris 7 pada lembar “Data” (“Jumlah”) menyebut jumlah U8 Penanganan Pengaduan, Saran dan Masukan 21, "
        "sedangkan dari 5 responden yang terbaca 20 (2 unsur berbeda). Mungkin ada responden yang hilang, terhitung "
        "dua kali, atau kolom yang bergeser."
    )
    mean = answered(total("Rata-rata", [*A[:8], "2,5"]))
    questions = Questions({"control_total:Data": "count"})
    notes = check_control_totals([(mean, mean.draft.unsur)], questions)
    assert notes == [
        "Baris “Rata-rata” tidak cocok dengan responden yang terbaca; diputuskan: hitung 5 responden yang terbaca; "
        "total di berkas keliru."
    ]


def test_totals_of_a_table_without_unsur_columns_are_left_alone():
    table = answered(total("Jumlah", SUMS))
    assert check_control_totals([(table, dict.fromkeys(UNSUR_COLUMNS[:0], 0))], Questions()) == []
    assert check_control_totals([], Questions()) == []


# --- Plans

PLAN = ("No", "Unsur", "Kegiatan", "TW I", "TW II", "TW III", "TW IV", "Penanggung Jawab")


def plan_rows(*rows: tuple[str | None, ...], above: int = 0) -> tuple[list[int], list[str]]:
    plan = find_actions(grid_of_rows("", [*[("judul",)] * above, PLAN, *rows]))
    assert plan is not None
    found, notes = actions_of([plan], "c")
    return found["row_number"].to_list(), notes


DONE = ("1", "Persyaratan", "Mereview SOP", "v")


@pytest.mark.parametrize(
    ("rows", "numbers", "note"),
    [
        ([DONE, DONE], [2, 3], None),
        ([DONE, ("2", "Biaya"), DONE], [2, 4], None),
        ([DONE, ("2", "Biaya", "-", "-"), DONE], [2, 4], None),
        ([DONE, (None, None, "lanjutan")], [2, 3], None),
        ([DONE, (), (None, None, "Mengetahui")], [2], "baris 4 tidak dibaca"),
        ([DONE, (), (None, None, "Mengetahui"), (None, None, "Camat")], [2], "baris 4 sampai 5 tidak dibaca"),
        ([PLAN, DONE], [3], None),
        ([("1", "2", "3", "4", "5", "6", "7", "8"), DONE], [3], None),
        ([("1", "Biaya", None, "v")], [2], None),
        ([DONE, ("2", "3", None, "v"), DONE], [2, 3, 4], None),
        ([DONE, ("2", "3"), DONE], [2, 4], None),
    ],
)
def test_rows_of_a_plan_and_what_stands_below(rows, numbers, note):
    found, notes = plan_rows(*rows)
    assert found == numbers
    assert [note] == [note for one in notes if note in one] if note else notes == []


@pytest.mark.parametrize(("above", "is_found"), [(29, True), (30, False)])
def test_how_far_down_a_plan_is_looked_for(above, is_found):
    found = find_actions(grid_of_rows("", [*[("judul",)] * above, PLAN, DONE]))
    assert (found is not None) == is_found


@pytest.mark.parametrize(("blanks", "is_found"), [(105, True), (106, False)])
def test_a_header_of_more_than_120_letters_names_no_column(blanks, is_found):
    head = (*PLAN[:7], "Penanggung" + " " * blanks + "Jawab")
    assert (find_actions(grid_of_rows("", [head, DONE])) is not None) == is_found


def test_titles_above_a_plan_are_lines_of_few_different_cells():
    rows = [("SKM", "SKM", "2024"), ("a", "b", "c", "d", "e"), ("x" * 301,), PLAN, DONE]
    plan = find_actions(grid_of_rows("", rows))
    assert plan is not None
    assert titles_of(plan)[0] == "SKM 2024"
    assert titles_of(plan)[-1] == "x" * 300
