"""Ranks from public figures, profiles after another publication, editions of an earlier release, limits of closing."""

from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from contracts.edition_tables import EDITION_CHANGE, EDITION_CHANGE_REGENCY, EDITION_CHANGE_UNSUR
from contracts.public_tables import PUBLIC_IKM_UNIT
from contracts.settings import Closing
from contracts.tables import IKM_UNIT, RESPONSE
from tests.made_rows import made_frame
from tests.public_site import registry_of
from tests.spec.test_13_what_the_public_sees import Site, answered
from transforms.figures.combinations import gives_away
from transforms.figures.edition_changes import Changes, as_declared, excessive_changes
from transforms.figures.public_answers import public_answers
from transforms.figures.publication import WITHHELD, Decision
from transforms.figures.sample import sample_needed
from transforms.figures.withholding import public_rankings, rows_told


def ranks(*units: tuple[str, int, str, str | None]) -> dict[str, tuple[int, int, int]]:
    """rank, rank_low and rank_high by unit: of its respondents, index and half the width of its interval."""
    index = made_frame(
        PUBLIC_IKM_UNIT,
        *(
            {
                "period_code": "2024",
                "unit_code": code,
                "respondents": respondents,
                "ikm": Decimal(ikm),
                "ikm_low": None if half is None else Decimal(ikm) - Decimal(half),
                "ikm_high": None if half is None else Decimal(ikm) + Decimal(half),
            }
            for code, respondents, ikm, half in units
        ),
    )
    types = pl.DataFrame([{"unit_code": code, "unit_type": "kecamatan"} for code, *_ in units])
    found = public_rankings(index.with_columns(minimum_respondents=1), types).ikm_ranking.filter(scope="all")
    return {code: (rank, low, high) for code, rank, low, high in
            found.select("unit_code", "rank", "rank_low", "rank_high").iter_rows()}  # fmt: skip


def test_public_indices_are_told_apart_by_their_public_intervals_however_many_answered():
    assert ranks(("A", 400, "90.00", "1.00"), ("B", 20, "80.00", "1.00")) == {"A": (1, 1, 1), "B": (2, 2, 2)}
    assert ranks(("A", 400, "80.50", "1.00"), ("B", 20, "80.00", "1.00")) == {"A": (1, 1, 2), "B": (2, 1, 2)}
    assert ranks(("A", 400, "81.50", "1.00"), ("B", 20, "80.00", "1.00")) == {"A": (1, 1, 1), "B": (2, 2, 2)}
    assert ranks(("A", 400, "81.40", "1.00"), ("B", 20, "80.00", "1.00")) == {"A": (1, 1, 2), "B": (2, 1, 2)}
    assert ranks(("A", 400, "90.00", None), ("B", 20, "80.00", "1.00")) == {"A": (1, 1, 2), "B": (2, 1, 2)}


def test_a_category_of_a_few_among_many_others_waits_too():
    """Two more with SMA, many with the others: the two would be told by subtraction."""
    first = """
        answers     | education | times
        333 333 333 | SMA       | 20
        333 333 333 | SMP       | 20
        333 333 333 | SD        | 20
    """
    then = """
        answers     | education | times
        333 333 333 | SMA       | 22
        333 333 333 | SMP       | 40
        333 333 333 | SD        | 40
    """
    site = Site()
    before = site.after(first)["public_profile"].filter(characteristic="education")
    assert before.filter(category="SMA").get_column("respondents").to_list() == [20]
    after = site.after(then)["public_profile"].filter(characteristic="education")
    assert after.get_column("respondents").null_count() == after.height > 0


def test_the_record_holds_only_what_was_public():
    """The twenty that were shown; not the one that waits, nor those of a unit too small to be shown."""
    people = """
        unit | answers     | times
        A    | 333 333 333 | 20
        B    | 333 333 333 | 3
    """
    site = Site()
    site.after(people)
    one_more = answered(f"{people}A | 432 143 214 | 1\n")
    decision, _ = site.would_publish(one_more, registry_of(dict.fromkeys("AB", "kecamatan")))
    assert decision.answers.select("unit_code", pl.col("sets").list.len() > 0).collect().rows() == [("A", True)] * 20


def test_an_edition_keeps_what_it_knows():
    older = made_frame(IKM_UNIT, {"unit_code": "A", "ikm": Decimal("80.00"), "change": Decimal("1.50")})
    assert as_declared(older, IKM_UNIT).equals(older)
    assert as_declared(older.drop("change"), IKM_UNIT).get_column("change").to_list() == [None]


@pytest.mark.parametrize(
    ("people", "units", "told"), [(0, 0, True), (9, 2, False), (10, 2, True), (10, 1, False), (1, 1, False)]
)
def test_totals_over_everybody_need_two_units_and_ten_people_who_are_not_shown(people: int, units: int, told: bool):
    nothing = pl.DataFrame()
    of_units = [(str(unit), 0 if unit else people) for unit in range(units)]
    withheld = pl.DataFrame(of_units, schema=WITHHELD, orient="row")
    assert rows_told(Decision(nothing, nothing.lazy(), nothing, withheld), 10) == told


@pytest.mark.parametrize(
    ("served", "needed"), [(1, 1), (10, 10), (100, 80), (1000, 278), (1_000_000, 384), (10_000_000, 385)]
)
def test_the_sample_of_krejcie_and_morgan(served: int, needed: int):
    assert sample_needed(served) == needed


@pytest.mark.parametrize(
    ("before", "after", "limit", "is_excessive"),
    [
        ("80.00", "82.00", 2.0, False),
        ("80.00", "82.01", 2.0, True),
        ("80.00", "78.00", 2.0, False),
        ("80.00", "77.99", 2.0, True),
    ],
)
def test_how_far_the_regency_s_index_may_move(before: str, after: str, limit: float, is_excessive: bool):
    regency = made_frame(EDITION_CHANGE_REGENCY, {"ikm_before": Decimal(before), "ikm_after": Decimal(after)})
    changes = Changes(made_frame(EDITION_CHANGE), made_frame(EDITION_CHANGE_UNSUR), regency)
    found = [one.measure for one in excessive_changes(changes, Closing(regency_change=limit))]
    assert found == (["ikm_regency"] if is_excessive else [])


@pytest.mark.parametrize(
    ("sets", "sizes", "given_away"),
    [
        ([{0, 1}, {0}], [10, 4], True),  # the difference is four people
        ([{0, 1}, {0}], [10, 5], False),
        ([{0}, {1}], [4, 10], True),
        ([{0, 1}], [4, 10], False),
        ([{0, 1}, {1, 2}], [4, 10, 4], False),  # eight, one side against the other
        ([{0, 1}, {0}, {2, 3}, {3, 4}], [10, 3, 4, 10, 10], True),  # three follow; the other four do not
        ([{0, 1}, {2, 3}, {3, 4}], [10, 3, 4, 10, 10], False),
        ([{0, 1, 2}, {0}], [10, 3, 4], False),  # seven, together
        ([{0, 1, 2}, {0, 1}, {0}], [10, 3, 4], True),
        ([{0, 1}, {1, 2}], [2, 10, 3], False),  # five are enough
        ([{0, 1}, {1, 2}], [2, 10, 2], True),
        ([{0, 1}, {1, 2}, {3, 4}, {4, 5}], [2, 10, 3, 2, 10, 3], False),
        ([{0, 1}, {1, 2}, {3, 4}, {4, 5}], [2, 10, 3, 2, 10, 2], True),
        ([], [4], False),
        ([{0, 1}, {1, 2}, {0, 2}, {0, 1, 2, 3}], [10, 10, 10, 4], True),  # half of the first three, less the last
    ],
)
def test_whether_a_few_people_follow_from_sums_that_are_public(
    sets: list[set[int]], sizes: list[int], given_away: bool
):
    assert gives_away(sets, sizes, 5) == given_away


@pytest.mark.parametrize(
    ("groups", "people", "given_away"), [(10, 4, False), (11, 4, True), (11, 5, False), (11, 10, False)]
)
def test_what_takes_too_long_to_say_counts_as_given_away(groups: int, people: int, given_away: bool):
    """Groups that each stand in other ones of four sets: all of them hold together, however they are added."""
    sets = [{number for number in range(groups) if (number + 1) >> place & 1} for place in range(4)]
    assert gives_away(sets, [people] * groups, 5) == given_away


@pytest.mark.parametrize(("enough", "given_away"), [(44, False), (45, True)])
def test_one_combination_of_many_small_groups_is_their_sum(enough: int, given_away: bool):
    """Eleven large groups, each with a small one beside it, less the eleven large ones together: eleven small ones."""
    sets = [{group, 11 + group} for group in range(11)] + [set(range(11))]
    assert gives_away(sets, [50] * 11 + [4] * 11, enough) == given_away


@pytest.mark.parametrize(
    ("day", "named", "said"),
    [
        (date(2024, 7, 5), None, (2024, date(2024, 7, 1), None)),
        (date(2024, 7, 5), "2023", (2024, date(2024, 7, 1), None)),
        (None, "2024", (2024, None, "2024")),
        (None, "2024-S1", (2024, None, "2024-S1")),
        (None, "2024-TW3", (2024, None, "2024-TW3")),
    ],
)
def test_an_answer_without_a_day_is_of_the_period_its_file_names(
    day: date | None, named: str | None, said: tuple[int, date | None, str | None]
):
    responses = made_frame(RESPONSE, {"unit_code": "A", "response_date": day, "period_code": named}).lazy()
    assert public_answers(responses).select("year", "month", "named").rows() == [said]
