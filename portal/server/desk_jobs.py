"""What staff had done: commands that run one after another, and what each of them said.

Belongs here: the line of waiting jobs, their folders in the home, ending and sweeping them. Not here: which commands
these are (`portal.server.desk_actions`), the process itself, which is handed in, the pages
(`portal.server.desk_pages`).

A job is a folder: what was asked by whom, and the output. It outlives the page that asked for it. What changes the home
waits in one line, as the home's lock would have it; what only reads waits in another. A server that ends takes its jobs
with it: they are told as broken off, which harms nothing (docs/survival.md).
"""

import logging
import secrets
import shutil
import subprocess
import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO, Final, Literal

from pydantic import Field, ValidationError

from contracts.atomic_file import write_atomically
from contracts.errors import trace_of
from contracts.home import Home
from contracts.records import Record
from contracts.safe_text import shown_text
from portal.server.desk_actions import ACTIONS, DeskAction

StartCommand = Callable[[Sequence[str], str, BinaryIO], "subprocess.Popen[bytes]"]
"""The arguments of `skm`, the account it is for, and where its output goes."""
JobEnd = Callable[["DeskJob"], None]

KEPT: Final = timedelta(days=90)
MOST_KEPT: Final = 200
MOST_WAITING: Final = 10
LONGEST_OUTPUT: Final = 200_000
"""Bytes that a page shows of it, its end."""
_SECONDS_TO_END: Final = 5.0
_ABOUT: Final = "job.json"
_OUTPUT: Final = "output.txt"
_ID_BYTES: Final = 8
_BROKEN_OFF: Final = -1

State = Literal["waiting", "running", "done", "failed", "broken_off"]


class TooManyJobsError(Exception):
    """So many wait already: a sentence for who asked."""


_log = logging.getLogger("skm.portal")


class DeskJob(Record):
    """A job, as it stands."""

    job_id: str
    action_key: str
    account: str
    values: dict[str, str]
    words: dict[str, str] = Field(default_factory=dict)
    """What was chosen from lists, as a person reads it: a file's path for its id."""
    is_rehearsal: bool = False
    """It only said what would change."""
    insists: bool = False
    asked_at: datetime
    started_at: datetime | None = None
    ended_at: datetime | None = None
    exit_code: int | None = None

    @property
    def state(self) -> State:
        """How far it is."""
        if self.ended_at is not None:
            return {0: "done", _BROKEN_OFF: "broken_off"}.get(self.exit_code or 0, "failed")  # type: ignore[return-value]
        return "waiting" if self.started_at is None else "running"

    @property
    def is_over(self) -> bool:
        """Whether nothing of it is to come."""
        return self.ended_at is not None

    @property
    def action(self) -> DeskAction:
        """What was asked."""
        return ACTIONS[self.action_key]

    @property
    def shown(self) -> list[tuple[str, str]]:
        """The values with their labels, as a person reads them."""
        return self.action.shown(self.values, self.words)

    @property
    def object(self) -> str:
        """What it is about, in a line, as the audit log has it."""
        said = "; ".join(f"{label}: {value}" for label, value in self.shown)
        kind = " (lihat akibatnya)" if self.is_rehearsal else " (walaupun belum selesai)" if self.insists else ""
        return f"{self.action.title}{kind}" + (f" – {said}" if said else "")


class DeskJobs:
    """The jobs of a home. One process serves it: the lines are in memory."""

    def __init__(self, home: Home, start: StartCommand, now: Callable[[], datetime], on_end: JobEnd) -> None:
        """`start` starts a command; `on_end` is told of every job that ended."""
        self._home = home
        self._start = start
        self._now = now
        self._on_end = on_end
        self._lock = threading.Lock()
        self._lines: dict[bool, deque[DeskJob]] = {True: deque(), False: deque()}
        self._busy: set[bool] = set()
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._is_closed = False
        self._mark_broken_off()

    def new_id(self) -> str:
        """A name for a job, given out with the form that may ask for it: sent twice, it is asked for once."""
        return secrets.token_hex(_ID_BYTES)

    def ask(
        self,
        job_id: str,
        action: DeskAction,
        values: Mapping[str, str],
        account: str,
        *,
        words: Mapping[str, str] | None = None,
        is_rehearsal: bool = False,
        insists: bool = False,
    ) -> DeskJob:
        """Puts a job into its line; the one there is where it was asked for already. Raises TooManyJobsError, and
        ValueError for a name that `new_id` does not give."""
        if not is_job_id(job_id):
            raise ValueError("not a name of a job")
        job = DeskJob(
            job_id=job_id,
            action_key=action.key,
            account=account,
            values=dict(values),
            words=dict(words or {}),
            is_rehearsal=is_rehearsal,
            insists=insists,
            asked_at=self._now(),
        )
        line = self._lines[action.takes_lock]
        with self._lock:
            if (known := self.find(job_id)) is not None:
                return known
            if len(line) >= MOST_WAITING:
                raise TooManyJobsError("Terlalu banyak pekerjaan yang menunggu. Tunggu sampai sebagian selesai.")
            self._folder(job_id).mkdir(mode=0o700, parents=True)
            self._write(job)
            line.append(job)
            if action.takes_lock not in self._busy:
                self._busy.add(action.takes_lock)
                threading.Thread(target=self._work_off, args=[action.takes_lock], daemon=True, name="desk-jobs").start()
        return job

    def all(self) -> list[DeskJob]:
        """Every job that is kept, the newest first."""
        found = [job for folder in self._folders() if (job := self.find(folder.name))]
        return sorted(found, key=lambda job: (job.asked_at, job.job_id), reverse=True)

    def find(self, job_id: str) -> DeskJob | None:
        """A job by its name; None where there is none."""
        if not is_job_id(job_id):
            return None
        try:
            job = DeskJob.model_validate_json((self._folder(job_id) / _ABOUT).read_bytes())
        except (OSError, ValidationError):
            return None
        return job if job.action_key in ACTIONS else None

    def output(self, job: DeskJob) -> str:
        """What the command said so far, its end where that is long."""
        try:
            with (self._folder(job.job_id) / _OUTPUT).open("rb") as file:
                size = file.seek(0, 2)
                file.seek(max(0, size - LONGEST_OUTPUT))
                return shown_text(file.read().decode("utf-8", "replace"))
        except OSError:
            return ""

    def ahead_of(self, job: DeskJob) -> DeskJob | None:
        """What runs while a job waits."""
        if job.state != "waiting":
            return None
        running = [one for one in self.all() if one.state == "running"]
        return next((one for one in running if one.action.takes_lock == job.action.takes_lock), None)

    def sweep(self) -> None:
        """Deletes what is old, and of the others all but the newest."""
        for number, job in enumerate(self.all()):
            if job.is_over and (number >= MOST_KEPT or self._now() - job.asked_at >= KEPT):
                shutil.rmtree(self._folder(job.job_id), ignore_errors=True)

    def close(self) -> None:
        """Ends what runs; what waits is not begun."""
        with self._lock:
            self._is_closed = True
            for line in self._lines.values():
                line.clear()
            processes = list(self._processes.values())
        for process in processes:
            process.terminate()
        for process in processes:
            with suppress(subprocess.TimeoutExpired):
                process.wait(_SECONDS_TO_END)
        self._mark_broken_off()

    def _work_off(self, takes_lock: bool) -> None:
        while True:
            with self._lock:
                line = self._lines[takes_lock]
                if not line or self._is_closed:
                    self._busy.discard(takes_lock)
                    return
                job = line.popleft()
            try:
                self._do(job)
            except Exception as error:  # the line goes on
                _log.error("desk job %s: %s", job.job_id, trace_of(error))
                with suppress(OSError):
                    self._write(job.model_copy(update={"ended_at": self._now(), "exit_code": 1}))

    def _do(self, job: DeskJob) -> None:
        job = job.model_copy(update={"started_at": self._now()})
        self._write(job)
        arguments = job.action.arguments(
            job.values, is_rehearsal=job.is_rehearsal, insists=job.insists, home=str(self._home.root.resolve())
        )
        with (self._folder(job.job_id) / _OUTPUT).open("wb") as output:
            try:
                process = self._start(arguments, job.account, output)
            except OSError as error:
                output.write(f"skm tidak dapat dijalankan ({error.strerror}).".encode())
                exit_code = 1
            else:
                self._processes[job.job_id] = process
                exit_code = process.wait()
                del self._processes[job.job_id]
            if exit_code < 0 and not self._is_closed:
                output.write(f"\nskm berhenti sebelum selesai (sinyal {-exit_code}).\n".encode())
        ended = {"ended_at": self._now(), "exit_code": _BROKEN_OFF if self._is_closed else abs(exit_code)}
        job = job.model_copy(update=ended)
        try:
            self._on_end(job)  # first: whoever sees the end finds it in the log
        finally:
            self._write(job)

    def _mark_broken_off(self) -> None:
        """Jobs of a server that is gone."""
        for job in self.all():
            if not job.is_over:
                self._write(job.model_copy(update={"ended_at": self._now(), "exit_code": _BROKEN_OFF}))

    def _folder(self, job_id: str) -> Path:
        return self._home.desk / job_id

    def _folders(self) -> list[Path]:
        with suppress(OSError):
            return [folder for folder in self._home.desk.iterdir() if folder.is_dir()]
        return []

    def _write(self, job: DeskJob) -> None:
        write_atomically(self._folder(job.job_id) / _ABOUT, job.model_dump_json().encode())


def is_job_id(text: str) -> bool:
    """Whether a text may be the name of a job: small hexadecimal digits, and nothing that leads elsewhere."""
    return len(text) == 2 * _ID_BYTES and all(letter in "0123456789abcdef" for letter in text)
