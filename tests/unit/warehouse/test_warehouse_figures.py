"""What other rooms ask: the right rows, in order, and no unit name in SQL."""

from collections.abc import Iterator
from decimal import Decimal

import pytest

from contracts.home import Home
from warehouse import figures
from warehouse.read import Reader, open_published

JATIREJO, GONDANG, PACET = "35.16.01", "35.16.02", "35.16.03"


@pytest.fixture
def reader(published_home: Home) -> Iterator[Reader]:
    with open_published(published_home) as opened:
        yield opened


def test_periods_and_the_latest_of_a_kind(reader: Reader) -> None:
    assert [row["period_code"] for row in figures.periods(reader)] == ["2023", "2024", "2024-S1"]
    assert [row["period_code"] for row in figures.periods(reader, "semester")] == ["2024-S1"]
    assert figures.latest_period(reader, "year") == "2024"
    assert figures.latest_period(reader, "month") is None


def test_units_by_name_and_one_by_code(reader: Reader) -> None:
    assert [row["unit_code"] for row in figures.units(reader)] == [GONDANG, JATIREJO, PACET]
    assert figures.unit(reader, "x' OR 'x' = 'x") is None
    pacet = figures.unit(reader, PACET)
    assert pacet is not None
    assert pacet["unit_name"] == "Kecamatan Pacet"


def test_ranking_best_first_with_names_and_index(reader: Reader) -> None:
    rows = figures.ranking(reader, "2024", "kecamatan")
    assert [(row["rank"], row["unit_name"], row["ikm"], row["mutu"]) for row in rows] == [
        (1, "Kecamatan Gondang", Decimal("88.31"), "C"),
        (2, "Kecamatan Jatirejo", Decimal("74.25"), "C"),
    ]
    assert figures.scopes(reader, "2024") == ["all", "kecamatan"]
    assert figures.ranking(reader, "2023") == []


def test_a_unit_or_every_unit(reader: Reader) -> None:
    assert [row["unit_code"] for row in figures.unit_index(reader, "2024")] == [JATIREJO, GONDANG]
    assert [row["unit_code"] for row in figures.unit_index(reader, "2024", GONDANG)] == [GONDANG]
    assert [row["scope"] for row in figures.unit_ranks(reader, "2024", GONDANG)] == ["all", "kecamatan"]
    assert figures.unit_unsur(reader, "2024", GONDANG) == []
    assert figures.profile(reader, "2024") == []
    assert [row["label"] for row in figures.trend(reader, GONDANG, "year")] == ["Tahun 2024"]


def test_the_regency(reader: Reader) -> None:
    assert figures.regency(reader, "2024") == []
    assert figures.regency_trend(reader, "year") == []


def test_who_is_missing(reader: Reader) -> None:
    assert [row["unit_name"] for row in figures.missing_units(reader, "2024")] == ["Kecamatan Pacet"]


def test_files_by_unit_and_status(reader: Reader) -> None:
    assert [row["path"] for row in figures.files(reader)] == ["f1.csv", "f2.csv"]
    assert [row["file_id"] for row in figures.files(reader, status="partial")] == ["f1"]
    assert [row["unit_name"] for row in figures.files(reader, GONDANG)] == ["Kecamatan Gondang"]
    assert figures.file(reader, "f3") is None
    assert figures.column_mapping(reader, "f1") == []


@pytest.mark.parametrize(
    ("period_code", "counted"),
    [
        ("2024", [("f1", 2), ("f2", 1)]),  # dated, and without dates but named 2024
        ("2024-S1", [("f1", 1)]),  # a file without dates counts only in the period it names
        ("2024-08", [("f1", 1)]),
        ("2023", []),
    ],
)
def test_files_that_contribute_to_a_period(reader: Reader, period_code: str, counted: list[tuple[str, int]]) -> None:
    rows = figures.contributing_files(reader, period_code)
    assert [(row["file_id"], row["responses_in_period"]) for row in rows] == counted
    of_jatirejo = figures.contributing_files(reader, period_code, JATIREJO)
    assert [row["file_id"] for row in of_jatirejo] == [file_id for file_id, _ in counted if file_id == "f1"]


def test_answers_of_a_unit_in_a_period(reader: Reader) -> None:
    rows = figures.responses(reader, "2024-S1", JATIREJO)
    assert [(row["path"], row["row_number"], row["u1"]) for row in rows] == [("f1.csv", 2, 3)]


def test_suggestions_of_a_unit_in_a_period(reader: Reader) -> None:
    assert [row["suggestion"] for row in figures.suggestions(reader, "2024", GONDANG)] == [
        "Tambah kursi; 'ruang tunggu' sempit"
    ]
    assert figures.suggestions(reader, "2024-S1", GONDANG) == []


def test_rows_left_out_are_counted_by_rule(reader: Reader) -> None:
    rows = figures.rows_left_out(reader, JATIREJO)
    assert [(row["path"], row["rule"], row["rows"]) for row in rows] == [
        ("f1.csv", "u1_missing", 2),
        ("f1.csv", "date_missing", 1),
    ]
    assert figures.rows_left_out(reader, GONDANG) == []
    assert [row["row_number"] for row in figures.rejected_rows(reader, "f1")] == [4, 5, 5]
    assert figures.blanked_values(reader) == []


def test_runs_and_what_their_checks_said(reader: Reader, published_home: Home) -> None:
    [run] = figures.runs(reader)
    findings = figures.findings(reader, run.of("run_id", str))
    assert [row["expectation"] for row in findings] == ["u1_missing", "a_rule"]
    runs_so_far, findings_so_far = figures.history(published_home)
    assert runs_so_far == [run]
    assert sorted(map(str, findings_so_far)) == sorted(map(str, findings))
