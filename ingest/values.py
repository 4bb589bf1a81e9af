"""What stands below a header: dates, answers, free text. Evidence for and against a header's words.

Belongs here: looking at a few cells of a column. Not here: what a date and an answer look like
(`contracts.written_dates`, `contracts.written_answers`), typing every value (`transforms.responses.typing`).
Numbers alone never say which unsur a column is; answer words do ("Sangat kompeten").
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from contracts.unsur import SCALE, UNSUR
from contracts.written_answers import split_answer, unsur_answered
from contracts.written_dates import read_moment, read_time

CellKind = Literal["answer", "number", "date", "moment", "clock", "text", "long"]
ColumnKind = Literal["empty", "answers", "numbers", "dates", "moments", "clocks", "words", "free"]

_NUMBER: Final = re.compile(r"-?\d+(?:[.,]\d+)?")
_LONG_TEXT: Final = 40
_LONGEST_ANSWER_NUMBER: Final = 10
"""Numbers up to here may be answers, if bad ones (scales of 1-5 or 1-10 are judged later)."""
_MOST: Final = 0.6
_SPECIFIC_MOST: Final = 0.8
_FREE_DISTINCT: Final = 0.6
_FREE_CELLS: Final = 8


@dataclass(frozen=True)
class ColumnProfile:
    """What the cells of a column look like, coarse enough that files of one kind look alike.

    `unsur` holds the unsur whose own answer words stand there (empty: numbers, or words any unsur may
    have). `distinctive`: these words alone identify the column."""

    kind: ColumnKind
    unsur: frozenset[str] = frozenset()
    distinctive: bool = False


@lru_cache(maxsize=8192)
def answer_unsur(text: str) -> frozenset[str] | None:
    """The unsur whose answer a text is ("4 - Sangat sesuai" too); empty when it may be any; None for a
    text that is no known answer in words."""
    return unsur_answered(text)


@lru_cache(maxsize=8192)
def cell_kind(text: str) -> CellKind:
    """What one cell (not empty) looks like. Midnight to the second is a date without a time of day."""
    if _NUMBER.fullmatch(text):
        value = float(text.replace(",", "."))
        if 0 <= value <= _LONGEST_ANSWER_NUMBER:
            return "answer"
        return "clock" if read_time(text) else "number"
    if text[0].isalpha() and answer_unsur(text) is not None:
        return "answer"
    written = read_moment(text)
    if written is not None:
        return "moment" if written.time and written.time.seconds else "date"
    if read_time(text):
        return "clock"
    if answer_unsur(text) is not None or _bare_number(text) in range(_LONGEST_ANSWER_NUMBER + 1):
        return "answer"
    return "long" if len(text) > _LONG_TEXT else "text"


@lru_cache(maxsize=8192)
def on_scale(text: str) -> bool:
    """A cell is one of the four answers, as a number or in words."""
    if _NUMBER.fullmatch(text):
        return float(text.replace(",", ".")) in SCALE
    return cell_kind(text) == "answer" and _bare_number(text) in (None, *SCALE)


def _bare_number(text: str) -> int | None:
    """The number of an answer without words that is more than a number: "(4)", "4."."""
    number, words = split_answer(text)
    return None if words else number


def is_answer(text: str) -> bool:
    """A cell may be an answer, on the scale or not."""
    return cell_kind(text) == "answer"


def is_date(text: str) -> bool:
    """A cell is a date and nothing else."""
    return cell_kind(text) in ("date", "moment")


def profile_column(cells: Sequence[str | None]) -> ColumnProfile:
    """The profile of a column from some of its cells (empty ones do not count)."""
    texts = [text for text in cells if text is not None]
    if not texts:
        return ColumnProfile("empty")
    kinds = Counter(map(cell_kind, texts))
    count = len(texts)
    dates = kinds["date"] + kinds["moment"]
    if dates >= _MOST * count:
        return ColumnProfile("moments" if 2 * kinds["moment"] >= dates else "dates")
    if kinds["clock"] and all(map(read_time, texts)):
        return ColumnProfile("clocks")
    if 2 * kinds["answer"] >= count:
        return _look_of_answers(texts)
    if kinds["number"] + kinds["answer"] >= _MOST * count:
        return ColumnProfile("numbers")
    if kinds["long"] >= 0.3 * count or (count >= _FREE_CELLS and len(set(texts)) > _FREE_DISTINCT * count):
        return ColumnProfile("free")
    return ColumnProfile("words")


def _look_of_answers(texts: list[str]) -> ColumnProfile:
    specific = [(text, unsur) for text in texts if (unsur := answer_unsur(text))]
    if len(specific) < 0.3 * len(texts):
        return ColumnProfile("answers")
    unsur_seen = {
        unsur.column
        for unsur in UNSUR
        if sum(unsur.column in owners for _, owners in specific) >= _SPECIFIC_MOST * len(specific)
    }
    distinct = {split_answer(text).words for text, _ in specific}
    distinctive = len(unsur_seen) == 1 and len(distinct) >= 2 and len(specific) >= 0.5 * len(texts)
    return ColumnProfile("answers", frozenset(unsur_seen), distinctive)


@lru_cache(maxsize=8192)
def is_whole(text: str) -> bool:
    """A cell is no fraction: "3", "4,00", or words."""
    return not _NUMBER.fullmatch(text) or float(text.replace(",", ".")).is_integer()
