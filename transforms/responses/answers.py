"""Answers of the nine unsur: from what a sender wrote to a whole number.

Reads, does not judge: a 5 is read as 5 and rejected by a rule. The words stand in
`contracts.unsur`. Not here: the other columns (`transforms.responses.categories`, `transforms.responses.dates`).
"""

import re

import polars as pl

from contracts.staged_tables import UNREADABLE_ANSWER
from contracts.unsur import GENERIC_ANSWERS, SCALE, UNSUR, UNSUR_COLUMNS, Unsur
from transforms.texts import dictionaries, word_key

LARGEST_NUMBER = 999
"""Beyond it a number is no answer of any scale, and is not read as one."""
BARE_LESS = word_key("Kurang")
"""A word whose number depends on the other words of its column."""
BARE_ENOUGH = word_key("Cukup")
_ANSWER = pl.Int16()
_LONGEST = 200
"""Characters: a longer text is no answer, whatever stands in it."""

_NUMBER = re.compile(r"\W*?([+-]?\d+)(?:[.,]0*)?\W*")
_NUMBER_AND_WORDS = re.compile(r"\W*(\d+)(?:[.,]0+)?[\W_]+(?P<words>[^\W\d].*)", re.DOTALL)
_WORDS_AND_NUMBER = re.compile(r"(?P<words>.*[^\W\d_])[\W_]+(\d+)(?:[.,]0+)?\W*", re.DOTALL)
_LETTER_AND_WORDS = re.compile(r"\W*([a-d])\s*[.)]\s*(?P<words>[^\W\d].*)", re.DOTALL | re.IGNORECASE)


def answer_words(unsur: Unsur) -> dict[str, int]:
    """Word keys of one unsur and the number each stands for; the unsur's own words come first."""
    words = {word_key(word): number for word, number in GENERIC_ANSWERS}
    words |= {BARE_ENOUGH: 2}  # DOMAIN: "Cukup" is 2, for every unsur
    words |= {word_key(word): number for word, number in unsur.answer_synonyms}
    words |= {word_key(word): number for number, word in zip(SCALE, unsur.answers, strict=True)}
    return words


def read_answer(text: str, words: dict[str, int]) -> int:
    """The number a text says: "4", "4,00", "Sangat sesuai", or both as in "4 - Sangat sesuai".

    UNREADABLE_ANSWER where it says none, or two that disagree. Numbers off the scale are read too."""
    if len(text) > _LONGEST:
        return UNREADABLE_ANSWER
    number = _NUMBER.fullmatch(text)
    if number is not None:
        value = int(number[1])
        return value if 0 <= value <= LARGEST_NUMBER else UNREADABLE_ANSWER
    said = words.get(word_key(text))
    if said is not None:
        return said
    both = _NUMBER_AND_WORDS.fullmatch(text) or _WORDS_AND_NUMBER.fullmatch(text)
    if both is not None:
        number_said = int(next(group for group in both.groups() if group.isdecimal()))
        return number_said if words.get(word_key(both["words"])) == number_said else UNREADABLE_ANSWER
    option = _LETTER_AND_WORDS.fullmatch(text)
    if option is not None:
        position = "abcd".index(option[1].lower()) + 1
        return position if words.get(word_key(option["words"])) == position else UNREADABLE_ANSWER
    return UNREADABLE_ANSWER


def read_answers(rows: pl.DataFrame) -> pl.DataFrame:
    """Answers of raw rows (`content_id`, texts u1 … u9) as u1 … u9 (whole numbers, UNREADABLE_ANSWER,
    empty where nothing stands) and u1_text … u9_text (what stands there where it is not on the scale)."""
    # In most exports every answer is a number on the scale, which needs no dictionary.
    digits = rows.select(pl.col(UNSUR_COLUMNS).cast(_ANSWER, strict=False))
    in_words = [
        column for column in UNSUR_COLUMNS if not _all_on_scale(rows.get_column(column), digits.get_column(column))
    ]
    answers = dictionaries(rows, in_words)
    no_text = pl.Series([None], dtype=pl.String).new_from_index(0, rows.height)
    columns: list[pl.Series] = []
    for unsur in UNSUR:
        if unsur.column not in in_words:
            columns += [digits.get_column(unsur.column), no_text.alias(f"{unsur.column}_text")]
            continue
        written = answers[unsur.column]
        words = answer_words(unsur)
        numbers = {text: read_answer(text, words) for text in written.texts}
        numbers_of_rows = written.read(numbers.get, _ANSWER)
        off_scale = {text: text for text, number in numbers.items() if number not in SCALE}
        texts_of_rows = written.read(off_scale.get, pl.String())
        five_words = _five_words(written.texts)
        has_bare_less = any(word_key(text) == BARE_LESS for text in written.texts)
        if five_words or has_bare_less:
            column = rows.select("content_id", text=unsur.column)
            if has_bare_less:
                numbers_of_rows = _with_bare_less(column, numbers_of_rows, numbers, BARE_LESS in words)
            if five_words:
                numbers_of_rows = _with_five_words(column, numbers_of_rows, five_words)
            texts_of_rows = column.get_column("text").set(numbers_of_rows.is_in(SCALE).fill_null(True), None)
        columns += [numbers_of_rows.alias(unsur.column), texts_of_rows.alias(f"{unsur.column}_text")]
    return pl.DataFrame(columns)


def _all_on_scale(texts: pl.Series, numbers: pl.Series) -> bool:
    return texts.null_count() == numbers.null_count() and bool(numbers.is_between(SCALE[0], SCALE[-1]).all())


def _five_words(texts: list[str]) -> dict[str, int]:
    """Texts that are the five words of a scale of five (Tidak, Kurang, Cukup, –, Sangat sesuai), and
    their places in it; nothing where one of the five is missing."""
    by_key: dict[str, list[str]] = {}
    for text in texts:
        by_key.setdefault(word_key(text), []).append(text)
    stems = [key.removeprefix(BARE_ENOUGH) for key in by_key if key.startswith(BARE_ENOUGH) and key != BARE_ENOUGH]
    places: dict[str, int] = {}
    for stem in stems:
        five = [f"tidak{stem}", f"kurang{stem}", f"cukup{stem}", stem, f"sangat{stem}"]
        if all(key in by_key for key in five):
            places |= {text: place for place, key in enumerate(five, start=1) for text in by_key[key]}
    return places


def _with_five_words(column: pl.DataFrame, numbers_of_rows: pl.Series, five_words: dict[str, int]) -> pl.Series:
    """In a content whose column uses all five words they are read as 1 to 5, so that its scale shows and
    is refused: "Cukup sesuai" is 2 where a form has it in place of "Kurang sesuai", not beside it."""
    place = pl.col("text").replace_strict(five_words, default=None, return_dtype=_ANSWER)
    uses_all = place.drop_nulls().n_unique().over("content_id") == len(set(five_words.values()))
    return (
        column.with_columns(numbers_of_rows.alias("number"))
        .select(pl.when(uses_all & place.is_not_null()).then(place).otherwise("number"))
        .to_series()
    )


def _with_bare_less(
    column: pl.DataFrame, numbers_of_rows: pl.Series, numbers: dict[str, int], is_own_word: bool
) -> pl.Series:
    """A bare "Kurang" is 1 beside a bare "Cukup" (Kurang, Cukup, Baik, Sangat Baik), or where it is one
    of the unsur's own words, and only while no other word of that column stands for 1. Elsewhere
    nobody can say which number was meant."""
    less = [text for text in numbers if word_key(text) == BARE_LESS]
    enough = [text for text in numbers if word_key(text) == BARE_ENOUGH]
    other_ones = [text for text, number in numbers.items() if number == 1 and text not in less]
    beside_enough = pl.col("text").is_in(enough).any().over("content_id")
    beside_other_one = pl.col("text").is_in(other_ones).any().over("content_id")
    less_is_one = (pl.lit(is_own_word) | beside_enough) & ~beside_other_one
    less_is = pl.when(less_is_one).then(1).otherwise(UNREADABLE_ANSWER)
    return (
        column.with_columns(numbers_of_rows.alias("number"))
        .select(pl.when(pl.col("text").is_in(less)).then(less_is).otherwise("number").cast(_ANSWER))
        .to_series()
    )
