import re
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from contracts.headers import SOURCE_COLUMNS
from contracts.rules import ROW_RULES_BY_CODE
from contracts.staged_tables import STAGED_RESPONSE
from contracts.unsur import UNSUR, UNSUR_BY_COLUMN, UNSUR_COLUMNS
from reports.workbooks.correction import (
    STAGED_SOURCES,
    BlankedValue,
    BrokenRowRule,
    CellValue,
    CorrectionSource,
    RejectedRow,
    staged_values,
)
from reports.workbooks.correction_workbook import HEADERS, correction_workbook

SOURCE = CorrectionSource("4be1c09aa1d25f07", "jatirejo/SKM 2024.csv", "Kecamatan Jatirejo", "Bagian Organisasi")
HOSTILE = ("=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "http://example.test/", "{=1+1}", "=1+1", "0012")


def breach(rule: str, value: str | None = None) -> BrokenRowRule:
    one = ROW_RULES_BY_CODE[rule]
    return BrokenRowRule(one.column, value, one.message, one.expected)


def rejected(*breaches: BrokenRowRule, **values: CellValue) -> RejectedRow:
    return RejectedRow("Data", 17, {**dict.fromkeys(UNSUR_COLUMNS, 4), **values}, breaches)


def sheets(workbook: bytes) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_filelike(BytesIO(workbook))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def table(workbook: bytes) -> list[dict[str, object]]:
    rows = sheets(workbook)["Perbaiki"]
    header = next(position for position, row in enumerate(rows) if "Asal Berkas" in row)
    return [dict(zip(map(str, rows[header]), row, strict=True)) for row in rows[header + 1 :]]


def test_a_rejected_row_carries_what_was_written_why_and_where_it_came_from() -> None:
    wrong = breach("u3_not_an_answer", "5")
    row = rejected(wrong, response_id="000123", timestamp=datetime(2024, 3, 2, 10, 11, 12), u3="5", gender="L", age=45)
    (line,) = table(correction_workbook(SOURCE, [row]))
    assert line["ID Responden"] == "000123"
    assert line["Tanggal"] == datetime(2024, 3, 2, 10, 11, 12)
    assert line["Waktu Penyelesaian"] == "5"
    assert line["Sarana dan Prasarana"] == 4
    assert line["Alasan"] == wrong.message
    assert line["Seharusnya"] == f"Waktu Penyelesaian: {wrong.expected}"
    assert (line["Asal Berkas"], line["Asal Lembar"], line["Asal Baris"]) == (SOURCE.content_id, "Data", 17)


def test_only_columns_in_use_stand_there_and_the_nine_unsur_always() -> None:
    (line,) = table(correction_workbook(SOURCE, [rejected(breach("date_missing"))]))
    names = [unsur.name for unsur in UNSUR]
    assert list(line) == ["Tanggal", *names, "Alasan", "Seharusnya", "Asal Berkas", "Asal Lembar", "Asal Baris"]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_stays_text(hostile: str) -> None:
    row = rejected(breach("u1_not_an_answer", hostile), u1=hostile, suggestion=hostile, service=hostile)
    blank = BlankedValue("Data", 3, BrokenRowRule("gender", hostile, "Jenis kelamin tidak dikenal.", "L atau P"))
    workbook = correction_workbook(SOURCE, [row], [blank])
    (line,) = table(workbook)
    assert (line["Persyaratan"], line["Saran"], line["Jenis Layanan"]) == (hostile, hostile, hostile)
    assert hostile in sheets(workbook)["Dikosongkan"][4]
    book = CalamineWorkbook.from_filelike(BytesIO(workbook))
    for name in book.sheet_names:
        assert not [cell for line in book.get_sheet_by_name(name).to_python() for cell in line if cell == 2]


def test_what_the_law_protects_more_does_not_come_back_and_the_workbook_says_so() -> None:
    row = rejected(breach("u3_missing"), u3=None)
    told, silent = (
        str(sheets(correction_workbook(source, [row]))["Penjelasan"])
        for source in (replace(SOURCE, leaves_out="disabilitas"), SOURCE)
    )
    assert "Isian disabilitas tidak dimuat di sini" in told
    assert "isabilitas" not in silent


def test_headers_are_those_that_reading_knows() -> None:
    known = {column.column: column.headers for column in SOURCE_COLUMNS}
    for column, header in HEADERS.items():
        names = (UNSUR_BY_COLUMN[column].name,) if column in UNSUR_BY_COLUMN else known[column]
        assert header in names


def test_only_the_first_sheet_looks_like_answers() -> None:
    blank = BlankedValue("Data", 3, breach("age_impossible", "999"))
    content = sheets(correction_workbook(SOURCE, [rejected(breach("u1_missing"), u1=None)], [blank]))
    assert list(content) == ["Perbaiki", "Penjelasan", "Dikosongkan"]
    names = {unsur.name for unsur in UNSUR}
    for name in ("Penjelasan", "Dikosongkan"):
        assert all(len(names & set(map(str, row))) <= 1 for row in content[name])
    assert content["Dikosongkan"][4][:4] == ["Data", 3, "Umur", "999"]


def test_rows_are_as_high_as_their_texts_and_one_page_is_as_wide_as_all_but_the_origin() -> None:
    long = rejected(breach("u3_not_an_answer", "5"), breach("u4_missing"), suggestion="kursi " * 40)
    short = RejectedRow("Data", 18, dict.fromkeys(UNSUR_COLUMNS, 4), ())
    with ZipFile(BytesIO(correction_workbook(SOURCE, [long, short]))) as package:
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
        area = re.search(r"<definedName[^>]*Print_Area[^>]*>([^<]*)<", package.read("xl/workbook.xml").decode())
    heights = {int(row): float(height) for row, height in re.findall(r'<row r="(\d+)"[^>]* ht="([\d.]+)"', sheet)}
    assert heights[8] == 11 * 15, "240 letters of suggestion in a column of 26"
    assert 9 not in heights, "one line"
    assert '<pageSetUpPr fitToPage="1"/>' in sheet
    assert 'fitToHeight="0"' in sheet
    assert area is not None
    assert area[1] == "Perbaiki!$A$1:$L$9", "nine unsur, the suggestion, the reasons"


def test_same_rows_same_bytes() -> None:
    rows = [rejected(breach("u1_missing"), u1=None, timestamp=date(2024, 1, 31))] * 3
    assert correction_workbook(SOURCE, rows) == correction_workbook(SOURCE, rows)


def test_what_the_sender_wrote_comes_from_the_staged_row() -> None:
    assert {place for places in STAGED_SOURCES.values() for place in places} <= set(STAGED_RESPONSE.column_names)
    staged: dict[str, object] = dict.fromkeys(STAGED_RESPONSE.column_names)
    staged |= {
        "u1": -1,
        "u1_text": "entah",
        "u2": 3,
        "response_date": date(2024, 1, 31),
        "age_band": "20-29",
        "dated": True,
    }
    assert staged_values(staged) == {"u1": "entah", "u2": 3, "timestamp": date(2024, 1, 31), "age": "20-29"}
