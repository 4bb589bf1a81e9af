"""From months to periods: which sums count in which period, and the table of periods.

What a period is, and how it is written, stands in `contracts.periods`. Not here: any index.
"""

from collections.abc import Iterable
from datetime import date

import polars as pl

from contracts.periods import PERIOD_KINDS, parse_period, period_of
from contracts.tables import PERIOD
from transforms.figures.sums import SUMMED, sum_expressions
from transforms.schema import conform


def sums_by_unit_period(sums_by_unit_slot: pl.DataFrame) -> pl.DataFrame:
    """Partial sums (`transforms.figures.sums.SUMS_SCHEMA`) → one row per period_code and unit_code.

    A dated response counts in every period its month lies in: year, semester, quarter, month. One
    without a date counts in the period its file names, and in no other: a file that says
    "Semester I" cannot say which quarter an answer belongs to, nor that the year is complete.
    Raises ValueError for a response that has neither (a contradiction the warehouse audit names too)."""
    if sums_by_unit_slot.filter(pl.col("month").is_null() & pl.col("period_code").is_null()).height:
        raise ValueError("responses with neither a date nor a period: they count in no period")
    dated = sums_by_unit_slot.filter(pl.col("month").is_not_null()).drop("period_code")
    undated = sums_by_unit_slot.filter(pl.col("month").is_null())
    months = dated.get_column("month").unique(maintain_order=True).to_list()
    columns = ["period_code", "unit_code", *SUMMED]
    return (
        pl.concat([dated.join(periods_of_months(months), on="month").select(columns), undated.select(columns)])
        .group_by("period_code", "unit_code")
        .agg(sum_expressions())
        .sort("period_code", "unit_code")
    )


def periods_of_months(months: Iterable[date]) -> pl.DataFrame:
    """month (first days) and period_code: every period a month lies in."""
    return pl.DataFrame(
        [(month, period_of(month, kind).code) for month in months for kind in PERIOD_KINDS],
        schema={"month": pl.Date(), "period_code": pl.String()},
        orient="row",
    )


def periods_with_data(sums_by_unit_period: pl.DataFrame) -> pl.DataFrame:
    """The table `period`: every period in which any unit has a response, in the order of time, the
    longer before the shorter."""
    periods = [parse_period(code) for code in sums_by_unit_period.get_column("period_code").unique().to_list()]
    periods.sort(key=lambda period: (period.start_date, PERIOD_KINDS.index(period.kind)))
    return conform(
        pl.DataFrame(
            [(period.code, period.kind, period.start_date, period.end_date, period.label) for period in periods],
            schema=PERIOD.column_names,
            orient="row",
        ),
        PERIOD,
    )
