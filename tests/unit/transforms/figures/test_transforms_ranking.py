from random import Random

import numpy as np
import polars as pl
import pytest

import transforms.figures.ranking
from tests.unit.transforms.figures.pisa_2018 import SCORES
from transforms.figures.interval import critical_value, degrees_of_freedom
from transforms.figures.ranking import rank_ranges, rank_ranges_of_all


def ranking(*units: tuple[int, float, float | None, int]) -> pl.DataFrame:
    """(respondents, mean row total, squared standard error, ikm in hundredths)."""
    return pl.DataFrame(
        [(n, round(mean * n), error, ikm) for n, mean, error, ikm in units],
        schema={"respondents": pl.Int64, "total": pl.Int64, "squared_error": pl.Float64, "ikm": pl.Int64},
        orient="row",
    ).with_columns(answer_parts=pl.lit(1))


def test_alone() -> None:
    assert rank_ranges(ranking((10, 30.0, 0.1, 8250))).rows() == [(1, 1)]


def test_nobody() -> None:
    assert rank_ranges(ranking()).rows() == []


def test_clear_differences() -> None:
    units = ranking((100, 36.0, 0.01, 9900), (100, 27.0, 0.01, 7425), (100, 18.0, 0.01, 4950))
    assert rank_ranges(units).rows() == [(1, 1), (2, 2), (3, 3)]


def test_no_clear_difference() -> None:
    units = ranking((100, 30.0, 1.0, 8250), (100, 29.0, 1.0, 7975), (100, 28.0, 1.0, 7700))
    assert rank_ranges(units).rows() == [(1, 3), (1, 3), (1, 3)]


def test_nothing_is_told_apart_where_the_published_index_is_equal() -> None:
    """Without any spread the smallest difference is clear; but both are published as 74.25."""
    units = ranking((10_000, 27.0, 0.0, 7425), (10_000, 27.0001, 0.0, 7425))
    assert rank_ranges(units).rows() == [(1, 2), (1, 2)]


def test_no_spread_at_all() -> None:
    assert rank_ranges(ranking((2, 36.0, 0.0, 9900), (2, 27.0, 0.0, 7425))).rows() == [(1, 1), (2, 2)]


def test_one_respondent_is_told_apart_from_nobody() -> None:
    units = ranking((1, 9.0, None, 2475), (50, 36.0, 0.0, 9900), (50, 27.0, 0.0, 7425))
    assert rank_ranges(units).rows() == [(1, 3), (1, 2), (2, 3)]


@pytest.mark.parametrize("others", [1, 17, 500])
def test_more_comparisons_ask_for_larger_differences(others: int) -> None:
    """Bonferroni: two units 2.8 standard errors apart differ among few, and no longer among many."""
    pair = [(1000, 30.0, 0.5, 8250), (1000, 27.2, 0.5, 7480)]
    crowd = [(1000, 9.0, 0.0, 2475)] * (others - 1)
    best = rank_ranges(ranking(*pair, *crowd)).row(0)
    assert best == ((1, 1) if others == 1 else (1, 2))


def test_many_units_are_told_apart_as_each_pair_is() -> None:
    """More than one group of units with alike limits: each pair by itself, by the rule of the docstring."""
    random = Random(5)
    drawn = []
    for _ in range(700):
        n = random.choice([1, 2, 5, 20, 300])
        total = random.randrange(20 * n, 36 * n)
        error = random.choice([0.0, 0.01, 0.2, 2.0]) if n > 1 else None
        drawn.append((n, total / n, error, round(total / n * 275)))
    units = ranking(*drawn)
    mean = (units["total"] / units["respondents"]).to_numpy()
    error = units["squared_error"].fill_null(float("inf")).to_numpy()
    critical = critical_value(degrees_of_freedom(units["respondents"]), units.height - 1).to_numpy()
    ikm = units["ikm"].to_numpy()
    limit = np.maximum.outer(critical, critical) ** 2 * np.add.outer(error, error)
    above = (np.subtract.outer(mean, mean) ** 2 > limit) & np.greater.outer(ikm, ikm)
    expected = zip(1 + above.sum(axis=0), units.height - above.sum(axis=1), strict=True)
    assert rank_ranges(units).rows() == [tuple(map(int, one)) for one in expected]
    assert 0 < above.sum() < units.height**2 / 4


def test_as_the_published_example_of_csranks() -> None:
    """The package csranks of Mogstad, Romano, Shaikh and Wilhelm, "Inference for Ranks": the United Kingdom's rank by
    itself is between 8 (7, says the text) and 23; twelve countries may be among the best five; with all ranks at once
    Chile, Mexico and Colombia are apart from all other countries."""
    students = 10**4  # so many that Student's t is the normal distribution
    units = ranking(*((students, mean, error**2, round(mean * students)) for mean, error in SCORES.values()))
    alone = dict(zip(SCORES, rank_ranges(units).rows(), strict=True))
    of_all = dict(zip(SCORES, rank_ranges_of_all(units).rows(), strict=True))
    assert alone["United Kingdom"] == (7, 23)
    assert [country for country, (best, _) in of_all.items() if best <= 5] == [
        *("Belgium", "Canada", "Denmark", "Estonia", "Finland", "Japan", "Korea", "Netherlands", "Poland", "Slovenia"),
        *("Sweden", "Switzerland"),
    ]
    assert (of_all["Chile"], of_all["Mexico"], of_all["Colombia"]) == ((35, 36), (35, 36), (37, 37))
    assert max(worst for country, (_, worst) in of_all.items() if country not in {"Chile", "Mexico", "Colombia"}) == 34


def test_all_ranks_at_once_of_one_unit_and_of_none() -> None:
    assert rank_ranges_of_all(ranking((10, 30.0, 0.1, 8250))).rows() == [(1, 1)]
    assert rank_ranges_of_all(ranking()).rows() == []


def test_a_very_long_ranking_ends_with_the_first_step(monkeypatch: pytest.MonkeyPatch) -> None:
    """The last two are told apart among two pairs, and not among three."""
    units = ranking((1000, 36.0, 0.0, 9900), (1000, 29.35, 0.5, 8071), (1000, 27.0, 0.5, 7425))
    assert rank_ranges_of_all(units).rows() == [(1, 1), (2, 2), (3, 3)]
    monkeypatch.setattr(transforms.figures.ranking, "_MOST_IN_STEPS", 2)
    assert rank_ranges_of_all(units).rows() == [(1, 1), (2, 3), (2, 3)]
