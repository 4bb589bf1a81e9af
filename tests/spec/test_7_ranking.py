"""Ranking

Units are ranked on their published index, all together (`all`) and within their type. Beside the
rank stands which ranks cannot be told apart from it: a rank without them promises more than a survey
can know.
"""

from benchmarks.reliability import reliability
from tests.spec.tables import agrees, computed, rows


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


class TestReliability:
    """Reliability

    A ranking says who stands before whom; how much of the differences is the units' own is said by their reliability,
    for each unit within its type and among all. From the published indices y, the respondents n (N together) and the
    standard errors e (chapter 9) of the units of a scope, by the moments of the analysis of variance:

    τ² = (Σ n (y − ȳ)² − Σ e² n (1 − n ÷ N)) ÷ (N − Σ n² ÷ N), ȳ = Σ n y ÷ N, and 0 where that is negative;

    reliability = τ² ÷ (τ² + e²). Below 0.70 the index does not tell the unit from the others ("belum andal"), as in
    GPPS and CAHPS. It says nothing of the grade. m, the mean of the scope, weights each unit by 1 ÷ (τ² + e²); the
    shrunken index m + reliability × (y − m) is for reading inside the regency and no figure of the unit. In `ikm_scope`
    stand m, τ, the standard deviation of respondents within a unit (s = √(Σ (n − 1) n e² ÷ Σ (n − 1))), and how many
    respondents a unit needs, 0.7 ÷ 0.3 × s² ÷ τ². Where no unit of the period has thirty respondents, e is taken here,
    and only here, with the variance of the respondents of all its units (of the type, or of all types) in place of the
    assumed one of chapter 9, which is several times as large as most and would leave nothing to the units. Two things
    are drawn from these alone: the funnel m ± z × s ÷ √n (D. J. Spiegelhalter, Statistics in Medicine 24, 2005) with z
    = 1.96 and 3.09, for 95 and 99.8 %. Fewer than five units say nothing of how far units differ.

    The public has all of this over the units shown, from their public indices and intervals (chapter 13): it is a
    function of figures that are public anyway. The shrunken index stays inside.
    """

    def test_units_that_differ(self):
        """A hundred respondents tell these five apart: s is 11.6 points, τ 3.9. The forty of E less well."""
        responses = """
            unit | answers     | times
            A    | 444 444 444 | 80
            A    | 333 333 333 | 20
            B    | 444 444 444 | 70
            B    | 333 333 333 | 30
            C    | 444 444 444 | 60
            C    | 333 333 333 | 40
            D    | 444 444 444 | 50
            D    | 333 333 333 | 50
            E    | 444 444 444 | 12
            E    | 333 333 333 | 28
        """
        ikm_ranking = """
            unit | ikm   | reliability | reliable | ikm_shrunken
            A    | 94.05 | 0.94        | yes      | 93.72
            B    | 91.58 | 0.92        | yes      | 91.36
            C    | 89.10 | 0.91        | yes      | 89.07
            D    | 86.63 | 0.91        | yes      | 86.83
            E    | 81.68 | 0.82        | yes      | 82.99
        """
        ikm_scope = """
            scope     | units | ikm_mean | spread_between | spread_within | respondents_needed
            all       | 5     | 88.80    | 3.90           | 11.60         | 21
            kecamatan | 5     | 88.80    | 3.90           | 11.60         | 21
        """
        figures = computed(responses)
        agrees(figures.ikm_ranking, ikm_ranking, scope="kecamatan")
        agrees(figures.ikm_scope, ikm_scope)

    def test_units_that_do_not(self):
        """Whose indices lie nearer to each other than chance puts them: their order says nothing."""
        responses = """
            unit | answers     | times
            A    | 444 444 444 | 50
            A    | 333 333 333 | 50
            B    | 444 444 444 | 51
            B    | 333 333 333 | 49
            C    | 444 444 444 | 50
            C    | 333 333 333 | 50
            D    | 444 444 444 | 49
            D    | 333 333 333 | 51
            E    | 444 444 444 | 50
            E    | 333 333 333 | 50
        """
        ikm_ranking = """
            unit | ikm   | reliability | reliable | ikm_shrunken
            A    | 86.63 | 0.00        | no       | 86.63
            B    | 86.87 | 0.00        | no       | 86.63
            C    | 86.63 | 0.00        | no       | 86.63
            D    | 86.38 | 0.00        | no       | 86.63
            E    | 86.63 | 0.00        | no       | 86.63
        """
        ikm_scope = """
            scope     | units | ikm_mean | spread_between | spread_within | respondents_needed
            all       | 5     | 86.63    | 0.00           | 12.45         |
            kecamatan | 5     | 86.63    | 0.00           | 12.45         |
        """
        figures = computed(responses)
        agrees(figures.ikm_ranking, ikm_ranking, scope="kecamatan")
        agrees(figures.ikm_scope, ikm_scope)

    def test_few_units(self):
        """Of four kecamatan nobody knows how far kecamatan differ; of five units together somebody does."""
        responses = """
            unit | answers     | times
            K1   | 444 444 444 | 50
            K2   | 333 333 333 | 50
            K3   | 333 333 333 | 50
            K4   | 222 222 222 | 50
            P1   | 333 333 333 | 50
        """
        units = """
            unit | type
            K1   | kecamatan
            K2   | kecamatan
            K3   | kecamatan
            K4   | kecamatan
            P1   | puskesmas
        """
        ikm_ranking = """
            scope     | unit | reliability | reliable
            all       | K1   | 1.00        | yes
            all       | K2   | 1.00        | yes
            all       | K3   | 1.00        | yes
            all       | K4   | 1.00        | yes
            all       | P1   | 1.00        | yes
            kecamatan | K1   |             |
            kecamatan | K2   |             |
            kecamatan | K3   |             |
            kecamatan | K4   |             |
            puskesmas | P1   |             |
        """
        agrees(computed(responses, units).ikm_ranking, ikm_ranking)

    def test_how_near_it_comes(self):
        """Simulated (`benchmarks.reliability`, 200 periods a cell): units whose true indices differ by a standard
        deviation of so many points (`between`), with n respondents each. Where units do not differ at all at most 2 in
        100 are called reliable, and with ten units or more hardly any."""
        mean_found = """
            units | between | n = 10 | n = 30 | n = 100 | n = 400
            5     | 0       | 0.133  | 0.122  | 0.137   | 0.139
            5     | 1       | 0.285  | 0.486  | 0.767   | 0.926
            5     | 3       | 0.722  | 0.878  | 0.958   | 0.990
            10    | 0       | 0.096  | 0.097  | 0.113   | 0.103
            10    | 1       | 0.281  | 0.552  | 0.809   | 0.951
            10    | 3       | 0.786  | 0.929  | 0.979   | 0.995
            18    | 0       | 0.070  | 0.094  | 0.089   | 0.099
            18    | 1       | 0.292  | 0.600  | 0.841   | 0.955
            18    | 3       | 0.821  | 0.937  | 0.981   | 0.996
        """
        the_true_one = """
            between | n = 10 | n = 30 | n = 100 | n = 400
            0       | 0.000  | 0.000  | 0.000   | 0.000
            1       | 0.380  | 0.647  | 0.860   | 0.961
            3       | 0.846  | 0.943  | 0.982   | 0.995
        """
        called_reliable = """
            units | between | n = 10 | n = 30 | n = 100 | n = 400
            5     | 0       | 0.009  | 0.010  | 0.016   | 0.018
            5     | 1       | 0.101  | 0.316  | 0.800   | 0.980
            5     | 3       | 0.698  | 0.923  | 0.977   | 1.000
            10    | 0       | 0.002  | 0.001  | 0.001   | 0.002
            10    | 1       | 0.033  | 0.299  | 0.893   | 1.000
            10    | 3       | 0.822  | 0.999  | 1.000   | 1.000
            18    | 0       | 0.000  | 0.000  | 0.000   | 0.000
            18    | 1       | 0.015  | 0.310  | 0.972   | 1.000
            18    | 3       | 0.914  | 0.999  | 1.000   | 1.000
        """
        for units, between, n in ((10, 0.0, 30), (10, 1.0, 30), (10, 3.0, 30), (10, 3.0, 10)):
            true, found, called = reliability(units, n, between, trials=30, seed=2)
            row = {"units": str(units), "between": f"{between:g}"}
            cells = [
                next(one for one in rows(table) if one.items() >= row.items())[f"n = {n}"]
                for table in (mean_found, called_reliable)
            ]
            [truth] = [one[f"n = {n}"] for one in rows(the_true_one) if one["between"] == row["between"]]
            assert abs(true - float(truth)) < 0.001
            assert abs(found - float(cells[0])) < 0.1, (between, found)
            assert abs(called - float(cells[1])) < 0.1, (between, called)
