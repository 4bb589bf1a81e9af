"""What all sheets of a unit's workbook, or the regency's, have in common: the lines above, and the foot of its pages.

Not here: any sheet (`reports.workbooks.unit_workbook`, `reports.workbooks.regency_workbook`), how a cell is written
(`reports.workbooks.workbook_cells`).
"""

from typing import Final

from xlsxwriter.worksheet import Worksheet

from reports.figures.regency_figures import RegencyFigures
from reports.figures.unit_figures import UnitFigures
from reports.wording.revision_sentences import after_title, label_of
from reports.workbooks.workbook_cells import Book, write_text

SHARES_SENTENCE: Final = (
    "Persentase dihitung dengan rumus dan tampil dengan satu desimal, sehingga yang tampak dapat berjumlah 99,9 % atau "
    "100,1 %; laporan membulatkannya sampai berjumlah 100 %."
)


def write_title(book: Book, sheet: Worksheet, title: str, figures: UnitFigures | RegencyFigures) -> None:
    """What the sheet tells, of whom, and when: its first three lines."""
    write_text(sheet, 0, 0, title, book.title)
    write_text(sheet, 1, 0, _owner(figures), book.subtitle)
    write_text(sheet, 2, 0, f"{figures.period.label}{after_title(figures.revision)}", book.subtitle)


def footer(figures: UnitFigures | RegencyFigures) -> str:
    """Whose page it is."""
    # The revision first: a long name is cut at its end.
    return " · ".join(filter(None, (label_of(figures.revision), _owner(figures), figures.period.label)))


def _owner(figures: UnitFigures | RegencyFigures) -> str:
    return figures.unit_name if isinstance(figures, UnitFigures) else figures.regency_name
