"""Which scale the words of a content are on, where they do not mean what they usually do.

"Tidak puas" is 1, beside "Sangat tidak puas" it is 2; "Cukup puas" is 2, beside "Kurang puas" it is the middle of five.
Belongs here: finding such contents by all their words, and what each word says in them. Not here: what a text says on
its own (`contracts.written_answers`), a bare "Kurang" (`transforms.responses.answers`).
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Final

import polars as pl

from contracts.unsur import SCALE
from contracts.written_answers import BARE_ENOUGH, BARE_LESS, BETWEEN, NOT, VERY, VERY_NOT, answer_key, split_answer
from contracts.written_words import word_key
from transforms.texts import Dictionary

Words = Mapping[str, int]
"""Word keys of a column, and the number each stands for."""

_LOW, _HIGH = min(SCALE), max(SCALE)
_BAD: Final = word_key("Buruk")
_LOWEST: Final = frozenset({VERY + _BAD, VERY + BARE_LESS})
_LOW_WORDS: Final = _LOWEST | {_BAD, word_key("Tidak baik")}
_DEGREES: Final = ((VERY_NOT, -3), (NOT, -2), (BARE_LESS, -1), (BARE_ENOUGH, 1), (VERY, 3), ("", 2))
_BEST: Final = 3
_FEWEST_PAIRS: Final = 3


@dataclass(frozen=True)
class WordScale:
    """A scale of words and the contents (as text) that use it. `number_of` says what a text of a column with such
    words stands for in them; None where it means what it usually does."""

    contents: list[str]
    number_of: Callable[[str, Words], int | None]


def word_scales(
    rows: pl.DataFrame, answers: Mapping[str, Dictionary], words_of: Mapping[str, dict[str, int]]
) -> list[WordScale]:
    """The scales that contents of raw rows use beside the usual one; of two that read a text the later one counts.
    `answers`: the different texts of the columns that hold words."""
    keys = {column: {text: answer_key(text) for text in written.texts} for column, written in answers.items()}
    with_very_not = _contents_saying(rows, keys, lambda key: key.startswith(VERY_NOT))
    worst = {word: _contents_saying(rows, keys, partial(str.__eq__, VERY + word)) for word in (_BAD, BARE_LESS)}
    numbered = _contents_numbered(rows, answers, words_of)
    of_five = _contents_of_five(rows, keys, words_of, with_very_not)
    rising = [content for content, rises in numbered.items() if rises]
    falling = [content for content, rises in numbered.items() if not rises]
    scales = (
        WordScale(with_very_not, _beside_very_not),
        *(WordScale(contents, partial(_beside_worst, word=word)) for word, contents in worst.items()),
        WordScale(rising, partial(_as_numbered, is_rising=True)),
        WordScale(falling, partial(_as_numbered, is_rising=False)),
        WordScale([one for one in of_five if one not in with_very_not], partial(_of_five, is_very_not=False)),
        WordScale([one for one in of_five if one in with_very_not], partial(_of_five, is_very_not=True)),
    )
    return [scale for scale in scales if scale.contents]


def _contents_saying(
    rows: pl.DataFrame, keys: Mapping[str, Mapping[str, str]], is_said: Callable[[str], bool]
) -> list[str]:
    """Contents (as text) in which any answer says so; none, as nearly always, where no text does."""
    said = {column: [text for text, key in texts.items() if is_said(key)] for column, texts in keys.items()}
    if not any(said.values()):
        return []
    any_said = pl.any_horizontal(pl.col(column).is_in(texts) for column, texts in said.items())
    return rows.filter(any_said).get_column("content_id").cast(pl.String).unique().to_list()


def _beside_very_not(text: str, words: Words) -> int | None:
    """Sangat tidak X, Tidak X, X, Sangat X as 1 to 4. Of other words of the column ("Tidak ada", "Cukup mahal") it says
    nothing."""
    key, stems = answer_key(text), _stems(frozenset(words.items()))
    if not key.startswith((VERY_NOT, NOT)):
        return None
    # "Sangat tidak sopan dan tidak ramah" denies each of its words.
    return (_LOW if key.startswith(VERY_NOT) else _LOW + 1) if _denied(key) in stems else None


def _denied(key: str) -> str:
    """X of "Sangat tidak X" and "Tidak X"."""
    return key.removeprefix(VERY).replace(NOT, "")


def _beside_worst(text: str, _: Words, *, word: str) -> int | None:
    """Sangat buruk and Buruk, Sangat kurang and Kurang, as 1 and 2."""
    return {VERY + word: _LOW, word: _LOW + 1}.get(answer_key(text))


@lru_cache(maxsize=64)
def _stems(words: frozenset[tuple[str, int]]) -> frozenset[str]:
    """Words (keys) X of a column whose scale goes on with "Sangat X"."""
    number_of = dict(words)
    return frozenset(key for key, number in words if number == _HIGH - 1 and number_of.get(VERY + key) == _HIGH)


def _middle_of(key: str, stems: Collection[str]) -> str:
    """X of "Kurang X" and "Cukup X"; empty for anything else."""
    without = (key.removeprefix(word) for word in (BARE_LESS, BARE_ENOUGH))
    return next((stem for stem in without if stem != key and stem in stems), "")


def _contents_of_five(
    rows: pl.DataFrame,
    keys: Mapping[str, Mapping[str, str]],
    words_of: Mapping[str, dict[str, int]],
    with_very_not: Collection[str],
) -> list[str]:
    """Contents (as text) whose scale has a word between the bad and the good ones: "Cukup X" beside "Kurang X", either
    of them beside "Sangat tidak X", "Netral" more often than by a slip, or a bare "Cukup" beside words that leave it
    the middle: in the same column "Kurang X", in any "Sangat kurang" and the like.
    The words of any column tell: nobody need give all of them to each question."""
    said: dict[str, set[str]] = {}
    fives: set[str] = set()
    between: Counter[str] = Counter()
    less: Counter[str] = Counter()
    for column, texts in keys.items():
        stems = _stems(frozenset(words_of[column].items()))
        is_own = _BAD in words_of[column]  # "Cukup" stands in the regulation for this unsur, beside "Buruk"
        bare = _LOW_WORDS | {BARE_LESS, BARE_ENOUGH}
        telling = {text: key for text, key in texts.items() if key in BETWEEN or key in bare or _middle_of(key, stems)}
        if not telling:
            continue
        found = rows.filter(pl.col(column).is_in(list(telling))).group_by("content_id", column).len().rows()
        here: dict[str, Counter[str]] = {}
        for content, text, count in found:
            if telling[text] in BETWEEN:
                between[str(content)] += count
            else:
                here.setdefault(str(content), Counter())[telling[text]] += count
        for content, counts in here.items():
            words = set(counts)
            less[content] += _less_than_good(counts)
            if content not in with_very_not and _is_of_four(counts):
                words = {key for key in words if key == BARE_LESS or not key.startswith((BARE_LESS, BARE_ENOUGH))}
            elif BARE_ENOUGH in words and any(key.startswith(BARE_LESS) and key != BARE_LESS for key in words):
                fives.add(content)
            # "Buruk" and "Tidak baik" are the worst of their own column: another has words of its own.
            if words.isdisjoint({BARE_LESS} if is_own else {BARE_LESS, BARE_ENOUGH}):
                words -= _LOW_WORDS - _LOWEST
            said.setdefault(content, set()).update(words - {BARE_ENOUGH} if is_own else words)
    fives |= {content for content, words in said.items() if _has_middle(words, is_very_not=content in with_very_not)}
    if between:
        content_rows = dict(rows.group_by(pl.col("content_id").cast(pl.String)).len().iter_rows())
        for content, count in between.items():
            if count > max(1, content_rows[content] // _ROWS_A_SLIP, less[content] // _MIDDLE_AT_LEAST):
                fives.add(content)
    return sorted(fives)


def _less_than_good(counts: Mapping[str, int]) -> int:
    return sum(count for key, count in counts.items() if key.startswith(BARE_LESS) and key != BARE_LESS)


def _is_of_four(counts: Mapping[str, int]) -> bool:
    """So many answers of a column are "Kurang X" and so few, or none, "Cukup X" or "Cukup" that these are no middle of
    five: other questions may have "Cukup X" in place of "Kurang X", and one answer may be a slip."""
    enough = sum(count for key, count in counts.items() if key.startswith(BARE_ENOUGH))
    return _less_than_good(counts) >= max(_SURELY, _MIDDLE_AT_LEAST * enough)


_SURELY: Final = 3
_MIDDLE_AT_LEAST: Final = 5
"""The word in the middle of five is said by more than a fifth of those who say the one below it."""
_ROWS_A_SLIP: Final = 100


def _has_middle(said: Collection[str], *, is_very_not: bool) -> bool:
    """Whether words like "Kurang X", "Cukup X", "Kurang", "Cukup" and the worst of a scale leave a middle of five."""
    enough = {key.removeprefix(BARE_ENOUGH) for key in said if key.startswith(BARE_ENOUGH)}
    less = {key.removeprefix(BARE_LESS) for key in said if key.startswith(BARE_LESS)}
    if is_very_not:
        return bool(enough | less)
    lowest = not _LOW_WORDS.isdisjoint(said) if "" in less else not _LOWEST.isdisjoint(said)
    return bool((enough & less) - {""}) or ("" in enough and lowest)


def _of_five(text: str, words: Words, *, is_very_not: bool) -> int | None:
    """The place of a text in a scale of five, as which it is read, so that the scale shows and is refused."""
    key, stems = answer_key(text), _stems(frozenset(words.items()))
    first, second = (VERY_NOT, NOT) if is_very_not else (NOT, BARE_LESS)
    prefixes = ((first, 1), (second, 2), (BARE_LESS, 3), (BARE_ENOUGH, 3), (VERY, 5), ("", 4))
    place = next((place for word, place in prefixes if key.startswith(word) and key[len(word) :] in stems), None)
    if place is not None:
        return place
    if key == BARE_LESS:
        return 2
    return 3 if key in BETWEEN or key == BARE_ENOUGH else 1 if key in _LOW_WORDS else None


def _contents_numbered(
    rows: pl.DataFrame, answers: Mapping[str, Dictionary], words_of: Mapping[str, dict[str, int]]
) -> dict[str, bool]:
    """Contents (as text) whose answers have a number beside such words, and whether the numbers rise as the words get
    better ("1. Sangat tidak puas" to "4. Sangat puas") or fall ("a. Sangat baik" to "d. Tidak baik"). The best of the
    words tells that it is a scale of four; contents that contradict themselves are none of them."""
    pairs: dict[str, set[tuple[int, int]]] = {}
    for column, written in answers.items():
        stems = _stems(frozenset(words_of[column].items()))
        told = {text: pair for text in written.texts if (pair := _degree(text, stems)) is not None}
        if not told:
            continue
        for content, text in rows.filter(pl.col(column).is_in(list(told))).select("content_id", column).unique().rows():
            pairs.setdefault(str(content), set()).add(told[text])
    found: dict[str, bool] = {}
    for content, said in pairs.items():
        numbers, degrees = zip(*sorted(said), strict=True)
        if len(said) < _FEWEST_PAIRS or len(set(numbers)) < len(numbers) or len(set(degrees)) < len(degrees):
            continue
        is_of_four = numbers[-1] <= _HIGH
        if list(degrees) == sorted(degrees) and (not is_of_four or (_HIGH, _BEST) in said):
            found[content] = True
        elif list(degrees) == sorted(degrees, reverse=True) and is_of_four and (_LOW, _BEST) in said:
            found[content] = False
    return found


def _degree(text: str, stems: Collection[str]) -> tuple[int, int] | None:
    """The number of an answer that has words too, and how good these are; None for any other answer."""
    number, key = split_answer(text)
    if number is None or not key:
        return None
    return next(
        ((number, degree) for word, degree in _DEGREES if key.startswith(word) and key[len(word) :] in stems), None
    )


def _as_numbered(text: str, words: Words, *, is_rising: bool) -> int | None:
    """An answer with a number and words as its number says: as it is, or counted from the other end of the four."""
    number, key = split_answer(text)
    if number is None or not key:
        return None
    turned = number if is_rising else _LOW + _HIGH - number
    if _degree(text, _stems(frozenset(words.items()))) is not None:
        return turned
    return turned if words.get(key) == turned else None
