"""Signals of when answers came: a month, a day, a burst, the night that stand apart from the unit's other times.

Each function takes sums of answers by period and unit (WHERE) and a part of the time, and gives FOUND: what comes about
by chance with LEVEL or less. Answers that do not hang on when they came give no signal, whenever that was: a unit that
types in its paper forms on one day, or is open at night, is silent while these answers are like its others.
Not here: signals of the answers themselves (`transforms.figures.signals_in_answers`).
"""

import math
from typing import Final

import polars as pl

from transforms.figures.signal_tails import (
    LEAST_ROWS,
    WHERE,
    binomial_tail,
    found,
    material,
    poisson_tail,
    student_tail,
)
from transforms.figures.spread import HIGHEST, LOWEST, PRIOR_DEGREES

_LEAST_MONTHS, _LEAST_DAYS = 4, 10
_LEAST_SHARE: Final = 36
"""Row totals are never taken to vary less than this part of the largest variance there could be (`spread`)."""
NIGHT_HOURS, EVENING_HOURS, OFFICE_HOURS = 9, 3, 12
"""From 21 to 6 o'clock, from 18 to 21, and the others."""
BURST_ROWS, BURST_MINUTES = 10, 5
OPEN_HOURS: Final = 7
"""So long at most the answers of a day come at random."""


def apart_months(by_month: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """FOUND (signal `month`) of sums by WHERE and `month` (n, total, squares): a month whose mean row total is above
    what the unit's other months, as they differ among themselves, let expect. `rows`: WHERE and of_rows.

    Student's t of the month left out, the variance between the others moderated by that of drawing as many answers at
    random."""
    months = by_month.filter(pl.col("n") >= LEAST_ROWS).with_columns(
        mean=pl.col("total") / pl.col("n"), apart=pl.col("squares") - pl.col("total") ** 2 / pl.col("n")
    )
    others = pl.col("k") - 1
    mean = (pl.col("mean").sum().over(WHERE) - pl.col("mean")) / others
    between = ((pl.col("mean") ** 2).sum().over(WHERE) - pl.col("mean") ** 2 - others * pl.col("mean_others") ** 2) / (
        others - 1
    )
    within = (pl.col("apart").sum().over(WHERE) - pl.col("apart")) / (
        pl.col("n").sum().over(WHERE) - pl.col("n") - others
    )
    drawn = pl.col("within") * ((1 / pl.col("n")).sum().over(WHERE) - 1 / pl.col("n")) / others
    degrees = others - 1 + PRIOR_DEGREES
    expected = (
        months.with_columns(k=pl.len().over(WHERE).cast(pl.Int64))
        .filter(pl.col("k") > _LEAST_MONTHS)
        .with_columns(mean_others=mean, within=within)
        .with_columns(
            within=pl.max_horizontal(
                "within", (pl.col("mean_others") - LOWEST) * (HIGHEST - pl.col("mean_others")) / _LEAST_SHARE
            )
        )
        .with_columns(drawn=drawn, between=between)
        .with_columns(
            variance=pl.max_horizontal(
                ((others - 1) * pl.col("between") + PRIOR_DEGREES * pl.col("drawn")) / degrees,
                pl.col("within") / pl.col("n"),
            ),
        )
    )
    t = (pl.col("mean") - pl.col("mean_others")) / (pl.col("variance") * (1 + 1 / others)).sqrt()
    tested = expected.with_columns(t=t, degrees=degrees)
    chance = student_tail(tested.get_column("t"), tested.get_column("degrees")) * tested.get_column("k")
    at = pl.col("month").dt.strftime("%Y-%m")
    return found(material(tested.with_columns(chance=chance, seen=at), rows), "month")


def busy_days(by_day: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """FOUND (signal `day`) of counts n by WHERE and `day`: one on which far more came than three times what the second
    busiest brought, of a unit with _LEAST_DAYS or more: days out and days of service are busy too. `rows`: WHERE and
    of_rows."""
    large = material(by_day, rows).select(WHERE).unique()
    busiest = (
        by_day.join(large, on=WHERE, how="semi")
        .sort(*WHERE, "n", "day", descending=[False, False, True, False])
        .group_by(WHERE, maintain_order=True)
        .agg(pl.col("day").first(), pl.col("n").first(), second=pl.col("n").get(1, null_on_oob=True), days=pl.len())
        .filter(pl.col("days") >= _LEAST_DAYS)
    )
    tested = material(busiest.with_columns(expected=3 * pl.col("second")), rows)
    chance = poisson_tail(tested.get_column("n"), tested.get_column("expected"))
    return found(tested.with_columns(chance=2 * chance, seen=_written("day")), "day")


def apart_days(by_day: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """FOUND (signal `day`) of sums by WHERE, `month` and `day` (n, total, squares): one whose mean row total is above
    what the other days of its month let expect, as days of the unit's other months differ. `rows`: WHERE and
    of_rows."""
    month = [*WHERE, "month"]
    n, total, squares = ((pl.col(name).sum().over(month) - pl.col(name)) for name in ("n", "total", "squares"))
    large = material(by_day, rows).select(WHERE).unique()
    days = (
        by_day.join(large, on=WHERE, how="semi")
        .with_columns(rest=n, rest_total=total, rest_squares=squares)
        .with_columns(
            of_month=pl.col("n").sum().over(month),
            mean_of_month=pl.col("total").sum().over(month) / pl.col("n").sum().over(month),
        )
        .with_columns(
            month_variance=_variance(
                pl.col("of_month"), pl.col("rest_total") + pl.col("total"), pl.col("rest_squares") + pl.col("squares")
            ),
            variance=_variance(pl.col("rest"), pl.col("rest_total"), pl.col("rest_squares")),
        )
        .with_columns(
            q=pl.col("n") * (pl.col("total") / pl.col("n") - pl.col("mean_of_month")) ** 2 / pl.col("month_variance"),
            free=1 - pl.col("n") / pl.col("of_month"),
        )
    )
    # How much more days of other months differ than drawing at random makes them.
    other_q, other_free = (pl.col(name).sum().over(WHERE) - pl.col(name).sum().over(month) for name in ("q", "free"))
    tested = material(
        days.with_columns(other_q=other_q, other_free=other_free).filter(pl.col("rest") >= LEAST_ROWS), rows
    ).with_columns(k=pl.len().over(WHERE).cast(pl.Int64))
    more = pl.max_horizontal(1.0, (pl.col("other_q") + PRIOR_DEGREES) / (pl.col("other_free") + PRIOR_DEGREES))
    error = (more * pl.col("variance") * (1 / pl.col("n") + 1 / pl.col("rest"))).sqrt()
    tested = tested.with_columns(t=(pl.col("total") / pl.col("n") - pl.col("rest_total") / pl.col("rest")) / error)
    chance = student_tail(tested.get_column("t"), tested.get_column("n") - 1) * tested.get_column("k") * 2
    return found(tested.with_columns(chance=chance, seen=_written("day")), "day")


def apart_times(by_month: pl.DataFrame, rows: pl.DataFrame, signal: str) -> pl.DataFrame:
    """FOUND of sums by WHERE and `month` over some answers (n, total) and the others of that month (rest, rest_total,
    rest_squares): those whose mean row total is above what the others of the same months let expect. `rows`: WHERE and
    of_rows."""
    tested = material(_differences(by_month), rows)
    chance = student_tail(tested.get_column("t"), tested.get_column("n") - 1)
    return found(tested.with_columns(chance=2 * chance, seen=pl.lit(None, pl.String)), signal)


def busy_nights(by_month: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """FOUND (signal `night`) of counts by WHERE of answers of the night (n), of the `evening` and of the day
    (`office`): more an hour than half of what came in the evening, where visitors who answer at home tail off faster.
    Where half as many an hour come as by day the service is open, and it is no signal; nor where most come at night:
    then it is the clock. `rows`: WHERE and of_rows."""
    summed = by_month.group_by(WHERE).agg(pl.col("n", "evening", "office").sum())
    closed = 2 * pl.col("n") * OFFICE_HOURS < pl.col("office") * NIGHT_HOURS
    tested = material(summed.filter(closed), rows)
    tested = tested.with_columns(
        of=pl.col("n") + pl.col("evening"), share=pl.lit(NIGHT_HOURS / (NIGHT_HOURS + 2 * EVENING_HOURS))
    )
    chance = binomial_tail(*(tested.get_column(name) for name in ("n", "of", "share")))
    return found(tested.with_columns(chance=2 * chance, seen=pl.lit(None, pl.String)), "night")


def busy_minutes(by_day: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """FOUND (signal `burst`) of counts by WHERE and day: n answers in bursts of BURST_ROWS or more within
    BURST_MINUTES, `of_day` in all; more than come about where those of a day come at random over the office's hours,
    twice as fast. Not where most of the unit's answers come so: then it is how it collects. `rows`: WHERE and
    of_rows."""
    minutes = OPEN_HOURS * 60
    pace = (2 * pl.col("of_day") * BURST_MINUTES / minutes).cast(pl.Float64)
    by_day = by_day.with_columns(pace=pace)
    others = poisson_tail(pl.repeat(BURST_ROWS - 1.0, by_day.height, eager=True), by_day.get_column("pace"))
    summed = (
        by_day.with_columns(by_chance=pl.col("of_day") * others).group_by(WHERE).agg(pl.col("n", "by_chance").sum())
    )
    tested = material(summed, rows).filter(2 * pl.col("n") <= pl.col("of_rows"))
    tested = tested.with_columns(bursts=pl.col("n") / BURST_ROWS)
    chance = poisson_tail(tested.get_column("bursts"), tested.get_column("by_chance"))
    return found(tested.with_columns(chance=2 * chance, seen=pl.lit(None, pl.String)), "burst")


def _differences(by_month: pl.DataFrame) -> pl.DataFrame:
    """WHERE, n and t: how far the mean of some is above that of the rest of their months, in standard errors."""
    n, rest = pl.col("n"), pl.col("rest")
    above = n * (pl.col("total") / n - pl.col("rest_total") / rest)
    square = n**2 * _variance(rest, pl.col("rest_total"), pl.col("rest_squares")) * (1 / n + 1 / rest)
    return (
        by_month.filter(n > 0, rest >= LEAST_ROWS).group_by(WHERE).agg(n=n.sum(), t=above.sum() / square.sum().sqrt())
    )


def _variance(n: pl.Expr, total: pl.Expr, squares: pl.Expr) -> pl.Expr:
    mean = total / n
    return pl.max_horizontal(
        (squares - total * mean) / (n - 1), (mean - LOWEST) * (HIGHEST - mean) / _LEAST_SHARE, 1 / _LEAST_SHARE
    )


def _written(day: str) -> pl.Expr:
    return pl.col(day).dt.to_string("%Y-%m-%d")


def stopped_at_sample(periods: pl.DataFrame) -> pl.DataFrame:
    """WHERE, `seen` (the last day) and `chance` for periods in which exactly the sample needed answered: that the
    number comes out so, and that nobody came from the day after the `last` to the `end` of the period at the pace since
    the `first`. `of_rows`: how many answered."""
    n = pl.col("of_rows").cast(pl.Float64)
    days, after = ((pl.col(to) - pl.col(since)).dt.total_days() for since, to in (("first", "last"), ("last", "end")))
    by_pace = (-n * after.clip(0) / (days + 1)).exp()
    return periods.with_columns(seen=_written("last"), chance=by_pace / (2 * math.pi * n).sqrt())
