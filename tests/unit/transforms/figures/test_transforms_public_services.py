"""What of services may be told beside what: the rule on small sets of cells, and answers as the record knows them."""

from collections.abc import Mapping
from datetime import date

import polars as pl
import pytest

from contracts.services import Service, Services
from contracts.tables import RESPONSE
from contracts.unsur import UNSUR_COLUMNS
from tests.made_rows import made_frame
from tests.spec.test_13_what_the_public_sees import KK, KTP, SiteWithServices, as_responses, registry_of
from transforms.figures.combinations import ToldSets
from transforms.figures.public_answers import public_answers, sayings

FIVE = 5


@pytest.mark.parametrize(
    ("told", "members", "sizes", "may_be_told"),
    [
        *(([0, 0], {0}, [5, 1], True), ([0, 0], {0}, [4, 9], False)),  # nothing was told yet: only who is in it
        *(([1, 1], {0}, [20, 5], True), ([1, 1], {0}, [20, 4], False), ([1, 1], {0}, [4, 20], False)),
        (([0b01, 0b01, 0b10, 0b10], {0, 2}, [18, 9, 3, 9], True)),  # three in one period, eighteen in the other
        (([0b01, 0b01, 0b10, 0b10], {0, 2}, [1, 9, 3, 9], False)),
        (([0b11, 0b01, 0b10], {0}, [3, 5, 5], False)),  # a whole atom, too small, that nothing told comes to
        (([0b11, 0b01, 0b10], {0}, [5, 5, 5], True)),
        (([0b101, 0b011, 0b001], {1, 2}, [9, 3, 9], True)),  # the first less the third: nothing new
        (([0b101, 0b011, 0b001], {1, 2}, [9, 3, 0], True)),  # whatever of it counts
        (([0b101, 0b011, 0], {1, 2}, [9, 3, 1], False)),  # and one more
    ],
)
def test_a_set_beside_those_that_were_told(
    told: list[int], members: set[int], sizes: list[int], may_be_told: bool
) -> None:
    sets = ToldSets(len(sizes))
    for bit in range(max(told).bit_length()):
        sets.add({number for number, pattern in enumerate(told) if pattern >> bit & 1})
    assert sets.stands_apart(members, sizes, FIVE) is may_be_told


def test_what_a_hash_still_tells() -> None:
    """The same of all who say the same, and of nobody else."""
    person = {"unit_code": "A", "response_date": date(2024, 7, 5), **dict.fromkeys(UNSUR_COLUMNS, 3)}
    frame = made_frame(RESPONSE, person, {**person, "u1": 4}, person, {**person, "gender": "P"}, person).lazy()
    answers = public_answers(frame).get_column("answer")
    assert answers.n_unique() == 5
    first, other, second, third, fourth = sayings(answers).to_list()
    assert first == second == fourth
    assert len({first, other, third}) == 3


def test_those_of_a_service_keep_their_hashes_whatever_the_order_of_the_rows() -> None:
    same = {"unit_code": "A", "response_date": date(2024, 7, 5), **dict.fromkeys(UNSUR_COLUMNS, 3)}
    people = [{**same, "service": name} for name in ("KTP-el", "KK", "KTP-el", None)]
    named = Services((Service("A", "ktp", "KTP-el"), Service("A", "kk", "KK"), Service("B", "kk", "KK")))
    by_service = [
        dict(public_answers(made_frame(RESPONSE, *rows).lazy(), named).group_by("service_code").agg("answer").rows())
        for rows in (people, people[::-1])
    ]
    first, then = ({code: set(answers) for code, answers in one.items()} for one in by_service)
    assert first == then
    assert first.keys() == {"ktp", "kk", "unknown"}
    without = public_answers(made_frame(RESPONSE, *people).lazy(), Services((Service("B", "kk", "KK"),)))
    assert without.get_column("service_code").to_list() == [""] * 4
    assert set(without.get_column("answer")) == set().union(*first.values())


def visitors(counts: Mapping[str, int]) -> pl.LazyFrame:
    """So many people for each service, in January: no two say the same."""
    return as_responses(
        [
            {"unit_code": "A", "response_date": date(2024, 1, 1 + number), "service": name}
            | dict.fromkeys(UNSUR_COLUMNS, answer)
            for answer, (name, count) in enumerate(counts.items(), start=3)
            for number in range(count)
        ]
    )


def shown(public: Mapping[str, pl.DataFrame], period: str) -> list[tuple[object, ...]]:
    of_period = public["ikm_service"].filter(period_code=period)
    return of_period.select("service_code", "respondents", "figures_of").rows()


def test_a_closed_period_has_the_services_of_its_edition() -> None:
    """The register calls one of them otherwise since: the closed semester tells of it as it was, the open year, which
    has the very same people, by its new code."""
    people, units = visitors({"KTP-el": 20, "Kartu Keluarga": 10}), registry_of({"A": "kecamatan"})
    site = SiteWithServices(KTP, KK)
    site.publishes(people, units)
    site.closed_services = {"2024-S1": site.services}
    site.services = Services((KTP, Service("A", "kartu", "Kartu Keluarga")))
    public = site.publishes(people, units, {"2024-S1": people})
    assert shown(public, "2024") == [("kartu", 10, None), ("ktp", 20, None)]
    assert shown(public, "2024-S1") == [("kk", 10, None), ("ktp", 20, None)]


def test_services_wait_with_their_unit() -> None:
    """Two more of each came, and later five of each."""
    units, site = registry_of({"A": "kecamatan"}), SiteWithServices(KTP, KK)
    site.publishes(visitors({"KTP-el": 20, "Kartu Keluarga": 20}), units)
    first = site.shown.get_column("since").min()
    public = site.publishes(visitors({"KTP-el": 22, "Kartu Keluarga": 22}), units)
    assert shown(public, "2024") == [("kk", 20, first), ("ktp", 20, first)]
    assert public["ikm_unit"].get_column("respondents").unique().to_list() == [40]
    public = site.publishes(visitors({"KTP-el": 25, "Kartu Keluarga": 25}), units)
    assert shown(public, "2024") == [("kk", 25, None), ("ktp", 25, None)]


def test_without_a_register_no_service_is_told_any_more() -> None:
    units, site = registry_of({"A": "kecamatan"}), SiteWithServices(KTP, KK)
    people = visitors({"KTP-el": 20, "Kartu Keluarga": 20})
    site.publishes(people, units)
    site.services = Services()
    assert site.publishes(people, units)["ikm_service"].is_empty()
