"""Text from outside where a person meets it: in a spreadsheet, on a terminal, a page, in a document.

Belongs here: what makes a cell a formula and what defuses it, which characters are never shown, text of cells as CSV.
A cell of a workbook has a type and needs no defusing. Not here: markup (each format escapes its own), reading what
the offices send (`ingest.grid`), CSV of whole frames (`pipeline.documents.csv_frames`, by the patterns of here).
"""

import csv
import io
import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Final

_SIGNS: Final = "=+\\-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b\u2212"
"""What begins a formula: plain, full width, small, and the minus of mathematics."""
_BEFORE_A_SIGN: Final = ' \u00a0\u2000-\u200d\u202f\u2060\u3000\ufeff\u00ad"“”„‘’`´«»‹›\uff02\uff07'
"""Quotes and spaces that a program may take away before it looks. An apostrophe is what defuses."""

FORMULAS: Final = (
    # The separators too: where the list separator is another than the file's, a part of a text becomes a cell.
    (f"(^|[;,\t\r\n])((?:[{_BEFORE_A_SIGN}][{_BEFORE_A_SIGN}']*)?[{_SIGNS}])", r"\1'\2"),
    ("^([\t\r\n])", r"'\1"),
)
"""Pattern and substitute, one after the other; the patterns mean the same to Python and to Polars."""

UNSHOWN: Final = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff"
"""Control characters (a terminal obeys them) and what turns the direction of the text after it, as the content of a
pattern's brackets. Tab and line feed stay; ends of lines become line feeds before."""
LINE_ENDS: Final = "\r\n?|[\x0b\x0c\x85\u2028\u2029]"

_FORMULAS: Final = tuple((re.compile(pattern), substitute) for pattern, substitute in FORMULAS)
_LINE_ENDS: Final = re.compile(LINE_ENDS)
NOT_SHOWN: Final = re.compile(f"[{UNSHOWN}\ud800-\udfff]")


def shown_text(text: str) -> str:
    """The text without control characters, halves of surrogate pairs and marks of direction; lines end with a
    line feed."""
    if text.isprintable():
        return text
    return NOT_SHOWN.sub("", _LINE_ENDS.sub("\n", text))


def shown_line(text: str) -> str:
    """The same in a single line."""
    return text if text.isprintable() else " ".join(shown_text(text).split())


def defused(text: str) -> str:
    """The text with an apostrophe before whatever a spreadsheet would take for the beginning of a formula."""
    for pattern, substitute in _FORMULAS:
        text = pattern.sub(substitute, text)
    return text


def excel_csv(rows: Iterable[Iterable[object]]) -> bytes:
    """Rows as CSV that Excel in Indonesia opens as columns: semicolons, decimal commas, and a byte order mark, without
    which it takes the file for another encoding. Texts are shown and defused, nothing is empty."""
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows(map(_csv_cell, row) for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _csv_cell(value: object) -> object:
    if isinstance(value, str):
        return defused(shown_text(value))
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, float | Decimal):
        return str(value).replace(".", ",")
    return value.isoformat() if isinstance(value, date) else value
