"""Each unsur of a unit beside the median of its unit type: better, as expected, worse; what the median would give.

The interval of an unsur's NRR is that of the index (`transforms.figures.interval`), of answers in place of row totals,
and such that the nine of a unit hold at once (Bonferroni). An unsur is better or worse only where its interval has the
median on one side: so nothing is said beyond what is shown. And the mean on the same side: where a few visitors are
dissatisfied most units are found a little above the truth and some far below it, so the median alone would call these
worse though all are alike. Both are of the published NRR (two decimals) of the units with INTERVAL_RESPONDENTS or more,
so whoever sorts their table finds them, and fewer people do not show in what is said of others. How often a unit like
all others is told from them: `benchmarks.priorities`, method, chapter 16.

Not here: sentences, or what people suggest about an unsur.
"""

from collections.abc import Collection
from typing import Final

import polars as pl

from contracts.comparison_tables import IKM_UNSUR_COMPARED
from contracts.method import INTERVAL_RESPONDENTS, RELIABILITY_UNITS, UNSUR_COUNT, Weight
from contracts.periods import PeriodKind
from contracts.unsur import UNSUR
from transforms.figures.index import index_hundredths
from transforms.figures.interval import with_intervals
from transforms.figures.periods import of_kinds
from transforms.figures.spread import ANSWERS
from transforms.figures.sums import PARTS, TOTALS, UNSUR_SQUARES, divided_by
from transforms.rounding import HUNDREDTHS, as_index, hundredths, mutu
from transforms.schema import conform

_LIKE: Final = ["period_code", "unit_type", "unsur_code"]
_INDICES: Final = ("nrr", "nrr_low", "nrr_high", "nrr_median", "nrr_mean", "ikm_if_median")


def ikm_unsur_compared(
    sums_by_unit_period: pl.DataFrame, units: pl.DataFrame, weight: Weight, kinds: Collection[PeriodKind]
) -> pl.DataFrame:
    """The table `ikm_unsur_compared` of periods of those kinds. `units` has unit_code and unit_type."""
    answers = answers_by_unsur(of_kinds(sums_by_unit_period, kinds))
    return compared(with_intervals(answers, units, ANSWERS, comparisons=UNSUR_COUNT), units, weight)


def answers_by_unsur(sums_by_unit_period: pl.DataFrame) -> pl.DataFrame:
    """period_code, unit_code, unsur_code, respondents, the sum of the answers to that unsur (`total`) and to all nine
    (`answer_sum`), of their squares, and PARTS."""
    return pl.concat(
        sums_by_unit_period.select(
            "period_code",
            "unit_code",
            pl.lit(unsur.code).alias("unsur_code"),
            "respondents",
            pl.col(TOTALS[unsur.column]).alias("total"),
            pl.sum_horizontal(TOTALS.values()).alias("answer_sum"),
            pl.col(UNSUR_SQUARES[unsur.column]).alias("squares"),
            PARTS,
        )
        for unsur in UNSUR
    ).sort(IKM_UNSUR_COMPARED.key)


def compared(by_unsur: pl.DataFrame, units: pl.DataFrame, weight: Weight) -> pl.DataFrame:
    """The table `ikm_unsur_compared` from `answers_by_unsur` with intervals (mean_low, mean_high)."""
    nrr = hundredths(pl.col("total"), divided_by())
    typed = by_unsur.with_columns(nrr.alias("nrr")).join(
        units.select("unit_code", "unit_type"), on="unit_code", how="left", maintain_order="left"
    )
    low, high, median, mean = pl.col("nrr_low"), pl.col("nrr_high"), pl.col("nrr_median"), pl.col("nrr_mean")
    raised = (pl.col("answer_sum") - pl.col("total")) * HUNDREDTHS + median * divided_by()
    worse = pl.col("standing") == "worse"
    return conform(
        typed.join(_of_like_units(typed), on=_LIKE, how="left", maintain_order="left")
        .with_columns(
            pl.min_horizontal(_rounded("mean_low"), "nrr").alias("nrr_low"),
            pl.max_horizontal(_rounded("mean_high"), "nrr").alias("nrr_high"),
            pl.col("units").fill_null(0),
        )
        .with_columns(
            pl.when(pl.max_horizontal(median, mean) < low)
            .then(pl.lit("better"))
            .when(pl.min_horizontal(median, mean) > high)
            .then(pl.lit("worse"))
            .when(median.is_not_null())
            .then(pl.lit("as_expected"))
            .alias("standing")
        )
        .with_columns(
            pl.when(worse).then(index_hundredths(raised, divided_by() * HUNDREDTHS, weight)).alias("ikm_if_median")
        )
        .with_columns(
            pl.when(worse).then(mutu(pl.col("ikm_if_median"))).alias("mutu_if_median"),
            *(as_index(pl.col(name)).alias(name) for name in _INDICES),
        ),
        IKM_UNSUR_COMPARED,
    )


def _of_like_units(typed: pl.DataFrame) -> pl.DataFrame:
    """_LIKE, units, and where these are enough nrr_median and nrr_mean in hundredths, rounded half up."""
    in_order = pl.col("nrr").sort()
    middle = (in_order.get((pl.len() - 1) // 2) + in_order.get(pl.len() // 2) + 1) // 2
    mean = (2 * pl.col("nrr").sum() + pl.len()) // (2 * pl.len())
    return (
        typed.filter(pl.col("respondents") >= INTERVAL_RESPONDENTS)
        .group_by(_LIKE)
        .agg(pl.len().alias("units"), middle.alias("nrr_median"), mean.alias("nrr_mean"))
        .with_columns(pl.when(pl.col("units") >= RELIABILITY_UNITS).then(name) for name in ("nrr_median", "nrr_mean"))
    )


def _rounded(end: str) -> pl.Expr:
    """An end of an interval in hundredths, rounded half up, within what is possible."""
    scale = (ANSWERS.lowest * HUNDREDTHS, ANSWERS.highest * HUNDREDTHS)
    return (pl.col(end) * HUNDREDTHS + 1 / 2).floor().clip(*scale).cast(pl.Int64)
