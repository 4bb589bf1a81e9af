"""What is handed to other machines arrives as it was sent; and what is handed out when."""

import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from prefect import Task
from prefect.cache_policies import NO_CACHE
from prefect.utilities.annotations import opaque

from contracts.home import Home
from contracts.registry import Registry
from contracts.settings import Limits, Storage
from flows import consolidate
from flows.consolidate import _one_ahead
from flows.task_runner import unwalked
from pipeline.child_processes import ChildPool, child_pool
from pipeline.run import staging_area
from pipeline.stores import open_stores
from tests.integration.killers import doubled


def test_a_value_handed_over_whole_is_the_same_after_any_number_of_pickles() -> None:
    """Prefect's own annotation is not: this fails once it is, and `flows.task_runner` may use it as it is."""
    once = pickle.loads(pickle.dumps(unwalked({"a": [1]})))
    assert cast("Any", pickle.loads(pickle.dumps(once))).value == {"a": [1]}
    assert isinstance(once, opaque)
    assert pickle.loads(pickle.dumps(opaque({"a": [1]}))).value != {"a": [1]}


def test_what_a_batch_needs_can_be_sent(tmp_path: Path) -> None:
    stores = open_stores(Home(tmp_path), Storage())
    area = staging_area(stores, Limits(), Registry(()))
    assert pickle.loads(pickle.dumps((stores, area))) == (stores, area)


def test_one_is_handed_out_ahead() -> None:
    """While the documents of a period are made, those of the next have begun, and no others."""
    begun: list[int] = []

    def begin() -> Iterator[int]:
        for number in range(4):
            begun.append(number)
            yield number

    assert [(one, list(begun)) for one in _one_ahead(begin())] == [
        (0, [0, 1]),
        (1, [0, 1, 2]),
        (2, [0, 1, 2, 3]),
        (3, [0, 1, 2, 3]),
    ]
    assert list(_one_ahead([])) == []


def test_prefect_looks_for_no_results() -> None:
    """It would pickle and hash all that a task is given, at 10⁶ rows a frame of them."""
    tasks = [value for value in vars(consolidate).values() if isinstance(value, Task)]
    assert len(tasks) > 10
    assert [task.name for task in tasks if task.cache_policy is not NO_CACHE] == []


def test_child_processes_sent_elsewhere_are_those_of_the_process_they_come_to() -> None:
    with child_pool(count=1, megabytes=3000) as here:
        sent, again = (cast("ChildPool", pickle.loads(pickle.dumps(here))) for _ in range(2))
        assert here.run(doubled, [1, 2], seconds=60) == [2, 4]
    assert sent.run(doubled, [1, 2], seconds=60) == [2, 4]  # of its own, open still
    assert again.run(doubled, [3], seconds=60) == [6]
