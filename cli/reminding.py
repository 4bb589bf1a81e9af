"""`skm remind`: which units have not sent for a period, and where the list for the staff lies."""

from pathlib import Path

from cli.output import console, print_unbroken, show_json, show_table
from contracts.clock import now
from contracts.home import Home
from pipeline import job_records
from pipeline.documents.reminder_lists import keep, list_reminders
from reports.letters import reminder_list as words

_NUMBERS = ("respondents", "sample_needed", "held_responses", "refused_files")
_SHOWN = ("unit_name", "state", "last_period", "last_response_date", "sample_needed", "refused_files")


def show_reminders(root: Path, period_code: str | None, *, as_json: bool) -> None:
    """Shows who has not sent, late ones first, and keeps table and letters in the home. Shows no contact.

    Raises SkmError for a period that is none, HomeError where nothing is published."""
    home = Home(root)
    started_at = now()
    listed = list_reminders(home, period_code, started_at.date())
    table, letters = keep(home, listed)
    job_records.note_good(home, "reminder", started_at)
    if as_json:
        show_json(
            {
                "period": listed.period.code,
                "last_day": listed.last_day,
                "units": [one.model_dump(mode="json") for one in listed.reminders],
                "files": [str(table), str(letters)],
            }
        )
        return
    absent = sorted((one for one in listed.reminders if not one.has_sent), key=lambda one: one.state)
    show_table(
        f"Unit tanpa data {listed.period.label}",
        [words.cells(one) for one in absent],
        {column: words.COLUMNS[column] for column in _SHOWN},
        right=_NUMBERS,
    )
    out = console()
    out.print(words.summary(listed.period, listed.reminders), markup=False)
    print_unbroken(f"Daftar dengan kontak: {table}")
    print_unbroken(f"Surat untuk diteruskan: {letters}")
