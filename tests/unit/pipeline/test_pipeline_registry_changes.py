"""The registry as text: what a change writes, and that every other line stays letter by letter."""

from datetime import date
from pathlib import Path

import pytest

from contracts.errors import SkmError
from contracts.home import Home
from contracts.registry import Registry, load_registry
from pipeline.registry_changes import (
    as_it_is,
    checked,
    refuse_lost_units,
    with_end,
    with_new_name,
    with_new_unit,
    write,
)

LINES = (
    "\ufeffunit_code;unit_name;unit_type;contact;aliases\r\n"
    'U-1;"Dinas A; B";dinas;+62 321;Dinas AB|Bagian AB\r\n'
    "U-2;Kecamatan Mawar;kecamatan\r\n"
)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path)
    home.units.write_bytes(LINES.encode())
    return home


def unit(home: Home, code: str):
    return load_registry(home.units).by_code[code]


def test_a_new_name_leaves_every_other_line_as_it_was(home: Home) -> None:
    text = with_new_name(as_it_is(home)[0], unit(home, "U-2"), "Kecamatan =Mawar; Raya")
    assert text == LINES.replace("aliases\r\n", "aliases;former_names\r\n").replace(
        "U-2;Kecamatan Mawar;kecamatan\r\n", 'U-2;"Kecamatan =Mawar; Raya";kecamatan;;;Kecamatan Mawar\r\n'
    )
    write(home, text)
    assert unit(home, "U-2").names == ("Kecamatan =Mawar; Raya", "Kecamatan Mawar")
    again = checked(home, with_new_name(as_it_is(home)[0], unit(home, "U-2"), "Kecamatan Mawar")).by_code["U-2"]
    assert again.names == ("Kecamatan Mawar", "Kecamatan =Mawar; Raya")


def test_an_alias_becomes_the_name(home: Home) -> None:
    changed = checked(home, with_new_name(as_it_is(home)[0], unit(home, "U-1"), "Bagian AB")).by_code["U-1"]
    assert changed.names == ("Bagian AB", "Dinas AB", "Dinas A; B")
    assert changed.contact == "+62 321"


def test_an_end_and_who_goes_on(home: Home) -> None:
    changed = checked(home, with_end(as_it_is(home)[0], unit(home, "U-1"), date(2025, 12, 31), ["U-2"])).by_code["U-1"]
    assert (changed.valid_to, changed.successors, changed.unit_name) == (date(2025, 12, 31), ("U-2",), "Dinas A; B")


def test_a_new_unit_is_the_last_line(home: Home) -> None:
    values = {"unit_code": "U-3", "unit_name": "Puskesmas X", "unit_type": "puskesmas", "valid_from": "2026-01-01"}
    text = with_new_unit(as_it_is(home)[0], values)
    assert text.startswith("\ufeffunit_code;unit_name;unit_type;contact;aliases;valid_from\r\n")
    assert text.endswith("U-3;Puskesmas X;puskesmas;;;2026-01-01\r\n")
    assert checked(home, text).by_code["U-3"].valid_from == date(2026, 1, 1)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text, one: with_new_unit(text, {"unit_code": "u-1"}), "Unit u-1 sudah ada dalam daftar"),
        (lambda text, one: with_new_name(text, one, "dinas a; b"), "U-1 sudah bernama Dinas A; B"),
    ],
)
def test_what_cannot_be_is_said(home: Home, change, said: str) -> None:
    with pytest.raises(SkmError, match=said):
        change(as_it_is(home)[0], unit(home, "U-1"))


def test_without_anything_published_no_unit_can_be_lost(home: Home) -> None:
    refuse_lost_units(home, Registry(()))


def test_the_first_unit_of_a_new_home(home: Home) -> None:
    home.units.write_text("unit_code,unit_name,unit_type\n", encoding="utf-8")
    text, before = as_it_is(home)
    assert before == Registry(())
    added = with_new_unit(text, {"unit_code": "U-1", "unit_name": "Kecamatan Mawar", "unit_type": "kecamatan"})
    assert [unit.names for unit in checked(home, added).units] == [("Kecamatan Mawar",)]
