"""The list of units that have not sent, from what is published, and where it is kept.

Belongs here: reading what it stands on, writing it into the home. Not here: when a unit is late
(`transforms.figures.reminders`), the words (`reports.letters.reminder_list`), Prefect and telling (`flows.reminders`).
"""

from datetime import date
from pathlib import Path
from typing import NamedTuple

import polars as pl

from contracts.atomic_file import write_atomically
from contracts.home import Home
from contracts.periods import Period
from contracts.questionnaire_tables import FURTHER_INDEX
from contracts.registry import Registry, load_registry
from contracts.reminders import OVERDUE, Reminder
from contracts.settings import Settings, load_settings
from pipeline.asked_words import asked_period
from reports.letters import reminder_list as words
from transforms.figures.further_figures import apart_respondents
from transforms.figures.reminders import Sent, due_period, last_day_of_grace, reminders
from transforms.schema import empty_frame
from warehouse import published
from warehouse.read import Reader, open_published


class ReminderList(NamedTuple):
    """How every unit stands in a period on a day."""

    period: Period
    today: date
    last_day: date
    """The last day on which a unit is not late."""
    reminders: list[Reminder]
    settings: Settings
    registry: Registry

    @property
    def overdue(self) -> list[Reminder]:
        """Units to send a notification about: late, or missed altogether."""
        return [one for one in self.reminders if one.state in OVERDUE]


def list_reminders(home: Home, period_code: str | None, today: date) -> ReminderList:
    """The list of a period, or of the last that ended. Raises SkmError for a period that is none, HomeError
    where nothing is published, ConfigurationError for invalid settings or registry."""
    settings, registry = load_settings(home.settings), load_registry(home.units)
    period = asked_period(period_code) if period_code else due_period(settings.reminders.kind, today)
    grace_days = settings.reminders.grace_days
    with open_published(home) as reader:
        sent = _sent(reader)
    return ReminderList(
        period=period,
        today=today,
        last_day=last_day_of_grace(period, grace_days),
        reminders=reminders(period, sent, registry, grace_days, today),
        settings=settings,
        registry=registry,
    )


def keep(home: Home, listed: ReminderList) -> tuple[Path, Path]:
    """Writes table and letters of that day into the home, and returns where they lie. Both name contacts: the
    folder is the staff's."""
    period, today = listed.period, listed.today
    place = home.reminders / period.code / today.isoformat()
    letters = words.letters(period, listed.reminders, listed.registry, listed.settings, listed.last_day, today)
    table = words.table_csv(listed.reminders, listed.registry)
    return _write(place.with_suffix(".csv"), table), _write(place.with_suffix(".txt"), letters.encode())


def _sent(reader: Reader) -> Sent:
    frames = {
        name: pl.read_parquet(reader.parquet(name)) for name in ("ikm_unit", "collection", "edition", "late_response")
    }
    name = FURTHER_INDEX.name
    further = pl.read_parquet(reader.parquet(name)) if reader.has(name) else empty_frame(FURTHER_INDEX)
    apart = apart_respondents(further)
    return Sent(**frames, refused_files=published.refused_files(published.files(reader)), apart=apart)


def _write(path: Path, content: bytes) -> Path:
    write_atomically(path, content)
    return path
