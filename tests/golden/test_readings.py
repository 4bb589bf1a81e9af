"""Every sample is read as `samples/expected.json`, which is the truth, says: rows, unit, period or refusal."""

import json
from pathlib import Path

import pytest

from contracts.records import Reading, Refusal
from contracts.registry import Registry, load_registry
from contracts.settings import Limits
from ingest.identify import UnitNames, identify_unit
from ingest.period_names import identify_period
from ingest.read import Export, read_export

SAMPLES = Path(__file__).parents[2] / "samples"
EXPECTED = json.loads((SAMPLES / "expected.json").read_text(encoding="utf-8"))["files"]
REFUSAL_OF_WHY = {
    "not a readable workbook": "unreadable_workbook",
    "empty": "empty",
    "not a tabular export": "not_tabular",
    "Sarana dan Prasarana is missing": "unsur_missing",
    "unit not in the registry": "unit_unknown",
}
READ_BUT_REFUSED_LATER = {"scale of 1 to 5"}
"""Found by the expectations, from the answers."""
READ = [path for path, truth in EXPECTED.items() if truth["status"] != "rejected"]
REFUSED = [path for path, truth in EXPECTED.items() if truth["why"] in REFUSAL_OF_WHY]
FOLLOW_UPS = {f"jatirejo/Tindak Lanjut SKM Kecamatan Jatirejo {year}.xlsx" for year in (2023, 2024)}
UNDATED = {"trawas/2024/olah data skm trawas.xlsx", *FOLLOW_UPS}


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry(SAMPLES / "units.csv")


@pytest.fixture(scope="module")
def read(registry):
    names = UnitNames(registry)

    def run(path: str) -> Export:
        return read_export(SAMPLES / "inbox" / path, name=path, content_id="0" * 16, limits=Limits(), names=names)

    return run


def is_undated(reading: Reading) -> bool:
    return all(column.mapped_to != "timestamp" for column in reading.mapping)


def test_every_sample_is_expected():
    found = {
        path.relative_to(SAMPLES / "inbox").as_posix() for path in (SAMPLES / "inbox").rglob("*") if path.is_file()
    }
    assert found == set(EXPECTED)
    later = {path for path, truth in EXPECTED.items() if truth["why"] in READ_BUT_REFUSED_LATER}
    assert set(READ) | set(REFUSED) | later == set(EXPECTED)


@pytest.mark.parametrize("path", READ)
def test_sample_is_read(read, registry, path):
    truth = EXPECTED[path]
    export = read(path)
    reading = export.reading
    assert reading.refusal is None
    assert reading.rows == export.rows.height == truth["rows_read"]
    unit_code = identify_unit(reading.naming, path, UnitNames(registry))
    assert isinstance(unit_code, str)
    assert reading.kind == ("follow_up" if path in FOLLOW_UPS else "responses")
    unit = registry.by_code[unit_code]
    assert unit.unit_name.removeprefix("Kecamatan ") == truth["unit"]
    assert is_undated(reading) == (path in UNDATED)
    if is_undated(reading):
        period = identify_period(reading.naming, path)
        assert not isinstance(period, Refusal)
        assert period.code == truth["period"]


@pytest.mark.parametrize("path", REFUSED)
def test_sample_is_refused(read, registry, path):
    reading = read(path).reading
    refusal = reading.refusal or identify_unit(reading.naming, path, UnitNames(registry))
    assert isinstance(refusal, Refusal)
    assert refusal.code == REFUSAL_OF_WHY[EXPECTED[path]["why"]]
    assert refusal.message.endswith(".")


def test_the_nine_unsur_of_every_sample_are_mapped_by_text_or_declared_order(read):
    by_registry = {path for path in READ if read(path).reading.unsur_order_needed}
    assert by_registry == {"dawarblandong/dawarblandong.csv"}


@pytest.mark.parametrize(
    ("path", "sums"),
    [
        ("jatirejo/Hasil Survei SuKMa-e Jatim KECAMATAN JATIREJO 2024.xlsx", "Jatirejo|2024"),
        ("trawas/2024/olah data skm trawas.xlsx", "Trawas|2024"),
        ("jetis/jetis.csv", "Jetis|2024"),
        ("dawarblandong/dawarblandong.csv", "Dawarblandong|2024"),
    ],
)
def test_columns_are_the_right_ones(read, path, sums):
    """U8 and U9 by legend, by name against the number, and by the registry: the sums tell."""
    rows = read(path).rows
    units = json.loads((SAMPLES / "expected.json").read_text(encoding="utf-8"))["units"]
    found = [sum(int(answer) for answer in rows[f"u{number}"]) for number in range(1, 10)]
    assert found == units[sums]["sums"]
