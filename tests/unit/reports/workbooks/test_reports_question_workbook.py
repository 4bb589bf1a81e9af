"""The workbook of questions, answered as a clerk does it and read by the real reader."""

import re
import zipfile
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest

from contracts.question_sheet import ANSWERS_NOTED, QUESTION_SHEET
from contracts.records import OfferedChoice, OpenQuestion, SheetAnswer
from contracts.registry import Registry
from contracts.settings import Limits
from ingest.identify import UnitNames
from ingest.read import read_export
from reports.workbooks.correction import CorrectionSource
from reports.workbooks.question_workbook import question_workbook
from tests.unit.reports.libreoffice import convert
from tests.unit.reports.workbooks.test_reports_answer_form import typed
from tests.unit.reports.workbooks.test_reports_correction_workbook import sheets

SOURCE = CorrectionSource("0123456789abcdef", "Mawar/2024 <r>&.xlsx", "Kecamatan Mawar", "Bagian Organisasi")
ORDER = OpenQuestion(
    code="same_people:Lembar 1",
    question="40 dari 41 baris lembar “Lembar 1” sama berurutan dengan lembar “Data”. Mungkin itu responden yang sama.",
    choices=(
        OfferedChoice(key="same", label="responden yang sama", respondents=41, ikm=Decimal("86.63")),
        OfferedChoice(key="different", label="responden yang berbeda", respondents=81, ikm=Decimal("86.75")),
        OfferedChoice(key="refuse", label="jangan hitung berkas ini", respondents=0),
    ),
)
PERIOD = OpenQuestion(
    code="period",
    question="=1+1 adalah judul kolomnya. Periode mana?",
    choices=(OfferedChoice(key="2024-S1", label="Semester I"), OfferedChoice(key="2024-S2", label="Semester II")),
)
FIRST = 8
"""The row of the sheet that the first question stands in."""


def read_again(content: bytes, path: Path) -> tuple[SheetAnswer, ...]:
    path.write_bytes(content)
    reading = read_export(path, name=path.name, content_id="c", limits=Limits(), names=UnitNames(Registry(()))).reading
    assert reading.refusal is not None
    assert reading.refusal.code == ANSWERS_NOTED
    return reading.sheet_answers


def answered(workbook: bytes, cells: dict[str, str]) -> bytes:
    """The workbook with texts typed into empty cells; everything else in it stays as it is."""
    saved = BytesIO()
    with zipfile.ZipFile(BytesIO(workbook)) as original, zipfile.ZipFile(saved, "w") as copy:
        for name in original.namelist():
            content = original.read(name)
            if name == "xl/worksheets/sheet1.xml":
                text = content.decode()
                for cell, value in cells.items():
                    text, found = re.subn(rf'<c r="{cell}" s="(\d+)"/>', lambda at, v=value: typed(at, v), text)
                    assert found == 1
                content = text.encode()
            copy.writestr(name, content)
    return saved.getvalue()


def test_what_is_asked_can_be_read_and_chosen() -> None:
    content = question_workbook(SOURCE, [ORDER, PERIOD])
    assert content == question_workbook(SOURCE, [ORDER, PERIOD])
    (rows,) = sheets(content).values()
    assert list(sheets(content)) == [QUESTION_SHEET]
    assert rows[FIRST][1] == PERIOD.question
    assert str(rows[FIRST - 1][2]).splitlines() == [
        "A. responden yang sama (41 responden, IKM 86,63)",
        "B. responden yang berbeda (81 responden, IKM 86,75)",
        "C. jangan hitung berkas ini (tidak ada responden yang dihitung)",
    ]
    xml = zipfile.ZipFile(BytesIO(content)).read("xl/worksheets/sheet1.xml").decode()
    assert re.findall(r"<formula1>(.*?)</formula1>", xml) == ['"A,B,C"', '"A,B"']


def test_empty_cells_answer_nothing(tmp_path: Path) -> None:
    assert read_again(question_workbook(SOURCE, [ORDER, PERIOD]), tmp_path / "kosong.xlsx") == ()


@pytest.mark.parametrize("again", [False, True])
def test_answers_are_read_by_their_letters(tmp_path: Path, *, again: bool) -> None:
    content = answered(question_workbook(SOURCE, [ORDER, PERIOD]), {f"D{FIRST}": "b", f"E{FIRST}": "dari buku tamu"})
    if again:
        saved = tmp_path / "isi.xlsx"
        saved.write_bytes(content)
        content = convert(saved, "xlsx", tmp_path / "libreoffice").read_bytes()
    (answer,) = read_again(content, tmp_path / "jawaban.xlsx")
    assert (answer.content_id, answer.code, answer.choice) == (SOURCE.content_id, ORDER.code, "different")
    assert answer.why == "dari buku tamu"
