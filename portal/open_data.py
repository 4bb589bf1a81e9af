"""The open data: what is said of them as a whole, their tables as the page shows them, the metadata of Satu Data.

Belongs here: the words that every description of the open data has, the form of `metadata.json` (Perpres 39/2019). Not
here: the same in the formats of others (`portal.data_package`, `portal.data_catalogue`, `portal.data_contract`), any
table or column, what it means and who may see it (`contracts.public_tables`), which rows are open
(`transforms.figures.withholding`), writing files (`pipeline.documents.site`).
"""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from pydantic import JsonValue

from contracts import places
from contracts.columns import Between, Column, ColumnType, OneOf, Table, TableWords
from contracts.periods import KIND_WORDS, Period, parse_period
from contracts.public_tables import PUBLIC_TABLES
from contracts.settings import Settings
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

    @property
    def columns(self) -> tuple[Column, ...]:
        """Columns as its files have them: former names after all others."""
        return (*self.table.public_columns, *self.table.deprecated_columns)


class OpenData(NamedTuple):
    """All that was written, and what is said of it as a whole. Nothing of it depends on when it is asked."""

    settings: Settings
    period_codes: Sequence[str]
    published_on: date
    frames: Sequence[OpenFrame]
    database: OpenFile
    """The file with all tables."""

    @property
    def identifier(self) -> str:
        """What catalogues know it by: the same for ever. Small letters, digits and hyphens."""
        return re.sub(r"[^a-z0-9]+", "-", f"ikm-{self.settings.regency.bps_code}".lower()).strip("-")

    @property
    def title(self) -> str:
        """In Bahasa Indonesia."""
        return f"Indeks Kepuasan Masyarakat {self.settings.regency.name}"

    @property
    def description(self) -> str:
        """In Bahasa Indonesia."""
        return (
            f"Hasil Survei Kepuasan Masyarakat (SKM) unit pelayanan publik di {self.settings.regency.name}: IKM, nilai "
            "sembilan unsur, peringkat, profil responden, dan realisasi tindak lanjut."
        )

    @property
    def publisher(self) -> str:
        """Who answers for it."""
        return f"{self.settings.regency.organiser} {self.settings.regency.name}"

    @property
    def confidentiality(self) -> str:
        """What is not in it, and why."""
        few = self.settings.thresholds.small_cell
        return (
            f"Tidak ada data per responden. Unit dengan kurang dari {few} responden pada suatu periode, dan yang "
            f"mengungkapnya, tidak dimuat; jumlah di bawah {few} pada profil responden dikosongkan. Angka baru terbit "
            f"bila tidak satu pun, atau paling sedikit {few}, jawaban berbeda dari yang pernah terbit. Angka "
            "kabupaten, peringkat, dan jumlah unit dihitung dari unit yang ditampilkan."
        )

    @property
    def periods(self) -> tuple[Period, ...]:
        """Oldest first, among those that begin together the longest first."""
        periods = map(parse_period, self.period_codes)
        return tuple(sorted(periods, key=lambda one: (one.start_date, -one.end_date.toordinal())))

    @property
    def covers(self) -> tuple[date, date]:
        """First and last day of all periods; the day of publication where there is none."""
        return (
            min((one.start_date for one in self.periods), default=self.published_on),
            max((one.end_date for one in self.periods), default=self.published_on),
        )

    @property
    def license_address(self) -> str:
        """Where the text of the licence stands; empty for one that is not known here."""
        known = re.fullmatch(r"CC[ -]?(?:(BY(?:-NC)?(?:-SA|-ND)?)|0)[ -](\d\.\d)", self.settings.portal.license.strip())
        if known is None:
            return ""
        attribution, version = known.groups()
        kind = f"licenses/{attribution.lower()}" if attribution else "publicdomain/zero"
        return f"https://creativecommons.org/{kind}/{version}/"


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
STANDARD_TYPES: Final[Mapping[ColumnType, str]] = {
    ColumnType.TEXT: "string",
    ColumnType.ANSWER: "integer",
    ColumnType.INTEGER: "integer",
    ColumnType.COUNT: "integer",
    ColumnType.KEY: "integer",
    ColumnType.HASH: "integer",
    ColumnType.INDEX: "number",
    ColumnType.RATIO: "number",
    ColumnType.DATE: "date",
    ColumnType.TIMESTAMP: "timestamp",
    ColumnType.BOOLEAN: "boolean",
}
"""What the standards of others call a type."""
KEYWORDS: Final = ("SKM", "IKM", "pelayanan publik")
FORMATS: Final = {".csv": "CSV", "-excel.csv": "CSV untuk Excel", ".parquet": "Parquet"}
"""What a file of a table is called, by the end of its name."""
DATABASE_LABEL: Final = "DuckDB"
MEDIA_TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
    "duckdb": "application/vnd.duckdb",
}


def open_tables(frames: Sequence[OpenFrame]) -> tuple[OpenTable, ...]:
    """The tables as the page of the open data shows them."""
    return tuple(
        open_table(
            frame.table,
            grain=words_of(frame.table).grain,
            meaning=words_of(frame.table).meaning,
            columns=tuple(
                OpenColumn(name=column.name, type=_TYPES[column.type], meaning=column.indonesian)
                for column in frame.columns
            ),
            rows=frame.rows,
            downloads=tuple(file.download for file in frame.files),
        )
        for frame in frames
    )


def metadata(data: OpenData) -> bytes:
    """`metadata.json`: what Satu Data asks of a data set (Perpres 39/2019), of the whole and of every table."""
    settings = data.settings
    regency = settings.regency
    first_day, last_day = data.covers
    whole: dict[str, JsonValue] = {
        "judul": data.title,
        "deskripsi": data.description,
        "standar_metadata": "Peraturan Presiden Nomor 39 Tahun 2019 tentang Satu Data Indonesia",
        "metode": "Peraturan Menteri PANRB Nomor 14 Tahun 2017",
        "produsen_data": data.publisher,
        "walidata": f"Perangkat daerah yang membidangi komunikasi dan informatika {regency.name}",
        "kontak": settings.letterhead.contact,
        "alamat_portal": settings.portal.address,
        "periode_data": {
            "mulai": first_day.isoformat(),
            "sampai": last_day.isoformat(),
            "jenis": [KIND_WORDS[kind] for kind in settings.reports.kinds],
            "daftar": [one.code for one in data.periods],
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
        "tanggal_pemutakhiran": data.published_on.isoformat(),
        "bahasa": "id",
        "kerahasiaan": data.confidentiality,
        "catatan_teknis": (
            "CSV: UTF-8, pemisah koma, desimal titik, baris pertama nama variabel; kosong: tidak ada. CSV untuk Excel: "
            "isi yang sama, pemisah titik koma, desimal koma, dengan BOM, bagi Excel berbahasa Indonesia. DuckDB: "
            "semua tabel dengan keterangannya dalam satu berkas, untuk DuckDB 1.2 atau yang lebih baru."
        ),
        "distribusi": [_distribution(data.database)],
        "tabel": [_table(frame) for frame in data.frames],
    }
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def bounds(column: Column) -> dict[str, JsonValue]:
    """`minimum` and `maximum` of what a column may hold, as far as it has them; a day as ISO 8601 writes it."""
    if not isinstance(column.allowed, Between):
        return {}
    ends = {"minimum": column.allowed.lowest, "maximum": column.allowed.highest}
    return {name: end.isoformat() if isinstance(end, date) else end for name, end in ends.items() if end is not None}


def _table(frame: OpenFrame) -> JsonValue:
    table, words = frame.table, words_of(frame.table)
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


def words_of(table: Table) -> TableWords:
    """Its words for the public. Raises ValueError for a table that is not public: only such a table has none."""
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
        "tipe_media": MEDIA_TYPES[file.download.ending],
        "berkas": f"{places.DATA_FOLDER}/{file.download.name}",
        "ukuran_bita": file.download.size,
        "sha256": file.sha256,
    }
