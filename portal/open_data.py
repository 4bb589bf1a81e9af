"""The open data: which tables, what their columns mean in Bahasa Indonesia, and the metadata of Satu Data.

Belongs here: the words of the metadata (Perpres 39/2019) and the form of `metadata.json`. Not here: a list of
tables or columns (`contracts.tables` says which are public), which rows are open (`transforms.figures.suppression`),
writing files (`pipeline.documents.site`).
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from pydantic import JsonValue

from contracts.columns import Column, ColumnType, Table
from contracts.method import GRADES
from contracts.periods import parse_period
from contracts.respondent import CHARACTERISTICS, UNKNOWN_CATEGORY
from contracts.settings import REGENCY_METHODS, Settings
from contracts.tables import WAREHOUSE_TABLES
from contracts.unsur import UNSUR
from portal import places
from portal.page_figures import Download, OpenColumn, OpenTable, open_table
from reports.wording.indonesian import decimal_number

OPEN_TABLES: Final[tuple[Table, ...]] = tuple(table for table in WAREHOUSE_TABLES if table.public)


class TableWords(NamedTuple):
    """A table in Bahasa Indonesia: its title, what one row is, what it says."""

    title: str
    grain: str
    meaning: str


class ColumnWords(NamedTuple):
    """A column in Bahasa Indonesia; `unit` is what it is counted in, empty for what is no quantity."""

    meaning: str
    unit: str = ""


class OpenFile(NamedTuple):
    """A file of a table: what is said of it, its hash."""

    download: Download
    sha256: str


class OpenFrame(NamedTuple):
    """A table as it was written: how many rows, in which files."""

    table: Table
    rows: int
    files: tuple[OpenFile, ...]


TABLES: Final[Mapping[str, TableWords]] = {
    "unit": TableWords(
        "Unit pelayanan",
        "satu baris per unit pelayanan yang terdaftar",
        "Setiap unit yang wajib melaksanakan SKM, sudah melapor atau belum, dengan kode Kemendagri dan kode BPS.",
    ),
    "period": TableWords(
        "Periode",
        "satu baris per periode yang memiliki data",
        "Periode yang dipublikasikan. Jawaban yang bertanggal dihitung pada setiap periode yang memuat tanggalnya.",
    ),
    "unsur": TableWords(
        "Unsur pelayanan",
        "satu baris per unsur",
        "Sembilan unsur menurut Permen PANRB 14/2017, dalam urutan peraturan.",
    ),
    "ikm_unsur": TableWords(
        "Nilai per unsur setiap unit",
        "satu baris per periode, unit, dan unsur",
        "Nilai rata-rata dan mutu setiap unsur pelayanan.",
    ),
    "ikm_unit": TableWords(
        "Indeks Kepuasan Masyarakat setiap unit",
        "satu baris per periode dan unit",
        "IKM setiap unit. Unit tanpa kuesioner sah tidak memiliki baris: tidak ada IKM tidak sama dengan nol.",
    ),
    "ikm_ranking": TableWords(
        "Peringkat unit",
        "satu baris per periode, lingkup, dan unit",
        "Peringkat menurut IKM di antara semua unit dan di antara unit sejenis. IKM yang sama berbagi peringkat.",
    ),
    "ikm_regency": TableWords(
        "Indeks Kepuasan Masyarakat kabupaten",
        "satu baris per periode dan metode",
        "IKM kabupaten menurut tiga metode; satu di antaranya diutamakan.",
    ),
    "ikm_regency_unsur": TableWords(
        "Nilai per unsur kabupaten",
        "satu baris per periode dan unsur",
        "Sembilan unsur di seluruh unit menurut metode yang diutamakan.",
    ),
    "public_profile": TableWords(
        "Profil responden",
        "satu baris per periode, unit, karakteristik, dan kategori",
        "Jumlah responden menurut karakteristiknya. Jumlah yang kecil, dan yang mengungkapnya, dikosongkan.",
    ),
    "collection": TableWords(
        "Waktu pengumpulan jawaban",
        "satu baris per periode dan unit",
        "Kapan jawaban diberikan, sejauh berkasnya memuat tanggal.",
    ),
    "follow_up_realisation": TableWords(
        "Realisasi tindak lanjut setiap unit",
        "satu baris per periode dan unit yang memiliki rencana",
        "Realisasi = kegiatan terlaksana ÷ kegiatan direncanakan × 100.",
    ),
    "follow_up_regency": TableWords(
        "Realisasi tindak lanjut kabupaten",
        "satu baris per periode yang memiliki rencana",
        "Realisasi tindak lanjut semua unit bersama-sama.",
    ),
    "missing_unit": TableWords(
        "Unit yang belum melapor",
        "satu baris per periode dan unit tanpa IKM",
        "Unit terdaftar yang tidak memiliki satu pun kuesioner sah pada periode itu.",
    ),
}

_RESPONDENTS: Final = "orang"
_POINTS: Final = "nilai indeks (skala 100)"
_SCALE: Final = "nilai (1–4)"
_RANK: Final = "peringkat"
_UNITS: Final = "unit pelayanan"
_ACTIONS: Final = "kegiatan"

COLUMNS: Final[Mapping[str, ColumnWords]] = {
    "unit_code": ColumnWords("kode unit; untuk kecamatan kode wilayah Kemendagri"),
    "unit_name": ColumnWords("nama resmi unit"),
    "unit_type": ColumnWords("jenis unit: kecamatan, dinas, puskesmas, rsud, dan lain-lain"),
    "bps_code": ColumnWords("kode wilayah BPS; tidak selalu sama urutannya dengan kode Kemendagri"),
    "period_code": ColumnWords("kode periode: 2024 (tahun), 2024-S1 (semester), 2024-TW3 (triwulan), 2024-07 (bulan)"),
    "kind": ColumnWords("jenis periode"),
    "start_date": ColumnWords("hari pertama periode"),
    "end_date": ColumnWords("hari terakhir periode"),
    "label": ColumnWords("nama periode"),
    "unsur_code": ColumnWords("kode unsur, U1 sampai U9, dalam urutan Permen PANRB 14/2017"),
    "name": ColumnWords("nama resmi unsur"),
    "question": ColumnWords("hal yang ditanyakan"),
    "respondents": ColumnWords("jumlah kuesioner sah", _RESPONDENTS),
    "total": ColumnWords("jumlah nilai jawaban semua responden", "nilai"),
    "nrr": ColumnWords("nilai rata-rata (NRR), tidak dibulatkan", _SCALE),
    "nrr_weighted": ColumnWords("NRR × bobot unsur, tidak dibulatkan", _SCALE),
    "score": ColumnWords("NRR × 25, dibulatkan sekali ke dua desimal", _POINTS),
    "mutu": ColumnWords("mutu pelayanan, A sampai D, menurut nilai yang sudah dibulatkan"),
    "kinerja": ColumnWords("kinerja unit pelayanan: mutu dalam kata-kata"),
    "lowest_rank": ColumnWords("urutan unsur dari yang terendah; nilai sama berbagi urutan", _RANK),
    "highest_rank": ColumnWords("urutan unsur dari yang tertinggi; nilai sama berbagi urutan", _RANK),
    "ikm": ColumnWords("Indeks Kepuasan Masyarakat dengan bobot pada kolom weight, dua desimal", _POINTS),
    "ikm_exact": ColumnWords("Indeks Kepuasan Masyarakat dengan bobot tepat 1/9, dua desimal", _POINTS),
    "weight": ColumnWords("bobot setiap unsur pada kolom ikm"),
    "mutu_exact": ColumnWords("mutu pelayanan menurut ikm_exact"),
    "grade_depends_on_weight": ColumnWords("mutu berbeda menurut bobot yang dipakai"),
    "ikm_low": ColumnWords("batas bawah selang kepercayaan 95 % dari ikm", _POINTS),
    "ikm_high": ColumnWords("batas atas selang kepercayaan 95 % dari ikm", _POINTS),
    "service_recipients": ColumnWords("penerima layanan pada periode itu; kosong bila belum dilaporkan", _RESPONDENTS),
    "sample_needed": ColumnWords("kebutuhan sampel menurut Krejcie dan Morgan", _RESPONDENTS),
    "sample_met": ColumnWords("jumlah responden memenuhi kebutuhan sampel"),
    "change": ColumnWords(
        "selisih ikm dengan periode tepat sebelumnya yang sejenis; kosong bila yang sebelumnya tidak dipublikasikan",
        "selisih nilai indeks",
    ),
    "publishable": ColumnWords("boleh ditampilkan kepada publik; dalam data terbuka selalu benar"),
    "scope": ColumnWords("lingkup peringkat: all (semua unit) atau jenis unit"),
    "rank": ColumnWords("peringkat, 1 terbaik", _RANK),
    "rank_low": ColumnWords("peringkat terbaik yang tidak dapat dibedakan pada taraf 95 %", _RANK),
    "rank_high": ColumnWords("peringkat terburuk yang tidak dapat dibedakan pada taraf 95 %", _RANK),
    "tied": ColumnWords("ada unit lain dengan IKM yang sama"),
    "units": ColumnWords("jumlah unit yang dihitung", _UNITS),
    "method": ColumnWords("metode IKM kabupaten"),
    "headline": ColumnWords("metode yang diutamakan kabupaten"),
    "characteristic": ColumnWords("karakteristik responden"),
    "category": ColumnWords("kategori; unknown bila berkas tidak menyebutkannya"),
    "share": ColumnWords(
        "bagian dari responden unit pada periode itu, 0 sampai 1; kosong bila disembunyikan", "proporsi"
    ),
    "suppressed": ColumnWords("disembunyikan: jumlahnya kecil, atau mengungkap jumlah kecil yang lain"),
    "dated_respondents": ColumnWords("jumlah kuesioner sah yang bertanggal", _RESPONDENTS),
    "first_response_date": ColumnWords("tanggal jawaban pertama"),
    "last_response_date": ColumnWords("tanggal jawaban terakhir"),
    "working_days": ColumnWords("hari Senin sampai Jumat dari jawaban pertama sampai terakhir", "hari"),
    "planned": ColumnWords("kegiatan tindak lanjut yang direncanakan", _ACTIONS),
    "done": ColumnWords("kegiatan tindak lanjut yang terlaksana", _ACTIONS),
    "realisation": ColumnWords("realisasi tindak lanjut, dua desimal", "persen"),
}
"""A column means the same in every table that has it."""

_TYPES: Final[Mapping[ColumnType, str]] = {
    ColumnType.TEXT: "teks",
    ColumnType.ANSWER: "bilangan bulat",
    ColumnType.INTEGER: "bilangan bulat",
    ColumnType.COUNT: "bilangan bulat",
    ColumnType.KEY: "bilangan bulat",
    ColumnType.INDEX: "desimal (2 angka)",
    ColumnType.RATIO: "pecahan",
    ColumnType.DATE: "tanggal (YYYY-MM-DD)",
    ColumnType.TIMESTAMP: "waktu (YYYY-MM-DDThh:mm:ss)",
    ColumnType.BOOLEAN: "benar/salah (true/false)",
}
_KINDS: Final = {"year": "tahun", "semester": "semester", "quarter": "triwulan", "month": "bulan"}
_METHODS: Final = {
    "mean_of_units": "rata-rata IKM semua unit",
    "respondent_weighted": "rata-rata tertimbang jumlah responden",
    "mean_of_types": "rata-rata IKM per jenis unit",
}
_GRADES: Final = {
    str(grade.mutu): f"{grade.kinerja}, mulai {decimal_number(Decimal(grade.lowest_hundredths).scaleb(-2))}"
    if grade.lowest_hundredths
    else f"{grade.kinerja}, nilai yang lebih rendah"
    for grade in GRADES
}
_CLASSIFICATIONS: Final[Mapping[str, Mapping[str, str]]] = {
    "kind": _KINDS,
    "mutu": _GRADES,
    "mutu_exact": _GRADES,
    "unsur_code": {unsur.code: unsur.name for unsur in UNSUR},
    "method": {method: _METHODS[method] for method in REGENCY_METHODS},
    "characteristic": {one.name: one.label for one in CHARACTERISTICS},
    "category": {
        **{category.value: category.label for one in CHARACTERISTICS for category in one.categories},
        UNKNOWN_CATEGORY: "Tidak diketahui",
    },
}
FORMATS: Final = {"csv": ("CSV", "text/csv; charset=utf-8"), "parquet": ("Parquet", "application/vnd.apache.parquet")}


def open_tables(frames: Sequence[OpenFrame]) -> tuple[OpenTable, ...]:
    """The tables as the page of the open data shows them."""
    return tuple(
        open_table(
            frame.table,
            grain=TABLES[frame.table.name].grain,
            meaning=TABLES[frame.table.name].meaning,
            columns=tuple(
                OpenColumn(name=column.name, type=_TYPES[column.type], meaning=COLUMNS[column.name].meaning)
                for column in frame.table.columns
            ),
            rows=frame.rows,
            downloads=tuple(file.download for file in frame.files),
        )
        for frame in frames
    )


def metadata(settings: Settings, period_codes: Sequence[str], published_on: date, frames: Sequence[OpenFrame]) -> bytes:
    """`metadata.json`: what Satu Data asks of a data set (Perpres 39/2019), of the whole and of every table."""
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
            "jenis": [_KINDS[kind] for kind in settings.reports.kinds],
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
            f"mengungkapnya, tidak dimuat; jumlah di bawah {few} pada profil responden dikosongkan."
        ),
        "catatan_teknis": "CSV: UTF-8, pemisah koma, desimal titik, baris pertama nama variabel; kosong: tidak ada.",
        "tabel": [_table(frame) for frame in frames],
    }
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def _table(frame: OpenFrame) -> JsonValue:
    table, words = frame.table, TABLES[frame.table.name]
    return {
        "nama": table.name,
        "judul": words.title,
        "definisi": words.meaning,
        "definition_en": table.meaning,
        "satuan_pengamatan": words.grain,
        "kunci": list(table.key),
        "jumlah_baris": frame.rows,
        "variabel": [_variable(column) for column in table.columns],
        "distribusi": [_distribution(file) for file in frame.files],
    }


def _variable(column: Column) -> JsonValue:
    words = COLUMNS[column.name]
    variable: dict[str, JsonValue] = {
        "nama": column.name,
        "tipe": _TYPES[column.type],
        "definisi": words.meaning,
        "definition_en": column.meaning,
        "satuan": words.unit or None,
        "boleh_kosong": column.nullable,
    }
    if classes := _CLASSIFICATIONS.get(column.name):
        variable["klasifikasi"] = dict(classes)
    return variable


def _distribution(file: OpenFile) -> JsonValue:
    name, media_type = FORMATS[file.download.ending]
    return {
        "format": name,
        "tipe_media": media_type,
        "berkas": f"{places.DATA_FOLDER}/{file.download.name}",
        "ukuran_bita": file.download.size,
        "sha256": file.sha256,
    }
