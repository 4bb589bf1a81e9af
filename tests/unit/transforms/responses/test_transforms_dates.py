from datetime import date, datetime

import polars as pl
import pytest

from contracts.written_dates import read_date, read_time
from transforms.responses.dates import read_dates

JANUARY_5 = date(2024, 1, 5)


def dates(*timestamps, times=None, sheets=None, contents=None):
    rows = pl.DataFrame(
        {
            "content_id": contents or ["A"] * len(timestamps),
            "sheet": sheets or [""] * len(timestamps),
            "timestamp": list(timestamps),
            "time": times or [None] * len(timestamps),
        },
        schema_overrides={"timestamp": pl.String, "time": pl.String},
    )
    return read_dates(rows)


@pytest.mark.parametrize(
    "text",
    [
        "2024-01-05",
        "2024/1/5",
        "05/01/2024",
        "5-1-2024",
        "05.01.24",
        "5 Januari 2024",
        "5 Jan 2024",
        "5-Jan-24",
        "Jum'at, 05 Januari 2024",
        "Jum’at, 05 Januari 2024",
        "January 5, 2024",
        "Fri Jan 05 2024",
        "20240105",
        "Tanggal 5 Januari 2024",
    ],
)
def test_ways_to_write_a_date(text):
    written = read_date(text)
    assert written is not None
    assert written.day_first == JANUARY_5


@pytest.mark.parametrize(
    ("word", "month"),
    [("Mei", 5), ("Agt", 8), ("Agst", 8), ("Ags", 8), ("Okt", 10), ("Nop", 11), ("Des", 12), ("Peb", 2), ("Aug", 8)],
)
def test_months_in_words(word, month):
    written = read_date(f"2 {word} 2024")
    assert written is not None
    assert written.day_first == written.month_first == date(2024, month, 2)


@pytest.mark.parametrize("text", ["", "x", "13", "2024", "Januari 2024", "1/2", "1 2 3 4", "5 Juno 2024"])
def test_no_form_of_a_date(text):
    assert read_date(text) is None


@pytest.mark.parametrize(
    "text", ["31/02/2024", "99999999", "30 Februari 2024", "2024-13-01", "1/1/0024", "00/00/2024", "kemarin"]
)
def test_in_no_calendar(text):
    assert dates(text)["response_date"].to_list() == [None]
    assert dates(text)["date_text"].to_list() == [text]


@pytest.mark.parametrize("time", ["08:30:00", "08:30", "8.30"])
def test_a_time_of_day_in_a_column_of_its_own(time):
    assert dates("05/01/2024", times=[time])["submitted_at"].to_list() == [datetime(2024, 1, 5, 8, 30)]


@pytest.mark.parametrize(
    ("texts", "days"),
    [
        (["1/15/2024"], [date(2024, 1, 15)]),
        (["15/1/2024"], [date(2024, 1, 15)]),
        # As many for one order as for the other: the day comes first.
        (["13/01/2024", "01/13/2024", "02/03/2024"], [date(2024, 1, 13), None, date(2024, 3, 2)]),
        (
            ["01/14/2024", "01/13/2024", "02/03/2024", "13/01/2024"],
            [date(2024, 1, 14), date(2024, 1, 13), date(2024, 2, 3), None],
        ),
    ],
)
def test_the_order_that_most_dates_allow(texts, days):
    assert dates(*texts)["response_date"].to_list() == days


@pytest.mark.parametrize(
    ("text", "seconds", "shift"),
    [
        ("10:56", 39360, 0),
        ("10.56", 39360, 0),
        ("8:05", 29100, 0),
        ("10:56:01", 39361, 0),
        ("12:26:54 PM GMT+7", 44814, 0),
        ("12:26:54 AM", 1614, 0),
        ("1:05 p.m.", 47100, 0),
        ("08.00 WIB", 28800, 0),
        ("08.00 WITA", 28800, -3600),
        ("08:00:00Z", 28800, 25200),
        ("08:00:00+0700", 28800, 0),
        ("08:00:00.123-01:30", 28800, 30600),
        ("10:11:12 GMT+0700 (Western Indonesia Time)", 36672, 0),
        ("0.4555555", 39360, 0),
    ],
)
def test_times_of_day(text, seconds, shift):
    assert read_time(text) == (seconds, shift)


@pytest.mark.parametrize("text", ["08:00 - 12:00", "25:00", "10:61", "13:00 PM", "pagi", "8", ""])
def test_no_time_of_day(text):
    assert read_time(text) is None


@pytest.mark.parametrize(
    ("timestamps", "expected"),
    [
        (["1/15/2024 10:11:12", "1/2/2024 9:05:00"], [datetime(2024, 1, 15, 10, 11, 12), datetime(2024, 1, 2, 9, 5)]),
        (["15/01/2024 10.11.12", "02/01/2024 9.05"], [datetime(2024, 1, 15, 10, 11, 12), datetime(2024, 1, 2, 9, 5)]),
        (["5 Januari 2024 pukul 08.30"], [datetime(2024, 1, 5, 8, 30)]),
        (["2024/1/5 12:26:54 PM GMT+7"], [datetime(2024, 1, 5, 12, 26, 54)]),
        (
            ["2024-01-05 00:00:01", "2024-01-05T23:59:59"],
            [datetime(2024, 1, 5, 0, 0, 1), datetime(2024, 1, 5, 23, 59, 59)],
        ),
        (["2024-01-05T23:17:43.123Z"], [datetime(2024, 1, 6, 6, 17, 43)]),
        (["2024-01-05T00:30:00+09:00"], [datetime(2024, 1, 4, 22, 30)]),
        (["45296.5", "45296,75"], [datetime(2024, 1, 5, 12), datetime(2024, 1, 5, 18)]),
        (["45297.5"], [datetime(2024, 1, 6, 12)]),
        (["Jum’at, 5 Januari 2024 08:30"], [datetime(2024, 1, 5, 8, 30)]),
        (
            ["2024-01-05 08:30:00", "2024-01-05T09:30:00", "6 Januari 2024 07.05"],
            [datetime(2024, 1, 5, 8, 30), datetime(2024, 1, 5, 9, 30), datetime(2024, 1, 6, 7, 5)],
        ),
    ],
)
def test_moments(timestamps, expected):
    read = dates(*timestamps)
    assert read["submitted_at"].to_list() == expected
    assert read["response_date"].to_list() == [moment.date() for moment in expected]


@pytest.mark.parametrize(
    ("timestamps", "day"),
    [
        (["2024-01-05 00:00:00"], JANUARY_5),
        (["2024-01-05T00:00:00Z"], JANUARY_5),
        (["2024-01-04T17:00:00.000Z"], JANUARY_5),
        (["45296"], JANUARY_5),
        (["45296.0"], JANUARY_5),
    ],
)
def test_midnight_in_every_row_is_no_time(timestamps, day):
    read = dates(*timestamps)
    assert read["submitted_at"].to_list() == [None]
    assert read["response_date"].to_list() == [day]


def test_time_column_where_the_date_has_none():
    read = dates("2024-01-05 00:00:00", "2024-01-05", "2024-01-05", times=["10.56", "08:00 - 12:00", None])
    assert read["submitted_at"].to_list() == [datetime(2024, 1, 5, 10, 56), None, None]


def test_midnight_in_every_row_of_a_time_column_is_no_time():
    assert dates("2024-01-05", "2024-01-05", times=["00:00", None])["submitted_at"].to_list() == [None, None]
    read = dates("2024-01-05", "2024-01-05", "2024-01-06", times=["00:00", "08.00 WITA", "00.30 WITA"])
    assert read["submitted_at"].to_list() == [
        datetime(2024, 1, 5), datetime(2024, 1, 5, 7), datetime(2024, 1, 5, 23, 30)
    ]  # fmt: skip
    assert read["response_date"].to_list() == [date(2024, 1, 5), date(2024, 1, 5), date(2024, 1, 6)]


def test_most_dates_decide_and_the_others_are_unreadable():
    read = dates("13/01/2024", "01/13/2024", "02/14/2024", "02/01/2024")
    assert read["response_date"].to_list() == [None, date(2024, 1, 13), date(2024, 2, 14), date(2024, 2, 1)]
    assert read["date_text"].to_list() == ["13/01/2024", None, None, None]


def test_sheets_decide_for_themselves_and_follow_their_content_where_they_cannot():
    read = dates("01/02/2024", "01/02/2024", "02/13/2024", "01/02/2024", sheets=["a", "b", "b", "c"])
    assert read["response_date"].to_list() == [date(2024, 1, 2), date(2024, 1, 2), date(2024, 2, 13), date(2024, 1, 2)]
    read = dates("01/02/2024", "13/02/2024", "01/02/2024", "02/13/2024", sheets=["a", "a", "b", "b"])
    assert read["response_date"].to_list()[::2] == [date(2024, 2, 1), date(2024, 1, 2)]


@pytest.mark.parametrize(
    ("timestamps", "is_ambiguous"),
    [
        (["01/02/2024", "03/03/2024"], True),
        (["03/03/2024"], False),
        (["01/02/2024", "13/02/2024"], False),
        (["2024-01-02"], False),
        (["2024-01-02 08:30:00"], False),
        (["1 Februari 2024"], False),
    ],
)
def test_ambiguous(timestamps, is_ambiguous):
    assert dates(*timestamps)["ambiguous"].any() == is_ambiguous


@pytest.mark.parametrize(
    ("timestamps", "months", "is_ambiguous"),
    [
        ([f"3/{day}/2024 9:15:22" for day in range(1, 13)], {3}, False),
        ([f"3/{day}/2024 9:15:22 AM" for day in (1, 4, 8, 12)], {3}, False),
        ([f"3/{day}/2024 9:15:22" for day in (1, 4, 8)], {1, 4, 8}, True),  # too few to tell
        ([f"03/{day:02}/2024 9:15:22" for day in range(1, 13)], {*range(1, 13)}, True),  # as Indonesia writes
        ([f"5/{month}/2024" for month in range(1, 13)], {*range(1, 13)}, True),  # by hand: the fifth of each month
    ],
)
def test_days_of_one_month_as_a_program_in_the_united_states_writes_them(timestamps, months, is_ambiguous):
    read = dates(*timestamps)
    assert {day.month for day in read["response_date"]} == months
    assert read["ambiguous"].any() == is_ambiguous


def test_no_dates_at_all():
    read = dates(None, None)
    assert read.height == 2
    assert read.select("response_date", "submitted_at", "date_text").null_count().row(0) == (2, 2, 2)
    assert not read["ambiguous"].any()
