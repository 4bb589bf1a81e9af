"""Additive partial sums: the only look at single responses; every figure is made from these.

Sums of two parts of the responses add up to the sums of both, so parts may be summed anywhere and
in any order; the same holds for the first and the last date. All sums are whole numbers: where an unsur is the mean of
several questions, its answers are counted in equal parts of one (PARTS), in as many as the questions ask for. Not here:
periods longer than a month (`transforms.figures.periods`), and any division.
"""

from collections.abc import Iterator, Sequence
from math import lcm

import polars as pl

from contracts.respondent import CHARACTERISTICS, PROTECTED_CHARACTERISTICS
from contracts.shared_columns import ANSWER_PARTS
from contracts.unsur import UNSUR_COLUMNS

SLOT = ("unit_code", "month", "period_code")
"""What responses are summed by: the unit, and the month of the answer (`month`, its first day) or,
where the file has no dates, the period it names (`period_code`). One of the two is empty."""

TOTALS = {column: f"{column}_total" for column in UNSUR_COLUMNS}
"""Answer column → the column holding the sum of its answers."""

SQUARES = "squared_row_totals"
"""Sum over respondents of (sum of the nine answers)²: what the intervals need."""

UNSUR_SQUARES = {column: f"squared_{column}" for column in UNSUR_COLUMNS}
"""Answer column → the column holding the sum of its squared answers: what the interval of an unsur needs."""

PARTS = ANSWER_PARTS.name
"""In how many equal parts of an answer TOTALS (and squares, squared) are counted: 1 but where an unsur is the mean of
several questions (`contracts.questionnaires`). One number for all rows of a unit."""

PROFILE_COUNTS = {
    (characteristic.name, category.value): f"{characteristic.name}: {category.value}"
    for characteristic in CHARACTERISTICS
    for category in characteristic.categories
}
"""Characteristic and category → the column counting its respondents. Whoever is in none is unknown."""

CATEGORY_TOTALS = {key: f"row totals of {name}" for key, name in PROFILE_COUNTS.items()}
"""Characteristic and category → the column holding the sum of the row totals of its respondents."""

PROTECTED_COUNTS = {
    (characteristic.name, category.value): f"{characteristic.name}: {category.value}"
    for characteristic in PROTECTED_CHARACTERISTICS
    for category in characteristic.categories
}
"""The same counts of protected characteristics."""

DATED = "dated_respondents"
"""Respondents whose answer has a date."""

SUMS = (
    *("respondents", DATED, *TOTALS.values(), SQUARES, *UNSUR_SQUARES.values()),
    *(*PROFILE_COUNTS.values(), *CATEGORY_TOTALS.values(), *PROTECTED_COUNTS.values()),
)
"""The additive columns, all Int64."""

ANSWER_SUMS = ("respondents", *TOTALS.values(), SQUARES)
"""Those of them that an index and its interval stand on."""

FIRST_DATE, LAST_DATE = "first_response_date", "last_response_date"
"""Dates of the first and of the last answer; empty without dates."""

SUMMED = (*SUMS, PARTS, FIRST_DATE, LAST_DATE)
"""All columns but the SLOT."""

_ROW_TOTAL = "row_total"

SUMS_SCHEMA = pl.Schema(
    {
        "unit_code": pl.String(),
        "month": pl.Date(),
        "period_code": pl.String(),
        **dict.fromkeys((*SUMS, PARTS), pl.Int64()),
        FIRST_DATE: pl.Date(),
        LAST_DATE: pl.Date(),
    }
)


def sums_by_unit_slot(responses: pl.LazyFrame) -> pl.DataFrame:
    """Partial sums of responses (columns of `contracts.tables.RESPONSE`), one row per SLOT.

    Streams: memory depends on the number of slots, not on the number of responses. A response with
    a date counts by its date, and only one without by the period its file names."""
    there = responses.collect_schema()
    by_parts = (
        with_parts(responses)
        .with_columns(_row_total().alias(_ROW_TOTAL))
        .with_columns(
            pl.lit(None, pl.String).alias(one.column) for one in PROTECTED_CHARACTERISTICS if one.column not in there
        )
        .group_by(*slot(), PARTS)
        .agg(
            *answer_sums(),
            *((pl.col(column).cast(pl.Int64) ** 2).sum().alias(squares) for column, squares in UNSUR_SQUARES.items()),
            pl.col("response_date").count().cast(pl.Int64).alias(DATED),
            *_category_sums(),
            *(
                (pl.col(one.column) == category.value)
                .sum()
                .cast(pl.Int64)
                .alias(PROTECTED_COUNTS[one.name, category.value])
                for one in PROTECTED_CHARACTERISTICS
                for category in one.categories
            ),
            pl.col("response_date").min().alias(FIRST_DATE),
            pl.col("response_date").max().alias(LAST_DATE),
        )
        .select(pl.col(name).cast(dtype) for name, dtype in SUMS_SCHEMA.items())
        .collect(engine="streaming")
    )
    return added([by_parts])


def slot() -> tuple[pl.Expr, ...]:
    """The SLOT of a response."""
    return (
        pl.col("unit_code").cast(pl.String),
        pl.col("response_date").dt.month_start().alias("month"),
        pl.when(pl.col("response_date").is_null()).then(pl.col("period_code").cast(pl.String)).alias("period_code"),
    )


def with_parts(responses: pl.LazyFrame) -> pl.LazyFrame:
    """Responses with PARTS, 1 where they say nothing of it."""
    said = PARTS in responses.collect_schema()
    parts = pl.col(PARTS).cast(pl.Int64).fill_null(1) if said else pl.lit(1, pl.Int64)
    return responses.with_columns(parts.alias(PARTS))


def in_common_parts(sums: pl.DataFrame) -> pl.DataFrame:
    """The rows given (unit_code, TOTALS, SQUARES, PARTS, and those of the other SUMS that there are) with all answers
    of a unit counted in the same parts: in the fewest that all of them can be."""
    if (sums.get_column(PARTS) == 1).all():  # as of nearly all regencies
        return sums
    of_unit = [
        (unit_code, lcm(*parts)) for unit_code, parts in sums.group_by("unit_code").agg(pl.col(PARTS).unique()).rows()
    ]
    common = pl.DataFrame(of_unit, schema={"unit_code": pl.String(), "common": pl.Int64()}, orient="row")
    finer = pl.col("common") // pl.col(PARTS)
    totals = [name for name in (*TOTALS.values(), *CATEGORY_TOTALS.values()) if name in sums.columns]
    squares = [name for name in (SQUARES, *UNSUR_SQUARES.values()) if name in sums.columns]
    return (
        sums.join(common, on="unit_code", how="left", maintain_order="left")
        .with_columns(pl.col(totals) * finer, pl.col(squares) * finer**2, pl.col("common").alias(PARTS))
        .drop("common")
    )


def divided_by() -> pl.Expr:
    """What a total is divided by to be a mean answer: respondents, times the parts that answers are counted in (PARTS,
    empty where they are whole)."""
    return pl.col("respondents") * pl.col(PARTS).cast(pl.Int64).fill_null(1)


def answer_sums() -> list[pl.Expr]:
    """Each of ANSWER_SUMS over the responses of a group, all in the same parts."""
    return [
        pl.len().cast(pl.Int64).alias("respondents"),
        *(pl.col(column).cast(pl.Int64).sum().alias(total) for column, total in TOTALS.items()),
        (_row_total() * _row_total()).sum().alias(SQUARES),
    ]


def _row_total() -> pl.Expr:
    """Of the nine answers of a response."""
    # Int64 before summing: a 32-bit sum of squares would overflow at 1.6 million respondents.
    return pl.sum_horizontal(pl.col(column).cast(pl.Int64) for column in UNSUR_COLUMNS)


def _category_sums() -> Iterator[pl.Expr]:
    """Respondents of each category, and the sum of their row totals (_ROW_TOTAL)."""
    for characteristic in CHARACTERISTICS:
        for category in characteristic.categories:
            key, of_it = (characteristic.name, category.value), pl.col(characteristic.column) == category.value
            yield of_it.sum().cast(pl.Int64).alias(PROFILE_COUNTS[key])
            yield pl.when(of_it).then(_ROW_TOTAL).sum().alias(CATEGORY_TOTALS[key])


def added(parts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """The sums of all parts together (frames of SUMS_SCHEMA), one row per SLOT."""
    every = in_common_parts(pl.concat([pl.DataFrame(schema=SUMS_SCHEMA), *parts]))
    return every.group_by(SLOT).agg(sum_expressions()).sort(SLOT)


def sum_expressions() -> list[pl.Expr]:
    """Each of SUMMED over the rows of a group, all of one unit."""
    return [pl.col(SUMS).sum(), pl.col(PARTS).max(), pl.col(FIRST_DATE).min(), pl.col(LAST_DATE).max()]
