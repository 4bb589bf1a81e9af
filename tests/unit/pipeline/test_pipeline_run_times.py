"""Moments follow what is known, whatever the clock says."""

from datetime import datetime, timedelta
from pathlib import Path

from contracts.home import Home
from contracts.records import Sighting
from ingest import intake
from pipeline import run_times

NOON = datetime(2026, 1, 5, 12)


def seen(at: datetime) -> Sighting:
    return Sighting(file_id="f", content_id="c", sha256="s", path="a.csv", size=1, modified_at=NOON, first_seen_at=at)


def test_a_run_begins_when_the_clock_says(tmp_path: Path) -> None:
    home = Home(tmp_path)
    assert run_times.run_start_time(home, NOON) == NOON
    intake.save_ledger(home, [seen(NOON - timedelta(seconds=1))])
    assert run_times.run_start_time(home, NOON) == NOON


def test_but_never_before_what_was_seen(tmp_path: Path) -> None:
    home = Home(tmp_path)
    intake.save_ledger(home, [seen(NOON), seen(NOON - timedelta(days=1))])
    assert run_times.run_start_time(home, NOON - timedelta(days=900)) == NOON + timedelta(microseconds=1)
    assert run_times.run_start_time(home, NOON) > NOON


def test_staff_are_told_both_times() -> None:
    assert "sekarang 05-01-2020 12:00, padahal catatan terakhir bertanggal 05-01-2026 12:00" in (
        run_times.clock_is_behind(datetime(2020, 1, 5, 12), NOON)
    )
