"""Running one command and seeing what it takes, and the goals that figures are held against.

Belongs here: seconds, memory, `skm run`, a row of the last table. Not here: what is compared (`benchmarks.run`,
`benchmarks.documents`).
"""

import json
import os
import resource
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import psutil

OUT = Path(__file__).parent / "out"
BIN = Path(sys.executable).parent
STARTING = "start"
GREAT_EXPECTATIONS = ("Memeriksa baris", "Memeriksa gudang data")


@dataclass
class Measured:
    """One process: wall seconds, CPU seconds of it and its children, peak megabytes, and what it printed."""

    seconds: float
    cpu: float
    megabytes: int
    output: str
    largest_child: int
    """Peak megabytes of the largest of its child processes."""


@dataclass
class SkmRun:
    """One `skm run`: the whole, and its stages."""

    measured: Measured
    stages: dict[str, float] = field(default_factory=dict)

    @property
    def work(self) -> float:
        """Seconds without starting up."""
        return sum(seconds for stage, seconds in self.stages.items() if stage != STARTING)

    @property
    def checks(self) -> float:
        """Seconds of Great Expectations."""
        return sum(self.stages.get(stage, 0.0) for stage in GREAT_EXPECTATIONS)

    @property
    def documents(self) -> float:
        """Seconds of the documents of all periods."""
        return sum(seconds for stage, seconds in self.stages.items() if stage.startswith("Dokumen"))


@dataclass(frozen=True)
class Row:
    """A figure beside its goal, both in `unit`; the goal is met where the figure is not above it."""

    what: str
    goal: float
    figure: float
    unit: str


def show(rows: Iterable[Row], *, judged: bool = True) -> None:
    """Prints the last table; `judged`: which goals are not met, at sizes that they are meant for. Nothing ends with 1:
    seconds are no test."""
    print(f"\n  {'':<58} {'goal':>12} {'figure':>12}")
    for row in rows:
        met = "" if row.figure <= row.goal or not judged else "   not met"
        print(f"  {row.what:<58} {f'{row.goal:.3g} {row.unit}':>12} {f'{row.figure:.3g} {row.unit}':>12}{met}")


def measure(command: list[str], **environment: str) -> Measured:
    """Runs a command and watches its memory."""
    started, cpu = time.perf_counter(), _cpu_of_children()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                               env={**os.environ, **environment})  # fmt: skip
    peak = largest_child = 0
    done = threading.Event()

    def watch() -> None:
        nonlocal peak, largest_child
        while not done.wait(0.25):
            own, *children = _resident_sizes(process.pid)
            peak = max(peak, own + sum(children))
            largest_child = max(largest_child, *children, 0)

    watcher = threading.Thread(target=watch)
    watcher.start()
    output, errors = process.communicate()
    seconds = time.perf_counter() - started
    done.set()
    watcher.join()
    if process.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{output[-2000:]}\n{errors[-3000:]}")
    cpu = _cpu_of_children() - cpu
    return Measured(seconds, cpu, peak // 1_000_000, output, largest_child // 1_000_000)


def _cpu_of_children() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def _resident_sizes(pid: int) -> list[int]:
    """Bytes of a process and of its children; 0 for one that just ended."""
    sizes = [0]
    try:
        parent = psutil.Process(pid)
        sizes[0] = parent.memory_info().rss
        sizes += [child.memory_info().rss for child in parent.children(recursive=True)]
    except psutil.Error:
        pass
    return sizes


def fresh_home(name: str) -> Path:
    """The place of a home that is not there, but for the empty database of Prefect's server where another home has it:
    making that costs 8 s once, whatever is measured."""
    home = OUT / "homes" / name
    known = {path.name: path.read_bytes() for path in home.parent.glob("*/prefect/empty-*.db")}
    shutil.rmtree(home, ignore_errors=True)
    (home / "prefect").mkdir(parents=True)
    for empty, content in known.items():
        (home / "prefect" / empty).write_bytes(content)
    return home


def skm(home: Path, *options: str) -> SkmRun:
    """`skm run` in a home."""
    measured = measure([str(BIN / "skm"), "run", "--home", str(home), "--json", *options])
    return SkmRun(measured, json.loads(measured.output)["seconds"])


def line(name: str, measured: Measured, run: SkmRun | None = None) -> None:
    """One row of a block."""
    rest = f"   work {run.work:7.2f} s, checks {run.checks:5.2f} s" if run else ""
    print(
        f"  {name:<38} {measured.seconds:8.2f} s  CPU {measured.cpu:8.2f} s {measured.megabytes:6,} MB{rest}",
        flush=True,
    )
