"""What PEKPPP (the evaluation of public service, PermenPANRB 29/2022) asks of surveys, by its ladders from 0 to 5.

Belongs here: the three ladders on publication, realisation and speed of follow-up. They were read in a program's
source, not in the regulation's annex. Not here: done ÷ planned (`transforms.responses.follow_up`), what is handed in
(`pipeline.documents.submission`).
"""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

from transforms.rounding import hundredths

HIGHEST: Final = 5
_REALISED: Final = ((30, 2), (80, 3))
"""Below 30 % is 2, from there to 80 % is 3; more is 4, all is 5."""
_MONTHS: Final = ((1, 5), (3, 4), (6, 3), (9, 2), (12, 1))
"""Months after the report within which all was done, and the step; later is 0."""


class Steps(NamedTuple):
    """Where something stands on a ladder. Where the ladder leaves it to the evaluator, the lowest and the highest
    possible step differ."""

    lowest: int
    highest: int


def publication(media: int) -> Steps:
    """Media in which results were published: a step each, the highest for more than four."""
    step = min(media, HIGHEST)
    return Steps(step, step)


def realisation(planned: int, done: int) -> Steps | None:
    """Share of the planned actions that was carried out; None where nothing was planned, which is neither none nor all
    of it. Of a plan of which nothing was carried out, 0 or 1 is the evaluator's."""
    if planned == 0:
        return None
    if done == 0:
        return Steps(0, 1)
    if done == planned:
        return Steps(HIGHEST, HIGHEST)
    percent = hundredths(done * 100, planned)
    below, within = _REALISED
    step = below[1] if percent < below[0] * 100 else within[1] if percent <= within[0] * 100 else HIGHEST - 1
    return Steps(step, step)


def speed(reported_on: date, completed: Sequence[date | None]) -> Steps | None:
    """How soon after the report all planned actions were completed (days, None for one that is not or whose day nobody
    said); None where nothing was planned or something is open. What was completed before the report was in time."""
    days = [day for day in completed if day is not None]
    if not days or len(days) < len(completed):
        return None
    step = next((step for months, step in _MONTHS if max(days) <= months_after(reported_on, months)), 0)
    return Steps(step, step)


def months_after(day: date, months: int) -> date:
    """The same day some months later, or the last of that month where it is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
