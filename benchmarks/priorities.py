"""How often the intervals of a unit's nine unsur hold, and how often one is told from others that are alike.

    python -m benchmarks.priorities [--trials 1000] [--seed 1]

A trial is a period of so many units of one type with n respondents each, all of one population: a visitor's nine
answers share a part (`shared` of their variance) and differ in the rest, cut into 1 to 4. Prints what
`tests/spec/test_16_what_to_fix_first.py` holds as tables. Not here: any formula (`transforms.figures`).
"""

import argparse
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.special import ndtr

from benchmarks.coverage import printed
from contracts.method import UNSUR_COUNT, WEIGHTS
from contracts.unsur import UNSUR_CODES
from transforms.figures.interval import with_intervals
from transforms.figures.spread import ANSWERS
from transforms.figures.sums import PARTS
from transforms.figures.unsur_association import answer_sums, associations, with_closeness
from transforms.figures.unsur_comparison import compared

Whole = npt.NDArray[np.int64]

UNITS: Final = (5, 18)
RESPONDENTS: Final = (10, 30, 100, 400)
ASSOCIATED: Final = (200, 400, 1000)


class Population(NamedTuple):
    """What the visitors of a unit would say: from where on an answer is 2, 3 and 4, in standard deviations."""

    name: str
    shared: float
    cuts: tuple[float, float, float]

    @property
    def nrr(self) -> float:
        """The true NRR of each unsur."""
        return 1 + sum(float(ndtr(-cut)) for cut in self.cuts)

    def drawn(self, random: np.random.Generator, visitors: int) -> Whole:
        """The nine answers of so many visitors."""
        own = random.normal(0, (1 - self.shared) ** 0.5, size=(visitors, UNSUR_COUNT))
        score = random.normal(0, self.shared**0.5, size=(visitors, 1)) + own
        return 1 + np.sum([score > cut for cut in self.cuts], axis=0, dtype=np.int64)


POPULATIONS: Final = (
    Population("all four answers", 0.36, (-2.0, -1.0, 0.3)),
    Population("3 and 4, independent", 0.0, (-9.0, -8.0, -0.5)),
    Population("nearly all 4", 0.64, (-3.0, -2.3, -1.0)),
    Population("rarely dissatisfied", 0.81, (-2.3, -2.1, -1.9)),
)


def simulated(population: Population, units: int, respondents: int, trials: int, seed: int) -> pl.DataFrame:
    """`ikm_unsur_compared` of all trials, one period each."""
    random = np.random.default_rng([seed, POPULATIONS.index(population), units, respondents])
    answers = population.drawn(random, trials * units * respondents).reshape(trials * units, respondents, UNSUR_COUNT)
    total = answers.sum(axis=1)
    codes = [f"U{number:03d}" for number in range(units)]
    frame = pl.DataFrame(
        {
            "period_code": np.repeat(np.arange(trials).astype(str), units * UNSUR_COUNT),
            "unit_code": np.tile(np.repeat(codes, UNSUR_COUNT), trials),
            "unsur_code": np.tile(UNSUR_CODES, trials * units),
            "respondents": np.full(total.size, respondents),
            "total": total.ravel(),
            "answer_sum": np.repeat(total.sum(axis=1), UNSUR_COUNT),
            "squares": (answers**2).sum(axis=1).ravel(),
            PARTS: np.ones(total.size, dtype=np.int64),
        }
    )
    known = pl.DataFrame({"unit_code": codes, "unit_type": "a type"})
    return compared(with_intervals(frame, known, ANSWERS, comparisons=UNSUR_COUNT), known, WEIGHTS["0.11"])


def measured(population: Population, units: int, respondents: int, trials: int, seed: int) -> tuple[float, float]:
    """Share of the units whose nine intervals all hold the true NRR, and of those of which any unsur is called better
    or worse, where none is. (The ends are rounded: half a hundredth is no miss.)"""
    truth = population.nrr
    low, high = (pl.col(name).cast(pl.Float64) for name in ("nrr_low", "nrr_high"))
    by_unit = (
        simulated(population, units, respondents, trials, seed)
        .group_by("period_code", "unit_code")
        .agg(
            ((low <= truth + 0.005) & (truth - 0.005 <= high)).all().alias("held"),
            pl.col("standing").is_in(["better", "worse"]).any().fill_null(value=False).alias("told"),
        )
    )
    held, told = by_unit.select(pl.col("held").mean(), pl.col("told").mean()).row(0)
    return float(held), float(told)


def called_closer(population: Population, respondents: int, trials: int, seed: int) -> tuple[float, float]:
    """Share of the units with so many respondents of which associations are told, and of those of them with an unsur
    that is called closer or less close, where all nine are alike."""
    random = np.random.default_rng([seed, POPULATIONS.index(population), respondents])
    answers = population.drawn(random, trials * respondents)
    units = pl.DataFrame({"period_code": "2024", "unit_code": [f"{trial}" for trial in range(trials)]})
    middle = np.rint(answers.mean(axis=0)).astype(np.int64)
    sums = answer_sums(answers, np.ones(trials, dtype=np.int64), np.full(trials, respondents), middle)
    found = with_closeness(associations(units, sums))
    by_unit = found.group_by("unit_code").agg((pl.col("closeness") != "as_others").any().alias("called"))
    return by_unit.height / trials, float(by_unit.get_column("called").mean() or 0.0)


def main() -> None:
    """Prints every table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--trials", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    header = ["visitors", "units", *(f"n = {n}" for n in RESPONDENTS)]
    tables: dict[str, list[list[str]]] = {"held": [header], "told": [header]}
    for population in POPULATIONS:
        for units in UNITS:
            found = [measured(population, units, n, chosen.trials * 5 // units, chosen.seed) for n in RESPONDENTS]
            for table, values in zip(tables.values(), zip(*found, strict=True), strict=True):
                table.append([population.name, str(units), *(f"{value:.3f}" for value in values)])
    tables["associations"] = [["visitors", "", *(f"n = {n}" for n in ASSOCIATED)]]
    for population in POPULATIONS:
        found = [called_closer(population, n, chosen.trials, chosen.seed) for n in ASSOCIATED]
        for name, values in zip(("told", "called"), zip(*found, strict=True), strict=True):
            tables["associations"].append([population.name, name, *(f"{value:.3f}" for value in values)])
    for name, table in tables.items():
        print(f"{name}\n\n{printed(table)}\n")


if __name__ == "__main__":
    main()
