"""The process that waits, with all that a run needs imported, for the next one of the worker: it becomes that run.

    python -m operations.waiting_run       (`skm up` keeps one; SKM_WAITING_RUN names the socket)

Belongs here: for which run the process is fit, and its end. It serves one run, and another process is started then; a
run that it is not fit for it lets go, and that one imports for itself. Not here: what is imported (`flows.beforehand`),
how a run is handed over (`operations.handover`), the run.
"""

import atexit
import os
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from operations import handover
from operations.end_with_parent import PARENT
from pipeline.collector import importing_much

_OF_ONE_PROCESS: Final = ("PREFECT__", PARENT, "_RJEM_MALLOC_CONF")
"""How variables begin that differ from one run to the next; Polars adds to the last whenever it is imported."""


def main() -> None:
    """Waits, and is the run that comes."""
    begun_at = time.time()
    ended: list[tuple[handover.Handed, int]] = []
    atexit.register(_leave, ended)  # the first to be registered is the last to be called
    with handover.waiting_at(Path(os.environ[handover.SOCKET])) as listener:
        with importing_much():
            from flows.beforehand import import_everything

            expected = import_everything()
        handed = handover.next_run(listener)
    if handed is None or written_since(begun_at) or differing(handed.environment, expected):
        return
    handed.take()
    code = 1
    try:
        handover.run_engine()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
        raise
    finally:
        ended.append((handed, code))


def _leave(ended: list[tuple[handover.Handed, int]]) -> None:
    """Everything else that waits for an end has been called; Python would take apart all that was imported, for a
    second in which the next run cannot begin."""
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    for handed, code in ended:
        handed.end_with(code)
    os._exit(0)


def written_since(moment: float) -> list[str]:
    """Files that were imported and are no longer what was imported: a new release lies in their place, or nothing."""
    files = {getattr(module, "__file__", None) for module in list(sys.modules.values())}
    return sorted(file for file in files if file and not _is_older(Path(file), moment))


def _is_older(file: Path, moment: float) -> bool:
    try:
        return file.stat().st_ctime < moment
    except OSError:
        return False


def differing(environment: Mapping[str, str], expected: Mapping[str, str]) -> list[str]:
    """Variables of a run that are not those under which everything was imported: settings are read then, once."""
    names = environment.keys() | expected.keys()
    return [
        name
        for name in sorted(names)
        if not name.startswith(_OF_ONE_PROCESS) and environment.get(name) != expected.get(name)
    ]


if __name__ == "__main__":
    main()
