"""The open data: its tables as the page shows them, and the metadata of Satu Data.

Belongs here: the words of the metadata (Perpres 39/2019) and the form of `metadata.json`. Not here: any table or
column, what it means and who may see it (`contracts.public_tables`), which rows are open
(`transforms.figures.withholding`), writing files (`pipeline.documents.site`).
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from pydantic import JsonValue

from contracts.columns import Column, ColumnType, OneOf, Table, TableWords
from contracts.periods import KIND_WORDS, parse_period
from contracts.public_tables import PUBLIC_TABLES
from contracts.settings import Settings
from portal import places
from portal.page_figures import Download, OpenColumn, OpenTable, open_table

OPEN_TABLES: Final[tuple[Table, ...]] = PUBLIC_TABLES


class OpenFile(NamedTuple):
    """A file of a table: what is said of it, its hash."""

    download: Download
    sha256: str


class OpenFrame(NamedTuple):
    """A table as it was written: how many rows, in which files."""

    table: Table
    rows: int
    files: tuple[OpenFile, ...]


_TYPES: Final[Mapping[ColumnType, str]] = {
    ColumnType.TEXT: "teks",
    ColumnType.ANSWER: "bilangan bulat",
    ColumnType.INTEGER: "bilangan bulat",
    ColumnType.COUNT: "bilangan bulat",
    ColumnType.KEY: "bilangan bulat",
    ColumnType.HASH: "bilangan bulat",
    ColumnType.INDEX: "desimal (2 angka)",
    ColumnType.RATIO: "pecahan",
    ColumnType.DATE: "tanggal (YYYY-MM-DD)",
    ColumnType.TIMESTAMP: "waktu (YYYY-MM-DDThh:mm:ss)",
    ColumnType.BOOLEAN: "benar/salah (true/false)",
}
FORMATS: Final = {".csv": "CSV", "-excel.csv": "CSV untuk Excel", ".parquet": "Parquet"}
"""What a file of a table is called, by the end of its name."""
DATABASE_LABEL: Final = "DuckDB"
_MEDIA_TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
    "duckdb": "application/vnd.duckdb",
}


def open_tables(frames: Sequence[OpenFrame]) -> tuple[OpenTable, ...]:
    """The tables as the page of the open data shows them."""
    return tuple(
        open_table(
            frame.table,
            grain=_words(frame.table).grain,
            meaning=_words(frame.table).meaning,
            columns=tuple(
                OpenColumn(name=column.name, type=_TYPES[column.type], meaning=column.indonesian)
                for column in (*frame.table.public_columns, *frame.table.deprecated_columns)
            ),
            rows=frame.rows,
            downloads=tuple(file.download for file in frame.files),
        )
        for frame in frames
    )


def metadata(
    settings: Settings,
    period_codes: Sequence[str],
    published_on: date,
    frames: Sequence[OpenFrame],
    database: OpenFile,
) -> bytes:
    """`metadata.json`: what Satu Data asks of a data set (Perpres 39/2019), of the whole and of every table.
    `database`: the file with all tables."""
    periods = sorted(map(parse_period, period_codes), key=lambda one: (one.start_date, -one.end_date.toordinal()))
    regency = settings.regency
    few = settings.thresholds.small_cell
    whole: dict[str, JsonValue] = {
        "judul": f"Indeks Kepuasan Masyarakat {regency.name}",
        "deskripsi": (
            f"Hasil Survei Kepuasan Masyarakat (SKM) unit pelayanan publik di {regency.name}: IKM, nilai sembilan "
            "unsur, peringkat, profil responden, dan realisasi tindak lanjut."
        ),
        "standar_metadata": "Peraturan Presiden Nomor 39 Tahun 2019 tentang Satu Data Indonesia",
        "metode": "Peraturan Menteri PANRB Nomor 14 Tahun 2017",
        "produsen_data": f"{regency.organiser} {regency.name}",
        "walidata": f"Perangkat daerah yang membidangi komunikasi dan informatika {regency.name}",
        "kontak": settings.letterhead.contact,
        "alamat_portal": settings.portal.address,
        "periode_data": {
            "mulai": min((one.start_date for one in periods), default=published_on).isoformat(),
            "sampai": max((one.end_date for one in periods), default=published_on).isoformat(),
            "jenis": [KIND_WORDS[kind] for kind in settings.reports.kinds],
            "daftar": [one.code for one in periods],
        },
        "cakupan_wilayah": {
            "nama": regency.name,
            "kode_kemendagri": regency.code,
            "kode_bps": regency.bps_code,
            "rincian": "unit pelayanan; kode Kemendagri (unit_code) dan kode BPS (bps_code) ada pada tabel unit",
        },
        "satuan": "nilai indeks (skala 100), kecuali disebutkan lain pada variabel",
        "klasifikasi": {"keterbukaan": "data terbuka", "topik": "pelayanan publik"},
        "lisensi": settings.portal.license,
        "frekuensi_pemutakhiran": "setiap kali ada data baru; paling sedikit sekali setahun",
        "tanggal_pemutakhiran": published_on.isoformat(),
        "bahasa": "id",
        "kerahasiaan": (
            f"Tidak ada data per responden. Unit dengan kurang dari {few} responden pada suatu periode, dan yang "
            f"mengungkapnya, tidak dimuat; jumlah di bawah {few} pada profil responden dikosongkan. Angka baru terbit "
            f"bila tidak satu pun, atau paling sedikit {few}, jawaban berbeda dari yang pernah terbit. Angka "
            "kabupaten, peringkat, dan jumlah unit dihitung dari unit yang ditampilkan."
        ),
        "catatan_teknis": (
            "CSV: UTF-8, pemisah koma, desimal titik, baris pertama nama variabel; kosong: tidak ada. CSV untuk Excel: "
            "isi yang sama, pemisah titik koma, desimal koma, dengan BOM, bagi Excel berbahasa Indonesia. DuckDB: "
            "semua tabel dengan keterangannya dalam satu berkas, untuk DuckDB 1.2 atau yang lebih baru."
        ),
        "distribusi": [_distribution(database)],
        "tabel": [_table(frame) for frame in frames],
    }
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def _table(frame: OpenFrame) -> JsonValue:
    table, words = frame.table, _words(frame.table)
    return {
        "nama": table.name,
        "judul": words.title,
        "definisi": words.meaning,
        "definition_en": table.meaning,
        "satuan_pengamatan": words.grain,
        "kunci": list(table.key),
        "jumlah_baris": frame.rows,
        "variabel": [
            *(_variable(column) for column in table.public_columns),
            *({**_variable(column), "usang": True} for column in table.deprecated_columns),
        ],
        "distribusi": [_distribution(file) for file in frame.files],
    }


def _words(table: Table) -> TableWords:
    """Raises ValueError for a table that is not public: only such a table has none."""
    if table.indonesian is None:
        raise ValueError(f"{table.name} is not public")
    return table.indonesian


def _variable(column: Column) -> dict[str, JsonValue]:
    variable: dict[str, JsonValue] = {
        "nama": column.name,
        "tipe": _TYPES[column.type],
        "definisi": column.indonesian,
        "definition_en": column.meaning,
        "satuan": column.unit or None,
        "boleh_kosong": column.nullable,
    }
    if isinstance(column.allowed, OneOf) and column.allowed.labels:
        variable["klasifikasi"] = {
            str(value): label for value, label in zip(column.allowed.values, column.allowed.labels, strict=True)
        }
    return variable


def _distribution(file: OpenFile) -> JsonValue:
    return {
        "format": file.download.label,
        "tipe_media": _MEDIA_TYPES[file.download.ending],
        "berkas": f"{places.DATA_FOLDER}/{file.download.name}",
        "ukuran_bita": file.download.size,
        "sha256": file.sha256,
    }
