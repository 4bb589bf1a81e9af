"""A date that is written once for all who answered that day: blank below, a ditto mark, or alone in a row above them.

Belongs here: seeing it, and carrying the date down. Not here: dates in merged cells (`workbook`, `markup`), what a date
says (`contracts.written_dates`), a column that names periods (`period_columns`).
"""

from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Final

import polars as pl

from contracts.records import RowClass
from contracts.written_dates import read_date
from ingest.table import AnswerTable
from ingest.values import cell_kind
from ingest.words import plain

_DITTO: Final = frozenset({"sda", "s d a", "idem", "ditto", "sama", "sama dengan atas", ""})
"""Words that say so; marks alone have none."""
_DITTO_MARKS: Final = frozenset("\"”“„〃'’‘`,-–— ")
_BLANK_FROM: Final = 0.25
"""Of the respondents: where fewer have no date, somebody forgot it."""
_FOLLOWED_FROM: Final = 0.25
"""Of the dates: where fewer have somebody without a date below, he is of those who were added without one."""
_DASHES: Final = frozenset("-–—")
"""They repeat the date or say that there is none, as a blank does."""
_HEADING: Final[RowClass] = "note"


def with_dates_carried(table: AnswerTable) -> AnswerTable:
    """The table with the date of each day in all its rows, where the dates follow each other and none is written
    twice; the same table elsewhere. A row of a date alone is a heading, no respondent."""
    column = table.draft.sources.get("timestamp")
    if column is None:
        return table
    name, rows = f"c{column}", table.body.rows
    if not rows[name].null_count() and (table.body.all_on_scale or rows[name].str.contains(r"\d").all()):
        return table  # as in most files
    texts: list[str | None] = rows[name].to_list()
    respondents: list[bool] = table.body.respondents.to_list()
    days: list[str] = []
    headings: list[int] = []
    followed: set[int] = set()
    carried = blank = 0
    for position in table.body.respondents.arg_true().to_list():
        text = texts[position]
        if text is not None and cell_kind(text) == "date":
            days.append(text)
            if sum(cell is not None for cell in rows.row(position)) == 1:
                headings.append(position)
        elif days and (text is None or _is_ditto(text)):
            texts[position] = days[-1]
            carried += 1
            blank += text is None or text in _DASHES
            followed.add(len(days))
        else:
            return table
    is_forgotten = 0 < blank < _BLANK_FROM * (table.respondents - len(headings))
    is_forgotten |= blank > 0 and len(followed) < _FOLLOWED_FROM * len(days)
    if not carried or is_forgotten or not _follow_each_other(days):
        return table
    for position in headings:
        respondents[position] = False
    body = replace(
        table.body,
        rows=rows.with_columns(pl.Series(name, texts, dtype=pl.String)),
        respondents=pl.Series("respondent", respondents, dtype=pl.Boolean),
        others=table.body.others | dict.fromkeys(headings, _HEADING),
    )
    note = f"Tanggal ditulis satu kali untuk beberapa responden; {carried} baris mengikuti tanggal di atasnya."
    return replace(table, body=body, notes=(*table.notes, note))


def _is_ditto(text: str) -> bool:
    return plain(text) in _DITTO and set(text) - _DITTO_MARKS <= {
        char for char in text if char.isalpha() or char == "."
    }


def _follow_each_other(days: list[str]) -> bool:
    """All later than the one before, or all earlier, with the day first or the month."""
    written = [found for text in days if (found := read_date(text)) is not None]
    orders: tuple[list[date | None], ...] = ([one.day_first for one in written], [one.month_first for one in written])
    return len(written) > 1 and any(_rise(order) or _rise(order[::-1]) for order in orders)


def _rise(days: list[date | None]) -> bool:
    return all(before is not None and after is not None and before < after for before, after in pairwise(days))
