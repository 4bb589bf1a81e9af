"""The follow-up workbook (tindak lanjut): its sheet, its columns and the words written into them.

One row is one planned action: what the plan says, what became of it, by which strategy the rest is
reached. What writes the workbook (`reports.workbooks.follow_up_workbook`) and what reads it
(`ingest.follow_up`) agree here. Not here: rules its rows must pass (`contracts.rules`), layout.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeVar

Group = Literal["Rencana", "Realisasi", "Strategi"]
Value = TypeVar("Value")

FOLLOW_UP_SHEET: Final = "Tindak Lanjut"
FOLLOW_UP_TITLE: Final = "RENCANA DAN REALISASI TINDAK LANJUT SURVEI KEPUASAN MASYARAKAT"


@dataclass(frozen=True)
class FollowUpColumn:
    """A column of the workbook. `name` is the column of `contracts.staged_tables.STAGED_FOLLOW_UP`."""

    name: str
    header: str
    group: Group
    synonyms: tuple[str, ...] = ()
    required: bool = False
    """The sheet is no follow-up without it."""


FOLLOW_UP_COLUMNS: Final[tuple[FollowUpColumn, ...]] = (
    FollowUpColumn("position", "No", "Rencana", ("Prioritas", "Nomor")),
    FollowUpColumn("unsur", "Unsur", "Rencana", ("Unsur Pelayanan", "Prioritas Unsur"), required=True),
    FollowUpColumn(
        "activity", "Program/Kegiatan", "Rencana", ("Program", "Kegiatan", "Rencana Tindak Lanjut"), required=True
    ),
    FollowUpColumn("quarter_1", "TW I", "Rencana", ("Triwulan I", "TW 1", "Triwulan 1"), required=True),
    FollowUpColumn("quarter_2", "TW II", "Rencana", ("Triwulan II", "TW 2", "Triwulan 2"), required=True),
    FollowUpColumn("quarter_3", "TW III", "Rencana", ("Triwulan III", "TW 3", "Triwulan 3"), required=True),
    FollowUpColumn("quarter_4", "TW IV", "Rencana", ("Triwulan IV", "TW 4", "Triwulan 4"), required=True),
    FollowUpColumn("responsible", "Penanggung Jawab", "Rencana", (), required=True),
    FollowUpColumn("horizon", "Jangka Waktu", "Rencana", ("Horizon", "Jangka", "Prioritas Jangka")),
    FollowUpColumn(
        "forum_on", "Tanggal FKP", "Rencana", ("Tanggal Forum Konsultasi Publik", "Forum Konsultasi Publik", "FKP")
    ),
    FollowUpColumn(
        "done",
        "Sudah/Belum",
        "Realisasi",
        ("Apakah RTL Telah Ditindaklanjuti (Sudah/Belum)", "Realisasi", "Status"),
    ),
    FollowUpColumn(
        "done_on", "Tanggal Selesai", "Realisasi", ("Tanggal Realisasi", "Tanggal Penyelesaian", "Tgl Selesai")
    ),
    FollowUpColumn(
        "description", "Deskripsi Tindak Lanjut", "Realisasi", ("Deskripsi Tindak Lanjut (Mohon Dijabarkan)",)
    ),
    FollowUpColumn("evidence", "Dokumentasi Kegiatan", "Realisasi", ("Dokumentasi", "Bukti", "Bukti Dukung")),
    FollowUpColumn("link", "Tautan Bukti", "Realisasi", ("Tautan", "Link", "Link Bukti", "Tautan Bukti Dukung")),
    FollowUpColumn("obstacle", "Tantangan/Hambatan", "Realisasi", ("Tantangan", "Hambatan")),
    FollowUpColumn("strategy", "Strategi Penyelesaian", "Strategi", ("Strategi",)),
    FollowUpColumn("target_time", "Target Waktu Penyelesaian", "Strategi", ("Target Waktu",)),
    FollowUpColumn("strategy_responsible", "Penanggung Jawab Strategi", "Strategi"),
    FollowUpColumn("stakeholders", "Stakeholder Terkait", "Strategi", ("Stakeholder", "Pemangku Kepentingan")),
)
"""In the order of the sheet."""

QUARTER_COLUMNS: Final = ("quarter_1", "quarter_2", "quarter_3", "quarter_4")
QUARTER_MARK: Final = "✓"
QUARTER_NOT_MARKS: Final = ("0", "tidak", "belum", "false", "✗", "✘", "☐")
"""What stands in a quarter's cell when the action is not planned for it, casefolded. So do a dash and dots."""
_DASHES_AND_DOTS: Final = "-–—_.… "
_SAYS_NOTHING_ALONE: Final = frozenset({"position", "unsur"})
"""Columns that stand filled in before anybody has planned anything."""
_SAYS_NOTHING: Final = re.compile(r"[\W_]*")

DONE: Final = "Sudah"
NOT_DONE: Final = "Belum"
DONE_WORDS: Final[tuple[tuple[str, bool], ...]] = (
    (DONE, True),
    ("Sudah ditindaklanjuti", True),
    ("Sudah dilaksanakan", True),
    ("Selesai", True),
    ("Ya", True),
    (NOT_DONE, False),
    ("Belum ditindaklanjuti", False),
    ("Belum dilaksanakan", False),
    ("Tidak", False),
)

HORIZONS: Final[tuple[tuple[str, str], ...]] = (
    ("short", "Jangka Pendek"),
    ("medium", "Jangka Menengah"),
    ("long", "Jangka Panjang"),
)
"""How far an action reaches: less than 12 months, 12 to 24, more. With the words of the workbook."""

FOLLOW_UP_MEANINGS: Final = {
    "position": "Nomor urut prioritas; 1 yang paling didahulukan.",
    "unsur": "Unsur yang diperbaiki, dipilih dari daftar. Unsur bernilai terendah sudah terisi; "
    "unsur lain boleh ditambahkan pada baris berikutnya.",
    "activity": "Apa yang akan dilakukan. Satu kegiatan satu baris; unsur yang sama boleh diulang.",
    "quarter_1": f"Beri tanda {QUARTER_MARK} pada triwulan kegiatan itu direncanakan; boleh lebih dari satu.",
    "responsible": "Jabatan atau bagian yang bertanggung jawab atas kegiatan.",
    "horizon": "Pendek: kurang dari 12 bulan; menengah: 12 sampai 24 bulan; panjang: lebih dari 24 bulan.",
    "forum_on": "Tanggal Forum Konsultasi Publik yang membahas kegiatan ini, misalnya 31-03-2025; kosong bila belum.",
    "done": f"Diisi setelah waktunya: {DONE} atau {NOT_DONE}. Kosong berarti belum dilaporkan.",
    "done_on": f"Tanggal kegiatan selesai, misalnya 30-06-2025; hanya bila kolom Sudah/Belum berisi {DONE}.",
    "description": "Apa yang sudah dilakukan, atau mengapa belum.",
    "evidence": "Bukti kegiatan: foto, surat, berita acara. Cukup disebut, tidak perlu ditempel.",
    "link": "Alamat bukti yang dapat dibuka, diawali https://, misalnya unggahan di media sosial.",
    "obstacle": "Apa yang menghambat.",
    "strategy": "Bagaimana kegiatan yang belum selesai akan diselesaikan.",
    "target_time": "Kapan diselesaikan.",
    "strategy_responsible": "Siapa yang bertanggung jawab atas penyelesaiannya.",
    "stakeholders": "Pihak lain yang dilibatkan.",
}
"""What is written into each column; of the four quarters once."""


def says_something(text: str | None) -> bool:
    """A cell that holds more than dashes, dots and blanks, which stand for "nothing"."""
    return text is not None and _SAYS_NOTHING.fullmatch(text) is None


def plans_quarter(text: str | None) -> bool:
    """A quarter's cell that says the action is planned for it. A mark need not be a letter."""
    return text is not None and text.strip(_DASHES_AND_DOTS).casefold() not in ("", *QUARTER_NOT_MARKS)


def plans_something(cells: Mapping[str, str | None]) -> bool:
    """A row, by the names of its columns, in which somebody planned or told something: a number and an unsur alone say
    nothing."""
    return any(
        plans_quarter(text) if name in QUARTER_COLUMNS else says_something(text)
        for name, text in cells.items()
        if name not in _SAYS_NOTHING_ALONE
    )


def in_cell(column: str, value: Value | None) -> Value | str | None:
    """What stands in a cell for a value of the table `follow_up`: the words of a choice, the mark of a quarter, any
    other value as it is."""
    if column in QUARTER_COLUMNS:
        return QUARTER_MARK if value else None
    if column == "done":
        return None if value is None else DONE if value else NOT_DONE
    return next((words for code, words in HORIZONS if code == value), None) if column == "horizon" else value
