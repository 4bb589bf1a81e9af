"""What is new in the inbox is asked for once it rests, once, and again only when nothing came of it."""

import logging
from itertools import pairwise
from pathlib import Path

import pytest

from contracts.home import Home
from operations import inbox_watch
from operations.inbox_watch import ASK_AGAIN_SECONDS, LONGEST_ASK_AGAIN_SECONDS, Debounce, Watch
from pipeline import reading
from pipeline.homes import prepare_home
from pipeline.run import begin


@pytest.fixture
def home(tmp_path: Path) -> Home:
    one = Home(tmp_path)
    prepare_home(one, with_samples=False)
    one.settings.write_text("[inbox]\npoll_seconds = 5\nsettle_seconds = 30\n", encoding="utf-8")
    return one


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    asked: list[str] = []
    monkeypatch.setattr(inbox_watch, "emit", lambda api, home, auth: asked.append(api))
    return asked


def take_in(home: Home) -> None:
    home.archive.mkdir(exist_ok=True)
    reading.take_in(begin(home.root, None))


def test_it_waits_until_nothing_changes_any_more(home: Home, asked: list[str]) -> None:
    watch = Watch(home, "api")
    (home.inbox / "a.csv").write_text("1")
    assert watch.step(0) == 5
    (home.inbox / "a.csv").write_text("12")  # still being copied
    for at in (20, 40, 49):
        watch.step(at)
        assert asked == []
    watch.step(50)
    assert asked == ["api"]
    watch.step(100)  # the run is under way
    assert asked == ["api"]


def test_what_comes_during_a_run_is_asked_for_too(home: Home, asked: list[str]) -> None:
    watch = Watch(home, "api")
    (home.inbox / "a.csv").write_text("1")
    watch.step(0)
    watch.step(30)
    take_in(home)
    (home.inbox / "b.csv").write_text("1")
    watch.step(35)
    assert len(asked) == 1
    watch.step(65)
    assert len(asked) == 2
    take_in(home)
    watch.step(70)
    watch.step(100_000)
    assert len(asked) == 2


def test_what_nobody_took_in_is_asked_for_again_ever_more_seldom() -> None:
    patience, moments = Debounce(), []
    for at in range(0, 200_000, 10):
        if patience.is_due("x", at, 0):
            patience.asked(at)
            moments.append(at)
    pauses = [after - before for before, after in pairwise(moments)]
    assert pauses[:3] == [ASK_AGAIN_SECONDS, 2 * ASK_AGAIN_SECONDS, 4 * ASK_AGAIN_SECONDS]
    assert pauses[-1] == LONGEST_ASK_AGAIN_SECONDS
    assert patience.is_due("y", 200_000, 0)


def test_a_share_that_is_gone_is_said_once_and_nothing_is_lost(
    home: Home, asked: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    watch = Watch(home, "api")
    home.inbox.rename(home.root / "away")
    with caplog.at_level(logging.INFO, logger="skm.watch"):
        for at in (0, 5, 10):
            assert watch.step(at) == 5
        (home.root / "away").rename(home.inbox)
        (home.inbox / "a.csv").write_text("1")
        watch.step(15)
        watch.step(45)
    assert [record.levelname for record in caplog.records] == ["WARNING", "INFO", "INFO"]
    assert "tidak ada" in caplog.messages[0]
    assert asked == ["api"]


def test_a_server_that_does_not_answer_is_asked_again_at_the_next_look(
    home: Home, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (home.inbox / "a.csv").write_text("1")
    watch, tried = Watch(home, "http://127.0.0.1:9/api"), []
    real = inbox_watch.emit
    monkeypatch.setattr(inbox_watch, "emit", lambda api, home, auth: (tried.append(api), real(api, home, auth)))
    for at in (0, 30, 35, 40):
        watch.step(at)
    assert len(tried) == 3
    assert len(caplog.messages) == 1
