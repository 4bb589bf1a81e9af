"""The scale of the answers: what the file declares ("1 = Sangat Baik", "Skala 1 s.d. 5"), and what its numbers show.

Belongs here: reading a declaration and weighing it against the four answers of the regulation. Not here: what one
answer says (`transforms.responses.answers`), numbers above 4 where nothing is declared (`contracts.rules`).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from contracts.unsur import SCALE
from ingest.words import words

_PAIR: Final = re.compile(
    r"(?<![\d.,/])(?P<number>\d)\s*(?:[=:)–]|-(?=\s*[A-Za-z])|adalah|artinya)\s*\(?(?P<words>[A-Za-z][A-Za-z ]{2,40})"
)
_PAIR_BEHIND: Final = re.compile(r"(?P<words>[A-Za-z][A-Za-z ]{2,40}?)\s*(?:[=:]|\()\s*(?P<number>\d)\)?(?![\d.,])")
_SPAN: Final = re.compile(
    r"\bskala\b[^\d]{0,30}(?P<low>\d)\s*(?:-|–|s\.?\s?/?\s?d\.?|sampai(?:\s+dengan)?|hingga|to)\s*(?P<high>\d{1,2})\b",
    re.IGNORECASE,
)
_FIVE_POINTS: Final = re.compile(r"\b(?:skala\s+)?likert\s+(?P<high>\d)\b|\bskala\s+(?P<other>lima|5)\b", re.IGNORECASE)
_POSITIVE: Final = frozenset(
    [
        "baik",
        "puas",
        "sesuai",
        "mudah",
        "cepat",
        "wajar",
        "kompeten",
        "sopan",
        "ramah",
        "setuju",
        "memuaskan",
        "bagus",
        "good",
        "satisfied",
        "agree",
        "murah",
    ]
)
_NEGATIVE: Final = frozenset(["buruk", "jelek", "lambat", "sulit", "mahal", "kecewa", "bad", "poor"])
_LONGEST: Final = 600


@dataclass(frozen=True)
class DeclaredScale:
    """What a text declares: its lowest and highest number, whether 1 is the best, and the words of the text."""

    low: int
    high: int
    is_reversed: bool
    text: str


def declared_scale(lines: Iterable[Sequence[str | None]]) -> DeclaredScale | None:
    """The first scale that any line (cells of a row) declares; None where none does."""
    for line in lines:
        cells = [cell for cell in line if cell is not None and len(cell) <= _LONGEST]
        for text in (*cells, *([" ".join(cells)] if 1 < len(cells) <= _MOST_CELLS else [])):
            if (found := _declared(text)) is not None:
                return found
    return None


_MOST_CELLS: Final = 12


def _declared(text: str) -> DeclaredScale | None:
    levels = {
        int(match["number"]): level for match in _PAIR.finditer(text) if (level := _level(match["words"])) is not None
    }
    if len(levels) < _FEWEST_PAIRS:
        levels = {
            int(match["number"]): level
            for match in _PAIR_BEHIND.finditer(text)
            if (level := _level(match["words"])) is not None
        }
    if len(levels) >= _FEWEST_PAIRS:
        ordered = [levels[number] for number in sorted(levels)]
        rising = all(first < second for first, second in pairwise(ordered))
        falling = all(first > second for first, second in pairwise(ordered))
        if rising or falling:
            return DeclaredScale(min(levels), max(levels), falling, text)
    span = _SPAN.search(text)
    if span is not None and int(span["low"]) in (0, 1) and int(span["high"]) > 1:
        best = _best_in_words(text)
        return DeclaredScale(int(span["low"]), int(span["high"]), best == int(span["low"]), text)
    points = _FIVE_POINTS.search(text)
    if points is not None:
        return DeclaredScale(1, 5 if points["other"] else int(points["high"]), is_reversed=False, text=text)
    return None


_FEWEST_PAIRS: Final = 3


def _best_in_words(text: str) -> int | None:
    """The number that is said to be the best: 5 of "5 = sangat puas"."""
    for match in (*_PAIR.finditer(text), *_PAIR_BEHIND.finditer(text)):
        level = _level(match["words"])
        if level is not None and level >= _VERY:
            return int(match["number"])
    return None


_VERY: Final = 3


def _level(said: str) -> int | None:
    """How good words are: "sangat tidak puas" -3, "tidak puas" -2, "kurang puas" -1, "cukup" 1, "puas" 2, "sangat
    puas" 3; None for words that say nothing of the kind."""
    found = words(said)[:_MOST_WORDS]
    positive = any(word in _POSITIVE for word in found)
    negative = any(word in _NEGATIVE for word in found)
    if "cukup" in found or "netral" in found or "biasa" in found:
        return 1
    if not positive and not negative:
        return None
    very = "sangat" in found or "sekali" in found or "very" in found
    denied = "tidak" in found or "tdk" in found or "not" in found
    if "kurang" in found:
        return -1
    if negative and not positive:
        return None if denied else (-3 if very else -2)
    if denied:
        return -3 if very else -2
    return 3 if very else 2


_MOST_WORDS: Final = 5


def is_zero_based(numbers: Iterable[str], zeros: int, rows: int) -> bool:
    """Answers are coded 0 to 3: no 4 stands anywhere, and 0 in more than one row in twenty (and more than one)."""
    different = set(numbers)
    return "0" in different and different <= {"0", "1", "2", "3"} and zeros > max(1, rows // 20)


def turned_round(text: str) -> str:
    """A number of a scale whose 1 is the best, as the regulation counts; anything else as it stands."""
    number = text.partition(".")[0].partition(",")[0].strip()
    return str(SCALE[0] + SCALE[-1] - int(number)) if number in _SCALE_TEXTS else text


_SCALE_TEXTS: Final = frozenset(map(str, SCALE))
