"""A grid of text: what every reader of `ingest` makes, whatever the file was.

Belongs here: the type, and the one way to make it. Not here: reading a format
(`workbook`, `markup`, `text`), finding the header (`header`).
"""

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class Grid:
    """One sheet, one HTML table, or one text file, all cells as text.

    `cells` has columns c0..cN, all `pl.String`: stripped of white space, empty is null. Title and header
    rows are included, ragged rows are padded with null, blank rows between others are kept, so the row
    number in the file is `first_row` + position.
    """

    name: str
    """Sheet name; in a zip `TW I/puri.csv` or `member.xlsx!Sheet1`; empty for a plain text file."""
    cells: pl.DataFrame
    first_row: int
    """Row number, as a spreadsheet counts (from 1), of the first row of `cells`."""


def column_names(width: int) -> list[str]:
    """The names c0..cN of a grid's columns."""
    return [f"c{position}" for position in range(width)]
