"""Who answered: respondents by sex, age, education and occupation.

Internal: what leaves the regency goes through `transforms.figures.suppression` first.
"""

import polars as pl

from contracts.respondent import CHARACTERISTICS, UNKNOWN_CATEGORY
from contracts.tables import RESPONDENT_PROFILE
from transforms.figures.sums import PROFILE_COUNTS
from transforms.schema import conform


def respondent_profile(sums_by_unit_period: pl.DataFrame) -> pl.DataFrame:
    """The table `respondent_profile`: every category of every characteristic in the contracts' order,
    also those nobody is in, and `unknown` last where there is anyone to count.

    Unknown is what is left of the respondents, so every characteristic counts each of them once."""
    key = ["period_code", "unit_code"]
    parts = []
    for characteristic in CHARACTERISTICS:
        counts = {
            category.value: pl.col(PROFILE_COUNTS[characteristic.name, category.value])
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
