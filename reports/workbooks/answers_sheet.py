"""The sheet of answers in a unit's workbook: how often each was given to the nine unsur.

Belongs here: that sheet, counted on the form by formulas. Not here: any figure, the other sheets
(`reports.workbooks.unit_workbook`).
"""

from collections.abc import Sequence
from typing import Final

from xlsxwriter.utility import xl_rowcol_to_cell

from contracts.processed_data import ANSWERS_SHEET
from contracts.unsur import SCALE
from reports.figures.answer_figures import GOOD_ANSWERS
from reports.figures.unit_figures import UnitFigures
from reports.wording.answer_sentences import answers_sentence
from reports.workbooks.every_sheet import SHARES_SENTENCE, footer, write_title
from reports.workbooks.workbook_cells import (
    SHARE,
    Book,
    merge_text,
    set_height,
    set_page,
    write_formula,
    write_row,
)

_WIDTHS: Final = (7, 42, *[9] * len(SCALE), 10, *[9] * len(SCALE), 10)
_HEADER: Final = 6
_FIRST_COUNT: Final = 2
_ALL: Final = _FIRST_COUNT + len(SCALE)
_FIRST_SHARE: Final = _ALL + 1


def write_answers(book: Book, figures: UnitFigures, cells: Sequence[str]) -> None:
    """A line an unsur. `cells`: where its answers stand on the form, for each of the nine. Where nothing is known of
    single answers, the sheet says why."""
    sheet = book.sheet(ANSWERS_SHEET, _WIDTHS)
    write_title(book, sheet, "SEBARAN JAWABAN PER UNSUR", figures)
    for row, told in ((3, answers_sentence(figures)), (4, SHARES_SENTENCE if figures.answers else "")):
        merge_text(sheet, (row, 0, row, len(_WIDTHS) - 1), told, book.wrapped)
        set_height(sheet, row, [(told, sum(_WIDTHS))])
    if figures.answers:
        counted = (*(f"Nilai {answer}" for answer in SCALE), "Jumlah")
        shares = (*(f"Nilai {answer} (%)" for answer in SCALE), f"Nilai {GOOD_ANSWERS[0]}–{GOOD_ANSWERS[-1]} (%)")
        write_row(sheet, _HEADER, ("Kode", "Unsur", *counted, *shares), book.header)
        sheet.set_row(_HEADER, 32)
    strong = book.boxed(bold=True, num_format=SHARE)
    for row, (one, answers) in enumerate(zip(figures.answers, cells, strict=False), start=_HEADER + 1):
        write_row(sheet, row, (one.unsur_code, one.name), book.text)
        everyone = xl_rowcol_to_cell(row, _ALL)
        for place, (answer, count) in enumerate(zip(SCALE, one.counts, strict=True)):
            write_formula(sheet, row, _FIRST_COUNT + place, f"COUNTIF({answers},{answer})", count, book.count)
            share = f"{xl_rowcol_to_cell(row, _FIRST_COUNT + place)}/{everyone}"
            write_formula(sheet, row, _FIRST_SHARE + place, share, count / figures.index.respondents, book.share)
        first, last = (xl_rowcol_to_cell(row, column) for column in (_FIRST_COUNT, _ALL - 1))
        write_formula(sheet, row, _ALL, f"SUM({first}:{last})", sum(one.counts), book.count)
        good = "+".join(xl_rowcol_to_cell(row, _FIRST_COUNT + SCALE.index(answer)) for answer in GOOD_ANSWERS)
        together = one.good / figures.index.respondents
        write_formula(sheet, row, len(_WIDTHS) - 1, f"({good})/{everyone}", together, strong)
    set_page(sheet, footer=footer(figures), header_rows=(_HEADER, _HEADER))
