"""Taking rows and columns out of originals: every other row keeps its number, and is read as before."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from contracts.erasures import ErasedRow
from contracts.registry import Registry
from contracts.settings import Limits
from contracts.unsur import UNSUR
from ingest.grids import FileRefused, read_grids
from ingest.identify import UnitNames
from ingest.read import Export, read_export
from ingest.redacted_originals import ENDING, read_redacted
from ingest.redaction import redacted, repeated_rows

LIMITS = Limits()
HEADER = ["No", "Nama", "No HP", "Umur", *(unsur.name for unsur in UNSUR), "Saran"]
LINES = [
    ["Rekap Survei", *[""] * 13],
    HEADER,
    *([str(n), f"Warga {n}", f"0812{n}", str(20 + n), *"344334434", "baik"] for n in range(1, 7)),
    ["", "Jumlah", "", "", *"123456789", ""],
]
THIRD = 5
"""The row of the third respondent, as a spreadsheet counts."""


def csv(lines: list[list[str]]) -> bytes:
    return "".join(";".join(one) + "\n" for one in lines).encode()


def workbook(*sheets: list[list[str]]) -> bytes:
    saved = io.BytesIO()
    with xlsxwriter.Workbook(saved, {"in_memory": True}) as book:
        for lines in sheets:
            sheet = book.add_worksheet()
            for number, one in enumerate(lines):
                sheet.write_row(number, 0, one)
    return saved.getvalue()


def read(path: Path) -> Export:
    return read_export(path, name="a", content_id="c" * 16, limits=LIMITS, names=UnitNames(Registry(())))


def numbers(export: Export) -> list[int]:
    return export.rows.get_column("row_number").to_list()


@pytest.fixture
def original(tmp_path: Path) -> Path:
    path = tmp_path / "original"
    path.write_bytes(csv(LINES))
    return path


def left_of(path: Path, rows: list[ErasedRow], *, personal: bool = False) -> Path:
    left = path.with_name(f"left{ENDING}")
    left.write_bytes(redacted(path, name="a", limits=LIMITS, rows=rows, personal=personal))
    return left


@pytest.mark.parametrize("made", [lambda: csv(LINES), lambda: workbook(LINES)], ids=["csv", "xlsx"])
def test_the_others_keep_their_rows_and_are_read_as_before(tmp_path: Path, made: Callable[[], bytes]) -> None:
    path = tmp_path / "original"
    path.write_bytes(made())
    before = read(path)
    (sheet,) = before.rows.get_column("sheet").unique()
    left = left_of(path, [ErasedRow(sheet=sheet, row_number=THIRD)])
    after = read(left)
    assert after.reading.format == before.reading.format
    assert numbers(after) == [3, 4, 6, 7, 8]
    kept = before.rows.filter(pl.col("row_number") != THIRD)
    assert after.rows.drop("row_index").equals(kept.drop("row_index"))
    assert "Warga 3" in path.read_bytes().decode("latin-1") or path.read_bytes().startswith(b"PK")
    assert b"Warga 3" not in left.read_bytes()
    (erased,) = [one for one in after.reading.row_classes if one.row_class == "erased"]
    assert (erased.count, erased.places) == (1, "5")


def test_what_adds_up_rows_goes_with_a_row(original: Path) -> None:
    """Else what is left, taken from the total, is the row; and the total would contradict what is read."""
    assert read(original).reading.doubts  # this total is wrong, and asked about
    left = left_of(original, [ErasedRow(sheet="", row_number=THIRD)])
    assert not read(left).reading.doubts
    assert b"Jumlah" not in left.read_bytes()


def test_what_is_left_can_lose_more_and_the_order_does_not_matter(original: Path) -> None:
    rows = [ErasedRow(sheet="", row_number=number) for number in (3, THIRD)]
    one_by_one = left_of(left_of(original, rows[:1]), rows[1:]).read_bytes()
    assert one_by_one == left_of(original, rows).read_bytes()
    assert one_by_one == left_of(original, [*reversed(rows)]).read_bytes()


def test_a_row_that_is_not_there_is_said(original: Path) -> None:
    for sheet, number in (("", 99), ("", 10), ("", 0), ("Lain", 3)):
        with pytest.raises(LookupError, match=f"^{sheet} {number}$"):
            left_of(original, [ErasedRow(sheet=sheet, row_number=number)])


def test_personal_columns_are_cut_below_their_header(original: Path) -> None:
    left = left_of(original, [], personal=True)
    assert read(left).rows.equals(read(original).rows)
    text = left.read_text()
    assert "Nama" in text
    assert "Warga" not in text
    assert "0812" not in text


def test_what_was_erased_whole_is_refused_with_a_sentence(original: Path) -> None:
    content = redacted(original, name="a", limits=LIMITS, everything=True)
    with pytest.raises(FileRefused) as refused:
        read_redacted(content)
    assert refused.value.refusal.code == "kept_no_longer"


def test_a_damaged_one_is_refused(original: Path) -> None:
    content = left_of(original, []).read_bytes()
    for broken in (content[:-9], b"{}", content.replace(b'"skm_redacted":1', b'"skm_redacted":2')):
        with pytest.raises(FileRefused) as refused:
            read_redacted(broken)
        assert refused.value.refusal.code == "unreadable_file"


def test_nobody_can_send_one(original: Path) -> None:
    """Only the archive gives a file that name: sent in, the same bytes are an export in JSON like any other."""
    sent = original.with_name("sent")
    sent.write_bytes(left_of(original, []).read_bytes())
    assert json.loads(sent.read_bytes())["format"] == "csv"
    assert read_grids(sent, name="sent.json", limits=LIMITS).format == "json"


def test_a_copied_sheet_loses_the_row_too(tmp_path: Path) -> None:
    path = tmp_path / "original"
    shifted = [LINES[0], HEADER, *LINES[4:8], LINES[2], LINES[3]]
    path.write_bytes(workbook(LINES, LINES, shifted))
    found = read_grids(path, name="a", limits=LIMITS)
    row = ErasedRow(sheet="Sheet1", row_number=THIRD)
    assert repeated_rows(found, [row], []) == [ErasedRow(sheet="Sheet2", row_number=THIRD)]
    assert repeated_rows(found, [row], ["Sheet3"]) == [
        ErasedRow(sheet="Sheet2", row_number=THIRD),
        ErasedRow(sheet="Sheet3", row_number=3),
    ]
    first = ErasedRow(sheet="Sheet1", row_number=1)
    assert repeated_rows(found, [first], []) == [ErasedRow(sheet="Sheet2", row_number=1)]
    left = left_of(path, [row])
    assert left.read_bytes().count(b"Warga 3") == 2


def test_a_row_that_is_said_again_further_right_is_the_same_row(tmp_path: Path) -> None:
    path = tmp_path / "original"
    path.write_bytes(workbook(LINES, [["", *one] for one in LINES[1:5]]))
    found = read_grids(path, name="a", limits=LIMITS)
    row = ErasedRow(sheet="Sheet1", row_number=THIRD)
    assert repeated_rows(found, [row], ["Sheet2"]) == [ErasedRow(sheet="Sheet2", row_number=4)]


def test_of_two_tables_below_each_other_both_lose_names_and_keep_headers(tmp_path: Path) -> None:
    path = tmp_path / "original"
    second = [HEADER[0], HEADER[2], HEADER[1], *HEADER[3:]]
    people = [[str(n), f"0813{n}", f"Ibu {n}", "40", *"444444444", "baik"] for n in range(1, 4)]
    path.write_bytes(csv([*LINES[:-1], second, *people]))
    text = left_of(path, [], personal=True).read_text()
    assert (text.count('"Nama"'), text.count('"No HP"')) == (2, 2)
    assert not any(one in text for one in ("Warga", "Ibu", "0812", "0813"))
