"""The regency's clock: local time without zone, as the warehouse keeps it."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

TIME_ZONE_NAME: Final = "Asia/Jakarta"
TIME_ZONE: Final = ZoneInfo(TIME_ZONE_NAME)


def now() -> datetime:
    """The present moment in the regency, without zone."""
    return datetime.now(TIME_ZONE).replace(tzinfo=None)


def from_epoch_nanoseconds(nanoseconds: int) -> datetime:
    """A file system's time stamp as local time without zone, to the microsecond."""
    seconds, rest = divmod(nanoseconds, 1_000_000_000)
    moment = datetime.fromtimestamp(seconds, TIME_ZONE).replace(tzinfo=None)
    return moment.replace(microsecond=rest // 1_000)


def from_moment(moment: datetime) -> datetime:
    """A moment with a zone as local time without."""
    return moment.astimezone(TIME_ZONE).replace(tzinfo=None)
