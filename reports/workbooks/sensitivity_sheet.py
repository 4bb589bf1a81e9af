"""The sheet of ranks in other ways in the regency's workbook.

Belongs here: that sheet. The ranks are values: what they are made from is not in the workbook. Not here: any figure,
the other sheets (`reports.workbooks.regency_workbook`).
"""

from typing import Final

from contracts.comparison_tables import WAYS
from reports.figures.regency_figures import RegencyFigures
from reports.wording.indonesian import type_name
from reports.wording.sensitivity_sentences import mode_text, sensitivity_explained, services_text
from reports.workbooks.every_sheet import footer, write_title
from reports.workbooks.workbook_cells import (
    LINE_HEIGHT,
    Book,
    merge_text,
    set_height,
    set_page,
    write_row,
)

SENSITIVITY_SHEET: Final = "Peringkat Cara Lain"
_WIDTHS: Final = (34, 14, 10, 10, 10, *[14] * len(WAYS), 34, 44)
_HEADER: Final = 5


def write_sensitivity(book: Book, figures: RegencyFigures) -> None:
    """One line a unit that is ranked in its type; no sheet in an edition that was closed before there was any."""
    if not figures.beside_rank:
        return
    sheet = book.sheet(SENSITIVITY_SHEET, _WIDTHS)
    write_title(book, sheet, "PERINGKAT DENGAN CARA LAIN", figures)
    merge_text(sheet, (3, 0, 3, len(_WIDTHS) - 1), sensitivity_explained(), book.wrapped)
    set_height(sheet, 3, [(sensitivity_explained(), sum(_WIDTHS))])
    words = (f"{meaning[0].upper()}{meaning[1:]}" for meaning in WAYS.values())
    headers = ("Unit", "Jenis", "Peringkat", "Terbaik", "Terburuk", *words, "Cara pengumpulan", "Layanan")
    write_row(sheet, _HEADER, headers, book.header)
    sheet.set_row(_HEADER, 3 * LINE_HEIGHT)
    names = {unit.unit_code: unit.unit_name for unit in figures.ranking}
    looks = (*(book.text, book.text), *[book.centred] * (3 + len(WAYS)), book.text, book.wrapped_text)
    for row, one in enumerate(figures.beside_rank, start=_HEADER + 1):
        rank = one.sensitivity
        values = (
            *(names.get(one.unit_code, one.unit_code), type_name(rank.scope)),
            *(rank.rank, rank.rank_best, rank.rank_worst, *(rank.ways.get(way) for way in WAYS)),
            *(mode_text(one), services_text(one)),
        )
        write_row(sheet, row, values, looks)
        set_height(sheet, row, [(services_text(one), _WIDTHS[-1])])
    sheet.autofilter(_HEADER, 0, _HEADER + len(figures.beside_rank), len(_WIDTHS) - 1)
    sheet.freeze_panes(_HEADER + 1, 1)
    set_page(sheet, footer=footer(figures), header_rows=(_HEADER, _HEADER))
