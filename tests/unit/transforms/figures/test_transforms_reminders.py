"""Who has not sent, and since when that is late: small tables, every state."""

from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.periods import PERIOD_KINDS, parse_period
from contracts.registry import Registry, Unit
from contracts.settings import Settings
from contracts.tables import RESPONSE
from contracts.unsur import UNSUR_COLUMNS
from tests.made_rows import made_frame
from transforms.figures.all_figures import compute_figures
from transforms.figures.reminders import (
    Sent,
    deadlines,
    due_period,
    last_day_of_grace,
    reminded_periods,
    reminder_table,
    reminders,
)

S1 = parse_period("2026-S1")
END = date(2026, 6, 30)


def unit(code: str, recipients: int | None = None) -> Unit:
    served = () if recipients is None else (("2026-S1", recipients),)
    return Unit(code, f"Unit {code}", "dinas", None, (), None, served, contact="0321-1")


def sent(
    indexed: list[tuple[str, str, int]] | None = None,
    dates: list[tuple[str, str, date | None]] | None = None,
    editions: list[tuple[str, int, str]] | None = None,
    late: list[tuple[str, str, str]] | None = None,
    refused: dict[str, int] | None = None,
    apart: list[tuple[str, str, int]] | None = None,
) -> Sent:
    text, whole = pl.String(), pl.Int64()
    counts = {"period_code": text, "unit_code": text, "respondents": whole}
    return Sent(
        ikm_unit=pl.DataFrame(indexed or [], schema=counts, orient="row"),
        collection=pl.DataFrame(
            dates or [],
            schema={"period_code": text, "unit_code": text, "last_response_date": pl.Date()},
            orient="row",
        ),
        edition=pl.DataFrame(
            editions or [], schema={"period_code": text, "revision": whole, "state": text}, orient="row"
        ),
        late_response=pl.DataFrame(
            late or [], schema={"period_code": text, "unit_code": text, "change": text}, orient="row"
        ),
        refused_files=refused or {},
        apart=pl.DataFrame(apart or [], schema=counts, orient="row"),
    )


def state(published: Sent, today: date) -> str:
    (one,) = reminders(S1, published, Registry((unit("A"),)), 14, today)
    return one.state


@pytest.mark.parametrize(
    ("today", "kind", "code"),
    [
        (date(2026, 6, 30), "semester", "2025-S2"),
        (date(2026, 7, 1), "semester", "2026-S1"),
        (date(2026, 1, 1), "year", "2025"),
        (date(2026, 3, 1), "month", "2026-02"),
        (date(2026, 4, 1), "quarter", "2026-TW1"),
    ],
)
def test_due_is_the_last_period_that_ended_before_today(today, kind, code):
    assert due_period(kind, today).code == code
    assert due_period(kind, today).end_date < today


def test_a_unit_is_late_only_after_the_last_day_of_grace():
    assert last_day_of_grace(S1, 14) == date(2026, 7, 14)
    assert state(sent(), date(2026, 5, 1)) == "not_sent"
    assert state(sent(), END) == "not_sent"
    assert state(sent(), date(2026, 7, 14)) == "not_sent"
    assert state(sent(), date(2026, 7, 15)) == "late"


def test_what_counts_in_the_period_is_sent_and_another_period_or_unit_is_not():
    today = date(2026, 9, 1)
    assert state(sent([("2026-S1", "A", 3)]), today) == "sent"
    assert state(sent([("2025-S2", "A", 3), ("2026", "A", 3), ("2026-S1", "B", 3)]), today) == "late"


def test_a_closed_period_was_missed_until_it_is_reopened():
    today, first, second = date(2026, 7, 2), ("2026-S1", 0, "official"), ("2026-S1", 1, "draft")
    assert state(sent(editions=[first]), today) == "missed"  # even within grace: nothing that comes is counted
    assert state(sent([("2026-S1", "A", 3)], editions=[first]), today) == "sent"
    assert state(sent(editions=[("2026-S1", 0, "superseded"), second]), today) == "not_sent"
    assert state(sent(editions=[("2026-S1", 0, "superseded"), second]), date(2026, 8, 1)) == "late"
    assert state(sent(editions=[("2025-S2", 0, "official")]), date(2026, 8, 1)) == "late"


def test_what_is_known_of_a_unit():
    published = sent(
        indexed=[
            *((code, "A", 40) for code in ("2025", "2025-S2", "2025-TW4", "2025-11")),
            ("2026-S1", "B", 7),
            ("2024", "C", 5),
        ],
        dates=[("2025-11", "A", date(2025, 11, 20)), ("2024-05", "A", date(2024, 5, 2)), ("2024", "C", None)],
        late=[("2026-S1", "A", "new"), ("2026-S1", "A", "new"), ("2026-S1", "A", "withdrawn"), ("2025", "A", "new")],
        refused={"A": 2},
    )
    registry = Registry((unit("A", 1000), unit("B"), unit("C"), unit("D")))
    a, b, c, d = reminders(S1, published, registry, 14, date(2026, 9, 1))
    assert (a.last_period_code, a.last_response_date) == ("2025-11", date(2025, 11, 20))
    assert (a.respondents, a.sample_needed, a.held_responses, a.refused_files) == (0, 278, 2, 2)
    assert (b.state, b.respondents, b.sample_needed, b.refused_files) == ("sent", 7, None, 0)
    assert (c.last_period_code, c.last_response_date) == ("2024", None)  # a file without dates tells a year only
    assert (d.last_period_code, d.last_response_date, d.held_responses) == (None, None, 0)


def test_the_tables_say_until_when_and_who_had_sent_on_that_day():
    codes, today = ["2025", "2025-S2", "2025-TW4"], date(2026, 7, 10)
    assert deadlines(codes, "semester", 14, today).rows() == [
        ("2025", date(2026, 1, 14), False),
        ("2025-S2", date(2026, 1, 14), True),
        ("2025-TW4", date(2026, 1, 14), False),
        ("2026-S1", date(2026, 7, 14), True),
    ]
    periods = reminded_periods(codes, "semester", today)
    assert [one.code for one in periods] == ["2025-S2", "2026-S1"]
    registry = Registry((unit("A"), replace(unit("B", 1000), valid_from=date(2026, 1, 1))))
    published = sent([("2025-S2", "A", 3)], dates=[("2025", "A", date(2025, 12, 9))], refused={"B": 1})
    listed = reminder_table(periods, published, registry, 14, today).rows()
    assert listed == [
        ("2025-S2", "A", today, "sent", 3, None, "2025-S2", date(2025, 12, 9), 0, 0),
        ("2026-S1", "A", today, "not_sent", 0, None, "2025-S2", date(2025, 12, 9), 0, 0),
        ("2026-S1", "B", today, "not_sent", 0, 278, None, None, 0, 1),
    ]
    assert set(reminder_table(periods[1:], published, registry, 14, date(2026, 7, 15))["state"]) == {"late"}


QUARTERS = [("2026-TW1", "A", 7), ("2026-TW2", "A", 5)]


@pytest.mark.parametrize(
    ("indexed", "unit_of", "expected"),
    [
        (QUARTERS, {}, ("sent", 12)),
        (QUARTERS[:1], {}, ("late", 0)),
        ([("2026-TW2", "A", 5)], {"valid_from": date(2026, 4, 1)}, ("sent", 5)),
        ([*QUARTERS, ("2026-S1", "A", 9)], {}, ("sent", 21)),
        ([("2026-TW3", "A", 7), ("2026-TW4", "A", 5)], {}, ("late", 0)),
    ],
)
def test_quarters_without_dates_are_a_semester_that_was_sent(indexed, unit_of, expected):
    """Once all of them are there, they count in it."""
    registry = Registry((replace(unit("A"), **unit_of),))
    people = [
        {"unit_code": code, "period_code": period} | dict.fromkeys(UNSUR_COLUMNS, 3)
        for period, code, number in indexed
        for _ in range(number)
    ]
    figures = compute_figures(made_frame(RESPONSE, *people).lazy(), registry, Settings())
    counted = figures.ikm_unit.select("period_code", "unit_code", "respondents").rows()
    (one,) = reminders(S1, sent(counted), registry, 14, date(2026, 9, 1))
    assert (one.state, one.respondents) == expected
    (closed,) = reminders(S1, sent(QUARTERS, editions=[("2026-S1", 0, "official")]), registry, 14, date(2026, 9, 1))
    assert (closed.state, closed.respondents) == ("missed", 0)


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "units"),
    [
        (None, None, ["A", "B"]),
        (None, date(2026, 6, 29), ["B"]),
        (date(2026, 7, 1), None, ["B"]),
        (date(2026, 6, 30), date(2026, 6, 30), ["A", "B"]),
    ],
)
def test_who_is_not_there_at_the_end_of_the_period_owes_nothing(valid_from, valid_to, units):
    registry = Registry((replace(unit("A"), valid_from=valid_from, valid_to=valid_to), unit("B")))
    assert [one.unit_code for one in reminders(S1, sent(), registry, 14, date(2026, 9, 1))] == units
    with_data = reminders(S1, sent([("2026-S1", "A", 3)]), registry, 14, date(2026, 9, 1))
    assert [one.unit_code for one in with_data] == ["A", "B"]


codes = st.sampled_from(["A", "B", "C", "D", "E"])
periods = st.sampled_from(["2026-S1", "2026", "2025-S2", "2026-05"])


@settings(max_examples=60)
@given(
    registered=st.lists(codes, unique=True, min_size=1),
    indexed=st.sets(st.tuples(periods, codes)),
    closed=st.booleans(),
    kind=st.sampled_from(PERIOD_KINDS),
    today=st.dates(date(2025, 1, 1), date(2027, 12, 31)),
    grace=st.integers(0, 366),
)
def test_every_unit_of_the_registry_stands_in_the_list_exactly_once(registered, indexed, closed, kind, today, grace):
    """Units that are gone from the registry but have data make no line, and no unit changes its neighbour's."""
    published = sent(
        indexed=[(period_code, unit_code, 1) for period_code, unit_code in sorted(indexed)],
        editions=[("2026-S1", 0, "official")] if closed else [],
    )
    registry = Registry(tuple(unit(code) for code in registered))
    listed = reminders(S1, published, registry, grace, today)
    assert [one.unit_code for one in listed] == registered
    for one in listed:
        assert one.has_sent == (("2026-S1", one.unit_code) in indexed) == (one.respondents > 0)
        assert (one.state == "late") == (not one.has_sent and not closed and (today - END).days > grace)
        assert (one.state == "missed") == (not one.has_sent and closed)
        (alone,) = reminders(S1, published, Registry((registry.by_code[one.unit_code],)), grace, today)
        assert alone == one


@pytest.mark.parametrize(
    ("indexed", "expected"), [([], ("apart", 7, True)), ([("2026-S1", "A", 3)], ("sent", 3, True))]
)
def test_a_unit_that_was_asked_about_eight_unsur_has_sent(
    indexed: list[tuple[str, str, int]], expected: tuple[str, int, bool]
) -> None:
    published = sent(indexed, apart=[("2026-S1", "A", 7)])
    (one,) = reminders(S1, published, Registry((unit("A"),)), 14, date(2026, 12, 1))
    assert (one.state, one.respondents, one.has_sent) == expected
    assert one.last_period_code == "2026-S1"
