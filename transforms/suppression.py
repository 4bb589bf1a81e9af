"""Small cells hidden: the last step before a profile leaves the regency, and nothing after it.

Sex, age, education and occupation of a few people in a small unit can single one of them out
(UU 27/2022). Not here: which tables are public (`contracts.tables`).
"""

import polars as pl

from contracts.periods import PeriodKind, parse_period

CELLS = ["period_code", "unit_code", "characteristic"]


def suppressed_profile(respondent_profile: pl.DataFrame, small_cell: int, kind: PeriodKind) -> pl.DataFrame:
    """`respondent_profile` for the public: the periods of one kind, with `suppressed` beside each row
    and `respondents` and `share` empty where it is true.

    A cell under `small_cell` is hidden; so is zero, which tells of everyone that nobody was. Since
    the respondents of a unit are known, what is hidden could be recomputed from the rest: so cells are
    hidden from the smallest up until they hold `small_cell` respondents together. A single small cell
    never does, hence at least two are hidden.

    One kind of period at a time: with a semester and one of its quarters side by side, the other
    quarter follows by subtraction."""
    codes = respondent_profile.get_column("period_code").unique().to_list()
    of_kind = [code for code in codes if parse_period(code).kind == kind]
    smallest_first = ["respondents", "category"]
    respondents_before = pl.col("respondents").cum_sum().over(CELLS, order_by=smallest_first) - pl.col("respondents")
    small = pl.col("respondents") < small_cell
    recomputable = respondents_before < small_cell
    any_small = small.any().over(CELLS)
    return (
        respondent_profile.filter(pl.col("period_code").is_in(of_kind))
        .with_columns((small | (any_small & recomputable)).alias("suppressed"))
        .with_columns(pl.when(~pl.col("suppressed")).then(pl.col("respondents", "share")))
    )


def publishable(figures: pl.DataFrame, small_cell: int) -> pl.DataFrame:
    """The rows of a figure table (column respondents) that stand on at least `small_cell` people: the
    answers of a single visitor in a quiet month are that person's questionnaire, not a figure."""
    return figures.filter(pl.col("respondents") >= small_cell)
