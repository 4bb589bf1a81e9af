"""What an outsider can work out about hidden cells: every world that looks the same, one after the other."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import product

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from contracts.tables import RESPONDENT_PROFILE
from tests.property.examples import examples
from transforms.figures.suppression import public_profile
from transforms.schema import frame_schema

SMALL_CELL = 2
CATEGORIES = ("L", "P", "unknown")
KINDS = ("year", "semester")
SLOTS: tuple[tuple[str, ...], ...] = (("2024", "2024-S1"), ("2024", "2024-S2"), ("2024",), ("2024-S2",))
"""Periods a person counts in: with a date in one half or the other, or in a file that names one."""

World = tuple[tuple[int, ...], ...]
"""For each slot, how many there are of each category."""
slots = st.tuples(*(st.tuples(*[st.integers(0, most)] * 3) for most in (4, 4, 1, 2)))


def profile_of(world: World) -> dict[str, dict[str, int]]:
    """Counts by category in each period with anyone."""
    counts: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(CATEGORIES, 0))
    for periods, people in zip(SLOTS, world, strict=True):
        for period, (category, number) in product(periods, zip(CATEGORIES, people, strict=True)):
            counts[period][category] += number
    return {period: cells for period, cells in counts.items() if sum(cells.values())}


def published(world: World) -> pl.DataFrame:
    rows = [
        (period, "A", "gender", category, number, 0.0)
        for period, cells in profile_of(world).items()
        for category, number in cells.items()
        if number or category != "unknown"
    ]
    profile = pl.DataFrame(rows, schema=frame_schema(RESPONDENT_PROFILE), orient="row")
    return public_profile(profile, SMALL_CELL, KINDS)


def splits(people: int) -> Iterator[tuple[int, int, int]]:
    return ((a, b, people - a - b) for a in range(people + 1) for b in range(people + 1 - a))


@examples(8)
@given(slots)
def test_of_a_hidden_cell_nothing_is_known_but_what_all_hidden_hold(world: World) -> None:
    """As many people in each slot as there are, and the shown cells as they are: then a hidden cell may hold
    nobody, and it may hold everyone who is hidden in its period."""
    shown: dict[tuple[str, str], int] = {}
    hidden: dict[tuple[str, str], set[int]] = {}
    unknown_listed: set[str] = set()
    for row in published(world).to_dicts():
        cell = (row["period_code"], row["category"])
        if row["suppressed"]:
            hidden[cell] = set()
        else:
            shown[cell] = row["respondents"]
        if row["category"] == "unknown":
            unknown_listed.add(row["period_code"])
    truth = profile_of(world)
    assert unknown_listed in (set(), set(truth))
    if not hidden:
        return
    for other in product(*(splits(sum(people)) for people in world)):
        profile = profile_of(other)
        if all(profile[period][category] == number for (period, category), number in shown.items()):
            if not unknown_listed and any(cells["unknown"] for cells in profile.values()):
                continue
            for (period, category), values in hidden.items():
                values.add(profile[period][category])
    for (period, category), values in hidden.items():
        in_period = [one for when, one in hidden if when == period]
        together = sum(truth[period][one] for one in in_period)
        assert len(in_period) > 1
        assert together >= min(SMALL_CELL, sum(truth[period].values()))
        assert {min(values), max(values)} == {0, together}, (period, category)
