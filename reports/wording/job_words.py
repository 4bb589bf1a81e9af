"""What runs by itself, how it went and what is overdue, in the words staff read.

Belongs here: these words, for the command and the portal alike. Not here: the judgement (`contracts.jobs`).
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from contracts.jobs import JobName, JobState, schedules_by_job
from contracts.settings import Schedules

JOB_NAMES: Final[Mapping[JobName, str]] = {
    "consolidation": "Konsolidasi",
    "period_end": "Dokumen akhir periode",
    "reminder": "Pengingat",
    "backup": "Cadangan",
}
_TO_DO: Final[Mapping[JobName, str]] = {
    "consolidation": "Periksa apakah 'skm up' berjalan, atau jalankan 'skm run'.",
    "period_end": "Periksa apakah 'skm up' berjalan, atau jalankan 'skm report'.",
    "reminder": "Periksa apakah 'skm up' berjalan, atau jalankan 'skm remind'.",
    "backup": "Jalankan 'skm backup FOLDER', dan periksa skm-backup.timer.",
}


def clock_words(moment: datetime) -> str:
    """A moment: `28/11/2026 18.00`."""
    return f"{moment:%d/%m/%Y %H.%M}"


def last_words(state: JobState) -> str:
    """When a job last ended well."""
    record = state.record
    if record.good_at is None:
        return "belum pernah"
    seconds = "" if record.seconds is None else f", {_duration(record.seconds)}"
    return f"{clock_words(record.good_at)}{seconds}"


def schedule_words(state: JobState) -> str:
    """When a job runs by itself."""
    if state.job == "backup":
        return "skm-backup.timer"
    if state.schedule is None:
        return "tidak dijadwalkan"
    following = f"; berikutnya {clock_words(state.next_at)}" if state.next_at else "; 'skm up' belum pernah berjalan"
    return f"{state.schedule.words}{following}"


def schedules_in_words(schedules: Schedules, moment: datetime) -> Iterator[tuple[str, str]]:
    """Each job that Prefect starts, with when it runs, and runs next."""
    for job, schedule in schedules_by_job(schedules).items():
        when = "tidak dijadwalkan"
        if schedule is not None:
            when = f"{schedule.words} WIB, berikutnya {clock_words(schedule.next_due(moment))}"
        yield JOB_NAMES[job], when


def trouble_words(state: JobState) -> str:
    """What is wrong with a job and what to do; empty where it is well."""
    said = []
    if state.record.failed_last and state.record.failed_at is not None:
        why = state.record.failure or "prosesnya dihentikan"
        said.append(f"gagal {clock_words(state.record.failed_at)} ({why})")
    if state.due_at is not None:
        said.append(f"seharusnya berjalan {clock_words(state.due_at)}")
    return f"{said[0][:1].upper()}{'; '.join(said)[1:]}. {_TO_DO[state.job]}" if said else ""


def sentence(state: JobState) -> str:
    """A job in a line: `Konsolidasi: 28/11/2026 18.00, 12 detik`."""
    trouble = trouble_words(state)
    return f"{JOB_NAMES[state.job]}: {last_words(state)}" + (f". {trouble}" if trouble else "")


def _duration(seconds: float) -> str:
    return f"{seconds / 60:.0f} menit" if seconds >= 120 else f"{seconds:.0f} detik"
