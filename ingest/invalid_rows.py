"""Rows that the program itself marks as no answer of a visitor: previews, deleted, spam, incomplete.

Belongs here: finding such columns by their headers and what they say. Not here: other rows that are no respondents
(`body`), asking when very many are marked (`read`).
"""

from collections.abc import Sequence
from typing import Final

import polars as pl

from contracts.headers import MARKED_WORDS, MARKING_HEADERS
from ingest.words import plain

_YES: Final = frozenset({"1", "true", "yes", "ya", "y", "benar"})
_NO: Final = frozenset({"0", "false", "no", "tidak", "belum", "n", "salah", "tdk"})
_NOTHING: Final = frozenset({"null", "n", "none", "nan", "na", "n a"})
_MARKED_IF_NO: Final = frozenset({"finished", "completed", "selesai", "is valid", "valid", "keabsahan", "validasi"})
_MARKED_IF_YES: Final = frozenset({"is deleted", "deleted", "dihapus", "is test", "test"})
_MARKED_IF_FILLED: Final = frozenset({"deleted at"})
_QUALTRICS: Final = frozenset({"responseid", "recordeddate"})
_QUALTRICS_CODES: Final = frozenset({"1", "2", "8", "9", "17", "24", "40", "48"})
"""Qualtrics' numbers in `Status` for previews, tests and spam, alone or offline."""


def marked_rows(rows: pl.DataFrame, labels: Sequence[Sequence[str]]) -> pl.Series:
    """True for each row (columns c0 … cN) that a column of that kind marks. `labels`: header texts by column."""
    marked = pl.Series("marked", [False]).new_from_index(0, rows.height)
    headers = [[plain(text) for text in texts] for texts in labels]
    is_qualtrics = {plain(text).replace(" ", "") for texts in labels for text in texts} >= _QUALTRICS
    for column, names in enumerate(headers):
        name = next((name for name in names if _bare(name) in MARKING_HEADERS), None)
        if name is None:
            continue
        texts = rows[f"c{column}"]
        different = texts.unique().drop_nulls().to_list()
        if len(different) > _MOST_STATES and _bare(name) not in _MARKED_IF_FILLED:
            continue  # no column of states
        saying = [text for text in different if _marks(_bare(name), plain(text), is_qualtrics=is_qualtrics)]
        if saying:
            marked |= texts.is_in(saying).fill_null(value=False)
    return marked


_MOST_STATES: Final = 20


def _bare(name: str) -> str:
    return name.replace("reviewstate", "review state")


def _marks(header: str, state: str, *, is_qualtrics: bool) -> bool:
    if header in _MARKED_IF_FILLED:
        return state not in _NOTHING and state != ""
    if header in _MARKED_IF_YES and state in _YES:
        return True
    if header in _MARKED_IF_NO and state in _NO:
        return True
    if header == "status" and is_qualtrics and state in _QUALTRICS_CODES:
        return True
    return state in MARKED_WORDS
