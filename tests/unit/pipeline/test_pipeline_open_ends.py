"""What is not settled when a period is closed."""

from datetime import datetime
from pathlib import Path

import polars as pl

from cli.closing import open_ends_in_words
from contracts.records import OpenEnd
from pipeline.closing.open_ends import open_ends
from tests.unit.warehouse.conftest import ROWS, ingest_file, write_table, write_tables
from warehouse.build import build_database
from warehouse.connection import reading_connection
from warehouse.read import Reader

FILES = [
    *ROWS["ingest_file"],
    ingest_file("ditolak", "35.16.01", status="rejected", reason_code="empty"),
    ingest_file("lain", "35.16.01", status="rejected", reason_code="empty", period_code="2022"),
    ingest_file("lama", None, status="rejected", reason_code="empty", first_seen_at=datetime(2023, 6, 1)),
    ingest_file("ditahan", "35.16.02", status="held", reason_code="much_smaller", period_code="2024-S1"),
    ingest_file("ditanyakan", None, status="held", reason_code="question_open"),
]


def found(tmp_path: Path, period_code: str) -> list[str]:
    parquet = write_tables(tmp_path / "parquet")
    write_table(parquet, "ingest_file", FILES)
    index = pl.read_parquet(parquet / "ikm_unit.parquet")
    index.with_columns(service_recipients=pl.lit(1, pl.Int64)).write_parquet(parquet / "ikm_unit.parquet")
    build_database(tmp_path / "skm.duckdb", parquet)
    with reading_connection(tmp_path / "skm.duckdb") as connection:
        return open_ends_in_words(open_ends(Reader(connection, tmp_path), period_code))


def test_everything_that_is_open_in_a_period(tmp_path: Path) -> None:
    """Not what names another period, nor what came before the period had begun."""
    assert found(tmp_path, "2024") == [
        "1 berkas ditolak dan belum dikirim ulang: ditolak.csv",
        "1 berkas ditahan: ditahan.csv",
        "1 berkas dengan pertanyaan yang belum dijawab: ditanyakan.csv",
        "1 berkas dengan baris yang belum diperbaiki: f1.csv (2 baris)",
        "1 unit tanpa data: Kecamatan Pacet",
        "2 unit dengan responden lebih banyak daripada orang yang dilayaninya: Kecamatan Jatirejo (2 responden), "
        "Kecamatan Gondang (2 responden)",
    ]


def test_who_has_no_plan_and_what_is_of_another_period(tmp_path: Path) -> None:
    assert [line for line in found(tmp_path, "2023") if "lainnya" in line or "ditolak" in line] == [
        "2 berkas ditolak dan belum dikirim ulang: ditolak.csv, lama.csv"
    ]


def test_a_long_list_is_cut_short() -> None:
    units = [OpenEnd(kind="no_plan", unit_name=f"Unit {number}") for number in range(10)]
    (line,) = open_ends_in_words(units)
    assert line.startswith("10 unit tanpa rencana tindak lanjut: Unit 0, ")
    assert line.endswith("Unit 7, dan 2 lainnya")
