"""`skm remind`: what it shows, what it keeps, and that contacts are in the kept files only."""

import json
import shutil
from pathlib import Path

import pytest

from contracts.home import Home


@pytest.fixture
def home(samples_home: Home, tmp_path: Path) -> Home:
    """The samples' warehouse, in a home of its own whose registry has contacts."""
    home = Home(tmp_path / "data")
    home.root.mkdir()
    home.warehouse.symlink_to(samples_home.warehouse.absolute())
    shutil.copyfile(samples_home.settings, home.settings)
    first, *lines = samples_home.units.read_text(encoding="utf-8").splitlines()
    contacts = [f"{line},0812-{number}" for number, line in enumerate(lines)]
    home.units.write_text("\n".join([f"{first},contact", *contacts]), encoding="utf-8")
    return home


def test_remind(skm, home: Home):
    said = skm("remind", "--period", "2024", "--home", home.root)
    assert said.code == 0
    assert said.out.startswith("Unit tanpa data Tahun 2024")
    assert "Kecamatan Mojoanyar" in said.out
    assert "Tahun 2024: 19 sudah mengirim, " in said.out
    assert "Kecamatan Jatirejo" not in said.out
    assert "0812" not in said.out
    (letters,) = home.reminders.rglob("*.txt")
    assert str(letters) in said.out
    text = letters.read_text(encoding="utf-8")
    assert "Kepada  : Kecamatan Mojoanyar" in text
    assert "0812" in text
    assert "Batas pengiriman, 14 Januari 2025, sudah lewat" in text


def test_remind_for_programs(skm, home: Home):
    said = skm("remind", "--period", "2024", "--json", "--home", home.root)
    found = json.loads(said.out)
    states = {unit["unit_name"]: unit["state"] for unit in found["units"]}
    assert (states["Kecamatan Jatirejo"], states["Kecamatan Mojoanyar"]) == ("sent", "late")
    assert all(Path(path).is_file() for path in found["files"])
    assert "0812" not in said.out


def test_the_period_that_ended_last_is_asked_for_by_default(skm, home: Home):
    said = skm("remind", "--json", "--home", home.root)
    found = json.loads(said.out)
    assert "-S" in found["period"]  # reminders.kind
    assert {unit["state"] for unit in found["units"]} <= {"not_sent", "late"}


def test_a_period_that_is_none(skm, home: Home):
    said = skm("remind", "--period", "2024-S3", "--home", home.root)
    assert (said.code, said.out) == (1, "")
    assert "Periode '2024-S3' tidak dikenal" in said.err
    assert not home.reminders.exists()
