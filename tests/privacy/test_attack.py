"""Nothing of a few people follows from everything that was ever public.

`make attack` runs all regencies of a year of sixty publications each; the suite runs a share of them, shorter.
"""

import os
from fractions import Fraction

import polars as pl
import pytest

from contracts.periods import PERIOD_KINDS
from contracts.settings import Reports, Settings
from tests.privacy.attacker import looks_like, recovered
from tests.privacy.regencies import MANY_SIZES, lived_through
from transforms.figures import withholding
from transforms.figures.combinations import ToldSets

SETTINGS = Settings()
SMALL_CELL = SETTINGS.thresholds.small_cell
EVERYTHING = "SKM_ATTACK" in os.environ
REGENCIES, PUBLICATIONS = (int(os.environ.get("SKM_ATTACK", "2")), 60 if EVERYTHING else 4)


@pytest.mark.parametrize("seed", range(REGENCIES))
def test_nothing_of_a_few_people_follows(seed: int) -> None:
    settings = SETTINGS if seed % 2 == 0 else Settings(reports=Reports(kinds=PERIOD_KINDS))
    year = lived_through(seed, settings, PUBLICATIONS)
    assert sum(map(len, year.seen.values())) > 5
    assert any(seen.is_of_service for of_unit in year.seen.values() for seen in of_unit)
    assert recovered(year, SMALL_CELL) == []


@pytest.mark.parametrize("seed", range(REGENCIES if EVERYTHING else 1))
def test_statistics_tell_nothing_beyond_the_indices_beside_them(seed: int) -> None:
    """Reliability, funnel, the regency's interval and change, where enough units are shown for them: what is hidden
    moves none, and all of it follows from the public indices and intervals, whose answers the test above looks for."""
    year = lived_through(seed, SETTINGS, 10 if EVERYTHING else 2, sizes=MANY_SIZES)
    assert year.scopes
    assert (year.told_beyond, year.told_of_hidden) == ([], [])


def test_the_attacker_finds_statistics_of_something_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where others are ranked than the public may have."""
    ranked = withholding.public_rankings
    one = pl.lit(1).alias("minimum_respondents")
    monkeypatch.setattr(withholding, "public_rankings", lambda index, units: ranked(index.with_columns(one), units))
    assert "ikm_ranking" in lived_through(0, SETTINGS, 1, sizes=MANY_SIZES).told_beyond


def test_the_attacker_finds_what_careless_publishing_tells() -> None:
    found = recovered(lived_through(1, SETTINGS, 3, careless=True), SMALL_CELL)
    assert any("of 1 people" in one and "U" in one for one in found)
    assert any("gender" in one or "age_band" in one for one in found)


def test_the_attacker_finds_what_careless_figures_of_services_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ToldSets, "stands_apart", lambda *_: True)
    assert any("of 1 people" in one for one in recovered(lived_through(1, SETTINGS, 2), SMALL_CELL))


def test_the_attacker_rounds_an_interval_as_it_is_published() -> None:
    """62.3006… is 62.30 to the hundredth, so 62.3 is published: taken for 62.4, nothing looks like the true scores."""
    how_many = {18: 1, 19: 4, 20: 5, 21: 3, 22: 6, 23: 4, 24: 4, 25: 3, 26: 1}
    scores = [score for score, people in how_many.items() for _ in range(people)]
    like = Fraction("4.7"), Fraction(180)
    assert looks_like(scores, (58.0, 62.3), like)
    assert not looks_like(scores, (58.0, 62.4), like)
