"""Grades

Mutu and kinerja (Permen PANRB 14/2017), for the IKM of a unit, for the regency, and for the score of
an unsur (NRR × 25). A grade is given to the rounded number, so that nobody sees 88.31 with a B.
"""

import pytest

from tests.spec.tables import agrees, computed, hundredths_of, rows
from transforms.rounding import grade


class TestTheFourGrades:
    """The four grades"""

    def test_edges(self):
        """Each edge belongs to the grade above it."""
        edges = """
            IKM    | mutu | kinerja
            24.75  | D    | Tidak Baik
            25.00  | D    | Tidak Baik
            64.99  | D    | Tidak Baik
            65.00  | C    | Kurang Baik
            76.60  | C    | Kurang Baik
            76.61  | B    | Baik
            88.30  | B    | Baik
            88.31  | A    | Sangat Baik
            100.00 | A    | Sangat Baik
        """
        for row in rows(edges):
            earned = grade(hundredths_of(row["IKM"]))
            assert (earned.mutu, earned.kinerja) == (row["mutu"], row["kinerja"])

    def test_graded_after_rounding(self):
        """A, B and C lie exactly between two hundredths at an edge: 88.305, 76.605 and 64.995. Half
        goes up, and takes the grade along. D lies just below, at 64.9945."""
        responses = """
            unit | respondents | U1   | U2   | U3   | U4   | U5   | U6   | U7   | U8   | U9
            A    | 550         | 1962 | 1962 | 1962 | 1962 | 1962 | 1962 | 1963 | 1963 | 1963
            B    | 550         | 1702 | 1702 | 1702 | 1702 | 1702 | 1702 | 1703 | 1703 | 1703
            C    | 550         | 1444 | 1444 | 1444 | 1444 | 1444 | 1444 | 1445 | 1445 | 1445
            D    | 5500        | 14443| 14443| 14443| 14443| 14443| 14443| 14443| 14444| 14444
        """
        ikm_unit = """
            unit | ikm   | mutu
            A    | 88.31 | A
            B    | 76.61 | B
            C    | 65.00 | C
            D    | 64.99 | D
        """
        agrees(computed(responses).ikm_unit, ikm_unit)

    def test_an_unsur_is_graded_alike(self):
        """Jatirejo's U1 has an NRR of 3.71 and a score of 92.76. Its spreadsheet cut the NRR to the whole
        number 3 and printed B; the regulation says A."""
        responses = """
            unit     | respondents | U1   | U2   | U3   | U4   | U5   | U6   | U7   | U8   | U9
            Jatirejo | 615         | 2282 | 2293 | 2287 | 2460 | 2281 | 2299 | 2294 | 2460 | 2279
        """
        ikm_unsur = """
            unsur | nrr    | score | mutu | kinerja
            U1    | 3.7106 | 92.76 | A    | Sangat Baik
        """
        agrees(computed(responses).ikm_unsur, ikm_unsur, unsur="U1")

    def test_nothing_below_d(self):
        """There is no grade below D: with weight 0.11 the lowest index, 24.75, is still D. A negative
        number is no index at all."""
        assert grade(0).mutu == "D"
        with pytest.raises(ValueError, match="not negative"):
            grade(-1)
