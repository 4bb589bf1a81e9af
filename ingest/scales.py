"""The scale of the answers: what the file declares ("1 = Sangat Baik", "Skala 1 s.d. 5"; in one text, a line a number,
or its two ends only), and what its numbers show.

Belongs here: reading a declaration and weighing it against the four answers of the regulation. Not here: what one
answer says (`transforms.responses.answers`), numbers above 4 where nothing is declared (`contracts.rules`).
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from contracts.unsur import SCALE
from ingest.words import words

_WORDS: Final = r"(?P<words>[A-Za-z][A-Za-z ]{2,40})"
_PAIR: Final = re.compile(
    r"(?<![\d.,/])(?P<number>\d)\s*(?:[=:()–→]|[.-](?=\s*[A-Za-z])|adalah|artinya|berarti|untuk)\s*\(?" + _WORDS
)
_PAIR_BEHIND: Final = re.compile(r"(?P<words>[A-Za-z][A-Za-z ]{2,40}?)\s*(?:[=:]|\()\s*(?P<number>\d)\)?(?![\d.,])")
_SHORT: Final = re.compile(r"(?<![A-Za-z])(?P<words>(?:ST|[SKCT])?[BPS])\s*[=:]\s*(?P<number>\d)(?!\d)")
_SHORT_BEHIND: Final = re.compile(r"(?<!\d)(?P<number>\d)\s*[=:]\s*(?P<words>(?:ST|[SKCT])?[BPS])(?![A-Za-z])")
"""SB = 4, B = 3, KB = 2, TB = 1: the same of puas, setuju, sesuai."""
_SHORT_LEVELS: Final = {"ST": -3, "T": -2, "K": -1, "C": 1, "": 2, "S": 3}
_OF_SOMETHING: Final = re.compile(
    r"\b(?:u|unsur|pertanyaan|loket|unit|triwulan|tw|semester|smt|kuartal|bulan|minggu|tahun|periode|no|nomor)[\s.]{0,4}$",
    re.IGNORECASE,
)
"""Before a number that is no answer: "U1 (Sangat Baik)", "Triwulan 4: Kurang baik"."""
_LINE: Final = re.compile(
    r"(?:nilai|skor|skala|angka)?\s{0,4}(?P<number>\d)(?:[.,]0{1,4})?[\s=:().–→-]{1,12}"
    r"(?P<words>[A-Za-z][A-Za-z ,/]{2,60})\W{0,12}",
    re.IGNORECASE,
)
_LINE_BEHIND: Final = re.compile(r"(?P<words>[A-Za-z][A-Za-z ,/]{2,60}?)[\s=:(–→-]{1,12}(?P<number>\d)\W{0,12}")
"""A line that explains one number and says nothing else."""
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
    """The first scale that any line (cells of a row), or lines below each other, declare; None where none does."""
    return next(declared_scales(lines), None)


def declared_scales(lines: Iterable[Sequence[str | None]]) -> Iterator[DeclaredScale]:
    """All of them, in their order: the first lines may be about something else."""
    listed: dict[int, str] = {}
    above: Sequence[str | None] = ()
    for line in lines:
        cells = [cell for cell in line if cell is not None and len(cell) <= _LONGEST]
        for text in (*cells, *([" ".join(cells)] if 1 < len(cells) <= _MOST_CELLS else [])):
            if (found := _declared(text)) is not None:
                yield found
        if not cells:
            continue
        if (found := _side_by_side(cells) or _below_each_other(above, line)) is not None:
            yield found
        above = line
        number, said = _explained(cells)
        if number is None or number in listed:
            if (found := _listed(listed)) is not None:
                yield found
            listed = {}
        if number is not None:
            listed[number] = said
    if (found := _listed(listed)) is not None:
        yield found


_MOST_CELLS: Final = 12


def scale_of_headers(headers: Sequence[str]) -> DeclaredScale | None:
    """What the headers of the answers declare where it is not the scale of the regulation: another one, or 1 as the
    best of all of them (`is_reversed`); 1 as the best of some is no scale of the table (high is 0)."""
    found = [scale for header in headers if (scale := declared_scale([(header,)])) is not None]
    wider = next((scale for scale in found if scale.high > SCALE[-1]), None)
    reversed_ones = [scale for scale in found if scale.is_reversed]
    if wider is not None or not reversed_ones:
        return wider
    return reversed_ones[0] if len(reversed_ones) == len(headers) else replace(reversed_ones[0], high=0)


def _explained(cells: Sequence[str]) -> tuple[int | None, str]:
    """The number that a line explains and its words, where it says nothing else."""
    if len(cells) > _MOST_CELLS_OF_ONE:
        return None, ""
    texts = [" ".join(cells), *([" ".join(cells[1:])] if len(cells) == _MOST_CELLS_OF_ONE else [])]
    found = (match for text in texts for form in (_LINE, _LINE_BEHIND) if (match := form.fullmatch(text)) is not None)
    match = next(found, None)
    if match is None:
        return None, ""
    return int(match["number"]), match["words"] if _level_in(match["words"], match[0]) is not None else ""


_MOST_CELLS_OF_ONE: Final = 3
"""The number, its words, and before them what they are about, or between them "=" or ":"."""


def _side_by_side(cells: Sequence[str]) -> DeclaredScale | None:
    """What cells of one line declare that hold numbers and words by turns."""
    telling = [cell for cell in cells if cell in _DIGITS or _level(cell) is not None]
    first, second = telling[::2], telling[1::2]
    numbers, said = (first, second) if telling and telling[0] in _DIGITS else (second, first)
    return _all_of(numbers, said)


def _below_each_other(above: Sequence[str | None], below: Sequence[str | None]) -> DeclaredScale | None:
    """What two lines declare, one of numbers and one of words, column by column."""
    both = [(a, b) for a, b in zip(above, below, strict=False) if a is not None and b is not None]
    for pairs in (both, [(b, a) for a, b in both]):
        telling = [(number, said) for number, said in pairs if number in _DIGITS and _level(said) is not None]
        if (found := _all_of([number for number, _ in telling], [said for _, said in telling])) is not None:
            return found
    return None


def _all_of(numbers: Sequence[str], said: Sequence[str]) -> DeclaredScale | None:
    """The scale of four or five numbers, from 1, each with its words; None where any is missing: then they count."""
    if len(numbers) < SCALE[-1] or len(numbers) != len(said) or set(numbers) != set(_DIGITS[: len(numbers)]):
        return None
    text = ", ".join(f"{number} = {words}" for number, words in zip(numbers, said, strict=True))
    return _in_order(dict(zip(map(int, numbers), map(_level, said), strict=True)), text)


_DIGITS: Final = ("1", "2", "3", "4", "5")


def _listed(listed: Mapping[int, str]) -> DeclaredScale | None:
    """What lines below each other declare, each of them one number."""
    text = ", ".join(f"{number} = {said.strip()}" for number, said in listed.items())
    return _in_order({number: _level(said) for number, said in listed.items()}, text) if _are_all(listed) else None


def _are_all(numbers: Collection[int]) -> bool:
    """The numbers of a scale, none left out: "Sangat Baik: 5, Baik: 3, Kurang Baik: 1" tells how many said so."""
    return min(numbers, default=-1) in (0, 1) and max(numbers) - min(numbers) + 1 == len(set(numbers))


def _declared(text: str) -> DeclaredScale | None:
    for form in (_PAIR, _PAIR_BEHIND, _SHORT, _SHORT_BEHIND):
        said: dict[int, int | None] = {}
        for match in form.finditer(text):
            if form is _PAIR and _OF_SOMETHING.search(text, 0, match.start()) is not None:
                continue
            is_short = form in (_SHORT, _SHORT_BEHIND)
            level = _SHORT_LEVELS[match["words"][:-1]] if is_short else _level_in(match["words"], match[0])
            if level is not None or int(match["number"]) not in said:
                said[int(match["number"])] = level
        if form is not _PAIR and len(said) != len(_ENDS) and not _are_all(said):
            continue
        if (found := _in_order(said, text)) is not None:
            return found
    span = _SPAN.search(text)
    if span is not None and int(span["low"]) in (0, 1) and int(span["high"]) > 1:
        best = _best_in_words(text)
        return DeclaredScale(int(span["low"]), int(span["high"]), best == int(span["low"]), text)
    points = _FIVE_POINTS.search(text)
    if points is not None:
        return DeclaredScale(1, 5 if points["other"] else int(points["high"]), is_reversed=False, text=text)
    return None


def _in_order(said: Mapping[int, int | None], text: str) -> DeclaredScale | None:
    """The scale whose numbers are explained, where three of the words or more tell how good a number is, or the two
    ends; None where the words do not rise or fall with the numbers."""
    levels = {number: level for number, level in said.items() if level is not None}
    if len(levels) < _FEWEST_PAIRS and not _are_ends(said, levels):
        return None
    ordered = [levels[number] for number in sorted(levels)]
    rising = all(first < second for first, second in pairwise(ordered))
    falling = all(first > second for first, second in pairwise(ordered))
    # "Gratis" says nothing of good or bad, yet belongs to the four; a number beyond them may be about something else.
    numbers = {*levels, *(number for number in said if number in SCALE)}
    return DeclaredScale(min(numbers), max(numbers), falling, text) if rising or falling else None


def _are_ends(said: Mapping[int, int | None], levels: Mapping[int, int]) -> bool:
    """Only the lowest and the highest number are explained, one as good, one as bad: "1 = sangat baik, 4 = buruk"."""
    return (
        len(said) == len(levels) == len(_ENDS)
        and min(said) in (0, 1)
        and max(said) >= SCALE[-1]
        and min(levels.values()) < 0 < max(levels.values())
    )


_ENDS: Final = (SCALE[0], SCALE[-1])
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
    very = "sangat" in found or "sekali" in found or "very" in found
    if "cukup" in found or "netral" in found or "biasa" in found:
        return -1 if negative and not positive else 1
    if "kurang" in found:
        return -3 if very else -1
    if not positive and not negative:
        return None
    denied = "tidak" in found or "tdk" in found or "not" in found
    if negative and not positive:
        return None if denied else (-3 if very else -2)
    if denied:
        return -3 if very else -2
    return 3 if very else 2


_MOST_WORDS: Final = 5


def _level_in(said: str, whole: str) -> int | None:
    """The same of words behind a number and "=" or the like; where only a dot, a bracket or a space stands between
    them, of words that say nothing else: "1. Pelayanan sangat baik, 2. Petugas ramah" are suggestions, "1 A Sangat
    Baik" a mutu."""
    is_alone = not set(words(said)).difference(_POSITIVE, _NEGATIVE, _BESIDE_LEVELS)
    return _level(said) if is_alone or _EXPLAINS.search(whole) is not None else None


_BESIDE_LEVELS: Final = frozenset(
    ["sangat", "sekali", "very", "tidak", "tdk", "not", "kurang", "cukup", "netral", "biasa", "saja", "dan", "atau"]
)
_EXPLAINS: Final = re.compile(r"[=:(→–-]|adalah|artinya|berarti|untuk")


def scale_of_answers(scales: Sequence[DeclaredScale], numbers: Iterable[str], rows: int) -> DeclaredScale | None:
    """The first of the declared scales that may be that of the answers: one of three is not where somebody answered 4,
    a legend of five is not where one of four is declared, too, and of so many people nobody gave a 5."""
    highest = max((int(found[0]) for number in numbers if (found := _BEGINS_WITH.match(number))), default=0)
    least = min(highest, SCALE[-1])
    is_of_four = highest <= SCALE[-1] and rows >= _SOMEBODY_GIVES_THE_BEST
    is_of_four = is_of_four and any(scale.high == SCALE[-1] for scale in scales)
    for scale in scales:
        is_other = is_of_four and scale.high > SCALE[-1] and _OF_ALL.search(scale.text) is None
        if not scale.high or (scale.high >= least and not is_other):
            return scale
    return None


_OF_ALL: Final = re.compile(r"\b(?:skala|likert)\b", re.IGNORECASE)
_BEGINS_WITH: Final = re.compile(r"[0-9]{1,4}")


def is_zero_based(numbers: Iterable[str], zeros: int, rows: int) -> bool:
    """Answers are coded 0 to 3: no 4 stands anywhere, and 0 in more than one row in twenty (and more than one), or in
    any of so many rows that somebody would have given a 4."""
    different = set(numbers)
    if "0" not in different or not different <= {"0", "1", "2", "3"}:
        return False
    return rows >= _SOMEBODY_GIVES_THE_BEST or zeros > max(1, rows // 20)


_SOMEBODY_GIVES_THE_BEST: Final = 30


def are_shares(numbers: Iterable[str]) -> bool:
    """Answers are shares of the best one, as cells formatted in percent hold them: 0.25, 0.5, 0.75, 1."""
    different = {number.replace(",", ".") for number in numbers}
    return different <= _SHARES and not different <= _WHOLE_SHARES


_WHOLE_SHARES: Final = frozenset({"0", "1", "1.0"})
_SHARES: Final = _WHOLE_SHARES | {"0.25", "0.5", "0.50", "0.75"}


def turned_round(text: str) -> str:
    """A number of a scale whose 1 is the best, as the regulation counts; anything else as it stands."""
    number = text.partition(".")[0].partition(",")[0].strip()
    return str(SCALE[0] + SCALE[-1] - int(number)) if number in _SCALE_TEXTS else text


_SCALE_TEXTS: Final = frozenset(map(str, SCALE))
