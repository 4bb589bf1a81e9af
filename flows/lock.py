"""One run at a time in a home, whoever started it.

Belongs here: the lock. It is the operating system's, on an open file: it is gone with the process that
held it, however that process ended, so no stale lock can ever block a run.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from contracts.errors import HomeError
from contracts.home import Home


@contextmanager
def one_run_at_a_time(home: Home) -> Iterator[None]:
    """Holds the home's lock. Raises HomeError if another run holds it."""
    descriptor = os.open(home.lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.pread(descriptor, 32, 0).decode(errors="replace").strip()
            raise HomeError(
                f"Konsolidasi lain sedang berjalan di {home.root} (proses {holder or 'tidak diketahui'}). "
                "Tunggu sampai selesai, lalu jalankan lagi."
            ) from error
        os.truncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(descriptor)
