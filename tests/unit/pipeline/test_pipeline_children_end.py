"""Children of a run that is killed end by themselves."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

REPOSITORY = Path(__file__).parents[3]
RUN = """
import sys

from pipeline.child_processes import child_pool
from tests.unit.pipeline.sleeping import sleep
if __name__ == "__main__":
    with child_pool(count=1, megabytes=3000) as pool:
        pool.run(sleep, [sys.argv[1]], seconds=60)
"""


def lives(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def within(seconds: float, condition: Callable[[], object]) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return False


def test_they_do_not_outlive_it(tmp_path: Path) -> None:
    said = tmp_path / "pid"
    script = tmp_path / "run.py"
    script.write_text(RUN, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, str(script), str(said)], env={**os.environ, "PYTHONPATH": str(REPOSITORY)}
    ) as run:
        assert within(60, lambda: said.exists() and said.read_text(encoding="utf-8"))
        child = int(said.read_text(encoding="utf-8"))
        assert lives(child)
        run.send_signal(signal.SIGKILL)
        assert within(10, lambda: not lives(child))


def test_ctrl_c_is_not_for_what_children_are_forked_from() -> None:
    """It imports for half a second when a run begins, and would print where it was."""
    code = """
import signal
from multiprocessing import forkserver
from pipeline.child_processes import start_importing
start_importing()
print(forkserver._forkserver._forkserver_pid, signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, []), flush=True)
input()
"""
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as run:
        assert run.stdout is not None
        pid, is_blocked_here = run.stdout.readline().split()
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
        run.kill()
    blocked = int(status.partition("SigBlk:")[2].split()[0], 16)
    assert blocked & (1 << (signal.SIGINT - 1))
    assert is_blocked_here == "False"
