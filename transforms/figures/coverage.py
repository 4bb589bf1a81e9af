"""Who did not report: units of the registry that owe a report and have no index, period by period.

Absent is listed, never silent. Not here: how urgent that is (`reports`, `flows`).
"""

import polars as pl

from contracts.shared_columns import WITHOUT_UNSUR
from contracts.tables import MISSING_UNIT
from transforms.schema import conform


def missing_units(
    periods: pl.DataFrame, units: pl.DataFrame, sums_by_unit_period: pl.DataFrame, apart: pl.DataFrame
) -> pl.DataFrame:
    """The table `missing_unit`: every unit of the registry (`units`: unit_code, valid_from, valid_to) that has no
    response in a period (`periods`: period_code, end_date) whose last day it lived to see (`Period.is_owed`). `apart`:
    period_code and unit_code of those that have one to a questionnaire that leaves an unsur out."""
    last_day = pl.col("end_date")
    is_there = pl.col("valid_from").fill_null(last_day) <= last_day, pl.col("valid_to").fill_null(last_day) >= last_day
    return conform(
        periods.select("period_code", "end_date")
        .join(units.select("unit_code", "valid_from", "valid_to"), how="cross")
        .filter(*is_there)
        .join(sums_by_unit_period, on=["period_code", "unit_code"], how="anti")
        .join(
            apart.select("period_code", "unit_code").unique().with_columns(pl.lit(WITHOUT_UNSUR).alias("reason")),
            on=["period_code", "unit_code"],
            how="left",
        )
        .sort("period_code", "unit_code"),
        MISSING_UNIT,
    )
