"""The regency

No rule says how the units' indexes become one for the kabupaten, and three ways are in use. All three
are computed; the settings name the headline; each is published with its method and its numbers.
"""

import polars as pl

from benchmarks.reliability import coverage
from contracts.method import WEIGHTS
from tests.spec.tables import agrees, computed, rows
from transforms.figures.all_figures import FigureTables
from transforms.figures.people_served import ServedUnit, index_by_people_served


def by_people(figures: FigureTables) -> pl.DataFrame:
    """The index by people served in 2024, as one row; none where there is none."""
    columns = ("answer_sum", "answer_parts", "respondents", "service_recipients")
    of_year = (
        figures.ikm_unit.filter(period_code="2024").select(columns).with_columns(pl.col("answer_parts").fill_null(1))
    )
    index = index_by_people_served([ServedUnit(*row) for row in of_year.select(columns).iter_rows()], WEIGHTS["0.11"])
    return pl.DataFrame([] if index is None else [index._asdict()])


class TestThreeMethods:
    """Three methods"""

    def test_each_answers_another_question(self):
        """`mean_of_units` (the headline by default): every unit counts once. `respondent_weighted`: every
        respondent counts once. `mean_of_types`: every unit type counts once."""
        responses = """
            unit | answers     | times
            K1   | 444 444 444 | 10
            K2   | 333 333 333 | 10
            D1   | 222 222 222 | 980
        """
        units = """
            unit | type
            K1   | kecamatan
            K2   | kecamatan
            D1   | dinas
            D2   | dinas
        """
        ikm_regency = """
            method              | ikm   | ikm_ninth | weight | mutu | kinerja     | units | respondents | headline
            mean_of_units       | 74.25 | 75.00     | 0.11   | C    | Kurang Baik | 3     | 1000        | yes
            respondent_weighted | 50.24 | 50.75     | 0.11   | D    | Tidak Baik  | 3     | 1000        | no
            mean_of_types       | 68.06 | 68.75     | 0.11   | C    | Kurang Baik | 3     | 1000        | no
        """
        agrees(computed(responses, units).ikm_regency, ikm_regency)

    def test_headline(self):
        """The settings choose which of them the regency calls its IKM."""
        responses = """
            unit | answers
            A    | 333 333 333
        """
        ikm_regency = """
            method              | ikm   | headline
            mean_of_units       | 74.25 | no
            respondent_weighted | 74.25 | no
            mean_of_types       | 74.25 | yes
        """
        agrees(computed(responses, headline="mean_of_types").ikm_regency, ikm_regency)


class TestByPeopleServed:
    """By people served

    Beside the three stands, inside only, the index with every unit weighted by the people it served in the period
    (`service_recipients_…` of `units.csv`): Σ (people served × IKM) ÷ Σ people served, of unrounded indexes. Who was
    served is entered by hand, so it is not one of the methods that can be the headline.
    """

    def test_every_person_served_counts_once(self):
        """However many of them answered. K1 served 100 people and K2 300: (99.00 + 3 × 74.25) ÷ 4 = 80.4375."""
        responses = """
            unit | answers     | times
            K1   | 444 444 444 | 10
            K2   | 333 333 333 | 1
        """
        units = """
            unit | 2024
            K1   | 100
            K2   | 300
        """
        by_people_served = """
            ikm   | ikm_ninth | mutu | kinerja | people_served
            80.44 | 81.25     | B    | Baik    | 400
        """
        agrees(by_people(computed(responses, units)), by_people_served)

    def test_rounded_once(self):
        """The units have 74.525 and 74.52, in the mean 74.5225; of 74.53 and 74.52 it would be 74.53."""
        responses = """
            unit | respondents | U1  | U2  | U3  | U4  | U5  | U6  | U7  | U8  | U9
            A    | 10          | 30  | 30  | 30  | 30  | 30  | 30  | 30  | 30  | 31
            B    | 275         | 828 | 828 | 828 | 828 | 828 | 828 | 828 | 828 | 828
        """
        units = """
            unit | 2024
            A    | 500
            B    | 500
        """
        by_people_served = """
            ikm
            74.52
        """
        agrees(by_people(computed(responses, units)), by_people_served)

    def test_not_of_some_units(self):
        """Where one unit with an index does not say whom it served there is no such index: the mean over the others
        would be that of another regency. A unit without an index need not say."""
        responses = """
            unit | answers
            K1   | 444 444 444
            K2   | 333 333 333
        """
        units = """
            unit | 2024
            K1   | 100
            K2   |
        """
        assert by_people(computed(responses, units)).is_empty()


class TestRoundOnceHereToo:
    """Rounded once, here too"""

    def test_mean_of_unrounded_indexes(self):
        """The mean is taken of the units' unrounded indexes and rounded once, at the end. Here the units
        have 74.525 and 74.52, in the mean 74.5225. Rounded first, as 74.53 and 74.52, it would be 74.53."""
        responses = """
            unit | respondents | U1  | U2  | U3  | U4  | U5  | U6  | U7  | U8  | U9
            A    | 10          | 30  | 30  | 30  | 30  | 30  | 30  | 30  | 30  | 31
            B    | 275         | 828 | 828 | 828 | 828 | 828 | 828 | 828 | 828 | 828
        """
        ikm_unit = """
            unit | ikm
            A    | 74.53
            B    | 74.52
        """
        ikm_regency = """
            method        | ikm
            mean_of_units | 74.52
        """
        figures = computed(responses)
        agrees(figures.ikm_unit, ikm_unit)
        agrees(figures.ikm_regency, ikm_regency, method="mean_of_units")

    def test_units_without_an_index(self):
        """They take no part: a missing office lowers nobody's mean. `units` says how many there were."""
        responses = """
            unit | answers
            A    | 444 444 444
        """
        units = """
            unit | type
            A    | kecamatan
            B    | kecamatan
        """
        ikm_regency = """
            method        | ikm   | units
            mean_of_units | 99.00 | 1
        """
        agrees(computed(responses, units).ikm_regency, ikm_regency, method="mean_of_units")


class TestTheNineUnsur:
    """The nine unsur of the regency"""

    def test_by_the_headline_method(self):
        """The same mean as of the regency's IKM, taken of one unsur: each unit counts once, or each
        respondent, or each unit type. So the nine NRR belong to the headline and to no other number."""
        responses = """
            unit | answers     | times
            K1   | 444 444 443 | 10
            K2   | 333 333 333 | 10
            D1   | 222 222 222 | 980
        """
        units = """
            unit | type
            K1   | kecamatan
            K2   | kecamatan
            D1   | dinas
        """
        by_units = """
            unsur | method        | nrr    | score | mutu | kinerja
            U1    | mean_of_units | 3.0000 | 75.00 | C    | Kurang Baik
            U9    | mean_of_units | 2.6667 | 66.67 | C    | Kurang Baik
        """
        by_respondents = """
            unsur | method              | nrr    | score | mutu | kinerja
            U1    | respondent_weighted | 2.0300 | 50.75 | D    | Tidak Baik
            U9    | respondent_weighted | 2.0200 | 50.50 | D    | Tidak Baik
        """
        by_types = """
            unsur | method        | nrr    | score | mutu | kinerja
            U1    | mean_of_types | 2.7500 | 68.75 | C    | Kurang Baik
            U9    | mean_of_types | 2.5000 | 62.50 | D    | Tidak Baik
        """
        tables = {"mean_of_units": by_units, "respondent_weighted": by_respondents, "mean_of_types": by_types}
        for headline, expected in tables.items():
            shown = computed(responses, units, headline=headline).ikm_regency_unsur
            agrees(shown.filter(shown["unsur_code"].is_in(["U1", "U9"])), expected)

    def test_ranked_unrounded(self):
        """Lowest and highest stand on the exact mean: U1 and U2 have the same score, and U2 is the lower.
        Equal ones share a rank."""
        responses = """
            unit | respondents | U1    | U2   | U3   | U4   | U5   | U6   | U7   | U8   | U9
            A    | 1           | 4     | 3    | 4    | 4    | 4    | 4    | 4    | 4    | 4
            B    | 1000        | 3000  | 4000 | 4000 | 4000 | 4000 | 4000 | 4000 | 4000 | 4000
            C    | 9999        | 10000 | 9999 | 9999 | 9999 | 9999 | 9999 | 9999 | 9999 | 9999
        """
        ikm_regency_unsur = """
            unsur | nrr     | score | order_from_lowest | order_from_highest
            U1    | 2.66670 | 66.67 | 2                 | 8
            U2    | 2.66667 | 66.67 | 1                 | 9
            U3    | 3.00000 | 75.00 | 3                 | 1
            U4    | 3.00000 | 75.00 | 3                 | 1
            U5    | 3.00000 | 75.00 | 3                 | 1
            U6    | 3.00000 | 75.00 | 3                 | 1
            U7    | 3.00000 | 75.00 | 3                 | 1
            U8    | 3.00000 | 75.00 | 3                 | 1
            U9    | 3.00000 | 75.00 | 3                 | 1
        """
        agrees(computed(responses).ikm_regency_unsur, ikm_regency_unsur)


class TestWhatItCanBear:
    """What it can bear

    The interval of the regency's index is index ± t × √Σ (share × e)², with the standard errors e of its units (chapter
    9), the share that each is of the mean, and Student's t of Satterthwaite's degrees of freedom. It speaks of other
    respondents in the same units, not of units without an index. A change is told from none where its interval, from
    the errors of both periods, leaves out zero: three words, as for a unit (6.3).

    Units come and go. So beside the plain change stands `change_matched`: the mean over the units that have an index in
    both periods, by the same method, less that over the same units before, from their published indices and rounded
    once. The rest of the change is that of the composition: other units.

    For the public all of this is worked out from the public indices and intervals of the units shown, also where the
    index itself is that of the report. A unit without a public interval counts with the variance of the others of the
    period.
    """

    def test_weak_units_joined(self):
        """Both units rose, by 7.43 and 7.42; C, which is weak, has joined. The regency fell by 3.71: 7.43 of the same
        units and −11.14 of the composition."""
        responses = """
            unit | when | answers     | times
            A    | 2023 | 444 444 444 | 60
            A    | 2023 | 333 333 333 | 40
            B    | 2023 | 444 444 444 | 50
            B    | 2023 | 333 333 333 | 50
            A    | 2024 | 444 444 444 | 90
            A    | 2024 | 333 333 333 | 10
            B    | 2024 | 444 444 444 | 80
            B    | 2024 | 333 333 333 | 20
            C    | 2024 | 333 333 333 | 50
            C    | 2024 | 222 222 222 | 50
        """
        ikm_regency = """
            period | ikm   | ikm_low | ikm_high | change | change_low | change_high | change_distinguishable
            2023   | 87.86 | 86.14   | 89.58    |        |            |             |
            2024   | 84.15 | 82.99   | 85.31    | -3.71  | -5.78      | -1.64       | yes
        """
        the_same_units = """
            period | units | units_before | units_matched | change_matched | change_matched_low | change_composition
            2023   | 2     |              |               |                |                    |
            2024   | 3     | 2            | 2             | 7.43           | 5.32               | -11.14
        """
        figures = computed(responses)
        agrees(figures.ikm_regency, ikm_regency, method="mean_of_units")
        agrees(figures.ikm_regency, the_same_units, method="mean_of_units")

    def test_chance(self):
        """Ten people a unit: what moved may be chance. By respondents a large unit decides, and its error too."""
        responses = """
            unit | when | answers     | times
            A    | 2023 | 444 444 444 | 5
            A    | 2023 | 333 333 333 | 5
            B    | 2023 | 444 444 444 | 500
            B    | 2023 | 333 333 333 | 500
            A    | 2024 | 444 444 444 | 6
            A    | 2024 | 333 333 333 | 4
            B    | 2024 | 444 444 444 | 555
            B    | 2024 | 333 333 333 | 445
        """
        ikm_regency = """
            method              | change | change_low | change_high | change_distinguishable | change_matched
            mean_of_units       | 1.91   | -4.03      | 7.85        | no                     | 1.91
            respondent_weighted | 1.37   | 0.29       | 2.45        | yes                    | 1.37
            mean_of_types       | 1.91   | -4.03      | 7.85        | no                     | 1.91
        """
        agrees(computed(responses).ikm_regency, ikm_regency, period="2024")

    def test_no_unit_in_both(self):
        """Other units altogether: nothing is said of the same ones."""
        responses = """
            unit | when | answers     | times
            A    | 2023 | 444 444 444 | 50
            B    | 2024 | 333 333 333 | 50
        """
        ikm_regency = """
            change | change_distinguishable | units_before | units_matched | change_matched
            -24.75 | yes                    | 1            | 0             |
        """
        agrees(computed(responses).ikm_regency, ikm_regency, method="mean_of_units", period="2024")

    def test_how_often_it_holds(self):
        """Simulated (`benchmarks.reliability`, 200 periods a cell): how often the interval holds the true mean of its
        units, whose true indices differ by a standard deviation of so many points, and how often a change is told where
        none is. 0.95 and 0.05 are promised; 200 periods find them within 0.03."""
        held = """
            units | between | n = 10 | n = 30 | n = 100 | n = 400
            5     | 0       | 1.000  | 0.950  | 0.948   | 0.955
            5     | 1       | 1.000  | 0.948  | 0.968   | 0.948
            5     | 3       | 1.000  | 0.960  | 0.963   | 0.958
            10    | 0       | 1.000  | 0.973  | 0.948   | 0.958
            10    | 1       | 0.998  | 0.960  | 0.938   | 0.973
            10    | 3       | 0.990  | 0.943  | 0.940   | 0.958
            18    | 0       | 1.000  | 0.960  | 0.973   | 0.963
            18    | 1       | 1.000  | 0.963  | 0.948   | 0.968
            18    | 3       | 1.000  | 0.963  | 0.955   | 0.948
        """
        told = """
            units | between | n = 10 | n = 30 | n = 100 | n = 400
            5     | 0       | 0.000  | 0.040  | 0.045   | 0.070
            5     | 1       | 0.000  | 0.050  | 0.030   | 0.080
            5     | 3       | 0.015  | 0.055  | 0.015   | 0.060
            10    | 0       | 0.000  | 0.045  | 0.055   | 0.040
            10    | 1       | 0.000  | 0.075  | 0.080   | 0.025
            10    | 3       | 0.005  | 0.050  | 0.075   | 0.055
            18    | 0       | 0.000  | 0.065  | 0.045   | 0.050
            18    | 1       | 0.000  | 0.045  | 0.085   | 0.030
            18    | 3       | 0.005  | 0.060  | 0.050   | 0.060
        """
        for units, between, n in ((5, 1.0, 30), (10, 3.0, 10)):
            found = coverage(units, n, between, trials=40, seed=2)
            for table, share in zip((held, told), found, strict=True):
                [row] = [one for one in rows(table) if (one["units"], one["between"]) == (str(units), f"{between:g}")]
                assert abs(float(row[f"n = {n}"]) - share) < 0.1, (units, between, n, share)
