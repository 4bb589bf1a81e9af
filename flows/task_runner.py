"""Who does the batches of a run: threads of this machine, or the workers of a Dask cluster.

Belongs here: Prefect's task runner as the settings choose it, and handing batches to it. Not here: what a batch is
(`pipeline.staging`, `pipeline.documents.document_stages`), the child processes that keep a crash from its worker
(`pipeline.child_processes`).

The runner is opened inside the flow and not declared on it: whoever starts the flow, a command or a schedule, gets the
one that the home's settings name.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from inspect import signature
from typing import Any, TypeVar, cast

from prefect import Task
from prefect.futures import PrefectFuture
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner
from prefect.utilities.annotations import opaque

from contracts.errors import ConfigurationError, HomeError
from contracts.settings import Engine, Settings
from pipeline.child_processes import ChildPool, child_pool_of

SCHEDULER: str = "SKM_DASK_SCHEDULER"
"""Variable of the environment with the address of Dask's scheduler, where the settings have none."""

T = TypeVar("T")
Shared = TypeVar("Shared")
Batch = TypeVar("Batch")
Result = TypeVar("Result")
Runner = TaskRunner[PrefectFuture[Any]]  # Prefect's runners carry futures of any result


class _Unwalked(opaque):
    """Prefect's `opaque`, which as it is comes out of a pickle wrapped twice (Prefect 3.9.1)."""

    __slots__ = ()

    def __getnewargs__(self) -> tuple[object]:
        return (self.value,)


def unwalked(value: T) -> T:
    """Hands a task a value as it is. Prefect would otherwise look for results of other tasks in every
    record of it, which takes longer than the stage itself (measured: 16 s at 1,000 files)."""
    return cast("T", _Unwalked(value))


class BatchExecutor:
    """Does batches, many at a time, each in a child process of whichever machine."""

    def __init__(self, runner: Runner, processes: ChildPool) -> None:
        self._runner = runner
        self._processes = processes

    def map(
        self, task: Task[[Shared, Batch, ChildPool], Result], batches: Iterable[Batch], shared: Shared
    ) -> list[Result]:
        """The task's results, in the order of the batches; each is handed out as soon as it is there. What all need
        is `shared`: it and the batches go to other machines, so they must need nothing of the home."""
        return self.begin(task, batches, shared)()

    def begin(
        self, task: Task[[Shared, Batch, ChildPool], Result], batches: Iterable[Batch], shared: Shared
    ) -> Callable[[], list[Result]]:
        """Hands the batches out and returns at once, with what waits for their results (`map`)."""
        futures = [
            self._runner.submit(task, _parameters(task.fn, unwalked(shared), unwalked(batch), self._processes))
            for batch in batches
        ]
        return lambda: [future.result() for future in futures]

    def rest(self) -> None:
        """To be called where all batches are done and the next come later: no process keeps memory for them."""
        self._processes.rest()


@contextmanager
def batch_executor(settings: Settings) -> Iterator[BatchExecutor]:
    """The executor that the settings name. Raises ConfigurationError or HomeError where a cluster cannot be used."""
    engine = settings.engine
    open_runner = {"threads": _threads, "dask": _cluster}[engine.task_runner]
    with (
        child_pool_of(settings) as processes,
        open_runner(engine) as runner,
    ):
        yield BatchExecutor(runner, processes)


@contextmanager
def _threads(engine: Engine) -> Iterator[Runner]:
    opened = cast("Runner", ThreadPoolTaskRunner(max_workers=engine.workers))
    with opened as runner:
        yield runner


@contextmanager
def _cluster(engine: Engine) -> Iterator[Runner]:
    """The workers of a cluster that runs already: all on the code of this machine, each in reach of the stores and
    of Prefect's server."""
    address = engine.dask_scheduler or os.environ.get(SCHEDULER, "")
    if not address:
        raise ConfigurationError(
            "'engine.task_runner' berisi 'dask', tetapi alamat penjadwalnya tidak ada. Isi 'engine.dask_scheduler', "
            f"misalnya tcp://10.0.0.5:8786, atau variabel lingkungan {SCHEDULER}."
        )
    from prefect_dask.task_runners import DaskTaskRunner  # brings Dask, which one machine never needs

    with DaskTaskRunner(address=address) as runner:
        try:
            workers = runner.client.scheduler_info(n_workers=-1)["workers"]
        except (OSError, ValueError) as error:
            raise HomeError(
                f"Penjadwal Dask {address} tidak terjangkau ({type(error).__name__}). Hidupkan penjadwalnya, periksa "
                "alamat dan jaringan, atau isi 'engine.task_runner' dengan 'threads'."
            ) from error
        if not workers:
            raise HomeError(
                f"Penjadwal Dask {address} belum punya pekerja. Hidupkan pekerjanya (docs/scale.md), lalu ulangi."
            )
        yield cast("Runner", runner)


def _parameters(function: Callable[..., object], *values: object) -> dict[str, object]:
    return dict(zip(signature(function).parameters, values, strict=True))
