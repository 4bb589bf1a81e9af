"""Child processes that are kept running, and stopped in order.

Belongs here: starting, starting again after a growing backoff, stopping. Not here: which processes these are
(`operations.services`). Every child leads a session of its own, so that Ctrl-C reaches only the supervisor.
"""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from operations.end_with_parent import PARENT

LONGEST_BACKOFF_SECONDS: Final = 60.0
STEADY_SECONDS: Final = 60.0
"""A child that ran this long begins again with the shortest backoff."""
SECONDS_TO_STOP: Final = 15.0


@dataclass(frozen=True)
class Service:
    """A module to be kept running: `module` and its arguments, as `python -m` takes them."""

    name: str
    module: tuple[str, ...]
    seconds_to_stop: float = SECONDS_TO_STOP
    """How long it may take to end when asked to; then it is ended."""
    withheld: tuple[str, ...] = ()
    """How the variables begin that its process is not given."""
    serves_once: bool = False
    """Whether it ends by itself when it has done its work: then it is started again at once, and nothing is said."""


def without(environment: Mapping[str, str], withheld: tuple[str, ...]) -> dict[str, str]:
    """The environment without the variables that begin so."""
    return {name: value for name, value in environment.items() if not name.startswith(withheld)}


class Child:
    """A service's process, the one now running or to be started again."""

    def __init__(self, service: Service, environment: Mapping[str, str]) -> None:
        self.service = service
        self._environment = environment
        self._process: subprocess.Popen[bytes] | None = None
        self._started_at = 0.0
        self._exits = 0
        self.start_at: float | None = None
        """When it is to be started again; None while it runs."""

    def start(self) -> None:
        """Starts it now."""
        self._started_at, self.start_at = time.monotonic(), None
        self._process = subprocess.Popen(
            [sys.executable, "-m", "operations.end_with_parent", *self.service.module],
            env={**without(self._environment, self.service.withheld), PARENT: str(os.getpid())},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )

    @property
    def pid(self) -> int | None:
        """Its process, where one runs."""
        return self._process.pid if self._process is not None and self._process.poll() is None else None

    def poll(self) -> int | None:
        """Its exit code if it has just ended by itself; then it is to be restarted at `start_at`. None otherwise."""
        if self._process is None or self.start_at is not None or (code := self._process.poll()) is None:
            return None
        if self.service.serves_once and code == 0:
            self._exits = 0
        else:
            self._exits = 1 if time.monotonic() - self._started_at > STEADY_SECONDS else self._exits + 1
        self.start_at = time.monotonic() + self.backoff
        self._end_session(signal.SIGKILL)  # what it may have left
        return code

    @property
    def backoff(self) -> float:
        """Seconds between its last exit and its next start; none where it has only done its work."""
        return min(2.0 ** (self._exits - 1), LONGEST_BACKOFF_SECONDS) if self._exits else 0.0

    def stop(self) -> None:
        """Asks it to end, and ends it."""
        if self._process is None:
            return
        if self._process.poll() is None:
            self._process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(self.service.seconds_to_stop)
        self._end_session(signal.SIGKILL)
        self._process.wait()
        self.start_at = None

    def _end_session(self, how: signal.Signals) -> None:
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, how)


class Supervisor:
    """Keeps services running. `say` is called with a sentence when a service ended, and says when it is started again.
    Start and watch from one thread, which lives as long as the children: the kernel ends them with it."""

    def __init__(self, environment: Mapping[str, str], say: Callable[[str], None]) -> None:
        self.environment = environment
        """Of the services that are started from now on."""
        self._say = say
        self.children: list[Child] = []

    def start(self, service: Service, **more: str) -> None:
        """Starts a service and keeps it from now on; `more`: variables that it alone is given."""
        child = Child(service, {**self.environment, **more})
        self.children.append(child)
        child.start()

    def replace(self, service: Service, **more: str) -> None:
        """Stops a service, and starts it with these variables."""
        for child in [one for one in self.children if one.service == service]:
            child.stop()
            self.children.remove(child)
        self.start(service, **more)

    def restart_due(self) -> list[Service]:
        """Restarts the services that have exited and whose backoff is over; returns those."""
        started = []
        for child in self.children:
            code = child.poll()
            if code is not None and child.backoff:
                how = f"sinyal {signal.Signals(-code).name}" if code < 0 else f"kode {code}"
                self._say(f"{child.service.name} berhenti ({how}); dijalankan lagi dalam {child.backoff:.0f} detik.")
            if child.start_at is not None and time.monotonic() >= child.start_at:
                if child.backoff:
                    self._say(f"{child.service.name} dijalankan lagi.")
                child.start()
                started.append(child.service)
        return started

    def stop(self) -> None:
        """Stops everything, last started first."""
        for child in reversed(self.children):
            child.stop()
        self.children.clear()
