"""The sheet of targets in the regency's workbook: what each unit was to reach in the year, and what it reached.

Belongs here: that sheet. Not here: any figure, the other sheets (`reports.workbooks.regency_workbook`).
"""

from typing import Final

from xlsxwriter.utility import xl_rowcol_to_cell

from reports.figures.regency_figures import RegencyFigures
from reports.wording.target_sentences import targets_sentence
from reports.workbooks.every_sheet import footer, write_title
from reports.workbooks.workbook_cells import (
    TWO_PLACES,
    Book,
    merge_text,
    set_height,
    set_page,
    write_formula,
    write_row,
    write_text,
    write_value,
)

TARGETS_SHEET: Final = "Target"
_WIDTHS: Final = (44, 11, 26, 11, 13)
_HEADER: Final = 5


def write_targets(book: Book, figures: RegencyFigures) -> None:
    """One line a unit with a target, in the order of the ranking; the attainment is a formula of its line."""
    sheet = book.sheet(TARGETS_SHEET, _WIDTHS)
    write_title(book, sheet, f"CAPAIAN TARGET IKM TAHUN {figures.period.year}", figures)
    told = targets_sentence(figures.targets, len(figures.ranking))
    merge_text(sheet, (3, 0, 3, len(_WIDTHS) - 1), told, book.wrapped)
    set_height(sheet, 3, [(told, sum(_WIDTHS))])
    write_row(sheet, _HEADER, ("Unit", "Target", "Ditetapkan dalam", "IKM", "Capaian (%)"), book.header)
    two = book.boxed(num_format=TWO_PLACES, align="center")
    for row, one in enumerate(figures.targets, start=_HEADER + 1):
        write_text(sheet, row, 0, one.unit_name, book.wrapped_text)
        write_value(sheet, row, 1, one.ikm, two)
        write_text(sheet, row, 2, one.source, book.wrapped_text)
        write_value(sheet, row, 3, one.unit_ikm, two)
        reached = f"ROUND({xl_rowcol_to_cell(row, 3)}/{xl_rowcol_to_cell(row, 1)}*100,2)"
        write_formula(sheet, row, 4, reached, one.attainment, two)
        set_height(sheet, row, [(one.unit_name, _WIDTHS[0]), (one.source, _WIDTHS[2])])
    set_page(sheet, footer=footer(figures), landscape=False, header_rows=(_HEADER, _HEADER))
