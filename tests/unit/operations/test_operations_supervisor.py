"""Children are started again after a growing pause, and end with whoever started them."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from operations.supervisor import LONGEST_BACKOFF_SECONDS, Service, Supervisor

ROOT = Path(__file__).parents[3]
SECONDS = 20.0

PARENT = """
import sys, time
from operations.supervisor import Service, Supervisor
supervisor = Supervisor({**__import__("os").environ, "PYTHONPATH": sys.argv[1]}, print)
supervisor.start(Service("anak", ("sleeping", sys.argv[2])))
print("started", flush=True)
time.sleep(60)
"""
SLEEPING = """
import os, pathlib, subprocess, sys, time
folder = pathlib.Path(sys.argv[1])
sleep = ("timeit", "-n1", "-r1", "import time; time.sleep(60)")
grandchild = subprocess.Popen([sys.executable, "-m", "operations.end_with_parent", *sleep])
(folder / "new").write_text(f"{os.getpid()} {grandchild.pid}")
(folder / "new").rename(folder / "pids")
time.sleep(60)
"""


@pytest.fixture
def modules(tmp_path: Path) -> Path:
    """A folder with a module that sleeps, and whose own child sleeps too."""
    (tmp_path / "sleeping.py").write_text(SLEEPING, encoding="utf-8")
    return tmp_path


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def supervisor(modules: Path, said: list[str]) -> Iterator[Supervisor]:
    one = Supervisor({**os.environ, "PYTHONPATH": f"{ROOT}:{modules}"}, said.append)
    yield one
    one.stop()


def pids(folder: Path) -> list[int]:
    """The sleeping process and its child, once both are there; they say so once."""
    path = folder / "pids"
    assert until(path.exists)
    found = [int(word) for word in path.read_text().split()]
    path.unlink()
    return found


def until(happens: Callable[[], bool]) -> bool:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        if happens():
            return True
        time.sleep(0.02)
    return False


def gone(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def test_who_is_killed_takes_its_own_with_it_and_is_started_again(
    supervisor: Supervisor, modules: Path, said: list[str]
) -> None:
    supervisor.start(Service("Pekerja", ("sleeping", str(modules))))
    first, grandchild = pids(modules)
    assert supervisor.restart_due() == []
    os.kill(first, signal.SIGKILL)
    assert until(lambda: bool(supervisor.restart_due()))
    second, _ = pids(modules)
    assert second != first
    assert until(lambda: gone(grandchild))
    assert said == ["Pekerja berhenti (sinyal SIGKILL); dijalankan lagi dalam 1 detik.", "Pekerja dijalankan lagi."]


def test_stopping_leaves_nobody(supervisor: Supervisor, modules: Path, said: list[str]) -> None:
    supervisor.start(Service("Pekerja", ("sleeping", str(modules))))
    running = pids(modules)
    supervisor.stop()
    assert until(lambda: all(gone(pid) for pid in running))
    assert said == []


def test_the_backoff_grows_to_a_limit(supervisor: Supervisor, said: list[str]) -> None:
    supervisor.start(Service("Portal", ("no_such_module",)))
    (child,) = supervisor.children
    for _ in range(3):
        assert until(lambda: child.start_at is None and child.poll() is not None)
        said.append(f"{child.backoff:.0f}")
        child.start()
    assert said == ["1", "2", "4"]
    child._exits = 100
    assert child.backoff == LONGEST_BACKOFF_SECONDS


def test_who_serves_once_is_started_again_at_once_and_nothing_is_said(supervisor: Supervisor, said: list[str]) -> None:
    supervisor.start(Service("Penyiap", ("timeit", "-n1", "-r1", "pass"), serves_once=True))
    for _ in range(3):
        assert until(lambda: bool(supervisor.restart_due()))
    assert said == []


def test_who_serves_once_and_falls_is_waited_for(supervisor: Supervisor, said: list[str]) -> None:
    supervisor.start(Service("Penyiap", ("no_such_module",), serves_once=True))
    assert until(lambda: bool(supervisor.restart_due()))
    assert said == ["Penyiap berhenti (kode 1); dijalankan lagi dalam 1 detik.", "Penyiap dijalankan lagi."]


def test_killed_itself_its_children_end_with_it(modules: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PARENT, f"{ROOT}:{modules}", str(modules)], cwd=ROOT, stdout=subprocess.PIPE
    ) as parent:
        running = pids(modules)
        assert not any(gone(pid) for pid in running)
        parent.kill()
        assert until(lambda: all(gone(pid) for pid in running))
