"""Which addresses are not the public site's: the first parts of their paths.

Belongs here: the one list of them. Not here: who may open which (`portal.server.app_context`).
"""

from typing import Final

PAGES: Final = (
    *("unit", "berkas", "karantina", "perbaikan", "unggah", "pertanyaan", "keputusan", "pola"),
    *("petugas", "pimpinan", "analis", "tindak-lanjut", "foto", "layanan"),
)
"""Pages behind a login: where it may lead back to."""
OTHERS: Final = ("masuk", "keluar", "metrics")
