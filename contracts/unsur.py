"""The nine unsur of Permen PANRB 14/2017 and every wording of them seen in the wild.

Belongs here: names, questions, answer words, header synonyms. Not here: how a header is matched
(`ingest.mapping`) or how an answer is typed (`transforms.responses.typing`).
"""

from collections.abc import Collection
from dataclasses import dataclass

SCALE: tuple[int, ...] = (1, 2, 3, 4)
"""The only answers there are (Permen PANRB 14/2017, lampiran)."""


@dataclass(frozen=True)
class Unsur:
    """One unsur. `meaning` is what the regulation understands by it; `answers` holds the words for 1, 2, 3, 4
    in that order."""

    code: str
    column: str
    name: str
    meaning: str
    question: str
    answers: tuple[str, str, str, str]
    header_synonyms: tuple[str, ...]
    answer_synonyms: tuple[tuple[str, int], ...] = ()


UNSUR: tuple[Unsur, ...] = (
    Unsur(
        code="U1",
        column="u1",
        name="Persyaratan",
        meaning="syarat teknis dan administratif yang harus dipenuhi untuk memperoleh suatu jenis pelayanan",
        question="kesesuaian persyaratan pelayanan dengan jenis pelayanannya",
        answers=("Tidak sesuai", "Kurang sesuai", "Sesuai", "Sangat sesuai"),
        header_synonyms=(
            "Persyaratan Pelayanan",
            "Kesesuaian Persyaratan",
            "Syarat Pengurusan Pelayanan",
            "Syarat",
        ),
        answer_synonyms=(("Cukup sesuai", 2),),
    ),
    Unsur(
        code="U2",
        column="u2",
        name="Sistem, Mekanisme, dan Prosedur",
        meaning="tata cara baku yang diikuti pemberi dan penerima pelayanan, termasuk dalam menyampaikan pengaduan",
        question="kemudahan prosedur pelayanan di unit ini",
        answers=("Tidak mudah", "Kurang mudah", "Mudah", "Sangat mudah"),
        header_synonyms=(
            "Prosedur",
            "Prosedur Pelayanan",
            "Kemudahan Prosedur",
            "Sistem",
            "smp",
            "SOP / Prosedur Layanan",
        ),
        answer_synonyms=(("Cukup mudah", 2),),
    ),
    Unsur(
        code="U3",
        column="u3",
        name="Waktu Penyelesaian",
        meaning="lama waktu yang diperlukan untuk menyelesaikan seluruh proses suatu jenis pelayanan",
        question="kecepatan waktu dalam memberikan pelayanan",
        answers=("Tidak cepat", "Kurang cepat", "Cepat", "Sangat cepat"),
        header_synonyms=(
            "Waktu",
            "Waktu Pelayanan",
            "Kecepatan pelayanan",
            "Kecepatan waktu",
            "Kecepatan",
            "Kecepatan & Ketepatan Layanan",
        ),
        answer_synonyms=(("Cukup cepat", 2),),
    ),
    Unsur(
        code="U4",
        column="u4",
        name="Biaya/Tarif",
        meaning=(
            "ongkos yang dibebankan kepada penerima layanan, dengan besaran yang ditetapkan atas kesepakatan "
            "penyelenggara dan masyarakat"
        ),
        question="kewajaran biaya/tarif dalam pelayanan",
        answers=("Sangat mahal", "Cukup mahal", "Murah", "Gratis"),
        header_synonyms=(
            "Biaya",
            "Tarif",
            "Kesesuaian Biaya",
            "Kewajaran Biaya",
            "Layanan gratis",
            "layanan gratis yang diterima",
        ),
        answer_synonyms=(
            ("Tidak wajar", 1),
            ("Kurang wajar", 2),
            ("Cukup wajar", 2),
            ("Wajar", 3),
            ("Sangat wajar", 4),
        ),
    ),
    Unsur(
        code="U5",
        column="u5",
        name="Produk Spesifikasi Jenis Pelayanan",
        meaning="hasil setiap jenis pelayanan yang diberikan dan diterima sesuai dengan ketentuan",
        question=(
            "kesesuaian produk pelayanan antara yang tercantum dalam standar pelayanan dengan hasil yang diberikan"
        ),
        answers=("Tidak sesuai", "Kurang sesuai", "Sesuai", "Sangat sesuai"),
        header_synonyms=(
            "Produk",
            "Produk layanan",
            "Produk Pelayanan",
            "Produk Spesifikasi",
            "Kesesuaian Produk Pelayanan",
            "Kesesuaian",
            "Kesesuaian hasil pelayanan",
            "Kesesuaian produk/jasa layanan",
            "kesesuaian produk/jasa layanan yang diberikan dengan ketentuan",
            "jenis",
        ),
        answer_synonyms=(("Cukup sesuai", 2),),
    ),
    Unsur(
        code="U6",
        column="u6",
        name="Kompetensi Pelaksana",
        meaning="kemampuan yang harus dimiliki petugas, yaitu pengetahuan, keahlian, keterampilan, dan pengalaman",
        question="kompetensi/kemampuan petugas dalam pelayanan",
        answers=("Tidak kompeten", "Kurang kompeten", "Kompeten", "Sangat kompeten"),
        header_synonyms=(
            "Kompetensi",
            "Kompetensi Petugas",
            "Kompetensi SDM Layanan",
            "Kemampuan petugas",
            "Kemampuan",
        ),
        answer_synonyms=(("Cukup kompeten", 2),),
    ),
    Unsur(
        code="U7",
        column="u7",
        name="Perilaku Pelaksana",
        meaning="sikap petugas ketika memberikan pelayanan, terutama kesopanan dan keramahannya",
        question="perilaku petugas dalam pelayanan terkait kesopanan dan keramahan",
        answers=(
            "Tidak sopan dan ramah",
            "Kurang sopan dan ramah",
            "Sopan dan ramah",
            "Sangat sopan dan ramah",
        ),
        header_synonyms=(
            "Perilaku",
            "Perilaku Petugas",
            "Kesopanan dan Keramahan",
            "Kesopanan & Keramahan Layanan",
        ),
        answer_synonyms=(
            ("Tidak sopan", 1),
            ("Kurang sopan", 2),
            ("Cukup sopan", 2),
            ("Sopan", 3),
            ("Sangat sopan", 4),
            ("Tidak sopan dan tidak ramah", 1),
            ("Kurang sopan dan kurang ramah", 2),
            ("Sangat sopan dan sangat ramah", 4),
        ),
    ),
    Unsur(
        code="U8",
        column="u8",
        name="Penanganan Pengaduan, Saran dan Masukan",
        meaning="tata cara menerima, menangani, dan menindaklanjuti pengaduan, saran, dan masukan",
        question="penanganan pengaduan pengguna layanan",
        answers=(
            "Tidak ada",
            "Ada tetapi tidak berfungsi",
            "Berfungsi kurang maksimal",
            "Dikelola dengan baik",
        ),
        header_synonyms=(
            "Aduan",
            "Pengaduan",
            "Penanganan Pengaduan",
            "Penanganan",
            "Penanganan keluhan",
            "menindaklanjuti keluhan",
        ),
        answer_synonyms=(
            ("Ada tapi tidak berfungsi", 2),
            ("Ada namun tidak berfungsi", 2),
            ("Berfungsi tapi kurang maksimal", 3),
            ("Berfungsi tetapi kurang maksimal", 3),
            ("Berfungsi namun kurang maksimal", 3),
            ("Ada dan berfungsi tetapi kurang maksimal", 3),
            ("Ada dan dikelola dengan baik", 4),
            ("Ada tetapi tidak diterapkan", 2),
            ("Diterapkan tetapi kurang maksimal", 3),
            ("Diterapkan sepenuhnya", 4),
        ),
    ),
    Unsur(
        code="U9",
        column="u9",
        name="Sarana dan Prasarana",
        meaning=(
            "alat bergerak yang dipakai dalam pelayanan, seperti komputer dan mesin (sarana), serta penunjang "
            "yang tidak bergerak, seperti gedung (prasarana)"
        ),
        question="kualitas sarana dan prasarana",
        answers=("Buruk", "Cukup", "Baik", "Sangat baik"),
        header_synonyms=(
            "Sarpras",
            "Sarpas",
            "Sarana",
            "Prasarana",
            "Sarana/Prasarana",
            "Kualitas Sarana dan Prasarana",
            "Kualitas Sarana",
        ),
        answer_synonyms=(("Kurang", 1),),
    ),
)

UNSUR_CODES: tuple[str, ...] = tuple(unsur.code for unsur in UNSUR)
UNSUR_COLUMNS: tuple[str, ...] = tuple(unsur.column for unsur in UNSUR)
UNSUR_BY_COLUMN: dict[str, Unsur] = {unsur.column: unsur for unsur in UNSUR}
COLUMN_BY_CODE: dict[str, str] = {unsur.code: unsur.column for unsur in UNSUR}

FURTHER_UNSUR_CODES: tuple[str, ...] = ("U10", "U11", "U12")
"""Codes that a questionnaire may give to unsur beyond the nine. They are in no IKM of this regulation."""

MOST_QUESTIONS = 10
"""That a questionnaire may ask about one unsur: the mean of more would not fit the column of an answer."""


def question_column(unsur_column: str, number: int) -> str:
    """The column of raw rows with the answers to a question about an unsur, numbered from 1: u1, u1_2, u1_3 …"""
    return unsur_column if number == 1 else f"{unsur_column}_{number}"


def question_columns(columns: Collection[str]) -> dict[str, list[str]]:
    """By unsur column, those of these columns that hold answers to its questions, in their order."""
    numbers = range(2, MOST_QUESTIONS + 1)
    return {
        unsur: [unsur, *(name for number in numbers if (name := question_column(unsur, number)) in columns)]
        for unsur in UNSUR_COLUMNS
    }


def further_column(number: int, scale: int) -> str:
    """The column of raw rows with the answers, from 1 to `scale`, to a question beyond the nine unsur, numbered from
    1: further_1_of_4 …"""
    return f"{_FURTHER}{number}{_OF}{scale}"


def further_columns(columns: Collection[str]) -> dict[str, int]:
    """Those of these columns that hold answers to questions beyond the nine unsur, in the order of the questions, with
    the highest answer of each."""
    found = [name.removeprefix(_FURTHER).split(_OF) for name in columns if name.startswith(_FURTHER)]
    numbers = sorted((int(number), int(scale)) for number, scale in found)
    return {further_column(number, scale): scale for number, scale in numbers}


_FURTHER = "further_"
_OF = "_of_"

GENERIC_ANSWERS: tuple[tuple[str, int], ...] = (
    ("Tidak baik", 1),
    ("Kurang baik", 2),
    ("Cukup baik", 2),
    ("Baik", 3),
    ("Sangat baik", 4),
    ("Tidak puas", 1),
    ("Kurang puas", 2),
    ("Cukup puas", 2),
    ("Puas", 3),
    ("Sangat puas", 4),
    ("Tidak memuaskan", 1),
    ("Kurang memuaskan", 2),
    ("Cukup memuaskan", 2),
    ("Memuaskan", 3),
    ("Sangat memuaskan", 4),
)
"""Words some forms use for every unsur. An unsur's own words come first; "Cukup" is 2."""

LEGACY_COLUMNS: tuple[str, ...] = (
    "Maklumat Pelayanan",
    "Pungutan Tidak Resmi",
    "Transparansi",
    "Integritas",
)
"""Columns of older or other questionnaires that stand where an unsur should: never an unsur."""

UNSUR_ORDERS: dict[str, tuple[str, ...]] = {
    "permenpan": ("u1", "u2", "u3", "u4", "u5", "u6", "u7", "u8", "u9"),
    "form": ("u1", "u2", "u3", "u4", "u5", "u6", "u7", "u9", "u8"),
}
"""What the bare labels U1..U9 mean under each declared order. `permenpan`: the regulation's list
(8 pengaduan, 9 sarana). `form`: the ministry's processing form (8 sarana, 9 pengaduan)."""
