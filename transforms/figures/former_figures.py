"""Figures that the public saw before, told by the weight that their period is told by now.

Belongs here: the same answers by another convention of the weight, as far as what is public says it. Not here: of whom
former figures are shown (`transforms.figures.publication`).
"""

from typing import Final

import polars as pl

from contracts.method import EXACT_WEIGHT, WEIGHTS, Weight
from transforms.figures.index import grade_certain
from transforms.rounding import HUNDREDTHS, as_index, kinerja, mutu

OUTWARDS: Final = 10
"""Hundredths in the last digit of a public interval."""


def by_weight(former: pl.DataFrame) -> pl.DataFrame:
    """Rows of former figures by the weight that `by` names, in any order. Of an index by a ninth that is the index;
    by another weight it is worked out from that, so by a hundredth more or less than from the answers, which nobody has
    any more. Ends of intervals are rounded outwards again."""
    if "nrr_weighted" in former.columns:
        weights = {name: one.numerator / one.denominator for name, one in WEIGHTS.items()}
        rounded = (pl.col("nrr") * HUNDREDTHS).round()
        factor = pl.col("by").replace_strict(weights, return_dtype=pl.Float64)
        return former.with_columns((rounded / HUNDREDTHS * factor).alias("nrr_weighted"))
    if "weight" not in former.columns:
        return former
    others = [
        _by_another(former.filter(weight=was.name, by=now.name), was, now)
        for was in WEIGHTS.values()
        for now in WEIGHTS.values()
        if was != now
    ]
    return pl.concat([former.filter(pl.col("weight") == pl.col("by")), *others])


def _by_another(rows: pl.DataFrame, was: Weight, now: Weight) -> pl.DataFrame:
    ninth, ikm = _hundredths("ikm_ninth"), pl.col("ikm")
    top, bottom = now.numerator * EXACT_WEIGHT.denominator, now.denominator * EXACT_WEIGHT.numerator
    told = rows.with_columns(
        ((2 * ninth * top + bottom) // (2 * bottom)).alias("ikm"), pl.lit(now.name).alias("weight")
    ).with_columns(
        mutu(ikm).alias("mutu"),
        kinerja(ikm).alias("kinerja"),
        (mutu(ikm) != pl.col("mutu_ninth")).alias("grade_depends_on_weight"),
    )
    if "ikm_low" in rows.columns:
        top, bottom = now.numerator * was.denominator, now.denominator * was.numerator
        low, high = (_hundredths(name) * top for name in ("ikm_low", "ikm_high"))
        step = bottom * OUTWARDS
        told = (
            told.with_columns(
                (low // step * OUTWARDS).alias("ikm_low"), (-(-high // step) * OUTWARDS).alias("ikm_high")
            )
            .with_columns(grade_certain())
            .with_columns(as_index(pl.col(name)) for name in ("ikm_low", "ikm_high"))
        )
    return told.with_columns(as_index(ikm)).select(pl.col(name).cast(kind) for name, kind in rows.schema.items())


def _hundredths(name: str) -> pl.Expr:
    return (pl.col(name) * HUNDREDTHS).round().cast(pl.Int64)
