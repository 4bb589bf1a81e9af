"""When the answers of a period were given.

Not here: how a report words it, or which days are public holidays (`contracts.settings`).
"""

from collections.abc import Collection
from datetime import date

import polars as pl

from contracts.tables import COLLECTION
from transforms.figures.sums import DATED, FIRST_DATE, LAST_DATE
from transforms.schema import conform

_ONE_DAY = pl.duration(days=1)


def collection(sums_by_unit_period: pl.DataFrame, holidays: Collection[date] = ()) -> pl.DataFrame:
    """The table `collection`: one row for every period and unit with respondents.

    Both ends count, and every Monday to Friday between them but `holidays`, whether anyone answered on it or not.
    Without dates there are no ends and no days: that is not zero days."""
    return conform(
        sums_by_unit_period.with_columns(
            pl.col(DATED).alias("dated_respondents"),
            pl.col(FIRST_DATE).alias("first_response_date"),
            pl.col(LAST_DATE).alias("last_response_date"),
            # The end of a Polars range of days does not belong to it.
            pl.business_day_count(FIRST_DATE, pl.col(LAST_DATE) + _ONE_DAY, holidays=sorted(set(holidays))).alias(
                "working_days"
            ),
        ).sort("period_code", "unit_code"),
        COLLECTION,
    )
