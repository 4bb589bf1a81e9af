"""Which units have not sent for a period, and which of them are late.

Pure: what is published, the registry and the day are handed in. Not here: reading, writing and telling
(`pipeline.documents.reminder_lists`), or the words of it (`reports.letters.reminder_list`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from contracts.periods import Period, PeriodKind, parse_period, period_of
from contracts.registry import Registry
from contracts.reminders import Reminder, ReminderState
from transforms.figures.sample import sample_needed


@dataclass(frozen=True)
class Sent:
    """What is published about who sent, as frames of the tables of those names."""

    ikm_unit: pl.DataFrame
    """period_code, unit_code, respondents."""
    collection: pl.DataFrame
    """unit_code, last_response_date."""
    edition: pl.DataFrame
    """period_code, revision, state."""
    late_response: pl.DataFrame
    """period_code, unit_code, change."""
    refused_files: Mapping[str, int]
    """By unit, its files that were refused or held and not sent again."""


def due_period(kind: PeriodKind, today: date) -> Period:
    """The last period of that kind that ended before today."""
    return period_of(today, kind).previous


def last_day_of_grace(period: Period, grace_days: int) -> date:
    """The last day on which a unit that has not sent is not late yet."""
    return period.end_date + timedelta(days=grace_days)


def reminders(period: Period, sent: Sent, registry: Registry, grace_days: int, today: date) -> list[Reminder]:
    """Every unit of the registry that owes a report for the period, or sent one, once, in its order, as it stands on
    that day."""
    in_period = sent.ikm_unit.filter(period_code=period.code)
    respondents: dict[str, int] = dict(in_period.select("unit_code", "respondents").iter_rows())
    closed = _is_closed(sent.edition, period)
    held_rows = sent.late_response.filter(period_code=period.code, change="new")
    held: dict[str, int] = dict(held_rows.group_by("unit_code").len().iter_rows())
    newest = sent.collection.group_by("unit_code").agg(pl.col("last_response_date").max())
    last_dates: dict[str, date | None] = dict(newest.iter_rows())
    last_periods = _last_periods(sent.ikm_unit)
    absent = _state_of_absent(period, closed, grace_days, today)
    return [
        Reminder(
            period_code=period.code,
            unit_code=unit.unit_code,
            unit_name=unit.unit_name,
            unit_type=unit.unit_type,
            state="sent" if unit.unit_code in respondents else absent,
            respondents=respondents.get(unit.unit_code, 0),
            sample_needed=_sample_needed(dict(unit.service_recipients), period.code),
            last_period_code=last_periods.get(unit.unit_code),
            last_response_date=last_dates.get(unit.unit_code),
            held_responses=held.get(unit.unit_code, 0),
            refused_files=sent.refused_files.get(unit.unit_code, 0),
        )
        for unit in registry.units
        if unit.owes(period) or unit.unit_code in respondents
    ]


def _state_of_absent(period: Period, closed: bool, grace_days: int, today: date) -> ReminderState:
    if closed:
        return "missed"
    return "late" if today > last_day_of_grace(period, grace_days) else "not_sent"


def _is_closed(edition: pl.DataFrame, period: Period) -> bool:
    """Whether the newest edition of the period is official: one that is reopened takes answers again."""
    newest = edition.filter(period_code=period.code).sort("revision").tail(1)
    return newest.get_column("state").to_list() == ["official"]


def _last_periods(ikm_unit: pl.DataFrame) -> dict[str, str]:
    """By unit, the code of the latest period with an index: the one that begins last, the shortest of several."""
    latest: dict[str, Period] = {}
    for unit_code, period_code in ikm_unit.select("unit_code", "period_code").iter_rows():
        period = parse_period(period_code)
        known = latest.get(unit_code)
        if known is None or _recency(period) > _recency(known):
            latest[unit_code] = period
    return {unit_code: period.code for unit_code, period in latest.items()}


def _recency(period: Period) -> tuple[date, timedelta]:
    return period.start_date, period.start_date - period.end_date


def _sample_needed(service_recipients: Mapping[str, int], period_code: str) -> int | None:
    served = service_recipients.get(period_code)
    return None if served is None else sample_needed(served)
