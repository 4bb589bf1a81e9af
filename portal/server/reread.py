"""A file of the home as it is now: staff change registry and settings while the server runs.

Belongs here: reading it anew when it changed. Not here: what stands in it (`contracts.registry`, `contracts.settings`).
"""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Generic, TypeVar

from contracts.errors import SkmError

T = TypeVar("T")


class Reread(Generic[T]):
    """Gives what a file says. One that cannot be meant is passed over: the last good one holds."""

    def __init__(self, path: Path, read: Callable[[Path], T]) -> None:
        """Raises what `read` raises where the first one cannot be read."""
        self._path = path
        self._read = read
        self._seen = self._stamp()
        self._value = read(path)

    def __call__(self) -> T:
        """What it says."""
        if (seen := self._stamp()) != self._seen:
            with suppress(SkmError):
                self._value = self._read(self._path)
            self._seen = seen
        return self._value

    def _stamp(self) -> tuple[int, int]:
        try:
            found = self._path.stat()
        except OSError:
            return (0, 0)
        return (found.st_mtime_ns, found.st_ino)
