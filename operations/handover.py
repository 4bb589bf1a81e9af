"""A worker's run, handed to a process that has imported already what a run needs.

    python -m operations.handover        (the worker's command of a run: the process that Prefect knows)

Belongs here: both ends of the line between the two, a socket that only this user reaches. Environment, folder, output
and every signal go one way, the number that the run ends with comes back; where nobody waits, this process runs
Prefect's engine itself. Whichever ends takes the other with it. Imports little: every run waits for it. Not here: who
waits, and for which runs it is fit (`operations.waiting_run`).
"""

import contextlib
import json
import os
import runpy
import signal
import socket
import struct
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Final, NoReturn

from operations.end_with_parent import PARENT, end_with_parent

SOCKET: Final = "SKM_WAITING_RUN"
"""Names the socket in the environment of the worker and of whoever waits."""
_ENGINE: Final = "prefect.engine"
SECONDS_TO_ANSWER: Final = 60.0
"""Of whoever waits: it may still be importing, which the run would have to do itself."""
_LENGTH: Final = struct.Struct("!I")
_TAKEN: Final = b"t"
_OUTPUTS: Final = (0, 1, 2)
_SIGNALS: Final = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class Handed:
    """A run that asks to be taken, and the line to its process."""

    def __init__(self, line: socket.socket) -> None:
        line.settimeout(SECONDS_TO_ANSWER)
        length, self._outputs, _, _ = socket.recv_fds(line, _LENGTH.size, len(_OUTPUTS))
        said = json.loads(_read(line, *_LENGTH.unpack(length)))
        line.settimeout(None)
        self._line = line
        self._folder: str = said["folder"]
        self.environment: dict[str, str] = said["environment"]

    def take(self) -> None:
        """From now on this process is the run's: it has its environment, folder and output, gets its signals, and ends
        when the process that Prefect knows does."""
        os.environ.clear()
        os.environ.update(self.environment | {PARENT: str(os.getpid())})
        os.chdir(self._folder)
        for here, given in zip(_OUTPUTS, self._outputs, strict=True):
            os.dup2(given, here)
            os.close(given)
        self._line.sendall(_TAKEN)
        threading.Thread(target=self._follow, daemon=True, name="handover").start()

    def end_with(self, code: int) -> None:
        """What the other end is to end with, once this process has ended."""
        with contextlib.suppress(OSError):  # it is gone, and so are we
            self._line.sendall(bytes([code & 0xFF]))

    def _follow(self) -> None:
        with contextlib.suppress(OSError):
            while number := self._line.recv(1):
                os.kill(os.getpid(), number[0])
        os._exit(1)


@contextlib.contextmanager
def waiting_at(path: Path) -> Iterator[socket.socket]:
    """Runs that ask at that path wait from now on to be answered. Raises OSError where nothing can be opened there."""
    path.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX) as listener:
        before = os.umask(0o077)
        try:
            listener.bind(str(path))
        finally:
            os.umask(before)
        listener.listen()
        yield listener
        path.unlink(missing_ok=True)


def next_run(listener: socket.socket) -> Handed | None:
    """The next run that asks; None where it is gone before it has said what it is."""
    line, _ = listener.accept()
    try:
        return Handed(line)
    except (OSError, EOFError, struct.error):
        line.close()
        return None


def _read(line: socket.socket, length: int) -> bytes:
    found = b""
    while len(found) < length:
        if not (more := line.recv(length - len(found))):
            raise EOFError("the line was cut")
        found += more
    return found


def _handed_over() -> socket.socket | None:
    """The line to whoever took this process' run; None where nobody did."""
    path = os.environ.get(SOCKET)
    if not path:
        return None
    line = socket.socket(socket.AF_UNIX)
    line.settimeout(SECONDS_TO_ANSWER)
    try:
        line.connect(path)
        said = json.dumps({"environment": dict(os.environ), "folder": str(Path.cwd())}).encode()
        socket.send_fds(line, [_LENGTH.pack(len(said))], _OUTPUTS)
        line.sendall(said)
        if line.recv(1) == _TAKEN:
            line.settimeout(None)
            return line
    except OSError:
        pass  # nobody is there, or whoever is there is busy
    line.close()
    return None


def _end_as(line: socket.socket) -> NoReturn:
    """Hands on every signal, and ends as the run did: with its number, or of the signal that it died of."""
    died_of = signal.SIGKILL

    def hand_on(number: int, frame: FrameType | None) -> None:
        nonlocal died_of
        died_of = signal.Signals(number)
        with contextlib.suppress(OSError):
            line.sendall(bytes([number]))

    for one in _SIGNALS:
        signal.signal(one, hand_on)
    code = line.recv(1)
    while line.recv(1):
        pass  # until it has ended
    if not code:
        for one in _SIGNALS:
            signal.signal(one, signal.SIG_DFL)
        os.kill(os.getpid(), died_of)
    os._exit(code[0])


def main() -> None:
    """The run, in whichever process."""
    end_with_parent()
    line = _handed_over()
    if line is None:
        run_engine()
    else:
        _end_as(line)


def run_engine() -> None:
    """The run that the environment names, in this process, as its worker would have started it."""
    sys.argv = [_ENGINE]
    sys.modules.pop(_ENGINE, None)  # it may have been imported for what it defines; now it is the program
    runpy.run_module(_ENGINE, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
