"""`make bench`: a pandas script, the load floor and `skm run` beside each other, in one run.

    python -m benchmarks.run [--sizes 10000 100000 1000000 10000000] [--xlsx 1000000] [--files 1000] [--units 1500]

Seconds are wall time on this machine, each in a process of its own. "work" is a run without the start of
Prefect's server and the imports (`seconds` of `skm run --json`, which the command measures itself).
Memory is the highest sum of the resident sizes of the process and its children: pages they share are counted
for each, so it is an upper bound. (Asking for proportional sizes took half a core from what was measured.)
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from benchmarks import generate

OUT = Path(__file__).parent / "out"
STARTING = "start"
GREAT_EXPECTATIONS = ("Memeriksa baris", "Memeriksa gudang data")


@dataclass
class Measured:
    """One process: wall seconds, peak megabytes, and what it printed."""

    seconds: float
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


def measure(command: list[str], **environment: str) -> Measured:
    """Runs a command and watches its memory."""
    started = time.perf_counter()
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
        sys.exit(f"{' '.join(command)} failed:\n{errors[-3000:]}")
    return Measured(seconds, peak // 1_000_000, output, largest_child // 1_000_000)


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


def skm(home: Path, inbox: Path) -> SkmRun:
    """`skm run` without documents."""
    command = [str(Path(sys.executable).parent / "skm"), "run", "--home", str(home), "--inbox", str(inbox)]
    measured = measure([*command, "--no-documents", "--json"])
    return SkmRun(measured, json.loads(measured.output)["seconds"])


def yardstick(name: str, inbox: Path) -> Measured:
    """One of `benchmarks.yardsticks`; its seconds are its own, without the interpreter's start."""
    measured = measure([sys.executable, "-m", "benchmarks.yardsticks", name, str(inbox)])
    measured.seconds = float(measured.output.split()[0])
    return measured


def fresh_home(name: str, files: int) -> Path:
    """A home with the registry of the generated units."""
    home = OUT / "homes" / name
    shutil.rmtree(home, ignore_errors=True)
    generate.registry(home, files)
    return home


def change_one_file(inbox: Path, kind: generate.Format, rows: int) -> None:
    """The first unit sends one response more than before, in place of its old file."""
    generate.write_file((inbox, kind, 0, rows + 1))


def compare(kind: generate.Format, files: int, responses: int) -> None:
    """Prints one block of the comparison."""
    rows = responses // files
    inbox = OUT / f"{kind}-{files}x{rows}"
    generate.inbox(inbox, kind, files, rows)
    generate.write_file((inbox, kind, 0, rows))
    home = fresh_home(inbox.name, files)
    print(f"\n{responses:,} responses in {files:,} {kind} files")
    line("pandas script", yardstick("pandas", inbox))
    floor = yardstick("floor" if kind == "csv" else "calamine", inbox)
    line("load floor" if kind == "csv" else "calamine's bare reading", floor)
    full = skm(home, inbox)
    line("skm run", full.measured, full)
    print(
        f"    {full.work / floor.seconds:.2f} times {'the load floor' if kind == 'csv' else 'bare reading'} (work only)"
    )
    again = skm(home, inbox)
    line("skm run again, nothing new", again.measured, again)
    change_one_file(inbox, kind, rows)
    changed = skm(home, inbox)
    line("skm run, one file changed", changed.measured, changed)
    print(f"    {changed.work / full.work:.0%} of the full run's work")
    for stage, seconds in full.stages.items():
        print(f"      {stage:<28} {seconds:7.2f} s  {seconds / full.measured.seconds:5.1%}")


def line(name: str, measured: Measured, run: SkmRun | None = None) -> None:
    """One row of a block."""
    rest = f"   work {run.work:7.2f} s, checks {run.checks:5.2f} s" if run else ""
    print(f"  {name:<38} {measured.seconds:8.2f} s {measured.megabytes:6,} MB{rest}", flush=True)


def main() -> None:
    """Runs all comparisons."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", type=int, nargs="*", default=[10_000, 100_000, 1_000_000, 10_000_000])
    parser.add_argument("--xlsx", type=int, nargs="*", default=[1_000_000])
    parser.add_argument("--files", type=int, default=1_000)
    parser.add_argument("--units", type=int, default=1_500, help="units whose documents are made; 0: none")
    arguments = parser.parse_args()
    OUT.mkdir(exist_ok=True)
    for responses in arguments.sizes:
        compare("csv", min(arguments.files, responses // 10), responses)
    for responses in arguments.xlsx:
        compare("xlsx", min(arguments.files, responses // 10), responses)
    if arguments.units:
        subprocess.run([sys.executable, "-m", "benchmarks.documents", "--units", str(arguments.units)], check=True)


if __name__ == "__main__":
    main()
