"""The sheet of services (jenis layanan) in a unit's workbook: the index of each, and its nine unsur.

Belongs here: that sheet. The answers of the form do not say which service they are of, so its figures are values, not
formulas. Not here: any figure, the other sheets (`reports.workbooks.unit_workbook`).
"""

from typing import Final

from contracts.processed_data import SERVICES_SHEET
from contracts.unsur import UNSUR
from reports.figures.unit_figures import UnitFigures
from reports.wording.service_sentences import services_sentence, unknown_sentence
from reports.workbooks.every_sheet import footer, write_title
from reports.workbooks.workbook_cells import (
    THREE_PLACES,
    TWO_PLACES,
    Book,
    merge_text,
    set_height,
    set_page,
    write_row,
    write_text,
    write_value,
)

_WIDTHS: Final = (40, 11, 9, 9, 9, 9, *[8] * len(UNSUR))
_HEADER: Final = 5


def write_services(book: Book, figures: UnitFigures) -> None:
    """One line a service, most respondents first, what is not known last; no sheet where none are registered."""
    if not figures.services:
        return
    sheet = book.sheet(SERVICES_SHEET, _WIDTHS)
    write_title(book, sheet, "IKM PER JENIS LAYANAN", figures)
    told = " ".join(filter(None, (services_sentence(figures), unknown_sentence(figures))))
    last = len(_WIDTHS) - 1
    merge_text(sheet, (3, 0, 3, last), told, book.wrapped)
    set_height(sheet, 3, [(told, sum(_WIDTHS))])
    headers = ("Jenis layanan", "Responden", "IKM", "Bawah 95 %", "Atas 95 %", "Mutu", *(one.code for one in UNSUR))
    write_row(sheet, _HEADER, headers, book.header)
    two, three = (book.boxed(num_format=places, align="center") for places in (TWO_PLACES, THREE_PLACES))
    looks = (book.count, two, two, two, book.centred, *[three] * len(UNSUR))
    for row, one in enumerate(figures.services, start=_HEADER + 1):
        write_text(sheet, row, 0, one.service_name, book.wrapped_text)
        set_height(sheet, row, [(one.service_name, _WIDTHS[0])])
        values = (one.respondents, one.ikm, one.ikm_low, one.ikm_high, one.mutu, *one.nrr)
        for column, (value, look) in enumerate(zip(values, looks, strict=True), start=1):
            write_value(sheet, row, column, value, look)
    set_page(sheet, footer=footer(figures), header_rows=(_HEADER, _HEADER))
