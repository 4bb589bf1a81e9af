"""From a path to grids of text: the way into this half of the room.

Belongs here: the order of sniffing, guarding and reading. Not here: any of them, and nothing about what
the grids mean (`header`, `mapping`, `identify`).
"""

from dataclasses import replace
from pathlib import Path
from typing import Final

import polars as pl

from contracts.records import Refusal
from contracts.settings import Limits
from ingest.archive import Allowance, open_archive
from ingest.grid import Grid, GridsOfFile
from ingest.json_tables import read_json
from ingest.markup import read_html, read_spreadsheetml
from ingest.redacted_originals import ENDING, read_redacted
from ingest.refusal import FileRefused, first_few, refused
from ingest.sheet_marks import WorkbookMarks
from ingest.size_guards import check_ods, check_size, check_workbook_zip
from ingest.sniff import sniff
from ingest.text import read_text
from ingest.workbook import read_workbook

LONGEST_CELL: Final = 32_767
"""Characters; what a cell of Excel holds."""
_SHOWN_MEMBERS = 5

__all__ = ["FileRefused", "GridsOfFile", "read_grids"]


def read_grids(path: Path, *, name: str, limits: Limits) -> GridsOfFile:
    """Reads one export file into grids. `name` is the path its sender gave it, used in messages only:
    the format is recognised by the bytes.

    Raises FileRefused for everything that refuses the file whole: `empty`, `not_tabular`, `binary`,
    `unreadable_workbook`, `unreadable_archive`, `unreadable_json`, `password_protected`, `too_large`,
    `inflates_too_much`, `too_many_rows`, `too_many_columns`, `no_table`, `archive_path`,
    `archive_nested_too_deep`, `archive_too_many_members`, `cell_too_long`, `unreadable_file` (it cannot be opened at
    all)."""
    try:
        check_size(path.stat().st_size, limits)
        content = path.read_bytes()
    except OSError as error:
        raise refused(
            "unreadable_file",
            f"Berkas '{name}' tidak dapat dibuka dari penyimpanan ({error.strerror}). Kirim ulang berkasnya.",
        ) from error
    if path.suffix == ENDING:  # only the archive names a file so: nobody can send one
        return read_redacted(content)
    found = _grids_of_content(content, path, limits, Allowance.of(limits))
    for grid in found.grids:
        _check_cells(grid)
    return found


def _check_cells(grid: Grid) -> None:
    """Raises FileRefused where a cell holds more than a spreadsheet's can: nobody answered that."""
    columns = grid.cells.get_columns()
    # As one column: a query over many costs more than what it looks for.
    if not columns or not (pl.concat(columns).str.len_bytes() > LONGEST_CELL).any():
        return
    for column, cells in enumerate(columns):
        lengths = cells.str.len_chars().fill_null(0)
        row = lengths.arg_max()
        if row is None or lengths[row] <= LONGEST_CELL:
            continue
        where = f"lembar “{grid.name}”, " if grid.name else ""
        raise refused(
            "cell_too_long",
            f"Sel di {where}baris {grid.first_row + row}, kolom ke-{column + 1} berisi {lengths[row]} huruf, lebih "
            f"dari {LONGEST_CELL} yang dapat ditampung satu sel lembar kerja. Biasanya ada tanda kutip yang tidak "
            "ditutup; betulkan sel itu, lalu kirim lagi.",
        )


def _grids_of_content(content: bytes, path: Path | None, limits: Limits, allowance: Allowance) -> GridsOfFile:
    """The same for content in memory; `path` where it lies on disk too, `allowance` is what archives may
    still open."""
    kind = sniff(content)
    if kind == "zip":
        return _grids_of_archive(content, limits, allowance)
    if kind in ("xlsx", "ods", "xls"):
        marks = WorkbookMarks(content, limits)
        if kind == "xlsx":
            check_workbook_zip(content, limits, marks.look)
        elif kind == "ods":
            check_ods(content, limits, marks.look)
        # The parser believes a suffix, and reads the wrong format where it is wrong.
        honest = path is not None and path.suffix.lower() in ("", f".{kind}")
        grids, notes = read_workbook(path if path is not None and honest else content, limits, marks.by_sheet())
    elif kind == "html":
        grids, notes = read_html(content, limits)
    elif kind == "spreadsheetml":
        grids, notes = read_spreadsheetml(content, limits)
    elif kind == "json":
        grids, notes = read_json(content, limits), []
    else:
        grid, notes = read_text(content, limits)
        grids = [grid]
    return GridsOfFile(kind, tuple(grids), (), tuple(notes))


def _grids_of_archive(content: bytes, limits: Limits, allowance: Allowance) -> GridsOfFile:
    grids: list[Grid] = []
    members: list[str] = []
    notes: list[str] = []
    passed_over: list[str] = []
    document: FileRefused | None = None
    for member in open_archive(content, limits, allowance):
        try:
            found = _grids_of_content(member.content(), None, limits, allowance.inside())
        except FileRefused as refusal:
            inside = FileRefused(
                Refusal(
                    code=refusal.refusal.code,
                    message=f"Di dalam arsip, berkas '{member.name}': {refusal.refusal.message}",
                ),
                is_document=refusal.is_document,
            )
            if not refusal.is_document:
                raise inside from refusal
            document = document or inside
            passed_over.append(member.name)
            continue
        separator = "/" if found.format == "zip" else "!"
        grids += [
            replace(grid, name=f"{member.name}{separator}{grid.name}" if grid.name else member.name)
            for grid in found.grids
        ]
        members += [f"{member.name}/{inner}" for inner in found.members] or [member.name]
        notes += [f"{member.name}: {note}" for note in found.notes]
    if document is not None and not members:
        raise document
    if passed_over:
        notes.append(
            f"{len(passed_over)} dokumen atau gambar di dalam arsip tidak dibaca: "
            f"{first_few(passed_over, _SHOWN_MEMBERS)}."
        )
    return GridsOfFile("zip", tuple(grids), tuple(members), tuple(notes))
