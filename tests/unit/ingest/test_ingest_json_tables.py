"""JSON to grids: where the records are, and what their cells say."""

import json

import pytest

from contracts.settings import Limits
from ingest.json_tables import read_json
from ingest.refusal import FileRefused

LIMITS = Limits()
RECORDS = [{"U1": 3, "JK": "L"}, {"U1": 4, "Saran": " baik "}]
ROWS = [("U1", "JK", "Saran"), ("3", "L", None), ("4", None, "baik")]


def read(value):
    content = value if isinstance(value, bytes) else json.dumps(value).encode()
    return {grid.name: grid.cells.rows() for grid in read_json(content, LIMITS)}


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (RECORDS, ""),
        ({"data": RECORDS, "total": 2}, "data"),
        ({"status": "ok", "result": {"responses": RECORDS}}, "responses"),
        (b"\n".join(json.dumps(one).encode() for one in RECORDS), ""),
        (b"\xef\xbb\xbf" + json.dumps(RECORDS).encode(), ""),
        ([{"type": "header", "version": "5"}, {"type": "table", "name": "tb_skm", "data": RECORDS}], "tb_skm"),
        ([["U1", "JK", "Saran"], [3, "L", None], [4, None, "baik"]], ""),
    ],
)
def test_where_the_records_are(value, name):
    assert read(value) == {name: ROWS}


def test_cells_are_written_as_a_spreadsheet_shows_them():
    record = {"a": 4.0, "b": 3.5, "c": True, "d": {"umur": 30, "in": {"x": 1}}, "e": ["u1", "u2"], "f": None, "g": ""}
    assert read([record]) == {
        "": [
            ("a", "b", "c", "d.umur", "d.in", "e", "f", "g"),
            ("4", "3.5", "TRUE", "30", '{"x": 1}', "u1; u2", None, None),
        ]
    }
    assert read(b'[{"a": NaN, "b": 1}]') == {"": [("a", "b"), (None, "1")]}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b'[{"a": 1}, {"a"', "unreadable_json"),
        (b'[{"a": 1, "a": 2}]', "unreadable_json"),
        (b'[{"a": "\xff"}]', "unreadable_json"),
        (b"[" * 100_000, "unreadable_json"),
        (b'{"a": 1}\n{"a": ', "unreadable_json"),
        (b"[]", "no_table"),
        (b'{"a": 1}', "no_table"),
        (b"[1, 2]", "no_table"),
        (json.dumps([{f"k{n}": 1 for n in range(LIMITS.columns + 1)}]).encode(), "too_many_columns"),
    ],
)
def test_what_is_refused(content, code):
    with pytest.raises(FileRefused) as refusal:
        read(content)
    assert refusal.value.refusal.code == code
