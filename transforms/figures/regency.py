"""The regency's IKM, by the three methods found in practice.

Every method works on unrounded indexes and rounds once, at the end, like everything else: the mean
of ten rounded indexes would carry ten roundings. So it may differ by a hundredth from the mean of
the published numbers. Not here: ranks.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from itertools import zip_longest
from math import lcm

import polars as pl

from contracts.method import EXACT_WEIGHT, INDEX_FACTOR, Weight
from contracts.settings import REGENCY_METHODS, RegencyMethod
from transforms.figures.sums import PARTS
from transforms.figures.unit_types import with_unit_type
from transforms.rounding import as_index, hundredths, kinerja, mutu

Ratio = tuple[int, int]
"""Numerator and denominator, not reduced."""


UnitTotal = tuple[str, int, int, int]
"""Of one unit in one period: its type, the sum of its answers, how many respondents gave them, and in how many parts of
a whole answer they are counted."""


def ikm_regency(
    index_by_unit_period: pl.DataFrame, units: pl.DataFrame, weight: Weight, headline: RegencyMethod
) -> pl.DataFrame:
    """The table `ikm_regency` but for what its figures can bear (`transforms.figures.regency_certainty`): three rows
    for every period with data, one of them the headline.

    `mean_of_units`: the mean of the units' IKM, each unit counting once. `respondent_weighted`: the
    IKM of all responses together, each respondent counting once. `mean_of_types`: the mean, over unit
    types, of the mean of the units' IKM in the type. Units without an index take no part.
    `index_by_unit_period` has period_code, unit_code, respondents, total and PARTS; `units` unit_code and
    unit_type."""
    rows: list[tuple[str, str, int, int, int, int]] = []
    indexes = with_unit_type(index_by_unit_period, units)
    for (period_code,), indexes_of_period in indexes.sort("period_code").group_by("period_code", maintain_order=True):
        respondents = int(indexes_of_period.get_column("respondents").sum())
        for method, (numerator, denominator) in mean_row_totals(unit_totals(indexes_of_period)).items():
            ikm, ikm_ninth = (
                hundredths(numerator * INDEX_FACTOR * chosen.numerator, denominator * chosen.denominator)
                for chosen in (weight, EXACT_WEIGHT)
            )
            rows.append((str(period_code), method, ikm, ikm_ninth, indexes_of_period.height, respondents))
    columns = {
        "period_code": pl.String(),
        "method": pl.String(),
        "ikm": pl.Int64(),
        "ikm_ninth": pl.Int64(),
        "units": pl.Int64(),
        "respondents": pl.Int64(),
    }
    return pl.DataFrame(rows, schema=columns, orient="row").with_columns(
        as_index(pl.col("ikm")),
        as_index(pl.col("ikm_ninth")),
        pl.lit(weight.name).alias("weight"),
        mutu(pl.col("ikm")).alias("mutu"),
        kinerja(pl.col("ikm")).alias("kinerja"),
        (pl.col("method") == headline).alias("headline"),
    )


def unit_totals(of_period: pl.DataFrame, total: str = "total") -> list[UnitTotal]:
    """Of rows with unit_type, respondents, PARTS and that total."""
    columns = (of_period.get_column(name).to_list() for name in ("unit_type", total, "respondents", PARTS))
    return [*zip(*columns, strict=True)]


def mean_row_totals(of_units: Collection[UnitTotal]) -> dict[RegencyMethod, Ratio]:
    """The exact mean sum of nine answers in one period, by each method. Times weight × 25 it is the
    regency's IKM."""
    common = lcm(*{parts for *_, parts in of_units})
    # By type and divisor: units with the same number of respondents are added before any divisor is made common.
    sums: defaultdict[str, defaultdict[int, int]] = defaultdict(lambda: defaultdict(int))
    in_type: defaultdict[str, int] = defaultdict(int)
    answers = people = 0
    for unit_type, total, respondents, parts in of_units:
        in_parts = total * (common // parts)
        sums[unit_type][respondents * common] += in_parts
        in_type[unit_type] += 1
        answers += in_parts
        people += respondents
    of_types = {
        unit_type: sum_of_ratios([(top, bottom) for bottom, top in of_type.items()])
        for unit_type, of_type in sums.items()
    }
    numerator, denominator = sum_of_ratios([*of_types.values()])
    types_numerator, types_denominator = sum_of_ratios(
        [(top, bottom * in_type[unit_type]) for unit_type, (top, bottom) in of_types.items()]
    )
    means: dict[RegencyMethod, Ratio] = {
        "mean_of_units": (numerator, denominator * len(of_units)),
        "respondent_weighted": (answers, people * common),
        "mean_of_types": (types_numerator, types_denominator * len(of_types)),
    }
    return {method: means[method] for method in REGENCY_METHODS}


def sum_of_ratios(ratios: Sequence[Ratio]) -> Ratio:
    """The exact sum of ratios, not reduced.

    Added two by two: numerators of equal length meet, and without reducing, 1,500 units with
    different respondents cost milliseconds where adding Fractions one after the other costs seconds."""
    level = list(ratios) or [(0, 1)]
    while len(level) > 1:
        level = [(a * d + c * b, b * d) for (a, b), (c, d) in zip_longest(level[::2], level[1::2], fillvalue=(0, 1))]
    return level[0]
