"""What people write beside an answer that does not count: a remark ("tidak valid"), a mark in a column of their own.

Belongs here: telling it from what such a column says of a service, asking where nobody can tell. Not here: marks of
programs (`invalid_rows`), names of sheets and blocks (`set_aside`).
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Final, Literal

from contracts.headers import (
    AMBIGUOUS_WORDS,
    COUNTED_HEADERS,
    COUNTED_WORDS,
    LEFT_OUT_HEADERS,
    MARKING_HEADERS,
    NOT_COUNTED_WORDS,
    REMARK_HEADERS,
)
from contracts.records import RowClass
from ingest.doubts import REFUSE, Questions
from ingest.invalid_rows import NO, YES
from ingest.table import AnswerTable, in_ranges
from ingest.words import plain

_MARKED: Final[RowClass] = "marked"
_FEW: Final = 0.1
"""Of the respondents: so many may be set aside among others of whom a column says all kinds of things."""
_SOME: Final = 0.25
"""So many may be duplicates or tests."""
_HEADERS: Final = MARKING_HEADERS | REMARK_HEADERS | COUNTED_HEADERS | LEFT_OUT_HEADERS
_LEFT_OUT: Final = YES | {"v", "x"}
_SKIP: Final = "skip"
Verdict = Literal["left out", "asked", "counts"]


def without_remarked(table: AnswerTable, questions: Questions) -> AnswerTable:
    """The table without the respondents of whom a person wrote that they do not count, which is noted."""
    for column, header in _columns(table.header.labels).items():
        table = _without(table, column, header, questions)
    return table


@lru_cache(maxsize=512)
def _columns(labels: tuple[tuple[str, ...], ...]) -> Mapping[int, str]:
    """Such columns, by what their header says. Cached because a thousand files may share one header."""
    return {
        column: name for column, texts in enumerate(labels) for text in texts[::-1] if (name := plain(text)) in _HEADERS
    }


def _without(table: AnswerTable, column: int, header: str, questions: Questions) -> AnswerTable:
    body = table.body
    texts = body.rows[f"c{column}"].filter(body.respondents).to_list()
    said = [plain(text or "") for text in texts]
    counts = Counter(said)
    words = _not_counted(header, counts)
    if not words:
        return table
    verdict = _verdict(counts, words)
    if verdict == "counts":
        return table
    positions = [
        position for position, one in zip(body.respondents.arg_true().to_list(), said, strict=True) if one in words
    ]
    first = table.grid.first_row + table.header.last + 1
    written = next(text for text, one in zip(texts, said, strict=True) if one in words)
    sheet = f" lembar “{table.grid.name}”" if table.grid.name else ""
    where = f"{len(positions)} baris{sheet} (baris {in_ranges([first + position for position in positions])})"
    why = f"kolom “{table.header.text(column)}” berisi “{written}”"
    if verdict == "asked":
        chosen = questions.ask(
            f"remarked:{table.grid.name}:{header}",
            f"Pada {where} {why}. Dari berkasnya tidak dapat diketahui apakah itu berarti jawabannya tidak dihitung.",
            (
                ("count", f"ikut dihitung: semua {len(said)} responden"),
                *([(_SKIP, f"tidak dihitung: {len(positions)} responden itu")] if len(positions) < len(said) else ()),
                (REFUSE, "jangan hitung berkas ini"),
            ),
        )
        if chosen != _SKIP:
            return table
    body = replace(
        body,
        respondents=body.respondents.clone().scatter(positions, values=False),
        others=body.others | dict.fromkeys(positions, _MARKED),
    )
    return replace(table, body=body, notes=(*table.notes, f"{where} tidak dihitung: {why}."))


def _not_counted(header: str, counts: Counter[str]) -> set[str]:
    """Of the texts in a column those that may say that a row does not count."""
    found = counts.keys() & (NOT_COUNTED_WORDS | AMBIGUOUS_WORDS)
    numbers = {text for text in counts if text.isdecimal()}
    said = NO if header in COUNTED_HEADERS else _LEFT_OUT if header in LEFT_OUT_HEADERS else frozenset()
    if "v" in counts:
        said -= {"x"}  # beside a tick it says no
    # Numbers beyond 0 and 1 count something; a number that all have tells nobody from anybody.
    is_counting = bool(numbers - {"0", "1"}) or len(counts) == 1
    return found | (counts.keys() & said - (numbers if is_counting else frozenset()))


def _verdict(counts: Counter[str], words: set[str]) -> Verdict:
    """Left out where most of the others have nothing there, or that they count: such a column is about that. Where it
    says all kinds of things, a few whom it calls invalid are, and of a few duplicates or tests only a person can tell;
    many of these are a kind of service."""
    every, marked = counts.total(), sum(counts[word] for word in words)
    told = sum(count for text, count in counts.items() if text not in words and (not text or text in COUNTED_WORDS))
    if words & AMBIGUOUS_WORDS:
        if marked + told >= (1 - _FEW) * every:
            return "left out" if marked <= _SOME * every else "asked"
        return "asked" if marked <= _FEW * every else "counts"
    return "left out" if 2 * told > every or marked <= _FEW * every else "asked"
