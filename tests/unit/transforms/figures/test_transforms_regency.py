from fractions import Fraction
from random import Random

import polars as pl

from transforms.figures.regency import mean_row_totals, sum_of_ratios, unit_totals


def test_ratios_add_exactly() -> None:
    random = Random(1)
    ratios = [(random.randint(9, 36_000), random.randint(1, 1000)) for _ in range(101)]
    numerator, denominator = sum_of_ratios(ratios)
    assert Fraction(numerator, denominator) == sum(Fraction(*ratio) for ratio in ratios)


def test_nothing_adds_to_nothing() -> None:
    assert Fraction(*sum_of_ratios([])) == 0


def test_three_means() -> None:
    indexes = pl.DataFrame(
        {"unit_type": ["k", "k", "d"], "respondents": [1, 2, 7], "total": [36, 27, 70], "answer_parts": [1, 1, 1]},
    )
    means = {method: Fraction(*ratio) for method, ratio in mean_row_totals(unit_totals(indexes)).items()}
    unit_means = Fraction(36), Fraction(27, 2), Fraction(10)
    assert means == {
        "mean_of_units": sum(unit_means) / 3,
        "respondent_weighted": Fraction(133, 10),
        "mean_of_types": ((unit_means[0] + unit_means[1]) / 2 + unit_means[2]) / 2,
    }


def test_units_with_as_many_respondents_of_any_type_and_in_any_parts() -> None:
    indexes = pl.DataFrame(
        {
            "unit_type": ["k", "d", "k", "k", "d"],
            "respondents": [2, 2, 2, 3, 6],
            "total": [36, 54, 66, 90, 120],
            "answer_parts": [1, 1, 2, 1, 1],
        },
    )
    means = {method: Fraction(*ratio) for method, ratio in mean_row_totals(unit_totals(indexes)).items()}
    assert means == {
        "mean_of_units": (18 + 27 + Fraction(33, 2) + 30 + 20) / 5,
        "respondent_weighted": Fraction(36 + 54 + 33 + 90 + 120, 15),
        "mean_of_types": ((18 + Fraction(33, 2) + 30) / 3 + Fraction(27 + 20, 2)) / 2,
    }
