"""`skm` as a process: how it ends.

Belongs here: only that. Not here: the commands, their exit codes (`cli.main`).
"""

import atexit
import os
import sys


def start() -> None:
    """Entry point of `skm`: runs a command; then the process ends at once. Python would first take apart every module,
    which takes a third of the time that importing them took: after a run that is a second."""
    codes: list[int] = []
    atexit.register(_leave, codes)  # the first to be registered is the last to be called
    from cli.main import main

    try:
        main()
    except SystemExit as ended:
        codes.append(int(ended.code or 0))
        raise


def _leave(codes: list[int]) -> None:
    """Everything else that waits for an end has been called."""
    for stream in (sys.stdout, sys.stderr):
        stream.flush()  # where that fails, Python goes on and tells of it
    for code in codes:
        os._exit(code)
