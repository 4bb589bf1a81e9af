"""What would hurt a parser is refused before it sees it."""

import io
import re
import struct
import zipfile

import odf.opendocument
import odf.table
import odf.text
import pytest
import xlsxwriter

from contracts.settings import Limits
from ingest.refusal import FileRefused
from ingest.size_guards import (
    Extent,
    check_ods,
    check_size,
    check_workbook_zip,
    column_letters,
    column_number,
    inflate,
    open_zip,
    sheet_extent,
)

LIMITS = Limits()
HEAD = b'<?xml version="1.0"?><worksheet xmlns="m"><dimension ref="A1"/><sheetData>'
TAIL = b"</sheetData></worksheet>"


def workbook(rows: int = 3, columns: int = 3) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        for row in range(rows):
            sheet.write_row(row, 0, [4] * columns)
    return buffer.getvalue()


def with_member(content: bytes, name: str, change) -> bytes:
    """The same zip with one member changed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            data = old.read(info)
            new.writestr(info.filename, change(data) if info.filename == name else data)
    return buffer.getvalue()


def code_of(call, *arguments) -> str:
    with pytest.raises(FileRefused) as refusal:
        call(*arguments)
    return refusal.value.refusal.code


def test_columns_count_as_in_a_spreadsheet():
    assert [column_letters(number) for number in (1, 26, 27, 512, 16384)] == ["A", "Z", "AA", "SR", "XFD"]
    assert [column_number(letters) for letters in ("A", "Z", "AA", "SR", "XFD")] == [1, 26, 27, 512, 16384]


def test_ordinary_workbooks_pass():
    check_workbook_zip(workbook(1200, 17), LIMITS)
    check_workbook_zip(workbook(3, 40), LIMITS)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("XFD1048576", "too_many_rows"),
        ("A1048576", "too_many_rows"),
        ("XFD2", "too_many_columns"),
        ("SR299999", "too_large"),
    ],
)
def test_a_cell_far_away(cell, code):
    row = int(re.sub("[A-Z]", "", cell))
    far = f'<row r="{row}"><c r="{cell}"><v>4</v></c></row></sheetData>'.encode()
    bad = with_member(workbook(), "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"</sheetData>", far))
    with pytest.raises(FileRefused) as refusal:
        check_workbook_zip(bad, LIMITS)
    assert refusal.value.refusal.code == code
    assert str(row) in refusal.value.refusal.message


def ordinary_rows(first: int, last: int) -> bytes:
    row = b'<row r="%d"><c r="A%d"><v>4</v></c><c r="Q%d"><v>1</v></c></row>'
    return b"".join(row % (number, number, number) for number in range(first, last))


@pytest.mark.parametrize(
    "far",
    [
        b'<row r="1048576"><c r="XFD1048576"><v>4</v></c></row>',
        b"<row r='1048576'><c r='XFD1048576'><v>4</v></c></row>",
        b'<x:row r="1048576"><x:c s="1" r="XFD1048576"><x:v>4</x:v></x:c></x:row>',
        b'<row r="1048576"><c r="xfd1048576"><v>4</v></c></row>',
    ],
)
@pytest.mark.parametrize("before", [0, 2000])
def test_a_far_cell_hides_nowhere(far, before):
    xml = HEAD + ordinary_rows(1, before) + far + ordinary_rows(before, 2 * before + 3) + TAIL
    extent = sheet_extent(xml, LIMITS)
    assert extent is not None
    assert (extent.last_row, extent.last_column) == (1048576, 16384)


def test_cells_without_references_are_counted():
    xml = HEAD + b"<row>" + b"<c><v>1</v></c>" * 700 + b"</row><row><c><v>1</v></c></row>" + TAIL
    assert sheet_extent(xml, LIMITS) == Extent(1, 2, 1, 700)


def test_formatted_but_empty_cells_do_not_count():
    far = b'<row r="1048576"><c r="XFD1048576" s="3"/><c r="XFD1048576" s="3"></c></row>'
    assert sheet_extent(HEAD + ordinary_rows(1, 3) + far + TAIL, LIMITS) == Extent(1, 2, 1, 17)


def test_ordinary_rows_need_no_close_look():
    assert sheet_extent(HEAD + ordinary_rows(1, 5000) + TAIL, LIMITS) is None


def test_a_zip_bomb_by_its_declared_size():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", b"0" * (30 << 20))
    assert code_of(open_zip, buffer.getvalue(), LIMITS) == "inflates_too_much"  # by its ratio
    assert code_of(open_zip, buffer.getvalue(), Limits(inflated_megabytes=20)) == "inflates_too_much"


def test_a_member_that_holds_more_than_it_declares():
    content = bytearray(with_member(workbook(), "xl/worksheets/sheet1.xml", lambda xml: xml + b" " * 100_000))
    info = next(info for info in open_zip(bytes(content), LIMITS) if info.filename == "xl/worksheets/sheet1.xml")
    position = bytes(content).rindex(b"xl/worksheets/sheet1.xml") - 46  # central directory
    content[position + 24 : position + 28] = struct.pack("<I", 200)
    info.file_size = 200
    assert code_of(inflate, bytes(content), info) == "inflates_too_much"
    assert code_of(check_workbook_zip, bytes(content), LIMITS) == "inflates_too_much"


def test_a_truncated_member():
    content = workbook(300)
    info = next(info for info in open_zip(content, LIMITS) if info.filename == "xl/worksheets/sheet1.xml")
    info.compress_size //= 2
    assert code_of(inflate, content, info) == "unreadable_workbook"


def test_size():
    check_size(1 << 20, LIMITS)
    assert code_of(check_size, 101 << 20, LIMITS) == "too_large"


def ods(columns: int, rows: int, text: str) -> bytes:
    document = odf.opendocument.OpenDocumentSpreadsheet()
    table = odf.table.Table(name="Data")
    for repeated, value in ((1, "4"), (rows, text)):
        row = odf.table.TableRow(numberrowsrepeated=repeated)
        cell = odf.table.TableCell(numbercolumnsrepeated=columns if repeated == rows else 1, valuetype="string")
        if value:
            cell.addElement(odf.text.P(text=value))
        else:
            cell = odf.table.TableCell(numbercolumnsrepeated=columns)
        row.addElement(cell)
        table.addElement(row)
    document.spreadsheet.addElement(table)
    buffer = io.BytesIO()
    document.write(buffer)
    return buffer.getvalue()


def test_ods_repeats():
    check_ods(ods(16384, 1048575, ""), LIMITS)  # as LibreOffice ends every sheet
    assert code_of(check_ods, ods(1, 1048575, "4"), LIMITS) == "too_many_rows"
    assert code_of(check_ods, ods(16384, 2, "4"), LIMITS) == "too_many_columns"
    assert code_of(check_ods, ods(500, 200_000, "4"), LIMITS) == "too_large"
