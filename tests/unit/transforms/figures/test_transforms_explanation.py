from decimal import Decimal
from fractions import Fraction

import polars as pl
import pytest

from contracts.method import WEIGHTS
from contracts.unsur import UNSUR_CODES
from transforms.figures.explanation import NoIndexError, chain, decimal_text, explain
from transforms.figures.index import index_of_totals

JATIREJO = dict(zip(UNSUR_CODES, (2282, 2293, 2287, 2460, 2281, 2299, 2294, 2460, 2279), strict=True))


def test_every_step_follows_from_the_one_before() -> None:
    explained = chain(JATIREJO, 615, WEIGHTS["0.11"])
    first = explained.steps[0]
    assert (first.unsur_code, first.name, first.total, first.respondents) == ("U1", "Persyaratan", 2282, 615)
    assert first.nrr == Fraction(2282, 615)
    assert first.weighted == first.nrr * Fraction(11, 100)
    assert explained.weighted_sum == sum(step.weighted for step in explained.steps)
    assert explained.unrounded == explained.weighted_sum * 25
    assert decimal_text(explained.unrounded) == "93.611788617886…"
    assert (explained.ikm, explained.mutu, explained.kinerja) == (Decimal("93.61"), "A", "Sangat Baik")


def test_both_weights_from_the_published_totals() -> None:
    ikm_unsur = pl.DataFrame(
        [("2024", "35.16.01", code, 615, total) for code, total in reversed(JATIREJO.items())],
        schema=["period_code", "unit_code", "unsur_code", "respondents", "total"],
        orient="row",
    )
    explained = explain(ikm_unsur, "35.16.01", "2024", WEIGHTS["0.11"])
    assert (explained.respondents, explained.headline.ikm, explained.exact.ikm) == (
        615,
        Decimal("93.61"),
        Decimal("94.56"),
    )
    assert [step.unsur_code for step in explained.exact.steps] == list(UNSUR_CODES)
    with pytest.raises(NoIndexError, match=r"35\.16\.01 has no index in 2023"):
        explain(ikm_unsur, "35.16.01", "2023", WEIGHTS["0.11"])


@pytest.mark.parametrize(("weight", "ikm"), [("0.11", "93.61"), ("1/9", "94.56")])
def test_the_index_of_a_choice_is_that_of_the_chain(weight: str, ikm: str) -> None:
    assert index_of_totals(JATIREJO.values(), 615, WEIGHTS[weight]) == Decimal(ikm)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(99), "99"),
        (Fraction(88_305, 1000), "88.305"),
        (Fraction(1, 16), "0.0625"),
        (Fraction(1, 3), "0.333333333333…"),
        (Fraction(2, 3), "0.666666666666…"),
        (Fraction(100), "100"),
    ],
)
def test_decimals_are_cut_and_never_rounded(value: Fraction, text: str) -> None:
    assert decimal_text(value) == text
