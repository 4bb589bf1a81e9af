"""Cells of a report's tables, by what stands in them.

Belongs here: the alignment that a number, a mark or a heading has in every table, rows that several tables
have. Not here: sentences.
"""

from collections.abc import Sequence
from typing import Final

from contracts.unsur import UNSUR
from reports.figures.base import Mutu
from reports.figures.regency_figures import RegencyUnsurFigure
from reports.figures.unit_figures import UnsurFigure
from reports.wording.indonesian import decimal_number
from reports.writers.blocks import Cell
from reports.writers.charts import GRADE_FILLS, GRADE_INKS


def heads(*texts: str) -> tuple[Cell, ...]:
    """Cells of a header."""
    return tuple(head(text) for text in texts)


def head(text: str, *, columns: int = 1, rows: int = 1) -> Cell:
    """A cell of a header."""
    return Cell(text, align="center", bold=True, columns=columns, rows=rows)


def number(text: str, *, bold: bool = False) -> Cell:
    """A figure: its digits stand below one another."""
    return Cell(text, align="right", bold=bold)


def centred(text: str, *, bold: bool = False, columns: int = 1, rows: int = 1) -> Cell:
    """A mark, a running number, or a text that spans columns."""
    return Cell(text, align="center", bold=bold, columns=columns, rows=rows)


def graded(text: str, mutu: Mutu) -> Cell:
    """A text about a grade, on the grade's colour."""
    return Cell(text, align="center", fill=GRADE_FILLS[mutu], ink=GRADE_INKS[mutu])


UNSUR_WIDTHS: Final = (2.5, *(1.0 for _ in UNSUR))
"""Of a table of the nine unsur side by side: what a row says, and the unsur."""


def unsur_rows(unsur: Sequence[UnsurFigure | RegencyUnsurFigure]) -> tuple[tuple[Cell, ...], ...]:
    """NRR, score and grade of the nine unsur side by side, as the official report has them."""
    return (
        (Cell("NRR per unsur"), *(centred(decimal_number(one.nrr)) for one in unsur)),
        (Cell("Nilai (NRR × 25)"), *(centred(decimal_number(one.score)) for one in unsur)),
        grade_row(unsur),
    )


def grade_row(unsur: Sequence[UnsurFigure | RegencyUnsurFigure]) -> tuple[Cell, ...]:
    """The letters of their grades, on the grades' colours."""
    return (Cell("Kategori"), *(graded(one.mutu, one.mutu) for one in unsur))
