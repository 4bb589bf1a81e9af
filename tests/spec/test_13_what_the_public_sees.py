"""What the public sees

Staff and units see every figure as it is. The public sees tables of its own, from which nobody's answers can be worked
out: not by subtracting two of them, not by subtracting what stands there today from what stood there before. In the
tables of this chapter five people are enough, so that they stay small; ten are, unless set otherwise.
"""

from datetime import date, timedelta

import polars as pl

from contracts.services import Service, Services
from contracts.settings import Ranking, Settings, Thresholds
from contracts.tables import RESPONSE
from tests.public_site import PublicSite, registry_of
from tests.spec.tables import agrees, responses_of, rows
from transforms.figures.all_figures import compute_figures
from transforms.figures.combinations import gives_away
from transforms.schema import frame_schema

FIVE = Settings(thresholds=Thresholds(small_cell=5), ranking=Ranking(minimum_respondents=1))


class Site(PublicSite):
    """What the public saw so far."""

    def __init__(self) -> None:
        super().__init__(FIVE)

    def after(self, table: str, closed: dict[str, str] | None = None) -> dict[str, pl.DataFrame]:
        """The public tables of these answers; `closed`: the answers official periods stand on."""
        official = {code: answered(of_period) for code, of_period in (closed or {}).items()}
        return self.publishes(answered(table), registry_of(units_of(table)), official)


class SiteWithServices(Site):
    """The same where unit A has a register of services."""

    def __init__(self, *services: Service) -> None:
        super().__init__()
        self.services = Services(services)

    def day_by_day(self, table: str) -> dict[str, pl.DataFrame]:
        """The public tables of these answers, of which no two say the same: those of a line came on days that follow
        each other."""
        people = [
            one | {"response_date": date.fromisoformat(str(one["response_date"])) + timedelta(days=number)}
            for row in rows(table)
            for number, one in enumerate(responses_of(row))
        ]
        return self.publishes(as_responses(people), registry_of(units_of(table)))


def units_of(table: str) -> dict[str, str]:
    return dict.fromkeys((row.get("unit", "A") for row in rows(table)), "kecamatan")


def answered(table: str) -> pl.LazyFrame:
    return as_responses([person for row in rows(table) for person in responses_of(row)])


def as_responses(people: list[dict[str, object]]) -> pl.LazyFrame:
    return pl.DataFrame([dict.fromkeys(RESPONSE.column_names) | one for one in people], frame_schema(RESPONSE)).lazy()


class TestTwoPublications:
    """One publication after another

    Two figures of one unit, subtracted, are a figure of those who stand in one of them only. So new figures come
    only when nobody's answers differ from what was public, or enough people's do: added, changed or withdrawn. Until
    then the public sees the former figures with their date, while the unit and staff see the new ones.
    """

    def test_one_more_answer_waits(self):
        """Twenty people's figures are public since the first of January. One more answers: her nine answers would be
        the difference. The public goes on seeing the twenty."""
        first = """
            when       | answers     | times
            2024-02-05 | 333 333 333 | 20
        """
        then = """
            when       | answers     | times
            2024-02-05 | 333 333 333 | 20
            2024-03-05 | 432 143 214 | 1
        """
        ikm_unit = """
            period  | respondents | ikm   | figures_of
            2024    | 20          | 74.25 | 2025-01-01
            2024-S1 | 20          | 74.25 | 2025-01-01
        """
        site = Site()
        site.after(first)
        agrees(site.after(then)["ikm_unit"], ikm_unit)

    def test_enough_more_come(self):
        """With five more than were public, the new figures come. Those of the meantime count among the five."""
        first = """
            when       | answers     | times
            2024-02-05 | 333 333 333 | 20
        """
        then = """
            when       | answers     | times
            2024-02-05 | 333 333 333 | 20
            2024-03-05 | 432 143 214 | 1
        """
        at_last = """
            when       | answers     | times
            2024-02-05 | 333 333 333 | 20
            2024-03-05 | 432 143 214 | 1
            2024-03-06 | 444 444 444 | 4
        """
        ikm_unit = """
            period  | respondents | figures_of
            2024    | 25          |
            2024-S1 | 25          |
        """
        site = Site()
        site.after(first)
        site.after(then)
        agrees(site.after(at_last)["ikm_unit"], ikm_unit)

    def test_withdrawn_and_changed_answers(self):
        """Whoever takes an answer back is told by the difference as well. One that was changed is taken back, and
        another is given. B withdrew enough."""
        first = """
            unit | answers     | times
            A    | 333 333 333 | 20
            B    | 333 333 333 | 20
            C    | 333 333 333 | 20
        """
        then = """
            unit | answers     | times
            A    | 333 333 333 | 19
            B    | 333 333 333 | 15
            C    | 333 333 333 | 19
            C    | 444 444 444 | 1
        """
        ikm_unit = """
            unit | respondents | ikm   | figures_of
            A    | 20          | 74.25 | 2025-01-01
            B    | 15          | 74.25 |
            C    | 20          | 74.25 | 2025-01-01
        """
        site = Site()
        site.after(first)
        agrees(site.after(then)["ikm_unit"], ikm_unit)

    def test_against_everything_that_was_ever_public(self):
        """Not only the last publication counts. Five came and were public; then they are gone and one other is
        there. That is six answers away from the last figures, but one from the first."""
        first = """
            answers     | times
            333 333 333 | 20
        """
        second = """
            answers     | times
            333 333 333 | 20
            222 222 222 | 5
        """
        third = """
            answers     | times
            333 333 333 | 20
            432 143 214 | 1
        """
        ikm_unit = """
            respondents | figures_of
            25          | 2025-01-02
        """
        site = Site()
        site.after(first)
        site.after(second)
        agrees(site.after(third)["ikm_unit"], ikm_unit)

    def test_periods_lie_in_one_another(self):
        """A month lies in a quarter, in a semester, in a year. Six more came, three of them in each semester: the
        year may be told, but then neither semester, for the other would follow."""
        first = """
            when       | answers     | times
            2024-02-05 | 333 333 333 | 20
            2024-08-05 | 333 333 333 | 20
        """
        then = """
            when       | answers     | times
            2024-02-05 | 333 333 333 | 20
            2024-03-05 | 444 444 444 | 3
            2024-08-05 | 333 333 333 | 20
            2024-09-05 | 444 444 444 | 3
        """
        ikm_unit = """
            period  | respondents | figures_of
            2024    | 46          |
            2024-S1 | 20          | 2025-01-01
            2024-S2 | 20          | 2025-01-01
        """
        site = Site()
        site.after(first)
        agrees(site.after(then)["ikm_unit"], ikm_unit)

    def test_a_closed_period_beside_open_ones(self):
        """The first semester was closed with twenty answers, and shows them whatever comes. Three came late: they
        count in the year, from which they would follow. So the year waits."""
        official = """
            when       | answers     | times
            2024-02-05 | 333 333 333 | 20
        """
        now = """
            when       | answers     | times
            2024-02-05 | 333 333 333 | 20
            2024-03-05 | 444 444 444 | 3
        """
        ikm_unit = """
            period  | figures_of
            2024    | 2025-01-01
            2024-S1 |
        """
        site = Site()
        site.after(official)
        agrees(site.after(now, closed={"2024-S1": official})["ikm_unit"], ikm_unit)

    def test_figures_of_too_few_are_taken_away(self):
        """Where fewer than five are left, the former figures do not stay either: they are of a file that was wrong."""
        first = """
            answers     | times
            333 333 333 | 20
        """
        then = """
            answers     | times
            333 333 333 | 4
        """
        site = Site()
        site.after(first)
        assert site.after(then)["ikm_unit"].is_empty()

    def test_no_combination_stands_on_a_few(self):
        """The rule, and its proof. Call atoms the answers that stand in exactly the same public sets. A published sum
        is a sum over whole atoms; whatever is added and subtracted, with whatever factors, stays one. Whoever lets two
        people of an atom change their answers changes nothing that is public. So the rule is: no combination of
        published sums may stand on some people but on fewer than five. Here all three sets may be told. Were the twenty
        told as well, the third less the first, less the second, and the twenty would be three people."""
        sets = """
            people | first | second | third
            20     | yes   | yes    | yes
            6      | yes   | no     | yes
            6      | no    | yes    | yes
            3      | no    | no     | yes
        """
        table = rows(sets)
        sizes = [int(row["people"]) for row in table]
        told = [
            [number for number, row in enumerate(table) if row[name] == "yes"] for name in ("first", "second", "third")
        ]
        assert not gives_away(told, sizes, 5)
        assert gives_away([*told, [0]], sizes, 5)


class TestProfiles:
    """The profile, again

    Counts are subtracted like sums. What came between two publications is a group of its own.
    """

    def test_who_came_in_between(self):
        """Five came, and one of them is a man: twelve men before and thirteen after would tell. So the profile of that
        year is not shown until the difference, too, has no small cell. The index is."""
        first = """
            answers     | gender | times
            333 333 333 | L      | 12
            333 333 333 | P      | 20
        """
        then = """
            answers     | gender | times
            333 333 333 | L      | 13
            333 333 333 | P      | 24
        """
        at_last = """
            answers     | gender | times
            333 333 333 | L      | 17
            333 333 333 | P      | 30
        """
        profile_then = """
            category | respondents | suppressed
            L        |             | yes
            P        |             | yes
        """
        profile_at_last = """
            category | respondents | suppressed
            L        | 17          | no
            P        | 30          | no
        """
        site = Site()
        site.after(first)
        public = site.after(then)
        agrees(public["public_profile"], profile_then, characteristic="gender")
        assert public["ikm_unit"].get_column("respondents").to_list() == [37]
        agrees(site.after(at_last)["public_profile"], profile_at_last, characteristic="gender")


KTP, KK, MOVING = Service("A", "ktp", "KTP-el"), Service("A", "kk", "Kartu Keluarga"), Service("A", "pindah", "Pindah")


class TestServices:
    """Services of a unit

    Where a unit has registered services, each of them is a sum of its own beside those of the unit, and so is the rest,
    `unknown`. They are judged after the unit, by the same rule and beside all that was ever public; those with most
    answers first. The public sees a service's index, nine unsur and respondents, and no interval; a service that is not
    shown is not named either.
    """

    def test_what_is_left_of_the_unit(self):
        """Thirty people came: all of them less those of two services would be three. So of the two the smaller one is
        not shown, though seven came for it. From what is left, ten, nothing follows."""
        responses = """
            when       | service        | answers     | times
            2024-02-01 | KTP-el         | 333 333 333 | 20
            2024-02-01 | Kartu Keluarga | 444 444 444 | 7
            2024-02-01 | Pindah         | 222 222 222 | 3
        """
        ikm_service = """
            period  | service | respondents | ikm
            2024    | ktp     | 20          | 74.25
            2024-S1 | ktp     | 20          | 74.25
        """
        public = SiteWithServices(KTP, KK, MOVING).day_by_day(responses)
        agrees(public["ikm_service"], ikm_service)
        assert public["ikm_unit"].get_column("respondents").to_list() == [30, 30]

    def test_all_of_them(self):
        """Where nothing is left, or enough, all are shown: what is not registered, too."""
        responses = """
            when       | service        | answers     | times
            2024-02-01 | KTP-el         | 333 333 333 | 20
            2024-02-01 | Kartu Keluarga | 444 444 444 | 7
            2024-02-01 |                | 222 222 222 | 5
        """
        ikm_service = """
            service | respondents | ikm
            ktp     | 20          | 74.25
            kk      | 7           | 99.00
            unknown | 5           | 49.50
        """
        public = SiteWithServices(KTP, KK).day_by_day(responses)
        agrees(public["ikm_service"], ikm_service, period="2024")

    def test_periods_of_a_service(self):
        """Three of the fifteen who came for a KTP-el came in the second semester. The year may be told: nobody knows
        how many of them in which semester, nor what they said. Then the first semester may not."""
        responses = """
            when       | service        | answers     | times
            2024-02-01 | KTP-el         | 333 333 333 | 12
            2024-08-01 | KTP-el         | 333 333 333 | 3
            2024-02-01 | Kartu Keluarga | 444 444 444 | 10
            2024-08-01 | Kartu Keluarga | 444 444 444 | 10
        """
        ikm_service = """
            period | service | respondents
            2024   | ktp     | 15
            2024   | kk      | 20
        """
        public = SiteWithServices(KTP, KK).day_by_day(responses)
        agrees(public["ikm_service"], ikm_service)
        assert public["ikm_unit"].height == 3

    def test_another_register(self):
        """Three people wrote "E KTP". Once that is registered they count in another service: both services' figures
        less the former ones would be theirs, so both stay as they were."""
        responses = """
            when       | service | answers     | times
            2024-02-01 | KTP-el  | 333 333 333 | 20
            2024-02-01 | E KTP   | 444 444 444 | 3
            2024-02-01 |         | 444 444 444 | 9
        """
        ikm_service = """
            service | respondents | figures_of
            ktp     | 20          | 2025-01-01
            unknown | 12          | 2025-01-01
        """
        site = SiteWithServices(KTP)
        site.day_by_day(responses)
        site.services = Services((Service("A", "ktp", "KTP-el", ("E KTP",)),))
        public = site.day_by_day(responses)
        agrees(public["ikm_service"], ikm_service, period="2024")
        assert public["ikm_unit"].get_column("figures_of").to_list() == [None, None]

    def test_the_unit_beside_what_was_told_of_its_services(self):
        """What is told of a unit does not depend on the services told with it, but on those that were public before:
        the ten of one service are withdrawn, and two new ones come. The unit would be twenty of whom the public knows
        everything together, and the two. So it waits, until there are enough."""
        first = """
            when       | service        | answers     | times
            2024-02-01 | KTP-el         | 333 333 333 | 20
            2024-02-01 | Kartu Keluarga | 444 444 444 | 10
        """
        then = """
            when       | service        | answers     | times
            2024-02-01 | KTP-el         | 333 333 333 | 22
        """
        at_last = """
            when       | service        | answers     | times
            2024-02-01 | KTP-el         | 333 333 333 | 25
        """
        ikm_unit_then = """
            period  | respondents | figures_of
            2024    | 30          | 2025-01-01
            2024-S1 | 30          | 2025-01-01
        """
        ikm_unit_at_last = """
            period  | respondents | figures_of
            2024    | 25          |
            2024-S1 | 25          |
        """
        site = SiteWithServices(KTP, KK)
        site.day_by_day(first)
        agrees(site.day_by_day(then)["ikm_unit"], ikm_unit_then)
        agrees(site.day_by_day(at_last)["ikm_unit"], ikm_unit_at_last)

    def test_who_says_the_same(self):
        """Of answers that say the same, in two services, nobody can tell by a hash which is gone. So only those count
        that are alone in what they say. Here all of a service say the same on the same day as all of the other: neither
        is shown."""
        responses = """
            when       | service        | answers     | times
            2024-02-01 | KTP-el         | 333 333 333 | 20
            2024-02-01 | Kartu Keluarga | 333 333 333 | 20
        """
        site = SiteWithServices(KTP, KK)
        assert site.after(responses)["ikm_service"].is_empty()


class TestTheRegency:
    """Beside a unit that is not shown

    From the regency's units, respondents and mean, less those shown, a hidden unit would follow; from a gap in the
    ranks, where it stands.
    """

    def test_over_the_units_shown(self):
        """Unit C has four people. Means, ranks and numbers of units are over A and B."""
        responses = """
            unit | answers     | times
            A    | 222 222 222 | 10
            B    | 444 444 444 | 10
            C    | 333 333 333 | 4
        """
        ikm_regency = """
            method              | ikm   | units | respondents
            mean_of_units       | 74.25 | 2     | 20
            respondent_weighted | 74.25 | 2     | 20
            mean_of_types       | 74.25 | 2     | 20
        """
        ikm_ranking = """
            unit | rank | units
            A    | 2    | 2
            B    | 1    | 2
        """
        public = Site().after(responses)
        agrees(public["ikm_regency"], ikm_regency)
        agrees(public["ikm_ranking"], ikm_ranking, scope="all")

    def test_from_what_is_shown(self):
        """Beside a hidden unit, or former figures, the regency's figures are worked out from those that the public
        sees of each unit, with their two decimals. So they tell nothing that these do not tell."""
        first = """
            unit | answers     | times
            A    | 222 222 222 | 10
            B    | 444 444 444 | 10
        """
        then = """
            unit | answers     | times
            A    | 222 222 222 | 10
            B    | 444 444 444 | 10
            B    | 111 111 111 | 1
        """
        ikm_regency = """
            method              | ikm   | units | respondents
            mean_of_units       | 74.25 | 2     | 20
            respondent_weighted | 74.25 | 2     | 20
            mean_of_types       | 74.25 | 2     | 20
        """
        site = Site()
        site.after(first)
        agrees(site.after(then)["ikm_regency"], ikm_regency)

    def test_changes_and_ties(self):
        """A change is told only from a period that is shown, and a tie only with a unit that is: in 2023 A had four
        people, and C, which has the index of B, has four."""
        responses = """
            unit | when | answers     | times
            A    | 2023 | 333 333 333 | 4
            A    | 2024 | 222 222 222 | 10
            B    | 2023 | 333 333 333 | 10
            B    | 2024 | 444 444 444 | 10
            C    | 2024 | 444 444 444 | 4
        """
        ikm_unit = """
            period | unit | change
            2023   | B    |
            2024   | A    |
            2024   | B    | 24.75
        """
        public = Site().after(responses)
        agrees(public["ikm_unit"], ikm_unit)
        assert not public["ikm_ranking"].get_column("tied").any()


class TestDigits:
    """Digits

    Public figures have the digits they need: NRR and IKM two, no totals. What follows from the NRR (its weighted value,
    its score, its place) follows from these two decimals; the grade is the one of the exact NRR, there is only one.
    """

    def test_nrr_with_two_decimals(self):
        """151 answers that sum to 500: 3,3113. The public score is 3,31 × 25."""
        responses = """
            respondents | U1  | U2  | U3  | U4  | U5  | U6  | U7  | U8  | U9
            151         | 500 | 500 | 501 | 453 | 453 | 453 | 453 | 453 | 453
        """
        ikm_unsur = """
            unsur | nrr    | score | nrr_weighted | order_from_highest
            U1    | 3.3100 | 82.75 | 0.364100     | 2
            U2    | 3.3100 | 82.75 | 0.364100     | 2
            U3    | 3.3200 | 83.00 | 0.365200     | 1
        """
        public = Site().after(responses)["ikm_unsur"]
        agrees(public.filter(pl.col("unsur_code").is_in(["U1", "U2", "U3"])), ikm_unsur)
        assert "total" not in public.columns

    def test_intervals(self):
        """Mean and spread of five people name all five. So the public gets intervals from thirty people on, outwards
        to one decimal."""
        responses = """
            unit | answers     | times
            A    | 333 333 333 | 14
            A    | 222 222 222 | 15
            B    | 333 333 333 | 15
            B    | 222 222 222 | 15
        """
        internal = """
            unit | ikm_low | ikm_high
            A    | 56.71   | 66.20
            B    | 57.22   | 66.53
        """
        ikm_unit = """
            unit | respondents | ikm_low | ikm_high
            A    | 29          |         |
            B    | 30          | 57.20   | 66.60
        """
        agrees(compute_figures(answered(responses), registry_of(units_of(responses)), FIVE).ikm_unit, internal)
        agrees(Site().after(responses)["ikm_unit"], ikm_unit)

    def test_where_a_few_account_for_all_of_it(self):
        """Nor from thirty people on, where fewer than five may account for all that is missing to the highest score (at
        least sum² ÷ sum of squares of what is missing), or for all above the lowest, or where nearly everyone has the
        same score: in A one gave all nine threes, in B everyone the same."""
        responses = """
            unit | answers     | times
            A    | 444 444 444 | 39
            A    | 333 333 333 | 1
            B    | 333 333 333 | 40
        """
        ikm_unit = """
            unit | respondents | ikm_low | ikm_high
            A    | 40          |         |
            B    | 40          |         |
        """
        agrees(Site().after(responses)["ikm_unit"], ikm_unit)


class TestDays:
    """Days

    The first and the last day of a unit's answers are days on which somebody came, and where the first goes from one
    to another between two publications, somebody new came on it. So the public has no day of an answer, and no number
    of those with a date: only the period, which is the same for everyone in it.
    """

    def test_other_days_of_the_same_month(self):
        """All that is public is the same, whichever days they were."""
        early = """
            when       | answers     | times
            2024-02-05 | 333 333 333 | 1
            2024-02-06 | 333 333 333 | 9
        """
        late = """
            when       | answers     | times
            2024-02-28 | 333 333 333 | 3
            2024-02-29 | 333 333 333 | 7
        """
        public, then = Site().after(early), Site().after(late)
        assert all(then[name].equals(table) for name, table in public.items())
        assert "collection" not in public
