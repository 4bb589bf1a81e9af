"""Tests of how the workbooks' cells are written."""

import re
from datetime import date
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

from xlsxwriter.format import Format

from reports.workbooks.workbook_cells import CellContent, Sheet, new_workbook, write_row

HEADER = ("No", "Tanggal", "Teks", "Nilai")
RECORDS: tuple[tuple[CellContent, ...], ...] = (
    (1, date(2024, 2, 29), "=SUM(A1)", 3.25),
    (2, None, "", Decimal("88.31")),
    (3, date(2024, 3, 1), "<r>tebal</r>", None),
    (4, date(1999, 12, 31), "Baris\nkedua & <lain> \ud83d", 1_234_567.875),
    *((number, None, "=SUM(A1)", number / 7) for number in range(5, 40)),
)


def parts(*, as_records: bool) -> dict[str, bytes]:
    """The files of a workbook with a sheet of records, and one behind it that has some of the same texts."""
    target = BytesIO()
    with new_workbook(target, title="Uji", author="Uji") as book:
        sheet, looks = book.sheet("Rekaman"), (book.centred, book.day, book.text, book.two_places)
        write_row(sheet, 0, HEADER, book.header)
        write(sheet, looks, as_records=as_records)
        write_row(book.sheet("Lain"), 0, ("Teks", "=SUM(A1)"), book.text)
    with ZipFile(target) as package:
        return {name: package.read(name) for name in package.namelist()}


def write(sheet: Sheet, looks: tuple[Format, ...], *, as_records: bool) -> None:
    if as_records:
        sheet.write_records(2, RECORDS, looks)
    else:
        for row, record in enumerate(RECORDS, start=2):
            write_row(sheet, row, record, looks)


def test_records_are_written_as_xlsxwriter_writes_cells() -> None:
    """Apart from `spans`, which a reader may do without."""
    expected = parts(as_records=False)
    sheet = "xl/worksheets/sheet1.xml"
    expected[sheet] = re.sub(rb'(<row r="(?!1")\d+") spans="[^"]*"', rb"\1", expected[sheet])
    assert parts(as_records=True) == expected


def test_a_sheet_may_have_no_records() -> None:
    target = BytesIO()
    with new_workbook(target, title="Uji", author="Uji") as book:
        sheet = book.sheet("Rekaman")
        write_row(sheet, 0, HEADER, book.header)
        sheet.write_records(2, (), ())
    with ZipFile(target) as package:
        assert b'<dimension ref="A1:D1"/>' in package.read("xl/worksheets/sheet1.xml")
