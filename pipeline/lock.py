"""One run at a time in a home, whoever started it.

Belongs here: the lock. It is the operating system's, on an open file: it is gone with the process that
held it, however that process ended, so no stale lock can ever block a run. Whoever publishes has to show
that it is held (`contracts.lock`).
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Final

from contracts import home_format
from contracts.errors import HomeError
from contracts.home import Home
from contracts.lock import FOR_ACCOUNT, HeldLock
from contracts.safe_text import shown_line
from pipeline.progress import listener

_ALL_HELD: Final = Path("/proc/locks")
_LONGEST_HOLDER: Final = 200
_LOOK_EVERY_SECONDS: Final = 0.1
patience: ContextVar[float] = ContextVar("patience", default=0)
"""Seconds that whoever says nothing else waits: somebody at a terminal tries again, a page of the portal does not."""


@contextmanager
def one_run_at_a_time(home: Home, *, wait_seconds: float = 0) -> Iterator[HeldLock]:
    """Holds the home's lock. Where another run holds it, waits up to `wait_seconds`, or `patience`, and says so once;
    raises HomeError if it is still held then, and for a home that a newer program has changed: nobody writes there."""
    descriptor = os.open(home.lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        _take(descriptor, home, max(wait_seconds, patience.get()))
        home_format.about(home)
        os.truncate(descriptor, 0)
        os.pwrite(descriptor, _this_process().encode(), 0)
        lock = HeldLock(home)
        try:
            yield lock
        finally:
            lock.release()
    finally:
        os.close(descriptor)


def _take(descriptor: int, home: Home, wait_seconds: float) -> None:
    end = time.monotonic() + wait_seconds
    said = False
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            running = f"Konsolidasi lain sedang berjalan di {home.root} ({_holder(descriptor)})"
            if time.monotonic() >= end:
                waited = f" Sudah ditunggu {_in_words(wait_seconds)}." if wait_seconds else ""
                raise HomeError(f"{running}.{waited} Tunggu sampai selesai, lalu jalankan lagi.") from error
            if not said:
                listener.get().noticed(f"{running}: ditunggu, paling lama {_in_words(wait_seconds)}.")
                said = True
            time.sleep(_LOOK_EVERY_SECONDS)
        else:
            return


def holder(home: Home) -> str | None:
    """Who holds a home's lock at this moment; None where nobody does. Only looks: who took the lock to find out would
    be in the way of whoever wants it."""
    try:
        with home.lock.open("rb") as file:
            place = f":{os.fstat(file.fileno()).st_ino} "
            held = any(" FLOCK " in line and place in line for line in _ALL_HELD.read_text("ascii").splitlines())
            return _holder(file.fileno()) if held else None
    except OSError:
        return None


def _this_process() -> str:
    account = os.environ.get(FOR_ACCOUNT)
    return f"{os.getpid()} untuk akun {account}" if account else str(os.getpid())


def _holder(descriptor: int) -> str:
    said = os.pread(descriptor, _LONGEST_HOLDER, 0).decode(errors="replace")
    return f"proses {shown_line(said).strip() or 'tidak diketahui'}"


def _in_words(seconds: float) -> str:
    return f"{seconds / 60:.0f} menit" if seconds >= 60 else f"{seconds:.0f} detik"
