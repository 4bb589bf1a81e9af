"""Names of units and of periods, word by word, and what a refusal shows of them."""

import pytest

from contracts.records import Refusal, UnitNaming
from contracts.registry import Registry, Unit
from ingest.identify import Found, UnitNames, identify_unit, name_words, path_sources
from ingest.period_names import identify_period, identify_plan_period
from ingest.period_texts import read_period


def unit(code: str, name: str, unit_type: str, *aliases: str) -> Unit:
    return Unit(code, name, unit_type, None, aliases, None, ())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("SKM Kec. Gedeg", ["skm", "kecamatan", "gedeg"]),
        ("bangsal2024", ["bangsal", "2024"]),
        ("2024bangsal", ["bangsal", "2024"]),
        ("kec2024", ["kecamatan", "2024"]),
        ("1a2b3", ["a2b", "1 3"]),
        ("2024", ["2024"]),
        ("", []),
    ],
)
def test_words_of_a_name(text, words):
    assert name_words(text) == words


def test_a_place_that_two_units_share(names):
    assert [names.shares_place(code) for code in ("jatirejo", "pkm-jatirejo", "pacet", "dukcapil")] == [
        *(True, True, False, False),
    ]


def test_a_refusal_begins_with_a_capital(names):
    for naming in (UnitNaming(titles=("Dinas Antah Berantah",)), UnitNaming()):
        refusal = identify_unit(naming, "x.csv", names)
        assert isinstance(refusal, Refusal)
        assert (refusal.message[0].isupper(), refusal.message[1].isupper()) == (True, False)


def test_names_of_any_registry_are_found():
    """An alias without a letter names nobody; a place alone is known of a kecamatan named by its kind."""
    names = UnitNames(
        Registry(
            (
                unit("dishub", "Dinas Perhubungan", "dinas", "-", "Dishub"),
                unit("trawas", "UPT Trawas", "puskesmas", "Trawas"),
                unit("ngoro", "Kecamatan Ngoro", "kecamatan", "Kecamatan Purwosari"),
                unit("laut", "Dinas Perhubungan Laut", "dinas"),
            )
        )
    )
    assert (names.find("Dishub").full, names.find("Perhubungan")) == ({"dishub"}, Found())
    assert (names.find("Trawas").full, names.find("Trawas").bare) == ({"trawas"}, frozenset())
    assert names.find("Kecamatan Purwosari").full == {"ngoro"}
    assert names.find("Dinas Perhubungan Laut").full == {"laut"}
    assert (names.find("Ngoro").full, names.find("Ngoro").bare) == (frozenset(), {"ngoro"})


@pytest.mark.parametrize(
    ("text", "full", "bare", "foreign"),
    [
        ("Kecamatan Pacet", {"pacet"}, set(), None),
        ("hasil Pacet 2024", set(), {"pacet"}, None),
        ("Pacet Gedek", set(), {"pacet", "gedeg"}, None),
        ("kota Pacet", set(), set(), None),
        ("kabupaten Pacet", set(), set(), None),
        ("UPT Pacet", set(), set(), "Upt Pacet"),
        ("SMP Pacet", set(), set(), "Smp Pacet"),
        ("Puskesmas Jatirejo Kecamatan Pacet", {"pkm-jatirejo"}, set(), None),  # an address
        ("Kecamatan Pacet Puskesmas Jatirejo", {"pacet", "pkm-jatirejo"}, set(), None),
        ("Kelurahan Kauman Kecamatan Pacet", set(), set(), "Kelurahan Kauman Kecamatan"),
        ("Kelurahan Kauman", set(), set(), "Kelurahan Kauman"),
        ("Kelurahan Kauman 2024", set(), set(), "Kelurahan Kauman"),
        ("Kelurahan Kauman Kelurahan Lain", set(), set(), "Kelurahan Kauman Kelurahan"),
        ("Kelurahan", set(), set(), None),
        ("Kelurahan 7", set(), set(), None),
        ("Kelurahan ab", set(), set(), None),
        ("Kelurahan abc", set(), set(), "Kelurahan Abc"),
        ("Kelurahan dan Desa", set(), set(), None),
        ("Kelurahan Januari 2024", set(), set(), None),
        ("Kelurahan Kota Baru", set(), set(), None),
        ("Kelurahan Kantor Desa", set(), set(), None),
        ("Kecamatan Pacet Kelurahan Kauman", {"pacet"}, set(), None),
        ("Bagian Umum", set(), set(), None),
        ("Dinas Kependudukan dan Pencatatan Sipil", {"dukcapil"}, set(), None),
        ("Dinas Kependudukan", set(), set(), "Dinas Kependudukan"),
    ],
)
def test_what_a_text_names(names, text, full, bare, foreign):
    found = names.find(text)
    assert (found.full, found.bare, found.foreign) == (full, bare, foreign)


def test_a_place_that_several_bear_means_the_kecamatan_or_nobody():
    names = UnitNames(
        Registry(
            (
                *(unit("k", "Kecamatan Puri", "kecamatan"), unit("p", "Puskesmas Puri", "puskesmas")),
                *(unit("a", "Puskesmas Trowulan", "puskesmas"), unit("b", "Kelurahan Trowulan", "kelurahan")),
                *(unit("d", "Desa Ngoro", "desa", "Ngoro Lama", "Desa Ngoro Baru"), unit("e", "Pasar Kota", "desa")),
            )
        )
    )
    assert names.find("skm puri").bare == {"k"}
    assert names.find("skm trowulan").bare == set()
    assert names.find("skm ngoro").bare == {"d"}
    assert names.find("desa ngoro lama").full == {"d"}
    assert names.find("ngoro baru").bare == {"d"}
    assert names.find("pasar kota").full == {"e"}
    assert names.find("kota").bare == set()


def test_a_bare_place_is_part_of_a_full_name(names):
    assert names.agrees("jatirejo", "pkm-jatirejo")
    assert names.agrees("jatirejo", "jatirejo")
    assert not names.agrees("pacet", "pkm-jatirejo")
    assert not names.agrees("pacet", "gedeg")  # both are a kecamatan


def test_a_path_names_folders_and_file():
    assert [source.texts for source in path_sources("2024/TW I/skm.puri.xlsx")] == [("2024", "TW I"), ("skm.puri",)]


def message(naming: UnitNaming, path: str, names: UnitNames) -> str:
    found = identify_unit(naming, path, names)
    assert isinstance(found, Refusal)
    return found.message


@pytest.mark.parametrize(
    ("column", "path", "code"),
    [
        (("Kecamatan Jatirejo", "Jatirejo"), "x.csv", "jatirejo"),
        (("Jatirejo", "Puskesmas Jatirejo"), "x.csv", "pkm-jatirejo"),
        (("Jatirejo", "Pacet"), "x.csv", "several_units"),
        (("Jatirejo",), "pacet.csv", "unit_conflict"),
        (("Pacet",), "SKM Kelurahan Kauman.csv", "unit_unknown"),
        (("Kecamatan Pacet",), "SKM Kelurahan Kauman.csv", "pacet"),
    ],
)
def test_a_column_of_units(names, column, path, code):
    found = identify_unit(UnitNaming(column_values=column), path, names)
    assert (found.code if isinstance(found, Refusal) else found) == code


def test_a_refusal_shows_four_units_and_eight_texts():
    registry = Registry(tuple(unit(f"u{letter}", f"Kantor Unit{letter}", "kantor") for letter in "abcdef"))
    names = UnitNames(registry)
    values = tuple(one.unit_name for one in registry.units)
    assert "menyebut 4 unit: Kantor Unita, Kantor Unitb, Kantor Unitc, Kantor Unitd. " in message(
        UnitNaming(column_values=values[:4]), "x.csv", names
    )
    assert "menyebut 5 unit: Kantor Unita, Kantor Unitb, Kantor Unitc, Kantor Unitd, …. " in message(
        UnitNaming(column_values=values[:5]), "x.csv", names
    )
    said = message(UnitNaming(titles=values[:5]), "x.csv", names)
    assert ("Unitd” terbaca" in said, "Unite" in said) == (True, False)
    said = message(UnitNaming(titles=tuple(f"judul {n}" for n in range(9))), "x.csv", names)
    assert ("judul 7" in said, "judul 8" in said) == (True, False)
    assert "Yang terbaca: nama berkas “x”." in message(UnitNaming(), "x.csv", names)


@pytest.mark.parametrize(("length", "shown"), [(80, "x" * 80), (81, "x" * 79 + "…")])
def test_a_refusal_shows_eighty_letters_of_a_text(names, length, shown):
    assert f"judul “{shown}”" in message(UnitNaming(titles=("x" * length,)), "y.csv", names)


# --- Periods


def period(path: str = "x.csv", **naming: tuple[str, ...]) -> str:
    return identify_period(UnitNaming(**naming), path).code


@pytest.mark.parametrize(
    ("members", "code"),
    [
        (("Januari",), "2024-01"),
        (("Januari", "Februari", "Maret"), "2024-TW1"),
        (("Februari", "Maret", "April"), "2024"),
        (("Januari", "Juni"), "2024-S1"),
        (("Juli", "Desember"), "2024-S2"),
        (("Februari", "Juli"), "2024"),
        (("Semester I", "TW I"), "2024-TW1"),
        (("Oktober", "November", "Desember"), "2024-TW4"),
        (("Desember",), "2024-12"),
        (("Lembar1",), "2024"),
    ],
)
def test_sheets_name_a_stretch_together(members, code):
    assert period("2024.xlsx", members=members) == code


def test_a_file_without_an_ending_and_folders_name_it_too():
    assert period("2024/TW II/skm") == "2024-TW2"
    assert period("skm 2024") == "2024"
    assert period(".2024") == "2024"


def said(path: str = "x.csv", **naming: tuple[str, ...]) -> str:
    found = identify_period(UnitNaming(**naming), path)
    assert isinstance(found, Refusal)
    return found.message


def test_what_a_refusal_shows():
    periods = tuple(f"Januari {year}" for year in range(2020, 2027))
    assert (
        "menyebut 6 periode: Januari 2020; Januari 2021; Januari 2022; Januari 2023; Januari 2024; Januari 2025. "
        in (said(period_values=periods[:6]))
    )
    assert "Januari 2025; …. " in said(period_values=periods)
    assert "judul “Tahun 2023” menyebut 2023; nama folder “2024” menyebut 2024." in said(
        "2024/x.csv", titles=("Tahun 2023",)
    )
    conflict = said("Mei 2024.csv", titles=("Januari - Maret 2024",))
    assert "judul “Januari - Maret 2024” menyebut Januari–Maret; nama berkas “Mei 2024” menyebut Mei." in conflict
    many = said(titles=tuple(f"judul {letter}" for letter in "abcdefghi"))
    assert ("judul h" in many, "judul i" in many) == (True, False)
    assert f"judul “{'x' * 80}”" in said(titles=("x" * 81,))


def test_a_plan_is_of_the_period_its_titles_name():
    def plan(path: str, *titles: str) -> str:
        return identify_plan_period(UnitNaming(titles=titles), path).code

    assert plan("2025/x.xlsx", "Tahun 2024") == "2024"
    assert plan("2025/x.xlsx", "Tindak lanjut") == "2025"
    assert plan("x.xlsx", "Tindak lanjut") == "period_unknown"
    found = identify_plan_period(UnitNaming(), "x.xlsx")
    assert isinstance(found, Refusal)
    assert found.message.startswith("Tindak lanjut menjawab hasil survei satu periode, dan tahunnya tidak disebut.")


@pytest.mark.parametrize(
    ("text", "months", "unclear", "days"),
    [
        ("07 Juli 2024", None, None, ("07 juli 2024",)),
        ("Tanggal Survei: 3 November 2024", (11, 11), None, ()),
        ("Tanggal Survei: 3 November", None, None, ("3 november",)),  # without a year it says no month
        ("semester ganjil hingga agustus 2024", (8, 8), "semester ganjil", ()),  # the first of both
        ("Triwulan III dan 2 2024", (7, 9), None, ()),  # written otherwise: no second quarter
        ("Triwulan III dan TW 2 2024", (4, 9), None, ()),
        ("Triwulan 3 dan 2 2024", (4, 9), None, ()),
        ("Triwulan 0 2024", None, "triwulan 0", ()),
        ("Triwulan 5 2024", None, "triwulan 5", ()),
        ("Triwulan Januari – Maret 2024", (1, 3), None, ()),
    ],
)
def test_what_a_text_names_of_a_year(text, months, unclear, days):
    found = read_period(text)
    assert (found.months, found.unclear, found.days) == (months, unclear, days)
