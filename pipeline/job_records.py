"""The record of what ran in a home and how it ended: one small file a job, so that it never grows.

Belongs here: writing and reading it, and the call that says "still alive" to somebody outside. Not here: what is
overdue (`contracts.jobs`), notifications (`flows.notifications`). Nothing here ever fails what it records.
"""

import logging
from datetime import datetime
from typing import Final

from pydantic import ValidationError

from contracts.atomic_file import write_atomically
from contracts.clock import now
from contracts.home import Home
from contracts.jobs import JOBS, JobName, JobRecord, JobState, job_states
from contracts.settings import Settings

SECONDS_TO_CALL: Final = 5.0
_SINCE: Final = "schedules.since"
_log = logging.getLogger("skm.jobs")


def note_good(home: Home, job: JobName, started_at: datetime, *, detail: str = "") -> None:
    """A job that began at that moment has just ended well."""
    moment = now()
    before = load(home, job)
    _note(
        home,
        job,
        before.model_copy(
            update={
                "good": before.good + 1,
                "good_at": moment,
                "seconds": max(0.0, (moment - started_at).total_seconds()),
                "detail": detail,
            }
        ),
    )


def note_failed(home: Home, job: JobName, failure: str | None) -> None:
    """A job has just failed: by an error of that kind, or because its process was ended (None)."""
    before = load(home, job)
    _note(home, job, before.model_copy(update={"failed": before.failed + 1, "failed_at": now(), "failure": failure}))


def consolidated(home: Home, settings: Settings, started_at: datetime) -> None:
    """A consolidation ended well, whether there was anything new or not: it is noted, and said outside."""
    note_good(home, "consolidation", started_at)
    call_alive(settings.notifications.alive_url)


def call_alive(url: str) -> None:
    """Calls the address of a service that speaks up when calls stop coming. What goes wrong is a warning, without the
    address: it may be a secret."""
    if not url:
        return
    import urllib.request  # not needed by who has no such address
    from http.client import HTTPException

    try:
        with urllib.request.urlopen(url, timeout=SECONDS_TO_CALL) as answer:
            answer.read(1)
    except (OSError, HTTPException, ValueError) as error:
        _log.warning("notifications.alive_url was not reached (%s); the consolidation itself is well", _kind(error))


def load(home: Home, job: JobName) -> JobRecord:
    """What is known of a job; an empty record where nothing is, or nothing that can be read."""
    try:
        return JobRecord.model_validate_json((home.jobs / f"{job}.json").read_bytes())
    except (OSError, ValidationError):
        return JobRecord()


def note_scheduled(home: Home) -> None:
    """From now on schedules run for this home; the first time counts."""
    if scheduled_since(home) is None:
        _write(home, _SINCE, now().isoformat().encode())


def scheduled_since(home: Home) -> datetime | None:
    """When schedules were first applied for this home; None where they never were."""
    try:
        return datetime.fromisoformat((home.jobs / _SINCE).read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        return None


def states(home: Home, settings: Settings, moment: datetime) -> list[JobState]:
    """Every job as it stands."""
    records = {job: load(home, job) for job in JOBS}
    return job_states(records, settings.schedules, scheduled_since(home), moment)


def _note(home: Home, job: JobName, record: JobRecord) -> None:
    _write(home, f"{job}.json", record.model_dump_json().encode())


def _write(home: Home, name: str, content: bytes) -> None:
    if not home.settings.is_file():
        return  # no home, or not yet: nothing is made there
    try:
        write_atomically(home.jobs / name, content)
    except OSError as error:
        _log.warning("%s cannot be written (%s)", home.jobs / name, error.strerror)


def _kind(error: Exception) -> str:
    reason = getattr(error, "reason", None)
    status = getattr(error, "code", None)
    return f"HTTP {status}" if status else type(reason if isinstance(reason, Exception) else error).__name__
