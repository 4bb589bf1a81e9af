"""What became of a file, and what its columns were taken for, in the words staff and units read.

Belongs here: Indonesian words for codes that the contracts keep in English, as the command and the portal
show them, and the one count of rows. Not here: sentences; the longer words of a report
(`reports.wording.regency_sentences`).
"""

from collections.abc import Mapping
from typing import Final

from contracts.follow_up import FOLLOW_UP_COLUMNS
from contracts.headers import SOURCE_COLUMNS
from contracts.lineage_tables import INGEST_FILE
from contracts.shared_columns import FURTHER_ANSWERS
from contracts.unsur import UNSUR_BY_COLUMN
from reports.wording.indonesian import whole_number

STATUSES: Final = INGEST_FILE.words_of("status")
EVIDENCE: Final = {
    "name": "nama kolom",
    "question": "bunyi pertanyaan",
    "synonym": "sebutan lain",
    "answers": "isi jawaban",
    "legend": "keterangan dalam berkas",
    "registry": "daftar unit",
    "questionnaire": "daftar kuesioner",
    "decision": "keputusan",
    "none": "–",
}
COLUMNS: Final = {
    **{column.column: column.headers[0] for column in SOURCE_COLUMNS},
    "running_number": "Nomor urut",
    "person": "Data pribadi (dibuang)",
    "derived": "Hitungan berkas (tidak dibaca)",
    "period": "Periode (untuk berkas tanpa tanggal)",
    "response_date": "Tanggal",
    **{column: f"{unsur.code} {unsur.name}" for column, unsur in UNSUR_BY_COLUMN.items()},
    FURTHER_ANSWERS.name: "Di luar sembilan unsur",
    **{column.name: column.header for column in FOLLOW_UP_COLUMNS},
}

ROW_CLASSES: Final[dict[str, str]] = {
    "respondent": "responden",
    "header": "judul kolom",
    "title": "judul",
    "total": "total atau statistik",
    "example": "contoh pengisian",
    "note": "keterangan",
    "blank": "kosong",
    "marked": "ditandai tidak sah, oleh aplikasinya atau dengan tangan",
    "hidden": "disembunyikan, tidak dihitung",
    "repeated": "sudah ada di lembar lain",
    "erased": "dihapus atas permintaan",
    "other_part": "responden unit atau periode lain",
}
"""What a row of a sheet was taken for."""


def rows_in_words(counts: Mapping[str, int]) -> str:
    """The one count of rows: read, accepted, rejected, duplicate, and replaced where there are any; of all files, of a
    unit's, or of one."""
    numbers = {name: whole_number(count) for name, count in counts.items()}
    said = "{read} dibaca = {accepted} diterima + {rejected} ditolak + {duplicate} ganda".format_map(numbers)
    return f"{said} + {numbers['replaced']} diganti" if counts.get("replaced") else said
