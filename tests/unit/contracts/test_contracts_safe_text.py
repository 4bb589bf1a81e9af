"""Texts that a spreadsheet would calculate, that a terminal would obey, that turn a line around."""

import ast
import csv
import io
import re
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from contracts.safe_text import NOT_SHOWN, defused, excel_csv, shown_line, shown_text

ROOT = Path(__file__).parent.parent.parent.parent
ROOMS = [path.parent for path in ROOT.glob("*/__init__.py") if path.parent.name not in ("tests", "benchmarks")]
FORMULAS = [
    "=1+1",
    "+62 812",
    "-3.5",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "\tx",
    "\rx",
    "＝1",
    "＋1",
    "－1",
    "＠A",
    '"=1',
    "  =1",
    "\u00a0=1",
    "“=1",
    "\" '=1",
    "\u200b=1",
    "\ufeff=1",
    "−1",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_begins_a_formula(text: str) -> None:
    assert defused(text).lstrip("\t\r\n").startswith("'")
    assert defused(text).replace("'", "") == text.replace("'", "")
    assert defused(defused(text)) == defused(text)


@pytest.mark.parametrize("text", ["baik;=cmd|' /C calc'!A0", "baik, =1", "baik\n+1", "baik\t=1", "baik\t\t=1", 'x;"=1'])
def test_no_part_becomes_a_cell_with_a_formula_where_the_separator_is_another(text: str) -> None:
    assert not re.search(r"(?:^|[;,\t\r\n])[ \"]*[=+@-]", defused(text))


@pytest.mark.parametrize(
    "text", ["", "Kecamatan Pacet", "a = b", "2-3 hari", "a@b.id", "ramah, cepat; murah", "'=1", "3,5", "Jum'at"]
)
def test_other_texts_stay(text: str) -> None:
    assert defused(text) == text


def test_numbers_stay_numbers_and_texts_do_not_become_any() -> None:
    content = excel_csv([[-3.5, Decimal("88.10"), -2, None, "-3.5", "a\x1b[2J\u202eb", "a;b"]])
    assert content.startswith(b"\xef\xbb\xbf-3,5;88,10;")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert rows == [["-3,5", "88,10", "-2", "", "'-3.5", "a[2Jb", "a;b"]]


def test_what_is_never_shown() -> None:
    hostile = "a\x00\x07\x1b]0;x\x07\x9b2J\u202eb\u2066c\u2069\x7f\ud800"
    assert shown_text(hostile) == "a]0;x2Jbc"
    assert (
        shown_text("satu\r\ndua\rtiga\x85empat\u2028lima\tمرحبا 👩\u200d🔧")
        == "satu\ndua\ntiga\nempat\nlima\tمرحبا 👩\u200d🔧"
    )
    assert shown_line("satu\r\n\tdua\u202e") == "satu dua"
    assert not NOT_SHOWN.search(shown_text("".join(map(chr, range(0x3000)))))


@cache
def written(module: Path) -> set[str]:
    """Names that are called or asked of something, and modules that are imported."""
    found = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute):
            found.add(node.attr)
            if isinstance(node.value, ast.Name) and node.value.id == "csv":
                found.add(f"csv.{node.attr}")
        elif isinstance(node, ast.Constant) and re.search(r"(?is)\bCOPY\b.*\bCSV\b", str(node.value)):
            found.add("COPY CSV")
    return found


@pytest.mark.parametrize(
    ("writers", "where"),
    [
        ({"csv.writer", "csv.DictWriter"}, {"contracts/safe_text.py"}),
        ({"write_csv", "sink_csv", "to_csv"}, {"pipeline/documents/csv_frames.py"}),
        ({"COPY CSV", "write_excel", "write_url", "write_rich_string"}, set()),
        ({"isprintable"}, {"contracts/safe_text.py", "ingest/grid.py", "ingest/workbook.py", "pipeline/upload_place.py",
                           "portal/server/static_site.py", "reports/writers/chart_drawing.py"}),
    ],
    ids=lambda value: None,
)  # fmt: skip
def test_nothing_else_writes_texts_for_a_person(writers: set[str], where: set[str]) -> None:
    modules = [path for room in ROOMS for path in room.rglob("*.py")]
    assert len(modules) > 200
    assert {str(path.relative_to(ROOT)) for path in modules if written(path) & writers} <= where
