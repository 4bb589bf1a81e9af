"""A content that kills its reader, never ends or takes all memory costs itself and nothing else."""

import time
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool

import psutil
import pytest
from pebble import ProcessFuture, ProcessPool

from contracts.home import Home
from pipeline import child_processes, staging
from pipeline.child_processes import ChildLost, ChildPool, child_pool
from tests.integration.killers import doubled, process_ids, stage_or_die
from tests.integration.offices import State, home_at, respondents, run, same, send


@pytest.fixture(scope="module")
def two() -> Iterator[ChildPool]:
    with child_pool(count=2, megabytes=3000) as pool:
        pool.run(doubled, [1], seconds=60)
        yield pool


@pytest.mark.parametrize(
    ("killer", "how"), [(13, "crashed"), (17, "crashed"), (14, "out_of_time"), (15, "out_of_memory")]
)
def test_only_the_item_that_kills_is_lost(two: ChildPool, killer: int, how: str) -> None:
    assert two.run(doubled, [1, killer, 3], seconds=1) == [2, ChildLost(how), 6]  # type: ignore[arg-type]


def test_the_pool_lives_on(two: ChildPool) -> None:
    assert two.run(doubled, [13, 13, 5], seconds=5) == [ChildLost("crashed"), ChildLost("crashed"), 10]
    assert two.run(doubled, [7], seconds=5) == [14]
    assert two.run(doubled, [], seconds=5) == []


def test_a_pool_that_broke_is_opened_anew(two: ChildPool) -> None:
    """pebble gives a pool up when a child dies before it said what it was working on (seen on a busy machine)."""
    assert two._pool is not None
    broken = two._pool.now
    broken._pool_manager.handle_broken_pool(BrokenProcessPool("All workers expired"))
    assert two.run(doubled, [1, 13, 3], seconds=5) == [2, ChildLost("crashed"), 6]
    assert two._pool.now is not broken


def test_children_that_are_to_rest_end_and_others_go_on(two: ChildPool) -> None:
    (before,) = two.run(process_ids, [1], seconds=60)
    assert isinstance(before, int)
    two.rest()
    two.rest()  # there is nobody any more
    (after,) = two.run(process_ids, [1], seconds=60)
    assert after != before
    end = time.monotonic() + 20
    while psutil.pid_exists(before):
        assert time.monotonic() < end
        time.sleep(0.05)


def test_what_breaks_every_pool_is_lost(two: ChildPool, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(pool: ProcessPool, function: object, items: list[int], seconds: float) -> ProcessFuture[object]:
        if 13 in items:
            raise BrokenProcessPool("All workers expired")
        return schedule(pool, function, items, seconds)  # type: ignore[arg-type, no-any-return]

    schedule = child_processes._schedule
    monkeypatch.setattr(child_processes, "_schedule", breaks)
    assert two.run(doubled, [1, 13, 3], seconds=5) == [2, ChildLost("crashed"), 6]


def test_one_that_hangs_costs_its_time_twice_whatever_stands_beside_it(
    two: ChildPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def noting(pool: ProcessPool, function: object, items: list[int], seconds: float) -> ProcessFuture[object]:
        tried.append(items)
        return schedule(pool, function, items, seconds)  # type: ignore[arg-type, no-any-return]

    tried: list[list[int]] = []
    schedule = child_processes._schedule
    monkeypatch.setattr(child_processes, "_schedule", noting)
    items = [14, *range(1, 7)]
    assert two.run(doubled, items, seconds=0.5) == [ChildLost("out_of_time"), 2, 4, 6, 8, 10, 12]
    assert tried == [items, *([item] for item in items)]


def test_an_error_of_ours_is_raised(two: ChildPool) -> None:
    with pytest.raises(KeyError, match="ours"):
        two.run(doubled, [1, 16], seconds=5)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = home_at(tmp_path_factory.mktemp("crash") / "data")
    home.settings.write_text("[limits]\nparser_seconds = 2\n", encoding="utf-8")
    send(home, "Kecamatan Mawar.csv", respondents(same(3, 4)))
    for number, name in enumerate(("mati", "macet", "rakus"), start=5):
        send(home, f"Kecamatan Melati {name}.csv", respondents(same(4, number)))
    return home


@pytest.fixture(scope="module")
def after(prefect_server: None, home: Home) -> State:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(staging, "stage", stage_or_die)
        return run(home)


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [
        ("mati", "reader_crashed", "berhenti mendadak"),
        ("macet", "reader_out_of_time", "batas waktu"),
        ("rakus", "reader_out_of_memory", "memori"),
    ],
)
def test_a_run_refuses_what_kills_its_reader(after: State, name: str, code: str, said: str) -> None:
    path = f"Kecamatan Melati {name}.csv"
    assert (after.status(path), after.why(path)) == ("rejected", code)
    assert said in str(after.files[path]["reason"])


def test_and_publishes_the_others(after: State) -> None:
    assert after.status("Kecamatan Mawar.csv") == "loaded"
    assert after.indexes == {"U-1": (4, "74.25")}
