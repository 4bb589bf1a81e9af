"""Workbooks (xlsx, xls, ods) to grids, by calamine.

Belongs here: visible sheets and rows, merged cells, cell values as text. Not here: guarding (`size_guards` looks at the
content first: a far-away cell takes the whole process down), HTML and XML called .xls (`markup`).
"""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final, TypeAlias

import polars as pl
import python_calamine as calamine

from contracts.settings import Limits
from ingest.grid import Grid, clean_text, column_names, number_text
from ingest.refusal import first_few, refused
from ingest.sheet_marks import NO_MARKS, SheetMarks
from ingest.size_guards import Extent, check_extent
from ingest.sniff import password_protected, unreadable_workbook

CellValue: TypeAlias = str | float | int | bool | date | datetime | time | timedelta
NOTHING_MARKED: Mapping[str, SheetMarks] = {}
_SHOWN_ROWS = 10
_NEAR = 12
"""So many cells below one another, all different, are of a column whose cells are."""
MergedRange = tuple[tuple[int, int], tuple[int, int]]


def read_workbook(
    source: Path | bytes, limits: Limits, marks: Mapping[str, SheetMarks] = NOTHING_MARKED
) -> tuple[list[Grid], list[str]]:
    """Grids of the visible sheets that hold anything, and notes (hidden sheets passed over, rows that a filter hides
    left blank). `marks` are those of the sheets, by name. A path is read a tenth faster than the same content in
    memory, which is for members of archives.

    Raises FileRefused: `unreadable_workbook`, `password_protected`, `too_many_rows`,
    `too_many_columns`, `no_table` when nothing visible holds anything."""
    try:
        return _read(source, limits, marks)
    except calamine.PasswordError as error:
        raise password_protected() from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise unreadable_workbook() from error
    except BaseException as error:
        # A panic of the Rust parser derives from BaseException and has no importable name.
        if type(error).__name__ == "PanicException":
            raise unreadable_workbook() from error
        raise


def _read(source: Path | bytes, limits: Limits, marks: Mapping[str, SheetMarks]) -> tuple[list[Grid], list[str]]:
    grids: list[Grid] = []
    notes: list[str] = []
    hidden: list[str] = []
    # Text of a value seen before: most answers are, and a look-up is far cheaper than making it.
    texts = _Texts()
    from_1904 = _counts_from_1904(source)
    with calamine.load_workbook(io.BytesIO(source) if isinstance(source, bytes) else source) as workbook:
        for position, sheet in enumerate(workbook.sheets_metadata):
            if sheet.typ != calamine.SheetTypeEnum.WorkSheet:
                continue
            if sheet.visible != calamine.SheetVisibleEnum.Visible:
                hidden.append(sheet.name)
                continue
            grid = _sheet_grid(workbook.get_sheet_by_index(position), texts, limits)
            if grid is None:
                continue
            marked = marks.get(sheet.name, NO_MARKS)
            grid = replace(grid, counts_from_1904=from_1904, hidden=marked.hidden, uncalculated=marked.uncalculated)
            if marked.filtered:
                grid, count = _without_filtered(grid, marked.filtered)
                notes += [_filtered_note(sheet.name, count, marked.filtered)] if count else []
            grids.append(grid)
    if not grids:
        seen = f"; yang tersembunyi: {', '.join(hidden)}" if hidden else ""
        raise refused(
            "no_table",
            f"Tidak ada lembar terlihat yang berisi data{seen}. "
            "Tampilkan lembar jawaban (klik kanan pada tab lembar, Tampilkan), simpan, lalu kirim lagi.",
        )
    return grids, [*([hidden_sheets_note(hidden)] if hidden else []), *notes]


def _without_filtered(grid: Grid, filtered: frozenset[int]) -> tuple[Grid, int]:
    """The grid with the rows left blank that a filter hides, and how many of them held anything."""
    rows = pl.int_range(grid.first_row, grid.first_row + grid.cells.height, eager=True)
    hidden = rows.is_in(sorted(filtered))
    filled = grid.cells.filter(hidden).select(pl.any_horizontal(pl.all().is_not_null()).sum()).item()
    return replace(grid, cells=grid.cells.select(pl.when(~hidden).then(pl.all()))), int(filled)


def _filtered_note(sheet: str, count: int, filtered: frozenset[int]) -> str:
    shown = first_few(sorted(filtered), _SHOWN_ROWS)
    return (
        f"{count} baris pada lembar “{sheet}” disembunyikan oleh penyaring (filter) dan tidak dihitung: baris {shown}. "
        "Bila ikut dihitung, hapus penyaringnya, simpan, lalu kirim lagi."
    )


def _counts_from_1904(source: Path | bytes) -> bool:
    """Whether an xlsx says that its days begin in 1904, as old Macs wrote; no other format is asked."""
    try:
        with (
            zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source) as archive,
            archive.open("xl/workbook.xml") as properties,
        ):
            head = properties.read(_PROPERTIES)
    except (zipfile.BadZipFile, KeyError, OSError, NotImplementedError, RuntimeError):
        return False
    return re.search(rb"date1904\s*=\s*[\"'](?:1|true)[\"']", head) is not None


_PROPERTIES: Final = 20_000
"""Bytes of a workbook's properties in which the setting stands."""


def hidden_sheets_note(names: list[str]) -> str:
    """What staff should know about sheets that were passed over."""
    return f"Lembar tersembunyi tidak dibaca: {', '.join(names)}."


def _sheet_grid(sheet: calamine.CalamineSheet, texts: "_Texts", limits: Limits) -> Grid | None:
    if sheet.start is None:
        return None
    first_row, first_column = sheet.start
    extent = Extent(first_row + 1, first_row + sheet.height, first_column + 1, first_column + sheet.width)
    check_extent(extent, sheet.name, limits)
    rows = sheet.to_python()
    merged_ranges = sheet.merged_cell_ranges
    if merged_ranges:
        _fill_merged(rows, merged_ranges, first_row, first_column)
    names = column_names(first_column + sheet.width)
    columns = [pl.Series(name, [None] * len(rows), dtype=pl.String) for name in names[:first_column]]
    columns += [
        pl.Series(name, _column_texts(values, texts.__getitem__), dtype=pl.String)
        for name, values in zip(names[first_column:], zip(*rows, strict=True), strict=True)
    ]
    return Grid(sheet.name, pl.DataFrame(columns), first_row + 1)


def _fill_merged(rows: list[list[CellValue]], ranges: list[MergedRange], first_row: int, first_column: int) -> None:
    """Puts the value of a merged range, which stands top left, into all its cells."""
    height, width = len(rows), len(rows[0])
    room = height * width  # ranges of an honest sheet do not overlap, so they never need more
    for (top, left), (bottom, right) in ranges:
        top, left = top - first_row, left - first_column
        bottom, right = min(bottom - first_row, height - 1), min(right - first_column, width - 1)
        if top < 0 or left < 0 or top > bottom or left > right:
            continue
        room -= (bottom - top + 1) * (right - left + 1)
        if room < 0:
            return
        value = rows[top][left]
        for row in rows[top : bottom + 1]:
            row[left : right + 1] = [value] * (right - left + 1)


def _column_texts(values: tuple[CellValue, ...], text: Callable[[CellValue], str | None]) -> list[str | None]:
    # Timestamps and ids are all different: a look-up would only cost. Where one stands, the column is of them.
    middle = len(values) // 2
    if isinstance(values[middle], date):
        return [value.isoformat() if type(value) is datetime else text(value) for value in values]
    near = values[middle : middle + _NEAR]
    if isinstance(values[middle], str) and len(set(near)) == _NEAR:
        return [
            value.strip() or None if isinstance(value, str) and value.isprintable() else text(value) for value in values
        ]
    return list(map(text, values))


class _Texts(dict[CellValue, str | None]):
    """Cell value to text, remembered, but for 1 and True (0 and False), which are the same key."""

    def __missing__(self, value: CellValue) -> str | None:
        if type(value) is float and value in (0.0, 1.0):  # the answer 1 is frequent
            return "1" if value else "0"
        # Printable text, by far the most common, needs no more than stripping.
        if isinstance(value, str) and value.isprintable():
            text = value.strip() or None
            self[value] = text
            return text
        text = value_text(value)
        if value not in (0, 1):
            self[value] = text
        return text


def value_text(value: CellValue) -> str | None:
    """A cell's value as text: whole numbers without ".0", dates and times in ISO, midnight as the date
    alone, truth as TRUE and FALSE, None when empty."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return number_text(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)
