"""Preparing a home, and what stands in the way of a run."""

import csv

import pytest

from contracts.errors import ConfigurationError, HomeError
from contracts.home import Home
from contracts.registry import load_registry
from contracts.settings import Settings, load_settings
from pipeline.homes import check_ready, prepare_home


@pytest.fixture
def home(tmp_path):
    home = Home(tmp_path / "data")
    prepare_home(home, with_samples=False)
    return home


def test_a_new_home_is_complete_and_at_its_defaults(home):
    assert load_settings(home.settings) == Settings()
    assert len(load_registry(home.units).units) > 18
    assert list(home.inbox.iterdir()) == []


def test_nothing_that_is_there_is_touched(home):
    home.units.write_text("mine")
    assert prepare_home(home, with_samples=False) == []
    assert home.units.read_text() == "mine"


def test_samples_are_copied_with_one_time_and_once(home):
    created = prepare_home(home, with_samples=True)
    copied = [path for path in created if path.is_file()]
    assert len({path.stat().st_mtime_ns for path in copied}) == 1
    assert prepare_home(home, with_samples=True) == []


def test_ready_with_a_file(home):
    (home.inbox / "a").mkdir()
    (home.inbox / "a" / "b.csv").write_text("x")
    check_ready(home, None)


def test_not_ready_without_a_file_or_a_past(home):
    with pytest.raises(HomeError, match="Tidak ada berkas"):
        check_ready(home, None)
    home.ledger.parent.mkdir()
    home.ledger.write_text("")
    check_ready(home, None)  # the archive still holds what was sent


def test_not_ready_without_settings_or_registry(home, tmp_path):
    with pytest.raises(HomeError, match="belum disiapkan"):
        check_ready(Home(tmp_path / "other"), None)
    home.units.unlink()
    with pytest.raises(HomeError, match=r"units\.csv tidak ada"):
        check_ready(home, None)


def test_an_inbox_elsewhere(home, tmp_path):
    inbox = tmp_path / "inbox"
    with pytest.raises(HomeError, match="tidak ada atau bukan folder"):
        check_ready(Home(tmp_path / "new"), str(inbox))
    inbox.mkdir()
    (inbox / "a.csv").write_text("x")
    check_ready(Home(tmp_path / "new"), str(inbox))
    assert not (tmp_path / "new").exists()


def test_settings_are_checked_before_anything_is_made(home):
    (home.inbox / "a.csv").write_text("x")
    home.settings.write_text("[method]\nweight = 9\n")
    with pytest.raises(ConfigurationError, match=r"method\.weight"):
        check_ready(home, None)


def test_the_registry_that_comes_with_it_names_every_unit_once(home):
    with home.units.open(encoding="utf-8") as file:
        names = [row["unit_name"] for row in csv.DictReader(file)]
    assert len(set(names)) == len(names)
