"""The note to the sender of a file that was refused, or of a follow-up workbook with rejected rows: what was
seen, and what to do.

Belongs here: the text around a refusal. The reason itself is a sentence of whoever refused the file
(`contracts.records.Refusal`, `contracts.rules`). Not here: deciding anything. Rejected answers go back in
a workbook of their own (`correction_workbook`).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from contracts.follow_up import FOLLOW_UP_COLUMNS
from contracts.headers import SOURCE_COLUMNS
from contracts.records import MappedColumn, Reading, Refusal
from contracts.unsur import UNSUR_BY_COLUMN, UNSUR_COLUMNS
from reports.wording.indonesian import joined, long_date, whole_number

MOST_HEADERS: Final = 40
_COLUMN_LABELS: Final[dict[str, str]] = {column.column: column.headers[0] for column in SOURCE_COLUMNS} | {
    column: f"{unsur.code} {unsur.name}" for column, unsur in UNSUR_BY_COLUMN.items()
}
_FOLLOW_UP_LABELS: Final[dict[str, str]] = {column.name: column.header for column in FOLLOW_UP_COLUMNS}
_LONGEST_VALUE: Final = 200
_DROPPED: Final = frozenset(column.column for column in SOURCE_COLUMNS if not column.keep)


class RowToCorrect(NamedTuple):
    """A rejected row of a follow-up workbook: where it stands, in which column (a name of
    `contracts.follow_up`; empty for the row as a whole) what was written, and what is right."""

    sheet: str
    row_number: int
    column: str
    value: str | None
    message: str


def refusal_note(
    *,
    path: str,
    received_at: datetime,
    refusal: Refusal,
    organiser: str,
    unit_name: str | None = None,
    reading: Reading | None = None,
    rows: Sequence[RowToCorrect] = (),
) -> str:
    """The note as Markdown that also reads well as plain text. Of the file it holds no more than `rows`, which
    are those of a follow-up workbook.

    `reading` is what reading found, where the file could be read at all."""
    first_step = (
        "Lengkapi lembar tindak lanjut sesuai penjelasan di atas."
        if reading is not None and reading.kind == "follow_up"
        else "Perbaiki berkas atau ekspor ulang hasil survei sesuai penjelasan di atas."
    )
    sections = [
        f"# Berkas belum dapat dipakai: {_plain(path)}",
        _facts(received_at, unit_name, [f"- Kode alasan: {refusal.code}"]),
        "## Mengapa",
        _plain(refusal.message),
        *_to_correct(rows),
        *(_seen(reading) if reading else ()),
        "## Yang perlu dilakukan",
        "\n".join(
            (
                f"1. {first_step}",
                f"2. Kirim kembali kepada {_plain(organiser)} dengan cara yang sama. Nama berkas boleh sama atau baru.",
                "3. Berkas lama tidak perlu ditarik: isinya tersimpan, tetapi tidak dihitung.",
            )
        ),
    ]
    return "\n\n".join(sections) + "\n"


def rows_note(
    *,
    path: str,
    received_at: datetime,
    rows: Sequence[RowToCorrect],
    organiser: str,
    unit_name: str | None = None,
) -> str:
    """The note on a follow-up workbook of which some rows were rejected, and the others count."""
    sections = [
        f"# Sebagian baris belum dapat dipakai: {_plain(path)}",
        _facts(received_at, unit_name, []),
        *_to_correct(rows),
        "## Yang perlu dilakukan",
        "\n".join(
            (
                "1. Betulkan baris di atas dalam lembar tindak lanjut yang sama; baris lain biarkan seperti adanya.",
                f"2. Kirim kembali lembar itu selengkapnya kepada {_plain(organiser)}. Isinya menggantikan yang lama.",
                "3. Sampai saat itu baris lain sudah dihitung, baris di atas belum.",
            )
        ),
    ]
    return "\n\n".join(sections) + "\n"


def _facts(received_at: datetime, unit_name: str | None, more: Sequence[str]) -> str:
    return "\n".join(
        [
            *([f"- Unit: {_plain(unit_name)}"] if unit_name else []),
            f"- Diterima: {long_date(received_at.date())} pukul {received_at:%H.%M}",
            *more,
        ]
    )


def _to_correct(rows: Sequence[RowToCorrect]) -> tuple[str, ...]:
    if not rows:
        return ()
    return ("## Baris yang perlu dibetulkan", "\n".join(map(_row_line, rows)))


def _row_line(row: RowToCorrect) -> str:
    sheet = f'Lembar "{_plain(row.sheet)}", ' if row.sheet else ""
    column = f", kolom {_FOLLOW_UP_LABELS[row.column]}" if row.column else ""
    value = _plain(row.value or "")
    if len(value) > _LONGEST_VALUE:
        value = value[: _LONGEST_VALUE - 1] + "…"
    written = f' Tertulis: "{value}".' if value else ""
    return f"- {sheet}baris {row.row_number}{column}: {_plain(row.message)}{written}"


def _seen(reading: Reading) -> tuple[str, ...]:
    lines = []
    if reading.format:
        lines.append(f"- Jenis berkas: {_plain(reading.format)}")
    is_plan = reading.kind == "follow_up"
    if reading.rows:
        lines.append(f"- Baris {'tindak lanjut' if is_plan else 'responden'}: {whole_number(reading.rows)}")
    lines += [f"- {_plain(note)}" for note in reading.notes]
    found = {column.mapped_to for column in reading.mapping}
    missing = [_COLUMN_LABELS[column] for column in UNSUR_COLUMNS if column not in found]
    if reading.mapping and missing and not is_plan:
        lines.append(f"- Unsur yang tidak ditemukan: {joined(missing)}")
    labels = _FOLLOW_UP_LABELS if is_plan else _COLUMN_LABELS
    headers = [_header_line(column, labels) for column in reading.mapping[:MOST_HEADERS]]
    if len(reading.mapping) > MOST_HEADERS:
        headers.append(f"  - dan {whole_number(len(reading.mapping) - MOST_HEADERS)} kolom lain")
    if headers:
        lines += ["- Kolom yang terbaca:", *headers]
    return ("## Yang terbaca", "\n".join(lines)) if lines else ()


def _header_line(column: MappedColumn, labels: Mapping[str, str]) -> str:
    if column.mapped_to == "person":
        meaning = "data pribadi, tidak disimpan"
    elif column.mapped_to is None or column.mapped_to in _DROPPED:
        meaning = "tidak dipakai"
    else:
        meaning = f"dipakai sebagai {labels.get(column.mapped_to, column.mapped_to)}"
    return f'  - "{_plain(column.header)}": {meaning}'


def _plain(text: str) -> str:
    """One line, so that what a file says cannot pass for a heading or a line of ours."""
    return " ".join(text.split())
