"""Who answered, and what is hidden

Respondents are counted by sex, age, education and occupation. The counts stay inside; what leaves the
regency has its small cells hidden first.
"""

from tests.spec.tables import agrees, computed


class TestProfile:
    """The profile"""

    def test_everyone_counts_once(self):
        """Every category stands there, also with nobody in it, in the order of the report. Whoever the file
        says nothing about is `unknown`, so each characteristic adds up to the respondents."""
        responses = """
            unit | answers     | gender | times
            A    | 333 333 333 | L      | 5
            A    | 333 333 333 | P      | 10
            A    | 333 333 333 |        | 1
        """
        profile = """
            characteristic | category | respondents | share
            gender         | L        | 5           | 0.3125
            gender         | P        | 10          | 0.6250
            gender         | unknown  | 1           | 0.0625
            age_band       | <20      | 0           | 0.0000
            age_band       | 20-29    | 0           | 0.0000
            age_band       | 30-39    | 0           | 0.0000
            age_band       | 40-49    | 0           | 0.0000
            age_band       | >=50     | 0           | 0.0000
            age_band       | unknown  | 16          | 1.0000
        """
        shown = computed(responses).respondent_profile
        agrees(shown.filter(shown["characteristic"].is_in(["gender", "age_band"])), profile)


class TestProtected:
    """Protected characteristics

    Whether somebody lives with a disability is data that the law protects more than other (UU 27/2022, article 4).
    Where a file asks for it, it is counted, and nothing else: it is no part of what identifies a response, stands in no
    row of the database, of a workbook or of an export, and nothing public knows of it. Inside, the profile tells it of
    calendar years only, and only where ten people or more (`small_cell`, where that is more) said yes and as many no.
    A row that comes back in a correction workbook, or from the page that makes one, counts without it: the workbook
    does not hold it, and says so. In the file itself, put right and sent again, it stays.
    """

    def test_of_a_year_where_neither_category_is_small(self):
        """Three said nothing. The half-years are not told: beside the year one would give the other away."""
        responses = """
            unit | when       | answers     | disability | times
            A    | 2024-01-31 | 333 333 333 | ya         | 12
            A    | 2024-07-31 | 333 333 333 | ya         | 10
            A    | 2024-01-31 | 333 333 333 | tidak      | 30
            A    | 2024-01-31 | 333 333 333 |            | 3
        """
        profile = """
            period | category | respondents | share
            2024   | ya       | 22          | 0.4000
            2024   | tidak    | 30          | 0.5455
            2024   | unknown  | 3           | 0.0545
        """
        agrees(computed(responses).respondent_profile, profile, characteristic="disability")

    def test_not_where_one_is_small(self):
        """Nine who said yes, or nine who said no; also where other cells may be as small as five. Nothing says then
        that anybody was asked."""
        responses = """
            unit | when       | answers     | disability | times
            A    | 2024-01-31 | 333 333 333 | ya         | 9
            A    | 2024-01-31 | 333 333 333 | tidak      | 30
            B    | 2024-01-31 | 333 333 333 | ya         | 30
            B    | 2024-01-31 | 333 333 333 | tidak      | 9
        """
        profile = computed(responses, small_cell=5).respondent_profile
        assert profile.filter(characteristic="disability").is_empty()

    def test_more_where_the_settings_ask_for_more(self):
        responses = """
            unit | when       | answers     | disability | times
            A    | 2024-01-31 | 333 333 333 | ya         | 12
            A    | 2024-01-31 | 333 333 333 | tidak      | 30
        """
        profile = computed(responses, small_cell=13).respondent_profile
        assert profile.filter(characteristic="disability").is_empty()

    def test_never_public(self):
        responses = """
            unit | when       | answers     | disability | times
            A    | 2024-01-31 | 333 333 333 | ya         | 20
            A    | 2024-01-31 | 333 333 333 | tidak      | 30
        """
        figures = computed(responses)
        assert "disability" in figures.respondent_profile["characteristic"]
        assert set(figures.public_profile["characteristic"]) == {"gender", "age_band", "education", "occupation"}


class TestSmallCells:
    """Small cells

    Sex, age, education and occupation of a few visitors of a small office can single one of them out
    (UU 27/2022). A public cell stands for at least ten people (a setting). In the tables of this chapter five are
    enough, so that they stay small.
    """

    def test_under_five(self):
        """Cells under five are hidden, zero too: it tells of everyone that nobody was. Five is shown."""
        responses = """
            unit | answers     | age_band | times
            A    | 333 333 333 | <20      | 4
            A    | 333 333 333 | 20-29    | 5
            A    | 333 333 333 | 30-39    | 3
            A    | 333 333 333 | 40-49    | 20
        """
        public_profile = """
            category | respondents | share  | suppressed
            <20      |             |        | yes
            20-29    | 5           | 0.156  | no
            30-39    |             |        | yes
            40-49    | 20          | 0.625  | no
            >=50     |             |        | yes
        """
        agrees(computed(responses).public_profile, public_profile, characteristic="age_band")

    def test_where_nothing_is_small(self):
        """A characteristic without a small cell is shown whole."""
        responses = """
            unit | answers     | gender | times
            A    | 333 333 333 | L      | 5
            A    | 333 333 333 | P      | 5
        """
        public_profile = """
            category | respondents | suppressed
            L        | 5           | no
            P        | 5           | no
        """
        agrees(computed(responses).public_profile, public_profile, characteristic="gender")

    def test_a_single_hidden_cell_could_be_recomputed(self):
        """The respondents of a unit are public: one hidden cell would be the rest. So the next
        smallest is hidden with it."""
        responses = """
            unit | answers     | gender | times
            A    | 333 333 333 | L      | 3
            A    | 333 333 333 | P      | 40
            A    | 333 333 333 |        | 9
        """
        public_profile = """
            category | respondents | suppressed
            L        |             | yes
            P        | 40          | no
            unknown  |             | yes
        """
        agrees(computed(responses).public_profile, public_profile, characteristic="gender")

    def test_hidden_cells_together_are_not_small(self):
        """Two hidden cells of which the rest shows that they hold two people are a small cell
        themselves. So hiding goes on, from the smallest up, until they hold five together."""
        responses = """
            unit | answers     | age_band | times
            A    | 333 333 333 | <20      | 1
            A    | 333 333 333 | 20-29    | 1
            A    | 333 333 333 | 30-39    | 8
            A    | 333 333 333 | 40-49    | 20
            A    | 333 333 333 | >=50     | 30
        """
        public_profile = """
            category | respondents | suppressed
            <20      |             | yes
            20-29    |             | yes
            30-39    |             | yes
            40-49    | 20          | no
            >=50     | 30          | no
        """
        agrees(computed(responses).public_profile, public_profile, characteristic="age_band")

    def test_overlapping_periods(self):
        """A year is published beside its semesters, and the hidden count of one would follow from the
        other two. So all published periods of a calendar year hide the same categories: those small in any
        of them, and the next smallest of the year until they hold five in each. Only four under twenty came
        in the first semester, and the second and the year hide them too."""
        responses = """
            unit | when       | answers     | age_band | times
            A    | 2024-01-31 | 333 333 333 | <20      | 4
            A    | 2024-01-31 | 333 333 333 | 20-29    | 5
            A    | 2024-01-31 | 333 333 333 | 30-39    | 6
            A    | 2024-01-31 | 333 333 333 | 40-49    | 7
            A    | 2024-01-31 | 333 333 333 | >=50     | 8
            A    | 2024-07-31 | 333 333 333 | <20      | 10
            A    | 2024-07-31 | 333 333 333 | 20-29    | 10
            A    | 2024-07-31 | 333 333 333 | 30-39    | 10
            A    | 2024-07-31 | 333 333 333 | 40-49    | 10
            A    | 2024-07-31 | 333 333 333 | >=50     | 10
        """
        public_profile = """
            period  | category | respondents | suppressed
            2024    | <20      |             | yes
            2024    | 20-29    |             | yes
            2024    | 30-39    | 16          | no
            2024    | 40-49    | 17          | no
            2024    | >=50     | 18          | no
            2024-S1 | <20      |             | yes
            2024-S1 | 20-29    |             | yes
            2024-S1 | 30-39    | 6           | no
            2024-S1 | 40-49    | 7           | no
            2024-S1 | >=50     | 8           | no
            2024-S2 | <20      |             | yes
            2024-S2 | 20-29    |             | yes
            2024-S2 | 30-39    | 10          | no
            2024-S2 | 40-49    | 10          | no
            2024-S2 | >=50     | 10          | no
        """
        agrees(computed(responses).public_profile, public_profile, characteristic="age_band")

    def test_nobody_unknown(self):
        """That nobody is unknown says only that the file was complete, and is shown. Where the unknown are
        hidden in one period, they are in the others of the year, also where there are none."""
        responses = """
            unit | when    | answers     | gender | times
            A    | 2024-S1 | 333 333 333 | L      | 10
            A    | 2024-S1 | 333 333 333 | P      | 20
            A    | 2024-S1 | 333 333 333 |        | 1
            A    | 2024-S2 | 333 333 333 | L      | 10
            A    | 2024-S2 | 333 333 333 | P      | 20
            A    | 2023    | 333 333 333 | L      | 10
            A    | 2023    | 333 333 333 | P      | 20
        """
        public_profile = """
            period  | category | respondents | suppressed
            2024-S1 | L        |             | yes
            2024-S1 | P        | 20          | no
            2024-S1 | unknown  |             | yes
            2024-S2 | L        |             | yes
            2024-S2 | P        | 20          | no
            2024-S2 | unknown  |             | yes
            2024    | L        |             | yes
            2024    | P        | 40          | no
            2024    | unknown  |             | yes
            2023    | L        | 10          | no
            2023    | P        | 20          | no
        """
        agrees(computed(responses).public_profile, public_profile, characteristic="gender")

    def test_where_nothing_is_known(self):
        """A file that does not say who answered hides nobody: a zero there says nothing of anyone."""
        responses = """
            unit | answers     | times
            A    | 333 333 333 | 40
        """
        public_profile = """
            category | respondents | suppressed
            L        | 0           | no
            P        | 0           | no
            unknown  | 40          | no
        """
        agrees(computed(responses).public_profile, public_profile, characteristic="gender")

    def test_which_periods(self):
        """The public profile holds the periods of the kinds documents are made for (a setting): years and
        semesters, unless set otherwise. A small cell in a month hides nothing in the year."""
        responses = """
            unit | when       | answers     | gender | times
            A    | 2024-01-31 | 333 333 333 | L      | 4
            A    | 2024-02-29 | 333 333 333 | L      | 6
            A    | 2024-02-29 | 333 333 333 | P      | 10
        """
        public_profile = """
            period  | category | respondents | suppressed
            2024    | L        | 10          | no
            2024    | P        | 10          | no
            2024-S1 | L        | 10          | no
            2024-S1 | P        | 10          | no
        """
        agrees(computed(responses).public_profile, public_profile, characteristic="gender")


class TestPublishable:
    """Which figures are shown

    The nine means of one respondent are that person's questionnaire. What the public may see of a unit and
    period is marked `publishable`.
    """

    def test_answers_of_a_single_visitor(self):
        """An index that stands on fewer than five people is not shown. Five are enough. What is not shown
        in one year may be shown in the next."""
        responses = """
            unit | when | answers     | times
            A    | 2023 | 333 333 333 | 5
            A    | 2024 | 432 143 214 | 1
            B    | 2024 | 333 333 333 | 4
            C    | 2024 | 333 333 333 | 5
        """
        ikm_unit = """
            period | unit | respondents | publishable
            2023   | A    | 5           | yes
            2024   | A    | 1           | no
            2024   | B    | 4           | no
            2024   | C    | 5           | yes
        """
        agrees(computed(responses).ikm_unit, ikm_unit)

    def test_subtraction(self):
        """From a year and one of its semesters the other follows. So a unit's periods of one kind are shown
        or hidden together: with four people in one semester, neither is shown. The year is."""
        responses = """
            unit | when       | answers     | times
            A    | 2024-01-31 | 333 333 333 | 20
            A    | 2024-07-31 | 432 143 214 | 4
            B    | 2024-01-31 | 333 333 333 | 20
            B    | 2024-07-31 | 333 333 333 | 5
        """
        ikm_unit = """
            period  | unit | respondents | publishable
            2024    | A    | 24          | yes
            2024-S1 | A    | 20          | no
            2024-S2 | A    | 4           | no
            2024    | B    | 25          | yes
            2024-S1 | B    | 20          | yes
            2024-S2 | B    | 5           | yes
        """
        shown = computed(responses).ikm_unit
        agrees(shown.filter(shown["period_code"].is_in(["2024", "2024-S1", "2024-S2"])), ikm_unit)

    def test_answers_without_a_date(self):
        """What has no date counts in no shorter period than its file names. Here a file of four people names the
        year, so a year without its semesters would be those four: only the year is shown."""
        responses = """
            unit | when       | answers     | times
            A    | 2024-01-31 | 333 333 333 | 20
            A    | 2024       | 432 143 214 | 4
        """
        ikm_unit = """
            period  | respondents | publishable
            2024    | 24          | yes
            2024-S1 | 20          | no
        """
        shown = computed(responses).ikm_unit
        agrees(shown.filter(shown["period_code"].is_in(["2024", "2024-S1"])), ikm_unit)

    def test_answers_without_a_date_of_shorter_periods(self):
        """A few who name a quarter lie in the semester and the year too. They stand apart from whoever has a date, so
        again only the year is shown: who is in a semester but names a quarter could be told from the rest."""
        responses = """
            unit | when       | answers     | times
            A    | 2024-01-31 | 333 333 333 | 20
            A    | 2024-TW2   | 432 143 214 | 4
            B    | 2024-TW1   | 333 333 333 | 20
            B    | 2024-TW2   | 432 143 214 | 5
        """
        ikm_unit = """
            period  | unit | respondents | publishable
            2024    | A    | 24          | yes
            2024-S1 | A    | 24          | no
            2024-S1 | B    | 25          | yes
        """
        shown = computed(responses).ikm_unit
        agrees(shown.filter(shown["period_code"].is_in(["2024", "2024-S1"])), ikm_unit)

    def test_kinds_of_period(self):
        """Only periods of the kinds documents are made for are shown (a setting): years and semesters,
        unless set otherwise."""
        responses = """
            unit | when       | answers     | times
            A    | 2024-01-31 | 333 333 333 | 20
        """
        ikm_unit = """
            period   | publishable
            2024     | yes
            2024-S1  | yes
            2024-TW1 | no
            2024-01  | no
        """
        agrees(computed(responses).ikm_unit, ikm_unit)
