"""How sure an index is: its 95 % interval, from the respondents' own scores.

A respondent's score is weight × 25 × the sum of the nine answers; the index is the mean of the
scores, and the interval the usual one for a mean: mean ± t × s ÷ √n, Student's t with n − 1 degrees
of freedom (W. G. Cochran, Sampling Techniques, 3rd ed., Wiley 1977, sections 2.6 to 2.8).

Three things a reader should know. There is **no finite-population correction** (Cochran, 2.6): the
index is published as a statement on the service, which will serve others tomorrow, and not only on
the visitors of the period, so an office that asked all its visitors is still uncertain. The nine
answers of one person hang together, so the person is the unit of observation, not the answer. And
scores near the highest are skewed: with few respondents, or none who differ, the interval is rather
too short than too long (simulated at an NRR of 3.9 it holds the true mean in 90 % of surveys of 5, in
94 % of 30, in 95 % of 300).

Not here: comparing units (`transforms.figures.ranking`).
"""

import polars as pl

from contracts.method import CONFIDENCE, INDEX_FACTOR, UNSUR_COUNT, Weight
from contracts.unsur import SCALE
from transforms.rounding import HUNDREDTHS, hundredths


def squared_error_of_mean(total: pl.Expr, squares: pl.Expr, respondents: pl.Expr) -> pl.Expr:
    """Squared standard error of the mean row total, s² ÷ n, as Float64; empty with one respondent.

    s² ÷ n = (n × Σx² − (Σx)²) ÷ (n² × (n − 1)). Both parts are exact whole numbers before the one
    division, so neither the order of the rows nor a large mean can spoil the difference. Int128: with
    10⁹ respondents n × Σx² reaches 1.3·10²¹."""
    n = respondents.cast(pl.Int128)
    spread = n * squares.cast(pl.Int128) - total.cast(pl.Int128) * total.cast(pl.Int128)
    return pl.when(respondents > 1).then(spread.cast(pl.Float64) / (n * n * (n - 1)).cast(pl.Float64))


def critical_value(respondents: pl.Series, comparisons: int = 1) -> pl.Series:
    """Student's t, two-sided at the published confidence, shared among so many `comparisons`
    (Bonferroni), for n − 1 degrees of freedom; empty with one respondent.

    Each distinct n is looked up once: a period has far fewer of them than units."""
    tail = (1 - CONFIDENCE) / (2 * comparisons)
    distinct = respondents.unique().sort()
    distinct = distinct.filter(distinct > 1)
    from scipy.special import stdtrit  # a fifth of a second, which commands that compute nothing need not wait

    # The lower end of the distribution, turned: 1 − tail loses digits that thousands of comparisons need.
    values = pl.Series(-stdtrit(distinct.to_numpy() - 1, tail), dtype=pl.Float64)
    return respondents.replace_strict(distinct, values, default=None, return_dtype=pl.Float64)


def interval_ends(index_by_unit_period: pl.DataFrame, weight: Weight) -> pl.DataFrame:
    """One row for each row given (columns respondents, total, squares, and ikm in hundredths), with
    ikm_low and ikm_high in hundredths, rounded half up; empty with one respondent.

    Held within the lowest and highest index the weight allows, and never beyond the index itself on
    the wrong side."""
    lowest, highest = (
        hundredths(answer * UNSUR_COUNT * INDEX_FACTOR * weight.numerator, weight.denominator)
        for answer in (min(SCALE), max(SCALE))
    )
    # From the mean row total to hundredths of the index.
    scale = HUNDREDTHS * INDEX_FACTOR * weight.numerator / weight.denominator
    mean = pl.col("total") / pl.col("respondents")
    error = squared_error_of_mean(pl.col("total"), pl.col("squares"), pl.col("respondents")).sqrt()

    def rounded(end: pl.Expr) -> pl.Expr:
        return (end * scale + 1 / 2).floor().clip(lowest, highest).cast(pl.Int64)

    return (
        index_by_unit_period.with_columns(critical_value(index_by_unit_period.get_column("respondents")).alias("t"))
        .with_columns((pl.col("t") * error).alias("half_width"))
        .select(
            pl.when(pl.col("half_width").is_not_null()).then(end).alias(name)
            for name, end in (
                ("ikm_low", pl.min_horizontal(rounded(mean - pl.col("half_width")), "ikm")),
                ("ikm_high", pl.max_horizontal(rounded(mean + pl.col("half_width")), "ikm")),
            )
        )
    )
