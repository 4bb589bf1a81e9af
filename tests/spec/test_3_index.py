"""The index

Nine answers of one to four from every respondent become one number, the IKM (Indeks Kepuasan
Masyarakat) of a unit.
"""

import pytest

from contracts.method import WEIGHTS
from tests.spec.tables import agrees, computed, rows
from transforms.figures.explanation import decimal_text, explain


class TestFromAnswersToIndex:
    """From answers to the index

    The NRR (nilai rata-rata) of an unsur is the sum of its answers divided by the number of valid
    questionnaires. IKM = Σ (NRR × weight) × 25.
    """

    def test_mean_answer(self):
        """Each unsur has its own mean. Its score is NRR × 25, on the same scale as the IKM."""
        responses = """
            unit | answers
            A    | 444 433 221
            A    | 434 433 221
            A    | 424 433 222
            A    | 414 433 222
        """
        ikm_unsur = """
            unsur | respondents | total | nrr  | nrr_weighted | score
            U1    | 4           | 16    | 4.00 | 0.4400       | 100.00
            U2    | 4           | 10    | 2.50 | 0.2750       | 62.50
            U3    | 4           | 16    | 4.00 | 0.4400       | 100.00
            U4    | 4           | 16    | 4.00 | 0.4400       | 100.00
            U5    | 4           | 12    | 3.00 | 0.3300       | 75.00
            U6    | 4           | 12    | 3.00 | 0.3300       | 75.00
            U7    | 4           | 8     | 2.00 | 0.2200       | 50.00
            U8    | 4           | 8     | 2.00 | 0.2200       | 50.00
            U9    | 4           | 6     | 1.50 | 0.1650       | 37.50
        """
        ikm_unit = """
            respondents | ikm   | ikm_ninth
            4           | 71.50 | 72.22
        """
        figures = computed(responses)
        agrees(figures.ikm_unsur, ikm_unsur)
        agrees(figures.ikm_unit, ikm_unit)

    def test_jatirejo(self):
        """Kecamatan Jatirejo, 2024: the report this pipeline was measured against. 615 people answered;
        its published IKM is 93.61, mutu A."""
        responses = """
            unit     | respondents | U1   | U2   | U3   | U4   | U5   | U6   | U7   | U8   | U9
            Jatirejo | 615         | 2282 | 2293 | 2287 | 2460 | 2281 | 2299 | 2294 | 2460 | 2279
        """
        ikm_unsur = """
            unsur | nrr  | order_from_lowest | order_from_highest | mutu
            U1    | 3.71 | 3                 | 7                  | A
            U2    | 3.73 | 5                 | 5                  | A
            U3    | 3.72 | 4                 | 6                  | A
            U4    | 4.00 | 8                 | 1                  | A
            U5    | 3.71 | 2                 | 8                  | A
            U6    | 3.74 | 7                 | 3                  | A
            U7    | 3.73 | 6                 | 4                  | A
            U8    | 4.00 | 8                 | 1                  | A
            U9    | 3.71 | 1                 | 9                  | A
        """
        ikm_unit = """
            respondents | ikm   | mutu | kinerja     | ikm_ninth | mutu_ninth
            615         | 93.61 | A    | Sangat Baik | 94.56     | A
        """
        figures = computed(responses)
        agrees(figures.ikm_unsur, ikm_unsur)
        agrees(figures.ikm_unit, ikm_unit)

    def test_no_questionnaire(self):
        """A unit without a valid questionnaire has no index: not 0, and not D. It is listed as
        missing instead."""
        responses = """
            unit | answers
            A    | 333 333 333
        """
        units = """
            unit | type
            A    | kecamatan
            B    | kecamatan
        """
        ikm_unit = """
            unit | ikm
            A    | 74.25
        """
        missing_unit = """
            period | unit
            2024   | B
        """
        figures = computed(responses, units)
        agrees(figures.ikm_unit, ikm_unit)
        agrees(figures.missing_unit, missing_unit)


class TestWeight:
    """The weight of an unsur

    The regulation says "one ninth" and prints 0,11. Both live side by side, and they are not the same
    number, so every index names its weight. The settings choose the headline (`ikm`, by default 0.11,
    to agree with SuKMa-e Jatim); the index by exactly 1/9 always stands beside it (`ikm_ninth`).
    """

    def test_three_conventions(self):
        """GASPUL, third quarter: 29 respondents, one set of answers, three published truths."""
        responses = """
            unit   | respondents | U1  | U2  | U3  | U4  | U5  | U6  | U7  | U8  | U9
            GASPUL | 29          | 105 | 101 | 100 | 116 | 102 | 105 | 106 | 105 | 115
        """
        index_by_weight = """
            weight | ikm
            0.11   | 90.56
            0.111  | 91.38
            1/9    | 91.48
        """
        assert list(WEIGHTS) == ["0.11", "1/9", "0.111"]
        for row in rows(index_by_weight):
            agrees(computed(responses, weight=row["weight"]).ikm_unit, f"weight|ikm\n{row['weight']}|{row['ikm']}")
            agrees(computed(responses, weight=row["weight"]).ikm_unit, "ikm_ninth\n91.48")

    def test_bantul(self):
        """Bantul, DPTR 2023, which uses 1/9. It printed its NRR with two places; a hundred respondents
        with these sums have exactly them."""
        responses = """
            unit   | respondents | U1  | U2  | U3  | U4  | U5  | U6  | U7  | U8  | U9
            Bantul | 100         | 331 | 335 | 349 | 393 | 345 | 339 | 339 | 376 | 335
        """
        ikm_unit = """
            ikm_ninth | mutu_ninth
            87.28     | B
        """
        agrees(computed(responses).ikm_unit, ikm_unit)

    @pytest.mark.parametrize("times", ["1", "7", "1000"])
    def test_lowest_and_highest(self, times):
        """With 1/9 the index reaches from 25 to 100, with 0.11 from 24.75 to 99.00, with 0.111 from
        24.98 to 99.90, however many people answered."""
        lowest_middle_highest = """
            answers     | 1/9    | 0.11  | 0.111
            111 111 111 | 25.00  | 24.75 | 24.98
            333 333 333 | 75.00  | 74.25 | 74.93
            444 444 444 | 100.00 | 99.00 | 99.90
        """
        for row in rows(lowest_middle_highest):
            for weight in WEIGHTS:
                figures = computed(f"answers|times\n{row['answers']}|{times}", weight=weight)
                agrees(figures.ikm_unit, f"ikm\n{row[weight]}")
        lowest, _, highest = rows(lowest_middle_highest)
        for name, ends in WEIGHTS.items():
            assert (f"{ends.lowest / 100:.2f}", f"{ends.highest / 100:.2f}") == (lowest[name], highest[name])

    def test_grade_may_depend_on_the_weight(self):
        """Where the two weights give two grades, the table says so."""
        responses = """
            unit | respondents | U1  | U2  | U3  | U4  | U5  | U6  | U7  | U8  | U9
            A    | 100         | 354 | 354 | 354 | 354 | 354 | 354 | 354 | 354 | 354
            B    | 100         | 340 | 340 | 340 | 340 | 340 | 340 | 340 | 340 | 340
        """
        ikm_unit = """
            unit | ikm   | mutu | ikm_ninth | mutu_ninth | grade_depends_on_weight
            A    | 87.62 | B    | 88.50     | A          | yes
            B    | 84.15 | B    | 85.00     | B          | no
        """
        agrees(computed(responses).ikm_unit, ikm_unit)


class TestRounding:
    """Round once, at the end

    Sums of answers are whole numbers, and they stay whole until one division gives the index. It is
    rounded half up to two places, and graded after that. No NRR is rounded on the way.
    """

    def test_half_goes_up(self):
        """550 people whose answers sum to 17,661 have an IKM of exactly 88.305 by weight 0.11. That
        is 88.31, mutu A. Binary floating point makes it 88.304999… and B."""
        responses = """
            unit | respondents | U1   | U2   | U3   | U4   | U5   | U6   | U7   | U8   | U9
            A    | 550         | 1962 | 1962 | 1962 | 1962 | 1962 | 1962 | 1963 | 1963 | 1963
        """
        ikm_unit = """
            ikm   | mutu
            88.31 | A
        """
        figures = computed(responses)
        agrees(figures.ikm_unit, ikm_unit)
        exactly = explain(figures.ikm_unsur, "A", "2024", WEIGHTS["0.11"]).headline.unrounded
        assert decimal_text(exactly) == "88.305"
        in_floats = sum(total / 550 * 0.11 for total in [1962] * 6 + [1963] * 3) * 25
        assert f"{in_floats:.2f}" == "88.30"

    def test_rounding_first_goes_wrong(self):
        """Jatirejo once more, with each NRR rounded to two places before it is weighted, as
        spreadsheets do: 93.64 in place of 93.61."""
        means_rounded_first = """
            U1   | U2   | U3   | U4   | U5   | U6   | U7   | U8   | U9
            3.71 | 3.73 | 3.72 | 4.00 | 3.71 | 3.74 | 3.73 | 4.00 | 3.71
        """
        hundredths = sum(int(nrr.replace(".", "")) for nrr in rows(means_rounded_first)[0].values())
        assert hundredths * 11 * 25 == 936_375, "93.6375, printed as 93.64"


class TestLowestAndHighest:
    """The lowest and the highest unsur

    Chosen on unrounded NRR; equal ones share a rank, and all of them are named.
    """

    def test_equal_ones_are_all_named(self):
        """Jatirejo's lowest three are U9, U5 and U1, although all print as 3.71. Its highest are U4
        and U8 together, then U6."""
        responses = """
            unit     | respondents | U1   | U2   | U3   | U4   | U5   | U6   | U7   | U8   | U9
            Jatirejo | 615         | 2282 | 2293 | 2287 | 2460 | 2281 | 2299 | 2294 | 2460 | 2279
        """
        lowest = """
            unsur | order_from_lowest
            U9    | 1
            U5    | 2
            U1    | 3
        """
        highest = """
            unsur | order_from_highest
            U4    | 1
            U8    | 1
            U6    | 3
        """
        ikm_unsur = computed(responses).ikm_unsur
        agrees(ikm_unsur.filter(ikm_unsur["order_from_lowest"] <= 3), lowest)
        agrees(ikm_unsur.filter(ikm_unsur["order_from_highest"] <= 3), highest)
