"""How far an index tells a unit from others of its scope: its reliability, and the index drawn towards their mean.

The published indices of a scope (a unit type, or all units) differ because the units do, and because each was answered
by other people. How much is the units', τ², is found by the moments of the analysis of variance: the sum of squares
between units, each counted by its respondents, less what the errors of the units alone would make of it, ÷ what one
unit of τ² adds to it (W. G. Cochran, Biometrics 10(1), 1954, 101–129, with a variance for each unit). Then reliability
= τ² ÷ (τ² + e²), with e the standard error that ranks are told apart by (`transforms.figures.interval`; where no unit
of the period has enough respondents to tell of others, with the variance of all of them), and the shrunken index is m +
reliability × (index − m), where m is the mean of the scope, each unit weighted by 1 ÷ (τ² + e²). How near this comes to
the truth: `benchmarks.reliability`, method, chapter 7.4.

All of it is a function of indices, respondents and errors, so the public's is worked out from its own figures. Sums are
of whole numbers: they do not depend on the order of the units.
"""

from typing import Final

import polars as pl

from contracts.method import RELIABILITY_UNITS, RELIABLE_HUNDREDTHS
from contracts.regency_tables import IKM_SCOPE
from transforms.rounding import HUNDREDTHS, as_index, half_up
from transforms.schema import conform

SCOPE: Final = ["period_code", "scope"]
_PARTS: Final = 10**3
"""A variance is summed in whole thousandths of a squared hundredth of the index."""
_WEIGHT_PARTS: Final = 10**12
"""A weight 1 ÷ variance likewise, in these parts."""


def scopes_of(by_scope: pl.DataFrame) -> pl.DataFrame:
    """period_code, scope, units, and unrounded in hundredths of the index `mean`, `between` (τ²) and `within` (the
    variance of the respondents of a unit), of scopes where RELIABILITY_UNITS have an error.

    `by_scope`: SCOPE, respondents, ikm (hundredths) and `ikm_squared_error` (in hundredths², empty where nobody knows
    it)."""
    n, ikm, error = pl.col("n"), pl.col("ikm").cast(pl.Int128), pl.col("ikm_squared_error")
    known = by_scope.filter(error > 0).with_columns(
        pl.col("respondents").cast(pl.Int128).alias("n"),
        (error * pl.col("respondents") * _PARTS).round().cast(pl.Int64).cast(pl.Int128).alias("variance"),
    )
    sums = (
        known.group_by(SCOPE)
        .agg(
            pl.len().alias("units"),
            n.sum().alias("people"),
            (n * n).sum().alias("squared_people"),
            (n * ikm).sum().alias("total"),
            (n * ikm * ikm).sum().alias("squares"),
            pl.col("variance").sum().alias("variances"),
            (pl.col("variance") * n).sum().alias("variances_of_people"),
        )
        .filter(pl.col("units") >= RELIABILITY_UNITS)
    )
    people = pl.col("people")
    apart = (people * pl.col("squares") - pl.col("total") * pl.col("total")).cast(pl.Float64) / people
    by_chance = (people * pl.col("variances") - pl.col("variances_of_people")).cast(pl.Float64) / people / _PARTS
    room = (people * people - pl.col("squared_people")).cast(pl.Float64) / people
    degrees = people - pl.col("units")
    within = (pl.col("variances_of_people") - pl.col("variances")).cast(pl.Float64) / degrees / _PARTS
    of_scope = sums.select(
        *SCOPE,
        "units",
        ((apart - by_chance) / room).clip(lower_bound=0.0).alias("between"),
        # Where each unit was answered by one person nobody knows more than the units' own errors.
        pl.when(degrees > 0)
        .then(within)
        .otherwise(pl.col("variances").cast(pl.Float64) / pl.col("units") / _PARTS)
        .alias("within"),
    )
    weight = (_WEIGHT_PARTS / (pl.col("between") + error)).round().cast(pl.Int64).cast(pl.Int128)
    means = (
        known.join(of_scope, on=SCOPE)
        .with_columns(weight.alias("weight"))
        .group_by(SCOPE)
        .agg(((pl.col("weight") * ikm).sum().cast(pl.Float64) / pl.col("weight").sum().cast(pl.Float64)).alias("mean"))
    )
    return of_scope.join(means, on=SCOPE).sort(SCOPE)


def ikm_scope(scopes: pl.DataFrame) -> pl.DataFrame:
    """The table `ikm_scope` from `scopes_of`."""
    enough = pl.lit(RELIABLE_HUNDREDTHS / (HUNDREDTHS - RELIABLE_HUNDREDTHS))
    needed = (enough * pl.col("within") / pl.col("between")).ceil()
    return conform(
        scopes.with_columns(
            *(
                as_index(half_up(value)).alias(name)
                for name, value in (
                    ("ikm_mean", pl.col("mean")),
                    ("spread_between", pl.col("between").sqrt()),
                    ("spread_within", pl.col("within").sqrt()),
                )
            ),
            pl.when(pl.col("between") > 0).then(needed).cast(pl.Int64).alias("respondents_needed"),
        ),
        IKM_SCOPE,
    )


def with_reliability(by_scope: pl.DataFrame, scopes: pl.DataFrame) -> pl.DataFrame:
    """The rows given (as `scopes_of` takes them, in their order) with reliability and ikm_shrunken, rounded half up,
    and reliable."""
    error, between, mean = pl.col("ikm_squared_error"), pl.col("between"), pl.col("mean")
    share = pl.when(error > 0).then(between / (between + error))
    rounded = half_up(share * HUNDREDTHS)
    return by_scope.join(scopes.drop("units"), on=SCOPE, how="left", maintain_order="left").select(
        *by_scope.columns,
        as_index(rounded).alias("reliability"),
        (rounded >= RELIABLE_HUNDREDTHS).alias("reliable"),
        as_index(half_up(mean + share * (pl.col("ikm") - mean))).alias("ikm_shrunken"),
    )
