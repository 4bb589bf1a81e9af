"""The frame that reading hands on: one row per row of an export that may be a respondent, all text.

Belongs here: its schema, made from the contracts. Not here: typing a value (`transforms.responses.typing`).
"""

from typing import Final

import polars as pl

from contracts.headers import SOURCE_COLUMNS
from contracts.unsur import UNSUR_COLUMNS

KEPT_COLUMNS: Final[tuple[str, ...]] = tuple(source.column for source in SOURCE_COLUMNS if source.keep)
"""Columns of an export that are kept besides the nine unsur. Personal data is not among them."""

RAW_ROW: Final[pl.Schema] = pl.Schema(
    {
        "content_id": pl.String(),
        "row_index": pl.Int64(),
        "sheet": pl.String(),
        "row_number": pl.Int64(),
        **{column: pl.String() for column in (*KEPT_COLUMNS, *UNSUR_COLUMNS)},
    }
)
"""`row_index` counts from 0 within the content; `row_number` is the row in that sheet as a spreadsheet
counts, from 1. Values are stripped; null where nothing stands or the export has no such column."""


def no_rows() -> pl.DataFrame:
    """A frame of RAW_ROW without rows."""
    return pl.DataFrame(schema=RAW_ROW)
