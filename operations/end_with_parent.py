"""Runs a module as `python -m` does, in a process that never outlives the one that started it.

    python -m operations.end_with_parent prefect worker start …

Belongs here: only that. The kernel kills the process when its parent is gone, however that ended; so a
supervisor, its worker and the worker's flow runs end as a chain. Killed at any moment is what a run is made for
(docs/design.md). Linux only, as the command is; elsewhere the module runs all the same.
"""

import ctypes
import os
import runpy
import signal
import sys
from typing import Final

PARENT: Final = "SKM_ENDS_WITH"
"""Names the parent's process in the environment: one that was gone before this process asked the kernel is noticed."""
_PR_SET_PDEATHSIG: Final = 1


def end_with_parent() -> None:
    """From now on this process is killed when its parent ends."""
    parent = int(os.environ.get(PARENT, os.getppid()))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)
    os.environ[PARENT] = str(os.getpid())


def main() -> None:
    """Runs the module named by the first argument, with the others."""
    end_with_parent()
    sys.argv = sys.argv[1:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
