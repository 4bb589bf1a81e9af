"""Who answered: respondents by sex, age, education and occupation.

Internal: what leaves the regency goes through `transforms.figures.suppression` first, and protected characteristics
never do.
"""

from collections.abc import Mapping, Sequence

import polars as pl

from contracts.respondent import (
    CHARACTERISTICS,
    PROTECTED_CELL,
    PROTECTED_CHARACTERISTICS,
    UNKNOWN_CATEGORY,
    Characteristic,
)
from contracts.tables import RESPONDENT_PROFILE
from transforms.figures.periods import of_kinds
from transforms.figures.sums import PROFILE_COUNTS, PROTECTED_COUNTS
from transforms.schema import conform


def respondent_profile(sums_by_unit_period: pl.DataFrame) -> pl.DataFrame:
    """The table `respondent_profile`: every category of every characteristic in the contracts' order,
    also those nobody is in, and `unknown` last where there is anyone to count.

    Unknown is what is left of the respondents, so every characteristic counts each of them once."""
    return _profile(sums_by_unit_period, CHARACTERISTICS, PROFILE_COUNTS)


def protected_profile(sums_by_unit_period: pl.DataFrame, small_cell: int) -> pl.DataFrame:
    """The same of protected characteristics, and only of calendar years in which each of their categories has at least
    `small_cell` people (PROTECTED_CELL, where that is more): shorter periods beside the year would give away what is
    left of it."""
    profile = _profile(of_kinds(sums_by_unit_period, {"year"}), PROTECTED_CHARACTERISTICS, PROTECTED_COUNTS)
    enough = (pl.col("respondents") >= max(small_cell, PROTECTED_CELL)) | (pl.col("category") == UNKNOWN_CATEGORY)
    return profile.filter(enough.all().over("period_code", "unit_code", "characteristic"))


def _profile(
    sums_by_unit_period: pl.DataFrame,
    characteristics: Sequence[Characteristic],
    counted: Mapping[tuple[str, str], str],
) -> pl.DataFrame:
    key = ["period_code", "unit_code"]
    parts = []
    for characteristic in characteristics:
        counts = {
            category.value: pl.col(counted[characteristic.name, category.value])
            for category in characteristic.categories
        }
        categories = [*counts, UNKNOWN_CATEGORY]
        parts.append(
            sums_by_unit_period.select(
                *key,
                pl.col("respondents").alias("everyone"),
                *(count.alias(category) for category, count in counts.items()),
                (pl.col("respondents") - pl.sum_horizontal(counts.values())).alias(UNKNOWN_CATEGORY),
            )
            .unpivot(categories, index=[*key, "everyone"], variable_name="category", value_name="respondents")
            .filter((pl.col("category") != UNKNOWN_CATEGORY) | (pl.col("respondents") > 0))
            .with_columns(pl.lit(characteristic.name).alias("characteristic"))
        )
    # unpivot goes category by category, so a stable sort by unit and period keeps the contracts' order.
    profile = pl.concat(parts).sort(key, maintain_order=True)
    return conform(
        profile.with_columns((pl.col("respondents") / pl.col("everyone")).alias("share")), RESPONDENT_PROFILE
    )
