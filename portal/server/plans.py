"""A unit's plan of follow-up as its form shows it: what was sent last, typed or by workbook, else its lowest unsur.

Belongs here: the plan that is known now, as texts by the columns of the workbook, and keeping what was typed until a
run has published it. Not here: the form (`portal.server.plan_pages`), the workbook that is sent
(`reports.workbooks.follow_up_workbook`), reading and judging it, which are those of any upload.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from pydantic import ValidationError

from contracts.atomic_file import write_atomically
from contracts.follow_up import FOLLOW_UP_COLUMNS, in_cell
from contracts.home import Home
from contracts.records import Record
from contracts.unsur import UNSUR
from reports.figures.unit_figures import lowest_unsur, unsur_figures
from warehouse import published
from warehouse.read import Reader, Row, Value

TypedAction = Mapping[str, str]
"""One action: what stands in each column, as text; columns without any may be left out."""

TYPED_COLUMNS: Final = tuple(column for column in FOLLOW_UP_COLUMNS if column.name != "position")
"""What is typed of an action: its place in the form is its place in the plan."""
_UNSUR_NAMES: Final = {unsur.code: unsur.name for unsur in UNSUR}


class SentPlan(Record):
    """A plan that was typed and sent, and that no run has published yet."""

    content_id: str
    account: str
    sent_at: datetime
    actions: tuple[dict[str, str], ...]
    unfinished: tuple[tuple[int, str, str], ...] = ()
    """What the check pointed out: the action's place, from 0, the column, and the sentence."""


@dataclass(frozen=True)
class PlanNow:
    """What is known of a plan. `content_id`: of what was sent last; empty where nothing was."""

    content_id: str
    actions: Sequence[TypedAction]
    waiting: SentPlan | None = None
    unfinished: Sequence[tuple[int, str, str]] = ()
    """As `SentPlan` has it."""


class SentPlans:
    """The typed plans of a home that wait for a run."""

    def __init__(self, home: Home) -> None:
        self._folder = home.sent_plans

    def keep(self, unit_code: str, period_code: str, plan: SentPlan) -> None:
        """Keeps what was just sent; one plan a unit and period, the newest."""
        path = self._folder / unit_code / f"{period_code}.json"
        write_atomically(path, plan.model_dump_json().encode())

    def find(self, reader: Reader, unit_code: str, period_code: str) -> SentPlan | None:
        """What waits for a run; None where nothing does. What a run has published is forgotten."""
        path = self._folder / unit_code / f"{period_code}.json"
        try:
            plan = SentPlan.model_validate_json(path.read_bytes())
        except (OSError, ValidationError):
            return None
        if published.is_content(reader, plan.content_id):
            path.unlink(missing_ok=True)
            return None
        return plan


def plan_now(reader: Reader, sent: SentPlans, unit_code: str, period_code: str) -> PlanNow | None:
    """What is known of the plan that answers a period's results; None where the unit has no index in it."""
    if not published.unit_index(reader, period_code, unit_code):
        return None
    waiting = sent.find(reader, unit_code, period_code)
    if waiting is not None:
        return PlanNow(waiting.content_id, waiting.actions, waiting, waiting.unfinished)
    rows = published.follow_ups(reader, period_code, unit_code)
    if rows:
        file_id = rows[0].of("file_id", str)
        file = published.file(reader, file_id)
        places = {(row["sheet"], row["row_number"]): place for place, row in enumerate(rows)}
        unfinished = [
            (place, row.of("column_name", str), row.of("message", str))
            for row in published.unfinished_actions(reader, file_id)
            if (place := places.get((row["sheet"], row["row_number"]))) is not None
        ]
        actions = [_typed(row) for row in rows]
        return PlanNow(file.of("content_id", str) if file else "", actions, unfinished=unfinished)
    unsur = unsur_figures(published.unit_unsur(reader, period_code, unit_code))
    return PlanNow("", [{"unsur": one.name} for one in lowest_unsur(unsur)])


def _typed(row: Row) -> TypedAction:
    """A row of `follow_up` as the workbook would have it typed."""
    texts = {column.name: _text(in_cell(column.name, row.get(column.name))) for column in TYPED_COLUMNS}
    return {**texts, "unsur": _UNSUR_NAMES[row.of("unsur_code", str)]}


def _text(value: Value) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, str) else ""
