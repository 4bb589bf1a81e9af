"""Whose file it is, and for which period, by the texts that name it."""

import pickle

import pytest

from contracts.periods import Period
from contracts.records import Refusal, UnitNaming
from contracts.registry import Registry, Unit
from ingest.identify import UnitNames, identify_unit
from ingest.period_names import identify_period
from ingest.period_texts import read_period


def unit_of(names, path="", **naming):
    found = identify_unit(UnitNaming(**naming), path, names)
    return found.code if isinstance(found, Refusal) else found


@pytest.mark.parametrize(
    ("path", "unit"),
    [
        ("gedeg/export.csv", "gedeg"),
        ("SKM KEC. GEDEK 2024 fix (1).csv", "gedeg"),
        ("Hasil SKM Puskesmas Jatirejo 2024.csv", "pkm-jatirejo"),
        ("SKM PKM Jatirejo.csv", "pkm-jatirejo"),
        ("jatirejo/Hasil SKM Puskesmas Jatirejo 2024.csv", "pkm-jatirejo"),
        ("jatirejo/KECAMATAN JATIREJO 2024.xlsx", "jatirejo"),
        ("jatirejo/export.csv", "jatirejo"),
        ("2024/skm_jatirejo_2024.csv", "jatirejo"),
        ("jatirejo2024.csv", "jatirejo"),
        ("dukcapil/responses.csv", "dukcapil"),
        ("UPT Dukcapil/2024.csv", "dukcapil"),
        ("dawar blandong.csv", "dawar"),
        ("SKM Kantor Kecamatan Pacet.csv", "pacet"),
        ("Puskesmas Jatirejo Kecamatan Mojosari.csv", "pkm-jatirejo"),
    ],
)
def test_unit_from_path(names, path, unit):
    assert unit_of(names, path) == unit


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("export.csv", "unit_unknown"),
        ("SKM Kelurahan Antah Berantah.csv", "unit_unknown"),
        ("mojosari/SKM Kelurahan Kauman.csv", "unit_unknown"),
        ("Kelurahan Kauman Kecamatan Mojosari.csv", "unit_unknown"),
        ("jatirejo/SKM Puskesmas Gayaman.csv", "unit_unknown"),
        ("SMP Jatirejo.csv", "unit_unknown"),
        ("jatirejokulon.csv", "unit_unknown"),
        ("pacet/SKM Kecamatan Gedeg.csv", "unit_conflict"),
        ("pacet/gedeg.csv", "unit_conflict"),
        ("Kecamatan Jatirejo/Puskesmas Jatirejo.csv", "unit_conflict"),
    ],
)
def test_no_unit_from_path(names, path, code):
    assert unit_of(names, path) == code


def test_titles_columns_and_sheets(names):
    assert unit_of(names, "x.csv", titles=("UNIT PELAYANAN : KECAMATAN PACET",)) == "pacet"
    assert unit_of(names, "x.csv", titles=("KECAMATAN JATIREJO KABUPATEN MOJOKERTO",)) == "jatirejo"
    assert unit_of(names, "x.csv", column_values=("Kecamatan Pacet", "Kec. Pacet")) == "pacet"
    assert unit_of(names, "x.csv", column_values=("Kecamatan Pacet", "Kecamatan Gedeg")) == "several_units"
    assert unit_of(names, "x.csv", members=("Pacet",)) == "pacet"
    assert unit_of(names, "x.csv", members=("Pacet", "Gedeg")) == "unit_conflict"
    assert unit_of(names, "pacet/x.csv", titles=("KECAMATAN GEDEG",)) == "unit_conflict"


def test_a_place_after_kabupaten_is_not_the_kecamatan():
    names = UnitNames(Registry((Unit("m", "Kecamatan Mojokerto", "kecamatan", None, (), None, ()),)))
    assert unit_of(names, "x.csv", titles=("PEMERINTAH KABUPATEN MOJOKERTO",)) == "unit_unknown"
    assert unit_of(names, "mojokerto/x.csv") == "m"


def test_refusals_say_what_was_read(names):
    found = identify_unit(UnitNaming(titles=("KECAMATAN GEDEG",)), "pacet/x.csv", names)
    assert isinstance(found, Refusal)
    assert "Kecamatan Gedeg" in found.message
    assert "nama folder: “pacet” terbaca sebagai Kecamatan Pacet" in found.message
    unknown = identify_unit(UnitNaming(), "SKM Kelurahan Antah Berantah.csv", names)
    assert isinstance(unknown, Refusal)
    assert "Kelurahan Antah Berantah" in unknown.message
    assert "units.csv" in unknown.message


def test_names_travel_to_other_processes(names):
    assert unit_of(pickle.loads(pickle.dumps(names)), "gedek.csv") == "gedeg"


def period_of(path="x.csv", **naming):
    found = identify_period(UnitNaming(**naming), path)
    return found.code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2024", "2024"),
        ("Tahun 2024", "2024"),
        ("Semester I 2024", "2024-S1"),
        ("SEMESTER II TAHUN 2024", "2024-S2"),
        ("Smt 2 th. 2024", "2024-S2"),
        ("S1 2024", "2024-S1"),
        ("2024-S2", "2024-S2"),
        ("TW II 2024", "2024-TW2"),
        ("TW1 2024", "2024-TW1"),
        ("Triwulan IV Tahun 2024", "2024-TW4"),
        ("Tri Wulan III 2024", "2024-TW3"),
        ("Maret 2024", "2024-03"),
        ("nopember 2024", "2024-11"),
        ("2024-07", "2024-07"),
        ("Januari – November 2024", "2024"),
        ("PERIODE : JANUARI - NOVEMBER 2024", "2024"),
        ("Juli - Desember 2024", "2024-S2"),
        ("Januari s/d Maret 2024", "2024-TW1"),
        ("Januari 2024 s.d. Juni 2024", "2024-S1"),
        ("1 Januari 2024 s/d 30 Juni 2024", "2024-S1"),
        ("Periode : 01-01-2024 s/d 30-11-2024", "2024"),
        ("2024-04-01 - 2024-06-30", "2024-TW2"),
        ("jan-jun_2024", "2024-S1"),
        ("Semester I (Januari - Juni) 2024", "2024-S1"),
        ("Triwulan I, Januari sd Maret 2024", "2024-TW1"),
        ("SKM KEC. GEDEK 2024 fix (1)", "2024"),
        ("SKM 2024 rev 2 final", "2024"),
        ("hasil 188 responden tahun 2024", "2024"),
        ("bangsal2024", "2024"),
    ],
)
def test_period_of_a_title(text, code):
    assert period_of(titles=(text,)) == code


@pytest.mark.parametrize(
    "text",
    [
        "Laporan SKM",
        "Semester I",
        "Peraturan Menteri PANRB Nomor 14 Tahun 2017",
        "Permenpan RB 14/2017",
        "diekspor 31-12-2024",
        "export 2024-12-31",
        "NIP 196701012024031001",
        "2024 responden",
        "S1",
        "(1)",
    ],
)
def test_no_year_in_a_title(text):
    assert period_of(titles=(text,)) == "period_unknown"


def test_the_finest_consistent_period_wins():
    assert period_of("x Semester I.csv", titles=("TAHUN 2024",)) == "2024-S1"
    assert period_of("2024/TW I/x.csv", titles=("Semester I",)) == "2024-TW1"
    assert period_of("2024/x.csv", titles=("Januari - November 2024",)) == "2024"


def test_contradictions_are_refused():
    assert period_of("2023/x.csv", titles=("TAHUN 2024",)) == "period_conflict"
    assert period_of("x Semester II 2024.csv", titles=("Semester I 2024",)) == "period_conflict"
    assert period_of("skm 2023-2024.csv") == "period_conflict"


def test_sheets_of_months_add_up():
    assert period_of("2024.xlsx", members=("Januari", "Februari", "Maret")) == "2024-TW1"
    assert period_of("2024.xlsx", members=("Januari", "Mei")) == "2024"
    assert period_of("2024.zip", members=("TW I/a.csv", "TW II/a.csv")) == "2024-S1"


def test_refusal_says_what_was_read():
    found = identify_period(UnitNaming(titles=("LAPORAN SKM",)), "pacet/x.csv")
    assert isinstance(found, Refusal)
    assert "LAPORAN SKM" in found.message


def test_period_is_a_period():
    assert identify_period(UnitNaming(), "TW III 2024.csv") == Period(2024, "quarter", 3)
    assert read_period("Januari – Februari 2024").months == (1, 2)


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        (("Periode: 01 Juli 2025 s/d 30 September 2025", "Didownload pada: 05 Oktober 2025, 09:15"), "2025-TW3"),
        (("Tahun 2025", "Didownload pada: 06 Januari 2026, 08:05 | Oleh: Operator"), "2025"),
        (("SKM Triwulan II 2025", "Dicetak tanggal 14 Juli 2025"), "2025-TW2"),
        (("SKM Triwulan II 2025", "Tanggal cetak: Juli 2025"), "2025-TW2"),
        (("SKM 2025", "Mojosari, 3 November 2025"), "2025"),
        (("SKM 2025", "Mojosari,      November 2025"), "2025"),
        (("SKM 2025", "Senin, 3 Nopember 2025"), "2025"),
        (("SKM 2025", "Printed on November 3, 2025 10:22 AM"), "2025"),
        (("SKM 2025", "diunduh 3 Nov 25"), "2025"),
        (("SKM Tahun 2025 per 3 November 2025",), "2025"),
        (("SKM Tahun 2025 per November 2025",), "2025"),
        (("Rekap per bulan November 2025",), "2025-11"),
        (("SKM, November 2025",), "2025-11"),
        (("Kecamatan Pacet, November 2025", "SKM"), "2025-11"),
        (("Survei tanggal 3 - 14 November 2025",), "2025-11"),
        (("3 s/d 14 November 2025",), "2025-11"),
        (("Tanggal Survei: 3 November 2025",), "2025-11"),
        (("Pengambilan data tanggal 3 November 2025",), "2025-11"),
        (("SKM 2025", "Tanggal: 3 November 2025"), "2025"),
    ],
)
def test_a_day_is_no_period(texts, code):
    assert period_of(titles=texts) == code


@pytest.mark.parametrize(
    "path",
    [
        "SKM_November 3, 2025_10.22.csv",
        "SKM 3 November 2025.csv",
        "hasil survei 3 November 2025.csv",
        "SKM per November 2025.csv",
        "SKM 03-11-2025.csv",
        "SKM_3_11_2025.csv",
        "SKM_2025_11_03.csv",
        "Mojosari, November 2025.csv",
    ],
)
def test_only_a_day_is_asked_back(path):
    found = identify_period(UnitNaming(), path)
    assert isinstance(found, Refusal)
    assert found.code == "period_unknown"
    assert "bukan periode" in found.message


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Triwulan Ketiga Tahun 2025", "2025-TW3"),
        ("TRIWULAN KE TIGA TAHUN 2025", "2025-TW3"),
        ("Triwulan ke-IV 2025", "2025-TW4"),
        ("TW-III 2025", "2025-TW3"),
        ("TW.III/2025", "2025-TW3"),
        ("Triwulan 1-2025", "2025-TW1"),
        ("Triwulan III (Juli-September) 2025", "2025-TW3"),
        ("Triwulan 1 Januari - Maret 2025", "2025-TW1"),
        ("Semester Kedua 2025", "2025-S2"),
        ("Semester I dan II Tahun 2025", "2025"),
        ("Semester 1 & 2 Tahun 2025", "2025"),
        ("Semester I/II 2025", "2025"),
        ("TW I s.d. TW III Tahun 2025", "2025"),
        ("TW 1-4 2025", "2025"),
        ("Triwulan I, II, dan III 2025", "2025"),
        ("Triwulan I dan II 2025", "2025-S1"),
        ("Triwulan Pertama sampai dengan Kedua 2025", "2025-S1"),
        ("TW III 2025 - 3 November 2025", "2025-TW3"),
        ("TW III - 2 November 2025, Tahun 2025", "2025-TW3"),
        ("TW III, 45 responden, 2025", "2025-TW3"),
        ("Triwulan III Semester II 2025", "2025-TW3"),
        ("Caturwulan I 2025", "2025"),
        ("Bulan ke-7 Tahun 2025", "2025-07"),
        ("Bulan VII Tahun 2025", "2025-07"),
        ("Bulan 1 s/d 6 Tahun 2025", "2025-S1"),
        ("Bulan Juli dan Agustus 2025", "2025"),
        ("Januari sampai dengan bulan Juni 2025", "2025-S1"),
        ("awal Januari hingga akhir Maret 2025", "2025-TW1"),
        ("1 Januari s/d 30 Juni 2025", "2025-S1"),
        ("Third Quarter 2025", "2025-TW3"),
        ("July - September 2025", "2025-TW3"),
        ("SKM_2025_07", "2025-07"),
        ("SKM_07_2025", "2025-07"),
        ("07-2025", "2025-07"),
        ("H2 2025", "2025-S2"),
        ("Kwartal III 2025", "2025-TW3"),
        ("Bulan : 2025-07-01", "2025-07"),
        ("Periode 2025-07-01", "2025-07"),
        ("Periode 2025-07-01 s/d 2025-09-30", "2025-TW3"),
        ("SD Negeri 1 Juli 2025", "period_unknown"),
    ],
)
def test_parts_of_a_year_in_words_and_spans(text, code):
    assert period_of(titles=(text,)) == code
    assert period_of(f"{text.replace('/', '-')}.csv") in (code, "period_conflict") or "/" in text


@pytest.mark.parametrize(
    "text",
    [
        "Semester Ganjil 2025",
        "Triwulan Terakhir 2025",
        "Triwulan V 2025",
        "Semester 3 2025",
        "Bulan ke-13 2025",
        "Januari – Mei 2025 TW IV",
        "Desember s/d Februari 2025",
        "Triwulan 3 November 2025",
        "Rekap s.d. Juni 2025",
        "SKM 2025 sampai dengan September",
        "s/d TW III 2025",
        "sejak bulan Juli 2025",
        "sampai bulan 6 2025",
    ],
)
def test_a_part_that_cannot_be_told_is_asked_back(text):
    assert period_of(titles=(text,)) == "period_unclear"


def test_numbered_months_are_no_days_in_folders_and_sheets():
    assert period_of("07 Juli 2025/skm.csv") == "2025-07"
    assert period_of("SKM 2025.xlsx", members=("07_Juli",)) == "2025-07"
    assert period_of("SKM 2025.xlsx", members=("7. Juli", "8. Agustus", "9. September")) == "2025-TW3"
    assert period_of("07 Juli 2025.csv") == "period_unknown"
    assert period_of("SKM 2025.xlsx", members=("05 Juli",)) == "2025"


def test_a_period_column_must_name_one_period_and_agree():
    assert period_of("SKM.csv", period_values=("Tahun 2024",)) == "2024"
    assert period_of("SKM 2025.csv", period_values=("Tahun 2025, Triwulan II",)) == "2025-TW2"
    assert period_of("SKM 2025.csv", period_values=("Triwulan II",)) == "2025-TW2"
    assert period_of("SKM 2025.csv", period_values=("Tahun 2024",)) == "period_conflict"
    several = identify_period(UnitNaming(period_values=("Tahun 2024", "Tahun 2025")), "SKM 2025.csv")
    assert isinstance(several, Refusal)
    assert several.code == "several_periods"
    assert "Tahun 2024; Tahun 2025" in several.message
