"""How near the reliability of units comes to the truth, and how often the regency's interval holds, by simulation.

    python -m benchmarks.reliability [--trials 500] [--seed 1]

A trial is a period of so many units of one type with n respondents each. Their true indices differ by a normal
distribution with a standard deviation of `BETWEEN` points; a visitor's nine answers are 3 or 4, independent of each
other. Prints what `tests/spec/test_7_ranking.py` and `tests/spec/test_8_regency.py` hold as tables. Not here: any
formula (`transforms.figures`).
"""

import argparse
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from benchmarks.coverage import printed
from contracts.method import INDEX_FACTOR, UNSUR_COUNT, WEIGHTS
from transforms.figures.interval import with_intervals
from transforms.figures.ranking import rankings
from transforms.figures.regency import ikm_regency
from transforms.figures.regency_certainty import with_certainty
from transforms.figures.sums import PARTS
from transforms.rounding import as_index, hundredths

Floats = npt.NDArray[np.float64]

UNITS: Final = (5, 10, 18)
RESPONDENTS: Final = (10, 30, 100, 400)
BETWEEN: Final = (0.0, 1.0, 3.0)
"""Points of the index between units, true ones: a standard deviation."""
_WEIGHT: Final = WEIGHTS["0.11"]
_POINTS: Final = INDEX_FACTOR * _WEIGHT.numerator / _WEIGHT.denominator
_MIDDLE: Final = 0.6
"""Share of fours of a unit in the middle."""


class Simulated(NamedTuple):
    """Periods of units: `ikm_ranking` within the type, `ikm_regency`, and by period and unit the true index and the
    true reliability."""

    ranking: pl.DataFrame
    regency: pl.DataFrame
    truth: Floats
    reliability: float


def simulated(units: int, respondents: int, between: float, trials: int, seed: int) -> Simulated:
    """So many trials, each in a year of its own; in the year after it the same units are asked again."""
    random = np.random.default_rng([seed, units, respondents, round(between * 10)])
    shares = (_MIDDLE + random.normal(0, between / _POINTS / UNSUR_COUNT, size=(trials, units))).clip(0.02, 0.98)
    codes = [f"U{number:03d}" for number in range(units)]
    frames = []
    for years in (0, 1):
        fours = random.binomial(UNSUR_COUNT, shares[:, :, None], size=(trials, units, respondents))
        row_totals = 3 * UNSUR_COUNT + fours
        frames.append(
            pl.DataFrame(
                {
                    "period_code": np.repeat([f"{1000 + 3 * trial + years}" for trial in range(trials)], units),
                    "unit_code": codes * trials,
                    "respondents": np.full(trials * units, respondents),
                    "total": row_totals.sum(axis=2).ravel(),
                    "squares": (row_totals**2).sum(axis=2).ravel(),
                    PARTS: np.ones(trials * units, dtype=np.int64),
                }
            )
        )
    total, people = pl.col("total"), pl.col("respondents")
    indexes = pl.concat(frames).with_columns(
        hundredths(total * (INDEX_FACTOR * weight.numerator), people * weight.denominator).alias(name)
        for name, weight in (("ikm", _WEIGHT), ("ikm_ninth", WEIGHTS["1/9"]))
    )
    known = pl.DataFrame({"unit_code": codes, "unit_type": "a type"})
    measured = with_intervals(indexes, known)
    published = measured.with_columns(as_index(pl.col("ikm")), as_index(pl.col("ikm_ninth")))
    regency = ikm_regency(measured, known, _WEIGHT, "mean_of_units")
    one_visitor = _POINTS**2 * UNSUR_COUNT * _MIDDLE * (1 - _MIDDLE)
    return Simulated(
        ranking=rankings(measured, known, _WEIGHT, 1).ikm_ranking.filter(scope="a type"),
        regency=with_certainty(regency, published, known),
        truth=_POINTS * UNSUR_COUNT * (3 + shares),
        reliability=between**2 / (between**2 + one_visitor / respondents),
    )


def reliability(units: int, respondents: int, between: float, trials: int, seed: int) -> tuple[float, float, float]:
    """The true reliability, the mean of what is found, and the share of units that are called reliable."""
    found = simulated(units, respondents, between, trials, seed)
    called = found.ranking.select(pl.col("reliability").cast(pl.Float64).mean(), pl.col("reliable").mean()).row(0)
    return found.reliability, float(called[0]), float(called[1])


def gain(units: int, respondents: int, between: float, trials: int, seed: int) -> float:
    """The root of the mean squared error of the shrunken index, as part of that of the index as it is."""
    found = simulated(units, respondents, between, trials, seed)
    first = found.ranking.filter(pl.col("period_code").cast(pl.Int64) % 3 == 1).sort("period_code", "unit_code")
    shrunken, plain = (first.get_column(name).cast(pl.Float64).to_numpy() for name in ("ikm_shrunken", "ikm"))
    truth = found.truth.ravel()
    return float(np.sqrt(((shrunken - truth) ** 2).mean() / ((plain - truth) ** 2).mean()))


def coverage(units: int, respondents: int, between: float, trials: int, seed: int) -> tuple[float, float]:
    """How often the regency's interval holds the true mean of its units, and how often a change is told where none
    is."""
    found = simulated(units, respondents, between, trials, seed)
    rows = found.regency.filter("headline").sort("period_code")
    low, high = (rows.get_column(name).cast(pl.Float64).to_numpy() for name in ("ikm_low", "ikm_high"))
    truth = np.repeat(found.truth.mean(axis=1), 2)
    told = rows.get_column("change_matched_distinguishable").drop_nulls()
    # The ends are rounded: half a hundredth is no miss.
    return float(((low <= truth + 0.005) & (truth - 0.005 <= high)).mean()), float(told.mean() or 0.0)


def main() -> None:
    """Prints every table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--trials", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    rows = [["units", "between", *(f"n = {n}" for n in RESPONDENTS)]]
    tables: dict[str, list[list[str]]] = {
        name: [*rows] for name in ("true", "found", "called", "error", "holds", "told")
    }
    for units in UNITS:
        for between in BETWEEN:
            cells: dict[str, list[float]] = {name: [] for name in tables}
            for n in RESPONDENTS:
                asked = (units, n, between, chosen.trials, chosen.seed)
                for name, value in zip(tables, (*reliability(*asked), gain(*asked), *coverage(*asked)), strict=True):
                    cells[name].append(value)
            for name, values in cells.items():
                tables[name].append([str(units), f"{between:g}", *(f"{value:.3f}" for value in values)])
    for name, table in tables.items():
        print(f"{name}\n\n{printed(table)}\n")


if __name__ == "__main__":
    main()
