"""The workbook in which an office puts its rejected rows right and sends them back.

Belongs here: its sheets and cells. What is written must be read again by `ingest` by the text of its
headers: they come from `contracts`, only the first sheet looks like a table of answers, and the origin
of every row travels with it. Every cell is written as what it is; a text is never a formula.
Not here: which rows are rejected and why (`contracts.rules`).
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from io import BytesIO
from typing import Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from contracts.safe_text import shown_text
from contracts.unsur import SCALE, UNSUR, UNSUR_BY_COLUMN, UNSUR_COLUMNS
from reports.wording.indonesian import whole_number
from reports.workbooks.correction import BlankedValue, BrokenRowRule, CellValue, CorrectionSource, RejectedRow
from reports.workbooks.workbook_cells import new_workbook, set_height, set_page, storable, write_text

CORRECTION_SHEET: Final = "Perbaiki"
EXPLANATION_SHEET: Final = "Penjelasan"
BLANKED_SHEET: Final = "Dikosongkan"

HEADERS: Final[dict[str, str]] = {
    "response_id": "ID Responden",
    "timestamp": "Tanggal",
    "time": "Jam",
    "gender": "Jenis Kelamin",
    "age": "Umur",
    "education": "Pendidikan",
    "occupation": "Pekerjaan",
    "service": "Jenis Layanan",
    **{unsur.column: unsur.name for unsur in UNSUR},
    "suggestion": "Saran",
    "origin_content": "Asal Berkas",
    "origin_sheet": "Asal Lembar",
    "origin_row": "Asal Baris",
}
"""Header of each column of ours, in the order of the sheet; each is one that `contracts.headers` knows."""

REASON_HEADER: Final = "Alasan"
EXPECTED_HEADER: Final = "Seharusnya"

RESPONDENT_COLUMNS: Final = (
    "response_id",
    "timestamp",
    "time",
    "gender",
    "age",
    "education",
    "occupation",
    "service",
)
ORIGIN_COLUMNS: Final = ("origin_content", "origin_sheet", "origin_row")

MOST_COMMENTS: Final = 2000
"""Comments are heavy in every spreadsheet; beyond this many the fill and the reason column say it."""
_TITLE_ROWS: Final = 6
_WIDTHS: Final[dict[str, float]] = {
    "response_id": 13,
    "timestamp": 11,
    "time": 9,
    "gender": 9,
    "age": 7,
    "education": 11,
    "occupation": 15,
    "service": 20,
    **dict.fromkeys(UNSUR_COLUMNS, 12),
    "suggestion": 26,
}
"""Of the columns, in characters: with the reasons they must fit on one page across."""
_MOMENT_WIDTH: Final = 19
_REASON_WIDTH: Final = 32
_EXPECTED_WIDTH: Final = 36
_ORIGIN_WIDTH: Final = 17
_HEADER_HEIGHT: Final = 78


def correction_workbook(
    source: CorrectionSource, rejected: Sequence[RejectedRow], blanked: Sequence[BlankedValue] = ()
) -> bytes:
    """A workbook (xlsx) with one row per rejected row, in the order given; same input, same bytes.

    Of the respondent's columns only those are shown that some row has a value or a breach for."""
    target = BytesIO()
    with new_workbook(target, title="Lembar perbaikan SKM", author=source.organiser) as book:
        _Writer(book.workbook).write(source, rejected, blanked)
    return target.getvalue()


class _Writer:
    """One workbook being written, with its formats."""

    def __init__(self, workbook: xlsxwriter.Workbook) -> None:
        base = {"font_name": "Calibri", "font_size": 11, "valign": "top"}
        line = {"bottom": 1, "bottom_color": "#D5DCE1"}
        self.workbook = workbook
        self.title = self._format({**base, "bold": True, "font_size": 15, "font_color": "#15506B"})
        self.plain = self._format(base)
        self.wrapped = self._format({**base, "text_wrap": True})
        self.quiet = self._format({**base, "font_color": "#5A6B76"})
        self.header = self._format(
            {
                **{**base, "font_size": 10},
                "bold": True,
                "font_color": "#FFFFFF",
                "bg_color": "#15506B",
                "text_wrap": True,
                "border": 1,
            }
        )
        self.quiet_header = self._format(
            {**base, "bold": True, "bg_color": "#E4EAEE", "text_wrap": True, "border": 1, "border_color": "#C9D2D8"}
        )
        as_text = {"num_format": "@", "quote_prefix": True}
        self.text = self._format({**base, **line, **as_text, "text_wrap": True})
        self.answer = self._format({**base, **line, "align": "center", "text_wrap": True})
        self.day = self._format({**base, **line, "num_format": "dd/mm/yyyy", "align": "left"})
        moment = {"num_format": "dd/mm/yyyy hh:mm:ss", "align": "left"}
        self.moment = self._format({**base, **line, **moment})
        marked = {"bg_color": "#FCE4D6", "border": 2, "border_color": "#9C2F1F"}
        self.marked_text = self._format({**base, **marked, **as_text, "text_wrap": True})
        self.marked_answer = self._format({**base, **marked, "align": "center", "text_wrap": True})
        self.marked_day = self._format({**base, **marked, "num_format": "dd/mm/yyyy", "align": "left"})
        self.marked_moment = self._format({**base, **marked, **moment})
        self.reason = self._format({**base, **line, "text_wrap": True, "font_color": "#9C2F1F"})
        self.expected = self._format({**base, **line, "text_wrap": True})
        self.origin = self._format({**base, **line, "font_color": "#5A6B76", "num_format": "@"})
        self.comments = 0

    def _format(self, properties: Mapping[str, object]) -> Format:
        return self.workbook.add_format(dict(properties))

    def write(self, source: CorrectionSource, rejected: Sequence[RejectedRow], blanked: Sequence[BlankedValue]) -> None:
        self.write_corrections(source, rejected)
        self.write_explanation(source)
        if blanked:
            self.write_blanked(source, blanked)

    def write_corrections(self, source: CorrectionSource, rejected: Sequence[RejectedRow]) -> None:
        sheet = self.workbook.add_worksheet(CORRECTION_SHEET)
        sheet.hide_gridlines(2)
        columns = _columns(rejected)
        lines = (
            f"Lembar perbaikan – {source.unit_name}",
            f"{whole_number(len(rejected))} baris dari berkas {source.path} belum dapat dihitung.",
            "1. Perbaiki sel berwarna menurut kuesioner aslinya. Alasan dan isi yang benar ada di kolom kanan.",
            "2. Baris yang tidak dapat diperbaiki: kosongkan kesembilan jawabannya; jangan mengarang jawaban.",
            "3. Jangan mengubah judul kolom dan tiga kolom Asal. Simpan, lalu kirim kembali berkas ini.",
        )
        for position, line in enumerate(lines):
            write_text(sheet, position, 0, line, self.title if position == 0 else self.plain)
        sheet.set_row(0, 22)
        header_row = _TITLE_ROWS
        origin_first = len(columns) + 2
        headers = [HEADERS[column] for column in columns] + [REASON_HEADER, EXPECTED_HEADER]
        headers += [HEADERS[column] for column in ORIGIN_COLUMNS]
        sheet.set_row(header_row, _HEADER_HEIGHT)
        for position, header in enumerate(headers):
            write_text(
                sheet, header_row, position, header, self.header if position < origin_first else self.quiet_header
            )
        for offset, row in enumerate(rejected, start=header_row + 1):
            self._write_row(sheet, offset, columns, row, source)
        self._set_widths(sheet, columns, rejected)
        self._validate(sheet, columns, header_row + 1, len(rejected))
        sheet.freeze_panes(header_row + 1, 0)
        set_page(sheet, footer=f"{source.unit_name} · {source.path}", header_rows=(header_row, header_row))
        # Where a row came from is for programs: on paper it would make all else too small to read.
        sheet.print_area(0, 0, header_row + max(len(rejected), 1), origin_first - 1)

    def _write_row(
        self, sheet: Worksheet, line: int, columns: Sequence[str], row: RejectedRow, source: CorrectionSource
    ) -> None:
        breaches: dict[str, list[BrokenRowRule]] = {}
        for breach in row.breaches:
            breaches.setdefault(breach.marked_column, []).append(breach)
        for position, column in enumerate(columns):
            self._write_value(sheet, line, position, column, row.values.get(column), marked=column in breaches)
            if column in breaches and self.comments < MOST_COMMENTS:
                self.comments += 1
                comment = shown_text(
                    "\n".join(f"{one.message}\nSeharusnya: {one.expected}" for one in breaches[column])
                )
                sheet.write_comment(
                    line, position, comment, {"author": shown_text(source.organiser), "x_scale": 2.2, "y_scale": 1.2}
                )
        reasons = "\n".join(dict.fromkeys(breach.message for breach in row.breaches))
        expected = "\n".join(dict.fromkeys(_expected(breach) for breach in row.breaches))
        after = len(columns)
        write_text(sheet, line, after, reasons, self.reason)
        write_text(sheet, line, after + 1, expected, self.expected)
        # Letter by letter: by these the row is found again.
        sheet.write_string(line, after + 2, storable(row.content_id or source.content_id), self.origin)
        sheet.write_string(line, after + 3, storable(row.sheet), self.origin)
        sheet.write_number(line, after + 4, row.row_number, self.origin)
        written = [(text, _WIDTHS[name]) for name in columns if isinstance(text := row.values.get(name), str)]
        set_height(sheet, line, [*written, (reasons, _REASON_WIDTH), (expected, _EXPECTED_WIDTH)])

    def _write_value(
        self, sheet: Worksheet, line: int, position: int, column: str, value: CellValue, *, marked: bool
    ) -> None:
        is_answer = column in UNSUR_BY_COLUMN
        text_format = self.marked_text if marked else self.text
        answer_format = self.marked_answer if marked else self.answer
        if value is None or value == "":
            sheet.write_blank(line, position, None, answer_format if is_answer else text_format)
        elif isinstance(value, datetime) and _is_moment(value):
            sheet.write_datetime(line, position, value, self.marked_moment if marked else self.moment)
        elif isinstance(value, date):
            sheet.write_datetime(line, position, value, self.marked_day if marked else self.day)
        elif isinstance(value, int):
            sheet.write_number(line, position, value, answer_format if is_answer else text_format)
        else:
            write_text(sheet, line, position, value, answer_format if is_answer else text_format)

    def _set_widths(self, sheet: Worksheet, columns: Sequence[str], rejected: Sequence[RejectedRow]) -> None:
        for position, column in enumerate(columns):
            holds_moments = column == "timestamp" and any(_is_moment(row.values.get(column)) for row in rejected)
            sheet.set_column(position, position, _MOMENT_WIDTH if holds_moments else _WIDTHS[column])
        after = len(columns)
        sheet.set_column(after, after, _REASON_WIDTH)
        sheet.set_column(after + 1, after + 1, _EXPECTED_WIDTH)
        sheet.set_column(after + 2, after + 4, _ORIGIN_WIDTH)

    def _validate(self, sheet: Worksheet, columns: Sequence[str], first: int, count: int) -> None:
        answers = [position for position, column in enumerate(columns) if column in UNSUR_BY_COLUMN]
        if not count or not answers:
            return
        sheet.data_validation(
            first,
            answers[0],
            first + count - 1,
            answers[-1],
            {
                "validate": "list",
                "source": [str(answer) for answer in SCALE],
                "error_title": "Bukan jawaban",
                "error_message": "Isi 1, 2, 3, atau 4. Arti setiap angka ada pada lembar Penjelasan.",
            },
        )

    def write_explanation(self, source: CorrectionSource) -> None:
        sheet = self.workbook.add_worksheet(EXPLANATION_SHEET)
        sheet.hide_gridlines(2)
        widths = (44, *(25,) * len(SCALE))
        for position, width in enumerate(widths):
            sheet.set_column(position, position, width)
        write_text(sheet, 0, 0, "Arti jawaban", self.title)
        sheet.set_row(0, 22)
        for position, header in enumerate(("Yang dinilai", *(f"Angka {answer}" for answer in SCALE))):
            write_text(sheet, 2, position, header, self.header)
        for line, unsur in enumerate(UNSUR, start=3):
            write_text(sheet, line, 0, f"{unsur.code} {unsur.name}", self.expected)
            for position, answer in enumerate(unsur.answers, start=1):
                write_text(sheet, line, position, answer, self.expected)
            set_height(sheet, line, list(zip((f"{unsur.code} {unsur.name}", *unsur.answers), widths, strict=True)))
        line = 3 + len(UNSUR) + 1
        write_text(sheet, line, 0, "Cara mengirim kembali", self.title)
        sheet.set_row(line, 22)
        steps = (
            "Isi kembali sel berwarna pada lembar Perbaiki dengan jawaban yang tertulis pada kuesioner.",
            "Tanggal ditulis hari/bulan/tahun, misalnya 31/01/2024. Jawaban ditulis 1, 2, 3, atau 4.",
            "Baris yang sudah benar akan dihitung; yang masih salah dikembalikan lagi. Tidak ada baris yang hilang. "
            "Baris yang kesembilan jawabannya dikosongkan tidak dihitung dan tidak ditanyakan lagi.",
            "Jangan menambah baris baru di sini. Jawaban baru dikirim dengan berkas hasil survei seperti biasa.",
            f"Kirim berkas ini kepada {source.organiser}, dengan cara yang sama seperti berkas asalnya.",
            *([leaves_out_sentence(source.leaves_out)] if source.leaves_out else []),
        )
        for number, step in enumerate(steps, start=1):
            sheet.merge_range(line + number, 0, line + number, len(SCALE), "", self.wrapped)
            write_text(sheet, line + number, 0, f"{number}. {step}", self.wrapped)
            set_height(sheet, line + number, [(f"{number}. {step}", sum(widths))])
        set_page(sheet, footer=source.unit_name)

    def write_blanked(self, source: CorrectionSource, blanked: Sequence[BlankedValue]) -> None:
        sheet = self.workbook.add_worksheet(BLANKED_SHEET)
        sheet.hide_gridlines(2)
        write_text(sheet, 0, 0, "Isian yang dikosongkan", self.title)
        sheet.set_row(0, 22)
        note = "Baris ini tetap dihitung. Hanya isian berikut yang tidak dipakai. Tidak perlu dikirim kembali."
        write_text(sheet, 1, 0, note, self.plain)
        for position, (header, width) in enumerate(
            (("Lembar", 18), ("Baris", 9), ("Kolom", 20), ("Tertulis", 26), ("Alasan", 44), ("Seharusnya", 60))
        ):
            write_text(sheet, 3, position, header, self.quiet_header)
            sheet.set_column(position, position, width)
        for line, one in enumerate(blanked, start=4):
            column = one.breach.marked_column
            write_text(sheet, line, 0, one.sheet, self.text)
            sheet.write_number(line, 1, one.row_number, self.answer)
            write_text(sheet, line, 2, HEADERS.get(column, column), self.text)
            write_text(sheet, line, 3, one.breach.value or "", self.text)
            write_text(sheet, line, 4, one.breach.message, self.expected)
            write_text(sheet, line, 5, one.breach.expected, self.expected)
            told = ((one.sheet, 18), (one.breach.value, 26), (one.breach.message, 44), (one.breach.expected, 60))
            set_height(sheet, line, told)
        sheet.freeze_panes(4, 0)
        set_page(sheet, footer=source.unit_name, header_rows=(3, 3))


def _is_moment(value: CellValue) -> bool:
    return isinstance(value, datetime) and value.time() != time()


def leaves_out_sentence(what: str) -> str:
    """What does not come back with a corrected row, and how it can."""
    return (
        f"Isian {what} tidak dimuat di sini, karena data itu dilindungi lebih ketat: pada baris yang kembali lewat "
        "lembar ini isian itu kosong. Agar ikut terhitung, perbaiki barisnya dalam berkas asalnya dan kirim lagi."
    )


def _expected(breach: BrokenRowRule) -> str:
    """What is right, said with the name of its column."""
    header = HEADERS.get(breach.marked_column)
    return f"{header}: {breach.expected}" if header else breach.expected


def _columns(rejected: Sequence[RejectedRow]) -> tuple[str, ...]:
    """Columns of the sheet before the reasons: those of the respondent in use, the nine unsur, the suggestion."""
    used = {column for row in rejected for column, value in row.values.items() if value not in (None, "")}
    used |= {breach.marked_column for row in rejected for breach in row.breaches}
    respondent = tuple(column for column in RESPONDENT_COLUMNS if column in used)
    suggestion = ("suggestion",) if "suggestion" in used else ()
    return (*respondent, *UNSUR_COLUMNS, *suggestion)
