"""When a run begins: the clock's time, but never before anything that is already known.

Belongs here: the order of time where the computer's clock was set back. Runs and what they first saw are ordered by
their moments, and no answer may be younger than the day it was first seen; so moments follow the ledger and the
published runs. Not here: the clock (`contracts.clock`).
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from contracts.home import Home
from contracts.records import Sighting
from ingest import intake
from warehouse import published
from warehouse.publish import published_version
from warehouse.read import open_published

NOTICEABLE: Final = timedelta(minutes=1)
"""Less is a clock that is being kept right."""
_NEXT: Final = timedelta(microseconds=1)


def run_start_time(home: Home, clock: datetime) -> datetime:
    """The moment a run begins: `clock`, or just after the newest moment that the home knows."""
    known = intake.load_ledger(home)
    newest = [one.first_seen_at for one in known]
    if published_version(home) is not None:
        with open_published(home) as reader:
            newest.append(published.runs(reader)[0].of("started_at", datetime))
    return _after(newest, clock)


def seen_at(known: Iterable[Sighting], clock: datetime) -> datetime:
    """The moment at which a run would first see something now, by the ledger alone."""
    return _after([one.first_seen_at for one in known], clock)


def clock_is_behind(clock: datetime, begun: datetime) -> str:
    """For staff (Bahasa Indonesia)."""
    return (
        f"Jam komputer mundur: sekarang {clock:%d-%m-%Y %H:%M}, padahal catatan terakhir bertanggal "
        f"{begun:%d-%m-%Y %H:%M}. Urutan berkas tetap mengikuti buku arsip. Setel jam komputer."
    )


def _after(newest: list[datetime], clock: datetime) -> datetime:
    return max([clock, *(moment + _NEXT for moment in newest)])
