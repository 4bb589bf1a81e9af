"""A run writes how far it is into its home, hands on what it tells, and says when it is over, however it ended."""

from pathlib import Path

import pytest

from contracts.home import Home
from contracts.jobs import RunProgress
from pipeline import run_progress
from pipeline.progress import listener
from pipeline.run_progress import recorded


class Told:
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.heard: list[tuple[object, ...]] = []

    def started(self, stage: str, steps: int) -> None:
        self.heard.append((stage, steps))

    def stepped(self, stage: str, steps: int) -> None:
        self.heard.append((stage, steps))

    def finished(self, stage: str, outcome: str) -> None:
        self.heard.append((stage, outcome))

    def noticed(self, sentence: str) -> None:
        self.heard.append((sentence,))


def written(home: Home) -> RunProgress:
    return RunProgress.model_validate_json(home.run_progress.read_bytes())


def test_what_a_run_tells_is_written_and_handed_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_progress, "_SECONDS_BETWEEN", 0)
    home, told = Home(tmp_path), Told()
    token = listener.set(told)
    try:
        with recorded(home):
            inner = listener.get()
            inner.started("baca", 3)
            inner.stepped("baca", 2)
            inner.started("hitung", 0)
            assert [(one.name, one.done, one.steps, one.outcome) for one in written(home).stages] == [
                ("baca", 2, 3, None),
                ("hitung", 0, 0, None),
            ]
            assert written(home).ended_at is None
            inner.finished("hitung", "3 unit")
            inner.noticed("Satu berkas menunggu.")
    finally:
        assert listener.get() is told
        listener.reset(token)
    assert written(home).stages[1].outcome == "3 unit"
    assert written(home).ended_at is not None
    assert told.heard == [("baca", 3), ("baca", 2), ("hitung", 0), ("hitung", "3 unit"), ("Satu berkas menunggu.",)]


def test_a_run_that_fails_is_over_and_one_that_cannot_write_goes_on(tmp_path: Path) -> None:
    home = Home(tmp_path / "data")
    with pytest.raises(ValueError, match="rusak"), recorded(home):
        raise ValueError("rusak")
    assert written(home).ended_at is not None
    (tmp_path / "lain").write_text("a file in the place of the home")
    with recorded(Home(tmp_path / "lain")):
        listener.get().started("baca", 1)
