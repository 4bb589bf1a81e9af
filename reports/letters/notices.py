"""Notifications by e-mail or webhook: subject and text.

Belongs here: the words. Not here: when one is sent, to whom, and what was sent before
(`flows.notifications`). A text names files and units, never a row, a value, a contact or a credential.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Final, NamedTuple

from contracts.errors import standing
from contracts.periods import Period, parse_period
from contracts.records import Record
from contracts.reminders import Reminder
from contracts.safe_text import shown_line, shown_text
from reports.wording.file_words import STATUSES
from reports.wording.indonesian import long_date

MOST_LINES: Final = 20
"""Of files or units; the rest is counted."""
FLOWS: Final[Mapping[str, str]] = {"consolidate": "Konsolidasi", "remind": "Pengingat"}


class Notice(NamedTuple):
    """One message."""

    subject: str
    text: str


class RefusedFile(Record):
    """A file that was not taken in whole. `reason`: the sentence for its sender, where one was written for the
    file; of one taken in partly there is none, but rows that were rejected."""

    path: str
    unit_name: str | None
    status: str
    reason: str | None
    rows_read: int
    rows_rejected: int


class Failure(Record):
    """A run that did not end well. `error` and `place` say what kind of error arose where in the program; both
    empty where the process itself was ended."""

    flow: str
    at: datetime
    home: Path
    machine: str
    error: str | None
    place: str | None
    run_name: str
    run_url: str | None
    published: str | None = None
    """Version that the run had published before, empty for none; None where nobody knows."""


def refused_notice(regency: str, files: Sequence[RefusedFile], home: Path) -> Notice:
    """Files that are newly refused, held, or taken in only in part."""
    listed = [f"{number}. {_file(file)}" for number, file in enumerate(files[:MOST_LINES], start=1)]
    if rest := len(files) - len(listed):
        listed.append(f"… dan {rest} berkas lain: lihat 'skm status'.")
    to_do = [
        f"Kirimkan surat atau lembar perbaikan di {home / 'quarantine'} kepada pengirimnya.",
        *(
            ["Berkas yang ditahan dan memang benar diterima dengan 'skm accept BERKAS'."]
            if any(file.status == "held" for file in files)
            else []
        ),
        f"Daftar lengkap: skm status --home {home}",
    ]
    return _notice(
        f"{len(files)} berkas perlu diperbaiki",
        regency,
        ["Berkas berikut tidak diterima utuh dan belum pernah diberitahukan.", "\n".join(listed), _to_do(to_do)],
    )


def late_notice(
    regency: str, period: Period, last_day: date, newly: Sequence[Reminder], overdue: int, letters: Path
) -> Notice:
    """Units that became late. `overdue`: how many there are with those told before; `letters`: for sending on."""
    listed = [f"{number}. {_unit(one)}" for number, one in enumerate(newly[:MOST_LINES], start=1)]
    if rest := len(newly) - len(listed):
        listed.append(f"… dan {rest} unit lain: lihat 'skm remind'.")
    before = f" Bersama yang sudah diberitahukan: {overdue} unit." if overdue > len(newly) else ""
    return _notice(
        f"{len(newly)} unit terlambat, {period.label}",
        regency,
        [
            f"Belum ada data {period.label} dari unit berikut; batas pengirimannya {long_date(last_day)}.{before}",
            "\n".join(listed),
            _to_do([f"Surat untuk diteruskan kepada unit, dengan kontaknya: {letters}"]),
        ],
    )


def failure_notice(regency: str | None, failure: Failure) -> Notice:
    """A run that failed: what and where to look. The error's own sentence is left out: it may hold a value."""
    name = FLOWS.get(failure.flow, failure.flow)
    what, to_do = _what_failed(failure)
    look = f"Catatan lengkap: {failure.run_url}" if failure.run_url else f"Jalannya di Prefect: {failure.run_name}"
    return _notice(
        f"{name} gagal",
        regency,
        [
            f"{name} berhenti sebelum selesai, {long_date(failure.at.date())} pukul {failure.at:%H.%M}. "
            + ("Yang terbit tetap utuh." if failure.published is None else standing(failure.published)),
            f"Sebab: {what}\nTempat: {failure.home} di {failure.machine}",
            _to_do([to_do, look]),
        ],
    )


def service_notice(regency: str | None, service: str, at: datetime, home: Path, machine: str) -> Notice:
    """A service of the machine that ended and is not, or not yet, started again."""
    return _notice(
        f"Layanan {service} berhenti",
        regency,
        [
            f"Layanan {service} di {machine} gagal, {long_date(at.date())} pukul {at:%H.%M}. Yang terbit tetap utuh.",
            f"Folder data: {home}",
            _to_do(
                [
                    f"Lihat sebabnya: journalctl --unit {service} --lines 50",
                    f"Periksa folder datanya: skm doctor --home {home}",
                    f"Setelah diperbaiki: systemctl restart {service}",
                ]
            ),
        ],
    )


def _what_failed(failure: Failure) -> tuple[str, str]:
    """The cause in a sentence, and what to do about it."""
    if failure.error is None:
        return (
            "prosesnya dihentikan atau mati mendadak (dimatikan orang, kehabisan memori, atau mesinnya mati).",
            f"Periksa mesinnya, lalu jalankan lagi: skm run --home {failure.home}",
        )
    doctor = f"Jalankan 'skm doctor --home {failure.home}'; yang salah disebut di sana."
    known = {
        "ConfigurationError": ("pengaturan (settings.toml) atau daftar unit (units.csv) tidak dapat dipakai.", doctor),
        "HomeError": ("folder data tidak dapat dipakai, atau konsolidasi lain sedang berjalan di sana.", doctor),
        "PlaceError": (
            "folder di tempat lain (kotak masuk atau penyimpanan bersama) tidak dapat dicapai atau dipakai.",
            f"Periksa jaringan dan tempat itu, lalu jalankan skm run --home {failure.home}; sebabnya disebut di sana.",
        ),
        "DamagedEditionError": (
            "edisi resmi sebuah periode yang disimpan rusak atau berubah.",
            f"Jalankan skm run --home {failure.home}: berkas yang rusak disebut. Pulihkan dari cadangan.",
        ),
        "CredentialError": ("kata sandi atau alamat rahasia tidak dapat dibaca.", doctor),
    }
    again = (
        f"Jalankan sekali lagi: skm run --home {failure.home}. Bila berulang, jalankan dengan SKM_DEBUG=1 dan kirim "
        "keluarannya kepada pengembang."
    )
    return known.get(failure.error, (f"kesalahan program ({failure.error}, {failure.place}).", again))


def _file(file: RefusedFile) -> str:
    unit = shown_line(file.unit_name or "") or "unit tidak diketahui"
    reason = shown_line(file.reason or "") or f"{file.rows_rejected} dari {file.rows_read} baris ditolak."
    return f"{shown_line(file.path)} ({unit}): {STATUSES[file.status]}\n   {reason}"


def _unit(reminder: Reminder) -> str:
    known = reminder.last_period_code
    last = f"data terakhir {parse_period(known).label}" if known else "belum pernah ada data"
    refused = f"; {reminder.refused_files} berkasnya belum dapat dipakai" if reminder.refused_files else ""
    closed = "; periode sudah ditutup" if reminder.state == "missed" else ""
    return f"{shown_line(reminder.unit_name)} ({reminder.unit_code}): {last}{refused}{closed}"


def _to_do(steps: Sequence[str]) -> str:
    return "\n".join(["Yang perlu dilakukan:", *(f"- {step}" for step in steps)])


def _notice(subject: str, regency: str | None, paragraphs: Sequence[str]) -> Notice:
    named = f"SKM {regency}" if regency else "SKM"
    return Notice(shown_line(f"[{named}] {subject}"), shown_text("\n\n".join(paragraphs) + "\n"))
