"""Who did not report: units of the registry without an index, period by period.

Absent is listed, never silent. Not here: how urgent that is (`reports`, `flows`).
"""

import polars as pl

from contracts.tables import MISSING_UNIT
from transforms.schema import conform


def missing_units(periods: pl.DataFrame, units: pl.DataFrame, sums_by_unit_period: pl.DataFrame) -> pl.DataFrame:
    """The table `missing_unit`: every unit of the registry (`units`: unit_code) that has no response
    in a period (`periods`: period_code)."""
    return conform(
        periods.select("period_code")
        .join(units.select("unit_code"), how="cross")
        .join(sums_by_unit_period, on=["period_code", "unit_code"], how="anti")
        .sort("period_code", "unit_code"),
        MISSING_UNIT,
    )
