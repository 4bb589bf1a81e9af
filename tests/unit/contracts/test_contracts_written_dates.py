"""What the text of one cell says of a day and of a time of day, and where either ends."""

from datetime import date

import pytest

from contracts.written_dates import WrittenDate, read_date, read_moment, read_time, split_moment


def certain(year: int, month: int, day: int) -> WrittenDate:
    return WrittenDate(date(year, month, day), date(year, month, day))


@pytest.mark.parametrize(
    ("text", "day_first", "month_first", "says", "is_open"),
    [
        ("11/12/2024", date(2024, 12, 11), date(2024, 11, 12), 0, True),
        ("12/12/2024", date(2024, 12, 12), date(2024, 12, 12), 0, False),
        ("13/12/2024", date(2024, 12, 13), None, 1, False),
        ("12/13/2024", None, date(2024, 12, 13), -1, False),
        ("13/13/2024", None, None, 0, False),
        ("13/14/2024", None, None, 0, True),
        ("31/04/2024", None, None, 1, False),
        ("05.01.24", date(2024, 1, 5), date(2024, 5, 1), 0, True),
    ],
)
def test_a_date_in_numbers(text, day_first, month_first, says, is_open):
    assert read_date(text) == WrittenDate(day_first, month_first, says, is_open)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2024-1-31", certain(2024, 1, 31)),
        ("20240131", certain(2024, 1, 31)),
        ("5 Januari 2024", certain(2024, 1, 5)),
        ("2024 Januari 5", certain(2024, 1, 5)),
        ("Januari 5 24", certain(2024, 1, 5)),
        ("5 Januari 07", certain(2007, 1, 5)),
        ("1 Januari 1900", certain(1900, 1, 1)),
        ("31 Desember 2199", certain(2199, 12, 31)),
        ("31 Desember 1899", WrittenDate(None, None)),
        ("3-III-2025", certain(2025, 3, 3)),
        ("03/XII/2025", certain(2025, 12, 3)),
        ("31.ii.2025", WrittenDate(None, None)),
        ("1 Januari 2200", WrittenDate(None, None)),
    ],
)
def test_order_is_beyond_doubt(text, said):
    assert read_date(text) == said


@pytest.mark.parametrize(
    "text",
    [
        "5/1/7",  # a year has two digits or four
        "5 Januari 7",
        "5/2024/24",
        "2024/1/2024",
        "2024/2024/1",
        "2024 Januari 2024",
        "005/01/2024",
        "5/001/2024",
        "2024010",
        "202401055",
        "januarii",
        "5 Januari Februari",
        "Januari Februari 2024",
        "5 Januari",
        "III-3-2025",
        "3-III-25",
        "470/12/IV/2025",
        "2025-III-3",
        "3-XIII-2025",
        "5/1/2024/7",
        "1, 2, 2010",
        "1;2;2010",
        "1 & 2 & 2010",
    ],
)
def test_no_date(text):
    assert read_date(text) is None


@pytest.mark.parametrize(("blanks", "is_read"), [(192, True), (193, False)])
def test_a_text_longer_than_200_is_no_date(blanks, is_read):
    assert (read_date("5/1/2024" + " " * blanks) is not None) == is_read


@pytest.mark.parametrize(("blanks", "is_read"), [(195, True), (196, False)])
def test_a_text_longer_than_200_is_no_time(blanks, is_read):
    assert (read_time("10:56" + " " * blanks) is not None) == is_read


@pytest.mark.parametrize(("blanks", "is_read"), [(92, True), (93, False)])
def test_a_text_longer_than_100_is_no_moment(blanks, is_read):
    assert (read_moment("5/1/2024" + " " * blanks) is not None) == is_read


HOUR, MINUTE = 3600, 60


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("0:00", 0),
        ("00:00:01", 1),
        ("23:59:59", 24 * HOUR - 1),
        ("12:00 AM", 0),
        ("12:59 a.m.", 59 * MINUTE),
        ("1:00 am", HOUR),
        ("11:59 AM", 11 * HOUR + 59 * MINUTE),
        ("12:00 PM", 12 * HOUR),
        ("1:00 PM", 13 * HOUR),
        ("11:00 p.m.", 23 * HOUR),
        ("0.50", 50 * MINUTE),
        ("0.500", 12 * HOUR),
        ("0,250", 6 * HOUR),
        (" ,75000 ", 18 * HOUR),
        ("0.999999", 0),  # less than half a second before midnight
    ],
)
def test_time_of_day(text, seconds):
    assert read_time(text) == (seconds, 0)


@pytest.mark.parametrize(
    ("text", "shift"),
    [
        ("10:00 WIB", 0),
        ("10:00 WITA", -1 * HOUR),
        ("10:00 WIT", -2 * HOUR),
        ("10:00 GMT", 7 * HOUR),
        ("10:00 UTC", 7 * HOUR),
        ("10:00Z", 7 * HOUR),
        ("10:00 UTC+8", -1 * HOUR),
        ("10:00 WIB+8", -1 * HOUR),  # what is told in numbers holds
        ("10:00+07", 0),
        ("10:00+0530", HOUR + 30 * MINUTE),
        ("10:00-0530", 12 * HOUR + 30 * MINUTE),
        ("10:00 -1:00", 8 * HOUR),
    ],
)
def test_zones_bring_a_time_to_that_of_mojokerto(text, shift):
    assert read_time(text) == (10 * HOUR, shift)


@pytest.mark.parametrize(
    "text", ["24:00", "10:60", "10:59:60", "0:30 AM", "13:00 AM", "0:30 PM", "10", "1000", "2.500", "10:00 - 11:00"]
)
def test_no_time(text):
    assert read_time(text) is None


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("5/1/2024 08:30", ("5/1/2024 ", "08:30")),
        ("2024-01-05T08:30:15", ("2024-01-05T", "08:30:15")),
        ("8:30", ("", "8:30")),
        (":30", ("", ":30")),
        ("5 Januari 2024 pukul 08.30", ("5 Januari 2024 pukul", "08.30")),
        ("5 Januari 2024 08.30.15 WIB", ("5 Januari 2024", "08.30.15 WIB")),
        ("5.1.2024", ("5.1.2024", "")),
        ("5 Januari 2024", ("5 Januari 2024", "")),
    ],
)
def test_where_the_date_ends_and_the_time_begins(text, parts):
    assert split_moment(text) == parts


def test_a_moment_without_a_time_and_a_text_that_is_none():
    moment = read_moment("5 Januari 2024 siang:")
    assert moment is None
    moment = read_moment("5 Januari 2024")
    assert moment is not None
    assert (moment.date, moment.time) == (certain(2024, 1, 5), None)
    moment = read_moment("5 Januari 2024 08:30")
    assert moment is not None
    assert (moment.date, moment.time) == (certain(2024, 1, 5), (8 * HOUR + 30 * MINUTE, 0))
    assert read_moment("Januari") is None
    assert read_moment("08:30") is None
