"""What a unit's documents show of a plan of follow-up: the view model.

Belongs here: plans and what became of them, from rows of the published warehouse. Not here: wording
(`reports.wording`), the rest of a unit's figures (`reports.figures.unit_figures`).
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from contracts.follow_up import QUARTER_COLUMNS
from contracts.periods import Period, parse_period
from contracts.unsur import UNSUR
from reports.figures.base import Figure, Row

_MAY_BE_UNKNOWN: Final = ("done", "done_on", "forum_on", "horizon")


class ActionFigure(Figure):
    """One planned action and what became of it: a row of `follow_up`."""

    position: int
    unsur_code: str
    unsur_name: str
    activity: str
    quarters: tuple[bool, bool, bool, bool]
    responsible: str
    horizon: str | None = None
    forum_on: date | None = None
    done: bool | None
    done_on: date | None = None
    description: str
    evidence: str
    link: str = ""
    obstacle: str
    strategy: str
    target_time: str
    strategy_responsible: str
    stakeholders: str


class LatePlanFigure(Figure):
    """When a plan came that no official document of its period prints: a row of `late_follow_up`, and when that period
    was closed."""

    received_at: datetime
    closed_at: datetime
    revision: int

    @property
    def came_before(self) -> bool:
        """It came before the period was closed, and only counts since: another file counted then, or none."""
        return self.received_at <= self.closed_at


class FollowUpFigures(Figure):
    """A unit's plan for one period with its realisation (percent): rows of `follow_up` and the row of
    `follow_up_realisation`."""

    period_code: str
    actions: tuple[ActionFigure, ...]
    planned: int
    done: int
    realisation: Decimal
    late: LatePlanFigure | None = None
    """Only of a plan that came after its period was closed."""

    @property
    def is_reported(self) -> bool:
        """The unit said of some action whether it was carried out."""
        return any(action.done is not None for action in self.actions)

    @property
    def period(self) -> Period:
        """The period whose results the plan answers."""
        return parse_period(self.period_code)


def accounted_period(period: Period, planned: Collection[str], closed: Collection[str]) -> Period:
    """The period whose plan the report of `period` gives account of: of those that ended since the one before it did,
    and before it does itself, the last that was `closed` and was `planned` for, of whatever kind; of several that ended
    on a day the one of its own kind, else the longest. Without any the period before it, closed or not."""
    before = period.previous
    there = [
        one
        for one in map(parse_period, planned)
        if before.end_date <= one.end_date < period.end_date and (one == before or one.code in closed)
    ]
    return max(
        there, key=lambda one: (one.end_date, one.kind == period.kind, -one.start_date.toordinal()), default=before
    )


def follow_up_figures(
    follow_up: Sequence[Row], follow_up_realisation: Row | None, period_code: str, late: Row | None = None
) -> FollowUpFigures | None:
    """A unit's plan for one period from its rows of `follow_up`, of `follow_up_realisation` and of `late_follow_up`
    (`warehouse.published_editions.late_follow_ups`); None where it sent none."""
    if follow_up_realisation is None:
        return None
    names = {unsur.code: unsur.name for unsur in UNSUR}
    actions = [
        ActionFigure.model_validate(
            {name: "" if value is None and name not in _MAY_BE_UNKNOWN else value for name, value in row.items()}
            | {
                "unsur_name": names[str(row["unsur_code"])],
                "quarters": tuple(row[column] for column in QUARTER_COLUMNS),
            }
        )
        for row in follow_up
    ]
    return FollowUpFigures.model_validate(
        {**follow_up_realisation, "period_code": period_code, "actions": tuple(actions), "late": late}
    )
