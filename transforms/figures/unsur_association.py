"""How closely each unsur of a unit goes with its others: what matters to those who answered, said as association.

The association of an unsur is the correlation, over respondents, of its answer with the mean of their other eight. It
is compared with the mean association of the unit's unsur: closer, or less close, only where the difference is beyond
its interval. The error of the difference is that of the influence of each respondent on it (F. R. Hampel, Journal of
the American Statistical Association 69, 1974), which holds for answers of any distribution, where R. A. Fisher's z asks
for a normal one and is far too narrow where nearly all answers are 4. All differences of a unit hold at once
(Bonferroni), with Student's t of as many degrees of freedom as respondents gave another answer than the most frequent,
less one. How often that holds: `benchmarks.priorities`, method, chapter 16.

All of it follows from sums over respondents of products of up to four answers. These add up, so each answer is looked
at once, whatever the number of periods it counts in.

Not here: whether an unsur is good (`transforms.figures.unsur_comparison`). An association is no cause.
"""

from collections.abc import Collection, Iterator
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from contracts.comparison_tables import IKM_UNSUR_ASSOCIATION
from contracts.method import ASSOCIATION_OTHERS, ASSOCIATION_RESPONDENTS, ASSOCIATION_UNSUR, UNSUR_COUNT
from contracts.periods import PeriodKind
from contracts.unsur import SCALE, UNSUR_CODES, UNSUR_COLUMNS
from transforms.figures.interval import critical_value
from transforms.figures.periods import in_periods, of_kinds
from transforms.figures.sums import PARTS, SLOT, slot, with_parts
from transforms.figures.units_at_once import units_at_once
from transforms.rounding import HUNDREDTHS, as_index
from transforms.schema import conform

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]

_UNIT: Final = ["period_code", "unit_code"]
ASSOCIATIONS: Final = pl.Schema(
    {
        "period_code": pl.String(),
        "unit_code": pl.String(),
        "unsur_code": pl.String(),
        "association": pl.Int64(),
        "association_mean": pl.Int64(),
        "degrees": pl.Int64(),
        "error": pl.Float64(),
    }
)
"""Period and unit, and what `associations` gives."""
RESPONSES_AT_ONCE: Final = 100_000
"""Responses that are held in memory, unless one unit has more."""
_SQUARES, _BY_TOTAL, _ANSWERS = (slice(first, first + UNSUR_COUNT) for first in (0, UNSUR_COUNT, 2 * UNSUR_COUNT))
_TOTAL_SQUARE, _TOTAL, _ONE = range(3 * UNSUR_COUNT, 3 * UNSUR_COUNT + 3)
_TERMS: Final = 3 * UNSUR_COUNT + 3
"""Of a respondent: the squares of the answers, each answer times their total, the answers, the square of the total, the
total, and one."""
_LEAST_SPREAD: Final = 1e-9
"""Of answers that are all equal; what rounding leaves is less."""


class AnswerSums(NamedTuple):
    """Sums over the respondents of each of some groups: how often each answer was `given` (group, unsur, SCALE), and
    the `products` of their terms, two by two (group, _TERMS, _TERMS). Those of two groups together are the sum, where
    their `middle` is the same (`answer_sums`)."""

    given: Floats
    products: Floats


def ikm_unsur_association(
    responses: pl.LazyFrame, counted_period: pl.DataFrame, kinds: Collection[PeriodKind]
) -> pl.DataFrame:
    """The table `ikm_unsur_association` of responses (at least unit_code, response_date, period_code and u1 … u9), of
    periods of those kinds; `counted_period`: that table."""
    found = [
        _associations(responses.filter(units), counted_period, kinds)
        for units in units_at_once(responses, RESPONSES_AT_ONCE)
    ]
    return with_closeness(pl.concat([pl.DataFrame(schema=ASSOCIATIONS), *found]))


def with_closeness(found: pl.DataFrame) -> pl.DataFrame:
    """The table `ikm_unsur_association` from ASSOCIATIONS."""
    critical = critical_value(found.get_column("degrees"), UNSUR_COUNT)
    apart, reach = pl.col("association") - pl.col("association_mean"), pl.col("reach")
    return conform(
        found.with_columns((pl.lit(critical) * pl.col("error") * HUNDREDTHS).round(6).ceil().alias("reach"))
        .with_columns(
            pl.when(apart > reach)
            .then(pl.lit("closer"))
            .when(apart < -reach)
            .then(pl.lit("less_close"))
            .otherwise(pl.lit("as_others"))
            .alias("closeness")
        )
        .with_columns(as_index(pl.col(name).cast(pl.Int64)) for name in ("association", "association_mean", "reach"))
        .sort(IKM_UNSUR_ASSOCIATION.key),
        IKM_UNSUR_ASSOCIATION,
    )


def answer_sums(answers: Whole, parts: Whole, people: Whole, middle: Whole) -> AnswerSums:
    """Sums of groups of respondents. `answers`: a row for each respondent, those of a group one after the other;
    `parts`: of each group, in how many parts of a whole its answers are counted; `people`: how many it has. `middle`:
    of each unsur an answer near most; answers are counted from there, which no correlation changes for, so that
    products of many thousands that are nearly alike lose no digits in their sum."""
    groups = len(people)
    group = np.repeat(np.arange(groups), people)
    whole = answers if (parts == 1).all() else np.rint(answers / parts[group, None]).astype(np.int64)
    place = (group[:, None] * UNSUR_COUNT + np.arange(UNSUR_COUNT)) * len(SCALE) + whole - min(SCALE)
    given = np.bincount(place.ravel(), minlength=groups * UNSUR_COUNT * len(SCALE))
    terms = np.empty((len(answers), _TERMS))
    own = terms[:, _ANSWERS]
    own[:] = answers - middle * parts[group, None]
    own.sum(axis=1, out=terms[:, _TOTAL])
    total = terms[:, _TOTAL]
    np.multiply(own, own, out=terms[:, _SQUARES])
    np.multiply(own, total[:, None], out=terms[:, _BY_TOTAL])
    np.multiply(total, total, out=terms[:, _TOTAL_SQUARE])
    terms[:, _ONE] = 1
    products = np.empty((groups, _TERMS, _TERMS))
    for number, of_group in enumerate(np.split(terms, np.cumsum(people)[:-1])):
        products[number] = of_group.T @ of_group
    powers = np.full(_TERMS, 2)
    powers[_ANSWERS], powers[_TOTAL], powers[_ONE] = 1, 1, 0
    scale = parts[:, None] ** -powers.astype(np.float64)
    products *= scale[:, :, None] * scale[:, None, :]
    return AnswerSums(given.reshape(groups, UNSUR_COUNT, len(SCALE)).astype(np.float64), products)


def associations(units: pl.DataFrame, sums: AnswerSums) -> pl.DataFrame:
    """ASSOCIATIONS of units (period_code, unit_code; a row for each group of the sums): association and
    association_mean in hundredths, and degrees of freedom and standard error of their difference, of each unsur of a
    unit that enough respondents answer differently; none where those or all of them are too few."""
    n = sums.products[:, _ONE, _ONE]
    otherwise = n[:, None] - sums.given.max(axis=2)
    told = (otherwise >= ASSOCIATION_OTHERS) & (n[:, None] >= ASSOCIATION_RESPONDENTS)
    told &= told.sum(axis=1, keepdims=True) >= ASSOCIATION_UNSUR
    some = np.flatnonzero(told.any(axis=1))
    told, n, otherwise = told[some], n[some], otherwise[some]
    found, influence = _correlations(sums.products[some])
    of_unit = told.sum(axis=1)
    influence -= (influence * told[:, :, None]).sum(axis=1, keepdims=True) / of_unit[:, None, None]
    squares = ((influence @ sums.products[some]) * influence).sum(axis=2)
    error = np.sqrt(squares.clip(0)) / n[:, None]
    # Without the last digits, which depend on the order in which is added up.
    mean = (found * told).sum(axis=1) / of_unit
    association, mean = (np.floor(np.round(value * HUNDREDTHS, 6) + 1 / 2) for value in (found, mean))
    unit, unsur = np.nonzero(told)
    columns = (
        np.array(UNSUR_CODES)[unsur],
        association[unit, unsur].astype(np.int64),
        mean[unit].astype(np.int64),
        otherwise[unit, unsur].astype(np.int64) - 1,
        error[unit, unsur],
    )
    named = units.select(_UNIT)[some[unit]]
    return named.with_columns(
        pl.Series(name, values) for name, values in zip(list(ASSOCIATIONS)[len(_UNIT) :], columns, strict=True)
    ).cast(ASSOCIATIONS)


def _correlations(products: Floats) -> tuple[Floats, Floats]:
    """Of each unsur the correlation of its answer with the sum of the other eight (group, unsur), and of each of these
    the influence of a respondent (z w - r (z² + w²) ÷ 2, multiplied out) as a weight for each of his terms (group,
    unsur, _TERMS)."""
    n = products[:, _ONE, _ONE][:, None]
    squares, by_total, answers = (products[:, _ONE, place] / n for place in (_SQUARES, _BY_TOTAL, _ANSWERS))
    total_square, total = (products[:, _ONE, place][:, None] / n for place in (_TOTAL_SQUARE, _TOTAL))
    others = total - answers
    spread, spread_of_others = (
        _inverse_root(variance)
        for variance in (squares - answers**2, total_square - 2 * by_total + squares - others**2)
    )
    both = spread * spread_of_others
    found = (by_total - squares - answers * others) * both
    own, other = found / 2 * spread**2, found / 2 * spread_of_others**2
    influence = np.zeros((*found.shape, _TERMS))
    unsur = np.arange(UNSUR_COUNT)
    influence[:, unsur, unsur] = -both - own - other
    influence[:, unsur, UNSUR_COUNT + unsur] = both + 2 * other
    influence[:, unsur, 2 * UNSUR_COUNT + unsur] = (answers - others) * both + 2 * answers * own - 2 * others * other
    influence[:, :, _TOTAL_SQUARE] = -other
    influence[:, :, _TOTAL] = 2 * others * other - answers * both
    influence[:, :, _ONE] = answers * others * both - answers**2 * own - others**2 * other
    return found, influence


def _inverse_root(variance: Floats) -> Floats:
    """One by the standard deviation; 0 where all are equal."""
    differ = variance > _LEAST_SPREAD
    return np.where(differ, 1 / np.sqrt(np.where(differ, variance, 1)), 0)


def _associations(responses: pl.LazyFrame, counted_period: pl.DataFrame, kinds: Collection[PeriodKind]) -> pl.DataFrame:
    """ASSOCIATIONS of some units."""
    slots = (
        with_parts(responses)
        .group_by(*slot(), PARTS)
        .agg(pl.len().cast(pl.Int64).alias("people"), *UNSUR_COLUMNS)
        .filter(pl.col("people").sum().over("unit_code") >= ASSOCIATION_RESPONDENTS)
        .sort(*SLOT, PARTS)
        .collect()
    )
    placed = in_periods(slots.select(*SLOT, "people").with_row_index("slot"), counted_period)
    enough = pl.col("people").sum().over(_UNIT) >= ASSOCIATION_RESPONDENTS
    placed = of_kinds(placed.filter(enough), kinds).sort("unit_code", "period_code", "slot")
    if placed.is_empty():
        return pl.DataFrame(schema=ASSOCIATIONS)
    places = placed.group_by(_UNIT, maintain_order=True).agg(pl.len().cast(pl.Int64).alias("slots"))
    sums = _sums_by_unit_period(slots, placed.get_column("slot").to_numpy(), places)
    return associations(places, AnswerSums(*map(np.concatenate, zip(*sums, strict=True))))


def _sums_by_unit_period(slots: pl.DataFrame, placed: Whole, places: pl.DataFrame) -> Iterator[AnswerSums]:
    """Unit by unit the sums of its periods. `slots`: answers as lists; `placed`: the numbers of the slots that count in
    the first period of the first unit, in the next one and so on; `places`: these units and periods, and how many
    `slots` each has."""
    answers = slots.select(pl.col(UNSUR_COLUMNS).explode()).to_numpy()
    parts, people = (slots.get_column(name).to_numpy() for name in (PARTS, "people"))
    begins = np.concatenate([[0], np.cumsum(people)])
    of_units = places.group_by("unit_code", maintain_order=True).agg(pl.len(), pl.col("slots").sum())
    periods_end, slots_end = (of_units.get_column(name).cum_sum()[:-1].to_numpy() for name in ("len", "slots"))
    counts = np.split(places.get_column("slots").to_numpy(), periods_end)
    for count, numbers in zip(counts, np.split(placed, slots_end), strict=True):
        first, end = numbers.min(), numbers.max() + 1
        some = answers[begins[first] : begins[end]]
        middle = np.rint((some / np.repeat(parts[first:end], people[first:end])[:, None]).mean(axis=0)).astype(np.int64)
        by_slot = answer_sums(some, parts[first:end], people[first:end], middle)
        starts = np.cumsum(count) - count
        yield AnswerSums(*(np.add.reduceat(one[numbers - first], starts, axis=0) for one in by_slot))
