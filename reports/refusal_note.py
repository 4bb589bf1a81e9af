"""The note to the sender of a file that was refused: what was seen, and what to do.

Belongs here: the text around a refusal. The reason itself is a sentence of whoever refused the file
(`contracts.records.Refusal`, `contracts.rules`). Not here: deciding anything.
"""

from datetime import datetime
from typing import Final

from contracts.headers import SOURCE_COLUMNS
from contracts.records import MappedColumn, Reading, Refusal
from contracts.unsur import UNSUR_BY_COLUMN, UNSUR_COLUMNS
from reports.indonesian import joined, long_date, whole_number

MOST_HEADERS: Final = 40
_COLUMN_LABELS: Final[dict[str, str]] = {column.column: column.headers[0] for column in SOURCE_COLUMNS} | {
    column: f"{unsur.code} {unsur.name}" for column, unsur in UNSUR_BY_COLUMN.items()
}
_DROPPED: Final = frozenset(column.column for column in SOURCE_COLUMNS if not column.keep)


def refusal_note(
    *,
    path: str,
    received_at: datetime,
    refusal: Refusal,
    organiser: str,
    unit_name: str | None = None,
    reading: Reading | None = None,
) -> str:
    """The note as Markdown that also reads well as plain text. Holds no row of the file.

    `reading` is what reading found, where the file could be read at all."""
    sections = [
        f"# Berkas belum dapat dipakai: {_plain(path)}",
        "\n".join(
            [
                *([f"- Unit: {_plain(unit_name)}"] if unit_name else []),
                f"- Diterima: {long_date(received_at.date())} pukul {received_at:%H.%M}",
                f"- Kode alasan: {refusal.code}",
            ]
        ),
        "## Mengapa",
        _plain(refusal.message),
        *(_seen(reading) if reading else ()),
        "## Yang perlu dilakukan",
        "\n".join(
            (
                "1. Perbaiki berkas atau ekspor ulang hasil survei sesuai penjelasan di atas.",
                f"2. Kirim kembali kepada {_plain(organiser)} dengan cara yang sama. Nama berkas boleh sama atau baru.",
                "3. Berkas lama tidak perlu ditarik: isinya tersimpan, tetapi tidak dihitung.",
            )
        ),
    ]
    return "\n\n".join(sections) + "\n"


def _seen(reading: Reading) -> tuple[str, ...]:
    lines = []
    if reading.format:
        lines.append(f"- Jenis berkas: {_plain(reading.format)}")
    if reading.rows:
        lines.append(f"- Baris responden: {whole_number(reading.rows)}")
    lines += [f"- {_plain(note)}" for note in reading.notes]
    found = {column.mapped_to for column in reading.mapping}
    missing = [_COLUMN_LABELS[column] for column in UNSUR_COLUMNS if column not in found]
    if reading.mapping and missing:
        lines.append(f"- Unsur yang tidak ditemukan: {joined(missing)}")
    headers = [_header_line(column) for column in reading.mapping[:MOST_HEADERS]]
    if len(reading.mapping) > MOST_HEADERS:
        headers.append(f"  - dan {whole_number(len(reading.mapping) - MOST_HEADERS)} kolom lain")
    if headers:
        lines += ["- Kolom yang terbaca:", *headers]
    return ("## Yang terbaca", "\n".join(lines)) if lines else ()


def _header_line(column: MappedColumn) -> str:
    if column.mapped_to == "person":
        meaning = "data pribadi, tidak disimpan"
    elif column.mapped_to is None or column.mapped_to in _DROPPED:
        meaning = "tidak dipakai"
    else:
        meaning = f"dipakai sebagai {_COLUMN_LABELS.get(column.mapped_to, column.mapped_to)}"
    return f'  - "{_plain(column.header)}": {meaning}'


def _plain(text: str) -> str:
    """One line, so that what a file says cannot pass for a heading or a line of ours."""
    return " ".join(text.split())
