"""The letter to the sender of a file that was refused or held, or of which rejected rows are put right in the file
itself (a follow-up workbook, answers to a registered questionnaire): what was seen, and what to do.

Belongs here: the text around a refusal. The reason itself is a sentence of whoever refused the file
(`contracts.records.Refusal`, `contracts.rules`), without what only staff can do (`reports.wording.sender_sentences`).
Not here: deciding anything. Rejected answers to the nine questions go back in a workbook of their own
(`correction_workbook`).
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from contracts.follow_up import FOLLOW_UP_COLUMNS
from contracts.headers import SOURCE_COLUMNS
from contracts.records import MappedColumn, OpenQuestion, Reading, Refusal
from contracts.settings import Settings
from contracts.shared_columns import FURTHER_ANSWERS
from contracts.unsur import UNSUR_BY_COLUMN, UNSUR_COLUMNS
from reports.figures.letterhead_figures import LogoFigure, regency_letterhead, with_logo
from reports.wording.file_words import COLUMNS
from reports.wording.indonesian import joined, long_date, whole_number
from reports.wording.sender_sentences import for_sender, greeting, told_to_sender
from reports.writers.blocks import Block, Cell, Heading, Letter, Paragraph, Points, TableBlock
from reports.writers.letterheads import letterhead_block

MOST_HEADERS: Final = 40
_COLUMN_LABELS: Final[dict[str, str]] = {
    **{column.column: column.headers[0] for column in SOURCE_COLUMNS},
    **{column: f"{unsur.code} {unsur.name}" for column, unsur in UNSUR_BY_COLUMN.items()},
    FURTHER_ANSWERS.name: COLUMNS[FURTHER_ANSWERS.name],
}
_FOLLOW_UP_LABELS: Final[dict[str, str]] = {column.name: column.header for column in FOLLOW_UP_COLUMNS}
UNFINISHED: Final = ("belum diisi", "belum ditandai")
"""By which words a person knows, among rows to correct, one that is only unfinished."""
_UNFINISHED: Final = " atau ".join(f"“{words}”" for words in UNFINISHED)
_LONGEST_VALUE: Final = 200
_DROPPED: Final = frozenset(column.column for column in SOURCE_COLUMNS if not column.keep)


class RowToCorrect(NamedTuple):
    """A row that breaks a rule: where it stands, in which column (ours, or a name of `contracts.follow_up`; empty for
    the row as a whole) what was written, and what is right."""

    sheet: str
    row_number: int
    column: str
    value: str | None
    message: str
    counts: bool = False
    """The row counts, without what was written there, or as it is."""
    is_unfinished: bool = False
    """Nothing is wrong there: something is not written yet."""


class SentFile(NamedTuple):
    """The file a letter is about, and whom it goes to: who signs for the unit, or its head. Both of the unit are empty
    where nobody knows whose the file is."""

    path: str
    received_at: datetime
    unit_name: str = ""
    signatory_office: str = ""


def refusal_note(
    file: SentFile,
    settings: Settings,
    refusal: Refusal,
    *,
    held: bool = False,
    questions: Sequence[OpenQuestion] = (),
    reading: Reading | None = None,
    rows: Sequence[RowToCorrect] = (),
    logo: LogoFigure | None = None,
) -> Letter:
    """The letter on a file that does not count. Of the file it holds no more than `rows`.

    `held`: the file is whole and waits for an answer, to `questions` where there are some; `reading` is what reading
    found, where the file could be read at all; `logo`: of the letterhead."""
    organiser = settings.regency.organiser
    is_plan = reading is not None and reading.kind == "follow_up"
    blocks: list[Block] = [Heading(2, "", "Mengapa")]
    if questions:
        count = whole_number(len(questions))
        blocks.append(Paragraph(f"Berkas ini belum dihitung: {count} hal tidak dapat diketahui dari berkasnya."))
        for number, one in enumerate(questions, start=1):
            blocks.append(Paragraph(f"{number}. {_plain(for_sender(one.question))}"))
            blocks.append(Points(tuple(_plain(for_sender(choice.label)) for choice in one.choices), "letter"))
    else:
        blocks.append(Paragraph(_plain(told_to_sender(refusal))))
    blocks += [*_to_correct(rows), *(_seen(reading) if reading else ())]
    steps: tuple[str, ...]
    if held:
        sheet = " lewat lembar pertanyaan (xlsx) yang menyertai surat ini" if questions else ""
        steps = (
            f"Beri tahu {organiser} mana yang benar{sheet}, atau kirim berkas yang sudah diperbaiki.",
            "Sampai saat itu berkas ini belum dihitung; yang sudah dihitung sebelumnya tetap berlaku.",
        )
    else:
        steps = (
            "Lengkapi lembar tindak lanjut sesuai penjelasan di atas."
            if is_plan
            else "Perbaiki berkas atau ekspor ulang hasil survei sesuai penjelasan di atas.",
            f"Kirim kembali kepada {organiser} dengan cara yang sama. Nama berkas boleh sama atau baru.",
            "Berkas lama tidak perlu ditarik: isinya tersimpan, tetapi tidak dihitung.",
        )
    title = "Berkas yang perlu dijelaskan" if held else "Berkas belum dapat dipakai"
    return _letter(title, file, settings, blocks, steps, logo)


def rows_note(
    file: SentFile,
    settings: Settings,
    rows: Sequence[RowToCorrect],
    *,
    is_plan: bool,
    logo: LogoFigure | None = None,
) -> Letter:
    """The letter on a file of which some rows, or some cells, do not count or are not finished, and the rest does.
    `is_plan`: a follow-up workbook."""
    what, whole = ("lembar tindak lanjut", "lembar itu") if is_plan else ("berkas", "berkas itu")
    whole_rows = any(not row.counts for row in rows)
    emptied = any(row.counts and not row.is_unfinished for row in rows)
    is_complete = not any(row.is_unfinished for row in rows)
    is_usable = not (whole_rows or emptied)
    steps = (
        f"{'Lengkapi' if is_usable else 'Betulkan'} baris di atas dalam {what} yang sama; baris lain biarkan seperti "
        "adanya.",
        f"Kirim kembali {whole} selengkapnya kepada {settings.regency.organiser}. Isinya menggantikan yang lama.",
        *(["Sampai saat itu baris lain sudah dihitung, baris di atas belum."] if whole_rows else []),
        *(["Baris yang keterangannya menyebut “dikosongkan” sudah dihitung tanpa isian itu."] if emptied else []),
        *([] if is_complete else [f"Baris yang keterangannya menyebut {_UNFINISHED} sudah dihitung seperti adanya."]),
    )
    title = f"Sebagian {'baris' if whole_rows else 'isian'} belum {'lengkap' if is_usable else 'dapat dipakai'}"
    return _letter(title, file, settings, [*_to_correct(rows)], steps, logo)


def _letter(
    title: str,
    file: SentFile,
    settings: Settings,
    blocks: Sequence[Block],
    steps: Sequence[str],
    logo: LogoFigure | None,
) -> Letter:
    regency = settings.regency
    moment = f"{long_date(file.received_at.date())} pukul {file.received_at:%H.%M}"
    head: list[Block] = [
        Heading(1, "", title),
        Paragraph(_plain(greeting(file.unit_name, file.signatory_office))),
        Paragraph(f"Berkas: {_plain(file.path)}"),
        Paragraph(f"Diterima: {moment}"),
    ]
    end: list[Block] = [
        Heading(2, "", "Yang perlu dilakukan"),
        Points(tuple(map(_plain, steps)), "number"),
        Paragraph("Terima kasih."),
        Paragraph(f"{regency.organiser} {regency.name}"),
    ]
    return Letter(
        title=f"{title}: {_plain(file.path)}",
        subject=title,
        author=regency.organiser,
        letterhead=letterhead_block(with_logo(regency_letterhead(settings), logo)),
        blocks=(*head, *blocks, *end),
        footer=f"{regency.organiser} · {regency.name}",
        dated=file.received_at.date(),
    )


def _to_correct(rows: Sequence[RowToCorrect]) -> Iterator[Block]:
    if not rows:
        return
    what = "dilengkapi" if all(row.is_unfinished for row in rows) else "dibetulkan"
    yield Heading(2, "", f"Baris yang perlu {what}")
    header = tuple(Cell(text, bold=True) for text in ("Lembar", "Baris", "Kolom", "Tertulis", f"Yang perlu {what}"))
    yield TableBlock(header=(header,), rows=tuple(map(_row, rows)), widths=(3, 1.5, 3, 4, 6))


def _row(row: RowToCorrect) -> tuple[Cell, ...]:
    value = _plain(row.value or "")
    if len(value) > _LONGEST_VALUE:
        value = value[: _LONGEST_VALUE - 1] + "…"
    column = COLUMNS[row.column] if row.column else ""
    return (
        Cell(_plain(row.sheet)),
        Cell(str(row.row_number), align="right"),
        Cell(column),
        Cell(value),
        Cell(_plain(row.message)),
    )


def _seen(reading: Reading) -> Iterator[Block]:
    lines = []
    if reading.format:
        lines.append(f"Jenis berkas: {_plain(reading.format)}")
    is_plan = reading.kind == "follow_up"
    if reading.rows:
        lines.append(f"Baris {'tindak lanjut' if is_plan else 'responden'}: {whole_number(reading.rows)}")
    lines += [said for note in reading.notes if (said := _plain(for_sender(note)))]
    found = {column.mapped_to for column in reading.mapping}
    missing = [_COLUMN_LABELS[column] for column in UNSUR_COLUMNS if column not in found]
    if reading.mapping and missing and not is_plan:
        lines.append(f"Unsur yang tidak ditemukan: {joined(missing)}")
    if not (lines or reading.mapping):
        return
    yield Heading(2, "", "Yang terbaca")
    if lines:
        yield Points(tuple(lines))
    if reading.mapping:
        labels = _FOLLOW_UP_LABELS if is_plan else _COLUMN_LABELS
        yield TableBlock(
            header=((Cell("Judul kolom", bold=True), Cell("Dibaca sebagai", bold=True)),),
            rows=tuple(_column(column, labels) for column in reading.mapping[:MOST_HEADERS]),
            widths=(1, 1),
        )
    if (rest := len(reading.mapping) - MOST_HEADERS) > 0:
        yield Paragraph(f"Dan {whole_number(rest)} kolom lain.", "quiet")


def _column(column: MappedColumn, labels: Mapping[str, str]) -> tuple[Cell, ...]:
    if column.mapped_to == "person":
        meaning = "data pribadi, tidak disimpan"
    elif column.mapped_to is None or column.mapped_to in _DROPPED:
        meaning = "tidak dipakai"
    else:
        meaning = labels.get(column.mapped_to, column.mapped_to)
    return Cell(_plain(column.header)), Cell(meaning)


def _plain(text: str) -> str:
    """One line."""
    return " ".join(text.split())
