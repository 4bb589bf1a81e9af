"""How sure an index is

`ikm_low` and `ikm_high` are the ends of its 95 % interval: the mean of the respondents' own scores
(weight × 25 × the sum of the nine answers), plus and minus Student's t times s ÷ √n (Cochran, Sampling
Techniques, 3rd ed. 1977, chapter 2). There is no finite-population correction: the index speaks of the
service, not only of the visitors of one period.
"""

from tests.spec.tables import agrees, computed


class TestInterval:
    """The interval"""

    def test_from_what_each_respondent_scored(self):
        """Four people with scores of 74.25, 74.25, 82.50 and 90.75: mean 80.4375, s = 7.90,
        t(3) = 3.182, half width 12.57."""
        responses = """
            unit | answers
            A    | 333 333 333
            A    | 333 333 333
            A    | 333 333 444
            A    | 333 444 444
        """
        ikm_unit = """
            ikm   | ikm_low | ikm_high
            80.44 | 67.87   | 93.01
        """
        agrees(computed(responses).ikm_unit, ikm_unit)

    def test_narrower_with_more_respondents(self):
        """The same answers a hundred times over: the same index, in an interval a nineteenth as wide."""
        responses = """
            unit | answers     | times
            A    | 333 333 333 | 200
            A    | 333 333 444 | 100
            A    | 333 444 444 | 100
        """
        ikm_unit = """
            ikm   | ikm_low | ikm_high
            80.44 | 79.76   | 81.11
        """
        agrees(computed(responses).ikm_unit, ikm_unit)

    def test_one_respondent(self):
        """One person has an index, and no interval."""
        responses = """
            unit | answers
            A    | 333 333 333
        """
        ikm_unit = """
            ikm   | ikm_low | ikm_high
            74.25 |         |
        """
        agrees(computed(responses).ikm_unit, ikm_unit)

    def test_nobody_differs(self):
        """Where all give the same answers the interval is a point. It says that these people agree,
        not that the next one would."""
        responses = """
            unit | answers     | times
            A    | 444 444 444 | 12
        """
        ikm_unit = """
            ikm   | ikm_low | ikm_high
            99.00 | 99.00   | 99.00
        """
        agrees(computed(responses).ikm_unit, ikm_unit)

    def test_within_what_is_possible(self):
        """An interval ends where the scale of its weight ends."""
        responses = """
            unit | answers
            A    | 444 444 444
            A    | 111 111 111
        """
        ikm_unit = """
            ikm   | ikm_low | ikm_high
            61.88 | 24.75   | 99.00
        """
        agrees(computed(responses).ikm_unit, ikm_unit)

    def test_people_served_do_not_matter(self):
        """A unit that asked every one of its visitors is as unsure as one that asked as many of
        thousands: the next visitors are not among them."""
        responses = """
            unit | answers
            A    | 333 333 333
            A    | 333 333 444
            B    | 333 333 333
            B    | 333 333 444
        """
        units = """
            unit | type      | 2024
            A    | kecamatan | 2
            B    | kecamatan | 90000
        """
        ikm_unit = """
            unit | ikm   | ikm_low | ikm_high
            A    | 78.38 | 25.96   | 99.00
            B    | 78.38 | 25.96   | 99.00
        """
        agrees(computed(responses, units).ikm_unit, ikm_unit)
