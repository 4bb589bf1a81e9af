"""Periods: their codes, dates, Indonesian labels, and which one comes before.

`2024`, `2024-S1`, `2024-TW3`, `2024-07`. A date lies in one period of each kind.
Not here: finding a period in a text (`ingest.period_texts`), counting responses (`transforms`).
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

PeriodKind = Literal["year", "semester", "quarter", "month"]
PERIOD_KINDS: tuple[PeriodKind, ...] = ("year", "semester", "quarter", "month")
KIND_WORDS: dict[PeriodKind, str] = {"year": "tahun", "semester": "semester", "quarter": "triwulan", "month": "bulan"}
MONTHS_IN: dict[PeriodKind, int] = {"year": 12, "semester": 6, "quarter": 3, "month": 1}

MONTH_NAMES: tuple[str, ...] = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
MONTH_WORDS: dict[str, int] = {
    word: number
    for number, words in enumerate(
        (
            "januari january jan",
            "februari february pebruari feb peb",
            "maret march mar mrt",
            "april apr",
            "mei may",
            "juni june jun",
            "juli july jul",
            "agustus august aug agu ags agt agst agust",
            "september sep sept",
            "oktober october okt oct",
            "november nopember nov nop",
            "desember december des dec",
        ),
        start=1,
    )
    for word in words.split()
}
"""How a month is written in an export, in lower case: Indonesian and English, whole and short."""
ROMAN = ("I", "II", "III", "IV")
_CODE = re.compile(r"(?P<year>\d{4})(?:-(?:S(?P<semester>[12])|TW(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])))?")


@dataclass(frozen=True, order=True)
class Period:
    """A stretch of whole calendar months within one year; `ordinal` counts from 1 in the year."""

    year: int
    kind: PeriodKind
    ordinal: int

    @property
    def code(self) -> str:
        """The period's code, e.g. `2024-S1`."""
        suffix = {
            "year": "",
            "semester": f"-S{self.ordinal}",
            "quarter": f"-TW{self.ordinal}",
            "month": f"-{self.ordinal:02d}",
        }
        return f"{self.year:04d}{suffix[self.kind]}"

    @property
    def start_date(self) -> date:
        """First day."""
        return date(self.year, (self.ordinal - 1) * MONTHS_IN[self.kind] + 1, 1)

    @property
    def end_date(self) -> date:
        """Last day."""
        last_month = self.ordinal * MONTHS_IN[self.kind]
        if last_month == 12:
            return date(self.year, 12, 31)
        return date(self.year, last_month + 1, 1) - timedelta(days=1)

    @property
    def label(self) -> str:
        """As a report names it, in Bahasa Indonesia."""
        names = {
            "year": "Tahun",
            "semester": f"Semester {ROMAN[(self.ordinal - 1) % 4]} Tahun",
            "quarter": f"Triwulan {ROMAN[(self.ordinal - 1) % 4]} Tahun",
            "month": MONTH_NAMES[self.ordinal - 1],
        }
        return f"{names[self.kind]} {self.year}"

    @property
    def previous(self) -> "Period":
        """The period before, of the same kind."""
        if self.ordinal > 1:
            return Period(self.year, self.kind, self.ordinal - 1)
        return Period(self.year - 1, self.kind, 12 // MONTHS_IN[self.kind])

    def parts(self, kind: PeriodKind) -> tuple["Period", ...]:
        """The periods of a shorter kind that make it up, in order; none of a kind that is not shorter."""
        length, within = MONTHS_IN[kind], MONTHS_IN[self.kind]
        if length >= within:
            return ()
        first = (self.ordinal - 1) * within // length
        return tuple(Period(self.year, kind, first + place) for place in range(1, within // length + 1))

    @property
    def around(self) -> tuple["Period", ...]:
        """The longer periods that it lies in, the longest first."""
        longer = PERIOD_KINDS[: PERIOD_KINDS.index(self.kind)]
        return tuple(period_of(self.start_date, kind) for kind in longer)

    def is_owed(self, valid_from: date | None, valid_to: date | None) -> bool:
        """Whether a unit that is there from the one day to the other (None: always, still) has to report for the
        period: it is there on the last day, when the period is told. So one that was dissolved on the way is not late,
        and a new one not missing before it was born."""
        return (valid_from is None or valid_from <= self.end_date) and (valid_to is None or valid_to >= self.end_date)


def parse_period(code: str) -> Period:
    """The period of a code. Raises ValueError for anything that is not a period code."""
    match = _CODE.fullmatch(code)
    if match is None:
        raise ValueError(f"not a period code: {code!r} (expected 2024, 2024-S1, 2024-TW3 or 2024-07)")
    year = int(match["year"])
    for kind in ("semester", "quarter", "month"):
        if match[kind] is not None:
            return Period(year, kind, int(match[kind]))
    return Period(year, "year", 1)


def is_period_code(text: str) -> bool:
    """Whether a text is a period's code, letter by letter."""
    try:
        return parse_period(text).code == text
    except ValueError:
        return False


def period_of(day: date, kind: PeriodKind) -> Period:
    """The period of that kind in which a date lies."""
    return Period(day.year, kind, (day.month - 1) // MONTHS_IN[kind] + 1)


def periods_of(day: date) -> tuple[Period, ...]:
    """All periods in which a date lies: year, semester, quarter, month."""
    return tuple(period_of(day, kind) for kind in PERIOD_KINDS)
