"""Dates whose parts stand in several places: read where nobody can doubt them, left as they are elsewhere."""

from collections.abc import Sequence

import pytest

from contracts.unsur import UNSUR

NAMES = tuple(unsur.name for unsur in UNSUR)
ANSWERS = ("3", "3", "4", "4", "3", "3", "3", "4", "2")
DAYS = ("Tgl",)
THREE = ("Tgl", "Bln", "Thn")
Dates = Sequence[tuple[str | None, ...]]


def sheet(headers: Sequence[str], dates: Dates, title: str = "", below: str = ""):
    """Rows of a sheet with these dates, one respondent each."""
    people = [(str(number), *date, *ANSWERS) for number, date in enumerate(dates, start=1)]
    width = 1 + len(headers) + len(ANSWERS)
    lines = [(text, *[None] * (width - 1)) for text in (title, below)]
    return [*lines[:1] * bool(title), ("No", *headers, *NAMES), *people, *lines[1:] * bool(below)]


def moments(export) -> list[str | None]:
    return export.rows["timestamp"].to_list()


@pytest.mark.parametrize(
    ("headers", "dates", "found"),
    [
        (THREE, [("3", "3", "2025"), ("14", "04", "2025")], ["2025-03-03", "2025-04-14"]),
        (("Tanggal", "Bulan", "Tahun"), [("3", "Maret", "2025"), ("31", "Mei", "2025")], ["2025-03-03", "2025-05-31"]),
        (("Tahun", "Bulan", "Tanggal"), [("2025", "3", "12")], ["2025-03-12"]),
        (("Tgl Survei", "Bulan Survei", "Tahun Survei"), [("3", "3", "2025")], ["2025-03-03"]),
        (THREE, [("3", "3", "2025"), (None, None, None)], ["2025-03-03", None]),
        (THREE, [("31", "2", "2025"), ("3", "3", "2025")], ["2025-02-31", "2025-03-03"]),  # in no calendar
        # Not all of one form: nothing is put together.
        (THREE, [("3", "3", "2025"), ("14", None, None)], ["3", "14"]),
        (THREE, [("3", "3", "2025"), ("13", "13", "2025")], ["3", "13"]),
        (THREE, [("3", "3", "25"), ("14", "3", "25")], ["3", "14"]),
        (("Tgl", "Bulan Lahir", "Tahun Lahir"), [("3", "3", "1990"), ("14", "3", "1985")], ["3", "14"]),
    ],
)
def test_three_columns(read, headers: tuple[str, ...], dates: Dates, found: list[str]) -> None:
    assert moments(read(("", sheet(headers, [*dates, *dates[-1:] * 2])), name="jatirejo/a.xlsx"))[: len(found)] == found


@pytest.mark.parametrize(
    ("name", "title", "path", "read_as"),
    [
        ("Data", "REKAP SKM BULAN JANUARI 2025", "jatirejo/rekap.xlsx", "2025-01"),
        ("Januari", "", "jatirejo/SKM 2025.xlsx", "2025-01"),
        ("Mei", "SKM Semester I Tahun 2025", "jatirejo/rekap.xlsx", "2025-05"),
        ("", "", "jatirejo/2025/SKM Maret.xlsx", "2025-03"),
        ("Data", "SKM TAHUN 2025", "jatirejo/rekap.xlsx", None),  # no month
        ("Januari", "", "jatirejo/rekap.xlsx", None),  # no year
        ("Januari", "REKAP BULAN MARET 2025", "jatirejo/rekap.xlsx", None),  # two of them
        ("Data", "BULAN JANUARI 2025", "jatirejo/SKM 2024.xlsx", None),
    ],
)
def test_days_of_the_month_that_is_named(read, name: str, title: str, path: str, read_as: str | None) -> None:
    export = read((name, sheet(DAYS, [("3",), ("14",), ("27",), ("28",)], title)), name=path)
    days = ["3", "14", "27", "28"]
    assert moments(export) == ([f"{read_as}-{int(day):02d}" for day in days] if read_as else days)
    assert export.reading.read_as == path


def test_days_up_to_the_tenth_look_like_answers_and_are_days(read) -> None:
    export = read(("Maret", sheet(DAYS, [("2",), ("3",), ("3",), ("11",)])), name="jatirejo/2025.xlsx")
    assert moments(export) == ["2025-03-02", "2025-03-03", "2025-03-03", "2025-03-11"]
    [note] = export.reading.notes
    assert note == (
        "Kolom “Tgl” hanya memuat hari; bulan dan tahunnya menurut judul, lembar, atau nama berkas (Maret 2025)."
    )


@pytest.mark.parametrize(
    ("dates", "found"),
    [
        # Mostly up to the tenth: the column may be one of anything, and the file has its month without it.
        (("2", "3", "3", "30"), [None] * 4),
        (("2", "3", "3", "28"), ["2025-02-02", "2025-02-03", "2025-02-03", "2025-02-28"]),
        # A column of days with one that was written wrong.
        (("12", "13", "14", "30"), ["2025-02-12", "2025-02-13", "2025-02-14", "2025-02-30"]),
    ],
)
def test_days_that_the_month_has_not(read, dates: tuple[str, ...], found: list[str | None]) -> None:
    export = read(("Februari", sheet(DAYS, [(date,) for date in dates])), name="jatirejo/2025.xlsx")
    assert moments(export) == found


@pytest.mark.parametrize(
    ("header", "dates"),
    [
        ("Waktu", ("8", "14", "15", "16")),  # hours
        ("Tgl", ("3", "14", "32", "20")),
        ("Tgl", ("3", "14", "04/01/2025", "20")),
        ("Tgl Lahir", ("3", "14", "27", "20")),
    ],
)
def test_other_numbers_are_no_days(read, header: str, dates: tuple[str, ...]) -> None:
    export = read(("Januari", sheet((header,), [(date,) for date in dates])), name="jatirejo/2025.xlsx")
    assert set(moments(export)) <= {None, *dates}


def test_months_below_each_other_are_left(read) -> None:
    rows = sheet(DAYS, [("13",), ("14",)], "BULAN JANUARI 2025", "BULAN FEBRUARI 2025")
    rows += sheet(DAYS, [("15",), ("16",)])[1:]
    assert moments(read(("", rows), name="jatirejo/rekap.xlsx")) == ["13", "14", "15", "16"]


@pytest.mark.parametrize(
    ("dates", "title", "found"),
    [
        (("3 Maret", "14 April"), "SKM TAHUN 2025", ["2025-03-03", "2025-04-14"]),
        (("3-Mar", "14 Jun."), "SKM SEMESTER I 2025", ["2025-03-03", "2025-06-14"]),
        (("3 Maret", "14 Juli"), "SKM SEMESTER I 2025", ["3 Maret", "14 Juli"]),  # outside
        (("3 Maret", "14 April 2024"), "SKM TAHUN 2025", ["3 Maret", "14 April 2024"]),
        (("3 Maret", "14 Lusin"), "SKM TAHUN 2025", ["3 Maret", "14 Lusin"]),
        (("3 Maret", "14 April"), "SKM", ["3 Maret", "14 April"]),
        (("3 Maret", "14 April"), "SKM 2024 dan 2025", ["3 Maret", "14 April"]),
    ],
)
def test_days_and_months_of_the_year_that_is_named(read, dates: tuple[str, ...], title: str, found: list[str]) -> None:
    export = read(("Data", sheet(("Tanggal",), [(date,) for date in dates], title)), name="jatirejo/rekap.xlsx")
    assert moments(export) == found


def test_whole_dates_need_no_path(read) -> None:
    export = read(("Januari", sheet(("Tanggal",), [("03/01/2025",), ("04/01/2025",)])), name="jatirejo/2025.xlsx")
    assert (moments(export), export.reading.read_as) == (["03/01/2025", "04/01/2025"], "")


@pytest.mark.parametrize(
    ("dates", "found"),
    [
        (("Januari 2025", "Februari 2025", "Feb 2025"), {"2025-01": 1, "2025-02": 2}),
        (("Januari 2025", "Februari 2025", "03/03/2025"), {}),
        (("Januari 2025", "Februari 2025", "Lusin 2025"), {}),
    ],
)
def test_months_in_the_place_of_days_are_periods(read, dates: tuple[str, ...], found: dict[str, int]) -> None:
    export = read(("Data", sheet(("Tanggal",), [(date,) for date in dates])), name="jatirejo/rekap.xlsx")
    assert {part.period_code: part.rows for part in export.reading.parts} == found
    assert found or moments(export) == list(dates)


@pytest.mark.parametrize(
    ("header", "is_period"),
    [
        ("Tanggal", True),
        ("Tanggal Pengisian Survei", True),
        ("Tgl/Bulan Survei", True),
        ("Tanggal Lahir", False),
        ("Tgl Terbit KTP", False),
        ("Tanggal kunjungan terakhir", False),
        ("Tgl Permohonan", False),
    ],
)
def test_months_of_other_days_are_no_periods_of_the_survey(read, header: str, is_period: bool) -> None:
    months = ("Mei 2024", "Juni 2024", "Maret 2025")
    export = read(("Data", sheet((header,), [(month,) for month in months])), name="jatirejo/SKM TW II 2025.xlsx")
    assert export.reading.naming.period_values == (months if is_period else ())


def test_one_month_in_the_place_of_days_is_the_period_of_the_file(read) -> None:
    export = read(("Data", sheet(("Tanggal",), [("Maret 2025",)] * 3)), name="jatirejo/rekap.xlsx")
    assert export.reading.naming.period_values == ("Maret 2025",)
    assert moments(export) == [None] * 3
