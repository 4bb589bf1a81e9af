"""The record of what was public: its hashes, to the digit, and what is decided of units one by one."""

from datetime import date
from functools import cache

import polars as pl
import pytest

from contracts.periods import PeriodKind
from contracts.settings import Settings, Thresholds
from contracts.tables import COUNTED_PERIOD, PUBLIC_PROFILE, RESPONSE
from contracts.unsur import UNSUR_COLUMNS
from tests.made_rows import made_frame
from tests.public_site import registry_of
from tests.spec.test_13_what_the_public_sees import Site, answered, units_of
from transforms.figures.public_answers import PUBLIC_ANSWERS, public_answers
from transforms.figures.publication import SHOWN, Decision, decide
from transforms.schema import empty_frame

THREES = dict.fromkeys(UNSUR_COLUMNS, 3)
NOBODY = {"gender": None, "age_band": None, "education": None, "occupation": None}
DATED = {"unit_code": "A", "response_date": date(2024, 7, 5), **THREES, **NOBODY}


def hashes(*people: dict[str, object]) -> list[int]:
    return public_answers(made_frame(RESPONSE, *people).lazy()).get_column("answer").to_list()


def test_the_hash_of_an_answer_stays_what_it_is() -> None:
    """It is kept for a year: were it another one in the next release, everybody's answers would have changed."""
    assert hashes(
        DATED,
        DATED,
        {**DATED, "u1": 4, "u9": 1},
        {**DATED, "response_date": None, "period_code": "2024-S1"},
        {**DATED, "gender": "P", "education": "SMA"},
        {**DATED, "unit_code": "B"},
    ) == [
        14666695329698280428,
        8285088909564159642,
        5622274560171713024,
        12537980617568602846,
        11214002092703519240,
        14666695329698280428,
    ]


def of(people: int, month: int = 2, answers: str = "333 333 333", unit: str = "A") -> str:
    return f"{unit} | 2024-{month:02d}-05 | {answers} | {people}\n"


def people(*lines: str) -> str:
    return "unit | when | answers | times\n" + "".join(lines)


@cache
def site_after(first: str) -> Site:
    """After one publication, for many to be decided of: deciding publishes nothing."""
    site = Site()
    site.after(first)
    return site


def decided(first: str, then: str) -> Decision:
    """What is decided of the second of two publications."""
    site, responses = site_after(first), answered(then)
    return site.decides(responses, site.internal(responses, registry_of(units_of(then))))


@pytest.mark.parametrize(
    ("before", "now", "state"),
    [
        *((4, 4, None), (4, 5, "current"), (5, 5, "current"), (5, 4, "former")),
        *((20, 24, "former"), (20, 25, "current"), (20, 16, "former"), (20, 15, "current")),
        *((8, 4, "former"), (9, 4, None), (5, 1, "former"), (5, 10, "current"), (6, 9, "former")),
    ],
)
def test_as_it_is_as_it_was_or_not_at_all(before: int, now: int, state: str | None) -> None:
    decision = decided(people(of(before)), people(of(now)))
    shown = decision.shown.filter(period_code="2024")
    assert shown.get_column("state").to_list() == ([] if state is None else [state])
    assert decision.state("current").height + decision.state("former").height == decision.shown.height
    behind = {"current": now, "former": before, None: 0}[state]
    assert all(set_id.startswith(f"2024#{behind}-") for set_id in shown.get_column("set_id"))
    withheld = {"current": 0, "former": abs(now - before), None: now}[state]
    assert (decision.withheld_people, decision.withheld_units) == (withheld, int(withheld > 0))


def test_sets_of_answers_keep_their_names() -> None:
    """The record of a year holds them. Five are enough to leave what was public of twenty others beside them, where
    their own figures may not come: three in the second semester."""
    decision = decided(people(of(20)), people(of(5, answers="444 444 444"), of(3, month=8)))
    assert decision.shown.rows() == [
        ("2024", "A", "", "current", "2024#8-fcea8ddedf1993a4"),
        ("2024-S1", "A", "", "former", "2024-S1#20-c330b554a0db5c8c"),
    ]
    assert (decision.withheld_units, decision.withheld_people) == (1, 20)


def test_too_few_for_a_limit_that_was_raised_are_shown_no_more() -> None:
    site = Site()
    site.after(people(of(7)))
    site.settings = Settings(thresholds=Thresholds(small_cell=8))
    assert site.after(people(of(7)))["ikm_unit"].is_empty()


def test_how_many_are_withheld_of_several_units() -> None:
    """Of A one came, of B two withdrew, of C everyone is shown, and D has too few."""
    first = people(*(of(20, unit=unit) for unit in "ABC"))
    then = people(of(21, unit="A"), of(18, unit="B"), of(20, unit="C"), of(3, unit="D"))
    decision = decided(first, then)
    assert (decision.withheld_units, decision.withheld_people) == (3, 1 + 2 + 3)


def test_units_with_the_same_answers_are_decided_each_alone() -> None:
    """Sets of the same answers have the same name: what A still shows tells nothing of those who left B."""
    first = people(*(of(20, unit=unit) for unit in "AB"))
    decision = decided(first, people(of(21, unit="A"), of(15, unit="B")))
    assert decision.state("former").get_column("unit_code").unique().to_list() == ["A"]
    assert decision.withheld.rows() == [("A", 1)]


def test_what_is_public_again_by_other_sets_is_recorded_in_both() -> None:
    """Twenty-five stand in two sets of the year: twenty of them in both."""
    decision = decided(people(of(20)), people(of(20), of(5, answers="444 444 444")))
    sets = decision.answers.collect().get_column("sets").list.eval(pl.element().str.starts_with("2024#")).list.sum()
    assert sorted(sets.to_list()) == [1] * 5 + [2] * 20
    names = (
        decision.answers.explode("sets").collect().get_column("sets").str.extract(r"^@?([^#]+)#(\d+)-[0-9a-f]{16}$", 2)
    )
    assert set(names.to_list()) == {"20", "25"}


@pytest.mark.parametrize(("kinds", "shown"), [(("year", "semester"), {"2024", "2024-S1"}), (("month",), {"2024-02"})])
def test_only_periods_of_the_kinds_are_shown(kinds: tuple[PeriodKind, ...], shown: set[str]) -> None:
    """Whatever the figures say of the others."""
    responses = made_frame(RESPONSE, *[DATED | {"response_date": date(2024, 2, 5)}] * 9).lazy()
    candidates = pl.DataFrame(
        {"period_code": ["2024", "2024-S1", "2024-TW1", "2024-02"], "unit_code": "A", "publishable": True}
    )
    profile = empty_frame(PUBLIC_PROFILE)
    nothing = pl.DataFrame(schema=PUBLIC_ANSWERS), pl.DataFrame(schema=SHOWN), (profile, profile)
    decision = decide(public_answers(responses), {}, candidates, empty_frame(COUNTED_PERIOD), *nothing, 5, kinds)
    assert set(decision.shown.get_column("period_code")) == shown
    assert set(decision.shown.get_column("state")) == {"current"}


def test_a_period_that_is_not_publishable_is_shown_as_it_was() -> None:
    """Three of them are in the second semester now: its figures would be theirs, so no semester is publishable."""
    first = people(of(20))
    then = people(of(20), of(5, answers="444 444 444"), of(3, month=8), of(3, month=8, answers="222 222 222"))
    decision = decided(first, then)
    assert dict(decision.shown.select("period_code", "state").iter_rows()) == {
        "2024": "current",
        "2024-S1": "current",
        "2024-S2": "current",
    }
    decision = decided(first, people(of(20), of(5, answers="444 444 444"), of(3, month=8)))
    assert dict(decision.shown.select("period_code", "state").iter_rows()) == {"2024": "current", "2024-S1": "former"}
    decision = decided(first, people(of(20), of(3, month=8)))
    assert dict(decision.shown.select("period_code", "state").iter_rows()) == {"2024": "former", "2024-S1": "current"}


def test_a_closed_period_comes_before_the_longer_one_around_it() -> None:
    """Three came late. The year would show them beside the closed semester, so it is not shown."""
    now = people(of(20), of(3, answers="444 444 444"))
    public = Site().after(now, closed={"2024-S1": people(of(20))})
    assert public["ikm_unit"].select("period_code", "respondents").rows() == [("2024-S1", 20)]


@pytest.mark.parametrize(
    ("men", "women", "respondents", "is_told"),
    [
        (10, 10, 20, True),
        (15, 15, 30, True),
        (10, 15, 25, False),  # none of those who came is a man
        (10, 5, 15, False),  # five women are gone
        (5, 5, 10, False),  # five of each are: what was told of them may not be told otherwise
        (10, 14, 20, True),  # as it was
    ],
)
def test_a_profile_beside_the_former_one(men: int, women: int, respondents: int, is_told: bool) -> None:
    def table(men: int, women: int) -> str:
        return f"answers | gender | times\n333 333 333 | L | {men}\n333 333 333 | P | {women}\n"

    site = Site()
    site.after(table(10, 10))
    public = site.after(table(men, women))
    assert public["ikm_unit"].filter(period_code="2024").get_column("respondents").to_list() == [respondents]
    gender = public["public_profile"].filter(period_code="2024", characteristic="gender")
    assert gender.get_column("suppressed").to_list() == [not is_told] * 2


def test_a_profile_whose_small_category_is_hidden_anyway_is_told_again() -> None:
    """Three with SD, as before: hidden with them are those with SMP, in the profile and in what came to it."""

    def table(*people: int) -> str:
        rows = zip(("SMA", "SMP", "SD"), people, strict=True)
        return "answers | education | times\n" + "".join(f"333 333 333 | {name} | {count}\n" for name, count in rows)

    site = Site()
    site.after(table(40, 20, 3))
    education = site.after(table(60, 30, 3))["public_profile"].filter(period_code="2024", characteristic="education")
    assert education.filter(~pl.col("suppressed")).select("category", "respondents").rows() == [("SMA", 60)]
