"""The words of the open data: all of them there, none too many, and the metadata that Satu Data asks for."""

import json
from datetime import date

import pytest

from contracts.public_tables import PUBLIC_IKM_UNIT, PUBLIC_TABLES
from contracts.settings import Portal, Settings
from contracts.tables import UNIT
from portal.open_data import DATABASE_LABEL, FORMATS, OPEN_TABLES, OpenData, OpenFile, OpenFrame, metadata, open_tables
from portal.page_figures import Download

FRAMES = [
    OpenFrame(
        table,
        rows,
        tuple(
            OpenFile(Download(name=f"{table.name}{suffix}", size=100, label=label), "ab" * 32)
            for suffix, label in FORMATS.items()
        ),
    )
    for table, rows in ((UNIT, 18), (PUBLIC_IKM_UNIT, 54))
]
DATABASE = OpenFile(Download(name="skm_terbuka.duckdb", size=300, label=DATABASE_LABEL), "cd" * 32)


def test_every_open_table_and_column_has_its_words() -> None:
    for table in OPEN_TABLES:
        assert table.indonesian is not None
        assert all((table.indonesian.title, table.indonesian.grain, table.indonesian.meaning))
        assert all(column.indonesian for column in table.public_columns), table.name


def test_a_column_says_the_same_in_every_open_table() -> None:
    said: dict[str, set[tuple[str, str]]] = {}
    for table in OPEN_TABLES:
        for column in table.public_columns:
            said.setdefault(column.name, set()).add((column.indonesian, column.unit))
    assert {name: words for name, words in said.items() if len(words) > 1} == {}


def test_nothing_of_a_person_is_open() -> None:
    internal = {"response", "suggestion", "suggestion_theme", "respondent_profile", "ingest_file", "rejected_row"}
    assert not internal & {table.name for table in OPEN_TABLES}
    assert OPEN_TABLES == PUBLIC_TABLES
    assert all(table.public and table.public_columns == table.columns for table in OPEN_TABLES)
    assert "total" not in {column.name for table in OPEN_TABLES for column in table.columns}


def test_the_page_gets_the_tables_in_bahasa_indonesia() -> None:
    [unit, index] = open_tables(FRAMES)
    assert (unit.name, unit.rows, unit.grain) == ("unit", 18, "satu baris per unit pelayanan yang terdaftar")
    assert [one.name for one in index.downloads] == ["ikm_unit.csv", "ikm_unit-excel.csv", "ikm_unit.parquet"]
    assert tuple(column.name for column in index.columns) == (*PUBLIC_IKM_UNIT.column_names, "ikm_exact", "mutu_exact")
    assert {column.name: column.type for column in index.columns}["ikm"] == "desimal (2 angka)"


@pytest.fixture
def described() -> dict[str, object]:
    settings = Settings(portal=Portal(license="CC0 1.0", address="https://skm.contoh.go.id"))
    content = metadata(OpenData(settings, ["2024-S1", "2024", "2023"], date(2025, 1, 7), FRAMES, DATABASE))
    described: dict[str, object] = json.loads(content)
    return described


def test_the_metadata_of_the_whole(described: dict[str, object]) -> None:
    assert described["judul"] == "Indeks Kepuasan Masyarakat Kabupaten Mojokerto"
    assert described["produsen_data"] == "Bagian Organisasi Sekretariat Daerah Kabupaten Mojokerto"
    assert described["lisensi"] == "CC0 1.0"
    assert described["tanggal_pemutakhiran"] == "2025-01-07"
    assert described["distribusi"] == [
        {
            "format": "DuckDB",
            "tipe_media": "application/vnd.duckdb",
            "berkas": "data/skm_terbuka.duckdb",
            "ukuran_bita": 300,
            "sha256": "cd" * 32,
        }
    ]
    assert described["periode_data"] == {
        "mulai": "2023-01-01",
        "sampai": "2024-12-31",
        "jenis": ["tahun", "semester"],
        "daftar": ["2023", "2024", "2024-S1"],
    }
    area = described["cakupan_wilayah"]
    assert isinstance(area, dict)
    assert (area["kode_kemendagri"], area["kode_bps"]) == ("35.16", "3516")
    for key in ("walidata", "frekuensi_pemutakhiran", "klasifikasi", "satuan", "standar_metadata", "metode"):
        assert described[key]


def test_the_metadata_of_a_table_and_its_files(described: dict[str, object]) -> None:
    tables = described["tabel"]
    assert isinstance(tables, list)
    unit, index = tables
    assert [one["nama"] for one in unit["variabel"]] == list(UNIT.column_names)
    ikm = next(one for one in index["variabel"] if one["nama"] == "ikm")
    assert (ikm["tipe"], ikm["satuan"], ikm["boleh_kosong"]) == ("desimal (2 angka)", "nilai indeks (skala 100)", False)
    mutu = next(one for one in index["variabel"] if one["nama"] == "mutu")
    assert mutu["klasifikasi"] == {
        "A": "Sangat Baik, mulai 88,31",
        "B": "Baik, mulai 76,61",
        "C": "Kurang Baik, mulai 65,00",
        "D": "Tidak Baik, nilai yang lebih rendah",
    }
    assert [one["format"] for one in index["distribusi"]] == ["CSV", "CSV untuk Excel", "Parquet"]
    assert index["distribusi"][1]["berkas"] == "data/ikm_unit-excel.csv"
    assert index["distribusi"][2] == {
        "format": "Parquet",
        "tipe_media": "application/vnd.apache.parquet",
        "berkas": "data/ikm_unit.parquet",
        "ukuran_bita": 100,
        "sha256": "ab" * 32,
    }


def test_without_a_period_the_metadata_still_stand() -> None:
    assert (
        json.loads(metadata(OpenData(Settings(), [], date(2025, 1, 7), [], DATABASE)))["periode_data"]["daftar"] == []
    )
