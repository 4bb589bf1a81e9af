"""A frame as a CSV file that a person may open.

Belongs here: the one way from a frame to CSV. Not here: what makes a text dangerous (`contracts.safe_text`).
"""

from io import BytesIO
from pathlib import Path
from typing import Final

import polars as pl
from polars import selectors

from contracts.safe_text import FORMULAS, LINE_ENDS, UNSHOWN

_STEPS: Final = (
    (LINE_ENDS, "\n"),
    (f"[{UNSHOWN}]", ""),
    *((pattern, substitute.replace(r"\1", "${1}").replace(r"\2", "${2}")) for pattern, substitute in FORMULAS),
)


def write_csv(frame: pl.LazyFrame, target: Path | BytesIO, *, for_excel: bool = False) -> None:
    """Writes the frame with texts as `contracts.safe_text.excel_csv` writes them; every other column, a number below
    zero too, stays what it is. Standard CSV for programs; `for_excel`: as Excel in Indonesia opens it, with semicolons,
    decimal commas and a byte order mark."""
    texts = selectors.string(include_categorical=True).cast(pl.String)
    for pattern, substitute in _STEPS:
        texts = texts.str.replace_all(pattern, substitute)
    written = frame.with_columns(texts)
    if for_excel:
        written.sink_csv(target, separator=";", decimal_comma=True, include_bom=True, line_terminator="\r\n")
    else:
        written.sink_csv(target)
