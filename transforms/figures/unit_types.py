"""Of which type a unit is in a period: as registered, and in a closed period as it was ranked when that was closed.

Belongs here: finding the type, joining it. Not here: what stands within a type (`transforms.figures.ranking`,
`transforms.figures.spread`, `transforms.figures.regency`).
"""

from typing import Final, Literal

import polars as pl

from contracts.registry import SCOPE_ALL

KEY: Final = ["period_code", "unit_code"]


def types_as_ranked(of: pl.DataFrame, ikm_ranking: pl.DataFrame, units: pl.DataFrame) -> pl.DataFrame:
    """period_code, unit_code and unit_type of units and periods (`of`): as ranked in the table of that name, which has
    every unit with an index; else as in `units`."""
    ranked = ikm_ranking.filter(pl.col("scope") != SCOPE_ALL).select(*KEY, "scope")
    return (
        of.select(KEY)
        .unique()
        .join(ranked, on=KEY, how="left")
        .join(units.select("unit_code", "unit_type"), on="unit_code", how="left")
        .select(*KEY, pl.coalesce("scope", "unit_type").alias("unit_type"))
        .drop_nulls()
    )


def with_unit_type(rows: pl.DataFrame, units: pl.DataFrame, how: Literal["inner", "left"] = "inner") -> pl.DataFrame:
    """Rows of units and periods with unit_type, in the order given. `units` has unit_code and unit_type, and
    period_code where types are of periods (`types_as_ranked`)."""
    key = [name for name in KEY if name in units.columns]
    return rows.join(units.select(*key, "unit_type"), on=key, how=how, maintain_order="left")
