"""When things run by themselves: how a time is written in the settings, as Prefect takes it, and when it was last due.

Belongs here: the grammar of a time, and counting with it on the regency's clock. Not here: the settings themselves
(`contracts.settings`), applying them to Prefect (`operations.services`), what has run (`contracts.jobs`).
"""

import re
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Final, NamedTuple

OFF: Final = "off"
WEEKDAYS: Final = ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu")
_CLOCK: Final = r"([01]?\d|2[0-3])[:.]([0-5]\d)"
TIME_PATTERN: Final = rf"^(off|{_CLOCK})$"
"""`18:00`, `18.00` or `off`."""
WEEKLY_PATTERN: Final = rf"^(off|(({'|'.join(WEEKDAYS)}) +)?{_CLOCK})$"
"""The same, or on one day of the week: `senin 07:00`."""
_WRITTEN: Final = re.compile(rf"(?:({'|'.join(WEEKDAYS)}) +)?{_CLOCK}")
QUARTER_MONTHS: Final = (1, 4, 7, 10)


class Schedule(NamedTuple):
    """A time of day: of every day, of one weekday (0 is Monday), or of the first day of every quarter."""

    at: time
    weekday: int | None = None
    is_quarterly: bool = False

    @property
    def cron(self) -> str:
        """As Prefect takes it."""
        start = f"{self.at.minute} {self.at.hour}"
        if self.is_quarterly:
            return f"{start} 1 {','.join(map(str, QUARTER_MONTHS))} *"
        return f"{start} * * {'*' if self.weekday is None else (self.weekday + 1) % 7}"

    @property
    def words(self) -> str:
        """For staff (Bahasa Indonesia)."""
        clock = f"pukul {self.at:%H.%M}"
        if self.is_quarterly:
            return f"hari pertama tiap triwulan {clock}"
        return f"tiap hari {clock}" if self.weekday is None else f"tiap {WEEKDAYS[self.weekday]} {clock}"

    def last_due(self, moment: datetime) -> datetime:
        """The last time at or before a moment."""
        return next(due for due in self._days(moment, timedelta(days=-1)) if due <= moment)

    def next_due(self, moment: datetime) -> datetime:
        """The first time after a moment."""
        return next(due for due in self._days(moment, timedelta(days=1)) if due > moment)

    def _days(self, moment: datetime, step: timedelta) -> Iterator[datetime]:
        day = moment.date()
        while True:
            if self._is_on(datetime.combine(day, self.at)):
                yield datetime.combine(day, self.at)
            day += step

    def _is_on(self, due: datetime) -> bool:
        if self.is_quarterly:
            return due.day == 1 and due.month in QUARTER_MONTHS
        return self.weekday is None or due.weekday() == self.weekday


def schedule_of(written: str, *, is_quarterly: bool = False) -> Schedule | None:
    """What a setting says; None for `off`. The setting was checked by its pattern."""
    if written == OFF:
        return None
    found = _WRITTEN.fullmatch(written)
    if found is None:
        raise ValueError(f"{written!r} is no time")
    weekday, hour, minute = found.groups()
    return Schedule(time(int(hour), int(minute)), WEEKDAYS.index(weekday) if weekday else None, is_quarterly)
