"""The follow-up workbook (tindak lanjut): its sheet, its columns and the words written into them.

One row is one planned action: what the plan says, what became of it, by which strategy the rest is
reached. What writes the workbook (`reports.follow_up_workbook`) and what reads it
(`ingest.follow_up`) agree here. Not here: rules its rows must pass (`contracts.rules`), layout.
"""

from dataclasses import dataclass
from typing import Final, Literal

Group = Literal["Rencana", "Realisasi", "Strategi"]

FOLLOW_UP_SHEET: Final = "Tindak Lanjut"
FOLLOW_UP_TITLE: Final = "RENCANA DAN REALISASI TINDAK LANJUT SURVEI KEPUASAN MASYARAKAT"


@dataclass(frozen=True)
class FollowUpColumn:
    """A column of the workbook. `name` is the column of `contracts.tables.STAGED_FOLLOW_UP`."""

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
    FollowUpColumn("quarter_1", "TW I", "Rencana", ("Triwulan I", "TW 1"), required=True),
    FollowUpColumn("quarter_2", "TW II", "Rencana", ("Triwulan II", "TW 2"), required=True),
    FollowUpColumn("quarter_3", "TW III", "Rencana", ("Triwulan III", "TW 3"), required=True),
    FollowUpColumn("quarter_4", "TW IV", "Rencana", ("Triwulan IV", "TW 4"), required=True),
    FollowUpColumn("responsible", "Penanggung Jawab", "Rencana", (), required=True),
    FollowUpColumn(
        "done",
        "Sudah/Belum",
        "Realisasi",
        ("Apakah RTL Telah Ditindaklanjuti (Sudah/Belum)", "Realisasi", "Status"),
    ),
    FollowUpColumn(
        "description", "Deskripsi Tindak Lanjut", "Realisasi", ("Deskripsi Tindak Lanjut (Mohon Dijabarkan)",)
    ),
    FollowUpColumn("evidence", "Dokumentasi Kegiatan", "Realisasi", ("Dokumentasi", "Bukti", "Bukti Dukung")),
    FollowUpColumn("obstacle", "Tantangan/Hambatan", "Realisasi", ("Tantangan", "Hambatan")),
    FollowUpColumn("strategy", "Strategi Penyelesaian", "Strategi", ("Strategi",)),
    FollowUpColumn("target_time", "Target Waktu Penyelesaian", "Strategi", ("Target Waktu",)),
    FollowUpColumn("strategy_responsible", "Penanggung Jawab Strategi", "Strategi"),
    FollowUpColumn("stakeholders", "Stakeholder Terkait", "Strategi", ("Stakeholder", "Pemangku Kepentingan")),
)
"""In the order of the sheet."""

QUARTER_COLUMNS: Final = ("quarter_1", "quarter_2", "quarter_3", "quarter_4")
QUARTER_MARK: Final = "✓"
QUARTER_MARKS: Final = (QUARTER_MARK, "√", "v", "x", "1", "ya")
"""What stands in a quarter's cell when the action is planned for it, casefolded."""

DONE: Final = "Sudah"
NOT_DONE: Final = "Belum"
DONE_WORDS: Final[tuple[tuple[str, bool], ...]] = (
    (DONE, True),
    ("Sudah ditindaklanjuti", True),
    ("Ya", True),
    (NOT_DONE, False),
    ("Belum ditindaklanjuti", False),
    ("Tidak", False),
)
