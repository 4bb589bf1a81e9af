"""Answers of whole columns: from what senders wrote to whole numbers.

Reads, does not judge: a 5 is read as 5 and rejected by a rule. Not here: what an answer looks like
(`contracts.written_answers`), scales in other words (`transforms.responses.word_scales`), the other columns
(`transforms.responses.categories`, `transforms.responses.dates`).
"""

from collections.abc import Mapping

import polars as pl

from contracts.staged_tables import UNREADABLE_ANSWER
from contracts.unsur import SCALE, UNSUR
from contracts.written_answers import BARE_ENOUGH, BARE_LESS, answer_key, answer_words, read_answer
from transforms.responses.word_scales import Words, WordScale, word_scales
from transforms.texts import dictionaries

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
    scales = word_scales(rows, answers, words_of) if in_words else []
    no_text = pl.Series([None], dtype=pl.String).new_from_index(0, rows.height)
    columns: list[pl.Series] = []
    for name, words in words_of.items():
        if name not in in_words:
            columns += [digits.get_column(name), no_text.alias(f"{name}_text")]
            continue
        written = answers[name]
        numbers = {text: read_answer(text, words) for text in written.texts}
        numbers_of_rows = written.read(numbers.get, _ANSWER)
        if any(answer_key(text) == BARE_LESS for text in written.texts):
            column = rows.select("content_id", text=name)
            numbers_of_rows = _with_bare_less(column, numbers_of_rows, numbers, BARE_LESS in words)
        for scale in scales:
            numbers_of_rows = _on_scale(rows, name, numbers_of_rows, scale, written.texts, words)
        off_scale = rows.get_column(name).set(numbers_of_rows.is_in(SCALE), None)
        columns += [numbers_of_rows.alias(name), off_scale.alias(f"{name}_text")]
    return pl.DataFrame(columns)


def _on_scale(
    rows: pl.DataFrame, column: str, numbers_of_rows: pl.Series, scale: WordScale, texts: list[str], words: Words
) -> pl.Series:
    """The numbers of a column, with what its texts say in the contents of a scale."""
    numbers = {text: number for text in texts if (number := scale.number_of(text, words)) is not None}
    if not numbers:
        return numbers_of_rows
    is_theirs = rows.get_column("content_id").cast(pl.String).is_in(scale.contents)
    read = rows.get_column(column).replace_strict(numbers, default=None, return_dtype=_ANSWER)
    return numbers_of_rows.zip_with(~(is_theirs & read.is_not_null()), read)


def _all_on_scale(texts: pl.Series, numbers: pl.Series) -> bool:
    return texts.null_count() == numbers.null_count() and bool(numbers.is_between(min(SCALE), max(SCALE)).all())


def _with_bare_less(
    column: pl.DataFrame, numbers_of_rows: pl.Series, numbers: dict[str, int], is_own_word: bool
) -> pl.Series:
    """A bare "Kurang" is 1 beside a bare "Cukup" (Kurang, Cukup, Baik, Sangat Baik), or where it is one
    of the unsur's own words, and only while no other word of that column stands for 1. Elsewhere
    nobody can say which number was meant."""
    less = [text for text in numbers if answer_key(text) == BARE_LESS]
    enough = [text for text in numbers if answer_key(text) == BARE_ENOUGH]
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
