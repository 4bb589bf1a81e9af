"""How far ranks are from the true ones where units have other visitors, as they are and with the same shares.

    python -m benchmarks.rank_sensitivity [--trials 200] [--seed 1]

A trial is a period of 18 units of one type with n respondents each. Their true indices differ by a normal distribution
with a standard deviation of 3 points; in each a share of the visitors, other in every unit, answers better by so many
points (`better`), whatever the unit does. Prints what `tests/spec/test_16_what_to_fix_first.py` holds as a table. Not
here: any formula (`transforms.figures`).
"""

import argparse
from typing import Final

import numpy as np
import polars as pl

from benchmarks.coverage import printed
from contracts.method import INDEX_FACTOR, UNSUR_COUNT, WEIGHTS
from contracts.service_tables import IKM_SERVICE
from contracts.unsur import UNSUR_COLUMNS
from transforms.figures.rank_sensitivity import ikm_rank_sensitivity
from transforms.figures.sums import CATEGORY_TOTALS, PARTS, PROFILE_COUNTS, SUMS, TOTALS
from transforms.schema import empty_frame

UNITS: Final = 18
RESPONDENTS: Final = (30, 100, 400)
BETTER: Final = (0.0, 3.0, 9.0)
_BETWEEN: Final = 3.0
_SHARES: Final = (0.1, 0.9)
_WEIGHT: Final = WEIGHTS["0.11"]
_POINTS: Final = INDEX_FACTOR * _WEIGHT.numerator / _WEIGHT.denominator
_MIDDLE: Final = 0.5


def errors(respondents: int, better: float, trials: int, seed: int) -> tuple[float, float]:
    """Mean distance from the true rank: of the rank, and of the rank with the same shares."""
    random = np.random.default_rng([seed, respondents, round(better)])
    per_point = 1 / _POINTS / UNSUR_COUNT
    quality = random.normal(0, _BETWEEN, size=(trials, UNITS))
    men = random.binomial(respondents, random.uniform(*_SHARES, size=(trials, UNITS)))
    totals = {}
    for category, people, points in (("L", men, better), ("P", respondents - men, 0.0)):
        share = (_MIDDLE + (quality + points) * per_point).clip(0.01, 0.99)
        totals[category] = 3 * UNSUR_COUNT * people + random.binomial(UNSUR_COUNT * people, share)
    count = trials * UNITS
    sums = pl.DataFrame(
        {
            "period_code": [f"{1000 + trial}" for trial in range(trials) for _ in range(UNITS)],
            "unit_code": [f"U{number:03d}" for number in range(UNITS)] * trials,
            **dict.fromkeys(SUMS, np.zeros(count, dtype=np.int64)),
            "respondents": np.full(count, respondents),
            TOTALS[UNSUR_COLUMNS[0]]: (totals["L"] + totals["P"]).ravel(),
            PARTS: np.ones(count, dtype=np.int64),
            **{PROFILE_COUNTS["gender", key]: people.ravel() for key, people in (("L", men), ("P", respondents - men))},
            **{CATEGORY_TOTALS["gender", key]: total.ravel() for key, total in totals.items()},
        }
    )
    units = pl.DataFrame({"unit_code": [f"U{number:03d}" for number in range(UNITS)], "unit_type": "a type"})
    found = ikm_rank_sensitivity(sums, empty_frame(IKM_SERVICE), units, _WEIGHT, 1, ("year",))
    found = found.filter(scope="a type").sort("period_code", "unit_code")
    true = UNITS - quality.argsort(axis=1).argsort(axis=1)
    ranks = (found.get_column(name).to_numpy().reshape(trials, UNITS) for name in ("rank", "rank_same_gender"))
    plain, same = (float(np.abs(rank - true).mean()) for rank in ranks)
    return plain, same


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--trials", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    rows = [["better", "rank", *(f"n = {n}" for n in RESPONDENTS)]]
    for better in BETTER:
        found = [errors(n, better, chosen.trials, chosen.seed) for n in RESPONDENTS]
        for name, values in zip(("as it is", "same shares"), zip(*found, strict=True), strict=True):
            rows.append([f"{better:g}", name, *(f"{value:.2f}" for value in values)])
    print(printed(rows))


if __name__ == "__main__":
    main()
