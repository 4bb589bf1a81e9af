from decimal import ROUND_HALF_UP, Decimal

import polars as pl
import pytest

from contracts.method import EXACT_WEIGHT, GRADES, WEIGHTS
from transforms.figures.index import index_hundredths
from transforms.rounding import as_index, decimal_index, grade, hundredths, kinerja, mutu

A_BILLION = 10**9


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [(0, 7, 0), (1, 3, 33), (2, 3, 67), (1, 200, 1), (1, 201, 0), (88_305, 1000, 8831), (88_304, 1000, 8830)],
)
def test_half_goes_up(numerator: int, denominator: int, expected: int) -> None:
    assert hundredths(numerator, denominator) == expected
    frame = pl.DataFrame({"top": [numerator], "bottom": [denominator]})
    assert frame.select(hundredths(pl.col("top"), pl.col("bottom"))).item() == expected


@pytest.mark.parametrize("weight", WEIGHTS.values(), ids=list(WEIGHTS))
def test_a_billion_respondents_do_not_overflow(weight) -> None:
    totals = [9 * A_BILLION, 36 * A_BILLION, 36 * A_BILLION - 1, 25 * A_BILLION + 12_345_678]
    frame = pl.DataFrame({"total": totals, "respondents": [A_BILLION] * len(totals)})
    computed = frame.select(index_hundredths(pl.col("total"), pl.col("respondents"), weight)).to_series().to_list()
    expected = [
        int(
            (Decimal(total * 25 * weight.numerator * 100) / (A_BILLION * weight.denominator)).quantize(0, ROUND_HALF_UP)
        )
        for total in totals
    ]
    assert computed == expected


def test_an_index_keeps_its_two_places_and_its_sign() -> None:
    frame = pl.DataFrame({"hundredths": [9361, 2475, 9900, 0, -5, None]})
    assert frame.select(as_index(pl.col("hundredths"))).to_series().to_list() == [
        Decimal("93.61"),
        Decimal("24.75"),
        Decimal("99.00"),
        Decimal("0.00"),
        Decimal("-0.05"),
        None,
    ]
    assert str(decimal_index(9900)) == "99.00"


def test_frames_and_numbers_are_graded_alike() -> None:
    edges = [edge.lowest_hundredths + step for edge in GRADES for step in (-1, 0, 1)]
    edges = [edge for edge in edges if edge >= 0]
    frame = pl.DataFrame({"value": edges})
    graded = frame.select(mutu(pl.col("value")).alias("mutu"), kinerja(pl.col("value")).alias("kinerja"))
    assert graded.rows() == [(grade(edge).mutu, grade(edge).kinerja) for edge in edges]


def test_a_missing_value_has_no_grade() -> None:
    assert pl.DataFrame({"value": [None]}, schema={"value": pl.Int64}).select(mutu(pl.col("value"))).item() is None


def test_one_ninth_is_exact() -> None:
    frame = pl.DataFrame({"total": [36, 9, 27], "respondents": [1, 1, 1]})
    computed = frame.select(index_hundredths(pl.col("total"), pl.col("respondents"), EXACT_WEIGHT))
    assert computed.to_series().to_list() == [10_000, 2500, 7500]
