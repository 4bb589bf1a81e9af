"""Ranks of units, and which ranks cannot be distinguished.

Ranking stands within a unit type, and over all units. It stands on the published index, so that
whoever sorts the table finds the same ranks. Not here: the index (`transforms.figures.index`).
"""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import polars as pl

from contracts.registry import SCOPE_ALL
from contracts.tables import IKM_RANKING
from transforms.figures.interval import critical_value, squared_error_of_mean
from transforms.rounding import as_index
from transforms.schema import conform

Floats = npt.NDArray[np.float64]

BLOCK = 256
"""Units compared with all others at a time: bounds memory to BLOCK × units, not units²."""


def ikm_ranking(index_by_unit_period: pl.DataFrame, units: pl.DataFrame) -> pl.DataFrame:
    """The table `ikm_ranking`: each index ranked among all units and among those of its unit type.

    `index_by_unit_period` is `transforms.figures.index`'s (ikm in hundredths); `units` has unit_code and
    unit_type. Ties share a rank (1, 2, 2, 4)."""
    error = squared_error_of_mean(pl.col("total"), pl.col("squares"), pl.col("respondents"))
    return ranked(index_by_unit_period.with_columns(error.alias("squared_error")), units)


def ranked(indexes: pl.DataFrame, units: pl.DataFrame) -> pl.DataFrame:
    """The same from period_code, unit_code, respondents, ikm (hundredths), total, and the squared standard error of
    total ÷ respondents (`squared_error`, empty where nobody knows it)."""
    key = ["period_code", "scope"]
    typed = indexes.join(units.select("unit_code", "unit_type"), on="unit_code")
    by_scope = pl.concat(
        [
            typed.with_columns(pl.lit(SCOPE_ALL).alias("scope")),
            typed.with_columns(pl.col("unit_type").alias("scope")),
        ]
    ).sort(*key, "unit_code")
    with_ranks = by_scope.with_columns(
        pl.col("ikm").rank("min", descending=True).over(key).alias("rank"),
        (pl.len().over(*key, "ikm") > 1).alias("tied"),
        pl.len().over(key).alias("units"),
    )
    ranges = [rank_ranges(one_ranking) for one_ranking in with_ranks.partition_by(key, maintain_order=True)]
    return conform(
        pl.concat([with_ranks, *([pl.concat(ranges)] if ranges else [_no_ranges()])], how="horizontal").with_columns(
            as_index(pl.col("ikm"))
        ),
        IKM_RANKING,
    )


def rank_ranges(one_ranking: pl.DataFrame) -> pl.DataFrame:
    """rank_low and rank_high of each unit of one ranking, in the order given: at 95 % confidence its
    true rank is one of these. Columns needed: respondents, total, squared_error, ikm.

    After M. Mogstad, J. P. Romano, A. M. Shaikh and D. Wilhelm, "Inference for Ranks with
    Applications to Mobility across Neighbourhoods and Academic Achievement across Countries", Review
    of Economic Studies 91(1), 2024, 476–518, doi:10.1093/restud/rdad006: the marginal confidence set
    for the rank of one unit out of p. The unit is compared with each of the p − 1 others, all
    comparisons holding at once at 95 %. Its best rank is 1 + the number of units clearly better, its
    worst p − the number clearly worse.

    Where this differs from the paper: they draw the critical value from a bootstrap; here it is
    Bonferroni's, α ÷ (p − 1) for each comparison. That is closed, the same on every run, and on the
    safe side: the ranges are rather too wide. Two means j and k differ when
    |difference| > t × √(se_j² + se_k²), with Student's t of min(n_j, n_k) − 1 degrees of freedom. This
    bound on the Behrens–Fisher distribution (P. L. Hsu, Statistical Research Memoirs 2, 1938; M. R.
    Mickey and M. B. Brown, Annals of Mathematical Statistics 37(3), 1966) keeps its promise for normal
    scores where Welch's approximation only nearly does; from 50 respondents on they hardly differ.

    A unit with one respondent has no standard error and cannot be told apart from any. Two units
    without any spread are told apart whenever they differ. Units whose published index is equal are
    never told apart: hence the rank, ties included, always lies within its range. The range speaks of
    one unit; that all ranges of a table hold at once would ask for wider ones."""
    units = one_ranking.height
    ikm = one_ranking.get_column("ikm").to_numpy()
    mean = (one_ranking.get_column("total") / one_ranking.get_column("respondents")).to_numpy()
    squared_error = one_ranking.get_column("squared_error").fill_null(float("inf")).to_numpy()
    critical = critical_value(one_ranking.get_column("respondents"), max(units - 1, 1)).fill_null(1).to_numpy()
    better = np.zeros(units, dtype=np.int64)
    worse = np.zeros(units, dtype=np.int64)
    for block in _blocks(units):
        apart = _told_apart(mean, squared_error, critical, block)
        better[block] = (apart & (ikm[None, :] > ikm[block, None])).sum(axis=1)
        worse[block] = (apart & (ikm[None, :] < ikm[block, None])).sum(axis=1)
    return pl.DataFrame({"rank_low": 1 + better, "rank_high": units - worse})


def _told_apart(mean: Floats, squared_error: Floats, critical: Floats, block: slice) -> npt.NDArray[np.bool_]:
    """Units of the block (rows) against all units (columns): do their means differ clearly?"""
    difference = mean[None, :] - mean[block, None]
    # The smaller n has the larger critical value.
    limit = np.maximum(critical[None, :], critical[block, None])
    told_apart: npt.NDArray[np.bool_] = difference**2 > limit**2 * (squared_error[None, :] + squared_error[block, None])
    return told_apart


def _blocks(units: int) -> Iterator[slice]:
    return (slice(start, start + BLOCK) for start in range(0, units, BLOCK))


def _no_ranges() -> pl.DataFrame:
    return pl.DataFrame(schema={"rank_low": pl.Int64(), "rank_high": pl.Int64()})
