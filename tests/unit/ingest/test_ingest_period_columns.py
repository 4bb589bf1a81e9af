"""Columns that say when a table without dates was answered."""

import pytest

from contracts.unsur import UNSUR
from ingest.period_columns import period_columns, period_values, placed_dates, unread_date_columns
from ingest.table import find_table

NAMES = tuple(unsur.name for unsur in UNSUR)
ANSWERS = ("3", "3", "4", "4", "3", "3", "3", "4", "2")


@pytest.fixture
def table(grid):
    def make(header, rows):
        return find_table(grid(("No", *header, *NAMES), *((str(n), *row, *ANSWERS) for n, row in enumerate(rows, 1))))

    return make


@pytest.mark.parametrize(
    ("header", "rows", "values"),
    [
        (("Tahun",), [("2024",), ("2025",), ("2024",)], ("Tahun 2024", "Tahun 2025")),
        (("Tahun Survei",), [("2024",), ("2024",)], ("Tahun 2024",)),
        (("Tahun",), [("2024/2025",)], ("Tahun 2024/2025",)),
        (("Periode",), [("TW III 2025",)], ("TW III 2025",)),
        (
            ("Triwulan", "Tahun"),
            [("III", "2025"), ("TW IV", "2025")],
            ("Tahun 2025, Triwulan III", "Tahun 2025, TW IV"),
        ),
        (("Bulan",), [("7",), ("Juli",), (None,)], ("Bulan 7", "Bulan Juli")),
        (("Semester Survei",), [("Kedua",)], ("Semester Kedua",)),
        (("Tri Wulan",), [("2",)], ("Triwulan 2",)),
        (("Bulan",), [("2025-07-01",), ("2025-07-01",)], ("Bulan 2025-07-01",)),
        (("Periode",), [("2025-07-01",)], ("Periode 2025-07-01",)),
        (("Tahun Lahir",), [("1990",)], ()),
        (("Tahun Masuk Kerja",), [("2019",)], ()),
        (("Lama Bulan Berlangganan",), [("7",)], ()),
        (("Tahun", "Tanggal"), [("2024", "02/01/2024")], ()),
    ],
)
def test_what_period_columns_name(table, header, rows, values):
    assert period_values(table(header, rows)) == values


def test_a_header_that_no_column_has_places_no_dates(table):
    found = table(("Selesai",), [("10/01/2025 10:11",)])
    assert placed_dates(found, found.draft.columns, "Mulai") == found.draft.columns


def test_only_respondents_name_a_period(table):
    found = table(("Tahun",), [("2024",), ("2024",)])
    assert period_columns(found) == {"Tahun": 1}
    assert period_values(found) == ("Tahun 2024",)


@pytest.mark.parametrize(
    ("header", "cell", "unread"),
    [
        ("Date Submitted", "2025-01-10 10:11:12", True),
        ("Selesai", "10/01/2025 10:11", True),
        ("Waktu Kirim", "45678.5", True),
        ("Date Submitted", "10-III-2025", True),
        ("No. Berkas", "10/03/2025", True),
        ("No. Berkas", "10/III/2025", False),
        ("Kode Responden", "3.XII.2025", False),
        ("Bulan", "2025-07-14", True),
        ("Bulan", "2025-07-01", False),
        ("Gaji", "45678", False),
        ("Tanggal Lahir", "10/01/1990", False),
        ("TTL", "10/01/1990", False),
        ("Tgl Kunjungan", "10/01/2025", False),
        ("Tanggal Unduh", "10/01/2026", False),
        ("Berlaku s/d", "10/01/2026", False),
    ],
)
def test_columns_of_dates_nobody_knows(table, header, cell, unread):
    found = table((header,), [(cell,), (cell,)])
    if found.draft.sources.get("timestamp") is None:
        assert unread_date_columns(found) == ((header,) if unread else ())


def test_a_known_date_settles_it(table):
    assert unread_date_columns(table(("Tanggal", "Diubah"), [("10/01/2025", "11/01/2025")])) == ()
