"""Rows that the program itself marks as no answer of a visitor: previews, deleted, spam, incomplete.

Belongs here: finding such columns by their headers and what they say. Not here: other rows that are no respondents
(`body`), what people write of rows that do not count (`remarks`).
"""

from functools import lru_cache
from typing import Final

import polars as pl

from contracts.headers import MARKED_WORDS, MARKING_HEADERS
from ingest.words import plain

YES: Final = frozenset({"1", "true", "yes", "ya", "y", "benar"})
NO: Final = frozenset({"0", "false", "no", "tidak", "belum", "n", "salah", "tdk"})
_NOTHING: Final = frozenset({"null", "n", "none", "nan", "na", "n a"})
_MARKED_IF_NO: Final = frozenset({"finished", "completed", "selesai", "is valid", "valid", "keabsahan", "validasi"})
_MARKED_IF_YES: Final = frozenset({"is deleted", "deleted", "dihapus", "is test", "test"})
_MARKED_IF_FILLED: Final = frozenset({"deleted at"})
_QUALTRICS: Final = frozenset({"responseid", "recordeddate"})
_QUALTRICS_CODES: Final = frozenset({"1", "2", "8", "9", "17", "24", "40", "48"})
"""Qualtrics' numbers in `Status` for previews, tests and spam, alone or offline."""


def marked_rows(rows: pl.DataFrame, labels: tuple[tuple[str, ...], ...]) -> pl.Series:
    """True for each row (columns c0 … cN) that a column of that kind marks. `labels`: header texts by column."""
    marked = pl.Series("marked", [False]).new_from_index(0, rows.height)
    headers, is_qualtrics = _marking_headers(labels)
    for column, name in headers.items():
        texts = rows[f"c{column}"]
        different = texts.unique().drop_nulls().to_list()
        if len(different) > _MOST_STATES and name not in _MARKED_IF_FILLED:
            continue  # no column of states
        saying = [text for text in different if _marks(name, plain(text), is_qualtrics=is_qualtrics)]
        if saying:
            marked |= texts.is_in(saying).fill_null(value=False)
    return marked


_MOST_STATES: Final = 20


@lru_cache(maxsize=512)
def _marking_headers(labels: tuple[tuple[str, ...], ...]) -> tuple[dict[int, str], bool]:
    """Columns that may mark rows, by what their header says, and whether the export is Qualtrics'. Cached because a
    thousand files may share one header."""
    named = [[_bare(plain(text)) for text in texts] for texts in labels]
    is_qualtrics = {name.replace(" ", "") for names in named for name in names} >= _QUALTRICS
    # Of two names of one column the first counts.
    marking = {
        column: name for column, names in enumerate(named) for name in reversed(names) if name in MARKING_HEADERS
    }
    return marking, is_qualtrics


def _bare(name: str) -> str:
    return name.replace("reviewstate", "review state")


def _marks(header: str, state: str, *, is_qualtrics: bool) -> bool:
    if header in _MARKED_IF_FILLED:
        return state not in _NOTHING and state != ""
    if header in _MARKED_IF_YES and state in YES:
        return True
    if header in _MARKED_IF_NO and state in NO:
        return True
    if header == "status" and is_qualtrics and state in _QUALTRICS_CODES:
        return True
    return state in MARKED_WORDS
