"""The flow at the close of a quarter, a half-year, a year: documents of the periods that have ended.

Belongs here: which periods these are. Not here: consolidating (`flows.consolidate`).
"""

from datetime import date
from pathlib import Path

from prefect import flow

from contracts.clock import now
from contracts.home import Home
from contracts.periods import Period, PeriodKind, period_of
from flows import run_names
from flows.consolidate import consolidate
from pipeline import job_records
from pipeline.summary import RunSummary

REPORTED: tuple[PeriodKind, ...] = ("quarter", "semester", "year")


def periods_ended(day: date) -> list[Period]:
    """The last quarter that ended before a day, and the half-year and the year that ended with it."""
    end = period_of(day, "quarter").previous.end_date
    return [period for kind in REPORTED if (period := period_of(end, kind)).end_date == end]


@flow(name="period-end", flow_run_name=run_names.of_period_end)
def period_end(home: Path = Path("data"), on: date | None = None, wait_minutes: int = 0) -> RunSummary:
    """Consolidates, and from now on keeps the documents of the periods that ended before `on` (default: today)."""
    started_at = now()
    ended = tuple(period.code for period in periods_ended(on or started_at.date()))
    done = consolidate(home=home, periods=ended, wait_minutes=wait_minutes)
    job_records.note_good(Home(home), "period_end", started_at)
    return done
