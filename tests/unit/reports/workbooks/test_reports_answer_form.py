"""The empty form, filled in as a clerk does it and read by the real reader."""

import re
import zipfile
from datetime import date, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from contracts.registry import Registry, Unit
from contracts.settings import Limits
from contracts.unsur import UNSUR_COLUMNS
from ingest.identify import UnitNames, identify_unit
from ingest.read import Export, read_export
from reports.workbooks.answer_form import COLUMNS, COMPLETE, FORM_HEADERS, answer_form, answer_form_csv
from tests.unit.reports.libreoffice import convert
from tests.unit.reports.workbooks.test_reports_correction_workbook import sheets

FIRST = 7
"""The row of the sheet that the first respondent stands in."""
UNIT = Unit("35.08.01", "Kecamatan Tempursari", "kecamatan", None, (), None, ())
NAMES = UnitNames(Registry((UNIT, Unit("35.08.02", "Kecamatan Pronojiwo", "kecamatan", None, (), None, ()))))
DAY = date(2026, 3, 2)
GOOD = (DAY, "P", 41, "SMA", "Wiraswasta", "KTP", *(4, 3, 4, 4, 3, 4, 2, 4, 1), "Kursi ditambah")
ONLY_ANSWERS = (DAY, None, None, None, None, None, *(4,) * 9, None)

Line = tuple[date | str | int | None, ...]


@cache
def form_of_unit() -> bytes:
    """The empty form of UNIT, made once."""
    return answer_form(UNIT.unit_name, "Bagian Organisasi")


def changed(line: Line, **values: date | str | int | None) -> Line:
    return tuple(values.get(column, value) for column, value in zip(COLUMNS, line, strict=True))


def filled_in(form: bytes, lines: list[Line]) -> bytes:
    """The form with values typed into its cells; everything else in it stays as it is."""
    saved = BytesIO()
    with zipfile.ZipFile(BytesIO(form)) as original, zipfile.ZipFile(saved, "w") as copy:
        for name in original.namelist():
            content = original.read(name)
            if name == "xl/worksheets/sheet1.xml":
                text = content.decode()
                for row, line in enumerate(lines, start=FIRST):
                    for letter, value in zip("ABCDEFGHIJKLMNOP", line, strict=True):
                        text = re.sub(rf'<c r="{letter}{row}" s="(\d+)"/>', lambda cell, v=value: typed(cell, v), text)
                content = text.encode()
            copy.writestr(name, content)
    return saved.getvalue()


def typed(cell: re.Match[str], value: date | str | int | None) -> str:
    begin = cell.group().removesuffix("/>")
    if value is None:
        return cell.group()
    if isinstance(value, str):
        return f'{begin} t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    number = (value - date(1899, 12, 30)).days if isinstance(value, date) else value
    return f"{begin}><v>{number}</v></c>"


def read(path: Path, content: bytes) -> Export:
    path.write_bytes(content)
    return read_export(path, name=path.name, content_id="0" * 16, limits=Limits(), names=NAMES)


def values(export: Export) -> list[tuple[str | None, ...]]:
    return export.rows.select(COLUMNS).rows()


def test_what_is_filled_in_is_read_exactly_without_a_question(tmp_path: Path) -> None:
    export = read(tmp_path / "isian.xlsx", filled_in(form_of_unit(), [GOOD, ONLY_ANSWERS, changed(GOOD, u5=1)]))
    reading = export.reading
    assert (reading.refusal, reading.doubts, reading.rows) == (None, (), 3)
    first = values(export)[0]
    assert first[1:] == ("P", "41", "SMA", "Wiraswasta", "KTP", *"434434241", "Kursi ditambah")
    assert str(first[0]).startswith("2026-03-02")
    assert values(export)[1][1:] == (*(None,) * 5, *"444444444", None)
    assert values(export)[2][10] == "1"
    assert {column.mapped_to for column in reading.mapping} - {None} == set(COLUMNS)
    assert {(column.header, column.confidence) for column in reading.mapping if column.mapped_to in UNSUR_COLUMNS} == {
        (FORM_HEADERS[column], 1.0) for column in UNSUR_COLUMNS
    }
    assert identify_unit(reading.naming, "maret.xlsx", NAMES) == UNIT.unit_code


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_an_empty_one_is_refused_with_a_sentence(tmp_path: Path, ending: str) -> None:
    empty = form_of_unit() if ending == "xlsx" else answer_form_csv()
    refusal = read(tmp_path / f"isian.{ending}", empty).reading.refusal
    assert refusal is not None
    assert refusal.code == "no_rows"
    assert "di bawahnya tidak ada satu pun baris responden" in refusal.message


def test_the_csv_is_what_excel_in_indonesia_writes_and_opens(tmp_path: Path) -> None:
    empty = answer_form_csv()
    assert empty.startswith(b"\xef\xbb\xbfTanggal;Jenis Kelamin;Umur;")
    line = ";".join("02/03/2026" if isinstance(value, date) else str(value) for value in GOOD)
    export = read(tmp_path / "Isian SKM Kecamatan Tempursari.csv", empty + f"{line}\r\n".encode())
    assert (export.reading.refusal, export.reading.doubts, export.reading.rows) == (None, (), 1)
    assert values(export)[0] == ("02/03/2026", *map(str, GOOD[1:]))
    assert identify_unit(export.reading.naming, "Isian SKM Kecamatan Tempursari.csv", NAMES) == UNIT.unit_code


def test_an_office_program_says_in_the_form_what_the_reader_would_say(tmp_path: Path) -> None:
    wrong = {
        "Tanggal belum diisi dengan benar": [changed(GOOD, timestamp=None), changed(GOOD, timestamp="2 Maret")],
        "Tanggal di masa depan": [changed(GOOD, timestamp=date.today() + timedelta(days=9))],
        "Ada unsur yang belum dijawab": [changed(GOOD, u9=None)],
        "Jawaban hanya 1, 2, 3, atau 4": [changed(GOOD, u1=5), changed(GOOD, u2=0), changed(GOOD, u3="baik")],
        "Umur hanya angka": [changed(GOOD, age="empat puluh")],
    }
    lines = [GOOD, ONLY_ANSWERS, *(line for of_kind in wrong.values() for line in of_kind)]
    path = tmp_path / "isian.xlsx"
    path.write_bytes(filled_in(form_of_unit(), lines))
    saved = convert(path, "xlsx:Calc MS Excel 2007 XML", tmp_path / "disimpan")
    rows = sheets(saved.read_bytes())["Jawaban"][FIRST - 1 :]
    said = [str(row[len(COLUMNS)]) for row in rows[: len(lines) + 3]]
    expected = [COMPLETE, COMPLETE, *(words for words, of_kind in wrong.items() for _ in of_kind), "", "", ""]
    assert said == expected
    export = read(saved, saved.read_bytes())
    assert (export.reading.refusal, export.reading.doubts, export.reading.rows) == (None, (), len(lines))
    assert values(export)[0][1:] == ("P", "41", "SMA", "Wiraswasta", "KTP", *"434434241", "Kursi ditambah")


def test_only_the_first_sheet_looks_like_answers() -> None:
    content = sheets(form_of_unit())
    assert list(content) == ["Jawaban", "Petunjuk"]
    headers = set(FORM_HEADERS.values())
    assert all(len(headers & set(map(str, row))) <= 1 for row in content["Petunjuk"])


def test_same_office_same_bytes_and_hostile_names_are_texts() -> None:
    name = "=cmd|' /C calc'!A0"
    form = answer_form(name, "B")
    assert form == answer_form(name, "B")
    assert sheets(form)["Jawaban"][1][0] == name
