"""How sure an index is: its 95 % interval, from the respondents' own row totals.

A row total is the sum of one person's nine answers; weight × 25 × their mean is the index. The interval holds every
mean m from which the mean found is no further away than t standard errors, the variance being what it would be about
m: s~² × (m − 9)(36 − m) ÷ the largest variance (both moderated, `transforms.figures.spread`). That is E. B. Wilson's
interval for a proportion (Journal of the American Statistical Association 22, 1927, 209–212) with the share of the
largest variance that respondents use as its dispersion, and Student's t with n + 3 degrees of freedom in place of 1.96.
So it has a width where all agree, and with one respondent; it reaches further towards the middle than towards the
end, as rare dissatisfied visitors ask; and it ends within what is possible. From 100 respondents on it is nearly
mean ± t × s ÷ √n. How often it holds the true index: `benchmarks.coverage`, method, chapter 9.

Three things a reader should know. There is **no finite-population correction** (W. G. Cochran, Sampling Techniques,
3rd ed., Wiley 1977, 2.6): the index is published as a statement on the service, which will serve others tomorrow, and
not only on the visitors of the period, so an office that asked all its visitors is still uncertain. The nine answers of
one person hang together, so the person is the unit of observation, not the answer. And respondents chose themselves:
an interval speaks of how respondents vary, not of who did not answer.

Not here: comparing units (`transforms.figures.ranking`), the interval of the regency
(`transforms.figures.regency_certainty`).
"""

from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from contracts.method import CONFIDENCE, GRADES, INDEX_FACTOR, Weight
from contracts.shared_columns import GRADE_PROBABILITIES
from transforms.figures.spread import HIGHEST, LOWEST, PRIOR_DEGREES, ROW_TOTALS, Measured, with_spread
from transforms.figures.sums import divided_by
from transforms.rounding import HUNDREDTHS, hundredths

_HALF: Final = 1 / 2
"""Of a hundredth: from there on an index is rounded up to the next."""


def degrees_of_freedom(respondents: pl.Series) -> pl.Series:
    """Of the moderated variance of so many respondents."""
    return respondents + (PRIOR_DEGREES - 1)


def critical_value(degrees: pl.Series, comparisons: int = 1) -> pl.Series:
    """Student's t, two-sided at the published confidence, shared among so many `comparisons` (Bonferroni), for these
    degrees of freedom; empty where there is none."""
    values = critical_values(degrees.cast(pl.Float64).to_numpy(), comparisons)
    return pl.Series(degrees.name, values, pl.Float64, nan_to_null=True)


def critical_values(degrees: npt.ArrayLike, comparisons: int = 1) -> npt.NDArray[np.float64]:
    """The same of an array, with NaN for empty.

    Each distinct number is looked up once: a period has far fewer of them than units."""
    from scipy.special import stdtrit  # a fifth of a second, which commands that compute nothing need not wait

    tail = (1 - CONFIDENCE) / (2 * comparisons)
    distinct, place = np.unique(degrees, return_inverse=True)
    # The lower end of the distribution, turned: 1 − tail loses digits that thousands of comparisons need.
    values: npt.NDArray[np.float64] = -stdtrit(np.where(distinct > 0, distinct, np.nan), tail)
    return values[place]


def with_intervals(
    indexes: pl.DataFrame, units: pl.DataFrame, measured_in: Measured = ROW_TOTALS, comparisons: int = 1
) -> pl.DataFrame:
    """The rows given (`transforms.figures.index.index_by_unit_period`) with the ends of the interval of the mean
    row total, or of what else is measured, in whole answers (`mean_low`, `mean_high`) and its standard error
    (`standard_error`), half of the width ÷ t. `units` has unit_code and unit_type. So many `comparisons` hold at
    once."""
    lowest = measured_in.lowest
    middle, half_width = ends_around(pl.col("total") / divided_by() - lowest, measured_in.highest - lowest)
    return (
        with_reach(with_spread(indexes, units, measured_in), comparisons)
        .with_columns(half_width.alias("half_width"))
        .select(
            *indexes.columns,
            (lowest + middle - pl.col("half_width")).alias("mean_low"),
            (lowest + middle + pl.col("half_width")).alias("mean_high"),
            (pl.col("half_width") / pl.col("t")).alias("standard_error"),
        )
    )


def with_reach(spread: pl.DataFrame, comparisons: int = 1) -> pl.DataFrame:
    """The rows given (respondents, `variance` and `largest`) with Student's `t` and `reach`, how far the interval of
    their mean reaches where so many hold at once."""
    critical = critical_value(degrees_of_freedom(spread.get_column("respondents")), comparisons)
    reach = pl.col("t") ** 2 * pl.col("variance") / pl.col("largest") / pl.col("respondents")
    return spread.with_columns(critical.alias("t")).with_columns(reach.alias("reach"))


def ends_around(above: pl.Expr, whole: int | pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """Middle and half width of the interval of a mean that lies `above` the lowest value, the highest being `whole`
    above it; the column `reach` as `with_reach` has it. The ends y solve (above − y)² = reach × y × (whole − y)."""
    reach = pl.col("reach")
    root = (reach * (reach * whole**2 + 4 * above * (whole - above))).sqrt()
    return (2 * above + reach * whole) / (2 + 2 * reach), root / (2 + 2 * reach)


def hundredths_of_a_point(weight: Weight) -> float:
    """How many hundredths of the IKM one point of a mean row total is worth."""
    return HUNDREDTHS * INDEX_FACTOR * weight.numerator / weight.denominator


def interval_ends(weight: Weight) -> tuple[pl.Expr, pl.Expr]:
    """ikm_low and ikm_high in hundredths, rounded half up, from mean_low, mean_high, and ikm in hundredths.

    Held within the lowest and highest index the weight allows, and never beyond the index itself on
    the wrong side."""
    lowest, highest = (
        hundredths(row_total * INDEX_FACTOR * weight.numerator, weight.denominator) for row_total in (LOWEST, HIGHEST)
    )
    # From the mean row total to hundredths of the index.
    scale = hundredths_of_a_point(weight)

    def rounded(end: str) -> pl.Expr:
        return (pl.col(end) * scale + 1 / 2).floor().clip(lowest, highest).cast(pl.Int64)

    return (
        pl.min_horizontal(rounded("mean_low"), "ikm").alias("ikm_low"),
        pl.max_horizontal(rounded("mean_high"), "ikm").alias("ikm_high"),
    )


def with_grade_probabilities(indexes: pl.DataFrame) -> pl.DataFrame:
    """The rows given (respondents, and ikm, ikm_low and ikm_high in hundredths) with the column of GRADE_PROBABILITIES
    for each grade: whole percents that add up to 100, empty without an interval.

    What the interval promises at 95 % is read at every other confidence: below the index Student's t with n + 3 degrees
    of freedom, as wide as the interval reaches down, above it as wide as it reaches up. So an end of the interval that
    is the limit of a grade leaves 2.5 % beyond. A function of what is published: the public's is from its figures."""
    known = indexes.get_column("ikm_low").is_not_null() & indexes.get_column("ikm_high").is_not_null()
    degrees = degrees_of_freedom(indexes.get_column("respondents"))
    ikm, low, high = (
        indexes.get_column(name).fill_null(0).to_numpy().astype(float) for name in ("ikm", "ikm_low", "ikm_high")
    )
    critical = critical_value(degrees).to_numpy()
    from scipy.special import stdtr

    better = np.zeros(len(ikm), dtype=np.int64)
    columns = []
    for grade, column in zip(GRADES, GRADE_PROBABILITIES, strict=True):
        away = grade.lowest_hundredths - _HALF - ikm
        reach = np.where(away < 0, ikm - low, high - ikm) / critical
        # An interval without a reach on that side: nothing lies beyond the index there.
        beyond = np.divide(away, reach, out=np.copysign(np.inf, away), where=reach > 0)
        reached = np.floor(100 * (1 - stdtr(degrees.to_numpy(), beyond)) + _HALF).astype(np.int64)
        columns.append(pl.Series(column.name, reached - better))
        better = reached
    return indexes.with_columns(pl.when(known).then(one) for one in columns)
