"""One sheet as a sender writes it, read as a file: what every row is taken for, and what is asked.

For the sections on rows and questions; rows that are respondents already are in `tests.spec.exports`.
"""

import tempfile
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from contracts.registry import Registry, Unit
from contracts.settings import Limits
from contracts.unsur import UNSUR
from ingest.identify import UnitNames
from ingest.read import Export, read_export
from tests.spec.tables import rows

REGISTRY = Registry(units=(Unit("X", "Kecamatan Mawar", "kecamatan", None, (), None, {}),))


def read_sheet(table: str, answers: Mapping[str, str] | None = None) -> Export:
    """Reads a CSV file of the unit. `first cell` and `answers` (nine apart by spaces; "U1 … U9" stands for the nine
    names; empty cells where there are none) are its rows; `office`, where given, is a column "Unit" before
    the answers."""
    lines = []
    for row in rows(table):
        is_header = "…" in row["answers"]
        cells = [unsur.name for unsur in UNSUR] if is_header else row["answers"].split() or [""] * len(UNSUR)
        offices = [row["office"]] if "office" in row else []
        lines.append(";".join([row["first cell"], *offices, *cells]))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "Kecamatan Mawar.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return read_export(
            path, name=path.name, content_id="A", limits=Limits(), names=UnitNames(REGISTRY), answers=answers
        )


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


def outcomes(table: str, question: str, choices: str) -> pl.DataFrame:
    """For each `choice` of a question: the `respondents` that are read by it, and their answers to `U1`."""
    found = []
    for row in rows(choices):
        export = read_sheet(table, {question: row["choice"]})
        assert not export.reading.doubts
        found.append((row["choice"], export.rows.height, " ".join(export.rows.get_column("u1"))))
    return pl.DataFrame(found, schema=["choice", "respondents", "U1"], orient="row")
