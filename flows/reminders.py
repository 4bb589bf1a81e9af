"""The flow of reminders: who has not sent for the period that ended last, kept in the home and sent as a notification.

Belongs here: the order, and what Prefect shows. Not here: the list (`pipeline.documents.reminder_lists`), the messages
(`flows.notifications`). Contacts stand in the kept files only.
"""

from pathlib import Path

from prefect import flow, get_run_logger
from prefect.artifacts import create_table_artifact

from contracts.clock import now
from contracts.home import Home
from contracts.safe_text import shown_line
from flows import run_names
from flows.notifications import notify_failed, notify_late
from flows.without_values import errors_without_values
from pipeline import job_records
from pipeline.documents.reminder_lists import ReminderList, keep, list_reminders
from reports.letters import reminder_list as words

MOST_ROWS = 500


@flow(name="remind", flow_run_name=run_names.of_reminder, on_failure=[notify_failed], on_crashed=[notify_failed])
def remind(home: Path = Path("data"), period: str | None = None) -> str:
    """Published figures and registry → list and letters → artifact → notification where a unit became late.

    `home`: the regency's data. `period`: its code; default: the last of `reminders.kind` that ended. Returns how
    many units are in which state."""
    started_at = now()
    with errors_without_values():
        listed = list_reminders(Home(home), period, now().date())
        _, letters = keep(Home(home), listed)
        report(listed)
        notify_late(Home(home), listed, letters, get_run_logger())
    job_records.note_good(Home(home), "reminder", started_at)
    return words.summary(listed.period, listed.reminders)


def report(listed: ReminderList) -> None:
    """Writes the artifact: every unit that has not sent, those that are late first, without contacts."""
    absent = sorted((one for one in listed.reminders if not one.has_sent), key=lambda one: one.state)
    rows = [
        {heading: words.cells(one)[column] for column, heading in words.COLUMNS.items()} for one in absent[:MOST_ROWS]
    ]
    create_table_artifact(
        key="pengingat",
        description=f"Unit yang belum mengirim. {words.summary(listed.period, listed.reminders)}",
        table=[
            {heading: "" if value is None else shown_line(str(value)) for heading, value in row.items()} for row in rows
        ],
    )
