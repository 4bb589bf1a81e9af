"""Who has sent for a period, and who has not: the states, and one unit's line.

Belongs here: what rooms agree on. Not here: when a unit is late (`transforms.figures.reminders`), how it is worded
(`reports.letters.reminder_list`).
"""

from datetime import date
from typing import Final, Literal

from contracts.records import Record

ReminderState = Literal["sent", "not_sent", "late", "missed", "apart"]
"""`not_sent`: the period runs, or ended within grace. `late`: it ended before that. `missed`: it was closed without
the unit, and what comes now is held for a revision. `apart`: it sent, by a questionnaire that leaves an unsur out."""
OVERDUE: Final[tuple[ReminderState, ...]] = ("late", "missed")


class Reminder(Record):
    """How one unit of the registry stands in one period. Holds no name of a person, no address, no contact."""

    period_code: str
    unit_code: str
    unit_name: str
    unit_type: str
    state: ReminderState
    respondents: int
    """Valid questionnaires in the period; of a closed one, those of its official figures."""
    sample_needed: int | None
    """Respondents needed, where the registry knows the people served."""
    last_period_code: str | None
    """The latest period with any answer of the unit, the shortest of those that begin on the same day."""
    last_response_date: date | None
    """The latest date of any of its answers; files without dates have none."""
    held_responses: int
    """Answers that came after the period was closed, and wait for a revision."""
    refused_files: int
    """Files of the unit, of any period, that were refused or held and not sent again."""

    @property
    def has_sent(self) -> bool:
        """Whether anything of it counts in the period."""
        return self.state in ("sent", "apart")
