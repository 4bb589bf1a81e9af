"""What a cluster helps: reading workbooks and making documents on threads here, and on Dask workers beside them.

    python -m benchmarks.cluster [--units 300] [--responses 400] [--processes 1 2] [--scheduler tcp://…] [--storage URL]

The same run each time, in a fresh home, with so many processes: first as child processes of `skm run` ("threads"),
then on a Dask cluster of so many workers on this machine, each with one thread and one child. More than this machine
has cores shows nothing. On other machines: start the scheduler and the workers there (docs/scale.md) and give
`--scheduler tcp://…`; then the threads and that cluster are measured. `--storage`: where originals, staged rows and
documents lie; other machines need it.

"reading" and "documents" are the wall seconds of these stages, "rest" all others together: no worker helps them.
"""

import argparse
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks import generate
from benchmarks.measuring import OUT, measure

READING = "Membaca"
DOCUMENTS = "Dokumen"
BIN = Path(sys.executable).parent
STARTING_SECONDS = 120


@contextmanager
def cluster(workers: int) -> Iterator[str]:
    """A scheduler and so many workers, as docs/scale.md starts them; the scheduler's address."""
    file = OUT / "scheduler.json"
    file.unlink(missing_ok=True)
    where = ["--no-dashboard", "--scheduler-file", str(file)]
    scheduler = [BIN / "dask", "scheduler", "--host", "127.0.0.1", "--port", "0", *where]
    worker = [BIN / "dask", "worker", "--no-nanny", "--nthreads", "1", *where]
    started = [subprocess.Popen(scheduler, stderr=subprocess.DEVNULL)]
    try:
        _wait(file.exists)
        started += [subprocess.Popen(worker, stderr=subprocess.DEVNULL) for _ in range(workers)]
        address = json.loads(file.read_text(encoding="utf-8"))["address"]
        _wait(lambda: _workers(address) == workers)
        yield address
    finally:
        for process in reversed(started):
            process.terminate()
            process.wait()


def _workers(address: str) -> int:
    from distributed import Client

    with Client(address) as client:
        return len(client.scheduler_info(n_workers=-1)["workers"])


def _wait(until: Callable[[], bool]) -> None:
    end = time.monotonic() + STARTING_SECONDS
    while not until():
        if time.monotonic() > end:
            sys.exit("the cluster does not start")
        time.sleep(0.2)


def run(name: str, inbox: Path, units: int, engine: str, storage: str) -> None:
    """One run in a fresh home; prints its seconds."""
    home = OUT / "homes" / f"cluster-{name}"
    shutil.rmtree(home, ignore_errors=True)
    generate.registry(home, units)
    settings = f'[reports]\nkinds = ["year"]\n[engine]\n{engine}\n[storage]\nurl = "{storage}"\n'
    (home / "settings.toml").write_text(settings, encoding="utf-8")
    measured = measure([str(BIN / "skm"), "run", "--home", str(home), "--inbox", str(inbox), "--json"])
    seconds: dict[str, float] = json.loads(measured.output)["seconds"]
    documents = sum(taken for stage, taken in seconds.items() if stage.startswith(DOCUMENTS))
    rest = sum(seconds.values()) - seconds[READING] - documents
    print(f"  {name:<22} {seconds[READING]:8.1f} {documents:10.1f} {rest:6.1f} {measured.seconds:7.1f} s", flush=True)


def main() -> None:
    """Measures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--units", type=int, default=300)
    parser.add_argument("--responses", type=int, default=400)
    parser.add_argument("--processes", type=int, nargs="*", default=[1, 2])
    parser.add_argument("--scheduler", default="", help="a cluster that runs already; `--processes`: threads beside it")
    parser.add_argument("--storage", default="")
    arguments = parser.parse_args()
    units, storage = arguments.units, arguments.storage
    OUT.mkdir(exist_ok=True)
    inbox = OUT / f"xlsx-{units}x{arguments.responses}"
    generate.inbox(inbox, "xlsx", units, arguments.responses)
    print(f"\n{units:,} units, one workbook of {arguments.responses} responses each, documents of a year")
    print(f"  {'':<22} {'reading':>8} {'documents':>10} {'rest':>6} {'whole':>7}")
    for processes in arguments.processes:
        run(f"threads {processes}", inbox, units, f"workers = {processes}", storage)
    dask = 'task_runner = "dask"\nworkers = 1\ndask_scheduler = "{}"'
    if arguments.scheduler:
        run("cluster", inbox, units, dask.format(arguments.scheduler), storage)
        return
    for processes in arguments.processes:
        with cluster(processes) as address:
            run(f"dask workers {processes}", inbox, units, dask.format(address), storage)


if __name__ == "__main__":
    main()
