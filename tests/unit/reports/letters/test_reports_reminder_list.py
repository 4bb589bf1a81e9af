"""The list of units that have not sent, as a table and as letters."""

import csv
from dataclasses import replace
from datetime import date

import pytest

from contracts.periods import parse_period
from contracts.registry import Registry, Unit
from contracts.reminders import Reminder, ReminderState
from contracts.settings import Settings
from reports.letters.reminder_list import COLUMNS, counts, letters, summary, table_csv

PERIOD = parse_period("2026-S1")
UNIT = Unit("A", "Dinas; Perikanan", "dinas", None, (), None, (), contact='Pak "Budi"; 0812')
REGISTRY = Registry((UNIT,))


def reminder(state: ReminderState = "late", **values: object) -> Reminder:
    known: dict[str, object] = {
        "period_code": "2026-S1",
        "unit_code": "A",
        "unit_name": UNIT.unit_name,
        "unit_type": "dinas",
        "state": state,
        "respondents": 0,
        "sample_needed": None,
        "last_period_code": None,
        "last_response_date": None,
        "held_responses": 0,
        "refused_files": 0,
    }
    return Reminder.model_validate(known | values)


def letter(*reminders: Reminder, today: date = date(2026, 7, 20)) -> str:
    return letters(PERIOD, reminders, REGISTRY, Settings(), date(2026, 7, 14), today)


def test_a_late_unit_is_told_since_when_and_what_to_do() -> None:
    known = {"last_period_code": "2025-11", "last_response_date": date(2025, 11, 20), "sample_needed": 278}
    text = letter(reminder(**known))
    assert "Batas pengiriman, 14 Juli 2026, sudah lewat 6 hari." in text
    assert "Data terakhir yang terhitung: November 2025, jawaban terakhir tanggal 20 November 2025." in text
    assert "Responden yang diperlukan: 278." in text
    assert "ekspor hasil survei dari SuKMa-e Jatim" in text
    assert 'Kontak  : Pak "Budi"; 0812' in text


def test_it_greets_who_signs_for_the_unit() -> None:
    for office, greeted in (("Kepala Dinas Perikanan", "Kepala Dinas Perikanan"), ("", "Pimpinan Dinas; Perikanan")):
        registry = Registry((replace(UNIT, signatory_office=office),))
        text = letters(PERIOD, [reminder()], registry, Settings(), date(2026, 7, 14), date(2026, 7, 20))
        assert f"\nYth. {greeted},\n" in text


def test_a_unit_whose_file_was_refused_is_not_told_that_nothing_came() -> None:
    text = letter(reminder(refused_files=2))
    assert "2 berkas unit Saudara sudah kami terima tetapi belum dapat dipakai" in text
    assert "Mohon perbaiki berkas itu" in text
    assert "Belum pernah ada data unit Saudara yang terhitung." in text


@pytest.mark.parametrize(
    ("state", "said", "not_said"),
    [
        ("not_sent", "Batas pengiriman: 14 Juli 2026.", "lewat"),
        ("missed", "sudah ditutup tanpa unit Saudara", "Batas pengiriman"),
    ],
)
def test_other_states(state: ReminderState, said: str, not_said: str) -> None:
    text = letter(reminder(state, held_responses=7))
    assert said in text
    assert not_said not in text
    assert "7 jawaban datang setelah periode ditutup." in text


def test_a_unit_that_sent_gets_no_letter_but_a_line() -> None:
    sent = reminder("sent", respondents=12)
    assert "Kepada" not in letter(sent)
    assert letter(sent).splitlines()[1] == "Disusun 20 Juli 2026. Unit: 1; sudah mengirim: 1."
    header, line = csv.reader(table_csv([sent], REGISTRY).decode("utf-8-sig").splitlines(), delimiter=";")
    assert header == [*COLUMNS.values(), "Kontak"]
    assert dict(zip(header, line, strict=True))["Responden"] == "12"
    assert (line[1], line[-1]) == ("Dinas; Perikanan", 'Pak "Budi"; 0812')


def test_counts_and_summary_name_only_what_there_is() -> None:
    mixed = [reminder("late"), reminder("sent"), reminder("late")]
    assert counts(mixed) == {"sent": 1, "late": 2}
    assert summary(PERIOD, mixed) == "Semester I Tahun 2026: 1 sudah mengirim, 2 terlambat."
