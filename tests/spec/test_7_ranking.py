"""Ranking

Units are ranked on their published index, all together (`all`) and within their type. Beside the
rank stands which ranks cannot be told apart from it: a rank without them promises more than a survey
can know.
"""

from tests.spec.tables import agrees, computed


class TestRank:
    """Rank"""

    def test_ties_share_a_rank(self):
        """1, 2, 2, 4."""
        responses = """
            unit | answers
            A    | 333 333 333
            B    | 444 444 444
            C    | 222 222 222
            D    | 433 333 332
        """
        ikm_ranking = """
            unit | ikm   | rank | tied | units
            B    | 99.00 | 1    | no   | 4
            A    | 74.25 | 2    | yes  | 4
            D    | 74.25 | 2    | yes  | 4
            C    | 49.50 | 4    | no   | 4
        """
        agrees(computed(responses).ikm_ranking, ikm_ranking, scope="all")

    def test_on_the_published_number(self):
        """Two units whose unrounded indexes differ by less than is published have the same rank, as
        anyone who sorts the table will find."""
        responses = """
            unit | respondents | U1    | U2    | U3    | U4    | U5    | U6    | U7    | U8    | U9
            A    | 10000       | 30000 | 30000 | 30000 | 30000 | 30000 | 30000 | 30000 | 30000 | 30000
            B    | 10000       | 30001 | 30000 | 30000 | 30000 | 30000 | 30000 | 30000 | 30000 | 30000
        """
        ikm_ranking = """
            unit | ikm   | rank | tied
            A    | 74.25 | 1    | yes
            B    | 74.25 | 1    | yes
        """
        agrees(computed(responses).ikm_ranking, ikm_ranking, scope="all")

    def test_within_the_type(self):
        """A kecamatan is ranked among the kecamatan, and once more among all."""
        responses = """
            unit | answers
            K1   | 333 333 333
            K2   | 444 444 444
            P1   | 434 343 434
        """
        units = """
            unit | type
            K1   | kecamatan
            K2   | kecamatan
            P1   | puskesmas
        """
        ikm_ranking = """
            scope     | unit | rank | units
            all       | K2   | 1    | 3
            all       | P1   | 2    | 3
            all       | K1   | 3    | 3
            kecamatan | K2   | 1    | 2
            kecamatan | K1   | 2    | 2
            puskesmas | P1   | 1    | 1
        """
        agrees(computed(responses, units).ikm_ranking, ikm_ranking)


class TestFewRespondents:
    """Units with few respondents

    The best and the worst of a list are easily those with the fewest answers, by chance alone. So a unit with fewer
    respondents than the setting `ranking.minimum_respondents` (30) is not ranked, and no other is compared with it. It
    keeps its index and stands below the others, which say why.
    """

    def test_unranked(self):
        """B has one too few: it has no rank, and A is the best of two."""
        responses = """
            unit | answers     | times
            A    | 444 444 443 | 30
            B    | 444 444 444 | 29
            C    | 333 333 333 | 31
        """
        ikm_ranking = """
            unit | ikm   | rank | rank_low | rank_high | rank_low_all | tied | units | minimum_respondents
            A    | 96.25 | 1    | 1        | 1         | 1            | no   | 2     | 30
            B    | 99.00 |      |          |           |              | no   | 2     | 30
            C    | 74.25 | 2    | 2        | 2         | 2            | no   | 2     | 30
        """
        agrees(computed(responses, minimum_respondents=30).ikm_ranking, ikm_ranking, scope="all")


class TestWhatCannotBeToldApart:
    """What cannot be told apart

    `rank_low` and `rank_high` hold the true rank at 95 %: the marginal confidence set of Mogstad,
    Romano, Shaikh and Wilhelm (Review of Economic Studies 91(1), 2024). A unit is compared with each
    other unit; its best rank is one more than the number of units clearly better, its worst leaves
    behind only those clearly worse. All comparisons of a unit hold together (Bonferroni, where the
    paper uses a bootstrap: nothing is drawn at random here, and the ranges are rather too wide). This is
    said of each unit, not of the whole table: of twenty ranges one may miss. `rank_low_all` and
    `rank_high_all` hold the true ranks of all units of the table at once, by Holm's stepdown over all
    pairs (of more than 5,000 units only its first step, Bonferroni's); in the published example of the
    authors' package (PISA 2018) they agree with it.
    """

    def test_few_respondents(self):
        """Five people each, who disagree among themselves: first and second are chance. Third is not."""
        responses = """
            unit | answers     | times
            A    | 444 444 443 | 3
            A    | 433 333 333 | 2
            B    | 444 444 333 | 3
            B    | 433 333 333 | 2
            C    | 111 111 111 | 3
            C    | 111 111 112 | 2
        """
        ikm_ranking = """
            unit | ikm   | rank | rank_low | rank_high
            A    | 88.55 | 1    | 1        | 2
            B    | 85.25 | 2    | 1        | 2
            C    | 25.85 | 3    | 3        | 3
        """
        agrees(computed(responses).ikm_ranking, ikm_ranking, scope="all")

    def test_many_respondents(self):
        """The same answers a hundred times over, and every rank is certain."""
        responses = """
            unit | answers     | times
            A    | 444 444 443 | 300
            A    | 433 333 333 | 200
            B    | 444 444 333 | 300
            B    | 433 333 333 | 200
            C    | 111 111 111 | 300
            C    | 111 111 112 | 200
        """
        ikm_ranking = """
            unit | ikm   | rank | rank_low | rank_high
            A    | 88.55 | 1    | 1        | 1
            B    | 85.25 | 2    | 2        | 2
            C    | 25.85 | 3    | 3        | 3
        """
        agrees(computed(responses).ikm_ranking, ikm_ranking, scope="all")

    def test_one_respondent(self):
        """How far another visitor would differ from the only one is told by like units."""
        responses = """
            unit | answers     | times
            A    | 444 444 444 | 50
            B    | 222 222 222 | 50
            C    | 111 111 111 | 1
        """
        ikm_ranking = """
            unit | rank | rank_low | rank_high
            A    | 1    | 1        | 1
            B    | 2    | 2        | 2
            C    | 3    | 3        | 3
        """
        agrees(computed(responses).ikm_ranking, ikm_ranking, scope="all")

    def test_equal_indexes(self):
        """Equal indexes are never told apart, and the rank always lies within its range. Two people who agree do not
        make it certain that the others would."""
        responses = """
            unit | answers     | times
            A    | 444 444 444 | 2
            B    | 333 333 333 | 2
            C    | 333 333 333 | 2
        """
        ikm_ranking = """
            unit | rank | rank_low | rank_high
            A    | 1    | 1        | 3
            B    | 2    | 1        | 3
            C    | 2    | 1        | 3
        """
        agrees(computed(responses).ikm_ranking, ikm_ranking, scope="all")

    def test_all_ranks_at_once(self):
        """Where more is to hold at once, less can be told apart: A is clearly better than each other unit where only
        its own rank is asked for, not where the three others' are too."""
        responses = """
            unit | answers     | times
            A    | 444 444 444 | 75
            A    | 333 333 333 | 25
            B    | 444 444 444 | 58
            B    | 333 333 333 | 42
            C    | 444 444 444 | 58
            C    | 333 333 333 | 42
            D    | 444 444 444 | 58
            D    | 333 333 333 | 42
        """
        ikm_ranking = """
            unit | rank | rank_low | rank_high | rank_low_all | rank_high_all
            A    | 1    | 1        | 1         | 1            | 4
            B    | 2    | 2        | 4         | 1            | 4
            C    | 2    | 2        | 4         | 1            | 4
            D    | 2    | 2        | 4         | 1            | 4
        """
        agrees(computed(responses).ikm_ranking, ikm_ranking, scope="all")
