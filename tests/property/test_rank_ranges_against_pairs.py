"""The ranges of ranks, made from groups of units, against every unit compared with every other."""

import numpy as np
import polars as pl
import pytest
from scipy.special import stdtr

from transforms.figures.interval import critical_value, degrees_of_freedom
from transforms.figures.ranking import rank_ranges, rank_ranges_of_all
from transforms.rounding import hundredths

_FEW = (1, 2, 3, 5, 10)


def surveyed(units: int, seed: int) -> pl.DataFrame:
    """Units as they come: mostly small, some large, some without any spread, some with equal indexes."""
    random = np.random.default_rng(seed)
    respondents = np.where(
        random.random(units) < 1 / 2, random.choice(_FEW, units), random.integers(20, 3000, units)
    ).astype(np.int64)
    mean = np.clip(random.normal(random.choice([20, 29, 34], units), 2), 9, 36)
    mean = np.where(random.random(units) < 1 / 10, random.choice([27, 36], units), mean)
    spread = np.where(random.random(units) < 1 / 5, 0, random.uniform(0.1, 8, units))
    total = np.round(mean * respondents).astype(np.int64)
    return pl.DataFrame(
        {"respondents": respondents, "total": total, "squared_error": spread**2 / respondents}
    ).with_columns(
        pl.when(pl.col("respondents") > 1).then("squared_error").alias("squared_error"),
        pl.lit(1).alias("answer_parts"),
        hundredths(pl.col("total") * 25, pl.col("respondents") * 9).alias("ikm"),
    )


def pair_by_pair(units: pl.DataFrame) -> list[tuple[int, int]]:
    """rank_low and rank_high of each, as the method says it."""
    critical = critical_value(degrees_of_freedom(units.get_column("respondents")), max(units.height - 1, 1))
    known = units.with_columns((pl.col("total") / pl.col("respondents")).alias("mean"), critical.alias("t")).rows(
        named=True
    )
    ranges = []
    for one in known:
        better = worse = 0
        for other in known:
            if None not in (one["squared_error"], other["squared_error"]):
                limit = max(one["t"], other["t"]) ** 2 * (one["squared_error"] + other["squared_error"])
                if (one["mean"] - other["mean"]) ** 2 > limit:
                    better += other["ikm"] > one["ikm"]
                    worse += other["ikm"] < one["ikm"]
        ranges.append((1 + better, len(known) - worse))
    return ranges


@pytest.mark.parametrize(("units", "seed"), [(1, 1), (2, 2), (40, 3), (255, 4), (256, 5), (900, 6)])
def test_groups_of_units_do_not_show(units: int, seed: int) -> None:
    ranking = surveyed(units, seed)
    assert rank_ranges(ranking).rows() == pair_by_pair(ranking)


def holm(units: pl.DataFrame) -> list[tuple[int, int]]:
    """rank_low_all and rank_high_all of each: the pairs in the order of their p-values, each against α ÷ how many are
    left, until one is not told apart."""
    known = units.with_columns((pl.col("total") / pl.col("respondents")).alias("mean")).rows(named=True)
    pairs = []
    for position, one in enumerate(known):
        for other, that in enumerate(known[:position]):
            p = 1.0
            if one["ikm"] != that["ikm"] and None not in (one["squared_error"], that["squared_error"]):
                error = (one["squared_error"] + that["squared_error"]) ** 0.5
                far = abs(one["mean"] - that["mean"]) / error if error else np.inf
                p = 2 * stdtr(min(one["respondents"], that["respondents"]) + 3, -far)
            pairs.append((p, *((position, other) if one["mean"] > that["mean"] else (other, position))))
    better, worse = [0] * units.height, [0] * units.height
    for done, (p, above, below) in enumerate(sorted(pairs)):
        if p > 0.05 / (len(pairs) - done):
            break
        better[below] += 1
        worse[above] += 1
    return [(1 + up, units.height - down) for up, down in zip(better, worse, strict=True)]


@pytest.mark.parametrize(("units", "seed"), [(1, 1), (2, 2), (3, 7), (40, 3), (120, 4)])
def test_all_ranks_at_once_are_holm_s(units: int, seed: int) -> None:
    ranking = surveyed(units, seed)
    assert rank_ranges_of_all(ranking).rows() == holm(ranking)
