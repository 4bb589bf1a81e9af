"""What an outsider can work out from the figures that are shown: every group of people, one after the other.

A figure shown is a sum over the people of its period. Adding and subtracting such sums, an outsider gets the
sum over a group where the group's indicator is a linear combination of the periods'. Assumed is the worst:
that they know which files have dates, and which periods have none at all.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from itertools import combinations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from contracts.periods import PERIOD_KINDS, Period, PeriodKind, parse_period, period_of
from tests.property.examples import examples
from tests.public_site import registry_of
from transforms.figures.periods import counted_periods, sums_by_unit_period
from transforms.figures.sums import FIRST_DATE, LAST_DATE, SUMS, SUMS_SCHEMA
from transforms.figures.suppression import publishable

SMALL_CELL = 3
MONTHS = (1, 2, 4, 9)
"""Two in one quarter, two quarters in one semester, two semesters."""
FILES = ("2024", "2024-S1", "2024-S2", "2024-TW1", "2024-TW2", "2024-02")
"""Periods that files without dates name."""
DATES = tuple(Period(2024, "month", month) for month in MONTHS)
CELLS = (*((date, True) for date in DATES), *((parse_period(code), False) for code in FILES))
"""People who cannot be told apart by the periods they count in: with a date in a month, or without."""

World = tuple[int, ...]
"""How many people there are in each of CELLS."""
worlds = st.tuples(*[st.sampled_from((0, 0, 1, 2, 3, 4))] * len(CELLS))
some_kinds = st.sets(st.sampled_from(PERIOD_KINDS), min_size=1)
days = st.sampled_from((None, date(2024, 4, 1), date(2024, 8, 1), date(2025, 1, 1)))


def sums_of(world: World) -> pl.DataFrame:
    """Of one unit."""
    rows = [
        {"month": period.start_date if dated else None, "period_code": None if dated else period.code, "n": number}
        for (period, dated), number in zip(CELLS, world, strict=True)
        if number
    ]
    frame = pl.DataFrame(rows, schema={"month": pl.Date, "period_code": pl.String, "n": pl.Int64})
    return frame.with_columns(
        unit_code=pl.lit("A"),
        respondents=pl.col("n"),
        answer_parts=pl.lit(None, pl.Int64),
        **{name: pl.lit(0, pl.Int64) for name in SUMS if name != "respondents"},
        **{name: pl.lit(None, pl.Date) for name in (FIRST_DATE, LAST_DATE)},
    ).select(SUMS_SCHEMA.names())


def counts_in(cell: tuple[Period, bool], period: Period, counted: pl.DataFrame) -> bool:
    named, dated = cell
    if dated:
        return period_of(named.start_date, period.kind) == period
    return not counted.filter(period_code=period.code, named_period=named.code).is_empty()


def periods_of_a_unit(
    world: World, kinds: set[PeriodKind], seen_until: date | None
) -> tuple[dict[Period, bool], pl.DataFrame]:
    """Periods in which the unit has anyone, and whether it is shown there; and where who has no date counts."""
    sums = sums_of(world)
    counted = counted_periods(sums, registry_of({"A": "dinas"}), seen_until)
    frame = publishable(sums_by_unit_period(sums, counted), SMALL_CELL, kinds)
    return {parse_period(code): shown for code, _, shown in frame.rows()}, counted


def small_groups(world: World) -> Iterator[list[int]]:
    """Sets of people under the threshold, as an indicator over the cells that have anyone."""
    people = [number for number in world if number]
    small = [place for place, number in enumerate(people) if number < SMALL_CELL]
    for size in range(1, SMALL_CELL):
        for group in combinations(small, size):
            if sum(people[place] for place in group) < SMALL_CELL:
                yield [int(place in group) for place in range(len(people))]


def reduced(rows: Sequence[Sequence[int]]) -> list[tuple[int, list[Fraction]]]:
    """Gauss: rows that span the same, each with the place of its leading 1."""
    basis: list[tuple[int, list[Fraction]]] = []
    for row in rows:
        rest = remainder(basis, row)
        lead = next((place for place, value in enumerate(rest) if value), None)
        if lead is not None:
            basis.append((lead, [value / rest[lead] for value in rest]))
    return basis


def remainder(basis: Sequence[tuple[int, list[Fraction]]], row: Sequence[int]) -> list[Fraction]:
    """What of a row the basis does not span."""
    rest = [Fraction(value) for value in row]
    for lead, other in basis:
        factor = rest[lead]
        rest = [value - factor * one for value, one in zip(rest, other, strict=True)]
    return rest


@examples(80)
@given(worlds, some_kinds, days)
def test_no_small_group_follows_from_what_is_shown(
    world: World, kinds: set[PeriodKind], seen_until: date | None
) -> None:
    periods, counted = periods_of_a_unit(world, kinds, seen_until)
    shown = [period for period, is_shown in periods.items() if is_shown]
    inhabited = [cell for cell, number in zip(CELLS, world, strict=True) if number]
    basis = reduced([[int(counts_in(cell, period, counted)) for cell in inhabited] for period in shown])
    for group in small_groups(world):
        assert any(remainder(basis, group)), (shown, group)


@given(worlds, some_kinds, days)
def test_kinds_are_shown_whole_and_a_large_year_is_shown(
    world: World, kinds: set[PeriodKind], seen_until: date | None
) -> None:
    """No more is hidden than needed: a year of many is shown whatever lies in its months."""
    periods, counted = periods_of_a_unit(world, kinds, seen_until)
    shown_kinds = {period.kind for period, is_shown in periods.items() if is_shown}
    assert shown_kinds <= kinds
    assert all(is_shown == (period.kind in shown_kinds) for period, is_shown in periods.items())
    year = Period(2024, "year", 1)
    people = sum(number for number, cell in zip(world, CELLS, strict=True) if counts_in(cell, year, counted))
    assert ("year" in shown_kinds) == ("year" in kinds and people >= SMALL_CELL)
