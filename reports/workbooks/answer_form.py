"""The empty form in which an office without a survey program enters its answers, a row a respondent.

Belongs here: its sheets and cells, and the same columns as CSV. What is filled in must be read by `ingest` without a
guess: headers and words come from the contracts, only the first sheet looks like a table of answers. Not here: a rule
(`contracts.rules`; the checks of the form only show early what those will say), how a cell is written
(`reports.workbooks.workbook_cells`).
"""

from io import BytesIO
from typing import Final

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from contracts.respondent import EDUCATION, GENDER, OCCUPATION
from contracts.rules import OLDEST_AGE, OLDEST_DATE, YOUNGEST_AGE
from contracts.safe_text import excel_csv
from contracts.unsur import SCALE, UNSUR, UNSUR_COLUMNS
from reports.workbooks.correction_workbook import HEADERS
from reports.workbooks.workbook_cells import (
    BLUE,
    DAY,
    LINE_HEIGHT,
    Book,
    merge_text,
    new_workbook,
    set_height,
    set_page,
    write_row,
    write_text,
)

ANSWER_SHEET: Final = "Jawaban"
GUIDE_SHEET: Final = "Petunjuk"
FORM_HEADERS: Final = {
    **{column: HEADERS[column] for column in ("timestamp", "gender", "age", "education", "occupation", "service")},
    **{unsur.column: f"{unsur.code} {unsur.name}" for unsur in UNSUR},
    "suggestion": HEADERS["suggestion"],
}
"""Header of each column, in the order of the sheet; each is one that reading knows."""
COLUMNS: Final = tuple(FORM_HEADERS)
LINES: Final = 1000
"""So many rows have lists, checks and a look."""
CHECK_HEADER: Final = "Periksa"
COMPLETE: Final = "lengkap"

_HEADER_ROW: Final = 5
_FIRST: Final = _HEADER_ROW + 1
_LAST: Final = _FIRST + LINES - 1
_WIDTHS: Final = {"timestamp": 12, "gender": 9, "age": 7, "education": 14, "occupation": 19, "service": 24,
                  "suggestion": 40}  # fmt: skip
_UNSUR_WIDTH: Final = 13
_CHECK_WIDTH: Final = 28
_LISTS: Final = {
    "gender": tuple(category.value for category in GENDER.categories),
    "education": tuple(category.value for category in EDUCATION.categories),
    "occupation": tuple(category.value for category in OCCUPATION.categories),
    **{column: tuple(map(str, SCALE)) for column in UNSUR_COLUMNS},
}
_MEANINGS: Final = {
    "timestamp": "Tanggal kuesioner diisi, hari/bulan/tahun. Harus diisi.",
    "gender": "Pilih dari daftar: L laki-laki, P perempuan.",
    "age": "Umur dalam tahun, angka saja.",
    "education": "Pendidikan terakhir, pilih dari daftar.",
    "occupation": "Pekerjaan utama, pilih dari daftar.",
    "service": "Layanan yang diterima, dengan nama yang sama untuk layanan yang sama.",
    "u1": "Kesembilan jawaban, angka 1 sampai 4; artinya di bawah. Semua harus diisi.",
    "suggestion": "Saran responden, kata demi kata. Tanpa nama, nomor telepon, atau NIK.",
}
_STEPS: Final = (
    f"Isi lembar {ANSWER_SHEET}: satu baris untuk setiap kuesioner. Baris kosong tidak dihitung.",
    f"Kolom {CHECK_HEADER} menyebut yang belum benar; sel yang salah menjadi merah. Kirim bila semuanya {COMPLETE}.",
    "Yang tidak diisi responden biarkan kosong; jangan mengarang jawaban.",
    "Jangan mengubah nama unit dan judul kolom. Menambah baris boleh.",
    "Simpan sebagai berkas Excel (.xlsx), lalu kirim seperti hasil survei. Berkas yang sama boleh diisi terus dan "
    "dikirim lagi.",
)


def answer_form(unit_name: str, organiser: str) -> bytes:
    """The form (xlsx) of one office; same office, same bytes."""
    target = BytesIO()
    with new_workbook(target, title=f"Isian SKM {unit_name}", author=organiser) as book:
        _write_answers(book, unit_name)
        _write_guide(book, unit_name, organiser)
    return target.getvalue()


def answer_form_csv() -> bytes:
    """The same columns as CSV, as Excel in Indonesia opens and writes it."""
    return excel_csv([FORM_HEADERS.values()])


def _write_answers(book: Book, unit_name: str) -> None:
    sheet = book.sheet(ANSWER_SHEET, tab=BLUE)
    looks = {
        "timestamp": book.boxed(num_format=DAY, align="center"),
        "age": book.boxed(align="center"),
        "gender": book.boxed(align="center"),
        **dict.fromkeys(UNSUR_COLUMNS, book.boxed(align="center")),
    }
    plain, checked = book.boxed(), book.boxed(font_color="#9C2F1F")
    write_text(sheet, 0, 0, "Jawaban Survei Kepuasan Masyarakat (SKM)", book.title)
    write_text(sheet, 1, 0, unit_name, book.subtitle)
    write_text(sheet, 2, 0, f"Satu baris untuk setiap kuesioner. Cara mengisi: lembar {GUIDE_SHEET}.", book.quiet)
    write_text(sheet, 3, 0, f"Kolom paling kanan, {CHECK_HEADER}, menyebut yang belum benar.", book.quiet)
    write_row(sheet, _HEADER_ROW, [*FORM_HEADERS.values(), CHECK_HEADER], book.header)
    sheet.set_row(_HEADER_ROW, 5 * LINE_HEIGHT)
    for position, column in enumerate(COLUMNS):
        sheet.set_column(position, position, _WIDTHS.get(column, _UNSUR_WIDTH))
        look = looks.get(column, plain)
        for row in range(_FIRST, _LAST + 1):
            sheet.write_blank(row, position, None, look)
        _validate(sheet, position, column)
    check = len(COLUMNS)
    sheet.set_column(check, check, _CHECK_WIDTH)
    for row in range(_FIRST, _LAST + 1):
        sheet.write_formula(row, check, _check(row), checked, "")
    _mark(book, sheet)
    sheet.freeze_panes(_FIRST, 1)
    set_page(sheet, footer=unit_name, header_rows=(_HEADER_ROW, _HEADER_ROW))


def _validate(sheet: Worksheet, position: int, column: str) -> None:
    rule: dict[str, object]
    if column in _LISTS:
        rule = {
            "validate": "list",
            "source": list(_LISTS[column]),
            "error_message": "Isi 1, 2, 3, atau 4." if column in UNSUR_COLUMNS else "Pilih salah satu dari daftar.",
        }
    elif column == "timestamp":
        rule = {
            "validate": "date",
            "criteria": "between",
            "minimum": OLDEST_DATE,
            "maximum": "=TODAY()",
            "error_message": "Isi tanggal kuesioner diisi, hari/bulan/tahun, tidak di masa depan.",
        }
    elif column == "age":
        rule = {
            "validate": "integer",
            "criteria": "between",
            "minimum": YOUNGEST_AGE,
            "maximum": OLDEST_AGE,
            "error_message": "Isi umur dalam tahun, angka saja.",
        }
    else:
        return
    sheet.data_validation(_FIRST, position, _LAST, position, {**rule, "error_title": "Belum benar"})


def _check(row: int) -> str:
    """What is not right in a row, or that it is complete; nothing for an empty row. Only what the reader would reject
    or empty is named."""
    at = {column: f"${xl_col_to_name(position)}{row + 1}" for position, column in enumerate(COLUMNS)}
    answers = f"{at['u1']}:{at['u9']}"
    cases = (
        (f"COUNTA({at['timestamp']}:{at['suggestion']})=0", ""),
        (f"NOT(ISNUMBER({at['timestamp']}))", "Tanggal belum diisi dengan benar"),
        (f"{at['timestamp']}>TODAY()", "Tanggal di masa depan"),
        (f"COUNTA({answers})<{len(UNSUR)}", "Ada unsur yang belum dijawab"),
        (_outside(answers, len(UNSUR)), "Jawaban hanya 1, 2, 3, atau 4"),
        (f'AND({at["age"]}<>"",NOT(ISNUMBER({at["age"]})))', "Umur hanya angka"),
    )
    formula = f'"{COMPLETE}"'
    for condition, words in reversed(cases):
        formula = f'IF({condition},"{words}",{formula})'
    return f"={formula}"


def _outside(cells: str, count: int) -> str:
    return "+".join(f"COUNTIF({cells},{answer})" for answer in SCALE) + f"<{count}"


def _mark(book: Book, sheet: Worksheet) -> None:
    """Red for what is wrong, or is missing in a row that somebody began."""
    wrong = book.format(bg_color="#F8CBAD", font_color="#9C2F1F")
    good = book.format(font_color="#3F6B3A")
    started = f"COUNTA($A{_FIRST + 1}:${xl_col_to_name(len(COLUMNS) - 1)}{_FIRST + 1})>0"
    first, last = COLUMNS.index("u1"), COLUMNS.index("u9")
    cell = f"{xl_col_to_name(first)}{_FIRST + 1}"
    on_scale = ",".join(f"{cell}={answer}" for answer in SCALE)
    day = f"$A{_FIRST + 1}"
    for area, criteria, look in (
        ((_FIRST, first, _LAST, last), f"=AND({started},NOT(OR({on_scale})))", wrong),
        ((_FIRST, 0, _LAST, 0), f"=AND({started},OR(NOT(ISNUMBER({day})),{day}>TODAY()))", wrong),
        (
            (_FIRST, len(COLUMNS), _LAST, len(COLUMNS)),
            f'=${xl_col_to_name(len(COLUMNS))}{_FIRST + 1}="{COMPLETE}"',
            good,
        ),
    ):
        sheet.conditional_format(*area, {"type": "formula", "criteria": criteria, "format": look})


def _write_guide(book: Book, unit_name: str, organiser: str) -> None:
    widths = (34, 24, 24, 24, 24)
    sheet = book.sheet(GUIDE_SHEET, widths)
    write_text(sheet, 0, 0, "Cara mengisi", book.title)
    row = 1
    for number, step in enumerate((*_STEPS, f"Tujuan pengiriman: {organiser}."), start=1):
        text = f"{number}. {step}"
        merge_text(sheet, (row, 0, row, len(widths) - 1), text, book.wrapped)
        set_height(sheet, row, [(text, sum(widths))])
        row += 1
    row += 1
    write_text(sheet, row, 0, "Arti kolom", book.title)
    row += 1
    for column, meaning in _MEANINGS.items():
        name = "Sembilan unsur" if column in UNSUR_COLUMNS else FORM_HEADERS[column]
        write_text(sheet, row, 0, name, book.wrapped)
        merge_text(sheet, (row, 1, row, len(widths) - 1), meaning, book.wrapped)
        row += 1
    row += 1
    write_text(sheet, row, 0, "Arti jawaban", book.title)
    row += 1
    write_row(sheet, row, ("Yang dinilai", *(f"Angka {answer}" for answer in SCALE)), book.header)
    for unsur in UNSUR:
        row += 1
        cells = (f"{unsur.code} {unsur.name}", *unsur.answers)
        write_row(sheet, row, cells, book.wrapped_text)
        set_height(sheet, row, list(zip(cells, widths, strict=True)))
    set_page(sheet, footer=unit_name, landscape=True)
