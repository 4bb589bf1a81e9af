"""Answers to the questions of a questionnaire beyond the nine unsur: read, and kept beside the nine in one text.

Not here: the nine (`transforms.responses.unsur_means`), what becomes of these (`transforms.figures.further_figures`).
"""

from typing import Final

import polars as pl

from contracts.shared_columns import FURTHER_ANSWERS, QUESTIONNAIRE
from contracts.unsur import GENERIC_ANSWERS, SCALE, further_columns
from contracts.written_answers import read_answer
from contracts.written_words import word_key

BETWEEN: Final = ","
"""Stands between two answers."""
OFF_SCALE: Final = "further_text"
_WORDS: Final = {word_key(word): number for word, number in GENERIC_ANSWERS}


def read_further_answers(rows: pl.DataFrame) -> pl.DataFrame:
    """Of raw rows QUESTIONNAIRE, FURTHER_ANSWERS and OFF_SCALE, all empty where they were read by none. `rows` has the
    column of the questionnaire and those of further questions (`contracts.unsur.further_column`) where there are any.

    Whole numbers from 1 to the question's highest answer are read, on the scale of the unsur also the words that some
    forms use for every unsur."""
    asked = further_columns(rows.columns)
    nothing = pl.Series([None], dtype=pl.String).new_from_index(0, rows.height)
    questionnaire = rows.get_column(QUESTIONNAIRE.name) if QUESTIONNAIRE.name in rows.columns else nothing
    if not asked:
        return pl.DataFrame(
            {QUESTIONNAIRE.name: questionnaire, FURTHER_ANSWERS.name: nothing, OFF_SCALE: nothing},
        )
    answers, others = [], []
    for name, scale in asked.items():
        texts = rows.get_column(name)
        words = _WORDS if scale == max(SCALE) else {}
        said = {text: read_answer(text, words) for text in texts.drop_nulls().unique()}
        on_scale = {text: str(number) for text, number in said.items() if 0 < number <= scale}
        answers.append(texts.replace_strict(on_scale, default=None, return_dtype=pl.String))
        others.append(texts.set(texts.is_in(list(on_scale)), None))
    together = pl.DataFrame(answers).select(
        pl.concat_str(pl.all().fill_null(""), separator=BETWEEN).alias(FURTHER_ANSWERS.name)
    )
    off_scale = pl.DataFrame(others).select(
        pl.concat_str(pl.all(), separator="; ", ignore_nulls=True).replace("", None).alias(OFF_SCALE)
    )
    return pl.DataFrame([questionnaire, together.to_series(), off_scale.to_series()])
