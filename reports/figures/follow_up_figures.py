"""What a unit's documents show of a plan of follow-up: the view model.

Belongs here: plans and what became of them, from rows of the published warehouse. Not here: wording
(`reports.wording`), the rest of a unit's figures (`reports.figures.unit_figures`).
"""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from contracts.follow_up import QUARTER_COLUMNS
from contracts.periods import Period, parse_period
from contracts.unsur import UNSUR
from reports.figures.base import Figure, Row


class ActionFigure(Figure):
    """One planned action and what became of it: a row of `follow_up`."""

    position: int
    unsur_code: str
    unsur_name: str
    activity: str
    quarters: tuple[bool, bool, bool, bool]
    responsible: str
    done: bool | None
    description: str
    evidence: str
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
    def period(self) -> Period:
        """The period whose results the plan answers."""
        return parse_period(self.period_code)


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
            {name: "" if value is None and name != "done" else value for name, value in row.items()}
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
