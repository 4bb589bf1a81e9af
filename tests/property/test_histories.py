"""Whatever happens to the files of three offices, in whatever order: what counts is what a plain counting of the events
comes to. A few years here; ten thousand with `make histories`."""

import shutil
from pathlib import Path

import pytest

from contracts.home import Home
from pipeline.unit_results import units_taken_over
from tests.property.examples import TIMES
from tests.property.histories import Year, differing_tables, lived, told_plainly
from tests.property.pipeline_counting import told_by_the_pipeline

YEARS = 4 * TIMES
EVENTS = 8
TAKES_OVER = 4
"""A seed whose second version takes one of its two units over."""


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> list[Year]:
    """Each lived once: a test counts it, another asks only which events it had."""
    return [lived(seed, tmp_path_factory.mktemp("year"), EVENTS) for seed in range(YEARS)]


@pytest.mark.parametrize("seed", range(YEARS))
def test_a_year_of_events_ends_in_the_figures_of_a_plain_counting(seed: int, years: list[Year]) -> None:
    year = years[seed]
    assert told_by_the_pipeline(year.home) == told_plainly(year), year.events
    shutil.rmtree(year.home.staging)
    assert told_by_the_pipeline(year.home) == told_plainly(year), "made of nothing kept"


def test_an_answer_about_one_older_file_replaces_no_other(tmp_path: Path) -> None:
    """A snapshot edited in place was said to replace the older content of its path: what stood beside that, because
    somebody had said so, was gone with it, and nobody was asked."""
    year = lived(60_038, tmp_path, 11)
    assert told_by_the_pipeline(year.home) == told_plainly(year), year.events


@pytest.mark.parametrize("seed", [TAKES_OVER, *range(100, 100 + 2 * (TIMES - 1))])
def test_what_a_version_takes_over_is_what_it_would_have_made(seed: int, tmp_path: Path) -> None:
    assert differing_tables(seed, tmp_path, 2) == []
    if seed == TAKES_OVER:
        assert units_taken_over(Home(tmp_path / "data").warehouse / "current", "responses") == ["U-3"]


def test_the_years_have_events_of_every_kind(years: list[Year]) -> None:
    assert {
        "sends",
        "changes_in_place",
        "sends_again",
        "moves",
        "withdraws",
        "puts_right",
        "sends_a_snapshot",
        "closes",
    } <= {event for year in years for event in year.events}


def test_an_event_that_one_counting_does_not_know_is_seen(tmp_path: Path) -> None:
    year = lived(0, tmp_path, EVENTS)
    year.events.append("sends")
    year.sends()
    known = told_plainly(year)
    del year.contents[next(reversed(year.contents))]
    assert told_by_the_pipeline(year.home) == known != told_plainly(year)
