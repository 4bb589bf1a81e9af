"""In which periods answers without a date count, and which responses one period takes: rows at the ends."""

from datetime import date

import polars as pl
import pytest

from contracts.registry import Registry, Unit
from transforms.figures.periods import counted_periods, in_period, undated_parts

Slots = list[tuple[str, str | date]]


def counted(
    slots: Slots,
    *,
    until: date | None = None,
    too: list[tuple[str, str]] | None = None,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> list[tuple[str, str, str]]:
    """`slots`: of a unit, the period that a file without dates names, or the month of a dated answer."""
    rows = [(unit, None, at) if isinstance(at, str) else (unit, at, None) for unit, at in slots]
    schema = {"unit_code": pl.String(), "month": pl.Date(), "period_code": pl.String()}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    life = {"valid_from": valid_from, "valid_to": valid_to}
    units = tuple(Unit(code, code, "dinas", None, (), None, (), **life) for code in ("A", "B"))
    table = counted_periods(frame, Registry(units), until, too or [])
    return table.select("period_code", "unit_code", "named_period").rows()


def where(slots: Slots, **said: date) -> set[str]:
    """Periods other than the named ones in which anything counts."""
    return {period for period, _, named in counted(slots, **said) if period != named}  # type: ignore[arg-type]


HALF: Slots = [("A", "2024-TW1"), ("A", "2024-TW2")]


def test_one_part_is_no_longer_period_and_all_of_one_kind_are() -> None:
    assert where([("A", "2024-TW1")]) == set()
    assert where(HALF) == {"2024-S1"}
    # The two halves of two semesters, and parts of two kinds, are none.
    assert where([("A", "2024-TW2"), ("A", "2024-TW3")]) == set()
    assert where([("A", "2024-TW1"), ("A", "2024-04"), ("A", "2024-05")]) == set()
    # A quarter of three months is told by these.
    assert where([("A", "2024-TW1"), *(("A", f"2024-0{month}") for month in (4, 5, 6))]) == {"2024-S1", "2024-TW2"}
    assert where([*HALF, ("A", "2024-S2")]) == {"2024", "2024-S1"}


def test_of_other_units_and_years_nothing_follows() -> None:
    assert where([("A", "2024-TW1"), ("B", "2024-TW2")]) == set()
    assert where([("A", "2024-TW1"), ("A", "2023-TW2")]) == set()
    assert where([("A", "2024-TW1"), ("B", date(2024, 5, 1))]) == set()
    assert where([("A", "2024-TW1"), ("A", date(2023, 2, 1))]) == set()


def test_an_answer_with_a_date_tells_the_periods_it_lies_in_and_what_lies_within() -> None:
    assert where([("A", "2024-TW1"), ("A", date(2024, 5, 1))]) == {"2024", "2024-S1"}
    # The year is told, so the semester within it counts too, though no date lies in it.
    assert counted([("A", "2024-TW1"), ("A", date(2024, 11, 1))]) == [
        ("2024", "A", "2024-TW1"),
        ("2024-S1", "A", "2024-TW1"),
        ("2024-TW1", "A", "2024-TW1"),
    ]
    assert where([("A", "2024-TW1"), ("A", "2024-S1")]) == {"2024-S1"}


def test_a_period_that_ended_before_the_last_file_came_waits_for_nobody() -> None:
    first: Slots = [("A", "2024-TW1")]
    assert where(first, until=date(2024, 6, 30)) == set()
    assert where(first, until=date(2024, 7, 1)) == {"2024-S1"}
    assert where(first, until=date(2024, 12, 31)) == {"2024-S1"}
    assert where(first, until=date(2025, 1, 1)) == {"2024", "2024-S1"}


def test_only_what_a_unit_owes_is_waited_for() -> None:
    assert where([("A", "2024-TW2")], valid_from=date(2024, 5, 1)) == {"2024-S1"}
    assert where(HALF, valid_to=date(2024, 8, 31)) == {"2024", "2024-S1"}
    # Who owes none of the parts has not told them.
    assert where([("A", "2024-TW1")], valid_to=date(2023, 12, 31)) == set()


def test_a_file_whose_people_all_stand_in_shorter_ones_tells_its_period() -> None:
    assert ("2024", "A", "2024-TW1") in counted([("A", "2024-TW1")], too=[("A", "2024")])
    assert counted([("A", "2024-TW1")], too=[("B", "2024"), ("A", "2023")]) == [("2024-TW1", "A", "2024-TW1")]


def test_neither_date_nor_period_is_a_contradiction() -> None:
    frame = pl.DataFrame({"unit_code": ["A"], "month": [None], "period_code": [None]})
    frame = frame.cast({"month": pl.Date(), "period_code": pl.String()})
    with pytest.raises(ValueError, match="neither a date nor a period"):
        counted_periods(frame, Registry(()), None)


def test_which_responses_one_period_takes() -> None:
    responses = pl.DataFrame(
        [
            ("A", date(2024, 1, 1), None, "first day"),
            ("A", date(2024, 6, 30), None, "last day"),
            ("A", date(2023, 12, 31), None, "before"),
            ("A", date(2024, 7, 1), None, "after"),
            ("A", None, "2024-TW1", "counts"),
            ("A", None, "2024-TW3", "named elsewhere"),
            ("B", None, "2024-TW1", "another unit"),
            ("A", date(2024, 7, 1), "2024-TW1", "a date counts before a name"),
            ("A", None, None, "nowhere"),
        ],
        schema={"unit_code": pl.String(), "response_date": pl.Date(), "period_code": pl.String(), "who": pl.String()},
        orient="row",
    )
    table = pl.DataFrame(
        [("2024-S1", "A", "2024-TW1"), ("2024-TW1", "B", "2024-TW1"), ("2024-TW3", "A", "2024-TW3")],
        schema=["period_code", "unit_code", "named_period"],
        orient="row",
    )
    taken = responses.filter(in_period("2024-S1", table)).get_column("who").to_list()
    assert taken == ["first day", "last day", "counts"]
    rest = responses.filter(~in_period("2024-S1", table)).height
    assert rest == responses.height - 3
    parts = {"unit_code": ["A"], "period_code": ["2024-TW1"]}
    assert undated_parts(table, pl.DataFrame(parts)).rows() == [("2024-S1", "A", "2024-TW1")]
    assert undated_parts(table, pl.DataFrame(parts | {"unit_code": ["B"]})).is_empty()
