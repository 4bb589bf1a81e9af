"""How much is looked at, and how much is shown: the last that is, and the first that is not."""

import pytest

from contracts.periods import MONTH_NAMES
from contracts.unsur import UNSUR
from ingest.doubts import Questions
from ingest.follow_up import find_actions, mapped_columns, titles_of
from ingest.grid import grid_of_rows
from ingest.intake import archived, file_id_of
from ingest.other_sheets import asked_about
from ingest.period_texts import read_period
from ingest.read import read_tables
from ingest.rows import RAW_ROW
from ingest.scales import declared_scale
from ingest.sniff import sniff
from ingest.table import find_table, find_tables, other_rows, rows_as, rows_of, side_rows
from ingest.table import mapped_columns as mapped_table_columns
from ingest.workbook import _filtered_note

NAMES = tuple(unsur.name for unsur in UNSUR)
A = ("3", "3", "4", "4", "3", "3", "3", "4", "2")
PLAN = ("No", "Unsur", "Kegiatan", "TW I", "TW II", "TW III", "TW IV", "Penanggung Jawab")
DONE = ("1", "Persyaratan", "Mereview SOP", "v")


def test_ids_of_sightings_and_places_in_the_archive():
    assert len(file_id_of("a.csv", "ab12")) == 16
    assert file_id_of("a.csv", "ab12") != file_id_of("b.csv", "ab12")
    assert archived("ab12") == "ab/ab12"


@pytest.mark.parametrize(("letters", "years"), [(1995, {2024}), (1996, {2024}), (1997, set())])
def test_two_thousand_letters_of_a_text_may_name_a_period(letters, years):
    assert read_period("x" * (letters - 1) + " 2024").years == years


@pytest.mark.parametrize(("words", "is_heard"), [(4, True), (5, False)])
def test_five_words_beside_a_number_are_heard(words, is_heard):
    filler = "di " * words
    found = declared_scale([(f"1 = {filler}buruk, 2 = {filler}cukup, 3 = {filler}baik",)])
    assert (found is not None) == is_heard


@pytest.mark.parametrize(("cells", "titles"), [(4, ["a b c d"]), (5, [])])
def test_titles_of_a_plan_have_four_cells(cells, titles):
    plan = find_actions(grid_of_rows("", [tuple("abcdefgh"[:cells]), PLAN, DONE]))
    assert plan is not None
    assert titles_of(plan) == titles


@pytest.mark.parametrize("between", [0, 1])
def test_headers_of_a_plan_may_stand_two_rows_above_its_quarters(between):
    upper = (*PLAN[:3], "Waktu", None, None, None, PLAN[7])
    lower = (None, None, None, *PLAN[3:7], None)
    rows = [upper, *[(None,) * 8] * between, lower, DONE]
    assert find_actions(grid_of_rows("", rows)) is not None
    assert find_actions(grid_of_rows("", [upper, *[(None,) * 8] * 2, lower, DONE])) is None


@pytest.mark.parametrize("length", [200, 201])
def test_two_hundred_letters_of_a_header_are_shown(names, length):
    long = "x" * length
    plan = find_actions(grid_of_rows("", [(*PLAN, long), DONE]))
    assert plan is not None
    assert [one.header for one in mapped_columns(plan)][-1] == "x" * 200
    rows = [("No", *NAMES, long), *[(str(n), *A, "x") for n in range(5)]]
    export = read_tables(
        [grid_of_rows("A", rows)], name="jatirejo/2024.csv", content_id="c", names=names, file_format="csv"
    )
    assert export.reading.mapping[-1].header == "x" * 200


@pytest.mark.parametrize("count", [60, 61])
def test_sixty_titles_are_kept(names, count):
    grids = [
        grid_of_rows(
            f"S{sheet}",
            [*[(f"judul {sheet} {n}",) for n in range(count // 3 + (sheet < count % 3))], ("No", *NAMES)]
            + [(str(n), *A[sheet:], *A[:sheet]) for n in range(5)],
        )
        for sheet in range(3)
    ]
    export = read_tables(grids, name="jatirejo/2024.csv", content_id="c", names=names, file_format="csv")
    assert len(export.reading.naming.titles) == 60


@pytest.mark.parametrize("count", [20, 21])
def test_twenty_values_of_a_column_of_units_are_kept(names, count):
    rows = [("Unit", *NAMES), *[(f"Loket {n:02d}", *A) for n in range(count)]]
    export = read_tables(
        [grid_of_rows("A", rows)], name="jatirejo/2024.csv", content_id="c", names=names, file_format="csv"
    )
    assert len(export.reading.naming.column_values) == 20


@pytest.mark.parametrize(("count", "more"), [(10, ". "), (11, ", …. ")])
def test_ten_rows_that_a_filter_hides_are_named(count, more):
    note = _filtered_note("Data", count, frozenset(range(1, count + 1)))
    assert f"baris 1, 2, 3, 4, 5, 6, 7, 8, 9, 10{more}" in note


@pytest.mark.parametrize(("months", "is_recap"), [(12, True), (13, False)])
def test_a_recap_has_at_most_thirteen_rows(months, is_recap):
    rows = [("Bulan", *NAMES), *[(word, *A) for word in (*MONTH_NAMES, "Jan", "Feb")[: months + 1]]]
    found = find_table(grid_of_rows("", rows))
    assert found is not None
    assert found.figures_only == is_recap


@pytest.mark.parametrize(("above", "is_seen"), [(397, True), (398, False)])
def test_four_hundred_rows_of_another_sheet_are_looked_at(above, is_seen):
    table = find_table(grid_of_rows("A", [("No", *NAMES), *[(str(n), *A) for n in range(5)]]))
    assert table is not None
    questions = Questions()
    asked_about([grid_of_rows("B", [*[(None,) * 9] * above, *[A] * 3])], [table], questions)
    assert (questions.open != ()) == is_seen


@pytest.mark.parametrize(("number", "is_answer"), [("3.000", True), ("3.0000", False), ("3 (x)", False)])
def test_numbers_of_another_sheet_are_short(number, is_answer):
    table = find_table(grid_of_rows("A", [("No", *NAMES), *[(str(n), *A) for n in range(5)]]))
    assert table is not None
    questions = Questions()
    asked_about([grid_of_rows("B", [(number,) * 9] * 3)], [table], questions)
    assert (questions.open != ()) == is_answer


def test_a_tag_far_down_in_a_page_is_found_all_the_same():
    assert sniff(b"<x>" + b" " * 5000 + b"<TABLE>") == "html"


# --- What a table's rows were taken for, and what is made of them

HEAD = ("No", "Tanggal", *NAMES)


def people(count: int, first: int = 1) -> list[tuple[str | None, ...]]:
    return [(str(n), f"{n:02d}/01/2024", *A) for n in range(first, first + count)]


def test_every_row_of_a_sheet_is_told():
    rows = [
        ("SKM",),
        (),
        ("a", "b", "c", "d", "e"),
        ("PROFIL", None, "NILAI"),
        HEAD,
        *people(5),
        (),
        ("Jumlah", None, *["15"] * 9),
        ("catatan di bawah",),
        HEAD,
        *people(2, 6),
    ]
    table = find_table(grid_of_rows("Data", rows, 3))
    assert table is not None
    found = {one.row_class: (one.count, one.places) for one in other_rows(table)}
    assert found == {
        "title": (1, "3"),
        "blank": (2, "4, 13"),
        "note": (2, "5, 15"),
        "header": (3, "6–7, 16"),
        "total": (1, "14"),
    }
    made = rows_of(table, table.draft.columns, "c")
    assert made["row_number"].to_list() == [8, 9, 10, 11, 12, 17, 18]
    assert made["row_index"].to_list() == list(range(7))
    assert set(made["sheet"]) == {"Data"}
    assert made.schema == RAW_ROW
    assert [(one.sheet, one.count, one.places) for one in rows_as("respondent", made)] == [("Data", 7, "8–12, 17–18")]


def test_all_rows_are_respondents():
    table = find_table(grid_of_rows("Data", [HEAD, *people(3)]))
    assert table is not None
    made = rows_of(table, table.draft.columns, "c")
    assert (made["row_number"].to_list(), made["u1"].to_list()) == ([2, 3, 4], ["3"] * 3)
    assert [(one.row_class, one.places) for one in other_rows(table)] == [("header", "1")]


@pytest.mark.parametrize(
    ("second", "begins_at"),
    [
        (("No", "Tanggal", *NAMES[::-1]), 7),  # another order
        (HEAD, None),
        (("Nomor", "Tanggal", *NAMES), 7),  # another word
        (HEAD[:7], None),  # a part of the header, printed again
        (("No", "Tanggal", *NAMES[:4]), None),
    ],
)
def test_where_another_table_begins(second, begins_at):
    rows = [HEAD, *people(5), second, *people(4, 6)]
    found = find_tables(grid_of_rows("Data", rows))
    assert [one.grid.first_row for one in found] == ([1] if begins_at is None else [1, begins_at])
    assert sum(one.respondents for one in found) == 9


def test_totals_below_do_not_outweigh_a_few_respondents():
    lines = [("Jumlah", "seluruhnya", *["15"] * 9), ("Rata-rata", "seluruhnya", *["3"] * 9)] * 3
    table = find_table(grid_of_rows("Data", [HEAD, *people(3), *lines]))
    assert table is not None
    assert (table.respondents, table.profiles[1].kind) == (3, "dates")


def test_columns_without_a_header_are_shown_only_where_something_stands_there():
    rows = [(*HEAD, None, None, "Zz"), *((*row, None, "U8 = Sarana", "KTP") for row in people(3))]
    table = find_table(grid_of_rows("Data", rows))
    assert table is not None
    shown = mapped_table_columns(table, table.draft.columns)
    assert [(one.position, one.header) for one in shown][-2:] == [(13, ""), (14, "Zz")]
    assert side_rows(table, table.draft.columns) == [(None, "U8 = Sarana")] * 3
    called = mapped_table_columns(table, table.draft.columns, "Data (mulai baris 9)")
    assert {one.sheet for one in called} == {"Data (mulai baris 9)"}
    assert table.answer_columns_left(table.draft.columns) == []
    more = find_table(grid_of_rows("Data", [(*HEAD, "Parkir"), *((*row, "4") for row in people(3))]))
    assert more is not None
    assert more.answer_columns_left(more.draft.columns) == ["Parkir"]
