"""`home.json`: which code wrote a home, and that an older program leaves a newer one's home alone."""

from collections.abc import Callable
from pathlib import Path

import pytest

from contracts import home_format
from contracts.errors import HomeError
from contracts.home import Home
from pipeline.lock import one_run_at_a_time
from warehouse.read import open_published


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path)
    home.settings.write_text("")
    return home


def test_who_made_it_and_who_wrote_last(home: Home):
    assert home_format.about(home) is None
    made = home_format.enter(home, "1.0")
    assert (made.format, made.made_by, made.written_by) == (home_format.FORMAT, "1.0", "1.0")
    before = home.about.stat().st_mtime_ns
    assert home_format.enter(home, "1.0") == made
    assert home.about.stat().st_mtime_ns == before  # nothing is written where nothing is new
    later = home_format.enter(home, "1.1")
    assert (later.id, later.made_by, later.written_by) == (made.id, "1.0", "1.1")
    assert home_format.about(home) == later


def _lock(home: Home) -> None:
    with one_run_at_a_time(home):
        pytest.fail("locked")


def _read(home: Home) -> None:
    with open_published(home):
        pytest.fail("opened")


@pytest.mark.parametrize("use", [_lock, _read, lambda home: home_format.enter(home, "1.0")])
def test_a_home_of_a_newer_program_is_neither_written_nor_read(home: Home, use: Callable[[Home], object]):
    newer = home_format.enter(home, "2.0").model_copy(update={"format": home_format.FORMAT + 1})
    said = newer.model_dump_json().removesuffix("}") + ', "later": 1}'
    home.about.write_text(said)
    said_by_us = rf"lebih baru \(2.0, bentuk {newer.format}.*Pasang program itu"
    with pytest.raises(home_format.NewerHomeError, match=said_by_us):
        use(home)
    assert home.about.read_text() == said


def test_a_file_that_cannot_be_read_is_said(home: Home):
    home.about.write_text("{")
    with pytest.raises(HomeError, match=r"home.json rusak.*atau hapus"):
        home_format.about(home)
