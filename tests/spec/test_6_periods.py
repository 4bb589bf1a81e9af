"""Periods

Years, semesters, quarters (triwulan) and months: `2024`, `2024-S1`, `2024-TW3`, `2024-07`.
"""

from datetime import date

import polars as pl

from tests.spec.tables import agrees, computed


class TestWhereAResponseCounts:
    """Where a response counts"""

    def test_with_a_date(self):
        """A response counts in every period its date lies in, once in each kind."""
        responses = """
            unit | when       | answers
            A    | 2024-06-30 | 333 333 333
            A    | 2024-07-01 | 444 444 444
        """
        ikm_unit = """
            period   | respondents | ikm
            2024     | 2           | 86.63
            2024-S1  | 1           | 74.25
            2024-S2  | 1           | 99.00
            2024-TW2 | 1           | 74.25
            2024-TW3 | 1           | 99.00
            2024-06  | 1           | 74.25
            2024-07  | 1           | 99.00
        """
        agrees(computed(responses).ikm_unit, ikm_unit)

    def test_without_a_date(self):
        """A file without dates counts in the period it names, and in no shorter one: which quarter an answer of a
        semester belongs to, nobody has said. One quarter is no semester, and one semester no year."""
        responses = """
            unit | when     | answers
            A    | 2024-TW1 | 333 333 333
            B    | 2024-S1  | 444 444 444
            C    | 2024     | 222 222 222
        """
        ikm_unit = """
            period   | unit | respondents | ikm
            2024-TW1 | A    | 1           | 74.25
            2024-S1  | B    | 1           | 99.00
            2024     | C    | 1           | 49.50
        """
        agrees(computed(responses).ikm_unit, ikm_unit)

    def test_all_parts_make_the_longer_period(self):
        """It counts in a longer period once the unit has told all of it: all shorter periods of one kind. What it is
        made of stands beside it (`undated_parts`)."""
        responses = """
            unit | when     | answers
            A    | 2024-TW1 | 333 333 333
            A    | 2024-TW2 | 444 444 444
            A    | 2024-TW3 | 222 222 222
            B    | 2024-01  | 333 333 333
            B    | 2024-02  | 333 333 333
            B    | 2024-03  | 333 333 333
            B    | 2024-TW2 | 333 333 333
            B    | 2024-S2  | 444 444 444
        """
        ikm_unit = """
            period   | unit | respondents | ikm   | undated_parts
            2024-TW1 | A    | 1           | 74.25 |
            2024-TW2 | A    | 1           | 99.00 |
            2024-TW3 | A    | 1           | 49.50 |
            2024-S1  | A    | 2           | 86.63 | 2024-TW1, 2024-TW2
            2024     | B    | 5           | 79.20 | 2024-01, 2024-02, 2024-03, 2024-S2, 2024-TW2
            2024-S1  | B    | 4           | 74.25 | 2024-01, 2024-02, 2024-03, 2024-TW2
            2024-S2  | B    | 1           | 99.00 |
            2024-TW1 | B    | 3           | 74.25 | 2024-01, 2024-02, 2024-03
            2024-TW2 | B    | 1           | 74.25 |
            2024-01  | B    | 1           | 74.25 |
            2024-02  | B    | 1           | 74.25 |
            2024-03  | B    | 1           | 74.25 |
        """
        agrees(computed(responses).ikm_unit, ikm_unit)

    def test_a_period_that_has_ended(self):
        """Or once the period has ended: the parts that never came are not waited for, and `undated_parts` says from how
        many the figure is. The clock is the last day on which any file of any unit came, here 1 January 2025: so the
        same files give the same figures, whenever they are worked out."""
        responses = """
            unit | when     | answers
            A    | 2024-TW1 | 333 333 333
            A    | 2024-TW2 | 444 444 444
            A    | 2024-TW4 | 222 222 222
            A    | 2025-TW1 | 444 444 444
        """
        ikm_unit = """
            period   | respondents | ikm   | undated_parts
            2024     | 3           | 74.25 | 2024-TW1, 2024-TW2, 2024-TW4
            2024-S1  | 2           | 86.63 | 2024-TW1, 2024-TW2
            2024-S2  | 1           | 49.50 | 2024-TW4
            2024-TW1 | 1           | 74.25 |
            2024-TW2 | 1           | 99.00 |
            2024-TW4 | 1           | 49.50 |
            2025-TW1 | 1           | 99.00 |
        """
        agrees(computed(responses, seen_until=date(2025, 1, 1)).ikm_unit, ikm_unit)

    def test_beside_answers_of_its_own(self):
        """Or where the unit has answers of the longer period itself: with a date, or in a file that names it. That
        period stands anyhow, and without its parts it would lack people it is known to have. Whoever lies in a period
        that is told lies in every period inside it too."""
        responses = """
            unit | when       | answers
            A    | 2024-TW1   | 333 333 333
            A    | 2024-04-03 | 444 444 444
            B    | 2024-TW1   | 333 333 333
            B    | 2024       | 444 444 444
        """
        ikm_unit = """
            period   | unit | respondents | ikm   | undated_parts
            2024     | A    | 2           | 86.63 | 2024-TW1
            2024-S1  | A    | 2           | 86.63 | 2024-TW1
            2024-TW1 | A    | 1           | 74.25 |
            2024-TW2 | A    | 1           | 99.00 |
            2024-04  | A    | 1           | 99.00 |
            2024     | B    | 2           | 86.63 | 2024-TW1
            2024-S1  | B    | 1           | 74.25 | 2024-TW1
            2024-TW1 | B    | 1           | 74.25 |
        """
        agrees(computed(responses).ikm_unit, ikm_unit)

    def test_a_file_of_the_year_whose_people_are_those_of_the_quarters(self):
        """None of its rows counts by itself, for all of these people are in the quarters. But the unit has told the
        year."""
        responses = """
            unit | when     | answers
            A    | 2024-TW1 | 333 333 333
            A    | 2024-TW2 | 444 444 444
        """
        ikm_unit = """
            period   | respondents | undated_parts
            2024     | 2           | 2024-TW1, 2024-TW2
            2024-S1  | 2           | 2024-TW1, 2024-TW2
            2024-TW1 | 1           |
            2024-TW2 | 1           |
        """
        agrees(computed(responses, named_too=(("A", "2024"),)).ikm_unit, ikm_unit)

    def test_only_parts_that_are_owed(self):
        """A unit that came or went in the year has told all of it with the periods that it owes a report for."""
        responses = """
            unit | when     | answers
            A    | 2024-TW3 | 333 333 333
            A    | 2024-TW4 | 444 444 444
            B    | 2024-TW3 | 333 333 333
            B    | 2024-TW4 | 444 444 444
        """
        units = """
            unit | type  | first day
            A    | dinas | 2024-07-01
            B    | dinas |
        """
        ikm_unit = """
            period   | unit | respondents
            2024     | A    | 2
            2024-S2  | A    | 2
            2024-TW3 | A    | 1
            2024-TW4 | A    | 1
            2024-S2  | B    | 2
            2024-TW3 | B    | 1
            2024-TW4 | B    | 1
        """
        agrees(computed(responses, units).ikm_unit, ikm_unit)

    def test_table_of_periods(self):
        """A period is in the table when any unit has data in it."""
        responses = """
            unit | when       | answers
            A    | 2024-02-29 | 333 333 333
        """
        period = """
            period   | kind     | start_date | end_date   | label
            2024     | year     | 2024-01-01 | 2024-12-31 | Tahun 2024
            2024-S1  | semester | 2024-01-01 | 2024-06-30 | Semester I Tahun 2024
            2024-TW1 | quarter  | 2024-01-01 | 2024-03-31 | Triwulan I Tahun 2024
            2024-02  | month    | 2024-02-01 | 2024-02-29 | Februari 2024
        """
        agrees(computed(responses).period, period)


class TestWhenAnswersWereGiven:
    """When the answers were given"""

    def test_first_and_last_day(self):
        """Of each period and unit the first and the last date, and the Mondays to Fridays from one to the
        other: both ends count, and so does a day on which nobody answered or a holiday. 2024-06-28 is a
        Friday."""
        responses = """
            unit | when       | answers     | times
            A    | 2024-06-28 | 333 333 333 | 2
            A    | 2024-06-30 | 333 333 333 | 1
            A    | 2024-07-02 | 333 333 333 | 1
        """
        collection = """
            period   | dated_respondents | first_response_date | last_response_date | working_days
            2024     | 4                 | 2024-06-28          | 2024-07-02         | 3
            2024-S1  | 3                 | 2024-06-28          | 2024-06-30         | 1
            2024-S2  | 1                 | 2024-07-02          | 2024-07-02         | 1
            2024-TW2 | 3                 | 2024-06-28          | 2024-06-30         | 1
            2024-TW3 | 1                 | 2024-07-02          | 2024-07-02         | 1
            2024-06  | 3                 | 2024-06-28          | 2024-06-30         | 1
            2024-07  | 1                 | 2024-07-02          | 2024-07-02         | 1
        """
        agrees(computed(responses).collection, collection)

    def test_less_public_holidays(self):
        """Days in `survey.holidays` of the settings are no working days; one on a weekend changes nothing."""
        responses = """
            unit | when       | answers     | times
            A    | 2024-08-12 | 333 333 333 | 1
            A    | 2024-08-23 | 333 333 333 | 1
        """
        collection = """
            period | first_response_date | last_response_date | working_days
            2024   | 2024-08-12          | 2024-08-23         | 9
        """
        days = (date(2024, 8, 16), date(2024, 8, 17), date(2025, 1, 1))
        agrees(computed(responses, holidays=days).collection, collection, period="2024")

    def test_only_a_weekend(self):
        """Who answered on Saturday and Sunday only gives no working day."""
        responses = """
            unit | when       | answers
            A    | 2024-06-29 | 333 333 333
            A    | 2024-06-30 | 333 333 333
        """
        collection = """
            period | first_response_date | last_response_date | working_days
            2024   | 2024-06-29          | 2024-06-30         | 0
        """
        agrees(computed(responses).collection, collection, period="2024")

    def test_files_without_dates_tell_nothing(self):
        """Their respondents count in the index, but not in when the answers were given."""
        responses = """
            unit | when       | answers     | times
            A    | 2024       | 333 333 333 | 7
            A    | 2024-03-04 | 333 333 333 | 1
            B    | 2024       | 333 333 333 | 7
        """
        collection = """
            unit | dated_respondents | first_response_date | last_response_date | working_days
            A    | 1                 | 2024-03-04          | 2024-03-04         | 1
            B    | 0                 |                     |                    |
        """
        agrees(computed(responses).collection, collection, period="2024")


class TestChange:
    """Change since the period before"""

    def test_against_the_same_kind(self):
        """The published index minus that of the period before of the same kind: the year against the
        year, the first semester against the second of the year before. Empty where there was none."""
        responses = """
            unit | when       | answers
            A    | 2023-12-31 | 444 444 444
            A    | 2024-01-01 | 333 333 333
            B    | 2024-01-01 | 333 333 333
        """
        ikm_unit = """
            period   | unit | ikm   | change
            2023     | A    | 99.00 |
            2023-S2  | A    | 99.00 |
            2023-TW4 | A    | 99.00 |
            2023-12  | A    | 99.00 |
            2024     | A    | 74.25 | -24.75
            2024-S1  | A    | 74.25 | -24.75
            2024-TW1 | A    | 74.25 | -24.75
            2024-01  | A    | 74.25 | -24.75
            2024     | B    | 74.25 |
            2024-S1  | B    | 74.25 |
            2024-TW1 | B    | 74.25 |
            2024-01  | B    | 74.25 |
        """
        agrees(computed(responses).ikm_unit, ikm_unit)

    def test_a_gap_is_not_bridged(self):
        """2022 is not the year before 2024."""
        responses = """
            unit | when | answers
            A    | 2022 | 444 444 444
            A    | 2024 | 333 333 333
        """
        ikm_unit = """
            period | change
            2022   |
            2024   |
        """
        agrees(computed(responses).ikm_unit, ikm_unit)

    def test_what_is_a_change_and_what_is_chance(self):
        """Two periods of a unit are told apart as two units of a ranking are, by one comparison: the difference of the
        two means against t × √(se² + se²). Ten people who disagree move by chance; what a hundred as many say is
        certain, though the intervals of the two years still touch: the interval of the change (that difference ±
        the limit) leaves out zero. Equal indexes are no change, and one respondent
        tells nothing."""
        responses = """
            unit | when | answers     | times
            A    | 2023 | 444 444 444 | 5
            A    | 2023 | 333 333 333 | 5
            A    | 2024 | 444 444 444 | 6
            A    | 2024 | 333 333 333 | 4
            B    | 2023 | 444 444 444 | 500
            B    | 2023 | 333 333 333 | 500
            B    | 2024 | 444 444 444 | 555
            B    | 2024 | 333 333 333 | 445
            C    | 2023 | 444 444 444 | 3
            C    | 2024 | 444 444 444 | 5
            D    | 2023 | 444 444 444 | 500
            D    | 2024 | 111 111 111 | 1
        """
        ikm_unit = """
            unit | period | ikm   | ikm_low | ikm_high | change | change_low | change_high | change_distinguishable
            A    | 2023   | 86.63 | 75.25   | 93.18    |        |            |             |
            A    | 2024   | 89.10 | 77.34   | 94.96    | 2.47   | -10.10     | 15.05       | no
            B    | 2023   | 86.63 | 85.84   | 87.37    |        |            |             |
            B    | 2024   | 87.99 | 87.20   | 88.73    | 1.36   | 0.28       | 2.44        | yes
            C    | 2023   | 99.00 | 73.13   | 99.00    |        |            |             |
            C    | 2024   | 99.00 | 82.52   | 99.00    | 0.00   | -15.61     | 15.61       | no
            D    | 2023   | 99.00 | 98.85   | 99.00    |        |            |             |
            D    | 2024   | 24.75 | 24.75   | 74.80    | -74.25 |            |             | no
        """
        found = computed(responses).ikm_unit.filter(pl.col("period_code").is_in(["2023", "2024"]))
        agrees(found.sort("unit_code", "period_code"), ikm_unit)


class TestWhoIsMissing:
    """Who is missing"""

    def test_absent_is_listed(self):
        """In every period with data, each unit of the registry either has an index or is missing."""
        responses = """
            unit | when    | answers
            A    | 2024    | 333 333 333
            B    | 2024-S1 | 333 333 333
        """
        units = """
            unit | type
            A    | kecamatan
            B    | kecamatan
            C    | dinas
        """
        missing_unit = """
            period  | unit
            2024    | B
            2024    | C
            2024-S1 | A
            2024-S1 | C
        """
        agrees(computed(responses, units).missing_unit, missing_unit)

    def test_only_while_the_unit_is_there(self):
        """A unit owes a report for a period when it is there on the last day of it. So one that was dissolved is no
        longer missing, and a new one not before it was born; what they sent counts all the same."""
        responses = """
            unit | when    | answers
            A    | 2024-S1 | 333 333 333
            A    | 2024-S2 | 333 333 333
            C    | 2024-S2 | 333 333 333
        """
        units = """
            unit | type      | first day  | last day
            A    | kecamatan |            |
            B    | kecamatan | 2024-07-01 |
            C    | dinas     |            | 2024-09-30
            D    | dinas     | 2024-06-30 | 2024-12-30
        """
        missing_unit = """
            period  | unit
            2024    | B
            2024-S1 | C
            2024-S1 | D
            2024-S2 | B
        """
        figures = computed(responses, units)
        agrees(figures.missing_unit, missing_unit)
        ikm_unit = """
            period  | unit | ikm
            2024    | A    | 74.25
            2024-S1 | A    | 74.25
            2024-S2 | A    | 74.25
            2024-S2 | C    | 74.25
        """
        agrees(figures.ikm_unit, ikm_unit)
