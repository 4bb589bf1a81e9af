"""How far the respondents of a unit differ: their variance, steadied by that of like units.

A few respondents who agree say little of the next one. So the variance of a unit's row totals (the sum of one person's
nine answers, 9 to 36) is mixed with that of all units of its type and period, as if so many more respondents had
differed as those do: the moderated variance, s~² = ((n − 1) s² + d s0²) ÷ (n − 1 + d) with d = PRIOR_DEGREES
(G. K. Smyth, Statistical Applications in Genetics and Molecular Biology 3(1), 2004, article 3, equation 1). Beside it
stands, mixed likewise, the largest variance that row totals with such a mean can have, (mean − 9)(36 − mean): what
share of it the respondents use is nearly the same for a unit of good and of very good answers, where the variance is
not.

The variance of like units is taken over those with INTERVAL_RESPONDENTS or more, so that nothing that is derived from
it tells of a few people; of all types where the type has none, and where there is none at all it is `Measured.unknown`.
It is rounded to the E12 series (twelve steps to ten times as much), its largest down, so that one more file seldom
moves the intervals of other units, and never makes them too short.

Not here: what is made of it (`transforms.figures.interval`).
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Final, NamedTuple

import polars as pl

from contracts.method import INTERVAL_RESPONDENTS, UNSUR_COUNT
from contracts.unsur import SCALE
from transforms.figures.sums import PARTS
from transforms.figures.unit_types import with_unit_type

LOWEST: Final = min(SCALE) * UNSUR_COUNT
HIGHEST: Final = max(SCALE) * UNSUR_COUNT
"""Row totals of whoever gives the lowest and the highest answer nine times."""

PRIOR_DEGREES: Final = 4
"""Degrees of freedom that the variance of like units counts for."""

_E12: Final = tuple(map(Decimal, ("1", "1.2", "1.5", "1.8", "2.2", "2.7", "3.3", "3.9", "4.7", "5.6", "6.8", "8.2")))
_LEAST_SHARE: Final = 36
"""Like units are never taken to use less than this part of the largest variance: nine answers that say nothing of each
other, each 3 or 4, use about one thirtieth."""
_PARTS: Final = 10**6
"""Sums over units are of whole millionths: they do not depend on the order of the units."""


class Pooled(NamedTuple):
    """Of like units: the variance of their respondents' row totals, and the largest there could be."""

    variance: float
    largest: float


class Measured(NamedTuple):
    """What the respondents of a unit differ in: the lowest and the highest it can be, the columns besides period and
    unit that tell one such thing from another, what is taken where no like unit tells, and from how many respondents on
    a unit tells."""

    lowest: int
    highest: int
    by: tuple[str, ...]
    unknown: Pooled
    fewest: int = INTERVAL_RESPONDENTS


ROW_TOTALS: Final = Measured(LOWEST, HIGHEST, (), Pooled(8.2, 22.0))
"""As if nine in ten gave all fours and one all threes (7.29 and 23.49, rounded)."""
ANSWERS: Final = Measured(min(SCALE), max(SCALE), ("unsur_code",), Pooled(0.1, 0.27))
"""To one unsur; likewise (0.09 and 0.29, rounded)."""


def with_spread(indexes: pl.DataFrame, units: pl.DataFrame, measured_in: Measured = ROW_TOTALS) -> pl.DataFrame:
    """The rows given (period_code, unit_code, those of `Measured.by`, respondents, total, squares and PARTS) with
    `variance` and `largest`, in whole answers, moderated, as Float64. `units` has unit_code and unit_type."""
    n, total = pl.col("respondents").cast(pl.Int128), pl.col("total").cast(pl.Int128)
    parts = pl.col(PARTS).cast(pl.Int128).fill_null(1)
    whole = parts * parts
    apart = n * pl.col("squares").cast(pl.Int128) - total * total
    room = (total - measured_in.lowest * n * parts) * (measured_in.highest * n * parts - total) * (n - 1)
    typed = with_unit_type(indexes, units, "left")
    measured = typed.with_columns(
        (apart.cast(pl.Float64) / (n * whole)).alias("apart"),
        (room.cast(pl.Float64) / (n * n * whole)).alias("room"),
        (apart * _PARTS // (n * whole)).alias("apart_parts"),
        (room * _PARTS // (n * n * whole)).alias("room_parts"),
        (n - 1).alias("degrees"),
    )
    pooled = _pooled_by_type(measured, measured_in)
    return measured.join(
        pooled, on=["period_code", "unit_type", *measured_in.by], how="left", maintain_order="left"
    ).select(
        *indexes.columns,
        moderated(pl.col("apart"), pl.col("pooled_variance"), pl.col("degrees")).alias("variance"),
        moderated(pl.col("room"), pl.col("pooled_largest"), pl.col("degrees")).alias("largest"),
    )


def moderated(squares: pl.Expr, of_like: pl.Expr, degrees: pl.Expr) -> pl.Expr:
    """The variance of so many degrees of freedom, by their sum of squares, and of PRIOR_DEGREES more that have the
    variance of like units."""
    return (squares + PRIOR_DEGREES * of_like) / (degrees + PRIOR_DEGREES)


def _pooled_by_type(measured: pl.DataFrame, measured_in: Measured) -> pl.DataFrame:
    """period_code, unit_type, those of `Measured.by`, pooled_variance and pooled_largest of all there are."""
    enough = measured.filter(pl.col("respondents") >= measured_in.fewest)
    key = ["period_code", *measured_in.by, "unit_type"]
    of_type, of_period = _summed(enough, *key), _summed(enough, *key[:-1])
    rows = []
    for row in measured.select(key).unique().sort(key).rows():
        rows.append((*row, *_first_that_tells((of_type.get(row), of_period.get(row[:-1])), measured_in.unknown)))
    told = {"pooled_variance": pl.Float64(), "pooled_largest": pl.Float64()}
    return pl.DataFrame(rows, schema={**dict.fromkeys(key, pl.String()), **told}, orient="row")


def _summed(measured: pl.DataFrame, *by: str) -> dict[tuple[str, ...], list[int]]:
    """By these columns: sums of squares, of the largest such (both in millionths), and of degrees of freedom."""
    sums = measured.group_by(by).agg(pl.col("apart_parts", "room_parts", "degrees").sum())
    return {row[: len(by)]: list(row[len(by) :]) for row in sums.iter_rows()}


def _first_that_tells(candidates: Iterable[list[int] | None], unknown: Pooled) -> Pooled:
    """Of sums (of squares, of the largest such, of degrees of freedom). Where all answer 4, or all 1, nothing is
    told."""
    for sums in candidates:
        if sums and sums[1]:
            apart, room, degrees = (Decimal(one) for one in sums)
            largest = _rounded(room / degrees / _PARTS, up=False)
            variance = max(apart / degrees / _PARTS, largest / _LEAST_SHARE)
            return Pooled(float(_rounded(variance, up=True)), float(largest))
    return unknown


def _rounded(value: Decimal, *, up: bool) -> Decimal:
    """The step of the E12 series at or above, or at or below, a positive value."""
    place = value.adjusted()
    first = value.scaleb(-place)
    if up:
        step = next((one for one in _E12 if one >= first), Decimal(10))
    else:
        step = next(one for one in reversed(_E12) if one <= first)
    return step.scaleb(place)
