"""Rows of several periods: divided by what their columns say, or asked about; told to `periods_of_rows` by counts."""

import pytest

from contracts.records import UnitNaming
from ingest.doubts import Questions
from ingest.periods_in_rows import PeriodsOfRows, periods_of_rows

HALVES = {"Semester I 2024": 3, "Semester II 2024": 4}
MIXED = HALVES | {"Semester 1 2024": 2, "kemarin": 5, None: 1}
ASKED = "Berkas tidak memuat tanggal per responden, dan kolom periodenya menyebut "


def asked(counts, *titles, path="x.csv"):
    questions = Questions()
    found = periods_of_rows(counts, UnitNaming(titles=titles), path, questions)
    assert found == PeriodsOfRows(several=True)
    (doubt,) = questions.open
    assert doubt.question.startswith(ASKED)
    return doubt.question.removeprefix(ASKED), [(one.key, one.label) for one in doubt.choices]


def test_rows_that_all_name_periods_of_one_kind_are_divided():
    found = periods_of_rows(HALVES | {"Semester 1 2024": 2}, UnitNaming(), "x.csv", Questions())
    assert dict(found.period_of) == {
        "Semester I 2024": "2024-S1",
        "Semester 1 2024": "2024-S1",
        "Semester II 2024": "2024-S2",
    }
    assert (found.is_whole, found.several) == (False, True)
    (note,) = found.notes
    assert note.endswith("periodenya: Semester I Tahun 2024 (5 baris), Semester II Tahun 2024 (4 baris).")


@pytest.mark.parametrize(
    "counts", [{}, {None: 3}, {"Semester I 2024": 3}, {"Semester I 2024": 3, "Semester 1 2024": 2}]
)
def test_rows_of_one_period_are_not_divided(counts):
    assert periods_of_rows(counts, UnitNaming(), "x.csv", Questions()) == PeriodsOfRows()


def test_rows_that_name_no_period_beside_those_that_do_are_asked_about():
    question, choices = asked(MIXED)
    assert question == (
        "4 periode: Semester I Tahun 2024 (5 baris), Semester II Tahun 2024 (4 baris); "
        "6 baris tidak menyebut periode yang pasti "
        "(“kemarin”)."
    )
    assert choices == [
        (
            "by_column",
            "tiap baris untuk periode yang disebutnya (Semester I Tahun 2024 (5 baris), Semester II Tahun 2024 "
            "(4 baris)); 6 baris lain dilewati",
        ),
        ("refuse", "jangan hitung berkas ini; minta kolom tanggal pengisian"),
    ]


def test_a_title_of_another_year_and_periods_within_each_other_are_asked_about():
    question, choices = asked(HALVES, "Tahun 2023")
    assert question.endswith("(4 baris); judul, folder, atau nama berkas menyebut 2023.")
    assert [label for _, label in choices] == [
        "tiap baris untuk periode yang disebutnya (Semester I Tahun 2024 (3 baris), Semester II Tahun 2024 (4 baris))",
        "semua 7 baris untuk Tahun 2023, menurut judul atau nama berkas",
        "jangan hitung berkas ini; minta kolom tanggal pengisian",
    ]
    question, _ = asked({"Semester I 2024": 3, "Tahun 2024": 4})
    assert question.endswith("; sebagian periode adalah bagian dari yang lain.")


def test_of_many_periods_four_are_shown():
    question, _ = asked({f"Januari {year}": 1 for year in range(2020, 2025)} | {"kemarin": 1})
    assert "Januari 2023 (1 baris), …; 1 baris tidak" in question


@pytest.mark.parametrize(("choice", "is_whole", "is_divided"), [("by_column", False, True), ("whole", True, False)])
def test_rows_are_divided_or_not_as_it_was_decided(choice, is_whole, is_divided):
    found = periods_of_rows(MIXED, UnitNaming(), "2024/x.csv", Questions({"periods_in_rows": choice}))
    assert (found.is_whole, found.several) == (is_whole, True)
    assert (found.period_of != {}) == is_divided


def test_columns_that_name_parts_of_no_year_say_nothing():
    questions = Questions()
    found = periods_of_rows({"Semester I": 3, "Semester II": 4}, UnitNaming(), "x.csv", questions)
    assert (found, questions.open) == (PeriodsOfRows(several=True), ())
