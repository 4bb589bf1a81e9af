"""The flow itself, its steps in its order, in this process alone: for stories of what the steps make of what offices
send, of which a real run shows no more.

Belongs here: what stands in the place of Prefect, of child processes and of Great Expectations. Not here: any story.
What these make of a run is shown by the modules that ask for `prefect_server`; of these some look at one run of theirs
on the server, and at what follows from it without. `make stories` tells the stories on a server too.
"""

import logging
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

import pytest
from prefect import Task

from flows import consolidate as flow_module
from operations import temporary_server
from pipeline import child_processes, reading
from tests.property.pipeline_counting import ThisProcess, this_process, without_great_expectations


@contextmanager
def rest_without_prefect() -> Iterator[None]:
    """Within the block what follows from runs on a server is told without, as a story is: see `stories_are_real`."""
    with nullcontext() if stories_are_real() else flow_without_prefect():
        yield


def stories_are_real() -> bool:
    """Whether they are told on a Prefect server (`make stories`)."""
    return os.environ.get("SKM_STORIES") == "real"


@contextmanager
def flow_without_prefect() -> Iterator[None]:
    """Within the block `flows.consolidate.consolidate` is its function, and its tasks are theirs."""
    with pytest.MonkeyPatch.context() as patch, without_great_expectations():
        for name, value in vars(flow_module).copy().items():
            if isinstance(value, Task):
                patch.setattr(flow_module, name, value.fn)
        patch.setattr(flow_module, "unwalked", lambda value: value)
        patch.setattr(flow_module, "batch_executor", _in_turn)
        patch.setattr(flow_module, "report", lambda *_: None)  # pages of Prefect
        patch.setattr(flow_module, "get_run_logger", lambda: logging.getLogger(__name__))
        patch.setattr(flow_module, "consolidate", flow_module.consolidate.fn)
        patch.setattr(child_processes, "child_pool", this_process)
        patch.setattr(reading, "start_importing", lambda: None)
        patch.setattr(temporary_server, "ServerForOneRun", _NoServer)
        yield


class _BatchAfterBatch:
    """In the place of Prefect's task runner."""

    def map(self, step: Callable[..., Any], batches: Iterable[Any], shared: object) -> list[Any]:
        return [step(shared, batch, ThisProcess()) for batch in batches]

    def begin(self, step: Callable[..., Any], batches: Iterable[Any], shared: object) -> Callable[[], list[Any]]:
        results = self.map(step, batches, shared)
        return lambda: results

    def rest(self) -> None:
        """There is no child."""


@contextmanager
def _in_turn(_: object) -> Iterator[_BatchAfterBatch]:
    yield _BatchAfterBatch()


class _NoServer:
    """In the place of the server that a command starts."""

    hears_heartbeats = False
    flow_run_id: str | None = None

    def wait(self) -> None:
        """It is there."""

    def lost(self, *, at_once: bool = False) -> None:
        """It stays."""
