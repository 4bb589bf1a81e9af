"""What other rooms ask: the right rows, in order, and no unit name in SQL."""

import shutil
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import polars as pl
import pytest

from contracts.home import Home
from contracts.tables import RESPONSE
from warehouse import published, published_units
from warehouse.build import build_database, replace_table
from warehouse.connection import reading_connection
from warehouse.read import Reader, Row, open_database, open_published

JATIREJO, GONDANG, PACET = "35.16.01", "35.16.02", "35.16.03"


@pytest.fixture
def reader(published_home: Home) -> Iterator[Reader]:
    with open_published(published_home) as opened:
        yield opened


def test_periods_and_the_latest_of_a_kind(reader: Reader) -> None:
    assert [row["period_code"] for row in published.periods(reader)] == ["2023", "2024", "2024-S1"]
    assert [row["period_code"] for row in published.periods(reader, "semester")] == ["2024-S1"]
    assert published.latest_period(reader, "year") == "2024"
    assert published.latest_period(reader, "month") is None


def test_units_by_name_and_one_by_code(reader: Reader) -> None:
    assert [row["unit_code"] for row in published.units(reader)] == [GONDANG, JATIREJO, PACET]
    assert published.unit(reader, "x' OR 'x' = 'x") is None
    pacet = published.unit(reader, PACET)
    assert pacet is not None
    assert pacet["unit_name"] == "Kecamatan Pacet"


def test_ranking_best_first_with_names_and_index(reader: Reader) -> None:
    rows = published.ranking(reader, "2024", "kecamatan")
    assert [(row["rank"], row["unit_name"], row["ikm"], row["mutu"]) for row in rows] == [
        (1, "Kecamatan Gondang", Decimal("88.31"), "C"),
        (2, "Kecamatan Jatirejo", Decimal("74.25"), "C"),
    ]
    assert published.scopes(reader, "2024") == ["all", "kecamatan"]
    assert published.ranking(reader, "2023") == []
    assert published.rankings(reader, "2024") == {
        scope: published.ranking(reader, "2024", scope) for scope in ("all", "kecamatan")
    }
    assert list(published.rankings(reader, "2024")) == ["all", "kecamatan"]


def test_a_unit_or_every_unit(reader: Reader) -> None:
    assert [row["unit_code"] for row in published.unit_index(reader, "2024")] == [JATIREJO, GONDANG]
    assert [row["unit_code"] for row in published.unit_index(reader, "2024", GONDANG)] == [GONDANG]
    assert [row["scope"] for row in published.unit_ranks(reader, "2024", GONDANG)] == ["all", "kecamatan"]
    assert published.unit_unsur(reader, "2024", GONDANG) == []
    assert published.profile(reader, "2024") == []


def test_trends_of_every_unit(reader: Reader) -> None:
    rows = published.trends(reader, "year")
    assert [(row["unit_code"], row["label"], row["start_date"], row["ikm"]) for row in rows] == [
        (JATIREJO, "Tahun 2024", date(2024, 1, 1), Decimal("74.25")),
        (GONDANG, "Tahun 2024", date(2024, 1, 1), Decimal("88.31")),
    ]
    assert [row["unit_code"] for row in published.trends(reader, "year", GONDANG)] == [GONDANG]
    assert published.trends(reader, "semester") == []


def test_the_public_profile(reader: Reader) -> None:
    rows = published.public_profile(reader, "2024")
    assert [(row["unit_code"], row["category"], row["respondents"]) for row in rows] == [
        (JATIREJO, "L", None),
        (JATIREJO, "P", None),
        (GONDANG, "P", 7),
    ]
    assert [row["unit_code"] for row in published.public_profile(reader, "2024-S1")] == [JATIREJO]
    assert published.public_profile(reader, "2024-S1", GONDANG) == []


def test_when_answers_were_given(reader: Reader) -> None:
    assert [(row["unit_code"], row["working_days"]) for row in published.collection(reader, "2024")] == [
        (JATIREJO, 110),
        (GONDANG, None),
    ]
    assert [row["dated_respondents"] for row in published.collection(reader, "2024", GONDANG)] == [0]


def test_themes_most_frequent_first_equal_ones_as_the_contract_lists_them(reader: Reader) -> None:
    rows = published.suggestion_themes(reader, "2024")
    assert [(row["unit_code"], row["theme"]) for row in rows] == [
        (JATIREJO, "all"),
        (GONDANG, "all"),
        (GONDANG, "apresiasi"),
        (GONDANG, "waktu"),
        (GONDANG, "biaya"),
        (GONDANG, "other"),
    ]
    assert len(published.suggestion_themes(reader, "2024", JATIREJO)) == 1


def test_follow_up(reader: Reader) -> None:
    rows = published.follow_ups(reader, "2024")
    assert [(row["unit_code"], row["position"], row["unsur_code"], row["quarter_2"]) for row in rows] == [
        (JATIREJO, 1, "U1", False),
        (GONDANG, 1, "U3", False),
        (GONDANG, 2, "U9", True),
    ]
    assert len(published.follow_ups(reader, "2024", GONDANG)) == 2
    assert [row["realisation"] for row in published.follow_up_realisations(reader, "2024")] == [
        Decimal("100.00"),
        Decimal("50.00"),
    ]
    assert [row["planned"] for row in published.follow_up_realisations(reader, "2024", GONDANG)] == [2]
    of_regency = published.follow_up_regency(reader, "2024")
    assert of_regency is not None
    assert of_regency["realisation"] == Decimal("66.67")
    assert published.follow_up_regency(reader, "2023") is None


def test_the_regency(reader: Reader) -> None:
    assert published.regency(reader, "2024") == []
    assert published.regency_trend(reader, "year") == []
    assert [row["unsur_code"] for row in published.regency_unsur(reader, "2024")] == ["U1", "U2"]
    assert published.regency_unsur(reader, "2023") == []


def test_who_is_missing(reader: Reader) -> None:
    assert [row["unit_name"] for row in published.missing_units(reader, "2024")] == ["Kecamatan Pacet"]


def test_more_respondents_than_people_served(parquet_dir: Path, tmp_path: Path) -> None:
    index = pl.read_parquet(parquet_dir / "ikm_unit.parquet")
    served = pl.when(unit_code=GONDANG).then(pl.col("respondents")).otherwise(pl.col("respondents") - 1)
    index.with_columns(served.alias("service_recipients")).write_parquet(parquet_dir / "ikm_unit.parquet")
    build_database(tmp_path / "skm.duckdb", parquet_dir)
    with reading_connection(tmp_path / "skm.duckdb") as connection:
        reader = Reader(connection, tmp_path)
        found = published.more_than_served(reader)
        assert published.rows_of_answers(published.files(reader))["rejected"] == 2
    assert {row["unit_code"] for row in found} == {one for one in index["unit_code"] if one != GONDANG}
    assert {row.of("respondents", int) - row.of("service_recipients", int) for row in found} == {1}


def test_files_by_unit_and_status(reader: Reader) -> None:
    assert [row["path"] for row in published.files(reader)] == ["f1.csv", "f2.csv"]
    assert [row["file_id"] for row in published.files(reader, status="partial")] == ["f1"]
    assert [row["unit_name"] for row in published.files(reader, GONDANG)] == ["Kecamatan Gondang"]
    assert published.file(reader, "f3") is None
    assert published.column_mapping(reader, "f1") == []


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
    rows = published.contributing_files(reader, period_code)
    assert [(row["file_id"], row["responses_in_period"]) for row in rows] == counted
    of_jatirejo = published.contributing_files(reader, period_code, JATIREJO)
    assert [row["file_id"] for row in of_jatirejo] == [file_id for file_id, _ in counted if file_id == "f1"]


def test_answers_of_a_unit_in_a_period(reader: Reader) -> None:
    rows = published.responses(reader, "2024-S1", JATIREJO)
    assert [(row["path"], row["row_number"], row["u1"]) for row in rows] == [("f1.csv", 2, 3)]


def test_answers_of_several_units_in_one_query(reader: Reader) -> None:
    rows = published.unit_responses(reader, "2024", [GONDANG, JATIREJO, "x' OR 'x' = 'x"])
    assert [(row["unit_code"], row["response_date"], row["u9"]) for row in rows] == [
        (JATIREJO, date(2024, 3, 1), 3),
        (JATIREJO, date(2024, 8, 1), 3),
        (GONDANG, None, 3),
    ]
    answered = {"unit_code", "response_date", "gender", "age", "age_band", "education", "occupation", "answer_parts"}
    assert set(rows[0]) == answered | {f"u{number}" for number in range(1, 10)}
    assert len(published.unit_responses(reader, "2024-S1", [GONDANG, JATIREJO])) == 1
    assert published.unit_responses(reader, "2024", []) == []


@pytest.fixture(scope="module")
def changed_hashes(tmp_path_factory: pytest.TempPathFactory, small_version: Path) -> dict[str, dict[str, object]]:
    """Hashes of 2024 by unit, as published, with the rows in another order, and after one changed value each."""
    changes = {"as it is": pl.all(), "reversed": pl.all().reverse()}
    other = {pl.String: "x", pl.Date: date(2024, 8, 2), pl.Datetime("us"): date(2024, 8, 1), pl.Int64: 77}
    second = pl.col("response_key") == 2
    for column, dtype in pl.read_parquet_schema(small_version / "parquet" / "response.parquet").items():
        if column not in ("unit_code", "period_code"):
            value = pl.lit(other.get(dtype, 1)).cast(dtype)
            changes[column] = pl.when(second).then(value).otherwise(column).alias(column)
    hashes = {}
    folder = tmp_path_factory.mktemp("changed")
    shutil.copyfile(small_version / "skm.duckdb", folder / "skm.duckdb")
    responses = pl.read_parquet(small_version / "parquet" / "response.parquet")
    for name, change in changes.items():
        responses.with_columns(change).write_parquet(folder / "response.parquet")
        replace_table(folder / "skm.duckdb", RESPONSE, folder)
        connection = reading_connection(folder / "skm.duckdb")
        rows = published.responses_hashes(Reader(connection, folder), "2024")
        connection.close()
        hashes[name] = {str(row["unit_code"]): row["responses_hash"] for row in rows}
    return hashes


def test_the_hash_of_responses_does_not_know_their_order(changed_hashes: dict[str, dict[str, object]]) -> None:
    assert changed_hashes["as it is"].keys() == {JATIREJO, GONDANG}
    assert changed_hashes["reversed"] == changed_hashes["as it is"]


@pytest.mark.parametrize("column", [name for name in RESPONSE.shown_names if name not in ("unit_code", "period_code")])
def test_any_changed_column_changes_the_hash_of_that_unit(
    changed_hashes: dict[str, dict[str, object]], column: str
) -> None:
    before, after = changed_hashes["as it is"], changed_hashes[column]
    assert after[GONDANG] == before[GONDANG]
    assert after[JATIREJO] != before[JATIREJO]


def test_answers_are_counted_by_unsur_and_not_where_they_are_in_parts(
    small_version: Path, tmp_path: Path, reader: Reader
) -> None:
    """Each of the three answered 3 to everything; one more of Jatirejo's is a mean."""
    (jatirejo,) = published.answer_counts(reader, "2024", JATIREJO)
    told = {name: jatirejo[name] for name in ("unit_code", "responses", "u1_1", "u1_3", "u9_3", "u9_4")}
    assert told == {"unit_code": JATIREJO, "responses": 2, "u1_1": 0, "u1_3": 2, "u9_3": 2, "u9_4": 0}
    assert [row["responses"] for row in published.answer_counts(reader, "2024-S1")] == [1]
    shutil.copyfile(small_version / "skm.duckdb", tmp_path / "skm.duckdb")
    responses = pl.read_parquet(small_version / "parquet" / "response.parquet")
    in_parts = pl.when(pl.col("response_key") == 2).then(2).otherwise("answer_parts")
    responses.with_columns(in_parts.cast(pl.Int32).alias("answer_parts")).write_parquet(tmp_path / "response.parquet")
    replace_table(tmp_path / "skm.duckdb", RESPONSE, tmp_path)
    connection = reading_connection(tmp_path / "skm.duckdb")
    assert [row["unit_code"] for row in published.answer_counts(Reader(connection, tmp_path), "2024")] == [GONDANG]
    connection.close()


def test_who_has_answers_of_either_table_also_where_an_earlier_release_had_one(
    small_version: Path, tmp_path: Path, reader: Reader
) -> None:
    """A registry may not lose a unit that answers eight unsur only."""
    of_nine = published_units.units_with_answers(reader)
    assert [(one["unit_code"], one["responses"]) for one in of_nine] == [(JATIREJO, 2), (GONDANG, 1)]
    today, before = (Path(shutil.copy(small_version / "skm.duckdb", tmp_path / name)) for name in ("today", "before"))
    with duckdb.connect(today) as connection:
        connection.execute(
            "INSERT INTO response_apart BY NAME (SELECT * EXCLUDE ikm REPLACE (response_key - 10 AS response_key, "
            f"'{PACET}' AS unit_code, 'f9' AS file_id, 'delapan' AS questionnaire) FROM response "
            f"WHERE unit_code = '{GONDANG}')"
        )
    with open_database(today) as both:
        assert [row for row in published_units.units_with_answers(both) if row not in of_nine] == [
            {**of_nine[1], "unit_code": PACET, "unit_name": "Kecamatan Pacet"}
        ]
        of_gondang = sum(row.of("responses", int) for row in of_nine if row["unit_code"] == GONDANG)
        assert published.files_with_answers(both) == published.files_with_answers(reader) | {"f9": of_gondang}
        assert published.files_with_answers(both, unit_code=PACET) == {"f9": of_gondang}
    with duckdb.connect(before) as connection:
        connection.execute("DROP TABLE response_apart; DROP TABLE further_index")
    with open_database(before) as earlier:
        assert published_units.units_with_answers(earlier) == of_nine
        assert published.files_with_answers(earlier, "2024") == published.files_with_answers(reader, "2024")
        assert (published.units_asking_more(earlier, "2024"), published.further_indexes(earlier)) == ([], [])


def test_answers_before_a_unit_began_or_after_it_ended(small_version: Path, tmp_path: Path, reader: Reader) -> None:
    """Also those of earlier releases without a second table of answers; a unit without days has none outside."""
    assert published_units.units_with_answers_outside(reader) == []
    assert published_units.answers_outside(reader, JATIREJO, None, None) == 0
    assert published_units.answers_outside(reader, JATIREJO, date(2000, 1, 1), date(2100, 1, 1)) == 0
    assert published_units.answers_outside(reader, JATIREJO, date(2100, 1, 1), None) == 2
    assert published_units.answers_outside(reader, JATIREJO, None, date(2000, 1, 1)) == 2
    closed = Path(shutil.copy(small_version / "skm.duckdb", tmp_path / "closed"))
    with duckdb.connect(closed) as connection:
        connection.execute(f"UPDATE unit SET valid_to = '2000-01-01' WHERE unit_code = '{JATIREJO}'")
        connection.execute("DROP TABLE response_apart")
    with open_database(closed) as earlier:
        (unit,) = published_units.units_with_answers_outside(earlier)
    assert (unit["unit_code"], unit["answers"]) == (JATIREJO, 2)


def test_the_hash_of_responses_is_of_one_period(reader: Reader) -> None:
    year, half = (published.responses_hashes(reader, code, JATIREJO) for code in ("2024", "2024-S1"))
    assert [row["unit_code"] for row in year + half] == [JATIREJO, JATIREJO]
    assert year != half
    assert published.responses_hashes(reader, "2023") == []


def test_suggestions_of_a_unit_in_a_period(reader: Reader) -> None:
    assert [row["suggestion"] for row in published.suggestions(reader, "2024", GONDANG)] == [
        "Tambah kursi; 'ruang tunggu' sempit"
    ]
    assert published.suggestions(reader, "2024-S1", GONDANG) == []


def test_rows_left_out_are_counted_by_rule(reader: Reader) -> None:
    rows = published.rows_left_out(reader, JATIREJO)
    assert [(row["path"], row["rule"], row["rows"]) for row in rows] == [
        ("f1.csv", "u1_missing", 2),
        ("f1.csv", "date_missing", 1),
    ]
    assert published.rows_left_out(reader, GONDANG) == []
    assert [row["row_number"] for row in published.rejected_rows(reader, "f1")] == [4, 5, 5]
    assert published.blanked_values(reader) == []


def test_runs_and_what_their_checks_said(reader: Reader, published_home: Home) -> None:
    [run] = published.runs(reader)
    findings = published.findings(reader, run.of("run_id", str))
    assert [row["expectation"] for row in findings] == ["u1_missing", "a_rule"]
    runs_so_far, findings_so_far = published.history(published_home)
    assert runs_so_far == [run]
    assert sorted(map(str, findings_so_far)) == sorted(map(str, findings))


@pytest.mark.parametrize(
    ("statuses", "to_look_at"),
    [
        (["partial", "loaded"], []),
        (["loaded", "partial"], [1]),
        (["partial", "withdrawn"], [0]),
        (["withdrawn"], []),
        (["partial", "withdrawn", "held"], [2]),
    ],
)
def test_what_was_withdrawn_is_not_what_was_sent_last(statuses: list[str], to_look_at: list[int]) -> None:
    files = [
        Row({"path": "a.csv", "content_id": str(day), "first_seen_at": datetime(2026, 1, 1 + day), "status": status})
        for day, status in enumerate(statuses)
    ]
    assert [int(file.of("content_id", str)) for file in published.not_taken_in(files)] == to_look_at
