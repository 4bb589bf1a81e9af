"""What runs by itself, what became of it last, and what should have run since.

Belongs here: the jobs, the record of one, how far a consolidation is, and the judgement whether a job is overdue; pure.
Not here: writing and reading the records (`pipeline.job_records`, `pipeline.run_progress`), the words for staff
(`reports.wording.job_words`).
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final, Literal, NamedTuple, get_args

from contracts.records import Record
from contracts.schedules import Schedule, schedule_of
from contracts.settings import Schedules

JobName = Literal["consolidation", "period_end", "reminder", "backup"]
JOBS: Final[tuple[JobName, ...]] = get_args(JobName)
PATIENCE: Final = timedelta(hours=2)
"""So long after its time a job may wait for another or still be at it."""


class JobRecord(Record):
    """What became of a job, as often as it ran in this home."""

    good: int = 0
    """How many times it ended well."""
    good_at: datetime | None = None
    """When it last ended well."""
    seconds: float | None = None
    """How long that took."""
    failed: int = 0
    failed_at: datetime | None = None
    failure: str | None = None
    """The kind of the last error, never its sentence; None where the process was ended."""
    detail: str = ""
    """Of the last good one, for staff: where the backup lies."""

    @property
    def failed_last(self) -> bool:
        """Whether it failed since it was last good."""
        return self.failed_at is not None and (self.good_at is None or self.good_at < self.failed_at)


class StageProgress(Record):
    """A stage of a consolidation, as staff read it."""

    name: str
    steps: int = 0
    """How many there are; 0: not known, or done at once."""
    done: int = 0
    outcome: str | None = None
    """What came out; None while it runs."""


class RunProgress(Record):
    """How far a consolidation is. It is under way while `ended_at` is None and its process is there."""

    started_at: datetime
    machine: str
    process: int
    flow_run_id: str = ""
    """Prefect's name of the run."""
    ended_at: datetime | None = None
    stages: tuple[StageProgress, ...] = ()


class JobState(NamedTuple):
    """A job as it stands at a moment."""

    job: JobName
    schedule: Schedule | None
    """None: by hand only, or by another's clock."""
    record: JobRecord
    due_at: datetime | None
    """When it should have run, where it has not."""
    next_at: datetime | None

    @property
    def is_well(self) -> bool:
        """Neither overdue nor failed."""
        return self.due_at is None and not self.record.failed_last


def schedules_by_job(schedules: Schedules) -> dict[JobName, Schedule | None]:
    """The jobs that Prefect starts, with their times."""
    return {
        "consolidation": schedule_of(schedules.consolidation),
        "period_end": schedule_of(schedules.period_end, is_quarterly=True),
        "reminder": schedule_of(schedules.reminder),
    }


def job_states(
    records: Mapping[JobName, JobRecord], schedules: Schedules, since: datetime | None, moment: datetime
) -> list[JobState]:
    """Every job at a moment. `since`: when schedules were first applied for this home; without that nothing runs by
    itself, and nothing is overdue but a backup that was made once."""
    times = schedules_by_job(schedules)
    states = []
    for job in JOBS:
        record, schedule = records.get(job, JobRecord()), times.get(job)
        if job == "backup":
            due = _backup_due(record.good_at, schedules.backup_days, since, moment)
        else:
            due = _due(record.good_at, schedule, since, moment)
        following = schedule.next_due(moment) if schedule and since is not None else None
        states.append(JobState(job, schedule, record, due, following))
    return states


def _due(
    good_at: datetime | None, schedule: Schedule | None, since: datetime | None, moment: datetime
) -> datetime | None:
    """When a job should have run that has not run since, with its patience over."""
    if schedule is None or since is None:
        return None
    due = schedule.last_due(moment - PATIENCE)
    return due if due >= since and (good_at is None or good_at < due) else None


def _backup_due(good_at: datetime | None, days: int, since: datetime | None, moment: datetime) -> datetime | None:
    known = good_at or since
    if not days or known is None:
        return None
    due = known + timedelta(days=days)
    return due if due <= moment - PATIENCE else None
