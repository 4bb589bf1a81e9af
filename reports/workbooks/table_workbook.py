"""A table of the warehouse as a workbook: a header, and a row a row.

Belongs here: how a value of each column type is written. A text is never a formula or a link. Not here: which
tables there are, other formats (`pipeline.documents.export`). Written to a file row by row: a table need not fit in
memory.
"""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Final

import xlsxwriter
from xlsxwriter.format import Format

from contracts.columns import Column, ColumnType, Table
from reports.workbooks.workbook_cells import DAY, Book, CellContent, write_text, write_value

MOST_ROWS: Final = 1_048_575
"""Of a sheet, below its header."""
_MOMENT: Final = "dd/mm/yyyy hh:mm:ss"
_WIDTH: Final = 18.0
_WIDE: Final = 40.0


def write_table(path: Path, table: Table, rows: Iterable[tuple[object, ...]]) -> None:
    """Writes a table, its values in the order of its `shown_columns`. There may be MOST_ROWS of them."""
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "nan_inf_to_errors": True,
    }
    with xlsxwriter.Workbook(str(path), options) as workbook:
        book, columns = Book(workbook), table.shown_columns
        looks = [_look(book, column) for column in columns]
        sheet = workbook.add_worksheet(table.name[:31])
        sheet.freeze_panes(1, 0)
        for position, column in enumerate(columns):
            sheet.set_column(position, position, _WIDE if column.type is ColumnType.TEXT else _WIDTH)
            write_text(sheet, 0, position, column.name, book.header)
        row_number = 0
        for row_number, row in enumerate(rows, start=1):
            for position, value in enumerate(row):
                write_value(sheet, row_number, position, _cell(value, columns[position]), looks[position])
        sheet.autofilter(0, 0, row_number, len(columns) - 1)


def _look(book: Book, column: Column) -> Format:
    if column.type is ColumnType.DATE:
        return book.format(num_format=DAY)
    if column.type is ColumnType.TIMESTAMP:
        return book.format(num_format=_MOMENT)
    if column.type in (ColumnType.TEXT, ColumnType.KEY):
        return book.format(quote_prefix=True)  # stays a text when somebody edits its cell
    return book.plain


def _cell(value: object, column: Column) -> CellContent:
    """A value as a cell holds it. A key has more digits than a spreadsheet's numbers: it is a text."""
    if value is None or isinstance(value, str | date | datetime | Decimal | float):
        return value
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, int):
        return str(value) if column.type is ColumnType.KEY else value
    raise TypeError(f"{column.name} holds {type(value).__name__}")
