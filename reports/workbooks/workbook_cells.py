"""What the workbooks of a unit and of the regency share: opening one, its looks, writing into a cell.

Belongs here: cells that are written as what they are (a text is never a formula, a link or markup; a
formula carries its value), formats, the set-up of a printed page. Same cells, same bytes.
Not here: which sheets and figures a workbook has.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from contracts.method import INDEX_FACTOR
from contracts.safe_text import shown_line, shown_text

BLUE: Final = "#15506B"
PALE: Final = "#E4EAEE"
LINE: Final = "#C9D2D8"
GREY: Final = "#5A6B76"
FONT: Final = "Calibri"

TWO_PLACES: Final = "0.00"
"""Number formats are written in English; a spreadsheet shows them with its reader's comma."""
THREE_PLACES: Final = "0.000"
COUNT: Final = "#,##0"
SHARE: Final = "0.0%"
DAY: Final = "dd/mm/yyyy"

A4: Final = 9
LINE_HEIGHT: Final = 15.0
"""Points."""
HUNDREDTHS: Final = 100
_STEADY_PLACES: Final = 8
"""A quotient of sums that ends in exactly half a hundredth may come out a hair below it; rounded to this many places
first it is the half again, and no other quotient is near enough to become one."""
_HIGHEST_ROW: Final = 400.0
"""A spreadsheet has no row higher than 409 points."""
_CREATED: Final = datetime(2000, 1, 1)
"""Fixed, so that the same figures make the same bytes."""

CellContent = str | int | float | Decimal | date | None


class Book:
    """A workbook being written. Formats are made once for each look."""

    def __init__(self, workbook: xlsxwriter.Workbook) -> None:
        self.workbook = workbook
        self._formats: dict[tuple[tuple[str, object], ...], Format] = {}
        self.title = self.format(bold=True, font_size=14, font_color=BLUE)
        self.subtitle = self.format(bold=True, font_size=11)
        self.plain = self.format()
        self.wrapped = self.format(text_wrap=True, valign="top")
        self.quiet = self.format(font_color=GREY)
        self.header = self.format(
            bold=True,
            font_color="#FFFFFF",
            bg_color=BLUE,
            align="center",
            valign="vcenter",
            text_wrap=True,
            border=1,
            border_color=LINE,
        )
        # What comes from outside stays a text when somebody edits its cell.
        self.text = self.boxed(num_format="@", quote_prefix=True)
        self.wrapped_text = self.boxed(num_format="@", quote_prefix=True, text_wrap=True, valign="top")
        self.centred = self.boxed(align="center")
        self.count = self.boxed(num_format=COUNT)
        self.two_places = self.boxed(num_format=TWO_PLACES)
        self.share = self.boxed(num_format=SHARE)
        self.day = self.boxed(num_format=DAY, align="center")

    def format(self, **properties: str | int | bool) -> Format:
        """The format with these properties (xlsxwriter's names) on the base of all."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format({"font_name": FONT, "font_size": 11, **properties})
        return self._formats[key]

    def boxed(self, **properties: str | int | bool) -> Format:
        """The same with the thin lines of a table's cell."""
        return self.format(border=1, border_color=LINE, **properties)

    def sheet(self, name: str, widths: Sequence[float] = (), *, tab: str = "") -> "Sheet":
        """A new sheet without grid lines, its columns that many characters wide."""
        sheet: Sheet = self.workbook.add_worksheet(name, Sheet)
        sheet.hide_gridlines(2)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        if tab:
            sheet.set_tab_color(tab)
        return sheet


class Sheet(Worksheet):  # type: ignore[misc]
    """A worksheet whose last rows may be many that are all alike: they are kept and written as markup.

    xlsxwriter takes four times as long for them, cell by cell. It is held to what xlsxwriter writes by a test."""

    dim_rowmax: int
    _first_record = 0
    _records: Sequence[Sequence[str]] = ()
    _looks: Sequence[Format] = ()

    def write_records(self, first_row: int, rows: Iterable[Sequence[CellContent]], looks: Sequence[Format]) -> None:
        """The last rows of the sheet, from its first column on, their values as `write_value` has them."""
        self._first_record, self._looks = first_row, looks
        self._records = [[self._content(value) for value in row] for row in rows]
        if self._records:
            self._check_dimensions(first_row, 0)
            self._check_dimensions(first_row + len(self._records) - 1, len(looks) - 1)

    def _content(self, value: CellContent) -> str:
        """What follows the cell's address and look."""
        if value is None or value == "":
            return "/>"
        if isinstance(value, str):
            index = self.str_table._get_shared_string_index(storable(shown_text(value)))
            return f' t="s"><v>{index}</v></c>'
        number = self._convert_date_time(value) if isinstance(value, date) else value
        return f"><v>{number:.16G}</v></c>"

    def _write_rows(self) -> None:
        last = self.dim_rowmax
        self.dim_rowmax = self._first_record - 1 if self._records else last
        super()._write_rows()
        self.dim_rowmax = last
        columns = [
            (f'<c r="{xl_col_to_name(column)}', f'" s="{look._get_xf_index()}"')
            for column, look in enumerate(self._looks)
        ]
        for number, row in enumerate(self._records, start=self._first_record + 1):
            cells = [f"{begun}{number}{look}{content}" for (begun, look), content in zip(columns, row, strict=True)]
            self.fh.write(f'<row r="{number}">{"".join(cells)}</row>')


@contextmanager
def new_workbook(target: BytesIO, *, title: str, author: str, created: datetime = _CREATED) -> Iterator[Book]:
    """A workbook that is written into the target when the block ends. Without `created` the same content is the same
    bytes."""
    with xlsxwriter.Workbook(
        target,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    ) as workbook:
        workbook.set_properties({"title": shown_line(title), "author": shown_line(author), "created": created})
        yield Book(workbook)


def write_text(sheet: Worksheet, row: int, column: int, text: str, look: Format | None = None) -> None:
    """A text, whatever it looks like. Longer than a cell holds (32,767 letters) it is cut."""
    sheet.write_string(row, column, storable(shown_text(text)), look)


def storable(text: str) -> str:
    """The text as a file can hold it, for cells that are read again: half a surrogate pair becomes a question mark."""
    if not text.isascii():
        text = text.encode("utf-8", "replace").decode("utf-8")
    # xlsxwriter takes a text from <r> to </r> for ready markup; behind a space it is a text.
    return f" {text}" if text.startswith("<r>") else text


def write_value(sheet: Worksheet, row: int, column: int, value: CellContent, look: Format | None = None) -> None:
    """A value as what it is: text, number, day; nothing as an empty cell with its look."""
    if value is None or value == "":
        sheet.write_blank(row, column, None, look)
    elif isinstance(value, str):
        write_text(sheet, row, column, value, look)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, look)
    else:
        sheet.write_number(row, column, value, look)


def write_row(
    sheet: Worksheet, row: int, values: Sequence[CellContent], look: Format | Sequence[Format], first_column: int = 0
) -> None:
    """Values side by side, each with its look or all with one."""
    for offset, value in enumerate(values):
        write_value(sheet, row, first_column + offset, value, look if isinstance(look, Format) else look[offset])


def write_formula(
    sheet: Worksheet, row: int, column: int, formula: str, value: str | int | float | Decimal, look: Format
) -> None:
    """A formula of ours (English names, commas) with the value that the warehouse has for it.

    Never put a text from outside into the formula."""
    sheet.write_formula(row, column, formula, look, value)


def merge_text(sheet: Worksheet, area: tuple[int, int, int, int], text: str, look: Format) -> None:
    """A text over an area: first row, first column, last row, last column."""
    sheet.merge_range(*area, "", look)
    write_text(sheet, area[0], area[1], text, look)


def set_height(
    sheet: Worksheet, row: int, texts: Sequence[tuple[CellContent, float]], lowest: float = LINE_HEIGHT
) -> None:
    """Makes a row high enough for its wrapped texts, each with the width of its cell in characters.
    Not every spreadsheet does so by itself, and none over merged cells."""
    lines = max((_lines(str(text), width) for text, width in texts if text is not None), default=1)
    sheet.set_row(row, min(max(lines * LINE_HEIGHT, lowest), _HIGHEST_ROW))


def _lines(text: str, width: float) -> int:
    """How many lines a text takes; words end some of them early."""
    return sum(1 + int(len(line) * 1.12 / width) for line in text.split("\n"))


def set_page(
    sheet: Worksheet,
    *,
    footer: str,
    landscape: bool = True,
    header_rows: tuple[int, int] | None = None,
    pages_wide: int = 1,
    header_columns: int = 0,
) -> None:
    """A4, one page wide or, where that could not be read, several; the header rows and the first `header_columns` on
    every page, the page's number at its foot."""
    sheet.set_paper(A4)
    if landscape:
        sheet.set_landscape()
    else:
        sheet.set_portrait()
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.fit_to_pages(pages_wide, 0)
    if header_columns:
        sheet.repeat_columns(0, header_columns - 1)
    if header_rows is not None:
        sheet.repeat_rows(*header_rows)
    sheet.set_footer(f"&L&8{_footer_text(footer)}&R&8Halaman &P dari &N")


_LONGEST_FOOTER: Final = 75
"""A spreadsheet refuses a footer of more than 255 letters, where `&` and an emoji are two."""


def _footer_text(text: str) -> str:
    """`&` opens a code, and digits at the beginning would be read as part of the size before them."""
    shown = " ".join(shown_line(text).split())
    if len(shown) > _LONGEST_FOOTER:
        shown = f"{shown[: _LONGEST_FOOTER - 1]}…"
    return " " + shown.replace("&", "&&")


def two_places(value: str) -> str:
    """The formula of an index or a score from that of a mean on the scale 1 to 4: rounded once, half up, to two
    places."""
    return f"ROUND(ROUND({value}*{INDEX_FACTOR * HUNDREDTHS},{_STEADY_PLACES}),0)/{HUNDREDTHS}"


def fixed_cell(cell: tuple[int, int]) -> str:
    """A row and a column, from 0, as a formula names it wherever it is copied: `$B$3`."""
    return str(xl_rowcol_to_cell(*cell, row_abs=True, col_abs=True))
