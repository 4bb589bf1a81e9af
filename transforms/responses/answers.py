"""Answers of whole columns: from what senders wrote to whole numbers.

Reads, does not judge: a 5 is read as 5 and rejected by a rule. Not here: what an answer looks like
(`contracts.written_answers`), the other columns (`transforms.responses.categories`, `transforms.responses.dates`).
"""

from collections.abc import Mapping

import polars as pl

from contracts.staged_tables import UNREADABLE_ANSWER
from contracts.unsur import SCALE, UNSUR
from contracts.written_answers import BARE_ENOUGH, BARE_LESS, NOT, VERY_NOT, answer_words, read_answer
from contracts.written_words import word_key
from transforms.texts import Dictionary, dictionaries

_ANSWER = pl.Int16()


def read_answers(rows: pl.DataFrame) -> pl.DataFrame:
    """Answers of raw rows (`content_id`, texts u1 … u9) as u1 … u9 (whole numbers, UNREADABLE_ANSWER,
    empty where nothing stands) and u1_text … u9_text (what stands there where it is not on the scale)."""
    return read_columns(rows, {unsur.column: answer_words(unsur) for unsur in UNSUR})


def read_columns(rows: pl.DataFrame, words_of: Mapping[str, dict[str, int]]) -> pl.DataFrame:
    """The same of any columns of one form with answers on the scale of the unsur: `words_of` has the words of each,
    and the number each stands for."""
    # In most exports every answer is a number on the scale, which needs no dictionary.
    digits = rows.select(pl.col(list(words_of)).cast(_ANSWER, strict=False))
    in_words = [column for column in words_of if not _all_on_scale(rows.get_column(column), digits.get_column(column))]
    answers = dictionaries(rows, in_words)
    with_very_not = _contents_with_very_not(rows, answers) if in_words else None
    no_text = pl.Series([None], dtype=pl.String).new_from_index(0, rows.height)
    columns: list[pl.Series] = []
    for name, words in words_of.items():
        if name not in in_words:
            columns += [digits.get_column(name), no_text.alias(f"{name}_text")]
            continue
        written = answers[name]
        numbers = {text: read_answer(text, words) for text in written.texts}
        numbers_of_rows = written.read(numbers.get, _ANSWER)
        if with_very_not is not None:
            numbers_of_rows = _with_very_not(rows, name, numbers_of_rows, written.texts, with_very_not)
        five_words = _five_words(written.texts)
        has_bare_less = any(word_key(text) == BARE_LESS for text in written.texts)
        if five_words or has_bare_less:
            column = rows.select("content_id", text=name)
            if has_bare_less:
                numbers_of_rows = _with_bare_less(column, numbers_of_rows, numbers, BARE_LESS in words)
            if five_words:
                numbers_of_rows = _with_five_words(column, numbers_of_rows, five_words)
        off_scale = rows.get_column(name).set(numbers_of_rows.is_in(SCALE), None)
        columns += [numbers_of_rows.alias(name), off_scale.alias(f"{name}_text")]
    return pl.DataFrame(columns)


def _contents_with_very_not(rows: pl.DataFrame, answers: Mapping[str, Dictionary]) -> list[str] | None:
    """Contents (as text) in which any answer begins with "Sangat tidak": there "Tidak puas" is 2, not 1. None where no
    text of any content does, as nearly always."""
    said = {
        column: [text for text in written.texts if word_key(text).startswith(VERY_NOT)]
        for column, written in answers.items()
    }
    if not any(said.values()):
        return None
    any_said = pl.any_horizontal(pl.col(column).is_in(texts) for column, texts in said.items())
    return rows.filter(any_said).get_column("content_id").cast(pl.String).unique().to_list()


def _with_very_not(
    rows: pl.DataFrame, column: str, numbers_of_rows: pl.Series, texts: list[str], contents: list[str]
) -> pl.Series:
    """Answers of a scale Sangat tidak X, Tidak X, X, Sangat X as 1 to 4, in contents that use it. Where "Kurang X"
    stands there too the scale has five words, and none of them is read."""
    of_scale: dict[str, int] = {}
    for text in texts:
        key = word_key(text)
        if key.startswith(VERY_NOT):
            of_scale[text] = 1
        elif key.startswith(NOT):
            of_scale[text] = 2
        elif key.startswith((word_key("Kurang"), BARE_ENOUGH)):
            of_scale[text] = UNREADABLE_ANSWER
    if not of_scale:
        return numbers_of_rows
    uses_it = rows.get_column("content_id").cast(pl.String).is_in(contents)
    read = rows.get_column(column).replace_strict(of_scale, default=None, return_dtype=_ANSWER)
    return numbers_of_rows.zip_with(~(uses_it & read.is_not_null()), read)


def _all_on_scale(texts: pl.Series, numbers: pl.Series) -> bool:
    return texts.null_count() == numbers.null_count() and bool(numbers.is_between(min(SCALE), max(SCALE)).all())


def _five_words(texts: list[str]) -> dict[str, int]:
    """Texts that are the five words of a scale of five (Tidak, Kurang, Cukup, –, Sangat sesuai), and
    their places in it; nothing where one of the five is missing."""
    by_key: dict[str, list[str]] = {}
    for text in texts:
        by_key.setdefault(word_key(text), []).append(text)
    places: dict[str, int] = {}
    for stem in by_key:
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
