"""JSON to grids: an array of objects, an object that holds one, a table of phpMyAdmin, JSON lines.

Belongs here: finding the records and laying them out as a header and rows. Not here: what the columns mean. Record n
stands in row n + 1, below the names of its fields.
"""

import json
from collections.abc import Iterator
from typing import Final, TypeAlias

from contracts.settings import Limits
from ingest.grid import Grid, clean_text, grid_of_rows, number_text
from ingest.refusal import FileRefused, refused
from ingest.size_guards import Extent, check_extent

Json: TypeAlias = dict[str, "Json"] | list["Json"] | str | float | int | bool | None
Record: TypeAlias = dict[str, Json]

_DEEPEST: Final = 3
"""Objects around the records: {"result": {"data": […]}}."""


def read_json(content: bytes, limits: Limits) -> list[Grid]:
    """A grid for each array of objects, or of arrays of which the first holds the names; named by its key.

    Raises FileRefused: `unreadable_json`, `no_table`, `too_many_rows`, `too_many_columns`."""
    grids: list[Grid] = []
    for name, rows in _tables("", _parsed(content), _DEEPEST):
        records = [row for row in rows if isinstance(row, dict)]
        lists = [row for row in rows if isinstance(row, list)]
        if len(records) == len(rows):
            grids.append(_grid_of_records(name, records, limits))
        elif len(lists) == len(rows):
            grids.append(_grid(name, [[_text(cell) for cell in row] for row in lists], limits))
    if not grids:
        raise refused(
            "no_table",
            "Berkas JSON ini tidak memuat daftar jawaban (array berisi satu objek untuk setiap responden). "
            "Kirim ekspor data jawaban sebagai xlsx, csv, atau json.",
        )
    return grids


def _parsed(content: bytes) -> Json:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _unreadable("bukan UTF-8") from error
    try:
        try:
            return _loads(text)
        except json.JSONDecodeError as error:
            if error.msg != "Extra data":
                raise
            return [_loads(line) for line in text.splitlines() if line.strip()]  # JSON lines
    except json.JSONDecodeError as error:
        raise _unreadable(f"baris {error.lineno}: {error.msg}") from error
    except RecursionError as error:
        raise _unreadable("isinya terlalu dalam") from error
    except ValueError as error:
        raise _unreadable(str(error)) from error


def _loads(text: str) -> Json:
    found: Json = json.loads(text, object_pairs_hook=_object, parse_constant=_no_number)
    return found


def _object(pairs: list[tuple[str, Json]]) -> Record:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("satu objek memuat nama yang sama dua kali")
    return found


def _no_number(text: str) -> None:
    """NaN is how a program writes an empty cell."""


def _tables(name: str, value: Json, depth: int) -> Iterator[tuple[str, list[Json]]]:
    """Arrays that may be tables, by their key."""
    if isinstance(value, list):
        parts = [one for one in value if isinstance(one, dict) and one.get("type") == "table" and "data" in one]
        if parts:  # phpMyAdmin: header, database, and tables beside one another
            for part in parts:
                yield from _tables(str(part.get("name") or name), part["data"], depth - 1)
        elif value:
            yield name, value
    elif isinstance(value, dict) and depth > 0:
        for key, inner in value.items():
            if isinstance(inner, dict | list):
                yield from _tables(key, inner, depth - 1)


def _grid_of_records(name: str, records: list[Record], limits: Limits) -> Grid:
    flat = [dict(_flat(record)) for record in records]
    names = list(dict.fromkeys(key for record in flat for key in record))
    return _grid(name, [[clean_text(key) for key in names], *([one.get(key) for key in names] for one in flat)], limits)


def _grid(name: str, rows: list[list[str | None]], limits: Limits) -> Grid:
    check_extent(Extent.to(len(rows), max(map(len, rows))), name or "JSON", limits)
    return grid_of_rows(name, rows)


def _flat(record: Record) -> Iterator[tuple[str, str | None]]:
    """Fields of a record; those of an object in it by both names: "respondent.age"."""
    for key, value in record.items():
        if isinstance(value, dict):
            for inner, inner_value in value.items():
                yield f"{key}.{inner}", _text(inner_value)
        else:
            yield key, _text(value)


def _text(value: Json) -> str | None:
    """A value as a spreadsheet would show it; an array of plain values is joined, deeper things are their JSON."""
    if value is None:
        return None
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return number_text(value)
    if isinstance(value, list) and not any(isinstance(one, dict | list) for one in value):
        return clean_text("; ".join(text for one in value if (text := _text(one)) is not None))
    return clean_text(json.dumps(value, ensure_ascii=False))


def _unreadable(detail: str) -> FileRefused:
    return refused(
        "unreadable_json",
        f"Berkas JSON ini rusak atau terpotong dan tidak dapat dibaca ({detail}). "
        "Ekspor ulang dari aplikasinya sebagai json, csv, atau xlsx, lalu kirim lagi.",
    )
