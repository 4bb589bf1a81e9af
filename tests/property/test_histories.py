"""Whatever happens to the files of two offices, in whatever order: what counts is what a plain counting of the events
comes to. A few years here; many with `python -m tests.property.histories` (`make fuzz`)."""

from pathlib import Path

import pytest

from tests.property.examples import TIMES
from tests.property.histories import counted_by_the_pipeline, counted_plainly, lived

YEARS = 6 * TIMES
EVENTS = 8


@pytest.mark.parametrize("seed", range(YEARS))
def test_a_year_of_events_ends_in_the_figures_of_a_plain_counting(seed: int, tmp_path: Path) -> None:
    year = lived(seed, tmp_path, EVENTS)
    assert counted_by_the_pipeline(year.home) == counted_plainly(year), year.events


def test_the_years_have_events_of_every_kind(tmp_path: Path) -> None:
    """And the countings differ where one event is kept from the plain one."""
    kinds: set[str] = set()
    for seed in range(YEARS):
        year = lived(seed, tmp_path / str(seed), EVENTS)
        kinds |= set(year.events)
    assert {"sends", "changes_in_place", "sends_again", "moves", "withdraws", "puts_right"} <= kinds
