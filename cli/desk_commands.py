"""What the staff's desk in the portal has done: a command of `skm` as a child process, for an account.

Belongs here: how such a process is started, and that it waits for others. Not here: which commands those are
and what becomes of them (`portal.server.desk_actions`, `portal.server.desk_jobs`).
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from typing import BinaryIO, Final

from contracts.lock import FOR_ACCOUNT
from operations.end_with_parent import PARENT
from pipeline.lock import patience

WAITS_SECONDS: Final = 3600
"""For what else changes the home: nobody at a page tries again."""


def start_command(arguments: Sequence[str], account: str, output: BinaryIO) -> "subprocess.Popen[bytes]":
    """Starts `skm` with these arguments. What it decides is noted under the account's name, what it says goes to
    `output`; nobody types to it. It ends with the thread that started it."""
    return subprocess.Popen(
        [sys.executable, "-m", "operations.end_with_parent", "cli.main", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        env={**os.environ, FOR_ACCOUNT: account, PARENT: str(os.getpid())},
    )


def be_patient() -> None:
    """In such a process: waits for a home that is held."""
    patience.set(WAITS_SECONDS)
