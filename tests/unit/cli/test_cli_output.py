"""What the command writes on a terminal, whatever the terminal is."""

import io
import re
from decimal import Decimal

import pytest

from cli.output import format_value, show_table, tell, write_any_letter


@pytest.mark.parametrize(
    ("encoding", "written"),
    [
        ("ascii", "– Café".encode()),
        ("utf-8", "– Café".encode()),
        ("latin-1", b"? Caf\xe9"),
        ("US-ASCII", "– Café".encode()),
    ],
)
def test_a_locale_that_knows_few_letters_fails_nothing(encoding: str, written: bytes) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    write_any_letter(stream, io.StringIO())
    stream.write("– Café")
    stream.flush()
    assert stream.buffer.getvalue() == written  # type: ignore[attr-defined]


ROWS = [
    {
        "path": "2024/Hasil Survei_Kecamatan_Dawarblandong_2024.csv",
        "unit": "Dinas Kependudukan dan Pencatatan Sipil",
        "n": 5200,
    },
    {"path": "a.csv", "unit": "Puskesmas Jatirejo", "n": -3},
]
HEADINGS = {"path": "Berkas", "unit": "Nama unit yang mengirim", "n": "Jumlah baris"}


@pytest.mark.parametrize("width", [120, 80, 60, 40])
def test_a_table_breaks_no_word(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", str(width))
    show_table("Berkas", ROWS, HEADINGS, right=("n",))
    said = re.sub(r"\x1b\[[0-9;]*m", "", capsys.readouterr().out)
    words = set(said.split())
    for row in ROWS:
        assert {*str(row["path"]).split(), *str(row["unit"]).split()} <= words
    assert {"5.200", "−3", "mengirim", "Jumlah"} <= {word.strip(":") for word in words}
    assert all(len(line.rstrip()) <= width for line in said.splitlines() if ".csv" not in line)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (13759, "13.759"),
        (-3, "−3"),
        (Decimal("-0.96"), "−0,96"),
        (0.5, "0,5000"),
        (None, "–"),
        (True, "ya"),
        ("a\nb", "a b"),
    ],
)
def test_values_have_one_style(value: object, shown: str) -> None:
    assert format_value(value) == shown


def test_a_sentence_is_broken_between_words_on_a_terminal_only(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    sentence = f"Buku arsip {'/srv/skm' * 9}/ledger.jsonl rusak: kosong. Pulihkan cadangan terbaru ke folder lain."
    tell(sentence)
    assert capsys.readouterr().err == f"{sentence}\n"
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "40")
    tell(sentence)
    said = capsys.readouterr().err
    assert said.split() == sentence.split()
    assert all(len(line) <= 40 for line in said.splitlines() if "/" not in line)
