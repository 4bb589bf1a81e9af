from statistics import mean, variance

import polars as pl
import pytest
from scipy.optimize import brentq
from scipy.special import stdtrit

from contracts.method import WEIGHTS
from transforms.figures.index import index_by_unit_period
from transforms.figures.interval import critical_value, degrees_of_freedom, interval_ends, with_intervals
from transforms.figures.spread import ROW_TOTALS, with_spread
from transforms.figures.sums import PARTS, SQUARES, SUMS_SCHEMA, TOTALS

UNITS = pl.DataFrame({"unit_code": ["A", "B", "C", "K"], "unit_type": ["puskesmas"] * 3 + ["kecamatan"]})


def summed(weight: str = "0.11", **row_totals: list[int]) -> pl.DataFrame:
    """Index of units whose people have these sums of nine answers."""
    rows = []
    for unit, totals in row_totals.items():
        row = dict.fromkeys(SUMS_SCHEMA, 0) | {"unit_code": unit, "period_code": "2024", "respondents": len(totals)}
        row |= {TOTALS["u1"]: sum(totals), SQUARES: sum(total**2 for total in totals), PARTS: 1}
        row.pop("month")
        rows.append(row)
    return index_by_unit_period(pl.DataFrame(rows), WEIGHTS[weight])


def ends(row_totals: list[int], weight: str = "0.11") -> tuple[int, int]:
    """Ends in hundredths for the people of a unit alone."""
    low, high = with_intervals(summed(weight, A=row_totals), UNITS).select(interval_ends(WEIGHTS[weight])).row(0)
    return low, high


def spread(**row_totals: list[int]) -> dict[str, tuple[float, float]]:
    """variance and largest by unit."""
    rows = with_spread(summed(**row_totals), UNITS).select("unit_code", "variance", "largest").rows()
    return {unit: (found, largest) for unit, found, largest in rows}


def test_the_ends_are_where_the_mean_found_is_t_standard_errors_away() -> None:
    row_totals = [27, 29, 30, 33, 36, 31, 18, 27]
    found, n = mean(row_totals), len(row_totals)
    moderated = ((n - 1) * variance(row_totals) + 4 * ROW_TOTALS.unknown.variance) / (n + 3)
    largest = ((n - 1) * (found - 9) * (36 - found) + 4 * ROW_TOTALS.unknown.largest) / (n + 3)

    def too_far(m: float) -> float:
        return float((found - m) ** 2 - stdtrit(n + 3, 0.975) ** 2 * moderated / largest * (m - 9) * (36 - m) / n)

    low, high = ends(row_totals)
    assert low == pytest.approx(brentq(too_far, 9, found) * 275, abs=0.5)
    assert high == pytest.approx(brentq(too_far, found, 36) * 275, abs=0.5)


def test_a_hair_of_spread_among_a_billion_is_not_lost() -> None:
    """All of 10⁹ people answer 36 but one: in floats Σx² and (Σx)² ÷ n are equal."""
    n = 10**9
    one = summed(A=[36]).with_columns(respondents=n, total=36 * n - 1, squares=36**2 * (n - 1) + 35**2)
    [(apart, largest)] = with_spread(one, UNITS).select("variance", "largest").rows()
    assert apart * n == pytest.approx(1, rel=1e-6)
    assert largest * n == pytest.approx(27, rel=1e-6)


def test_like_units_are_those_of_the_type_with_thirty_people() -> None:
    """Of A's 40 people half have 30 and half 36; (30 − 9)(36 − 30) would be the largest variance at 30."""
    alike, others = [30, 36] * 20, [18, 36] * 20
    found = spread(A=alike, B=[36], C=[9] * 29, K=others)
    assert found["B"] == (10.0, 68.0), "9.23 rounded up, 72 rounded down, of A alone"
    assert spread(B=[36], K=others)["B"] == (100.0, 150.0), "of the other types"
    assert spread(B=[36], C=[9, 36] * 14)["B"] == ROW_TOTALS.unknown, "28 people are too few to tell of"
    assert spread(A=[36] * 50, B=[9])["B"] == ROW_TOTALS.unknown, (
        "who all give the best answer tell nothing of who would not"
    )


def test_like_units_who_all_agree_leave_some_doubt() -> None:
    [(apart, largest)] = {spread(A=[27] * 50, B=[27])["B"]}
    assert (apart, largest) == (4.7, 150.0), "a thirty-sixth of the largest, rounded up"


def test_nobody_differs() -> None:
    low, high = ends([36] * 7)
    assert low < 9900 == high
    low, high = ends([9] * 7, "0.111")
    assert low == 2498 < high


def test_one_respondent_has_an_interval() -> None:
    low, high = ends([30])
    assert 2475 < low < 8250 < high < 9900


def test_ends_stay_on_the_scale_and_around_the_index() -> None:
    low, high = ends([36, 9], "1/9")
    assert 2500 < low < 6250 < high < 10_000
    low, high = ends([27] * 4999 + [28])
    assert low <= 7425 <= high


def test_critical_values() -> None:
    degrees = pl.Series([29, 0, 1, 29])
    alone = critical_value(degrees).to_list()
    assert alone == [pytest.approx(2.045, abs=0.001), None, pytest.approx(12.706, abs=0.001), alone[0]]
    shared = critical_value(degrees, comparisons=17).to_list()
    assert shared[0] == pytest.approx(-stdtrit(29, 0.025 / 17), rel=1e-9)
    assert degrees_of_freedom(pl.Series([1, 30])).to_list() == [4, 33]
