"""The sheet on which staff tell where results were published: its headers and words, which writer and reader share.

Belongs here: names only. Not here: the sheet (`reports.workbooks.publication_workbook`), reading it
(`ingest.publication_sheet`), what is counted (`transforms.figures.pekppp`).
"""

from typing import Final

PUBLICATION_SHEET: Final = "Media Publikasi"
UNIT_CODE_HEADER: Final = "Kode Unit"
PERIOD_HEADER: Final = "Periode"
MEDIUM_HEADER: Final = "Media Publikasi"
LINK_HEADER: Final = "Tautan Publikasi"
DAY_HEADER: Final = "Tanggal Publikasi"
READ_HEADERS: Final = (UNIT_CODE_HEADER, PERIOD_HEADER, MEDIUM_HEADER, LINK_HEADER, DAY_HEADER)
MEDIA: Final = (
    *("Situs web", "Instagram", "Facebook", "TikTok", "YouTube", "X", "WhatsApp"),
    *("Papan pengumuman", "Spanduk atau baliho", "Layar informasi", "Surat kabar", "Radio", "Televisi"),
)
"""What may be chosen; anything else may be written."""
PUBLICATION_NOTED: Final = "publication_noted"
"""Reason code of a file that is such a sheet: it was taken in and holds no respondents."""
