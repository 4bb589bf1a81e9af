"""How an answer is written in an export: the one grammar of numbers, words, and both together.

Belongs here: what the text of one cell says. What looks for columns of answers (`ingest.values`) and what reads every
answer (`transforms.responses.answers`) ask here; and signs that are answers only where nothing else stands in their
column. Not here: the words (`contracts.unsur`), what else depends on the other answers of a column
(`ingest.answer_signs`, `transforms.responses.answers`), whether an answer is allowed (`contracts.rules`).
"""

import re
from functools import lru_cache
from typing import NamedTuple

from contracts.staged_tables import UNREADABLE_ANSWER
from contracts.unsur import GENERIC_ANSWERS, SCALE, UNSUR, Unsur
from contracts.written_words import word_key

LARGEST_NUMBER = 999
"""Beyond it a number is no answer of any scale, and is not read as one."""
BARE_LESS = word_key("Kurang")
"""A word whose number depends on the other words of its column."""
BARE_ENOUGH = word_key("Cukup")
VERY_NOT = word_key("Sangat tidak")
NOT = word_key("Tidak")
VERY = word_key("Sangat")
BETWEEN = frozenset(map(word_key, ("Netral", "Neutral", "Biasa", "Biasa saja", "Ragu-ragu", "Sedang")))
"""Words for neither good nor bad: only a scale with a middle has one, and the four of the regulation have none."""

NUMBER_WORDS = {"satu": "1", "dua": "2", "tiga": "3", "empat": "4", "lima": "5", "enam": "6", "tujuh": "7"}
ROMAN_NUMBERS = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7"}
"""Beyond four, so that another scale shows."""
_AFTER = word_key("sekali")

_NUMBER = re.compile(r"\W*?([+-]?\d+)(?:[.,]0*)?\W*")
_NUMBER_AND_WORDS = re.compile(r"\W*(?P<number>\d+)(?:[.,]0+)?[\W_]+(?P<words>[^\W\d].*)", re.DOTALL)
_LONGEST = 200
"""Characters: a longer text is no answer, whatever stands in it."""
_WORDS_AND_NUMBER = re.compile(r"(?P<words>.*[^\W\d_])[\W_]+(?P<number>\d+)(?:[.,]0+)?\W*", re.DOTALL)
_LETTER_AND_WORDS = re.compile(r"\W*(?P<letter>[a-d])\s*[.):–-]\s*(?P<words>[^\W\d].*)", re.DOTALL | re.IGNORECASE)
_LETTERS = "abcd"


class WrittenAnswer(NamedTuple):
    """The parts of an answer: a number, words, or a number (an option's letter) and words."""

    number: int | None
    words: str
    """As `answer_key`; empty where only a number stands."""


def answer_key(text: str) -> str:
    """`word_key` of an answer: "Baik sekali" and "Sangat baik" are one. "Tidak puas sekali" is the lowest degree of
    being content; "Tidak mahal sekali" and "Tidak ada sama sekali" are of no scale."""
    key = word_key(text)
    if not key.endswith(_AFTER) or key == _AFTER:
        return key
    said = key.removesuffix(_AFTER)
    return key if said.startswith(NOT) and said.removeprefix(NOT) not in _GOOD else VERY + said


@lru_cache(maxsize=8192)
def split_answer(text: str) -> WrittenAnswer:
    """The parts of "4", "4,00", "Sangat sesuai", "4 - Sangat sesuai", "Sangat sesuai (4)" or "d. Sangat sesuai"."""
    if len(text) > _LONGEST:
        return WrittenAnswer(None, "")
    number = _NUMBER.fullmatch(text)
    if number is not None:
        return WrittenAnswer(int(number[1]), "")
    both = _NUMBER_AND_WORDS.fullmatch(text) or _WORDS_AND_NUMBER.fullmatch(text)
    if both is not None:
        return WrittenAnswer(int(both["number"]), answer_key(both["words"]))
    option = _LETTER_AND_WORDS.fullmatch(text)
    if option is not None:
        return WrittenAnswer(_LETTERS.index(option["letter"].lower()) + 1, answer_key(option["words"]))
    return WrittenAnswer(None, answer_key(text))


def generic_words() -> dict[str, int]:
    """Word keys that any question on the scale of the unsur may have, and the number each stands for."""
    words = {word_key(word): number for word, number in GENERIC_ANSWERS}
    return words | {BARE_ENOUGH: 2}  # DOMAIN: "Cukup" is 2, for every unsur


def answer_words(unsur: Unsur) -> dict[str, int]:
    """The same of one unsur; its own words come first."""
    return generic_words() | _own_words(unsur)


def read_answer(text: str, words: dict[str, int]) -> int:
    """The number a text says: "4", "4,00", "Sangat sesuai", or both as in "4 - Sangat sesuai".

    UNREADABLE_ANSWER where it says none, or two that disagree. Numbers off the scale are read too."""
    said = words.get(answer_key(text))
    if said is not None:
        return said
    number, key = split_answer(text)
    if number is None:
        return UNREADABLE_ANSWER
    if not key:
        return number if 0 <= number <= LARGEST_NUMBER else UNREADABLE_ANSWER
    return number if words.get(key) == number else UNREADABLE_ANSWER


def unsur_answered(text: str) -> frozenset[str] | None:
    """Columns of the unsur whose own words stand in an answer, whatever number stands beside them; empty for words
    any unsur may have; None for a number alone and for a text that is no known answer."""
    number, words = split_answer(text)
    found = _UNSUR_OF_WORDS.get(words) if words else None
    return found if found is not None or number is None else _UNSUR_OF_WORDS.get(answer_key(text))


def _own_words(unsur: Unsur) -> dict[str, int]:
    words = {word_key(word): number for word, number in unsur.answer_synonyms}
    return words | {word_key(word): number for number, word in zip(SCALE, unsur.answers, strict=True)}


def _unsur_of_words() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for unsur in UNSUR:
        for key in _own_words(unsur):
            found.setdefault(key, set()).add(unsur.column)
    # "Tidak ada" is an answer about complaints, and what people write where they have nothing to suggest.
    shared = {word_key(word) for word, _ in GENERIC_ANSWERS} | {BARE_ENOUGH, BARE_LESS, word_key("Tidak ada")}
    return {**{key: frozenset(unsur) for key, unsur in found.items()}, **dict.fromkeys(shared, frozenset[str]())}


_UNSUR_OF_WORDS = _unsur_of_words()


def _good_words() -> frozenset[str]:
    words = {pair for unsur in UNSUR for pair in answer_words(unsur).items()}
    return frozenset(key for key, number in words if number == SCALE[-2] and (VERY + key, SCALE[-1]) in words)


_GOOD = _good_words()
"""Words (keys) X of an unsur whose scale goes on with "Sangat X"."""
