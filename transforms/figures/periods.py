"""Which answers count in which period, and the table of periods. Whatever asks that asks here.

With a date an answer counts in every period the date lies in. Without one it counts in the period that its file names;
in a longer one around that once this is told (`counted_periods`): one quarter is no year.

What a period is, and how it is written, stands in `contracts.periods`. Not here: any index. SQL of the warehouse asks
the table `counted_period` that is made here.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date

import polars as pl

from contracts.periods import PERIOD_KINDS, Period, PeriodKind, parse_period, period_of, periods_of
from contracts.registry import Registry, Unit
from contracts.tables import COUNTED_PERIOD, PERIOD
from transforms.figures.sums import SUMMED, sum_expressions
from transforms.schema import conform, frame_schema

SMALLEST_GROUP = "smallest_group"
"""Respondents of the smallest group that says alike when it answered: with a date, or in files without dates that name
a year, a semester, a quarter, a month."""
_WHERE = ["period_code", "unit_code"]


def counted_periods(
    sums_by_unit_slot: pl.DataFrame,
    registry: Registry,
    seen_until: date | None,
    named_too: Collection[tuple[str, str]] = (),
) -> pl.DataFrame:
    """The table `counted_period`, of sums by SLOT (`transforms.figures.sums`). `named_too`: unit_code and period_code
    of files whose people all stand in files of shorter periods.

    A longer period is told as soon as the unit has answers of its own there (with a date, or in a file that names it),
    or has told all the shorter ones of one kind that it owes, or it ended before `seen_until`, the last day on which
    any file came; and so is whatever lies within a longer one that is told. Raises ValueError for a response that has
    neither date nor period (a contradiction the warehouse audit names too)."""
    undated = sums_by_unit_slot.filter(pl.col("month").is_null()).select("unit_code", "period_code").unique()
    if undated.get_column("period_code").null_count():
        raise ValueError("responses with neither a date nor a period: they count in no period")
    months = sums_by_unit_slot.filter(pl.col("month").is_not_null()).select("unit_code", "month").unique()
    own: defaultdict[tuple[str, int], set[Period]] = defaultdict(set)
    for unit_code, month in months.join(undated, on="unit_code", how="semi").iter_rows():
        own[unit_code, month.year].update(periods_of(month))
    named = [(unit_code, parse_period(code)) for unit_code, code in undated.iter_rows()]
    for unit_code, period in named:
        own[unit_code, period.year].add(period)
    for unit_code, code in named_too:
        own[unit_code, parse_period(code).year].add(parse_period(code))
    rows = [
        (period.code, unit_code, name.code)
        for unit_code, name in named
        for period in (
            name,
            *_told(name.around, own[unit_code, name.year], registry.by_code[unit_code], seen_until),
        )
    ]
    return pl.DataFrame(rows, schema=frame_schema(COUNTED_PERIOD), orient="row").sort(COUNTED_PERIOD.key)


def _told(
    around: tuple[Period, ...], own: Collection[Period], unit: Unit, seen_until: date | None
) -> tuple[Period, ...]:
    """Of the periods around one, the longest first, those that are told."""

    def is_there(period: Period) -> bool:
        return period in own or any(
            all(map(is_there, owed))
            for kind in PERIOD_KINDS
            if (owed := [part for part in period.parts(kind) if unit.owes(part)])
        )

    for place, period in enumerate(around):
        if is_there(period) or (seen_until is not None and period.end_date < seen_until):
            return around[place:]
    return ()


def in_periods(by_slot: pl.DataFrame, counted_period: pl.DataFrame) -> pl.DataFrame:
    """Rows of a frame with SLOT, each once for every period its answers count in: `period_code`, without `month`."""
    months = by_slot.get_column("month").drop_nulls().unique().to_list()
    dated = by_slot.filter(pl.col("month").is_not_null()).drop("period_code")
    undated = by_slot.filter(pl.col("month").is_null()).rename({"period_code": "named_period"})
    columns = ["period_code", *(name for name in by_slot.columns if name not in ("month", "period_code"))]
    return pl.concat(
        [
            dated.join(_periods_of_months(months), on="month").select(columns),
            undated.join(counted_period, on=["unit_code", "named_period"]).select(columns),
        ]
    )


def in_period(period_code: str, counted_period: pl.DataFrame) -> pl.Expr:
    """Whether a response (RESPONSE) counts in a period."""
    period = parse_period(period_code)
    place = [pl.col("unit_code").cast(pl.String), pl.lit("\0"), pl.col("period_code").cast(pl.String)]
    named = counted_period.filter(period_code=period_code).select("unit_code", "named_period").iter_rows()
    return (
        pl.col("response_date").is_between(pl.lit(period.start_date), pl.lit(period.end_date))
        | (pl.col("response_date").is_null() & pl.concat_str(place).is_in(["\0".join(one) for one in named]))
    ).fill_null(value=False)


def sums_by_unit_period(sums_by_unit_slot: pl.DataFrame, counted_period: pl.DataFrame) -> pl.DataFrame:
    """Partial sums (`transforms.figures.sums.SUMS_SCHEMA`) → one row per period_code and unit_code, with
    SMALLEST_GROUP."""
    kinds = {code: parse_period(code).kind for code in counted_period.get_column("named_period").unique()}
    group = pl.col("period_code").replace_strict(kinds, default=None, return_dtype=pl.String).alias("named_kind")
    by_group = (
        in_periods(sums_by_unit_slot.with_columns(group), counted_period)
        .group_by(*_WHERE, "named_kind")
        .agg(sum_expressions())
    )
    return (
        by_group.group_by(_WHERE)
        .agg(*sum_expressions(), pl.col("respondents").min().alias(SMALLEST_GROUP))
        .select(*_WHERE, *SUMMED, SMALLEST_GROUP)
        .sort(_WHERE)
    )


def of_kinds(by_period: pl.DataFrame, kinds: Collection[PeriodKind]) -> pl.DataFrame:
    """The rows of periods of those kinds."""
    codes = by_period.get_column("period_code").unique().to_list()
    return by_period.filter(pl.col("period_code").is_in([code for code in codes if parse_period(code).kind in kinds]))


def undated_parts(counted_period: pl.DataFrame, slots: pl.DataFrame) -> pl.DataFrame:
    """period_code, unit_code and undated_parts (`ikm_unit`) where answers without a date count that name a shorter
    period. `slots`: SLOT of the answers that an index is made of."""
    named = slots.select("unit_code", pl.col("period_code").alias("named_period")).drop_nulls().unique()
    return (
        counted_period.filter(pl.col("named_period") != pl.col("period_code"))
        .join(named, on=["unit_code", "named_period"], how="semi")
        .sort(COUNTED_PERIOD.key)
        .group_by(_WHERE)
        .agg(pl.col("named_period").str.join("|").alias("undated_parts"))
    )


def _periods_of_months(months: Iterable[date]) -> pl.DataFrame:
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
