"""What codes are called on the server's pages.

Belongs here: Indonesian words for codes that the contracts keep in English. Not here: sentences.
"""

from collections.abc import Mapping
from typing import Final

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
    "query": "bertanya kepada gudang data",
    "upload": "mengunggah",
    "confirm": "mengirim ke konsolidasi",
    "cancel": "membatalkan unggahan",
    "photo_added": "menambah foto",
    "photo_removed": "menghapus foto",
    "services_wished": "meminta tentang layanan",
    "wish_seen_to": "menyelesaikan permintaan layanan",
    "answer": "menjawab pertanyaan",
    "explain": "menjelaskan pola jawaban",
    "take_back": "membatalkan keputusan",
    "job_asked": "meminta pekerjaan",
    "job_done": "pekerjaan selesai",
    "job_failed": "pekerjaan tidak berhasil",
    "user_invited": "membuat tautan akun",
    "user_added": "akun dibuat",
    "user_removed": "akun dicabut",
    "user_password": "sandi diganti",
    "user_code_reset": "kode dilepas",
}
ROLES: Final = {"unit": "unit", "staff": "petugas kabupaten", "leader": "pimpinan", "analyst": "analis"}
JOB_STATES: Final = {
    "waiting": "menunggu giliran",
    "running": "sedang berjalan",
    "done": "selesai",
    "failed": "tidak berhasil",
    "broken_off": "terputus",
}
LATE: Final = {"new": "jawaban baru", "corrected": "perbaikan jawaban", "withdrawn": "penarikan jawaban"}
"""Answers that came, were corrected or fell away after their period was closed."""


def late(counts: Mapping[str, int]) -> str:
    """What the answers of a unit that a closed period does not show mean, by LATE."""
    kinds = [f"{whole_number(counts[change])} {word}" for change, word in LATE.items() if counts.get(change)]
    return f"{joined(kinds)} diterima setelah periode ditutup; menunggu revisi. Hasil resmi belum memuatnya."


def returned(name: str) -> str:
    """What a file of the quarantine is: a workbook to complete, or a letter to read."""
    return "Lembar perbaikan (Excel)" if name.lower().endswith(".xlsx") else "Surat penjelasan (Word)"
