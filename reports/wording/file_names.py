"""What the documents' files are called, for those who write them and for those that speak of one another.

Belongs here: names. Not here: folders (`contracts.home`), or which documents are made.
"""

from typing import Final

REPORT: Final = "laporan-skm"
PROCESSED_DATA: Final = "olah-data-skm"
CARD: Final = "kartu-skm"
FOLLOW_UP: Final = "tindak-lanjut-skm"
PUBLIC_REPORT: Final = "laporan-publik-skm"
"""The report for everyone; only of units and periods whose figures the public may see."""

REGENCY: Final = "kabupaten"
"""Stands for the regency where a unit's code stands."""


def file_name(kind: str, owner: str, period_code: str, ending: str) -> str:
    """`laporan-skm-35.16.01-2024.pdf`; `owner` is a unit's code or REGENCY."""
    return f"{kind}-{owner}-{period_code}.{ending}"
