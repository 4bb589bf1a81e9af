"""All tests in processes side by side, forked from one that has imported and collected everything: `make test`.

Belongs here: the processes, what each has of its own, handing them tests until none is left, hearing their reports.
Not here: which tests go together (`tests.conftest` marks them). It is a plugin of pytest, `-p tests.side_by_side`;
without it the tests run one after the other in one process.

Collecting takes longer than many a module's tests; pytest-xdist would do it again in each of its processes. A fork
takes along one thread only, so nothing that is imported may start another.
"""

import ctypes
import os
import platform
import signal
import struct
import traceback
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing.connection import Connection, Pipe, wait
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

import pytest
from _pytest.capture import FDCapture

CORES = os.cpu_count() or 1
HARMLESS = ("jemalloc_bg_thd", "polars-ooc-clea")
"""Threads of Polars that have nothing to do until it computes."""
NICE = 5
"""What has deadlines comes first; the others take what it leaves of the machine."""
SLICE = 50_000_000
"""Nanoseconds that the others compute in one go before another has its turn."""
SCHED_SETATTR = {"x86_64": 314, "aarch64": 274}
"""The number of the system call by machine, sched_setattr(2): Python and older C libraries have no function for it."""


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool | None:
    """Every test in some process, its reports in this one."""
    if session.testsfailed or session.config.option.collectonly:
        return None
    started = [name for name in _threads() if name not in HARMLESS]
    assert len(started) == 1, f"what the tests import has started threads, which a fork would lose: {started}"
    SideBySide(session).run()
    return True


def _threads() -> list[str]:
    return [(thread / "comm").read_text().strip() for thread in Path("/proc/self/task").iterdir()]


def _take_long_turns() -> None:
    """This process, its threads and those it starts come after what has deadlines, and in long turns: changing between
    processes that all compute, every few milliseconds, cost a quarter of the tests' time. Where a sandbox forbids it,
    or the kernel knows no turns of a length asked for (before Linux 6.12), tests take what time they take."""
    nice = os.nice(NICE)
    with suppress(OSError):
        os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
        if (number := SCHED_SETATTR.get(platform.machine())) is not None:
            attributes = struct.pack("=IIQiIQQQ", 48, os.SCHED_BATCH, 0, nice, 0, SLICE, 0, 0)
            ctypes.CDLL(None).syscall(number, 0, ctypes.create_string_buffer(attributes), 0)


class SideBySide:
    """The processes of a session: one for all that is marked alike, and some that share the other modules."""

    def __init__(self, session: pytest.Session) -> None:
        self._session = session
        self._config = session.config
        self._folder: Path = self._config._tmp_path_factory.getbasetemp()
        together: dict[str, list[pytest.Item]] = {}
        modules: dict[str, list[pytest.Item]] = {}
        for item in session.items:
            if mark := item.get_closest_marker("together"):
                together.setdefault(mark.args[0], []).append(item)
            else:
                modules.setdefault(item.nodeid.partition("::")[0], []).append(item)
        self._together = list(together.values())
        self._modules = list(modules.values())
        self._left, filled = os.pipe()  # the number of every module that nobody has taken yet: reading takes it
        with os.fdopen(filled, "wb") as filling:
            filling.write(b"".join(number.to_bytes(2) for number in range(len(self._modules))))
        self._running: dict[Connection, int] = {}
        self._at: dict[Connection, tuple[str, Any]] = {}
        """The test that each has begun."""

    def run(self) -> None:
        """Returns when every process has ended."""
        try:
            for items in self._together:
                mark = items[0].get_closest_marker("together")
                self._start(iter(items), first=mark.kwargs.get("first", False))
            for _ in range(min(CORES + 1, len(self._modules))):
                self._start(self._taken(), first=False)
            while self._running:
                for connection in wait(list(self._running)):
                    self._hear(connection)
        finally:
            for pid in self._running.values():
                os.kill(pid, signal.SIGTERM)

    def _taken(self) -> Iterator[pytest.Item]:
        """Tests of modules that nobody else has taken, module after module."""
        while number := os.read(self._left, 2):
            yield from self._modules[int.from_bytes(number)]

    def _start(self, items: Iterator[pytest.Item], first: bool) -> None:
        hearing, telling = Pipe(duplex=False)
        folder = self._folder / f"process-{len(list(self._folder.iterdir()))}"
        folder.mkdir(mode=0o700)
        pid = os.fork()
        if pid:
            telling.close()
            self._running[hearing] = pid
            return
        try:
            for inherited in (hearing, *self._running):
                inherited.close()
            if not first:
                _take_long_turns()
            self._become(folder, telling)
            self._run_all(items)
            telling.send(("ended", None))
        except BaseException:
            telling.send(("broke", traceback.format_exc()))
        finally:
            os._exit(0)

    def _become(self, folder: Path, telling: Connection) -> None:
        """This process is one of those beside each other: its captured output, its temporary files and those of
        Prefect are its own, and what pytest would print is told."""
        plugins = self._config.pluginmanager
        plugins.unregister(name="terminalreporter")
        captured = plugins.getplugin("capturemanager")._global_capturing
        for stream in (captured.out, captured.err):
            if isinstance(stream, FDCapture):  # what was imported may hold the stream: only its file is another
                with TemporaryFile() as own:
                    os.dup2(own.fileno(), stream.tmpfile.fileno(), inheritable=False)
        self._config._tmp_path_factory._basetemp = folder
        (folder / "prefect").mkdir()
        os.environ["PREFECT_HOME"] = str(folder / "prefect")
        plugins.register(_Telling(self._config, telling))

    def _run_all(self, items: Iterator[pytest.Item]) -> None:
        item = next(items, None)
        while item is not None:
            following = next(items, None)  # another module is taken when the last test of one begins
            self._config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            item = following

    def _hear(self, connection: Connection) -> None:
        try:
            what, told = connection.recv()
        except EOFError:
            what, told = "broke", "its process was killed"
        if what == "began":
            self._at[connection] = told
        elif what == "report":
            report = self._config.hook.pytest_report_from_serializable(config=self._config, data=told)
            self._config.hook.pytest_runtest_logreport(report=report)
            if self._session.shouldfail:
                raise self._session.Failed(self._session.shouldfail)
        else:
            os.waitpid(self._running.pop(connection), 0)
            connection.close()
            if what == "broke":
                nodeid, location = self._at.get(connection, ("before the first test", ("", None, "")))
                told = f"The tests of this process ended here: {told}"
                broken = pytest.TestReport(nodeid, location, {}, "failed", told, "call")
                self._config.hook.pytest_runtest_logreport(report=broken)


class _Telling:
    """Tells the process that collected what becomes of the tests in this one."""

    def __init__(self, config: pytest.Config, telling: Connection) -> None:
        self._config = config
        self._telling = telling

    def pytest_runtest_logstart(self, nodeid: str, location: tuple[str, int | None, str]) -> None:
        self._telling.send(("began", (nodeid, location)))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        told = self._config.hook.pytest_report_to_serializable(config=self._config, report=report)
        self._telling.send(("report", told))
