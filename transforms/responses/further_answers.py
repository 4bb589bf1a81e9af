"""Answers to the questions of a questionnaire beyond the nine unsur: read, and kept beside the nine in one text.

Not here: the nine (`transforms.responses.unsur_means`), what becomes of these (`transforms.figures.further_figures`).
"""

from typing import Final

import polars as pl

from contracts.shared_columns import FURTHER_ANSWERS, QUESTIONNAIRE, UNASKED
from contracts.unsur import SCALE, UNSUR, further_columns
from contracts.written_answers import answer_words, generic_words, read_answer
from transforms.responses.answers import read_columns

BETWEEN: Final = ","
"""Stands between two answers."""
OFF_SCALE: Final = "further_text"


def read_further_answers(rows: pl.DataFrame) -> pl.DataFrame:
    """Of raw rows QUESTIONNAIRE, UNASKED, FURTHER_ANSWERS and OFF_SCALE, all empty where they were read by none. `rows`
    has the columns of the questionnaire and those of further questions (`contracts.unsur.further_column`) where there
    are any.

    Whole numbers from 1 to the question's highest answer are read, on the scale of the unsur also the words that some
    forms use for every unsur, as the nine of the same form are (`transforms.responses.answers`)."""
    asked = further_columns(rows.columns)
    nothing = pl.Series([None], dtype=pl.String).new_from_index(0, rows.height)
    asked_by = [
        (rows.get_column(one.name) if one.name in rows.columns else nothing).alias(one.name)
        for one in (QUESTIONNAIRE, UNASKED)
    ]
    if not asked:
        return pl.DataFrame([*asked_by, nothing.alias(FURTHER_ANSWERS.name), nothing.alias(OFF_SCALE)])
    as_unsur = [name for name, scale in asked.items() if scale == max(SCALE)]
    words_of = {unsur.column: answer_words(unsur) for unsur in UNSUR} | dict.fromkeys(as_unsur, generic_words())
    read = read_columns(rows, words_of) if as_unsur else rows
    answers, others = [], []
    for name, scale in asked.items():
        texts = rows.get_column(name)
        said = {text: read_answer(text, {}) for text in texts.drop_nulls().unique()}
        numbers = (
            read.get_column(name)
            if name in as_unsur
            else texts.replace_strict(said, default=None, return_dtype=pl.Int16)
        )
        is_answer = numbers.is_between(1, scale).fill_null(value=False)
        answers.append(numbers.cast(pl.String).set(~is_answer, None))
        others.append(texts.set(is_answer, None))
    together = pl.DataFrame(answers).select(
        pl.concat_str(pl.all().fill_null(""), separator=BETWEEN).alias(FURTHER_ANSWERS.name)
    )
    off_scale = pl.DataFrame(others).select(
        pl.concat_str(pl.all(), separator="; ", ignore_nulls=True).replace("", None).alias(OFF_SCALE)
    )
    return pl.DataFrame([*asked_by, together.to_series(), off_scale.to_series()])
