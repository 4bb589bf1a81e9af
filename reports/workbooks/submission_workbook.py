"""The regency's recapitulation and what PEKPPP asks of surveys, as a workbook to hand in.

Belongs here: sheets and cells. Every figure is one of the published warehouse; nothing is computed. Not here: words
of a cell (`reports.wording.submission_sentences`), the ladders (`transforms.figures.pekppp`).
"""

from io import BytesIO
from typing import Final

from xlsxwriter.format import Format

from contracts.unsur import UNSUR_CODES
from reports.figures.submission_figures import RecapFigure, SubmissionFigures
from reports.wording import submission_sentences as wording
from reports.wording.indonesian import decimal_number
from reports.wording.unit_sentences import grade_label
from reports.workbooks.workbook_cells import (
    TWO_PLACES,
    Book,
    CellContent,
    new_workbook,
    set_height,
    set_page,
    write_row,
    write_text,
)

RECAP_SHEET: Final = "Rekap SKM"
EVALUATION_SHEET: Final = "PEKPPP"
_HEADER_ROW: Final = 3
_RECAP: Final[tuple[tuple[str, float], ...]] = (
    ("No", 5),
    ("OPD/Unit", 28),
    ("Jenis Layanan", 22),
    ("Periode", 12),
    *((code, 6.5) for code in UNSUR_CODES),
    ("IKM", 8),
    ("Kategori", 16),
    ("Jumlah Responden", 11),
    ("Metode SKM", 24),
    ("Unsur Prioritas Perbaikan", 32),
    ("Rencana Tindak Lanjut", 44),
    ("Realisasi Tindak Lanjut Periode Sebelumnya (%)", 18),
    ("Telusuri dengan", 32),
)
_EVALUATION: Final[tuple[tuple[str, float], ...]] = (
    ("No", 5),
    ("Unit", 28),
    ("Media Publikasi", 26),
    ("Nilai Publikasi", 10),
    ("Tindak Lanjut atas Hasil", 15),
    ("Kegiatan Direncanakan", 13),
    ("Kegiatan Dilaksanakan", 13),
    ("Realisasi (%)", 11),
    ("Nilai Realisasi", 10),
    ("Laporan Ditetapkan", 13),
    ("Selesai Seluruhnya", 13),
    ("Nilai Kecepatan", 11),
    ("Bukti", 44),
    ("Yang Belum Ada", 54),
    ("Telusuri dengan", 32),
)


def submission_workbook(figures: SubmissionFigures) -> bytes:
    """The workbook (xlsx) of a period; same figures, same bytes."""
    target = BytesIO()
    title = f"Rekap SKM {figures.regency_name} {figures.period.label}"
    with new_workbook(target, title=title, author=figures.organiser) as book:
        _write_recap(book, figures)
        _write_evaluation(book, figures)
    return target.getvalue()


def _write_recap(book: Book, figures: SubmissionFigures) -> None:
    number = book.boxed(num_format=TWO_PLACES, align="center", valign="top", text_wrap=True)
    count = book.boxed(align="center", valign="top")
    looks = [
        *(count, *[book.wrapped_text] * 3, *[number] * len(UNSUR_CODES), number),
        *(book.wrapped_text, count, *[book.wrapped_text] * 3, number, book.wrapped_text),
    ]
    title = f"REKAPITULASI HASIL SURVEI KEPUASAN MASYARAKAT {figures.period.label.upper()}"
    lines = [_recap_line(position, line, figures) for position, line in enumerate(figures.lines, start=1)]
    _write_table(book, RECAP_SHEET, title, figures, _RECAP, lines, looks)


def _recap_line(position: int, line: RecapFigure, figures: SubmissionFigures) -> tuple[CellContent, ...]:
    """A service's line says what its unit plans by its unit's line alone."""
    of_unit = not line.service_name
    realised = line.accounted.realisation if line.accounted else wording.NO_PLAN
    return (
        position,
        line.unit_name,
        line.service_name or wording.ALL_SERVICES,
        figures.period.label,
        *line.nrr,
        line.ikm,
        grade_label(line.mutu),
        line.respondents,
        wording.method_words(line, figures.channel),
        wording.priorities_words(line),
        wording.plan_words(line) if of_unit else None,
        realised if of_unit else None,
        wording.traced_by(line, figures.period_code),
    )


def _write_evaluation(book: Book, figures: SubmissionFigures) -> None:
    text, count = book.wrapped_text, book.boxed(align="center", valign="top")
    day = book.boxed(num_format="dd-mm-yyyy", align="center", valign="top")
    number = book.boxed(num_format=TWO_PLACES, align="center", valign="top", text_wrap=True)
    looks = [count, text, text, count, text, count, count, number, count, day, day, count, text, text, text]
    lines: list[tuple[CellContent, ...]] = [
        (
            position,
            unit.unit_name,
            "\n".join(one.medium for one in unit.media) or None,
            wording.step_words(unit.publication),
            unit.accounted_label,
            unit.planned,
            unit.done,
            wording.NO_PLAN if unit.realised is None else unit.realised,
            wording.step_words(unit.realisation),
            unit.reported_on,
            unit.completed_on,
            wording.step_words(unit.speed),
            "\n".join(unit.evidence) or None,
            wording.missing_words(unit),
            wording.plan_traced_by(unit.unit_code, figures.period_code),
        )
        for position, unit in enumerate(figures.units, start=1)
    ]
    title = f"INDIKATOR PEKPPP TENTANG SURVEI KEPUASAN MASYARAKAT {figures.period.label.upper()}"
    _write_table(book, EVALUATION_SHEET, title, figures, _EVALUATION, lines, looks)
    sheet = book.workbook.get_worksheet_by_name(EVALUATION_SHEET)
    for row, ladder in enumerate(wording.LADDERS, start=_HEADER_ROW + len(lines) + 2):
        write_text(sheet, row, 1, ladder, book.quiet)


def _write_table(
    book: Book,
    name: str,
    title: str,
    figures: SubmissionFigures,
    columns: tuple[tuple[str, float], ...],
    lines: list[tuple[CellContent, ...]],
    looks: list[Format],
) -> None:
    widths = [width for _, width in columns]
    sheet = book.sheet(name, widths)
    write_text(sheet, 0, 0, title, book.title)
    ikm = f"IKM {decimal_number(figures.ikm)}, mutu {grade_label(figures.mutu)}"
    write_text(sheet, 1, 0, f"{figures.regency_name} · {ikm}", book.subtitle)
    write_row(sheet, _HEADER_ROW, [header for header, _ in columns], book.header)
    sheet.set_row(_HEADER_ROW, 48)
    for row, line in enumerate(lines, start=_HEADER_ROW + 1):
        write_row(sheet, row, line, looks)
        set_height(sheet, row, list(zip(line, widths, strict=True)))
    sheet.freeze_panes(_HEADER_ROW + 1, 2)
    set_page(
        sheet, footer=f"{figures.regency_name} · {figures.period.label}", header_rows=(_HEADER_ROW, _HEADER_ROW),
        pages_wide=2, header_columns=2,
    )  # fmt: skip
