"""Tables that are not computed: units of the registry, the nine unsur, what was mapped to what, lineage.

Belongs here: putting records of `contracts` into frames. Not here: any figure.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

import polars as pl

from contracts.columns import Table
from contracts.lineage_tables import COLUMN_MAPPING, FINDING, RUN
from contracts.records import Reading, ResolvedFile
from contracts.registry import Registry
from contracts.tables import UNIT, UNSUR_TABLE
from contracts.unsur import UNSUR
from transforms.schema import frame_schema


def unit_table(registry: Registry) -> pl.DataFrame:
    """UNIT: one row per unit of the registry."""
    return table_of(UNIT, ((unit.unit_code, unit.unit_name, unit.unit_type, unit.bps_code) for unit in registry.units))


def unsur_table() -> pl.DataFrame:
    """UNSUR_TABLE: the nine."""
    return table_of(UNSUR_TABLE, ((unsur.code, unsur.name, unsur.question) for unsur in UNSUR))


def column_mapping(files: Iterable[ResolvedFile], readings: Mapping[str, Reading]) -> pl.DataFrame:
    """COLUMN_MAPPING: every column of every sheet of every file whose content was read."""
    return table_of(
        COLUMN_MAPPING,
        (
            (file.file_id, one.sheet, one.position, one.header, one.mapped_to, one.evidence, one.confidence)
            for file in files
            if file.content_id in readings
            for one in readings[file.content_id].mapping
        ),
    )


def table_of(table: Table, rows: Iterable[Iterable[object]]) -> pl.DataFrame:
    """A frame of a table from rows of values in the order of its columns."""
    return pl.DataFrame([tuple(row) for row in rows], schema=frame_schema(table), orient="row")


def run_table(
    *,
    run_id: str,
    started_at: datetime,
    finished_at: datetime,
    code_version: str,
    settings_hash: str,
    inputs_hash: str,
    before: Iterable[Mapping[str, object]],
) -> pl.DataFrame:
    """RUN: this run, and those whose rows were published `before`."""
    this = (run_id, started_at, finished_at, "published", code_version, settings_hash, inputs_hash)
    return table_of(RUN, [*_carried(RUN, before), this])


def finding_table(findings: Iterable[Iterable[object]], before: Iterable[Mapping[str, object]]) -> pl.DataFrame:
    """FINDING: findings of this run (values in the order of its columns), and those published `before`."""
    return table_of(FINDING, [*_carried(FINDING, before), *findings])


def _carried(table: Table, rows: Iterable[Mapping[str, object]]) -> list[tuple[object, ...]]:
    """Rows of an earlier release may lack a column: it is empty then."""
    return [tuple(row.get(name) for name in table.column_names) for row in rows]
