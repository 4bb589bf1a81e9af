"""How one index comes about, step by step, for `skm explain` and for whoever doubts a number.

The steps are the regulation's own, in exact fractions: NRR of each unsur, times weight, summed,
times 25, rounded once, graded. Not here: which files the answers came from (`warehouse`), or how
the steps are laid out (`cli`, `reports`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import polars as pl

from contracts.method import EXACT_WEIGHT, INDEX_FACTOR, Weight
from contracts.unsur import UNSUR
from transforms.figures.sums import PARTS
from transforms.rounding import decimal_index, grade, hundredths

DECIMALS_SHOWN = 12
"""Places written of a fraction whose decimals do not end; enough to see which way it rounds."""


class NoIndexError(LookupError):
    """The unit has no valid questionnaire in the period, so there is nothing to explain."""


@dataclass(frozen=True)
class UnsurStep:
    """One unsur: total ÷ respondents = nrr; nrr × weight = weighted. `total` is a fraction where the unsur is the mean
    of several questions."""

    unsur_code: str
    name: str
    total: Fraction
    respondents: int
    nrr: Fraction
    weighted: Fraction


@dataclass(frozen=True)
class Chain:
    """One index by one weight: the steps add up to `weighted_sum`; × 25 = `unrounded`; rounded half up
    to two places = `ikm`; graded."""

    weight: Weight
    steps: tuple[UnsurStep, ...]
    weighted_sum: Fraction
    unrounded: Fraction
    ikm: Decimal
    mutu: str
    kinerja: str


@dataclass(frozen=True)
class Explanation:
    """The index of one unit in one period, by the headline weight and by one ninth."""

    unit_code: str
    period_code: str
    respondents: int
    headline: Chain
    exact: Chain


def explain(ikm_unsur: pl.DataFrame, unit_code: str, period_code: str, weight: Weight) -> Explanation:
    """The chain of the index of a unit in a period, from the totals of the table `ikm_unsur`.

    Raises NoIndexError where the table has no row for them."""
    rows = ikm_unsur.filter(unit_code=unit_code, period_code=period_code)
    if rows.is_empty():
        raise NoIndexError(f"{unit_code} has no index in {period_code}: no valid questionnaire")
    totals = totals_by_unsur(rows.iter_rows(named=True))
    respondents = int(rows.get_column("respondents").unique().item())
    return Explanation(
        unit_code=unit_code,
        period_code=period_code,
        respondents=respondents,
        headline=chain(totals, respondents, weight),
        exact=chain(totals, respondents, EXACT_WEIGHT),
    )


def totals_by_unsur(rows: Iterable[Mapping[str, Any]]) -> dict[str, Fraction]:
    """The sums of the answers by unsur, in whole answers, of rows with unsur_code, total and, where they are counted in
    parts of an answer, PARTS."""
    return {row["unsur_code"]: Fraction(row["total"], row.get(PARTS) or 1) for row in rows}


def chain(totals: Mapping[str, Fraction | int], respondents: int, weight: Weight) -> Chain:
    """The steps from `totals` (unsur code → sum of its answers) of at least one respondent."""
    factor = Fraction(weight.numerator, weight.denominator)
    steps = tuple(
        UnsurStep(
            unsur_code=unsur.code,
            name=unsur.name,
            total=Fraction(totals[unsur.code]),
            respondents=respondents,
            nrr=Fraction(totals[unsur.code]) / respondents,
            weighted=Fraction(totals[unsur.code]) / respondents * factor,
        )
        for unsur in UNSUR
    )
    weighted_sum = sum((step.weighted for step in steps), Fraction(0))
    unrounded = weighted_sum * INDEX_FACTOR
    rounded = hundredths(unrounded.numerator, unrounded.denominator)
    earned = grade(rounded)
    return Chain(
        weight=weight,
        steps=steps,
        weighted_sum=weighted_sum,
        unrounded=unrounded,
        ikm=decimal_index(rounded),
        mutu=earned.mutu,
        kinerja=earned.kinerja,
    )


def decimal_text(value: Fraction) -> str:
    """A fraction that is not negative, written out: all its decimals where they end within
    DECIMALS_SHOWN, else so many of them, cut and not rounded, and "…"."""
    shifted, rest = divmod(value.numerator * 10**DECIMALS_SHOWN, value.denominator)
    whole, decimals = divmod(shifted, 10**DECIMALS_SHOWN)
    written = f"{decimals:0{DECIMALS_SHOWN}d}"
    if rest:
        return f"{whole}.{written}…"
    written = written.rstrip("0")
    return f"{whole}.{written}" if written else str(whole)
