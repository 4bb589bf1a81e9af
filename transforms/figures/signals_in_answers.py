"""Signals of the answers themselves: what is alike more often than the unit's own answers and people let expect.

Each function takes counts by period and unit (WHERE) and gives FOUND: what comes about by chance with LEVEL or less.
Many equal answers are no signal where few are unlike them: a good office gives all fours. Not here: when answers came
(`transforms.figures.signals_in_time`)."""

from typing import Final

import polars as pl

from contracts.method import UNSUR_COUNT
from contracts.unsur import SCALE, UNSUR_COLUMNS
from transforms.figures.signal_tails import WHERE, binomial_tail, found, material, poisson_tail

STRAIGHT_SHARE: Final = 0.1
"""One visitor in ten may give all fours, whatever they think."""
_USUAL: Final = 0.9
_HANG_TOGETHER: Final = 2
_TRIED: Final = 10
"""So many patterns may be the most frequent."""
_DRAWS: Final = 20
_LEAST_ALIKE: Final = UNSUR_COUNT - 1


def frequent_pattern(by_pattern: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """FOUND (signal `pattern`) of counts n by WHERE and `pattern` (nine answers as one number): the most frequent one
    that differs from all equal answers in more than one unsur (but for answers that nearly all of the unit give), where
    it is given by more than what those who give another answer to one unsur let expect. `rows`: WHERE and of_rows.

    Of n who give eight of its answers and not the ninth, as many give the ninth too as odds of it tell; twice that at
    the unsur where it is most is what is expected, for answers hang together."""
    places = range(UNSUR_COUNT)
    frequent = material(by_pattern, rows).select(WHERE).unique()
    counts = by_pattern.join(frequent, on=WHERE, how="semi").with_columns(
        (pl.col("pattern") // 10**place % 10).alias(f"answer_{place}") for place in places
    )
    # An answer that nearly all give to an unsur, such as of a free service to the charge, tells nothing of a person.
    telling = {
        place: pl.col("n").sum().over(*WHERE, f"answer_{place}") < _USUAL * pl.col("n").sum().over(WHERE)
        for place in places
    }
    is_habit = pl.any_horizontal(
        (pl.sum_horizontal(pl.col(f"answer_{place}") == answer for place in places) > UNSUR_COUNT // 2)
        & (pl.sum_horizontal(telling[place] & (pl.col(f"answer_{place}") != answer) for place in places) <= 1)
        for answer in SCALE
    )
    first = counts.filter(~is_habit).sort(*WHERE, "n", "pattern", descending=[False, False, True, False])
    first = first.unique(WHERE, keep="first", maintain_order=True)
    compared = counts.join(first, on=WHERE, suffix="_of_first")
    differs = {place: pl.col(f"answer_{place}") != pl.col(f"answer_{place}_of_first") for place in places}
    expected = [
        pl.col("n").filter(differs[place], pl.sum_horizontal(differs.values()) == 1).sum()
        * pl.max_horizontal(1, pl.col("n").filter(~differs[place]).sum() / pl.col("n").filter(differs[place]).sum())
        for place in places
    ]
    beside = compared.group_by(WHERE).agg(expected=_HANG_TOGETHER * pl.max_horizontal(1, *expected))
    tested = material(first, rows).join(beside, on=WHERE)
    chance = _TRIED * poisson_tail(tested.get_column("n"), tested.get_column("expected"))
    return found(tested.with_columns(chance=chance, seen=pl.col("pattern").cast(pl.String)), "pattern")


def straight_fours(by_month: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """FOUND (signal `straight`) of counts by WHERE and month of people by how many of their nine answers are no 4
    (`not_4_0` … `not_4_9`): more give all fours than STRAIGHT_SHARE beyond those with one other answer, in months in
    which the others lie far below. Where the other answers tail off towards all fours, however many these are, they
    belong to them."""
    fours, nearly = pl.col("not_4_0"), pl.col("not_4_1")
    below = [pl.col(f"not_4_{k}") for k in range(2, UNSUR_COUNT + 1)]
    apart = (pl.max_horizontal(below) >= 2 * pl.max_horizontal(nearly, 1)) & (3 * pl.sum_horizontal(below) >= fours)
    excess = pl.when(apart).then((fours - nearly).clip(0)).otherwise(0)
    tested = material(by_month.group_by(WHERE).agg(n=excess.sum()), rows).with_columns(share=pl.lit(STRAIGHT_SHARE))
    chance = binomial_tail(*(tested.get_column(name) for name in ("n", "of_rows", "share")))
    seen = pl.lit(str(max(SCALE)) * UNSUR_COUNT)
    return found(tested.with_columns(chance=chance, seen=seen), "straight")


def same_people(by_month: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """FOUND (signal `same_person`) of sums by WHERE and month: n, the answers that agree with another in all nine
    answers, all characteristics and the day; `pairs` of these; and what `expected_pairs` computes. `rows`: WHERE and
    of_rows."""
    summed = by_month.group_by(WHERE).agg(pl.col("n", "pairs", "expected", "variance").sum())
    return found(_by_pairs(material(summed, rows)), "same_person")


def near_clones(pairs: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """FOUND (signal `near_clone`) of WHERE, n (answers that agree with another in all characteristics and eight of nine
    answers), `pairs` of these, `expected` and `variance`. `rows`: WHERE and of_rows."""
    return found(_by_pairs(material(pairs, rows)), "near_clone")


def expected_pairs(n: pl.Expr, second: pl.Expr, third: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """How many pairs of n people agree, and the variance of that, where two agree with the chance `second` and three
    with `third`, independently of the others."""
    expected = n * (n - 1) / 2 * second
    return expected, expected * (1 - second) + n * (n - 1) * (n - 2) * (third - second**2).clip(0)


def chances_of_agreeing(counts: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    """`by`, and with which chance two (`second`), and three (`third`), drawn from counts n agree."""
    n = pl.col("n").cast(pl.Float64)
    whole = n.sum()
    return (
        counts.group_by(by)
        .agg(
            second=(n * (n - 1)).sum() / (whole * (whole - 1)),
            third=(n * (n - 1) * (n - 2)).sum() / (whole * (whole - 1) * (whole - 2)),
        )
        .with_columns(pl.col("second", "third").fill_nan(1.0))
    )


def chance_of_nearly_agreeing(answers: pl.DataFrame) -> pl.DataFrame:
    """WHERE, and with which chance two answers agree in eight of nine (`second`), from each with the next ones by its
    key, which is a hash and says nothing. Of answers by WHERE, `response_key` and the nine columns."""
    in_order = answers.sort(*WHERE, "response_key")
    alike = [
        pl.sum_horizontal(pl.col(column) == pl.col(column).shift(draw).over(WHERE) for column in UNSUR_COLUMNS)
        >= _LEAST_ALIKE
        for draw in range(1, _DRAWS + 1)
    ]
    drawn = [pl.col("u1").shift(draw).over(WHERE).is_not_null() for draw in range(1, _DRAWS + 1)]
    return (
        in_order.select(*WHERE, alike=pl.sum_horizontal(alike), drawn=pl.sum_horizontal(drawn))
        .group_by(WHERE)
        .agg(second=pl.col("alike").sum() / pl.col("drawn").sum())
    )


def pairs_of_people(answers: pl.DataFrame, by: str) -> pl.DataFrame:
    """Pairs of answers with the same `by` that agree in eight of nine: `slot`, `response_key` of one, `slot_of_other`
    and `response_key_of_other`."""
    columns = [by, "slot", "response_key", *UNSUR_COLUMNS]
    several = answers.select(columns).filter(pl.len().over(by) > 1)
    alike = pl.sum_horizontal(pl.col(column) == pl.col(f"{column}_of_other") for column in UNSUR_COLUMNS)
    return (
        several.join(several, on=by, suffix="_of_other")
        .filter(pl.col("response_key") < pl.col("response_key_of_other"), alike >= _LEAST_ALIKE)
        .select("slot", "response_key", "slot_of_other", "response_key_of_other")
    )


def _by_pairs(tested: pl.DataFrame) -> pl.DataFrame:
    # Pairs come in clusters: as many clusters as there would be by chance, each as large as they are by chance.
    cluster = pl.max_horizontal(1.0, pl.col("variance") / pl.col("expected"))
    scaled = tested.with_columns(count=pl.col("pairs") / cluster, mean=pl.col("expected") / cluster)
    chance = poisson_tail(scaled.get_column("count"), scaled.get_column("mean"))
    return scaled.with_columns(chance=chance, seen=pl.lit(None, pl.String))
