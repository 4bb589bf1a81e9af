"""Tables of the published warehouse about who was to report until when, and had or had not on the day it speaks of.

Internal. Declared like all others (`contracts.tables`, which lists them). Not here: when a unit is late
(`transforms.figures.reminders`), the words of a reminder (`reports.letters.reminder_list`).
"""

from dataclasses import replace
from typing import get_args

from contracts.columns import Column, ColumnType, OneOf, Table
from contracts.reminders import ReminderState
from contracts.shared_columns import PERIOD_CODE, RESPONDENTS, UNIT_CODE

T = ColumnType

DEADLINE = Table(
    "deadline",
    "one row per period with data, and the last one that units are reminded of",
    "Until when a unit may report without being late: the end of the period and the days of grace of the settings "
    "(`reminders.grace_days`).",
    (
        PERIOD_CODE,
        Column("last_day", T.DATE, "last day on which a unit that has not reported is not late"),
        Column("reminded", T.BOOLEAN, "units are reminded of periods of this kind (`reminders.kind`)"),
    ),
    key=("period_code",),
)

REMINDER = Table(
    "reminder",
    "one row per period that units are reminded of, and unit that owes a report for it or sent one",
    "As `skm remind` would list them on the day the newest file came (`as_of`): no clock's doing, so what is published "
    "does not change overnight. Who is late today: `deadline.last_day` before today, and not `sent`.",
    (
        PERIOD_CODE,
        UNIT_CODE,
        Column("as_of", T.DATE, "day the row speaks of: that on which the newest file came"),
        Column(
            "state",
            T.TEXT,
            "sent; not_sent: the period runs, or ended within grace; late: it ended before that; missed: it was closed "
            "without the unit; apart: sent, by a questionnaire that leaves an unsur out",
            allowed=OneOf(
                get_args(ReminderState),
                (
                    *("sudah mengirim", "belum mengirim", "terlambat", "tidak ikut, periode sudah ditutup"),
                    "sudah mengirim (delapan unsur)",
                ),
            ),
        ),
        replace(RESPONDENTS, meaning="valid questionnaires in the period; of a closed one, those of its figures"),
        Column(
            "sample_needed", T.COUNT, "respondents needed, where the registry knows the people served", nullable=True
        ),
        Column("last_period_code", T.TEXT, "latest period with any answer of the unit", nullable=True),
        Column("last_response_date", T.DATE, "latest date of any of its answers", nullable=True),
        Column("held_responses", T.COUNT, "answers that came after closing, and wait for a revision"),
        Column("refused_files", T.COUNT, "its files, of any period, refused or held and not sent again"),
    ),
    key=("period_code", "unit_code"),
)

DEADLINE_TABLES: tuple[Table, ...] = (DEADLINE, REMINDER)
