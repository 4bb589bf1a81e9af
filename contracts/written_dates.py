"""How a date and a time of day are written in an export: the one grammar of both.

Belongs here: what the text of one cell says, and the words and forms it is said in. What looks for a column of dates
(`ingest.values`) and what reads every date (`transforms.responses.dates`) ask here, so that one never takes for a
date what the other cannot read. Not here: telling day and month apart by the other dates of a sheet
(`transforms.responses.dates`), which dates are possible for a survey (`contracts.rules`), what a month is called
(`contracts.periods`).
"""

import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from contracts.periods import MONTH_NAMES, MONTH_WORDS

DAY_SECONDS = 86_400
LOCAL_OFFSET_SECONDS = 7 * 3600
"""Asia/Jakarta: UTC+7, no summer time."""
ZONE_OFFSET_HOURS: dict[str, int] = {"z": 0, "utc": 0, "gmt": 0, "wib": 7, "wita": 8, "wit": 9}
SPREADSHEET_DAYS = (20_000, 80_000)
"""Numbers that can only be a spreadsheet's date: days since 1899-12-30, from 1954 to 2119."""
SPREADSHEET_DAY_OF_1970 = 25_569
OLDEST_YEAR, YOUNGEST_YEAR = 1900, 2199

_DAYS_OF_WEEK = (
    *("senin", "selasa", "rabu", "kamis", "jumat", "jum", "at", "sabtu", "minggu", "ahad"),
    *("sen", "sel", "rab", "kam", "sab", "min"),
    *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    *("mon", "tue", "wed", "thu", "fri", "sat", "sun"),
)
_PASSED_OVER = frozenset((*_DAYS_OF_WEEK, "tanggal", "tgl", "pukul", "jam", "t", "isodate"))
"""Words beside a date that say nothing more: days of the week, and their like; a database's ISODate("…")."""
_END_OF_ISODATE = '")'
_ROMAN_MONTHS = {
    roman: number
    for number, roman in enumerate(["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"], start=1)
}
"""Only between a day and a year of four digits: "3-III-2025"."""
_TOKEN = re.compile(r"\d+|[^\W\d_]+")
_LONGEST = 200
"""Characters: a longer text is no date and no time of day."""
_TIME = re.compile(
    r"t? ?(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d+)?)?"
    r" ?(?:(?P<half>[ap])\.?m\.?)? ?(?P<zone>z|utc|gmt|wib|wita|wit)? ?"
    r"(?P<offset>(?P<sign>[+-])(?P<offset_hour>\d{1,2}):?(?P<offset_minute>\d{2})?)?(?: ?\(.*\))?"
)
_BETWEEN_PARTS = frozenset(":.,")
"""One of these stands in every time of day."""
_DAY_FRACTION = re.compile(r"0?[.,]\d{3,}")
DATE_AND_DOTTED_TIME = r"(?i)^(.*\S)\s+(\d{1,2}\.\d{2}(?:\.\d{2})?(?:\s.*)?)$"
"""A date and a time of day written with a dot, as in "5 Januari 2024 pukul 08.30": both, as groups."""
_DOTTED = re.compile(DATE_AND_DOTTED_TIME)
_DIGIT = re.compile(r"\d")
_A_LIST = re.compile(r"\d\s*[,;&+]\s*\d")
"""Numbers told one after the other ("1, 2, 10"): no date is written so."""
LONGEST_MOMENT = 100
"""Letters of the longest date with a time of day, its zone and the zone's name."""


class WrittenDate(NamedTuple):
    """A date as written: what it is with the day first, and with the month first. Both are the same
    where the order is beyond doubt (a year first, a month in words)."""

    day_first: date | None
    month_first: date | None
    says: int = 0
    """1: only a day can stand first, -1: only a month, 0: nothing."""
    open: bool = False
    """Order matters and this date does not tell it."""


class WrittenTime(NamedTuple):
    """A time of day in seconds as written, and the seconds that bring it to local time."""

    seconds: int
    shift: int


class WrittenMoment(NamedTuple):
    """A date, and the time of day beside it where there is one that can be read."""

    date: WrittenDate
    time: WrittenTime | None


@lru_cache(maxsize=8192)
def read_date(text: str) -> WrittenDate | None:
    """A date without time of day; None where the text has not the form of a date."""
    if len(text) > _LONGEST:
        return None
    tokens = [token for token in _TOKEN.findall(text.casefold()) if token not in _PASSED_OVER]
    if len(tokens) == 1 and len(tokens[0]) == 8 and tokens[0].isdecimal():
        tokens = [tokens[0][:4], tokens[0][4:6], tokens[0][6:]]
    if len(tokens) != 3:
        return None
    if tokens[1] in _ROMAN_MONTHS and len(tokens[0]) <= 2 and len(tokens[2]) == 4:
        tokens[1] = MONTH_NAMES[_ROMAN_MONTHS[tokens[1]] - 1].casefold()
    in_words = [token for token in tokens if token in MONTH_WORDS]
    numbers = [token for token in tokens if token.isdecimal() and len(token) in (1, 2, 4)]
    if len(in_words) == 1 and len(numbers) == 2:
        year, day = numbers if len(numbers[0]) == 4 else (numbers[1], numbers[0])
        if len(year) == 1 or len(day) > 2:
            return None
        certain = _date(year, str(MONTH_WORDS[in_words[0]]), day)
        return WrittenDate(certain, certain)
    if len(numbers) != 3 or _A_LIST.search(text):
        return None
    if len(numbers[0]) == 4:
        if max(map(len, numbers[1:])) > 2:
            return None
        certain = _date(*numbers)
        return WrittenDate(certain, certain)
    first, second, year = numbers
    if len(year) == 1 or len(second) > 2:
        return None
    says = (int(first) > 12 >= int(second)) - (int(second) > 12 >= int(first))
    return WrittenDate(
        day_first=_date(year, second, first),
        month_first=_date(year, first, second),
        says=says,
        open=not says and int(first) != int(second),
    )


def read_time(text: str) -> WrittenTime | None:
    """A time of day ("10.56", "08:00", "12:26:54 PM GMT+7", "17:00:00Z"); a span of hours is none."""
    if len(text) > _LONGEST or _BETWEEN_PARTS.isdisjoint(text):
        return None
    match = _TIME.fullmatch(" ".join(text.casefold().removesuffix(_END_OF_ISODATE).split()))
    if match is None:
        if _DAY_FRACTION.fullmatch(text.strip()):
            return WrittenTime(round(float(text.replace(",", ".")) * DAY_SECONDS) % DAY_SECONDS, 0)
        return None
    hour, minute, second = int(match["hour"]), int(match["minute"]), int(match["second"] or 0)
    if match["half"] is not None:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match["half"] == "p" else 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    shift = 0
    if match["offset"] is not None or match["zone"] is not None:
        offset = ZONE_OFFSET_HOURS.get(match["zone"] or "", 0) * 3600
        if match["offset"] is not None:
            seconds = int(match["offset_hour"]) * 3600 + int(match["offset_minute"] or 0) * 60
            offset = -seconds if match["sign"] == "-" else seconds
        shift = LOCAL_OFFSET_SECONDS - offset
    return WrittenTime(hour * 3600 + minute * 60 + second, shift)


def read_moment(text: str) -> WrittenMoment | None:
    """A date with or without a time of day; None where the text has not the form of a date. A number is none, though
    it may be a spreadsheet's date (SPREADSHEET_DAYS): only its column tells."""
    if len(text) > LONGEST_MOMENT or _DIGIT.search(text) is None:
        return None
    date_part, time_part = split_moment(text)
    written = read_date(date_part)
    return None if written is None else WrittenMoment(written, read_time(time_part))


def read_day(text: str) -> date | None:
    """The day that a cell of our own workbooks says, day before month, with a time of day or without; None where it
    says none."""
    moment = read_moment(text)
    return None if moment is None else moment.date.day_first


def split_moment(text: str) -> tuple[str, str]:
    """The date and the time of day of a text, the second empty where there is none: before the hour that stands
    before the first colon, else before an hour written with a dot."""
    before, colon, _ = text.partition(":")
    if colon:
        return before[:-2], text[max(len(before) - 2, 0) :]
    dotted = _DOTTED.match(text)
    return (dotted[1], dotted[2]) if dotted else (text, "")


def _date(year: str, month: str, day: str) -> date | None:
    whole_year = int(year) + (2000 if len(year) == 2 else 0)
    if not OLDEST_YEAR <= whole_year <= YOUNGEST_YEAR:
        return None
    try:
        return date(whole_year, int(month), int(day))
    except ValueError:
        return None
