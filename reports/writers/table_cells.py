"""Cells of a report's tables, by what stands in them.

Belongs here: the alignment that a number, a mark or a heading has in every table. Not here: any text.
"""

from reports.figures.base import Mutu
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
