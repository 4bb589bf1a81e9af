"""Where a confirmed upload goes: a free place below the inbox, from which a run tells its unit."""

import os
from datetime import datetime
from pathlib import Path, PurePosixPath

import pytest

from contracts.errors import ConfigurationError
from contracts.home import Home
from contracts.records import UnitNaming
from contracts.registry import Registry, Unit, load_registry
from contracts.settings import Limits
from ingest.identify import UnitNames, identify_unit
from ingest.inboxes import LocalInbox
from ingest.intake import take_in
from ingest.period_texts import read_period
from pipeline.upload_place import inbox_place, safe_file_name
from storage.store import LocalStore

SAMPLES = Path(__file__).parents[3] / "samples"
REGISTRY = load_registry(SAMPLES / "units.csv")
AT = datetime(2024, 7, 5, 9, 30, 15, 123456)
HOSTILE = (
    "../../settings.toml",
    "..\\..\\units.csv",
    "/etc/passwd",
    "C:\\data\\skm.xlsx",
    "..",
    "....",
    "",
    "   ",
    ".htaccess.csv",
    "~$skm 2024.xlsx",
    "Thumbs.db",
    "desktop.ini",
    "skm\0.csv",
    "skm\n2024\r.csv",
    "skm \u202egpj.csv",
    "a" * 400 + ".csv",
    "سكم" * 90 + " 2024.csv",
    "skm.\ud800csv",
    "CON: *?<>|.csv",
    "skm. . .",
    "laporan." + "x" * 300,
    "😀" * 80,
)


def of(units: Registry, place: Path, home: Home) -> object:
    return identify_unit(UnitNaming(), place.relative_to(home.inbox).as_posix(), UnitNames(units))


@pytest.mark.parametrize("unit", REGISTRY.units, ids=lambda unit: unit.unit_code)
def test_a_run_tells_every_unit_of_the_registry_by_the_place(unit: Unit, tmp_path: Path) -> None:
    home = Home(tmp_path)
    for name in (
        "responses.csv",
        "data 2024 (1).xlsx",
        "Hasil SKM jatirejo.csv" if "atirejo" in unit.unit_name else "x",
    ):
        assert of(REGISTRY, inbox_place(home, REGISTRY, unit.unit_code, name, AT), home) == unit.unit_code


def test_the_puskesmas_is_not_the_kecamatan(tmp_path: Path) -> None:
    home = Home(tmp_path)
    kecamatan, puskesmas = (inbox_place(home, REGISTRY, code, "skm.csv", AT) for code in ("35.16.01", "pkm-jatirejo"))
    assert kecamatan == home.inbox / "unggahan" / "Kecamatan Jatirejo" / "skm.csv"
    assert puskesmas == home.inbox / "unggahan" / "Puskesmas Jatirejo" / "skm.csv"


def test_of_several_files_of_one_name_each_has_its_own_place_and_the_moment_names_no_period(tmp_path: Path) -> None:
    home = Home(tmp_path)
    places = []
    for _ in range(3):
        place = inbox_place(home, REGISTRY, "35.16.01", "SKM semester I.csv", AT)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.touch()
        places.append(place)
    assert len(set(places)) == 3
    assert {place.name for place in places} == {"SKM semester I.csv"}
    for place in places[1:]:
        moment = read_period(place.parent.name)
        assert (moment.years, moment.months) == (frozenset(), None)
        assert of(REGISTRY, place, home) == "35.16.01"


def test_a_dangling_link_is_not_a_free_place(tmp_path: Path) -> None:
    home = Home(tmp_path)
    first = inbox_place(home, REGISTRY, "35.16.01", "skm.csv", AT)
    first.parent.mkdir(parents=True)
    first.symlink_to(tmp_path / "elsewhere")
    assert inbox_place(home, REGISTRY, "35.16.01", "skm.csv", AT) != first


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_name_stays_below_the_folder_and_is_seen_by_a_run(name: str, tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.inbox.mkdir()
    place = inbox_place(home, REGISTRY, "35.16.05", name, AT)
    assert place.parent == home.inbox / "unggahan" / "Kecamatan Ngoro"
    assert len(os.fsencode(place.name)) < 255
    assert place.name.isprintable()
    assert not set('/\\:*?"<>|') & set(place.name)
    place.parent.mkdir(parents=True)
    place.write_text("isi")
    (home.root / "archive").mkdir()
    (seen,) = take_in(LocalStore(home.archive), LocalInbox(home.inbox), [], Limits(), AT)
    assert seen.refusal is None
    assert seen.path == place.relative_to(home.inbox).as_posix()


@pytest.mark.parametrize(
    "name",
    [
        "SKM KEC. GEDEK 2024 fix (1).csv",
        "Hasil Survei Januari – November 2024.xlsx",
        "skm_jatirejo_2023.csv",
        "Rekap SKM & IKM, TW II 2024 [final].ods",
        "skm.tar.gz",
    ],
)
def test_an_honest_name_is_kept(name: str) -> None:
    assert safe_file_name(name) == name


def test_of_a_long_name_the_ending_is_kept() -> None:
    kept = safe_file_name("Laporan " * 60 + ".xlsx")
    assert kept.endswith(".xlsx")
    assert kept.startswith("Laporan Laporan")
    assert PurePosixPath(kept).stem == PurePosixPath(kept).stem.strip()


def unit(code: str, name: str, kind: str, *aliases: str) -> Unit:
    return Unit(code, name, kind, None, aliases, None, ())


def test_a_name_that_cannot_be_a_folder_gives_way_to_an_alias_that_can(tmp_path: Path) -> None:
    home = Home(tmp_path)
    long = "Dinas " + "Pemberdayaan " * 30
    units = Registry((unit("a", long + "Satu", "dinas", "DPS"), unit("b", long + "Dua", "dinas", "DPD")))
    assert [inbox_place(home, units, code, "x.csv", AT).parent.name for code in ("a", "b")] == [
        "dinas DPS",
        "dinas DPD",
    ]


def test_a_unit_with_slashes_in_its_name_is_told(tmp_path: Path) -> None:
    home = Home(tmp_path)
    units = Registry((unit("a", "UPT A/B: Pasar", "upt"), unit("b", "UPT A", "upt"), unit("c", "...", "upt", "Titik")))
    for code in "abc":
        assert of(units, inbox_place(home, units, code, "x.csv", AT), home) == code


def test_units_that_no_name_tells_apart_are_said(tmp_path: Path) -> None:
    units = Registry((unit("a", "UPT Pasar-Baru", "upt"), unit("b", "UPT Pasar Baru", "upt")))
    with pytest.raises(ConfigurationError, match=r"UPT Pasar Baru.*\(b\)"):
        inbox_place(Home(tmp_path), units, "b", "x.csv", AT)
