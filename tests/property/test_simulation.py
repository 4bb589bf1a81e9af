"""A year of a simulated regency, with whatever may happen at any write; ten thousand days with `make simulate`."""

import errno
from pathlib import Path

import pytest

from tests.property.examples import TIMES
from tests.property.faults import Disturbance, Killed, beside, disturbed, fill_the_disk, kill
from tests.property.simulation import Tally, lived

DAYS = 4 if TIMES == 1 else 12
"""In `make test` only what a first year shows at once: `.ci/run` lives a hundred days besides."""


@pytest.mark.parametrize("seed", range(1, 1 + TIMES))
def test_whatever_happens_at_any_write_what_is_published_is_what_the_events_come_to(seed: int, tmp_path: Path) -> None:
    tally = Tally()
    lived(seed, tmp_path, DAYS, tally)
    assert tally.disturbed.keys() == {"kill", "fill_the_disk", "beside"}
    assert tally.publications > 1


def test_a_killed_process_writes_nothing_more(tmp_path: Path) -> None:
    killed = Disturbance(tmp_path, 2, kill)

    def work() -> None:
        try:
            (tmp_path / "first").write_text("whole")
            (tmp_path / "second").write_text("never")
        finally:
            (tmp_path / "cleaned up").write_text("never")

    with disturbed(killed), pytest.raises(Killed):
        work()
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"first": "whole", "second": ""}
    assert killed.is_over


def test_a_full_disk_stays_full_and_lets_files_go(tmp_path: Path) -> None:
    (tmp_path / "old").touch()
    with disturbed(Disturbance(tmp_path, 1, fill_the_disk)):
        for name in ("first", "second"):
            with pytest.raises(OSError, match="No space") as refused:
                (tmp_path / name).write_text("no room")
            assert refused.value.errno == errno.ENOSPC
        (tmp_path / "old").unlink()
    assert [path.name for path in tmp_path.iterdir()] == ["first"], "made, but nothing could be written"


def test_somebody_else_comes_in_the_middle_and_is_not_heard(tmp_path: Path) -> None:
    seen: list[list[str]] = []

    def look() -> None:
        (tmp_path / "theirs").touch()
        seen.append(sorted(path.name for path in tmp_path.iterdir()))

    between = Disturbance(tmp_path, 2, beside, then=look)
    with disturbed(between):
        (tmp_path / "first").touch()
        (tmp_path / "second").touch()
    assert seen == [["first", "theirs"]]
    assert len(between.places) == 2


def test_writes_elsewhere_and_reading_are_no_writes(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "elsewhere").write_text("read")
    quiet = Disturbance(tmp_path / "home", 1, kill)
    with disturbed(quiet):
        (tmp_path / "elsewhere").read_text()
        (tmp_path / "elsewhere").write_text("written")
        list((tmp_path / "home").iterdir())
    assert not quiet.places
