"""The one rounding of the method, and the one grading.

Numbers are kept as whole numbers until here: an index is a ratio of two integers, it is rounded
half up to hundredths once, and graded after that. Floats get 88.305 wrong. Not here: what is
divided by what (`transforms.figures.index`, `transforms.figures.regency`).
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import TypeVar

import polars as pl

from contracts.method import GRADES, Grade

PLACES = 2
"""Decimals of a published index."""
HUNDREDTHS: int = 10**PLACES

Whole = TypeVar("Whole", int, pl.Expr)


def hundredths(numerator: Whole, denominator: Whole) -> Whole:
    """numerator ÷ denominator × 100, rounded half up, as a whole number. The numerator is not
    negative, the denominator positive.

    Works on Python's integers, which have no bound, and on Int64 expressions. There the numerator
    must stay below 2⁶³ ÷ 200 = 4.6·10¹⁶: the index of 10⁹ respondents by weight 0.111 needs at most
    36·10⁹ × 111 × 25 = 1.0·10¹⁴."""
    return (numerator * (2 * HUNDREDTHS) + denominator) // (denominator * 2)


def half_up(value: pl.Expr) -> pl.Expr:
    """The nearest whole number, the greater of two."""
    return (value + 1 / 2).floor().cast(pl.Int64)


def as_index(value: pl.Expr) -> pl.Expr:
    """Hundredths (they may be negative) as an exact decimal with two places."""
    # Its places before dividing: Polars keeps the scale of the dividend.
    return value.cast(pl.Decimal(18, PLACES)) / HUNDREDTHS


def decimal_index(value: int) -> Decimal:
    """Hundredths as a decimal with two places, also where they are zeros."""
    return Decimal(value).scaleb(-PLACES)


def grade(value: int) -> Grade:
    """The grade of an index given in hundredths, after rounding (Permen PANRB 14/2017)."""
    for candidate in GRADES:
        if value >= candidate.lowest_hundredths:
            return candidate
    raise ValueError(f"an index is not negative: {value} hundredths")


def mutu(value: pl.Expr) -> pl.Expr:
    """The grade's letter for hundredths, after rounding."""
    return _by_grade(value, ((candidate.lowest_hundredths, candidate.mutu) for candidate in GRADES))


def kinerja(value: pl.Expr) -> pl.Expr:
    """The grade's words for hundredths, after rounding."""
    return _by_grade(value, ((candidate.lowest_hundredths, candidate.kinerja) for candidate in GRADES))


def _by_grade(value: pl.Expr, words_best_first: Iterable[tuple[int, str]]) -> pl.Expr:
    return pl.coalesce(pl.when(value >= lowest).then(pl.lit(word)) for lowest, word in words_best_first)
