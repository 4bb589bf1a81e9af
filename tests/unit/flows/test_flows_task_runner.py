"""What is handed to other machines arrives as it was sent."""

import pickle
from pathlib import Path
from typing import Any, cast

from prefect.utilities.annotations import opaque

from contracts.home import Home
from contracts.registry import Registry
from contracts.settings import Limits, Storage
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


def test_child_processes_sent_elsewhere_are_those_of_the_process_they_come_to() -> None:
    with child_pool(count=1, megabytes=3000) as here:
        sent, again = (cast("ChildPool", pickle.loads(pickle.dumps(here))) for _ in range(2))
        assert here.run(doubled, [1, 2], seconds=60) == [2, 4]
    assert sent.run(doubled, [1, 2], seconds=60) == [2, 4]  # of its own, open still
    assert again.run(doubled, [3], seconds=60) == [6]
