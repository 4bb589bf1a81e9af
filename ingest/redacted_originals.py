"""What stands in the archive in place of an original from which something was erased: its grids as text, as they were
read, in JSON.

Belongs here: that format. Whatever an original was (xlsx, xls, ods, zip, html, csv), its grids are all that reading
knows of it; what else it held (hidden sheets, formulas, comments, who saved it) is gone with it. Rows keep their
numbers. Not here: what is erased (`ingest.redaction`).
"""

import json
from typing import Any, Final, cast, get_args

import polars as pl

from ingest.grid import Grid, GridsOfFile, column_names
from ingest.refusal import refused
from ingest.sniff import Format

ENDING: Final = ".redacted"
"""Of the names of such files in the archive."""
_VERSION: Final = 1


def redacted_content(found: GridsOfFile) -> bytes:
    """The file: the same grids give the same bytes."""
    said = {
        "skm_redacted": _VERSION,
        "format": found.format,
        "members": found.members,
        "notes": found.notes,
        "grids": [
            {
                "name": grid.name,
                "first_row": grid.first_row,
                "is_delimited": grid.is_delimited,
                "counts_from_1904": grid.counts_from_1904,
                "hidden": sorted(grid.hidden),
                "uncalculated": sorted(grid.uncalculated),
                "erased": sorted(grid.erased),
                "rows": grid.cells.height,
                "columns": [column.to_list() for column in grid.cells.get_columns()],
            }
            for grid in found.grids
        ],
    }
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def read_redacted(content: bytes) -> GridsOfFile:
    """The grids of such a file. Raises FileRefused: `kept_no_longer` where everything was erased, `unreadable_file`
    where it is damaged."""
    try:
        said: dict[str, Any] = json.loads(content)
        if said["skm_redacted"] != _VERSION or said["format"] not in get_args(Format):
            raise ValueError(said["skm_redacted"])
        grids = tuple(_grid(one) for one in said["grids"])
    except (ValueError, KeyError, TypeError, pl.exceptions.PolarsError) as error:
        raise refused(
            "unreadable_file",
            "Salinan arsip berkas ini, yang sebagian isinya sudah dihapus, rusak. Pulihkan arsip dari cadangan.",
        ) from error
    if not grids:
        raise refused(
            "kept_no_longer",
            "Isi berkas ini sudah dihapus karena masa simpannya habis. Angka resmi dari periodenya tetap berlaku.",
        )
    return GridsOfFile(cast("Format", said["format"]), grids, tuple(said["members"]), tuple(said["notes"]))


def _grid(said: dict[str, Any]) -> Grid:
    names = column_names(len(said["columns"]))
    cells = pl.DataFrame(
        dict(zip(names, said["columns"], strict=True)), schema=dict.fromkeys(names, pl.String), strict=True
    )
    return Grid(
        name=said["name"],
        cells=cells,
        first_row=said["first_row"],
        is_delimited=said["is_delimited"],
        counts_from_1904=said["counts_from_1904"],
        hidden=frozenset(said["hidden"]),
        uncalculated=frozenset((row, column) for row, column in said["uncalculated"]),
        erased=frozenset(said["erased"]),
    )
