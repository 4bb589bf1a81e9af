"""How many must be asked

The smallest sample after Krejcie and Morgan (1970), as the regulation uses it, from the number of
people served in the period:

    S = χ² N P (1 − P) ÷ (d² (N − 1) + χ² P (1 − P)),  χ² = 3.841, P = 0.5, d = 0.05, rounded up.
"""

from tests.spec.tables import agrees, computed, rows
from transforms.figures.sample import sample_needed


class TestKrejcieMorgan:
    """The sample a unit needs"""

    def test_sizes(self):
        """Few visitors: nearly all of them. Very many: 385 are always enough. Rounded up means up: 60
        people need 52.01 respondents, and 52 would not do (Krejcie and Morgan's printed table has 52)."""
        sizes = """
            people served | respondents needed
            1             | 1
            2             | 2
            10            | 10
            60            | 53
            100           | 80
            196           | 131
            615           | 237
            1000          | 278
            61500         | 382
            100000        | 383
            100000000     | 385
        """
        for row in rows(sizes):
            assert sample_needed(int(row["people served"])) == int(row["respondents needed"])

    def test_whether_it_is_reached(self):
        """The registry says how many people a unit served in a period. Where it does not, nothing is
        claimed: the cells are empty, and the index stands."""
        responses = """
            unit | answers     | times
            A    | 333 333 333 | 237
            B    | 333 333 333 | 236
            C    | 333 333 333 | 5
        """
        units = """
            unit | type      | 2024
            A    | kecamatan | 615
            B    | kecamatan | 615
            C    | kecamatan |
        """
        ikm_unit = """
            unit | respondents | service_recipients | sample_needed | sample_met
            A    | 237         | 615                | 237           | yes
            B    | 236         | 615                | 237           | no
            C    | 5           |                    |               |
        """
        agrees(computed(responses, units).ikm_unit, ikm_unit)

    def test_each_period_has_its_own(self):
        """People served in a year say nothing of its first half."""
        responses = """
            unit | when       | answers
            A    | 2024-03-01 | 333 333 333
            A    | 2024-09-01 | 333 333 333
        """
        units = """
            unit | type      | 2024 | 2024-S1
            A    | kecamatan | 2    | 10
        """
        ikm_unit = """
            period   | sample_needed | sample_met
            2024     | 2             | yes
            2024-S1  | 10            | no
            2024-S2  |               |
            2024-TW1 |               |
            2024-TW3 |               |
            2024-03  |               |
            2024-09  |               |
        """
        agrees(computed(responses, units).ikm_unit, ikm_unit)
