"""The index

Nine answers of one to four from every respondent become one number, the IKM (Indeks Kepuasan
Masyarakat) of a unit.
"""

import polars as pl
import pytest

from contracts.method import WEIGHTS
from tests.spec.exports import figures, further_figures, registered, staged
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


class TestSeveralQuestionsAboutAnUnsur:
    """Several questions about an unsur

    A unit may ask more than nine questions: its questionnaire (`questionnaires.toml`) says which unsur each is about,
    and an unsur's answer is the mean of its questions. `U1_2` is the second question about U1; every question that a
    table does not show was answered 4.
    """

    def test_the_mean_of_its_questions(self):
        """Each question has the four answers. A mean is kept as a whole number of equal parts of an answer, all nine
        in the same parts: as many as the numbers of questions have in common. Here two of U1 and three of U2 ask for
        sixths, so 4 and 3 are 21 sixths, and 4, 3 and 3 are 20. A unit that asks nine questions has whole answers."""
        written = """
            row | U1 | U1_2 | U2 | U2_2         | U2_3 | U3
            1   | 4  | 3    | 4  | 3            | 3    | 4
            2   | 1  | 1    | 1  | Kurang mudah | 1    | 2
        """
        read = """
            row | u1 | u2 | u3 | u4 | answer_parts
            1   | 21 | 20 | 24 | 24 | 6
            2   | 6  | 8  | 12 | 24 | 6
        """
        agrees(staged(written), read)

    def test_a_question_left_out(self):
        """Whoever leaves one of the questions out has left the unsur out, and whoever answers one of them with a 5 has
        answered the unsur with a 5: as with nine questions, the row is rejected."""
        written = """
            row | U1 | U1_2
            1   | 4  |
            2   | 4  | 5
            3   | 4  | ya
            4   |    |
        """
        read = """
            row | u1 | u1_text | answer_parts
            1   |    |         | 2
            2   | 10 | 5       | 2
            3   | -1 | ya      | 2
            4   |    |         | 2
        """
        agrees(staged(written), read)

    def test_nothing_is_rounded_on_the_way(self):
        """The sum is that of the parts, and is divided once, by respondents times parts. The NRR of U2 is the mean of
        10/3, 4/3 and 3; that of U1 is the mean of 7/2, 1 and 4."""
        written = """
            row | U1 | U1_2 | U2 | U2_2 | U2_3
            1   | 4  | 3    | 4  | 3    | 3
            2   | 1  | 1    | 1  | 2    | 1
            3   | 4  | 4    | 3  | 3    | 3
        """
        ikm_unsur = """
            unsur | respondents | total | answer_parts | nrr    | score
            U1    | 3           | 51    | 6            | 2.8333 | 70.83
            U2    | 3           | 46    | 6            | 2.5556 | 63.89
            U3    | 3           | 72    | 6            | 4.0000 | 100.00
            U4    | 3           | 72    | 6            | 4.0000 | 100.00
            U5    | 3           | 72    | 6            | 4.0000 | 100.00
            U6    | 3           | 72    | 6            | 4.0000 | 100.00
            U7    | 3           | 72    | 6            | 4.0000 | 100.00
            U8    | 3           | 72    | 6            | 4.0000 | 100.00
            U9    | 3           | 72    | 6            | 4.0000 | 100.00
        """
        ikm_unit = """
            respondents | ikm   | ikm_ninth | answer_sum | answer_parts
            3           | 92.75 | 92.75     | 601        | 6
        """
        found = figures(written)
        agrees(found.ikm_unsur, ikm_unsur)
        agrees(found.ikm_unit, ikm_unit)

    def test_the_same_answers_are_the_same_index(self):
        """Whoever answers all questions about an unsur alike has answered as one question: index, interval, variance
        and place are those of nine questions. A asks two questions about U1, B one."""
        several = """
            file | answers   | U1_2
            A    | 344444444 | 3
            A    | 244444433 | 2
            A    | 333333333 | 3
        """
        nine = """
            file | answers
            B    | 344444444
            B    | 244444433
            B    | 333333333
        """
        columns = ("ikm", "ikm_low", "ikm_high", "standard_error", "mutu")
        a, b = (figures(one).ikm_unit.select(columns).row(0) for one in (several, nine))
        assert a == b


class TestBeyondTheNineUnsur:
    """What is asked beyond the nine unsur

    A questionnaire may ask about additional unsur (U10 to U12), give weights of the unit's own, and hold the questions
    of other surveys (SPAK, SPKP). Each has an index of its own (`further_index`), which stands apart in what the unit
    and staff read. IKM, ranks and the regency are made of the nine unsur with the regency's weight, whatever else is
    asked. `U10_2` is the second question about U10.
    """

    def test_an_additional_unsur(self):
        """It is the mean of its questions, of those who answered all of them; its index is NRR × 25, with a grade.
        Whoever leaves one out, or answers what is not on the scale, still counts in the IKM: only an answer to one of
        the nine may not be missing."""
        asked = """
            code | name         | questions
            U10  | Transparansi | 2
        """
        written = """
            row | U1 | U10  | U10_2
            1   | 4  | 4    | 3
            2   | 4  | Baik | 1,0
            3   | 4  | 4    |
            4   | 3  | 5    | 4
        """
        read = """
            row | u1 | further_answers | further_text
            1   | 4  | 4,3             |
            2   | 4  | 3,1             |
            3   | 4  | 4,              |
            4   | 3  | ,4              | 5
        """
        further_index = """
            code | kind  | name         | asked | respondents | mean | score | mutu | formula
            U10  | unsur | Transparansi | 4     | 2           | 2.75 | 68.75 | C    | NRR × 25
        """
        agrees(staged(written, registered(asked)), read)
        agrees(further_figures(written, asked), further_index)

    def test_own_weights(self):
        """The index by own weights is Σ (NRR × weight) × 25 of those who answered every unsur that has a weight. The
        weights add up to 1 exactly, as they are written. An additional unsur counts where it has one. The NRR of U1 is
        2.5, of U10 1.5 and of all others 4: 2.5 × 0.2 + 1.5 × 0.1 + 4 × 0.7 = 3.45."""
        asked = """
            code | name         | questions
            U10  | Transparansi | 1
            U11  | Integritas   | 1
        """
        weights = """
            U1  | U2   | U3   | U4   | U5   | U6   | U7   | U8   | U9   | U10
            0.2 | 7/80 | 7/80 | 7/80 | 7/80 | 7/80 | 7/80 | 7/80 | 7/80 | 0.1
        """
        written = """
            row | U1 | U10 | U11
            1   | 3  | 1   | 4
            2   | 2  | 2   |
            3   | 4  |     | 4
        """
        further_index = """
            code | kind    | name                   | asked | respondents | mean   | score  | mutu
            U10  | unsur   | Transparansi           | 3     | 2           | 1.5000 | 37.50  | D
            U11  | unsur   | Integritas             | 3     | 2           | 4.0000 | 100.00 | A
            IKM  | weights | IKM menurut bobot unit | 3     | 2           | 3.4500 | 86.25  | B
        """
        agrees(further_figures(written, asked, weights), further_index)

    def test_nine_equal_weights_are_the_ikm(self):
        """Index and interval are those of the IKM by one ninth, of a unit that is alone: what is taken where nothing is
        known of like units moderates its variance too."""
        weights = """
            U1  | U2  | U3  | U4  | U5  | U6  | U7  | U8  | U9
            1/9 | 1/9 | 1/9 | 1/9 | 1/9 | 1/9 | 1/9 | 1/9 | 1/9
        """
        written = """
            answers
            344444444
            244444433
            333333333
        """
        ikm = figures(written).ikm_unit.select("respondents", "ikm", "ikm_low", "ikm_high", "mutu").row(0)
        own = further_figures(written, "", weights).select("respondents", "score", "score_low", "score_high", "mutu")
        assert own.row(0) == ikm

    def test_an_unsur_left_out(self):
        """A questionnaire may leave an unsur out, as where nothing is charged (U4). Its answers are in no IKM, no rank
        and nothing of the regency: those need all nine. Its own index is Σ (NRR × weight) × 25 of the eight, each with
        1/8 where the register gives no weights, and each unsur has its NRR × 25. Here the NRR are 3.5, 3, 3.5, 4, 4, 4,
        4 and 4: their mean is 3.75. A unit that has nothing else is listed as missing, with that reason. A period in
        which nothing else counts of any unit is not in `period`: nobody is missing in it, it has no report and cannot
        be closed; only `further_index` has its rows. Suggestions of such answers are not counted (chapter 11): that
        table says what those suggest who make the IKM beside it, and of a unit with both it would tell of people who
        are not in its respondents. They stay in the unit's file, and the report of either unit says so."""
        weights = """
            U1  | U2  | U3  | U5  | U6  | U7  | U8  | U9
            1/8 | 1/8 | 1/8 | 1/8 | 1/8 | 1/8 | 1/8 | 1/8
        """
        written = """
            row | answers
            1   | 334.44444
            2   | 433.44444
        """
        further_index = """
            code | kind        | name                  | asked | respondents | mean   | score  | mutu
            U1   | apart_unsur | Persyaratan           | 2     | 2           | 3.5000 | 87.50  | B
            IKM  | apart       | Indeks tanpa unsur U4 | 2     | 2           | 3.7500 | 93.75  | A
        """
        of_eight = further_figures(written, "", weights, "U4")
        assert of_eight.get_column("code").to_list() == ["U1", "U2", "U3", "U5", "U6", "U7", "U8", "U9", "IKM"]
        agrees(of_eight.filter(pl.col("code").is_in(["U1", "IKM"])), further_index)

    def test_another_survey(self):
        """Its index is the mean answer to all its questions times its factor, of those who answered all of them, and it
        has no grade; beside it stands that of each question, of those who answered it. Here answers from 1 to 6 become
        an index of up to 100."""
        asked = """
            code | name         | questions | scale | factor
            SPAK | Anti Korupsi | 2         | 6     | 100/6
        """
        written = """
            row | SPAK | SPAK_2
            1   | 6    | 5
            2   | 4    | 6
            3   | 7    | 6
            4   |      | 3
        """
        further_index = """
            code   | kind     | name         | asked | respondents | mean | score | mutu | formula
            SPAK   | survey   | Anti Korupsi | 4     | 2           | 5.25 | 87.50 |      | rata-rata jawaban × 100/6
            SPAK.1 | question | SPAK 1       | 4     | 2           | 5.00 | 83.33 |      | rata-rata jawaban × 100/6
            SPAK.2 | question | SPAK 2       | 4     | 4           | 5.00 | 83.33 |      | rata-rata jawaban × 100/6
        """
        agrees(further_figures(written, asked), further_index)

    def test_nobody_answered(self):
        """Then there is no index, and how many were asked stands there all the same."""
        asked = """
            code | name         | questions
            U10  | Transparansi | 1
        """
        written = """
            row | U1 | U10
            1   | 4  |
            2   | 4  | 0
        """
        further_index = """
            code | asked | respondents | mean | score | score_low | score_high | mutu
            U10  | 2     | 0           |      |       |           |            |
        """
        agrees(further_figures(written, asked), further_index)
