"""The samples' truth, file by file and unit by unit, exactly, against what the real flow published."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from contracts.columns import Table
from contracts.home import Home
from contracts.relations import relations
from contracts.tables import WAREHOUSE_TABLES
from tests.data_packages import breaches
from warehouse.read import Row, open_published

TRUTH = json.loads((Path(__file__).parents[2] / "samples" / "expected.json").read_text(encoding="utf-8"))
COUNTS = ("rows_read", "rows_accepted", "rows_rejected", "rows_duplicate")


@pytest.fixture(scope="module")
def files(samples_home: Home) -> dict[str, Row]:
    with open_published(samples_home) as reader:
        return {row.of("path", str): row for row in reader.table("ingest_file")}


@pytest.fixture(scope="module")
def figures(samples_home: Home) -> dict[tuple[str, str], dict[str, object]]:
    """Everything the truth says about a unit and period, from the published tables."""
    with open_published(samples_home) as reader:
        units = reader.rows("SELECT period_code, unit_name, i.* FROM ikm_unit AS i JOIN unit USING (unit_code)")
        unsur = reader.rows("SELECT * FROM ikm_unsur ORDER BY unsur_code")
        profile = reader.rows("SELECT * FROM respondent_profile WHERE characteristic = 'gender'")
    found: dict[tuple[str, str], dict[str, object]] = {}
    for unit in units:
        here = (unit["period_code"], unit["unit_code"])
        nine = [row for row in unsur if (row["period_code"], row["unit_code"]) == here]
        genders = {row["category"]: row["respondents"] for row in profile
                   if (row["period_code"], row["unit_code"]) == here}  # fmt: skip
        name = unit.of("unit_name", str).removeprefix("Kecamatan ")
        found[name, unit.of("period_code", str)] = {
            "respondents": unit["respondents"],
            "sums": [row["total"] for row in nine],
            "nrr": [round(row.of("nrr", float), 4) for row in nine],
            "ikm_ninth": unit["ikm_ninth"],
            "ikm_0_11": unit["ikm"],
            "male": genders.get("L", 0),
            "female": genders.get("P", 0),
        }
    return found


def test_every_file_of_the_truth_was_seen_and_no_other(files: dict[str, Row]) -> None:
    assert set(files) == set(TRUTH["files"])


@pytest.mark.parametrize("path", TRUTH["files"])
def test_file(path: str, files: dict[str, Row], samples_home: Home) -> None:
    truth, file = TRUTH["files"][path], files[path]
    assert file["status"] == truth["status"], file["reason"]
    assert {name: file[name] for name in COUNTS} == {name: truth[name] for name in COUNTS}
    assert (file["reason"] is None) == (truth["status"] not in ("rejected", "superseded"))
    if truth["unit"]:
        with open_published(samples_home) as reader:
            names = {unit["unit_code"]: unit.of("unit_name", str) for unit in reader.table("unit")}
        assert names[file["unit_code"]].removeprefix("Kecamatan ") == truth["unit"]


@pytest.mark.parametrize("key", TRUTH["units"])
def test_unit(key: str, figures: dict[tuple[str, str], dict[str, object]]) -> None:
    name, period = key.split("|")
    truth = TRUTH["units"][key]
    found = figures[name, period]
    assert found["ikm_ninth"] == Decimal(str(truth["ikm_ninth"]))
    assert found["ikm_0_11"] == Decimal(str(truth["ikm_0_11"]))
    exact = ("respondents", "sums", "nrr", "male", "female")
    assert {one: found[one] for one in exact} == {one: truth[one] for one in exact}


def test_no_unit_has_a_year_that_the_truth_does_not_know(figures: dict[tuple[str, str], dict[str, object]]) -> None:
    years = {(name, period) for name, period in figures if len(period) == 4}
    assert years == {(name, period) for name, period in (key.split("|") for key in TRUTH["units"]) if len(period) == 4}


def test_jatirejo_as_the_seed_prints_it(figures: dict[tuple[str, str], dict[str, object]], samples_home: Home) -> None:
    year = figures["Jatirejo", "2024"]
    assert (year["respondents"], year["male"], year["female"]) == (615, 272, 343)
    assert (year["ikm_0_11"], year["ikm_ninth"]) == (Decimal("93.61"), Decimal("94.56"))
    half = figures["Jatirejo", "2024-S1"]
    nrr: list[float] = half["nrr"]  # type: ignore[assignment]
    assert [round(value, 2) for value in nrr] == [3.98, 3.99, 3.98, 4.0, 3.98, 3.99, 3.99, 4.0, 3.98]
    with open_published(samples_home) as reader:
        (unit,) = reader.rows("SELECT mutu FROM ikm_unit WHERE unit_code = '35.16.01' AND period_code = '2024'")
    assert unit["mutu"] == "A"


def test_jatirejo_s_plans_and_what_became_of_them(samples_home: Home) -> None:
    """The seed's two plans, and the realisation it counts: 3 of 3."""
    with open_published(samples_home) as reader:
        actions = reader.rows("SELECT * FROM follow_up ORDER BY period_code, position")
        realisation = reader.rows("SELECT * FROM follow_up_realisation ORDER BY period_code")
        regency = reader.rows("SELECT * FROM follow_up_regency ORDER BY period_code")
        files = reader.rows("SELECT path FROM ingest_file WHERE kind = 'follow_up' ORDER BY path")
    assert {action["unit_code"] for action in actions} == {"35.16.01"}
    planned = [(action["period_code"], action["unsur_code"], action["done"]) for action in actions]
    assert planned == [
        *(("2023", code, True) for code in ("U2", "U1", "U6")),
        *(("2024", code, None) for code in ("U1", "U5", "U9")),
    ]
    quarters = [[action[f"quarter_{number}"] for number in (1, 2, 3, 4)] for action in actions]
    assert quarters == [[False, False, True, False]] * 3 + [[True, False, False, False]] * 3
    assert actions[0]["activity"] == "Menyusun SOP baru sesuai kebutuhan Masyarakat Kecamatan"
    assert (actions[2]["target_time"], actions[2]["strategy_responsible"]) == ("satu bulan sekali", "Bagian Umum")
    assert {action["responsible"] for action in actions[3:]} == {"Kecamatan Jatirejo"}
    counted = [(row["period_code"], row["planned"], row["done"], str(row["realisation"])) for row in realisation]
    assert counted == [("2023", 3, 3, "100.00"), ("2024", 3, 0, "0.00")]
    assert [(row["units"], str(row["realisation"])) for row in regency] == [(1, "100.00"), (1, "0.00")]
    assert [file["path"] for file in files] == [path for path in sorted(TRUTH["files"]) if "Tindak Lanjut" in path]


def test_whoever_counts_answers_of_a_period_counts_its_respondents(samples_home: Home) -> None:
    """Undated ones too, which a filter on the year of their date would lose."""
    counted = "SELECT kode_periode, kode_unit, count(*) FROM analisis.jawaban_periode GROUP BY ALL"
    undated = "SELECT count(*) AS people FROM analisis.jawaban_periode WHERE jenis_periode = 'tahun' AND tanpa_tanggal"
    with open_published(samples_home) as reader:
        assert sorted(map(_values, reader.rows(counted))) == sorted(
            map(_values, reader.rows("SELECT period_code, unit_code, respondents FROM ikm_unit"))
        )
        assert reader.rows(undated) == [{"people": 188}]


def test_every_value_of_the_open_data_is_one_that_their_package_allows(samples_home: Home) -> None:
    assert breaches(samples_home.site / "data") == []


NO_ROW_THERE = {("reminder", "period_code"), ("deadline", "period_code")}
"""Of periods that units are reminded of and nobody sent anything for."""


@pytest.mark.parametrize("table", WAREHOUSE_TABLES, ids=lambda table: table.name)
def test_what_joins_a_table_stands_there(table: Table, samples_home: Home) -> None:
    with open_published(samples_home) as reader:
        for name, other in relations(table).items():
            lost = f"SELECT {name} FROM {table.name} ANTI JOIN {other.name} USING ({name}) WHERE {name} IS NOT NULL"
            assert bool(reader.rows(lost)) == ((table.name, name) in NO_ROW_THERE), name


def _values(row: Row) -> tuple[str, str, int]:
    period_code, unit_code, people = row.values()
    return str(period_code), str(unit_code), int(str(people))
