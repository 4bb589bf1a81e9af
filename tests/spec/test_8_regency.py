"""The regency

No rule says how the units' indexes become one for the kabupaten, and three ways are in use. All three
are computed; the settings name the headline; each is published with its method and its numbers.
"""

from tests.spec.tables import agrees, computed


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
            unit | respondents | U1   | U2   | U3   | U4   | U5   | U6   | U7   | U8   | U9
            A    | 1           | 4    | 3    | 4    | 4    | 4    | 4    | 4    | 4    | 4
            B    | 1000        | 3000 | 4000 | 4000 | 4000 | 4000 | 4000 | 4000 | 4000 | 4000
            C    | 9999        | 9999 | 9998 | 9999 | 9999 | 9999 | 9999 | 9999 | 9999 | 9999
        """
        ikm_regency_unsur = """
            unsur | nrr    | score | order_from_lowest | order_from_highest
            U1    | 2.6667 | 66.67 | 2                 | 8
            U2    | 2.6666 | 66.67 | 1                 | 9
            U3    | 3.0000 | 75.00 | 3                 | 1
            U4    | 3.0000 | 75.00 | 3                 | 1
            U5    | 3.0000 | 75.00 | 3                 | 1
            U6    | 3.0000 | 75.00 | 3                 | 1
            U7    | 3.0000 | 75.00 | 3                 | 1
            U8    | 3.0000 | 75.00 | 3                 | 1
            U9    | 3.0000 | 75.00 | 3                 | 1
        """
        agrees(computed(responses).ikm_regency_unsur, ikm_regency_unsur)
