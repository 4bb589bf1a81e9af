"""The last version of each day: kept under its day, for so many days, and gone with what was erased."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from contracts.home import Home
from contracts.lock import HeldLock
from warehouse import daily
from warehouse.daily import daily_versions, version_of
from warehouse.publish import KEPT_VERSIONS, drop_other_versions, published_version, rollback, versions

Publish = Callable[[], Path]


class Day:
    """The clock of what keeps days."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.at = datetime(2026, 1, 5, 18)
        monkeypatch.setattr(daily, "now", lambda: self.at)

    def passes(self, days: int = 1) -> None:
        self.at += timedelta(days=days)


@pytest.fixture(name="day")
def fixture_day(monkeypatch: pytest.MonkeyPatch) -> Day:
    return Day(monkeypatch)


def test_the_last_version_of_a_day_is_kept_whatever_comes_after(home: Home, publish_small: Publish, day: Day) -> None:
    publish_small()
    last = publish_small()
    contents = (last / "skm.duckdb").read_bytes()
    kept = home.warehouse / "daily" / "2026-01-05.duckdb"
    assert kept.samefile(last / "skm.duckdb"), "no room of its own while its version is there"
    day.passes()
    for _ in range(KEPT_VERSIONS):
        publish_small()
    assert not last.exists()
    assert kept.read_bytes() == contents
    assert daily_versions(home.warehouse) == {
        date(2026, 1, 5): kept,
        date(2026, 1, 6): home.warehouse / "daily" / "2026-01-06.duckdb",
    }


def test_a_day_without_a_version_is_that_before_it(home: Home, publish_small: Publish, day: Day) -> None:
    publish_small()
    day.passes(4)
    publish_small()
    first, second = daily_versions(home.warehouse).values()
    assert version_of(home.warehouse, date(2026, 1, 4)) is None
    assert version_of(home.warehouse, date(2026, 1, 8)) == first
    assert version_of(home.warehouse, date(2026, 1, 9)) == second
    assert version_of(home.warehouse, date(2026, 2, 1)) == second


def test_days_before_the_last_ones_go(home: Home, publish_small: Publish, day: Day) -> None:
    (home.warehouse / "daily").mkdir(parents=True)
    (home.warehouse / "daily" / "catatan.duckdb").write_bytes(b"somebody's own")
    (home.warehouse / "daily" / ".new-2026-01-01").write_bytes(b"of a killed run")
    for _ in range(4):
        publish_small()
        day.passes()
    day.at = datetime(2026, 1, 8, 23)
    daily.keep_of_today(home.warehouse, home.database, 3)
    assert [one.day for one in daily_versions(home.warehouse)] == [6, 7, 8]
    assert not list((home.warehouse / "daily").glob(".new-*"))
    daily.keep_of_today(home.warehouse, home.database, 0)
    assert daily_versions(home.warehouse) == {}
    assert (home.warehouse / "daily" / "catatan.duckdb").exists()


def test_where_files_cannot_be_linked_they_are_copied(
    home: Home, publish_small: Publish, day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cannot(*_: object) -> None:
        raise OSError("no links here")

    monkeypatch.setattr(Path, "hardlink_to", cannot)
    version = publish_small()
    [kept] = daily_versions(home.warehouse).values()
    assert kept.read_bytes() == (version / "skm.duckdb").read_bytes()


def test_what_is_rolled_back_to_is_the_days_last(home: Home, publish_small: Publish, day: Day, lock: HeldLock) -> None:
    first = publish_small()
    publish_small()
    rollback(home, first.name, lock=lock)
    [kept] = daily_versions(home.warehouse).values()
    assert kept.samefile(first / "skm.duckdb")


def test_no_day_keeps_what_was_erased(home: Home, publish_small: Publish, day: Day, lock: HeldLock) -> None:
    publish_small()
    day.passes()
    publish_small()
    drop_other_versions(home, lock=lock)
    assert daily_versions(home.warehouse) == {}
    assert versions(home) == [published_version(home)]
