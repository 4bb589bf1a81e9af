"""The constants of the method of Permen PANRB 14/2017: weights, grades, sample size.

Belongs here: numbers the regulation or a named source fixes. Not here: any arithmetic with them
(`transforms`).
"""

from dataclasses import dataclass
from typing import Literal

UNSUR_COUNT = 9
INDEX_FACTOR = 25
"""IKM = sum of (NRR x weight) x 25: answers 1..4 become 25..100."""

WeightName = Literal["0.11", "1/9", "0.111"]


@dataclass(frozen=True)
class Weight:
    """One convention for the weight of an unsur, as an exact fraction. `source` is shown to staff. `lowest` and
    `highest`: the IKM of nothing but 1 and of nothing but 4, in hundredths."""

    name: WeightName
    numerator: int
    denominator: int
    source: str
    lowest: int
    highest: int


WEIGHTS: dict[str, Weight] = {
    "0.11": Weight("0.11", 11, 100, "dicetak Permen PANRB 14/2017 untuk 1/9, dipakai SuKMa-e Jatim", 2475, 9900),
    "1/9": Weight("1/9", 1, 9, "sepersembilan persis, Permen PANRB 14/2017", 2500, 10000),
    "0.111": Weight("0.111", 111, 1000, "dipakai sebagian unit", 2498, 9990),
}
EXACT_WEIGHT = WEIGHTS["1/9"]


@dataclass(frozen=True)
class Grade:
    """A mutu: from `lowest_hundredths` (IKM x 100, after rounding) up to the next grade."""

    mutu: Literal["A", "B", "C", "D"]
    kinerja: str
    lowest_hundredths: int

    @property
    def label(self) -> str:
        """The grade in words with where it begins, in Bahasa Indonesia: `Baik, mulai 76,61`."""
        if not self.lowest_hundredths:
            return f"{self.kinerja}, nilai yang lebih rendah"
        return f"{self.kinerja}, mulai {self.lowest_hundredths // 100},{self.lowest_hundredths % 100:02d}"


GRADES: tuple[Grade, ...] = (
    Grade("A", "Sangat Baik", 8831),
    Grade("B", "Baik", 7661),
    Grade("C", "Kurang Baik", 6500),
    Grade("D", "Tidak Baik", 0),
)
"""Permen PANRB 14/2017, best first. D has no floor: weight 0.11 reaches down to 24.75."""

KREJCIE_MORGAN_CHI_SQUARE_THOUSANDTHS = 3841
"""Chi-square 3.841 (1 degree of freedom, 95 %), in thousandths; P = 0.5, d = 0.05."""
KREJCIE_MORGAN_PROPORTION_PERCENT = 50
"""P: the share that needs the largest sample."""
KREJCIE_MORGAN_MARGIN_PERCENT = 5
"""d: how far the sample's share may lie from the true one."""

CONFIDENCE = 0.95
"""Of every interval that is published."""

INTERVAL_RESPONDENTS = 30
"""Respondents below which the public gets no interval: of fewer, mean and spread can name every questionnaire."""

RELIABLE_HUNDREDTHS = 70
"""Reliability, in hundredths, below which a unit's index does not tell it from others: as in GPPS (G. Lyratzopoulos and
others, BMJ Quality & Safety 20, 2011) and CAHPS."""

RELIABILITY_UNITS = 5
"""Units of a scope below which nobody can say how far its units differ, but for chance."""

ASSOCIATION_RESPONDENTS = 200
"""Respondents of a unit below which nothing is said of how its unsur go together: an error of a correlation is too
uncertain itself."""

ASSOCIATION_OTHERS = 30
"""Of them, how many must give an unsur another answer than the most frequent."""

ASSOCIATION_UNSUR = 5
"""Unsur of which that is so, below which their mean says nothing."""

FUNNEL = (("95\N{NO-BREAK SPACE}%", 1.960), ("99,8\N{NO-BREAK SPACE}%", 3.090))
"""Limits of a funnel plot, of the normal distribution (D. J. Spiegelhalter, Statistics in Medicine 24, 2005)."""
