from math import sqrt
from statistics import mean, stdev

import polars as pl
import pytest
from scipy.stats import t as student

from contracts.method import WEIGHTS
from transforms.figures.index import index_by_unit_period
from transforms.figures.interval import critical_value, interval_ends, squared_error_of_mean
from transforms.figures.sums import SQUARES, SUMS_SCHEMA, TOTALS


def squared_error(total: int, squares: int, respondents: int) -> float | None:
    frame = pl.DataFrame({"total": [total], "squares": [squares], "respondents": [respondents]})
    return frame.select(
        squared_error_of_mean(pl.col("total"), pl.col("squares"), pl.col("respondents")).alias("squared_error")
    ).item()


def ends(row_totals: list[int], weight: str = "0.11") -> tuple[int | None, int | None]:
    """Ends in hundredths for people with these sums of nine answers."""
    row = dict.fromkeys(SUMS_SCHEMA, 0) | {"unit_code": "A", "period_code": "2024", "respondents": len(row_totals)}
    row |= {TOTALS["u1"]: sum(row_totals), SQUARES: sum(total**2 for total in row_totals)}
    row.pop("month")
    indexes = index_by_unit_period(pl.DataFrame([row]), WEIGHTS[weight])
    return interval_ends(indexes, WEIGHTS[weight]).row(0)


def test_as_statistics_computes_it() -> None:
    row_totals = [27, 29, 30, 33, 36, 31, 18, 27]
    scores = [total * 2.75 for total in row_totals]
    half = student.ppf(0.975, len(scores) - 1) * stdev(scores) / sqrt(len(scores))
    low, high = ends(row_totals)
    assert low == pytest.approx((mean(scores) - half) * 100, abs=0.5)
    assert high == pytest.approx((mean(scores) + half) * 100, abs=0.5)


def test_a_hair_of_spread_among_a_billion_is_not_lost() -> None:
    """All of 10⁹ people answer 36 but one: in floats Σx² and (Σx)² ÷ n are equal."""
    n = 10**9
    exact = squared_error(36 * n - 1, 36**2 * (n - 1) + 35**2, n)
    assert exact == pytest.approx((1 - 1 / n) / n / (n - 1), rel=1e-12)


def test_nobody_differs() -> None:
    assert squared_error(36 * 7, 36**2 * 7, 7) == 0.0
    assert ends([36] * 7) == (9900, 9900)
    assert ends([9] * 7, "0.111") == (2498, 2498)


def test_one_respondent_has_no_interval() -> None:
    assert squared_error(36, 36**2, 1) is None
    assert ends([30]) == (None, None)


def test_ends_stay_on_the_scale_and_around_the_index() -> None:
    assert ends([36, 9]) == (2475, 9900)
    assert ends([36, 9], "1/9") == (2500, 10_000)
    low, high = ends([27] * 4999 + [28])
    assert low <= 7425 <= high


def test_critical_values() -> None:
    respondents = pl.Series([30, 1, 2, 30])
    alone = critical_value(respondents).to_list()
    assert alone == [pytest.approx(2.045, abs=0.001), None, pytest.approx(12.706, abs=0.001), alone[0]]
    shared = critical_value(respondents, comparisons=17).to_list()
    assert shared[0] == pytest.approx(student.isf(0.025 / 17, 29), rel=1e-9)
