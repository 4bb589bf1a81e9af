from datetime import date

import polars as pl
import pytest

from contracts.registry import Registry, Unit
from contracts.respondent import CHARACTERISTICS
from contracts.tables import RESPONSE
from contracts.unsur import UNSUR_COLUMNS
from transforms.figures.periods import SMALLEST_GROUP, counted_periods, periods_with_data, sums_by_unit_period
from transforms.figures.sums import (
    PROFILE_COUNTS,
    SQUARES,
    SUMMED,
    SUMS_SCHEMA,
    TOTALS,
    added,
    sums_by_unit_slot,
)
from transforms.schema import empty_frame, frame_schema


def responses(*rows: tuple[str, date | None, str | None, int]) -> pl.LazyFrame:
    """(unit, date, period, the same answer to all nine)."""
    schema = frame_schema(RESPONSE)
    columns = ["unit_code", "response_date", "period_code", *(c.column for c in CHARACTERISTICS), *UNSUR_COLUMNS]
    return pl.DataFrame(
        [(unit, day, period, None, None, None, None, *[answer] * 9) for unit, day, period, answer in rows],
        schema={name: schema[name] for name in columns},
        orient="row",
    ).lazy()


def by_period_of(sums: pl.DataFrame) -> pl.DataFrame:
    registry = Registry(tuple(Unit(code, code, "kecamatan", None, (), None, ()) for code in ("A", "B")))
    return sums_by_unit_period(sums, counted_periods(sums, registry, None))


def test_one_row_per_unit_and_month_or_named_period() -> None:
    sums = sums_by_unit_slot(
        responses(
            ("A", date(2024, 1, 1), None, 4),
            ("A", date(2024, 1, 31), None, 2),
            ("A", None, "2024-01", 1),
            ("B", date(2024, 1, 31), None, 3),
        )
    )
    assert sums.select("unit_code", "month", "period_code", "respondents", TOTALS["u9"], SQUARES).rows() == [
        ("A", None, "2024-01", 1, 1, 81),
        ("A", date(2024, 1, 1), None, 2, 6, 36**2 + 18**2),
        ("B", date(2024, 1, 1), None, 1, 3, 27**2),
    ]


def test_a_date_counts_before_a_named_period() -> None:
    sums = sums_by_unit_slot(responses(("A", date(2024, 5, 2), "2023", 4)))
    assert sums.select("month", "period_code").rows() == [(date(2024, 5, 1), None)]


def test_small_integer_columns_do_not_overflow() -> None:
    """36² does not fit a byte, and a parquet file may hold the answers in bytes."""
    bytes_ = responses(*[("A", None, "2024", 4)] * 3).with_columns(pl.col(UNSUR_COLUMNS).cast(pl.Int8))
    assert sums_by_unit_slot(bytes_).get_column(SQUARES).to_list() == [3 * 36**2]


def test_no_responses() -> None:
    sums = sums_by_unit_slot(empty_frame(RESPONSE).lazy())
    assert sums.height == 0
    assert sums.schema == SUMS_SCHEMA
    assert periods_with_data(by_period_of(sums)).height == 0
    assert added([]).equals(sums)


def test_parts_add_up() -> None:
    rows = [("A", date(2024, 1, 1), None, 4), ("A", date(2024, 1, 2), None, 1), ("B", None, "2024", 2)]
    parts = [sums_by_unit_slot(responses(row)) for row in rows]
    assert added(parts).equals(sums_by_unit_slot(responses(*rows)))


def test_words_of_no_category_are_in_no_count() -> None:
    frame = responses(("A", None, "2024", 4)).with_columns(pl.lit("X").alias("gender"))
    assert sums_by_unit_slot(frame).select(PROFILE_COUNTS["gender", "L"], PROFILE_COUNTS["gender", "P"]).row(0) == (
        0,
        0,
    )


def test_a_named_month_counts_wherever_the_unit_has_dated_answers() -> None:
    by_period = by_period_of(sums_by_unit_slot(responses(("A", date(2024, 7, 3), None, 4), ("A", None, "2024-07", 2))))
    assert dict(by_period.select("period_code", "respondents").iter_rows()) == {
        "2024": 2,
        "2024-S2": 2,
        "2024-TW3": 2,
        "2024-07": 2,
    }
    assert by_period.columns == ["period_code", "unit_code", *SUMMED, SMALLEST_GROUP]
    assert set(by_period.get_column(SMALLEST_GROUP)) == {1}


def test_a_response_of_no_period_is_an_error() -> None:
    sums = sums_by_unit_slot(responses(("A", None, None, 4)))
    with pytest.raises(ValueError, match="neither a date nor a period"):
        by_period_of(sums)


def test_periods_in_the_order_of_time_longer_first() -> None:
    by_period = by_period_of(
        sums_by_unit_slot(responses(("A", date(2024, 1, 1), None, 4), ("A", date(2023, 12, 1), None, 4)))
    )
    assert periods_with_data(by_period).get_column("period_code").to_list() == [
        "2023",
        "2023-S2",
        "2023-TW4",
        "2023-12",
        "2024",
        "2024-S1",
        "2024-TW1",
        "2024-01",
    ]
