"""The workbook of processed data (olah data): the names of its sheets.

What writes it (`reports.workbooks.unit_workbook`) and what must not take it for an export (`ingest.read`) agree here.
"""

from typing import Final

FORM_SHEET: Final = "Olah Data"
SUMMARY_SHEET: Final = "Ringkasan"
PROFILE_SHEET: Final = "Profil"
TREND_SHEET: Final = "Tren"
SOURCE_SHEET: Final = "Sumber"
ANSWERS_SHEET: Final = "Sebaran Jawaban"
"""Only where something is to be said of single answers."""
SERVICES_SHEET: Final = "Layanan"
"""Only where services are registered."""
PRIORITIES_SHEET: Final = "Prioritas"
"""Only where there are units to compare with."""
FURTHER_SHEET: Final = "Di luar IKM"
"""Only where a questionnaire asks beyond the nine unsur."""

ITS_SHEETS: Final = frozenset({FORM_SHEET, SUMMARY_SHEET, PROFILE_SHEET, SOURCE_SHEET})
"""Every one of them is always there: a workbook that has them all is ours."""
