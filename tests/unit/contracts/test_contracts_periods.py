"""Periods: their days, their names, and which comes before."""

from datetime import date

import pytest

from contracts.periods import is_period_code, parse_period, period_of, periods_of


@pytest.mark.parametrize(
    ("code", "start", "end", "label", "previous"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31), "Tahun 2024", "2023"),
        ("2024-S1", date(2024, 1, 1), date(2024, 6, 30), "Semester I Tahun 2024", "2023-S2"),
        ("2024-S2", date(2024, 7, 1), date(2024, 12, 31), "Semester II Tahun 2024", "2024-S1"),
        ("2024-TW1", date(2024, 1, 1), date(2024, 3, 31), "Triwulan I Tahun 2024", "2023-TW4"),
        ("2024-TW2", date(2024, 4, 1), date(2024, 6, 30), "Triwulan II Tahun 2024", "2024-TW1"),
        ("2024-TW4", date(2024, 10, 1), date(2024, 12, 31), "Triwulan IV Tahun 2024", "2024-TW3"),
        ("2024-01", date(2024, 1, 1), date(2024, 1, 31), "Januari 2024", "2023-12"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "Februari 2024", "2024-01"),
        ("2024-12", date(2024, 12, 1), date(2024, 12, 31), "Desember 2024", "2024-11"),
    ],
)
def test_a_period(code, start, end, label, previous):
    period = parse_period(code)
    assert (period.code, period.start_date, period.end_date) == (code, start, end)
    assert (period.label, period.previous.code) == (label, previous)
    assert is_period_code(code)


@pytest.mark.parametrize(
    "text", ["", "24", "20244", "2024-S0", "2024-S3", "2024-TW0", "2024-TW5", "2024-00", "2024-13", "2024-1", "2024-s1"]
)
def test_no_period(text):
    assert not is_period_code(text)
    with pytest.raises(ValueError, match="not a period code"):
        parse_period(text)


def test_a_code_in_other_digits_is_understood_and_is_no_code():
    assert parse_period("٢٠٢٤").code == "2024"
    assert not is_period_code("٢٠٢٤")


@pytest.mark.parametrize(
    ("day", "codes"),
    [
        (date(2024, 1, 1), ["2024", "2024-S1", "2024-TW1", "2024-01"]),
        (date(2024, 6, 30), ["2024", "2024-S1", "2024-TW2", "2024-06"]),
        (date(2024, 7, 1), ["2024", "2024-S2", "2024-TW3", "2024-07"]),
        (date(2024, 12, 31), ["2024", "2024-S2", "2024-TW4", "2024-12"]),
    ],
)
def test_a_day_lies_in_one_period_of_each_kind(day, codes):
    assert [period.code for period in periods_of(day)] == codes


def test_periods_stand_in_the_order_of_time():
    quarters = [period_of(date(year, month, 1), "quarter") for year in (2024, 2023) for month in (7, 1)]
    assert [period.code for period in sorted(quarters)] == ["2023-TW1", "2023-TW3", "2024-TW1", "2024-TW3"]


@pytest.mark.parametrize(
    ("code", "kind", "parts"),
    [
        ("2024", "semester", ["2024-S1", "2024-S2"]),
        ("2024", "quarter", ["2024-TW1", "2024-TW2", "2024-TW3", "2024-TW4"]),
        ("2024-S2", "quarter", ["2024-TW3", "2024-TW4"]),
        ("2024-TW3", "month", ["2024-07", "2024-08", "2024-09"]),
        ("2024-TW3", "quarter", []),
        ("2024-07", "year", []),
    ],
)
def test_what_a_period_is_made_up_of(code, kind, parts):
    assert [part.code for part in parse_period(code).parts(kind)] == parts


@pytest.mark.parametrize(
    ("code", "around"),
    [
        ("2024", []),
        ("2024-S2", ["2024"]),
        ("2024-TW2", ["2024", "2024-S1"]),
        ("2024-07", ["2024", "2024-S2", "2024-TW3"]),
    ],
)
def test_what_lies_around_a_period(code, around):
    assert [period.code for period in parse_period(code).around] == around


@pytest.mark.parametrize(
    ("first", "last", "owed"),
    [
        (None, None, True),
        (date(2024, 6, 30), date(2024, 6, 30), True),
        (date(2024, 7, 1), None, False),
        (None, date(2024, 6, 29), False),
    ],
)
def test_a_period_is_owed_by_who_is_there_on_its_last_day(first, last, owed):
    assert parse_period("2024-S1").is_owed(first, last) == owed
