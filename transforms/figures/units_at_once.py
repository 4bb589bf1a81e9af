"""Some units after the other: what is made of each unit alone needs not hold the responses of all of them.

Belongs here: which units are taken together. Not here: what is made of them.
"""

from collections.abc import Iterator
from itertools import pairwise

import polars as pl


def units_at_once(responses: pl.LazyFrame, most: int) -> Iterator[pl.Expr]:
    """Conditions on `unit_code`: every unit of the responses meets one of them, and units that have some `most`
    responses together the same."""
    unit = pl.col("unit_code").cast(pl.String)
    counted = responses.group_by(unit).agg(rows=pl.len()).collect(engine="streaming")
    groups = in_groups(counted, most).group_by("group").agg(pl.col("unit_code").min()).sort("group")
    for first, next_one in pairwise([None, *groups.get_column("unit_code")[1:], None]):
        from_first = pl.lit(value=True) if first is None else unit >= first
        yield from_first if next_one is None else from_first & (unit < next_one)


def in_groups(counted: pl.DataFrame, most: int) -> pl.DataFrame:
    """`unit_code` and the number of its `group`, of units and how many `rows` each has: in the order of their codes,
    those that have some `most` rows together in one."""
    group = (pl.col("rows").cum_sum() - pl.col("rows")) // most
    return counted.sort("unit_code").select("unit_code", group=group)
