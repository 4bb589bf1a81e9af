"""What codes are called on the server's pages.

Belongs here: Indonesian words for codes that the contracts keep in English. Not here: sentences.
"""

from collections.abc import Mapping
from typing import Final

from reports.wording.file_names import CARD, FOLLOW_UP, PROCESSED_DATA, PUBLIC_REPORT, REPORT
from reports.wording.indonesian import joined, whole_number

ACTIONS: Final = {
    "login": "masuk",
    "login_failed": "gagal masuk",
    "login_throttled": "masuk ditunda",
    "code_failed": "kode salah",
    "logout": "keluar",
    "denied": "ditolak membuka",
    "session_ended": "sesi diakhiri",
    "password_changed": "sandi diganti sendiri",
    "code_set_up": "kode dipasang",
    "download": "mengunduh",
    "upload": "mengunggah",
    "confirm": "mengirim ke konsolidasi",
    "cancel": "membatalkan unggahan",
    "user_added": "akun dibuat",
    "user_removed": "akun dicabut",
    "user_password": "sandi diganti",
    "user_code_reset": "kode dilepas",
}
ROLES: Final = {"unit": "unit", "staff": "petugas kabupaten"}
_DOCUMENTS: Final = (
    (REPORT, "Laporan pelaksanaan SKM"),
    (PROCESSED_DATA, "Olah data"),
    (CARD, "Kartu publikasi"),
    (FOLLOW_UP, "Buku kerja tindak lanjut"),
    (PUBLIC_REPORT, "Laporan publik"),
)
LATE: Final = {"new": "jawaban baru", "corrected": "perbaikan jawaban", "withdrawn": "penarikan jawaban"}
"""Answers that came, were corrected or fell away after their period was closed."""
_FORMATS: Final = {"pdf": "PDF", "docx": "Word", "xlsx": "Excel", "png": "gambar PNG", "md": "teks", "csv": "CSV"}


def document(name: str) -> str:
    """What a file is, by its name: `Laporan pelaksanaan SKM (PDF)`; the name itself where that says nothing."""
    kind = next((label for prefix, label in _DOCUMENTS if name.startswith(f"{prefix}-")), None)
    ending = name.rpartition(".")[2].lower()
    return name if kind is None else f"{kind} ({_FORMATS.get(ending, ending)})"


def reports_first(name: str) -> tuple[int, str]:
    """The order of a period's files on a page: that of _DOCUMENTS, others last."""
    kinds = [prefix for prefix, _ in _DOCUMENTS]
    return next((at for at, prefix in enumerate(kinds) if name.startswith(f"{prefix}-")), len(kinds)), name


def late(counts: Mapping[str, int]) -> str:
    """What the answers of a unit that a closed period does not show mean, by LATE."""
    kinds = [f"{whole_number(counts[change])} {word}" for change, word in LATE.items() if counts.get(change)]
    return f"{joined(kinds)} diterima setelah periode ditutup; menunggu revisi. Hasil resmi belum memuatnya."


def returned(name: str) -> str:
    """What a file of the quarantine is: a workbook to complete, or a note to read."""
    return "Lembar perbaikan (Excel)" if name.lower().endswith(".xlsx") else "Catatan penolakan (teks)"
