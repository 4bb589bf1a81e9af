"""No text of a cell is too long for what reads it."""

from pathlib import Path

import pytest

from contracts.settings import Limits
from contracts.staged_tables import UNREADABLE_ANSWER
from contracts.unsur import UNSUR
from contracts.written_answers import answer_words, read_answer
from contracts.written_dates import read_date, read_time
from ingest.grids import LONGEST_CELL, FileRefused, read_grids
from ingest.period_names import read_period
from ingest.similarity import BareLabel, bare_label
from ingest.values import cell_kind, on_scale
from transforms.responses.categories import read_age, read_age_band

DIGITS = "1" * 4_301
"""One more than Python turns into a number."""


@pytest.mark.parametrize("written", ["{}", "{} tahun", "21-{}", "<{}", "{},0", "4 {}"])
def test_thousands_of_digits_are_no_number(written: str) -> None:
    text = written.format(DIGITS)
    assert read_answer(text, answer_words(UNSUR[0])) == UNREADABLE_ANSWER
    assert read_age(text) is None
    assert read_age_band(text) is None
    assert read_date(text) is None
    assert read_time(text) is None
    assert (bare_label(text) or BareLabel(0)).number < 100
    assert not on_scale(text)
    assert cell_kind(text) in ("number", "text", "long")
    assert read_period(text).months is None


def test_a_cell_longer_than_a_spreadsheet_s_refuses_its_file(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"Nama,Saran\na,{'x' * LONGEST_CELL}\nb,{'é' * (LONGEST_CELL + 1)}\n", encoding="utf-8")
    with pytest.raises(FileRefused) as refused:
        read_grids(path, name="a.csv", limits=Limits())
    assert refused.value.refusal.code == "cell_too_long"
    assert "baris 3, kolom ke-2 berisi 32768 huruf" in refused.value.refusal.message
    path.write_text(f"Nama,Saran\na,{'é' * LONGEST_CELL}\n", encoding="utf-8")
    assert read_grids(path, name="a.csv", limits=Limits()).grids[0].cells.height == 2
