"""How likely what was seen is by chance: the tails that signals of response quality are judged by.

Not here: what is expected of a unit (`transforms.figures.signals_in_time`, `transforms.figures.signals_in_answers`).
"""

from typing import Final

import polars as pl

WHERE: Final = ["period_code", "unit_code"]
LEVEL: Final = 0.001
"""Most chance of one kind of signal in a unit and period where there is nothing to explain: the nine together have one
in a hundred."""
MATERIAL_PERCENT: Final = 3
LEAST_ROWS: Final = 10
"""A signal stands on this share of the unit's answers in the period, and on so many, at least."""
FOUND: Final = pl.Schema({**dict.fromkeys((*WHERE, "signal", "seen"), pl.String()), "chance": pl.Float64()})
"""A signal: its kind, which day, month or pattern it is about where it is one, and how likely that is by chance."""


def material(tested: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows (WHERE, n) whose n is large enough to speak of. `rows`: WHERE and of_rows."""
    enough = tested.filter(pl.col("n") >= LEAST_ROWS).join(rows, on=WHERE)
    return enough.filter(100 * pl.col("n") >= MATERIAL_PERCENT * pl.col("of_rows"))


def found(tested: pl.DataFrame, signal: str) -> pl.DataFrame:
    """FOUND of what was tested (WHERE, seen, chance): of each unit and period the least likely."""
    return (
        tested.filter(pl.col("chance") <= LEVEL)
        .with_columns(signal=pl.lit(signal))
        .sort(*WHERE, "chance", "seen")
        .unique(WHERE, keep="first", maintain_order=True)
        .select(pl.col(name).cast(dtype) for name, dtype in FOUND.items())
    )


def student_tail(t: pl.Series, degrees: pl.Series) -> pl.Series:
    """Chance of so much or more, of Student's t."""
    from scipy.special import stdtr  # a fifth of a second, which commands that compute nothing need not wait

    return pl.Series(stdtr(degrees.to_numpy(), -t.to_numpy()), dtype=pl.Float64)


def binomial_tail(successes: pl.Series, of: pl.Series, share: pl.Series) -> pl.Series:
    """Chance of so many or more of some, each with this chance."""
    from scipy.special import bdtrc

    return pl.Series(bdtrc(successes.to_numpy() - 1.0, of.to_numpy(), share.to_numpy()), dtype=pl.Float64)


def poisson_tail(count: pl.Series, expected: pl.Series) -> pl.Series:
    """Chance of a count or more where so many are expected; both may be fractions of a count."""
    from scipy.special import gammainc

    return pl.Series(
        gammainc(count.to_numpy().astype(float).clip(1e-9), expected.to_numpy().astype(float).clip(0)), dtype=pl.Float64
    )
