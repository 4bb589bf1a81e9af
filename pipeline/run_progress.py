"""What a consolidation is doing, written into the home for whoever watches from elsewhere.

Belongs here: the listener that writes it. Not here: what it says (`contracts.jobs`), who reads it
(`portal.server.run_progress`). Nothing here ever fails a run.
"""

import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Lock
from typing import Final

from contracts.atomic_file import write_atomically
from contracts.clock import now
from contracts.home import Home
from contracts.jobs import RunProgress, StageProgress
from pipeline.progress import Listener, listener

_SECONDS_BETWEEN: Final = 0.5
"""Nobody looks more often, and each writing waits for the disk."""


class RecordedListener:
    """Hands everything on, and writes how far it is; see `pipeline.progress.Listener`."""

    def __init__(self, home: Home, other: Listener, flow_run_id: str = "") -> None:
        self._home = home
        self._other = other
        self._lock = Lock()
        self._stages: dict[str, StageProgress] = {}
        self._written_at = 0.0
        self._progress = RunProgress(
            started_at=now(), machine=socket.gethostname(), process=os.getpid(), flow_run_id=flow_run_id
        )
        self._write()

    def started(self, stage: str, steps: int) -> None:
        """A stage begins."""
        self._other.started(stage, steps)
        self._put(StageProgress(name=stage, steps=steps))

    def stepped(self, stage: str, steps: int) -> None:
        """So many steps are done."""
        self._other.stepped(stage, steps)
        with self._lock:
            known = self._stages.get(stage, StageProgress(name=stage))
            self._stages[stage] = known.model_copy(update={"done": known.done + steps})
        self._write_now_and_then()

    def finished(self, stage: str, outcome: str) -> None:
        """It is done, and what came out."""
        self._other.finished(stage, outcome)
        known = self._stages.get(stage, StageProgress(name=stage))
        self._put(known.model_copy(update={"outcome": outcome}))

    def noticed(self, sentence: str) -> None:
        """For who started the run."""
        self._other.noticed(sentence)

    def end(self) -> None:
        """The run is over, however."""
        self._progress = self._progress.model_copy(update={"ended_at": now()})
        self._write()

    def _put(self, stage: StageProgress) -> None:
        with self._lock:
            self._stages[stage.name] = stage
        self._write_now_and_then()

    def _write_now_and_then(self) -> None:
        if time.monotonic() - self._written_at >= _SECONDS_BETWEEN:
            self._write()

    def _write(self) -> None:
        self._written_at = time.monotonic()
        with self._lock, suppress(OSError):
            progress = self._progress.model_copy(update={"stages": tuple(self._stages.values())})
            write_atomically(self._home.run_progress, progress.model_dump_json().encode())


@contextmanager
def recorded(home: Home, flow_run_id: str = "") -> Iterator[None]:
    """Within the block what a run tells of itself is written too, under Prefect's name of it."""
    recording = RecordedListener(home, listener.get(), flow_run_id)
    token = listener.set(recording)
    try:
        yield
    finally:
        listener.reset(token)
        recording.end()
