"""Workbooks as grids of text: places, values, merged cells, hidden sheets."""

import io
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

import odf.opendocument
import odf.table
import odf.text
import pytest
import xlsxwriter
import xlwt
from msoffcrypto import OfficeFile
from msoffcrypto.format.ooxml import OOXMLFile

from contracts.settings import Limits
from ingest.grids import FileRefused, read_grids
from ingest.workbook import read_workbook, value_text

LIMITS = Limits()


def xlsx(write) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        write(book)
    return buffer.getvalue()


def code_of(content: bytes, tmp_path: Path, limits: Limits = LIMITS) -> str:
    path = tmp_path / "kiriman"
    path.write_bytes(content)
    with pytest.raises(FileRefused) as refusal:
        read_grids(path, name="kiriman", limits=limits)
    return refusal.value.refusal.code


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (4.0, "4"),
        (2024.0, "2024"),
        (3516011234560001.0, "3516011234560001"),
        (88.305, "88.305"),
        (4, "4"),
        (True, "TRUE"),
        (datetime(2024, 1, 31), "2024-01-31"),
        (datetime(2024, 1, 31, 10, 5), "2024-01-31T10:05:00"),
        (date(2024, 1, 31), "2024-01-31"),
        (time(10, 5), "10:05:00"),
        (timedelta(hours=36), "1 day, 12:00:00"),
        ("  Sangat sesuai\u00a0", "Sangat sesuai"),
        (" \u00a0 ", None),
        ("Ba\u200bik\x07", "Baik"),
    ],
)
def test_value_as_text(value, text):
    assert value_text(value) == text


def test_rows_and_columns_keep_their_place():
    def write(book):
        sheet = book.add_worksheet("Januari")
        sheet.write_row(2, 1, ["Tanggal", "Nilai"])
        sheet.write_datetime(4, 1, datetime(2024, 1, 31, 10, 5, 7), book.add_format({"num_format": "dd/mm/yyyy hh:mm"}))
        sheet.write_number(4, 2, 4)

    grids, notes = read_workbook(xlsx(write), LIMITS)
    assert notes == []
    assert (grids[0].name, grids[0].first_row) == ("Januari", 3)
    assert grids[0].cells.rows() == [
        (None, "Tanggal", "Nilai"),
        (None, None, None),
        (None, "2024-01-31T10:05:07", "4"),
    ]


@pytest.mark.parametrize("suffix", ["", ".xlsx", ".xls", ".ods", ".csv", ".zip"])
def test_the_name_says_nothing(tmp_path, suffix):
    path = tmp_path / f"kiriman{suffix}"
    path.write_bytes(xlsx(lambda book: book.add_worksheet().write(0, 0, "a")))
    file = read_grids(path, name=path.name, limits=LIMITS)
    assert (file.format, file.grids[0].cells.rows()) == ("xlsx", [("a",)])


def test_one_beside_true():
    grids, _ = read_workbook(xlsx(lambda book: book.add_worksheet().write_column(0, 0, [True, 1, 0, False])), LIMITS)
    assert grids[0].cells["c0"].to_list() == ["TRUE", "1", "0", "FALSE"]


def test_true_beside_one():
    def write(book):
        sheet = book.add_worksheet()
        sheet.write_column(0, 0, [1, 1.0])
        sheet.write_boolean(2, 0, True)
        sheet.write_formula(3, 0, "=1/0", None, "#DIV/0!")
        sheet.write_string(4, 0, "x")

    grids, _ = read_workbook(xlsx(write), LIMITS)
    assert grids[0].cells["c0"].to_list() == ["1", "1", "TRUE", None, "x"]


def test_merged_header_is_filled():
    def write(book):
        sheet = book.add_worksheet()
        sheet.merge_range("A1:A2", "No")
        sheet.merge_range("B1:D1", "NILAI UNSUR")
        sheet.write_row("B2", ["U1", "U2", "U3"])

    grids, _ = read_workbook(xlsx(write), LIMITS)
    assert grids[0].cells.rows() == [("No", "NILAI UNSUR", "NILAI UNSUR", "NILAI UNSUR"), ("No", "U1", "U2", "U3")]


def test_hidden_sheets_are_passed_over_and_named():
    def write(book):
        book.add_worksheet("Data").write(0, 0, "a")
        hidden = book.add_worksheet("Lama")
        hidden.write(0, 0, "b")
        hidden.hide()
        book.add_worksheet("Kosong")

    grids, notes = read_workbook(xlsx(write), LIMITS)
    assert [grid.name for grid in grids] == ["Data"]
    assert notes == ["Lembar tersembunyi tidak dibaca: Lama."]


def test_nothing_in_it(tmp_path):
    assert code_of(xlsx(lambda book: book.add_worksheet()), tmp_path) == "no_table"


def test_too_many_rows_and_columns(tmp_path):
    content = xlsx(lambda book: book.add_worksheet().write_column(0, 0, [1] * 20))
    assert code_of(content, tmp_path, Limits(rows=19)) == "too_many_rows"
    content = xlsx(lambda book: book.add_worksheet().write_row(0, 0, [1] * 20))
    assert code_of(content, tmp_path, Limits(columns=19)) == "too_many_columns"


def old_xls() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Data")
    sheet.write_merge(0, 0, 0, 1, "Judul")
    sheet.write(1, 0, date(2024, 1, 31), xlwt.easyxf(num_format_str="DD/MM/YYYY"))
    sheet.write(1, 1, 4)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_old_xls(tmp_path):
    path = tmp_path / "a.csv"  # the name says nothing
    path.write_bytes(old_xls())
    file = read_grids(path, name="a.csv", limits=LIMITS)
    assert file.format == "xls"
    assert file.grids[0].cells.rows() == [("Judul", "Judul"), ("2024-01-31", "4")]


def test_ods(tmp_path):
    document = odf.opendocument.OpenDocumentSpreadsheet()
    table = odf.table.Table(name="Rekap")
    for values in (("Tanggal", "Nilai"), ("2024-01-31", "Baik")):
        row = odf.table.TableRow()
        for value in values:
            cell = odf.table.TableCell(valuetype="string")
            cell.addElement(odf.text.P(text=value))
            row.addElement(cell)
        table.addElement(row)
    end = odf.table.TableRow(numberrowsrepeated=1048574)
    end.addElement(odf.table.TableCell(numbercolumnsrepeated=16384))
    table.addElement(end)
    document.spreadsheet.addElement(table)
    path = tmp_path / "a.ods"
    document.write(path)
    file = read_grids(path, name="a.ods", limits=LIMITS)
    assert (file.format, file.grids[0].name) == ("ods", "Rekap")
    assert file.grids[0].cells.rows() == [("Tanggal", "Nilai"), ("2024-01-31", "Baik")]


def test_a_workbook_with_a_password(tmp_path):
    plain = io.BytesIO(xlsx(lambda book: book.add_worksheet().write(0, 0, "a")))
    locked = io.BytesIO()
    OOXMLFile(plain).encrypt("rahasia", locked)
    assert code_of(locked.getvalue(), tmp_path) == "password_protected"


def test_an_old_workbook_with_a_password(tmp_path):
    """A FILEPASS record (0x002F) right after the beginning of the stream is what locks an xls."""
    content = bytearray(old_xls())
    stream = content.index(b"\x09\x08\x10\x00")
    second = stream + 4 + 16
    content[second : second + 6] = b"\x2f\x00\x02\x00\x00\x00"
    assert OfficeFile(io.BytesIO(content)).is_encrypted()
    assert code_of(bytes(content), tmp_path) == "password_protected"


@pytest.mark.parametrize("keep", [0.3, 0.6, 0.9])
@pytest.mark.parametrize("make", [old_xls, lambda: xlsx(lambda book: book.add_worksheet().write(0, 0, "a"))])
def test_a_workbook_cut_off(tmp_path, make, keep):
    content = make()
    assert code_of(content[: int(len(content) * keep)], tmp_path) == "unreadable_workbook"


def test_dimension_is_not_believed():
    content = xlsx(lambda book: book.add_worksheet().write_column(0, 0, list(range(50))))
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data.replace(b'ref="A1:A50"', b'ref="A1"') if "sheet1" in name else data)
    assert len(read_workbook(buffer.getvalue(), LIMITS)[0][0].cells) == 50
