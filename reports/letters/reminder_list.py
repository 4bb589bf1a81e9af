"""The list of units that have not sent, as a table for a spreadsheet and as letters to send on.

Belongs here: the words. Not here: who is late (`transforms.figures.reminders`), where the files lie
(`pipeline.documents.reminder_lists`). These two texts name the units' contacts, and are for the regency's staff only;
nothing else made of a reminder does.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from contracts.deadline_tables import REMINDER
from contracts.periods import Period, parse_period
from contracts.registry import Registry, Unit
from contracts.reminders import Reminder, ReminderState
from contracts.safe_text import excel_csv, shown_text
from contracts.settings import Settings
from reports.wording.indonesian import date_span, long_date, period_in_sentence, whole_number
from reports.wording.sender_sentences import greeting

STATES: Final = REMINDER.words_of("state")
COLUMNS: Final = {
    "unit_code": "Kode",
    "unit_name": "Unit",
    "unit_type": "Jenis",
    "state": "Keadaan",
    "respondents": "Responden",
    "sample_needed": "Diperlukan",
    "last_period": "Data terakhir",
    "last_response_date": "Jawaban terakhir",
    "held_responses": "Ditahan untuk revisi",
    "refused_files": "Berkas belum dapat dipakai",
}
"""What a list shows of a unit, in this order, and its headings. No contact."""
_RULE: Final = "-" * 72


def cells(reminder: Reminder) -> dict[str, str | int | date | None]:
    """A line of the list, by the keys of `COLUMNS`."""
    return {
        **reminder.model_dump(include=set(COLUMNS)),
        "state": STATES[reminder.state],
        "last_period": reminder.last_period_code and parse_period(reminder.last_period_code).label,
    }


def counts(reminders: Iterable[Reminder]) -> dict[ReminderState, int]:
    """How many units are in each state, in the order of the states; only those there are."""
    states = [reminder.state for reminder in reminders]
    return {state: states.count(state) for state in STATES if state in states}


def table_csv(reminders: Iterable[Reminder], registry: Registry) -> bytes:
    """Every unit and its contact as CSV that Excel in Indonesia opens."""
    units = registry.by_code
    lines = ([*map(cells(reminder).get, COLUMNS), units[reminder.unit_code].contact] for reminder in reminders)
    return excel_csv([[*COLUMNS.values(), "Kontak"], *lines])


def letters(
    period: Period, reminders: Sequence[Reminder], registry: Registry, settings: Settings, last_day: date, today: date
) -> str:
    """A letter for every unit of which nothing counts in the period, below one another, as plain text.

    `last_day`: the last day on which a unit is not late."""
    units = registry.by_code
    said = "; ".join(f"{STATES[state]}: {count}" for state, count in counts(reminders).items())
    head = [
        f"Pengingat SKM {period.label}",
        f"Disusun {long_date(today)}. Unit: {len(reminders)}; {said}.",
        "Satu surat untuk setiap unit yang datanya belum ada; salin dan kirim ke kontaknya.",
    ]
    written = [
        _letter(period, reminder, units[reminder.unit_code], settings, last_day, today)
        for reminder in reminders
        if not reminder.has_sent
    ]
    return shown_text(f"\n\n{_RULE}\n\n".join(["\n".join(head), *written]) + "\n")


def _letter(period: Period, reminder: Reminder, unit: Unit, settings: Settings, last_day: date, today: date) -> str:
    head = [
        f"Kepada  : {reminder.unit_name}",
        f"Kontak  : {unit.contact or 'tidak tercatat di units.csv'}",
        f"Perihal : Data SKM {period_in_sentence(period)}",
    ]
    paragraphs = [
        "\n".join(head),
        f"{greeting(unit.unit_name, unit.signatory_office)},",
        _where_it_stands(period, reminder, last_day, today),
        _what_there_is(reminder),
        _what_to_do(reminder, settings),
        f"Terima kasih.\n{settings.regency.organiser}\n{settings.regency.name}",
    ]
    return "\n\n".join(paragraphs)


def _where_it_stands(period: Period, reminder: Reminder, last_day: date, today: date) -> str:
    name = period_in_sentence(period)
    nothing = (
        f"Sampai {long_date(today)} belum ada data Survei Kepuasan Masyarakat {reminder.unit_name} untuk {name} "
        f"({date_span(period.start_date, period.end_date)})."
    )
    if reminder.state == "missed":
        return (
            f"{nothing} Hasil {name} sudah ditutup tanpa unit Saudara. Data yang dikirim sekarang disimpan, dan baru "
            "dihitung bila periode itu dibuka kembali untuk revisi."
        )
    if reminder.state == "late":
        return f"{nothing} Batas pengiriman, {long_date(last_day)}, sudah lewat {(today - last_day).days} hari."
    return f"{nothing} Batas pengiriman: {long_date(last_day)}."


def _what_there_is(reminder: Reminder) -> str:
    sentences = []
    if reminder.last_period_code is None:
        sentences.append("Belum pernah ada data unit Saudara yang terhitung.")
    else:
        answered = reminder.last_response_date
        until = f", jawaban terakhir tanggal {long_date(answered)}" if answered else ""
        sentences.append(f"Data terakhir yang terhitung: {parse_period(reminder.last_period_code).label}{until}.")
    if reminder.held_responses:
        sentences.append(f"{whole_number(reminder.held_responses)} jawaban datang setelah periode ditutup.")
    if reminder.refused_files:
        sentences.append(
            f"{whole_number(reminder.refused_files)} berkas unit Saudara sudah kami terima tetapi belum dapat dipakai; "
            "penjelasan dan lembar perbaikannya ada pada kami."
        )
    if reminder.sample_needed is not None:
        sentences.append(f"Responden yang diperlukan: {whole_number(reminder.sample_needed)}.")
    return " ".join(sentences)


def _what_to_do(reminder: Reminder, settings: Settings) -> str:
    if reminder.refused_files:
        first = "perbaiki berkas itu atau ekspor ulang hasil survei"
    else:
        first = f"ekspor hasil survei dari {settings.survey.channel}"
    return (
        f"Mohon {first}, lalu kirim dengan cara yang biasa. Bila survei tidak diadakan pada periode ini, mohon beri "
        "tahu kami."
    )


def summary(period: Period, reminders: Iterable[Reminder]) -> str:
    """One line: how many units are in each state."""
    said = ", ".join(f"{count} {STATES[state]}" for state, count in counts(reminders).items())
    return f"{period.label}: {said}."
