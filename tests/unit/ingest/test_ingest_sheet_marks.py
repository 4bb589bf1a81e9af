"""Rows hidden and formulas without a result: found in the workbook, and what they mean for the answers."""

import io
import re
import zipfile

import odf.opendocument
import odf.table
import odf.text
import pytest
import xlsxwriter

from contracts.settings import Limits
from contracts.unsur import UNSUR
from ingest.read import read_export

NAMES = [unsur.name for unsur in UNSUR]
PEOPLE = 12
FIRST = 2


def workbook(
    answer=lambda row, column: 3, *, totals=0, date=lambda row: "2025-01-10", arrange=lambda book, sheet: None
):
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet = book.add_worksheet("Data")
    sheet.write_row(0, 0, ["No", "Tanggal", *NAMES, "Saran"])
    for row in range(FIRST, FIRST + PEOPLE):
        sheet.write_row(row - 1, 0, [row - 1, date(row)])
        for column in range(9):
            sheet.write(row - 1, column + 2, answer(row, column))
        sheet.write(row - 1, 11, "tes" if row % 4 == 0 else "ok")
    for line in range(totals):
        sheet.write(FIRST + PEOPLE - 1 + line, 0, "Jumlah")
        for column in range(9):
            sheet.write_formula(FIRST + PEOPLE - 1 + line, column + 2, "=SUM(C2:C13)", None, 36)
    arrange(book, sheet)
    book.close()
    return buffer.getvalue()


def edited(content, change, member="xl/worksheets/sheet1.xml"):
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(buffer, "w") as after:
        for name in before.namelist():
            part = before.read(name)
            after.writestr(name, change(part) if name == member else part)
    return buffer.getvalue()


@pytest.fixture
def read(tmp_path, names):
    def run(content, suffix="xlsx", answers=None):
        path = tmp_path / f"skm.{suffix}"
        path.write_bytes(content)
        return read_export(
            path, name=f"pacet/skm.{suffix}", content_id="c", limits=Limits(), names=names, answers=answers
        )

    return run


def hide(*rows):
    def arrange(book, sheet):
        for row in rows:
            sheet.set_row(row - 1, options={"hidden": True})

    return arrange


def filtered(book, sheet):
    sheet.autofilter(0, 0, FIRST + PEOPLE - 2, 11)
    sheet.filter_column(11, "x == ok")
    hide(4, 8, 12)(book, sheet)


def in_a_table(book, sheet):
    columns = [{"header": header} for header in ("No", "Tanggal", *NAMES, "Saran")]
    sheet.add_table(0, 0, FIRST + PEOPLE - 2, 11, {"columns": columns})
    hide(4, 8, 12)(book, sheet)


def choose_in_table(xml):
    return re.sub(rb'(<autoFilter ref="[^"]*")/>', rb'\1><filterColumn colId="11"/></autoFilter>', xml)


def with_results_left_out(xml):
    return re.sub(rb"</f><v>[^<]*</v>", b"</f>", xml)


@pytest.mark.parametrize(
    "content",
    [
        workbook(arrange=filtered),
        edited(workbook(arrange=in_a_table), choose_in_table, "xl/tables/table1.xml"),
        edited(workbook(arrange=filtered), lambda xml: xml.replace(b' hidden="1"', b" hidden='true'")),
    ],
)
def test_rows_that_a_filter_hides_are_left_out_and_named(read, content):
    export = read(content)
    assert export.reading.refusal is None
    assert export.rows["row_number"].to_list() == [2, 3, 5, 6, 7, 9, 10, 11, 13]
    assert export.reading.notes == (
        "3 baris pada lembar “Data” disembunyikan oleh penyaring (filter) dan tidak dihitung: baris 4, 8, 12. "
        "Bila ikut dihitung, hapus penyaringnya, simpan, lalu kirim lagi.",
    )


@pytest.mark.parametrize("arrange", [hide(4, 8, 12), in_a_table])
def test_respondents_hidden_by_hand_are_asked_back(read, arrange):
    content = workbook(arrange=arrange)
    (doubt,) = read(content).reading.doubts
    assert doubt.code == "hidden_rows:Data"
    assert "3 baris jawaban pada lembar “Data” disembunyikan (baris 4, 8, 12)" in doubt.question
    assert read(content, answers={doubt.code: "count"}).rows.height == PEOPLE
    without = read(content, answers={doubt.code: "skip"})
    assert without.rows["row_number"].to_list() == [2, 3, 5, 6, 7, 9, 10, 11, 13]
    assert {(one.row_class, one.places) for one in without.reading.row_classes} >= {("hidden", "4, 8, 12")}
    refused = read(content, answers={doubt.code: "refuse"}).reading.refusal
    assert refused is not None
    assert refused.code == "decided_against"


def test_hidden_rows_that_are_no_respondents_and_hidden_columns_change_nothing(read):
    def arrange(book, sheet):
        hide(1, 40)(book, sheet)
        sheet.set_column(0, 0, None, None, {"hidden": True})
        sheet.autofilter(0, 0, FIRST + PEOPLE - 2, 11)

    export = read(workbook(arrange=arrange))
    assert export.reading.refusal is None
    assert export.rows.height == PEOPLE
    assert export.reading.notes == ()


def ods(visibility):
    document = odf.opendocument.OpenDocumentSpreadsheet()
    table = odf.table.Table(name="Data & Isi")
    head = ["No", "Tanggal", *NAMES]
    for number in range(PEOPLE + 1):
        row = odf.table.TableRow(**({"visibility": visibility} if number in (3, 7) else {}))
        for value in head if number == 0 else [str(number), "2025-01-10", *"333333333"]:
            cell = odf.table.TableCell(valuetype="string")
            cell.addElement(odf.text.P(text=value))
            row.addElement(cell)
        table.addElement(row)
    document.spreadsheet.addElement(table)
    buffer = io.BytesIO()
    document.write(buffer)
    return buffer.getvalue()


def test_an_ods_hides_rows_too(read):
    filtered_out = read(ods("filter"), "ods")
    assert filtered_out.rows["row_number"].to_list() == [2, 3, 5, 6, 7, 9, 10, 11, 12, 13]
    assert "2 baris pada lembar “Data & Isi”" in filtered_out.reading.notes[0]
    by_hand = read(ods("collapse"), "ods")
    assert [doubt.code for doubt in by_hand.reading.doubts] == ["hidden_rows:Data & Isi"]
    assert read(ods("visible"), "ods").rows.height == PEOPLE


def test_marks_travel_with_a_sheet_in_an_archive(read):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a/skm.xlsx", workbook(arrange=hide(4)))
    export = read(buffer.getvalue(), "zip")
    assert "“a/skm.xlsx!Data” disembunyikan (baris 4)" in export.reading.doubts[0].question


def formula(row, column):
    return "=VALUE(LEFT(N2,1))"


@pytest.mark.parametrize(
    "change",
    [
        with_results_left_out,
        lambda xml: xml,  # all 0, as xlsxwriter writes what it cannot calculate
        lambda xml: re.sub(rb"</f><v>0</v>", b"</f><v />", xml),
        lambda xml: re.sub(rb"</f><v>0</v>", b"</f><v></v>", xml),
        lambda xml: re.sub(rb"<f>[^<]*</f><v>0</v>", b'<f t="shared" si="0"/>', xml, count=60).replace(
            b"<v>0</v>", b""
        ),
        lambda xml: re.sub(rb"<(/?)(\w)", rb"<\1x:\2", with_results_left_out(xml).partition(b"?>")[2]).replace(
            b" xmlns=", b" xmlns:x="
        ),
    ],
)
def test_answers_never_calculated_are_refused_with_what_to_do(read, change):
    export = read(edited(workbook(formula), change))
    assert export.reading.refusal is not None
    assert export.reading.refusal.code == "formulas_not_calculated"
    assert "simpan, lalu kirim lagi" in export.reading.refusal.message


def test_one_answer_never_calculated_is_enough(read):
    content = workbook(lambda row, column: "=VALUE(LEFT(N2,1))" if (row, column) == (5, 3) else 3)
    export = read(edited(content, with_results_left_out))
    assert export.reading.refusal is not None
    assert "baris 5)" in export.reading.refusal.message


def test_dates_never_calculated_do_not_fall_back_to_the_file_name(read):
    content = workbook(date=lambda row: "=TODAY()")
    export = read(edited(content, with_results_left_out))
    assert export.reading.refusal is not None
    assert export.reading.refusal.code == "formulas_not_calculated"


def test_totals_never_calculated_matter_to_nobody(read):
    export = read(edited(workbook(totals=3), with_results_left_out))
    assert export.reading.refusal is None
    assert export.rows.height == PEOPLE


def test_formulas_with_results_are_answers(read):
    content = edited(workbook(formula, totals=1), lambda xml: xml.replace(b"</f><v>0</v>", b"</f><v>4</v>"))
    export = read(content)
    assert export.reading.refusal is None
    assert set(export.rows["u3"].to_list()) == {"4"}


def test_text_of_no_length_is_a_result(read):
    content = workbook(lambda row, column: '=IF(1,"","")' if (row, column) == (5, 3) else 3)
    change = lambda xml: re.sub(rb"(<c r=\"F5\")(><f>[^<]*</f>)<v>0</v>", rb'\1 t="str"\2<v></v>', xml)  # noqa: E731
    export = read(edited(content, change))
    assert export.reading.refusal is None
    assert export.rows.filter(row_number=5)["u4"].to_list() == [None]
