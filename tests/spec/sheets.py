"""Sheets as a sender writes them, read as a file: what every row is taken for, what is asked, whose the rows are.

For the sections on rows and questions; rows that are respondents already are in `tests.spec.exports`.
"""

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import polars as pl

from contracts.registry import Registry, Unit
from contracts.settings import Limits
from contracts.unsur import UNSUR
from ingest.doubts import Questions
from ingest.grid import grid_of_rows
from ingest.identify import UnitNames
from ingest.read import Export, read_export, read_tables
from tests.spec.tables import rows

REGISTRY = Registry(
    units=(
        Unit("X", "Kecamatan Mawar", "kecamatan", None, (), None, {}),
        Unit("Y", "Kecamatan Melati", "kecamatan", None, (), "permenpan", {}),
    )
)
SENT_BY_MAWAR = "Kecamatan Mawar.csv"


def read_sheet(table: str, answers: Mapping[str, str] | None = None, *, name: str = SENT_BY_MAWAR) -> Export:
    """Reads a CSV file. `first cell` and `answers` (nine apart by spaces; "U1 … U9" stands for the nine names; empty
    cells where there are none) are its rows; other columns of the table are cells between them."""
    lines = [";".join(cells) for cells in _cells(table)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sent.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return read_export(path, name=name, content_id="A", limits=Limits(), names=UnitNames(REGISTRY), answers=answers)


def read_workbook(table: str, answers: Mapping[str, str] | None = None, *, name: str = SENT_BY_MAWAR) -> Export:
    """Reads a workbook: as `read_sheet`, with the `sheet` of each row, and whether it is `hidden` where that counts."""
    by_sheet: dict[str, list[str]] = {}
    header, *lines = table.strip().splitlines()
    for line, row in zip(lines, rows(table), strict=True):
        by_sheet.setdefault(row["sheet"], []).append(line)
    grids = []
    for sheet, its_lines in by_sheet.items():
        text = "\n".join([header, *its_lines])
        hidden = frozenset(number for number, row in enumerate(rows(text), start=1) if row.get("hidden"))
        cells = [[cell or None for cell in line] for line in _cells(text)]
        grids.append(replace(grid_of_rows(sheet, cells), hidden=hidden))
    return read_tables(
        grids,
        name=name,
        content_id="A",
        names=UnitNames(REGISTRY),
        file_format="xlsx",
        questions=Questions(answers),
    )


_NO_CELL = ("row", "sheet", "hidden", "answers")


def _cells(table: str) -> list[list[str]]:
    found = []
    for row in rows(table):
        cells = row["answers"].split() or [""] * len(UNSUR)
        if "…" in cells:
            cells = [unsur.name for unsur in UNSUR] if cells[0] == "U1" else [f"U{n}" for n in range(1, 10)]
        found.append([*(cell for column, cell in row.items() if column not in _NO_CELL), *cells])
    return found


def row_classes(export: Export) -> pl.DataFrame:
    """Every row of the sheet (`row`) and what it is `taken for`."""
    found = [
        (number, one.row_class)
        for one in export.reading.row_classes
        for span in one.places.split(", ")
        for number in range(int(span.partition("–")[0]), int(span.rpartition("–")[2]) + 1)
    ]
    return pl.DataFrame(found, schema={"row": pl.Int64, "taken for": pl.String}, orient="row")


def asked(export: Export) -> pl.DataFrame:
    """Every choice of every open `question` (its code), by key."""
    found = [(doubt.code, one.key) for doubt in export.reading.doubts for one in doubt.choices]
    return pl.DataFrame(found, schema={"question": pl.String, "choice": pl.String}, orient="row")


def outcomes(table: str, question: str, choices: str, *, name: str = SENT_BY_MAWAR) -> pl.DataFrame:
    """For each `choice` of a question: the `respondents` that are read by it, and their answers to `U1`."""
    read = read_workbook if "sheet" in rows(table)[0] else read_sheet
    found = []
    for row in rows(choices):
        export = read(table, {question: row["choice"]}, name=name)
        assert not export.reading.doubts
        found.append((row["choice"], export.rows.height, " ".join(export.rows.get_column("u1"))))
    return pl.DataFrame(found, schema=["choice", "respondents", "U1"], orient="row")


def parts(export: Export) -> pl.DataFrame:
    """The `unit`, `period` and number of `respondents` of every part that a file was divided into."""
    names = {unit.unit_code: unit.unit_name for unit in REGISTRY.units}
    found = [(names.get(one.unit_code or ""), one.period_code, one.rows) for one in export.reading.parts]
    return pl.DataFrame(
        found, schema={"unit_code": pl.String, "period_code": pl.String, "respondents": pl.Int64}, orient="row"
    )


def ids(export: Export) -> pl.DataFrame:
    """The `id` by which a respondent may be known again, of each `sheet` and `row`."""
    return export.rows.select("sheet", row="row_number", id="response_id")
