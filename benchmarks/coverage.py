"""How often an interval holds the true index, and how often two equal units are told apart, by simulation.

    python -m benchmarks.coverage [--trials 2000] [--seed 1]

Populations are distributions of row totals (the sum of one person's nine answers): what visitors of a unit would say,
all of them. A trial draws units of n respondents from one, among ten units of 100 like them, or among twelve of 100
from all six populations. Prints what `tests/spec/test_9_intervals.py` and `tests/spec/test_7_ranking.py` hold as
tables. Not here: any formula (`transforms.figures`), but for the one these are compared with: mean ± t × s ÷ √n.
"""

import argparse
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.special import stdtrit

from contracts.method import CONFIDENCE
from transforms.figures.interval import critical_value, degrees_of_freedom, with_intervals
from transforms.figures.spread import HIGHEST, LOWEST
from transforms.figures.sums import PARTS

Floats = npt.NDArray[np.float64]

ROW_TOTALS: Final = np.arange(LOWEST, HIGHEST + 1)
RESPONDENTS: Final = (1, 5, 10, 30, 100, 400)
OF_ITS_OWN, MIXED = KINDS = ("of its own", "of all six")
"""What the other units of the type are drawn from."""
_TESTED, _LIKE, _LIKE_RESPONDENTS = 4, 10, 100
_HAIR: Final = 1e-9


class Population(NamedTuple):
    """What the visitors of a unit would say: a share for each row total."""

    name: str
    shares: Floats

    @property
    def mean(self) -> float:
        """The true mean row total."""
        return float(self.shares @ ROW_TOTALS)


def _population(name: str, weights: dict[int, float]) -> Population:
    shares = np.array([weights.get(int(row_total), 0.0) for row_total in ROW_TOTALS])
    return Population(name, shares / shares.sum())


def _independent_items(share_of_fours: float) -> dict[int, float]:
    shares = np.ones(1)
    for _ in range(9):
        shares = np.convolve(shares, [1 - share_of_fours, share_of_fours])
    return {27 + fours: float(share) for fours, share in enumerate(shares)}


POPULATIONS: Final = (
    _population("3 and 4, independent", _independent_items(0.7)),
    _population(
        "Jatirejo 2024", {27: 1, 29: 14, 30: 31, 31: 45, 32: 91, 33: 61, 34: 45, 35: 50, 36: 277}
    ),  # as in samples/inbox/jatirejo
    _population("90 % all 4, 10 % all 3", {36: 0.9, 27: 0.1}),
    _population("97 % all 4, 3 % all 1", {36: 0.97, 9: 0.03}),
    _population("two clusters", {36: 0.6, 24: 0.4}),
    _population("all equal", {36: 1}),
)


def simulated(population: Population, kind: str, respondents: int, trials: int, seed: int) -> pl.DataFrame:
    """The tested units of all trials (one period each): respondents, total, squares, and `with_intervals`'s columns."""
    # The same draws whoever else is asked for.
    random = np.random.default_rng([seed, POPULATIONS.index(population), KINDS.index(kind), respondents])
    others = [population] * _LIKE if kind == OF_ITS_OWN else [*POPULATIONS, *POPULATIONS]
    drawn = [(f"tested {number}", population, respondents) for number in range(_TESTED)]
    drawn += [(f"other {number}", other, _LIKE_RESPONDENTS) for number, other in enumerate(others)]
    frames = []
    for unit, one, n in drawn:
        counts = random.multinomial(n, one.shares, size=trials)
        frames.append(
            pl.DataFrame(
                {
                    "period_code": np.arange(trials).astype(str),
                    "unit_code": [unit] * trials,
                    "respondents": np.full(trials, n),
                    "total": counts @ ROW_TOTALS,
                    "squares": counts @ ROW_TOTALS**2,
                    PARTS: np.ones(trials, dtype=np.int64),
                }
            )
        )
    units = pl.DataFrame({"unit_code": [unit for unit, _, _ in drawn], "unit_type": "a type"})
    return with_intervals(pl.concat(frames), units).filter(pl.col("unit_code").str.starts_with("tested"))


def coverage(population: Population, kind: str, respondents: int, trials: int, seed: int) -> float:
    """Share of the intervals that hold the true mean."""
    mean = population.mean
    held = pl.col("mean_low").le(mean + _HAIR) & pl.col("mean_high").ge(mean - _HAIR)
    return float(simulated(population, kind, respondents, trials, seed).select(held.mean()).item())


def coverage_of_t(population: Population, respondents: int, trials: int, seed: int) -> float:
    """The same of mean ± t × s ÷ √n, from two respondents on."""
    units = simulated(population, OF_ITS_OWN, respondents, trials, seed)
    total, squares = (units.get_column(name).to_numpy().astype(float) for name in ("total", "squares"))
    apart = squares - total**2 / respondents
    half = -stdtrit(respondents - 1, (1 - CONFIDENCE) / 2) * np.sqrt(apart.clip(0) / respondents / (respondents - 1))
    return float((np.abs(total / respondents - population.mean) <= half + _HAIR).mean())


def told_apart(population: Population, kind: str, respondents: int, trials: int, seed: int) -> float:
    """Share of pairs of units with the same true mean whose means are told apart."""
    units = simulated(population, kind, respondents, trials, seed)
    mean, error = (units.sort("unit_code").get_column(name).to_numpy() for name in ("total", "standard_error"))
    one, other = (np.split(values, 2) for values in (mean / respondents, error))
    critical = critical_value(degrees_of_freedom(pl.Series([respondents])))[0]
    return float(((one[0] - one[1]) ** 2 > critical**2 * (other[0] ** 2 + other[1] ** 2)).mean())


def tables(trials: int, seed: int) -> Iterator[tuple[str, list[list[str]]]]:
    """Each table: its name, and rows of cells with a header."""
    header = ["visitors", "units of the type", *(f"n = {n}" for n in RESPONDENTS)]
    for name, measure in (("coverage", coverage), ("equal units told apart", told_apart)):
        rows = [
            [one.name, kind, *(f"{measure(one, kind, n, trials, seed):.3f}" for n in RESPONDENTS)]
            for one in POPULATIONS
            for kind in KINDS
        ]
        yield name, [header, *rows]
    rows = [[one.name, *(f"{coverage_of_t(one, n, trials, seed):.3f}" for n in RESPONDENTS[1:])] for one in POPULATIONS]
    yield "coverage of mean ± t × s ÷ √n", [[header[0], *header[3:]], *rows]


def printed(rows: Sequence[Sequence[str]]) -> str:
    """Rows of cells as a table of text."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(" | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)


def main() -> None:
    """Prints every table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--trials", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    for name, rows in tables(chosen.trials, chosen.seed):
        print(f"{name}\n\n{printed(rows)}\n")


if __name__ == "__main__":
    main()
