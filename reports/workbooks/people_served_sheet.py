"""The sheet of people served in the regency's workbook: the regency's IKM with every unit weighted by whom it served.

Belongs here: that sheet. Not here: any figure, the other sheets (`reports.workbooks.regency_workbook`).
"""

from math import fsum
from typing import Final

from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell

from contracts.method import EXACT_WEIGHT, WEIGHTS
from reports.figures.people_served_figures import PeopleServedFigure
from reports.figures.regency_figures import RegencyFigures
from reports.wording.people_served_sentences import people_served_sentence
from reports.wording.unit_sentences import weight_label
from reports.workbooks.every_sheet import footer, write_title
from reports.workbooks.workbook_cells import (
    COUNT,
    TWO_PLACES,
    Book,
    merge_text,
    set_height,
    set_page,
    two_places,
    write_formula,
    write_row,
    write_text,
    write_value,
)

PEOPLE_SERVED_SHEET: Final = "Penerima Layanan"
_WIDTHS: Final = (44, 15, 18)
_HEADER: Final = 5


def write_people_served(book: Book, figures: RegencyFigures, served: PeopleServedFigure) -> None:
    """One line a unit with an index, in the order of the ranking; below them the index as a formula of these lines,
    where all say how many they served."""
    sheet = book.sheet(PEOPLE_SERVED_SHEET, _WIDTHS)
    write_title(book, sheet, "IKM TERTIMBANG PENERIMA LAYANAN", figures)
    told = people_served_sentence(served, figures.period_code)
    merge_text(sheet, (3, 0, 3, len(_WIDTHS) - 1), told, book.wrapped)
    set_height(sheet, 3, [(told, sum(_WIDTHS))])
    write_row(sheet, _HEADER, ("Unit", "Jumlah NRR", "Penerima layanan"), book.header)
    nrr_sum = book.boxed(num_format="0.0000")  # shown so; the formulas take it as it is
    first = row = _HEADER + 1
    for row, one in enumerate(served.units, start=first):
        write_text(sheet, row, 0, one.unit_name, book.wrapped_text)
        set_height(sheet, row, [(one.unit_name, _WIDTHS[0])])
        write_value(sheet, row, 1, fsum(unsur.nrr for unsur in figures.unsur_by_unit[one.unit_code]), nrr_sum)
        write_value(sheet, row, 2, one.people_served, book.count)
    if served.index is not None:
        sums, people = (xl_range_abs(first, column, row, column) for column in (1, 2))
        used = WEIGHTS[figures.headline.weight]
        strong = book.boxed(bold=True, num_format=TWO_PLACES)
        lines = [(used, served.index.ikm)] + ([] if used == EXACT_WEIGHT else [(EXACT_WEIGHT, served.index.ikm_ninth)])
        write_text(sheet, row + 1, 0, "Jumlah penerima layanan", book.boxed(bold=True))
        counted = book.boxed(bold=True, num_format=COUNT)
        write_formula(sheet, row + 1, 2, f"SUM({people})", served.index.people_served, counted)
        for line, (weight, ikm) in enumerate(lines, start=row + 2):
            write_text(sheet, line, 0, f"IKM kabupaten (bobot {weight_label(weight.name)})", book.boxed(bold=True))
            mean = f"SUMPRODUCT({sums},{people})/{xl_rowcol_to_cell(row + 1, 2)}"
            write_formula(sheet, line, 2, two_places(f"{mean}*{weight.numerator}/{weight.denominator}"), ikm, strong)
    set_page(sheet, footer=footer(figures), landscape=False, header_rows=(_HEADER, _HEADER))
