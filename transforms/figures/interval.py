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

Not here: comparing units (`transforms.figures.ranking`).
"""

import polars as pl

from contracts.method import CONFIDENCE, INDEX_FACTOR, Weight
from transforms.figures.spread import HIGHEST, LOWEST, PRIOR_DEGREES, with_spread
from transforms.figures.sums import divided_by
from transforms.rounding import HUNDREDTHS, hundredths


def degrees_of_freedom(respondents: pl.Series) -> pl.Series:
    """Of the moderated variance of so many respondents."""
    return respondents + (PRIOR_DEGREES - 1)


def critical_value(degrees: pl.Series, comparisons: int = 1) -> pl.Series:
    """Student's t, two-sided at the published confidence, shared among so many `comparisons` (Bonferroni), for these
    degrees of freedom; empty where there is none.

    Each distinct number is looked up once: a period has far fewer of them than units."""
    tail = (1 - CONFIDENCE) / (2 * comparisons)
    distinct = degrees.unique().sort()
    distinct = distinct.filter(distinct > 0)
    from scipy.special import stdtrit  # a fifth of a second, which commands that compute nothing need not wait

    # The lower end of the distribution, turned: 1 − tail loses digits that thousands of comparisons need.
    values = pl.Series(-stdtrit(distinct.to_numpy(), tail), dtype=pl.Float64)
    return degrees.replace_strict(distinct, values, default=None, return_dtype=pl.Float64)


def with_intervals(indexes: pl.DataFrame, units: pl.DataFrame) -> pl.DataFrame:
    """The rows given (`transforms.figures.index.index_by_unit_period`) with the ends of the interval of the mean
    row total in whole answers (`mean_low`, `mean_high`) and its standard error (`standard_error`), half of the width
    ÷ t. `units` has unit_code and unit_type."""
    whole = HIGHEST - LOWEST
    above = pl.col("total") / divided_by() - LOWEST
    critical = critical_value(degrees_of_freedom(indexes.get_column("respondents")))
    # (above − y)² = reach × y × (whole − y): the ends y, above the lowest row total.
    reach = pl.col("t") ** 2 * pl.col("variance") / pl.col("largest") / pl.col("respondents")
    root = (pl.col("reach") * (pl.col("reach") * whole**2 + 4 * above * (whole - above))).sqrt()
    middle = (2 * above + pl.col("reach") * whole) / (2 + 2 * pl.col("reach"))
    return (
        with_spread(indexes, units)
        .with_columns(critical.alias("t"))
        .with_columns(reach.alias("reach"))
        .with_columns((root / (2 + 2 * pl.col("reach"))).alias("half_width"))
        .select(
            *indexes.columns,
            (LOWEST + middle - pl.col("half_width")).alias("mean_low"),
            (LOWEST + middle + pl.col("half_width")).alias("mean_high"),
            (pl.col("half_width") / pl.col("t")).alias("standard_error"),
        )
    )


def interval_ends(weight: Weight) -> tuple[pl.Expr, pl.Expr]:
    """ikm_low and ikm_high in hundredths, rounded half up, from mean_low, mean_high, and ikm in hundredths.

    Held within the lowest and highest index the weight allows, and never beyond the index itself on
    the wrong side."""
    lowest, highest = (
        hundredths(row_total * INDEX_FACTOR * weight.numerator, weight.denominator) for row_total in (LOWEST, HIGHEST)
    )
    # From the mean row total to hundredths of the index.
    scale = HUNDREDTHS * INDEX_FACTOR * weight.numerator / weight.denominator

    def rounded(end: str) -> pl.Expr:
        return (pl.col(end) * scale + 1 / 2).floor().clip(lowest, highest).cast(pl.Int64)

    return (
        pl.min_horizontal(rounded("mean_low"), "ikm").alias("ikm_low"),
        pl.max_horizontal(rounded("mean_high"), "ikm").alias("ikm_high"),
    )
