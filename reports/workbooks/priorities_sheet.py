"""The sheet of what to fix first in a unit's workbook: its unsur beside those of its type.

Belongs here: that sheet. The figures of other units are not in the form, so they are values, not formulas. Not here:
any figure, the other sheets (`reports.workbooks.unit_workbook`).
"""

from typing import Final

from contracts.processed_data import PRIORITIES_SHEET
from reports.figures.unit_figures import UnitFigures
from reports.wording.priority_sentences import (
    TITLE,
    association_explained,
    association_text,
    compared_with,
    quadrant_sentences,
    raised_sentences,
    standing_sentences,
    standing_text,
    themes_explained,
    themes_text,
)
from reports.workbooks.every_sheet import footer, write_title
from reports.workbooks.workbook_cells import (
    LINE_HEIGHT,
    TWO_PLACES,
    Book,
    merge_text,
    set_height,
    set_page,
    write_row,
    write_value,
)

_WIDTHS: Final = (7, 44, 9, 11, 11, 12, 22, 18, 14, 10, 40)
_HEADERS: Final = (
    *("Kode", "Unsur", "NRR", "Bawah 95 %", "Atas 95 %", "Median sejenis", "Dibandingkan unit sejenis"),
    *("Hubungan dengan unsur lain", "IKM bila naik ke median", "Mutunya", "Saran yang menyinggungnya"),
)


def write_priorities(book: Book, figures: UnitFigures) -> None:
    """What is said, and one line an unsur; no sheet where there are no units to compare with."""
    of_unit = figures.priorities
    if of_unit is None:
        return
    sheet = book.sheet(PRIORITIES_SHEET, _WIDTHS)
    write_title(book, sheet, TITLE.upper(), figures)
    row, last = 3, len(_WIDTHS) - 1
    for told in (
        *(*standing_sentences(of_unit), *quadrant_sentences(of_unit), *raised_sentences(of_unit)),
        f"{compared_with(of_unit)} {association_explained(of_unit)} {themes_explained()}",
    ):
        merge_text(sheet, (row, 0, row, last), told, book.wrapped)
        set_height(sheet, row, [(told, sum(_WIDTHS))])
        row += 1
    header = row + 1
    write_row(sheet, header, _HEADERS, book.header)
    sheet.set_row(header, 2 * LINE_HEIGHT)
    two = book.boxed(num_format=TWO_PLACES, align="center")
    looks = (
        book.centred,
        book.wrapped_text,
        *[two] * 4,
        book.centred,
        book.centred,
        two,
        book.centred,
        book.wrapped_text,
    )
    for row, one in enumerate(of_unit.unsur, start=header + 1):
        values = (
            *(one.unsur_code, one.name, one.nrr, one.nrr_low, one.nrr_high, one.nrr_median, standing_text(one)),
            *(association_text(one), one.ikm_if_median, one.mutu_if_median, themes_text(one)),
        )
        for column, (value, look) in enumerate(zip(values, looks, strict=True)):
            write_value(sheet, row, column, value, look)
        set_height(sheet, row, [(one.name, _WIDTHS[1]), (themes_text(one), _WIDTHS[-1])])
    set_page(sheet, footer=footer(figures), header_rows=(header, header))
