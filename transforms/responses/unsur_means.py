"""Nine answers of a row, where a questionnaire asks more than one question about an unsur: each is the mean of its
questions, as a whole number of equal parts of an answer.

So that the sum over any rows is exact, all nine are counted in the same parts: in as many as the numbers of questions
have in common (their least common multiple; of 1, 2 and 3 questions six). An unsur whose three questions were answered
4, 3, 3 is 20 of these parts. Not here: what one answer says (`transforms.responses.answers`), the rule that rejects a
row (`contracts.rules`), dividing by the parts (`transforms.figures`).
"""

from math import lcm
from typing import NamedTuple

import polars as pl

from contracts.shared_columns import ANSWER_PARTS, UNASKED
from contracts.staged_tables import UNREADABLE_ANSWER
from contracts.unsur import SCALE, UNSUR_COLUMNS, question_columns
from transforms.responses.answers import read_answers

PARTS = ANSWER_PARTS.name
SUMMED_COLUMNS = (*UNSUR_COLUMNS, PARTS, UNASKED.name)
"""Columns of a staged row that `sums_on_scale` needs."""
_HIGHEST_KEPT = 10
"""An answer beyond it stands as this: in parts it would not fit, and is rejected either way."""


def on_scale() -> pl.Expr:
    """Whether all answers that a staged row was asked for are there and on the scale."""
    parts = pl.col(PARTS).fill_null(1)
    return pl.all_horizontal(
        pl.col(column).is_between(min(SCALE) * parts, max(SCALE) * parts).fill_null(value=False)
        | (pl.col(UNASKED.name) == column).fill_null(value=False)
        for column in UNSUR_COLUMNS
    )


class AnswerSums(NamedTuple):
    """Of some rows: how many there are, and the sums of their nine answers, in so many parts of one; no sums where an
    unsur was not asked."""

    respondents: int
    totals: tuple[int, ...]
    parts: int


def sums_on_scale(staged: pl.DataFrame) -> AnswerSums:
    """Of the staged rows (SUMMED_COLUMNS) whose answers are all on the scale."""
    valid = staged.filter(on_scale()).with_columns(pl.col(PARTS).fill_null(1))
    parts = lcm(*valid.get_column(PARTS).unique())
    if valid.get_column(UNASKED.name).count():
        return AnswerSums(valid.height, (), parts)
    in_parts = (pl.col(UNSUR_COLUMNS).cast(pl.Int64) * (parts // pl.col(PARTS))).sum()
    return AnswerSums(valid.height, valid.select(in_parts).row(0), parts)


def read_unsur(rows: pl.DataFrame) -> pl.DataFrame:
    """Answers of raw rows as `read_answers` has them, and PARTS, empty where they are whole. `rows` has, beside u1 …
    u9, columns of further questions (`contracts.unsur.question_columns`) where the questionnaire asks them.

    A row that left one of the questions out has left the unsur out. One that answered any of them with what is no
    answer has that as its answer: it is rejected, and told so."""
    asked = question_columns(rows.columns)
    most = max(map(len, asked.values()))
    whole = pl.Series(PARTS, [None], dtype=pl.Int32).new_from_index(0, rows.height)
    if most == 1:
        return read_answers(rows).with_columns(whole)
    parts = lcm(*map(len, asked.values()))
    # All questions of an unsur stand in one column: what a word means is told by all of them.
    each = read_answers(
        pl.concat(
            rows.select(
                "content_id",
                *(
                    pl.col(columns[number]).alias(unsur)
                    if number < len(columns)
                    else pl.lit(None, pl.String).alias(unsur)
                    for unsur, columns in asked.items()
                ),
            )
            for number in range(most)
        )
    )
    answers = pl.concat(
        [
            each.slice(number * rows.height, rows.height).select(pl.all().name.suffix(f" {number}"))
            for number in range(most)
        ],
        how="horizontal",
    )
    return answers.select(
        *(_mean(unsur, len(columns), parts) for unsur, columns in asked.items()),
        *(
            pl.coalesce(f"{unsur}_text {number}" for number in range(len(columns))).alias(f"{unsur}_text")
            for unsur, columns in asked.items()
        ),
        pl.lit(parts, pl.Int32).alias(PARTS),
    )


def _mean(unsur: str, questions: int, parts: int) -> pl.Expr:
    """The mean of so many answers in so many parts of one."""
    given = [pl.col(f"{unsur} {number}") for number in range(questions)]
    off = pl.coalesce(pl.when(~one.is_in(SCALE)).then(one) for one in given).cast(pl.Int32)
    unreadable = pl.lit(UNREADABLE_ANSWER, pl.Int32)
    return (
        pl.when(off == UNREADABLE_ANSWER)
        .then(unreadable)
        .when(off.is_not_null())
        .then(off.clip(UNREADABLE_ANSWER, _HIGHEST_KEPT) * parts)
        .when(pl.all_horizontal(one.is_not_null() for one in given))
        .then(pl.sum_horizontal(one.cast(pl.Int32) for one in given) * (parts // questions))
        .cast(pl.Int16)
        .alias(unsur)
    )
