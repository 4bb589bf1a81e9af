"""What may happen to a process at any of its writes: it is killed, the disk is full, somebody does something else.

Belongs here: hearing every write below a folder, and what happens at the one that was drawn. A killed process writes
nothing more: whatever it would still do to files on its way out fails too. What libraries write below Python (DuckDB,
Polars) is not heard, but each of their files lies between two writes that are. Not here: what is done under it
(`tests.property.simulation`).
"""

import errno
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

_WRITES: Final = frozenset({"os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.chmod"})
_TAKES_SPACE: Final = frozenset({"open", "os.mkdir", "os.link", "os.symlink"})
_TO_WRITE: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_ROOMS: Final = frozenset({"pipeline", "warehouse", "ingest", "storage", "contracts"})


class Killed(BaseException):
    """The process ended here."""


@dataclass
class Disturbance:
    """What happens at a write, counted from the first."""

    below: Path
    at: int
    """Which write; one that is never reached disturbs nothing."""
    kind: Callable[["Disturbance"], None]
    is_over: bool = False
    """It happened, and goes on where it is of the kind that does."""
    places: list[str] = field(default_factory=list)
    """Of each write so far, where in our code it is."""
    then: Callable[[], None] = field(default=lambda: None)
    """What somebody else does at that moment, for the kind `beside`."""

    def heard(self, event: str, arguments: tuple[object, ...]) -> None:
        """A write, or not."""
        if not self._is_write(event, arguments):
            return
        self.places.append(_place())
        if len(self.places) == self.at:
            self.is_over = True
            if event == "open" and self.kind is not beside:
                _begin(arguments)
            self.kind(self)
        elif self.is_over and self.kind is kill:
            raise Killed
        elif self.is_over and self.kind is fill_the_disk and event in _TAKES_SPACE:
            raise _full()

    def _is_write(self, event: str, arguments: tuple[object, ...]) -> bool:
        if event == "open":
            flags = arguments[2]
            if not isinstance(flags, int) or not flags & _TO_WRITE:
                return False
        elif event not in _WRITES:
            return False
        path = arguments[0]
        if not isinstance(path, str | bytes | os.PathLike):
            return False
        name = Path(os.fsdecode(path))
        return not name.is_absolute() or name.is_relative_to(self.below)


def kill(disturbance: Disturbance) -> None:
    """The process ends."""
    raise Killed


def fill_the_disk(disturbance: Disturbance) -> None:
    """From now on nothing can be made."""
    raise _full()


def beside(disturbance: Disturbance) -> None:
    """Somebody else does something at that moment."""
    disturbance.then()


def _full() -> OSError:
    return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _begin(arguments: tuple[object, ...]) -> None:
    """Opens a file, which empties it or makes it, and no more: what was to be written is not."""
    path, _, flags = arguments
    assert isinstance(path, str | bytes | os.PathLike)
    assert isinstance(flags, int)
    with suppress(OSError):
        os.close(os.open(path, flags, 0o600))


def _place() -> str:
    """The innermost two places in our code."""
    found: list[str] = []
    frame = sys._getframe()
    while frame.f_back is not None and len(found) < 2:
        frame = frame.f_back
        file = Path(frame.f_code.co_filename)
        if _ROOMS & set(file.parts[-3:-1]):
            found.append(f"{file.name}:{frame.f_lineno}")
    return " < ".join(found)


class _Hearing:
    """Python's audit hooks cannot be taken away again: there is one, and at most one disturbance that it tells."""

    def __init__(self) -> None:
        self.disturbance: Disturbance | None = None
        self._is_installed = False

    def install(self) -> None:
        if not self._is_installed:
            sys.addaudithook(self)
            self._is_installed = True

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        disturbance = self.disturbance
        if disturbance is not None and (event == "open" or event in _WRITES):
            self.disturbance = None  # what happens then may write itself
            try:
                disturbance.heard(event, arguments)
            finally:
                self.disturbance = disturbance


_HEARING: Final = _Hearing()


@contextmanager
def disturbed(disturbance: Disturbance) -> Iterator[None]:
    """Within the block every write below its folder is counted, and it happens at the one that was drawn."""
    _HEARING.install()
    _HEARING.disturbance = disturbance
    try:
        yield
    finally:
        _HEARING.disturbance = None
