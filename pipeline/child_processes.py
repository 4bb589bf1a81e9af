"""Work in child processes, where a crash or a runaway allocation costs one item, never the run.

Belongs here: the pool, its limits, and what happens to an item whose child died. Not here: what the
work is (`pipeline.staging`, `pipeline.documents.documents`).
"""

import atexit
import gc
import multiprocessing
import os
import resource
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import TimeoutError as FutureTimeoutError
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import cache
from multiprocessing import forkserver, resource_tracker
from multiprocessing.context import ForkServerContext
from threading import Lock
from typing import Literal, TypeVar

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from contracts.settings import Settings

Item = TypeVar("Item")
Result = TypeVar("Result")

PRELOADED = [
    "pipeline.child_start",
    "pipeline.child_processes",
    "pipeline.staging",
    "reports.rendering",
    "pipeline.documents.documents",
]
"""Imported once by the server that children are forked from, so that a child starts in milliseconds."""
TIMES_A_POOL_MAY_BREAK = 3
TASKS_PER_CHILD = 200
"""After so many tasks a child is replaced: parsers and compilers do not give all memory back."""


@dataclass(frozen=True)
class ChildLost:
    """Result of an item whose child process crashed or timed out."""

    how: Literal["crashed", "out_of_time", "out_of_memory"]


class _Pool:
    """A pool that is opened anew where it broke: pebble gives a pool up when a child dies so early that it is not
    known yet what it was working on."""

    def __init__(self, count: int, megabytes: int, prepare: Callable[[], None] | None = None) -> None:
        self._of = (count, megabytes, prepare)
        self._opening = Lock()
        self.now = _open(*self._of)

    def replace(self, broken: ProcessPool) -> None:
        """Whoever sees first that it broke opens the next."""
        with self._opening:
            if self.now is broken:
                _stop(broken)
                self.now = _open(*self._of)

    def rest(self) -> None:
        """Its children end, in the background; others begin when there is something to do."""
        with self._opening:
            idle, self.now = self.now, _open(*self._of)
        threading.Thread(target=_stop, args=[idle], name="children-end").start()


class ChildPool:
    """A pool of child processes. Pass plain functions of modules and plain records. Handed to another process, it is
    a pool of that process, opened at first use and kept to its end."""

    def __init__(self, count: int, megabytes: int, pool: _Pool | None = None) -> None:
        self._count = count
        self._megabytes = megabytes
        self._pool = pool

    def __reduce__(self) -> tuple[type["ChildPool"], tuple[int, int]]:
        return ChildPool, (self._count, self._megabytes)

    def rest(self) -> None:
        """To be called where nothing is being run and nothing will be for a while: children keep what memory they had
        (measured: 100 MB each after reading 500 files)."""
        if self._pool is not None:
            self._pool.rest()

    def run(
        self, function: Callable[[Sequence[Item]], Sequence[Result]], items: Sequence[Item], *, seconds: float
    ) -> list[Result | ChildLost]:
        """Runs the function over all items in one child. If that child dies or takes longer than
        `seconds`, each item is tried again in a child of its own with `seconds` to itself, so that only
        the one that is to blame is lost. Other errors are ours and are raised here."""
        lost = ChildLost("crashed")
        for _ in range(TIMES_A_POOL_MAY_BREAK):
            pool = self._pool or _pool_of_this_process(self._count, self._megabytes)
            child_pool = pool.now
            try:
                return list(_schedule(child_pool, function, items, seconds).result())
            except BrokenProcessPool:
                pool.replace(child_pool)  # tried again: another's item may have broken it
            except (ProcessExpired, FutureTimeoutError, MemoryError) as error:
                lost = ChildLost(_how(error))
                break
        if len(items) == 1:
            return [lost]
        results: list[Result | ChildLost] = []
        for item in items:
            results += self.run(function, [item], seconds=seconds)
        return results


def _schedule(
    pool: ProcessPool, function: Callable[[Sequence[Item]], Sequence[Result]], items: Sequence[Item], seconds: float
) -> "ProcessFuture[Sequence[Result]]":
    try:
        return pool.schedule(function, args=[list(items)], timeout=seconds)
    except RuntimeError as error:
        if pool.active:
            raise
        raise BrokenProcessPool("broke meanwhile") from error


def _how(error: Exception) -> Literal["crashed", "out_of_time", "out_of_memory"]:
    if isinstance(error, FutureTimeoutError):
        return "out_of_time"
    return "out_of_memory" if isinstance(error, MemoryError) else "crashed"


@contextmanager
def child_pool(*, count: int, megabytes: int, prepare: Callable[[], None] | None = None) -> Iterator[ChildPool]:
    """A pool of `count` children, each held to `megabytes` of memory. Their modules are imported in
    the background from the moment the pool is opened. `prepare`: called in every child before its first
    item, and in every one that takes the place of a child that died."""
    pool = _Pool(count, megabytes, prepare)
    try:
        yield ChildPool(count, megabytes, pool)
        pool.now.close()  # type: ignore[no-untyped-call]
        pool.now.join()
    finally:
        _stop(pool.now)


def child_pool_of(settings: Settings) -> AbstractContextManager[ChildPool]:
    """As many children as the settings of a home say, each held to what they allow a reader."""
    return child_pool(count=settings.engine.workers, megabytes=settings.limits.parser_megabytes)


_OPENING = Lock()
"""Threads of a worker that ask for its pool at the same moment get the same."""


def _pool_of_this_process(count: int, megabytes: int) -> _Pool:
    with _OPENING:
        return _kept_pool(count, megabytes)


@cache
def _kept_pool(count: int, megabytes: int) -> _Pool:
    pool = _Pool(count, megabytes)
    atexit.register(lambda: _stop(pool.now))
    return pool


def start_importing() -> None:
    """What children are forked from begins to import what they need, in a process of its own; else the first child
    waits for that, half a second. Where it runs already, nothing happens."""
    _context()
    resource_tracker.ensure_running()  # which lets signals through when it starts
    # Ctrl-C is this process's: in the midst of its imports the other would tell where it was.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _open(count: int, megabytes: int, prepare: Callable[[], None] | None) -> ProcessPool:
    return ProcessPool(
        max_workers=count,
        max_tasks=TASKS_PER_CHILD,
        initializer=_begin,
        initargs=[megabytes, prepare],
        context=_context(),
    )


def _context() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOADED)
    return context


def _stop(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call]
    pool.join()


def _begin(megabytes: int, prepare: Callable[[], None] | None) -> None:
    """Called in each child."""
    gc.freeze()  # what it was forked with is looked at by no collection (docs/speed.md)
    _limit(megabytes)
    threading.Thread(target=_end_with_the_run, daemon=True, name="end-with-the-run").start()
    if prepare is not None:
        prepare()


def _end_with_the_run() -> None:
    """A killed run cleans nothing up: its children end by themselves, else they would go on writing what the
    next run writes."""
    run = multiprocessing.parent_process()
    if run is not None:
        run.join()
        os._exit(1)


def _limit(megabytes: int) -> None:
    """The limit is on what a child allocates, so a parser that runs away is refused memory instead of
    taking the machine's."""
    limit = megabytes * 1_000_000
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # One child a core: threads of their own would only wait for each other. Read by Polars at first use.
    os.environ["POLARS_MAX_THREADS"] = "1"
