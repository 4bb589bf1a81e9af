"""The workbook in which staff tell where results were published, a line a unit and medium.

Belongs here: its sheet and cells, which `ingest.publication_sheet` reads again. Not here: the headers
(`contracts.publication_sheet`), what is made of it (`pipeline.documents.submission`).
"""

from collections.abc import Sequence
from io import BytesIO
from typing import Final

from contracts.publication_sheet import (
    DAY_HEADER,
    LINK_HEADER,
    MEDIA,
    MEDIUM_HEADER,
    PERIOD_HEADER,
    PUBLICATION_SHEET,
    UNIT_CODE_HEADER,
)
from reports.figures.submission_figures import MediumFigure, SubmissionFigures
from reports.workbooks.workbook_cells import CellContent, new_workbook, set_page, write_row, write_text

LINES_A_UNIT: Final = 5
"""Lines of a unit at least: more media than that count no more."""
_HEADER_ROW: Final = 4
_HEADERS: Final = (UNIT_CODE_HEADER, "Unit", PERIOD_HEADER, MEDIUM_HEADER, LINK_HEADER, DAY_HEADER)
_WIDTHS: Final = (14, 38, 10, 24, 48, 18)
_REMARKS: Final = (
    "Satu baris untuk satu media tempat hasil survei unit itu dipublikasikan; baris lain dibiarkan kosong.",
    "Simpan, lalu taruh di kotak masuk seperti hasil survei. Yang dikirim terakhir menggantikan yang sebelumnya.",
)


def publication_workbook(figures: SubmissionFigures) -> bytes:
    """The workbook (xlsx) of a period: what was told already, and room for more; same figures, same bytes."""
    target = BytesIO()
    title = f"Media publikasi hasil SKM {figures.period.label}"
    with new_workbook(target, title=title, author=figures.organiser) as book:
        sheet = book.sheet(PUBLICATION_SHEET, _WIDTHS)
        write_text(sheet, 0, 0, f"MEDIA PUBLIKASI HASIL SKM {figures.period.label.upper()}", book.title)
        for row, remark in enumerate(_REMARKS, start=1):
            write_text(sheet, row, 0, remark, book.quiet)
        write_row(sheet, _HEADER_ROW, _HEADERS, book.header)
        day = book.boxed(num_format="dd-mm-yyyy", align="center")
        looks = (book.text, book.wrapped_text, book.text, book.wrapped_text, book.wrapped_text, day)
        lines = [line for unit in figures.units for line in _lines(unit.unit_code, unit.unit_name, figures, unit.media)]
        for row, line in enumerate(lines, start=_HEADER_ROW + 1):
            write_row(sheet, row, line, looks)
        choice = {"validate": "list", "source": list(MEDIA), "error_type": "information"}
        sheet.data_validation(_HEADER_ROW + 1, 3, _HEADER_ROW + max(len(lines), 1), 3, choice)
        sheet.freeze_panes(_HEADER_ROW + 1, 2)
        set_page(sheet, footer=title, header_rows=(_HEADER_ROW, _HEADER_ROW))
    return target.getvalue()


def _lines(
    unit_code: str, unit_name: str, figures: SubmissionFigures, media: Sequence[MediumFigure]
) -> list[tuple[CellContent, ...]]:
    told: list[tuple[CellContent, ...]] = [(one.medium, one.link or None, one.published_on) for one in media]
    empty: list[tuple[CellContent, ...]] = [(None, None, None)] * max(LINES_A_UNIT - len(told), 1)
    return [(unit_code, unit_name, figures.period_code, *line) for line in (*told, *empty)]
