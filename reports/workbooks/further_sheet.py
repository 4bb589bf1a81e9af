"""The sheet of a unit's workbook with what its questionnaire asks beyond the nine unsur.

Belongs here: that sheet. Its answers are not those of the form, so its figures are values, not formulas. Not here: any
figure, the other sheets (`reports.workbooks.unit_workbook`).
"""

from typing import Final

from contracts.processed_data import FURTHER_SHEET
from reports.figures.unit_figures import UnitFigures
from reports.wording.further_sentences import apart_sentence, counted_sentence
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

_WIDTHS: Final = (10, 44, 40, 11, 11, 11, 11, 12, 12, 8)
_HEADERS: Final = (
    *("Kode", "Uraian", "Cara menghitung", "Ditanya", "Responden"),
    *("Rata-rata", "Indeks", "Bawah 95 %", "Atas 95 %", "Mutu"),
)
_HEADER: Final = 5


def write_further(book: Book, figures: UnitFigures) -> None:
    """One line an index, in the order of the questionnaire; no sheet where there is none."""
    if not figures.further:
        return
    sheet = book.sheet(FURTHER_SHEET, _WIDTHS)
    write_title(book, sheet, "DI LUAR SEMBILAN UNSUR", figures)
    told = f"{apart_sentence()} {counted_sentence(figures.further)}"
    merge_text(sheet, (3, 0, 3, len(_WIDTHS) - 1), told, book.wrapped)
    set_height(sheet, 3, [(told, sum(_WIDTHS))])
    write_row(sheet, _HEADER, _HEADERS, book.header)
    two, three = (book.boxed(num_format=places, align="center") for places in (TWO_PLACES, THREE_PLACES))
    looks = (book.count, book.count, three, two, two, two, book.centred)
    for row, one in enumerate(figures.further, start=_HEADER + 1):
        texts = (one.code, one.name, one.formula)
        for column, text in enumerate(texts):
            write_text(sheet, row, column, text, book.wrapped_text)
        set_height(sheet, row, list(zip(texts, _WIDTHS, strict=False)))
        values = (one.asked, one.respondents, one.mean, one.score, one.score_low, one.score_high, one.mutu)
        for column, (value, look) in enumerate(zip(values, looks, strict=True), start=len(texts)):
            write_value(sheet, row, column, value, look)
    set_page(sheet, footer=footer(figures), header_rows=(_HEADER, _HEADER))
