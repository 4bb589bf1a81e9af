"""Questions about a file, answered in the workbook that goes back to its unit: by a letter of a list, and entered into
the ledger as the unit's."""

import io
from pathlib import Path

import pytest
import python_calamine
import xlsxwriter

from contracts.home import Home
from contracts.question_sheet import ANSWER_HEADER, CODE_HEADER, WHY_HEADER
from contracts.settings import Settings
from pipeline import decisions
from pipeline.stores import open_stores
from pipeline.upload_check import check_upload
from tests.integration.offices import Heard, contents, home_at, run, send
from tests.integration.test_questions import export

pytestmark = pytest.mark.usefixtures("without_prefect")
FILE = "Mawar/2024.csv"


def sheets(home: Home) -> list[Path]:
    return sorted(home.quarantine.rglob("* - pertanyaan *.xlsx"))


def answered(workbook: Path, letter: str, why: str = "", code: str | None = None) -> bytes:
    """The workbook as an office sends it back, saved anew by its program."""
    (sheet,) = python_calamine.CalamineWorkbook.from_path(workbook).sheet_names
    lines = python_calamine.CalamineWorkbook.from_path(workbook).get_sheet_by_name(sheet).to_python()
    header = next(line for line in lines if CODE_HEADER in line)
    line = lines[lines.index(header) + 1]
    line[header.index(ANSWER_HEADER)], line[header.index(WHY_HEADER)] = letter, why
    line[header.index(CODE_HEADER)] = code or line[header.index(CODE_HEADER)]
    saved = io.BytesIO()
    with xlsxwriter.Workbook(saved, {"in_memory": True}) as copy:
        target = copy.add_worksheet(sheet)
        for row, cells in enumerate(lines):
            target.write_row(row, 0, cells)
    return saved.getvalue()


def test_a_question_goes_out_in_a_workbook_and_comes_back_as_a_decision(tmp_path: Path, heard: Heard) -> None:
    home = home_at(tmp_path / "data")
    send(home, FILE, export(15))
    assert run(home).status(FILE) == "held"
    (sheet,) = sheets(home)
    assert sheet.parent.name == "U-1"

    # Left empty it decides nothing; another office answers nothing; nor does what is no choice, or is not asked.
    send(home, "Mawar/kosong.xlsx", answered(sheet, ""))
    send(home, "Melati/jawaban.xlsx", answered(sheet, "A", "bukan berkasnya"))
    send(home, "Mawar/bukan.xlsx", answered(sheet, "Z"))
    send(home, "Mawar/lain.xlsx", answered(sheet, "A", code="scale_reversed"))
    again = run(home)
    assert again.status(FILE) == "held"
    assert decisions.load(home).lines == ()
    assert sheets(home) == [sheet]
    told = {sentence.partition(":")[0]: sentence for sentence in heard.sentences if "tidak dicatat" in sentence}
    assert set(told) == {"Melati/jawaban.xlsx", "Mawar/bukan.xlsx", "Mawar/lain.xlsx"}
    assert "berkas unit lain" in told["Melati/jawaban.xlsx"]
    assert "bukan salah satu pilihan" in told["Mawar/bukan.xlsx"]
    assert "tidak ditanyakan lagi" in told["Mawar/lain.xlsx"]
    assert (again.status("Mawar/kosong.xlsx"), again.why("Mawar/kosong.xlsx")) == ("loaded", "answers_noted")

    # The portal takes such a workbook, too.
    upload = tmp_path / "jawaban.xlsx"
    upload.write_bytes(answered(sheet, "A"))
    checked = check_upload(home, open_stores(home, Settings().storage), upload, upload.name, "U-1")
    assert (checked.refusal, checked.questions) == (None, ())

    # Answered: counted in the very run in which it comes.
    send(home, "Mawar/jawaban.xlsx", answered(sheet, "a.", "total salah ketik"))
    counted = run(home)
    assert (counted.status(FILE), counted.indexes["U-1"][0]) == ("loaded", 4)
    (line,) = decisions.load(home).lines
    assert (line.by, line.choice, line.why) == ("Kecamatan Mawar (lembar pertanyaan)", "count", "total salah ketik")
    assert sheets(home) == []
    assert [path.name for path in home.answered_workbooks.rglob("*.xlsx")] == [sheet.name]
    before = contents(home)
    run(home)
    assert contents(home) == before
    assert len(decisions.load(home).lines) == 1
