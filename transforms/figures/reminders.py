"""Which units have not sent for a period, and which of them are late.

Pure: what is published, the registry and the day are handed in. Not here: reading, writing and telling
(`pipeline.documents.reminder_lists`), or the words of it (`reports.letters.reminder_list`).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from contracts.deadline_tables import DEADLINE, REMINDER
from contracts.periods import Period, PeriodKind, parse_period, period_of
from contracts.registry import Registry
from contracts.reminders import Reminder
from contracts.shared_columns import WITHOUT_UNSUR
from transforms.figures.sample import samples_by_unit_period
from transforms.schema import conform, empty_frame, frame_schema

_WHERE = ["period_code", "unit_code"]


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
    apart: pl.DataFrame
    """period_code, unit_code, respondents to questionnaires that leave an unsur out."""


def due_period(kind: PeriodKind, today: date) -> Period:
    """The last period of that kind that ended before today."""
    return period_of(today, kind).previous


def reminded_periods(period_codes: Iterable[str], kind: PeriodKind, today: date) -> list[Period]:
    """Of these periods, those of the kind that units are reminded of, and the last one that ended before today."""
    periods = {one for one in map(parse_period, period_codes) if one.kind == kind} | {due_period(kind, today)}
    return sorted(periods, key=lambda period: period.start_date)


def deadlines(period_codes: Collection[str], kind: PeriodKind, grace_days: int, today: date) -> pl.DataFrame:
    """The table `deadline` of these periods, and of the last one that units are reminded of."""
    periods = {*map(parse_period, period_codes), *reminded_periods(period_codes, kind, today)}
    rows = [(one.code, last_day_of_grace(one, grace_days), one.kind == kind) for one in periods]
    return pl.DataFrame(rows, schema=frame_schema(DEADLINE), orient="row").sort(DEADLINE.key)


def last_day_of_grace(period: Period, grace_days: int) -> date:
    """The last day on which a unit that has not sent is not late yet."""
    return period.end_date + timedelta(days=grace_days)


def reminders(period: Period, sent: Sent, registry: Registry, grace_days: int, today: date) -> list[Reminder]:
    """Every unit of the registry that owes a report for the period, or sent one, once, in its order, as it stands on
    that day."""
    units = registry.by_code
    rows = reminder_table([period], sent, registry, grace_days, today).drop("as_of").iter_rows(named=True)
    return [
        Reminder(**row, unit_name=unit.unit_name, unit_type=unit.unit_type)
        for row in rows
        for unit in [units[row["unit_code"]]]
    ]


def reminder_table(
    periods: Iterable[Period], sent: Sent, registry: Registry, grace_days: int, today: date
) -> pl.DataFrame:
    """The table `reminder`: of each period, the units of the registry that owe a report or sent one, in its order, as
    they stand on that day."""
    known = sent.ikm_unit.select(*_WHERE, pl.col("respondents").cast(pl.Int64))
    apart = sent.apart.select(*_WHERE, pl.col("respondents").cast(pl.Int64))
    either = pl.concat([known, apart])
    held = sent.late_response.filter(change="new").group_by(_WHERE).agg(pl.len().cast(pl.Int64).alias("held_responses"))
    newest = sent.collection.group_by("unit_code").agg(pl.col("last_response_date").max())
    refused = pl.DataFrame(
        list(sent.refused_files.items()), {"unit_code": pl.String, "refused_files": pl.Int64}, orient="row"
    )
    samples = samples_by_unit_period(registry).select(*_WHERE, "sample_needed")
    sent_by = dict(either.group_by("period_code").agg("unit_code").iter_rows())
    listed = [empty_frame(REMINDER)]
    for period in periods:
        sending = set(sent_by.get(period.code, ()))
        units = [one.unit_code for one in registry.units if one.unit_code in sending or one.owes(period)]
        absent = _state_of_absent(period, sent.edition, grace_days, today)
        state = (
            pl.when(pl.col("respondents").is_not_null())
            .then(pl.lit("sent"))
            .when(pl.col("respondents_apart").is_not_null())
            .then(pl.lit(WITHOUT_UNSUR))
            .otherwise(pl.lit(absent))
        )
        listed.append(
            conform(
                pl.DataFrame({"unit_code": units}, schema={"unit_code": pl.String})
                .with_columns(period_code=pl.lit(period.code), as_of=pl.lit(today))
                .join(known, on=_WHERE, how="left", maintain_order="left")
                .join(apart, on=_WHERE, how="left", maintain_order="left", suffix="_apart")
                .join(samples, on=_WHERE, how="left", maintain_order="left")
                .join(held, on=_WHERE, how="left", maintain_order="left")
                .join(newest, on="unit_code", how="left", maintain_order="left")
                .join(_last_periods(either), on="unit_code", how="left", maintain_order="left")
                .join(refused, on="unit_code", how="left", maintain_order="left")
                .with_columns(
                    state.alias("state"),
                    pl.coalesce("respondents", "respondents_apart", 0).alias("respondents"),
                    pl.col("held_responses", "refused_files").fill_null(0),
                ),
                REMINDER,
            )
        )
    return pl.concat(listed)


def _state_of_absent(period: Period, edition: pl.DataFrame, grace_days: int, today: date) -> str:
    if _is_closed(edition, period):
        return "missed"
    return "late" if today > last_day_of_grace(period, grace_days) else "not_sent"


def _is_closed(edition: pl.DataFrame, period: Period) -> bool:
    """Whether the newest edition of the period is official: one that is reopened takes answers again."""
    newest = edition.filter(period_code=period.code).sort("revision").tail(1)
    return newest.get_column("state").to_list() == ["official"]


def _last_periods(known: pl.DataFrame) -> pl.DataFrame:
    """By unit_code, last_period_code: the code of the latest period with an index: the one that begins last, the
    shortest of several."""
    periods = sorted(map(parse_period, known.get_column("period_code").unique()), key=_recency)
    place = {period.code: number for number, period in enumerate(periods)}
    codes = {number: code for code, number in place.items()}
    latest = pl.col("period_code").replace_strict(place, return_dtype=pl.Int64).max()
    return (
        known.group_by("unit_code")
        .agg(latest.alias("place"))
        .select("unit_code", pl.col("place").replace_strict(codes, return_dtype=pl.String).alias("last_period_code"))
    )


def _recency(period: Period) -> tuple[date, timedelta]:
    return period.start_date, period.start_date - period.end_date
