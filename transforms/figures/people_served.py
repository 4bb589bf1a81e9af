"""The regency's IKM with every unit weighted by the people that it served.

Beside the three methods of `transforms.figures.regency`, inside only: who was served is entered by hand, and often not
for all units. Like them it works on unrounded indices and rounds once. Not here: who was served (`contracts.registry`).
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from contracts.method import EXACT_WEIGHT, INDEX_FACTOR, Weight
from transforms.figures.regency import sum_of_ratios
from transforms.rounding import decimal_index, grade, hundredths


class ServedUnit(NamedTuple):
    """A unit with an index: the sum of all its answers, the parts of an answer in which that is counted (1 where
    answers are whole), its respondents, and the people it served in the period (None where nobody entered it)."""

    answer_sum: int
    answer_parts: int
    respondents: int
    people_served: int | None


class ServedIndex(NamedTuple):
    """The regency's IKM so weighted, with its grade; the same by one ninth; all people served."""

    ikm: Decimal
    mutu: str
    kinerja: str
    ikm_ninth: Decimal
    people_served: int


def index_by_people_served(units: Sequence[ServedUnit], weight: Weight) -> ServedIndex | None:
    """Σ (people served × index) ÷ Σ people served, of all units with an index in a period; None where nobody entered
    how many any of them served: the mean over the others is that of another regency."""
    served = [one.people_served for one in units if one.people_served]
    if not served or len(served) < len(units):
        return None
    people = sum(served)
    row_totals, divisor = sum_of_ratios(
        [(each * one.answer_sum, one.respondents * one.answer_parts) for one, each in zip(units, served, strict=True)]
    )
    ikm, ikm_ninth = (
        hundredths(row_totals * INDEX_FACTOR * one.numerator, divisor * people * one.denominator)
        for one in (weight, EXACT_WEIGHT)
    )
    graded = grade(ikm)
    return ServedIndex(decimal_index(ikm), graded.mutu, graded.kinerja, decimal_index(ikm_ninth), people)
