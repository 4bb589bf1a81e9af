"""The workbook in which a unit plans what it will improve, and later tells what became of it.

Belongs here: its sheets and cells. Its table must be read again by `ingest.follow_up`: sheet, title,
headers and words come from `contracts.follow_up`. Not here: which unsur are the lowest
(`reports.figures.unit_figures`), how a cell is written (`reports.workbooks.workbook_cells`).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import Final

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range_abs
from xlsxwriter.worksheet import Worksheet

from contracts.follow_up import (
    DONE,
    FOLLOW_UP_COLUMNS,
    FOLLOW_UP_MEANINGS,
    FOLLOW_UP_SHEET,
    FOLLOW_UP_TITLE,
    HORIZONS,
    NOT_DONE,
    QUARTER_COLUMNS,
    QUARTER_MARK,
    Group,
    in_cell,
)
from contracts.periods import Period
from contracts.unsur import UNSUR
from reports.figures.follow_up_figures import ActionFigure
from reports.figures.unit_figures import UnitFigures
from reports.workbooks.workbook_cells import (
    BLUE,
    LINE_HEIGHT,
    PALE,
    TWO_PLACES,
    Book,
    CellContent,
    merge_text,
    new_workbook,
    set_height,
    set_page,
    write_row,
    write_text,
)

GUIDE_SHEET: Final = "Petunjuk"
LINES: Final = 15
"""So many lines for actions the sheet has at least."""
_SPARE_LINES: Final = 3
_DAYS: Final = ("forum_on", "done_on")
"""Columns of dates."""

_GROUP_ROW, _HEADER_ROW, _FIRST_ACTION = 5, 6, 7
FIRST_ROW: Final = _FIRST_ACTION + 1
"""Of the actions, as a spreadsheet numbers rows."""
_COLUMN: Final = {column.name: position for position, column in enumerate(FOLLOW_UP_COLUMNS)}
_GROUP_FILLS: Final[dict[Group, str]] = {"Rencana": BLUE, "Realisasi": "#3F6B3A", "Strategi": "#7A5A12"}

_WIDTHS: Final[dict[str, float]] = {
    "position": 6,
    "unsur": 25,
    "activity": 38,
    **dict.fromkeys(QUARTER_COLUMNS, 7),
    "responsible": 22,
    "horizon": 14,
    "forum_on": 12,
    "done": 10,
    "done_on": 12,
    "description": 34,
    "evidence": 22,
    "link": 24,
    "obstacle": 24,
    "strategy": 36,
    "target_time": 20,
    "strategy_responsible": 22,
    "stakeholders": 22,
}

_STEPS: Final = (
    "Sekarang isi kolom Rencana: Program/Kegiatan, triwulan, dan Penanggung Jawab. "
    "Setelah kegiatan berjalan, isi kolom Realisasi dan Strategi pada berkas yang sama.",
    "Jangan mengubah judul lembar, nama unit, periode, dan judul kolom; menambah baris boleh.",
    "Jangan menulis nama, nomor telepon, atau NIK warga.",
    "Simpan sebagai berkas Excel (.xlsx), lalu kirim kembali dengan cara yang sama seperti hasil survei. "
    "Berkas yang dikirim terakhir menggantikan yang sebelumnya.",
)


def follow_up_workbook(figures: UnitFigures) -> bytes:
    """The workbook (xlsx) of one unit and period: its plan where it has sent one, else its lowest unsur
    to plan for; same figures, same bytes."""
    target = BytesIO()
    title = f"Tindak lanjut SKM {figures.unit_name} {figures.period.label}"
    with new_workbook(target, title=title, author=figures.organiser) as book:
        remark = (
            f"Isi sel putih, simpan, lalu kirim kembali berkas ini. Arti setiap kolom ada pada lembar {GUIDE_SHEET}."
        )
        sheet, last = _write_actions(book, figures.unit_name, figures.period, _actions(figures), remark)
        _validate(sheet, last)
        _write_guide(book, figures)
    return target.getvalue()


def typed_plan_workbook(
    unit_name: str, period: Period, actions: Sequence[Mapping[str, str]], *, organiser: str, typed_at: datetime
) -> bytes:
    """The same sheet, filled in elsewhere: `actions` by the names of the columns, each text as it was typed, one a row
    from FIRST_ROW on. No two moments give the same bytes: what is sent last is the newest, though it says what was said
    before."""
    target = BytesIO()
    title = f"Tindak lanjut SKM {unit_name} {period.label}"
    lines = [(number, *map(action.get, list(_COLUMN)[1:])) for number, action in enumerate(actions, start=1)]
    with new_workbook(target, title=title, author=organiser, created=typed_at) as book:
        _write_actions(book, unit_name, period, lines, "Diisi di portal.")
    return target.getvalue()


def _write_actions(
    book: Book, unit_name: str, period: Period, actions: Sequence[tuple[CellContent, ...]], remark: str
) -> tuple[Worksheet, int]:
    """The sheet, and the row of its last line."""
    widths = [_WIDTHS[column.name] for column in FOLLOW_UP_COLUMNS]
    sheet = book.sheet(FOLLOW_UP_SHEET, widths, tab=BLUE)
    write_text(sheet, 0, 0, FOLLOW_UP_TITLE, book.title)
    write_text(sheet, 1, 0, unit_name, book.subtitle)
    write_text(sheet, 2, 0, period.label, book.subtitle)
    write_text(sheet, 3, 0, remark, book.quiet)
    _write_headers(book, sheet)
    last = _FIRST_ACTION + max(LINES, len(actions) + _SPARE_LINES) - 1
    looks = _looks(book)
    nothing: tuple[CellContent, ...] = (None,) * len(FOLLOW_UP_COLUMNS)
    for row in range(_FIRST_ACTION, last + 1):
        number = row - _FIRST_ACTION
        action = actions[number] if number < len(actions) else nothing
        write_row(sheet, row, action, looks)
        set_height(sheet, row, list(zip(action, widths, strict=True)), lowest=2 * LINE_HEIGHT)
    sheet.freeze_panes(_FIRST_ACTION, 2)
    set_page(sheet, footer=f"{unit_name} · {period.label}", header_rows=(_GROUP_ROW, _HEADER_ROW))
    # One page a group, with number and unsur on each: all columns on one could not be read.
    sheet.set_print_scale(68)
    sheet.repeat_columns(_COLUMN["position"], _COLUMN["unsur"])
    sheet.set_v_pagebreaks([_COLUMN["done"], _COLUMN["strategy"]])
    sheet.print_area(0, 0, last, len(FOLLOW_UP_COLUMNS) - 1)
    return sheet, last


def _write_headers(book: Book, sheet: Worksheet) -> None:
    for group, fill in _GROUP_FILLS.items():
        look = book.boxed(
            bold=True, font_color="#FFFFFF", bg_color=fill, align="center", valign="vcenter", text_wrap=True
        )
        of_group = [position for position, column in enumerate(FOLLOW_UP_COLUMNS) if column.group == group]
        merge_text(sheet, (_GROUP_ROW, of_group[0], _GROUP_ROW, of_group[-1]), group, look)
        headers = [FOLLOW_UP_COLUMNS[position].header for position in of_group]
        write_row(sheet, _HEADER_ROW, headers, look, of_group[0])
    sheet.set_row(_HEADER_ROW, 34)


def _actions(figures: UnitFigures) -> list[tuple[CellContent, ...]]:
    """The cells of the filled lines, in the order of the columns."""
    if figures.follow_up is not None:
        return [_planned(action) for action in figures.follow_up.actions]
    empty = (None,) * (len(FOLLOW_UP_COLUMNS) - 2)
    return [(number, unsur.name, *empty) for number, unsur in enumerate(figures.lowest_unsur, start=1)]


def _planned(action: ActionFigure) -> tuple[CellContent, ...]:
    """A line as the unit sent it."""
    quarters = zip(QUARTER_COLUMNS, action.quarters, strict=True)
    values = {**action.model_dump(include=set(_COLUMN)), **dict(quarters), "unsur": action.unsur_name}
    return tuple(in_cell(name, values[name]) for name in _COLUMN)


def _looks(book: Book) -> list[Format]:
    """One for each column, all to be written in."""
    wrapped = book.boxed(num_format="@", text_wrap=True, valign="top", locked=False)
    centred = book.boxed(align="center", valign="top", locked=False)
    day = book.boxed(num_format="dd-mm-yyyy", align="center", valign="top", locked=False)
    of_column = dict.fromkeys(("position", "horizon", "done", *QUARTER_COLUMNS), centred) | dict.fromkeys(_DAYS, day)
    return [of_column.get(column.name, wrapped) for column in FOLLOW_UP_COLUMNS]


def _validate(sheet: Worksheet, last: int) -> None:
    """Lists to choose from. A choice that is not among them is asked about, not forbidden: reading judges."""
    names = xl_range_abs(_UNSUR_HEADER + 1, 1, _UNSUR_HEADER + len(UNSUR), 1)
    lists: tuple[tuple[str, str, str | list[str], str], ...] = (
        ("unsur", "unsur", f"='{GUIDE_SHEET}'!{names}", "Pilih salah satu dari sembilan unsur."),
        ("quarter_1", "quarter_4", [QUARTER_MARK], f"Beri tanda {QUARTER_MARK}, atau kosongkan."),
        ("horizon", "horizon", [words for _, words in HORIZONS], "Pilih salah satu jangka waktu, atau kosongkan."),
        ("done", "done", [DONE, NOT_DONE], f"Isi {DONE} atau {NOT_DONE}, atau kosongkan."),
    )
    for first_column, last_column, source, message in lists:
        sheet.data_validation(
            _FIRST_ACTION,
            _COLUMN[first_column],
            last,
            _COLUMN[last_column],
            {
                "validate": "list",
                "source": source,
                "error_type": "warning",
                "error_title": "Di luar daftar",
                "error_message": message,
            },
        )


_UNSUR_HEADER: Final = 3
_GUIDE_WIDTHS: Final = (8, 42, 12, 12, 10, 16, 30)


def _write_guide(book: Book, figures: UnitFigures) -> None:
    """The nine unsur with their figures, what each column means, what to do with the file."""
    sheet = book.sheet(GUIDE_SHEET, _GUIDE_WIDTHS)
    write_text(sheet, 0, 0, "PETUNJUK PENGISIAN", book.title)
    write_text(sheet, 2, 0, "Nilai sembilan unsur pada periode ini", book.subtitle)
    write_row(sheet, _UNSUR_HEADER, ("Kode", "Unsur", "NRR", "Nilai", "Mutu", "Kinerja"), book.header)
    figure = book.boxed(num_format=TWO_PLACES, align="center")
    lowest = {unsur.unsur_code for unsur in figures.lowest_unsur}
    marked = book.boxed(bold=True, bg_color="#FCE4D6")
    for row, unsur in enumerate(figures.unsur, start=_UNSUR_HEADER + 1):
        look = marked if unsur.unsur_code in lowest else book.text
        values = (unsur.unsur_code, unsur.name, unsur.nrr, unsur.score, unsur.mutu, unsur.kinerja)
        write_row(sheet, row, values, (look, look, figure, figure, book.centred, book.centred))
    row = _UNSUR_HEADER + len(UNSUR) + 1
    if lowest:
        write_text(sheet, row, 0, "Unsur berwarna adalah yang terendah.", book.quiet)
    row = _write_meanings(book, sheet, row + 2)
    write_text(sheet, row + 1, 0, "Cara mengisi dan mengirim kembali", book.subtitle)
    for number, step in enumerate(_STEPS, start=1):
        merge_text(sheet, (row + 1 + number, 0, row + 1 + number, 6), f"{number}. {step}", book.wrapped)
        set_height(sheet, row + 1 + number, [(step, sum(_GUIDE_WIDTHS))])
    set_page(sheet, footer=f"{figures.unit_name} · {figures.period.label}", landscape=False)


def _write_meanings(book: Book, sheet: Worksheet, row: int) -> int:
    """What is written into each column. Returns the row below."""
    write_text(sheet, row, 0, "Arti kolom", book.subtitle)
    label = book.boxed(bold=True, bg_color=PALE, valign="top")
    for column in FOLLOW_UP_COLUMNS:
        if column.name not in FOLLOW_UP_MEANINGS:
            continue
        row += 1
        header = "TW I – TW IV" if column.name == QUARTER_COLUMNS[0] else column.header
        merge_text(sheet, (row, 0, row, 1), header, label)
        merge_text(sheet, (row, 2, row, 6), FOLLOW_UP_MEANINGS[column.name], book.wrapped_text)
        set_height(sheet, row, [(FOLLOW_UP_MEANINGS[column.name], sum(_GUIDE_WIDTHS[2:]))])
    return row + 1
