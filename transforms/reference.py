"""Tables that are not computed: units of the registry, the nine unsur, what was mapped to what, lineage.

Belongs here: putting records of `contracts` into frames. Not here: any figure.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

import polars as pl

from contracts.columns import Table
from contracts.decisions import Decisions
from contracts.follow_up import FOLLOW_UP_COLUMNS
from contracts.headers import SOURCE_COLUMNS
from contracts.lineage_tables import COLUMN_MAPPING, DECISION, FINDING, QUESTION, READING_NOTE, RUN
from contracts.method import Weight
from contracts.records import Choice, Doubt, Reading, ResolvedFile
from contracts.registry import Registry
from contracts.shared_columns import FURTHER_ANSWERS
from contracts.tables import UNIT, UNSUR_TABLE
from contracts.unsur import UNSUR, UNSUR_COLUMNS
from transforms.figures.index import index_of_totals
from transforms.schema import frame_schema


def unit_table(registry: Registry) -> pl.DataFrame:
    """UNIT: one row per unit of the registry."""
    return table_of(
        UNIT,
        (
            (
                *(unit.unit_code, unit.unit_name, unit.unit_type, unit.bps_code, unit.valid_from, unit.valid_to),
                *("|".join(several) or None for several in (unit.successors, unit.former_names)),
            )
            for unit in registry.units
        ),
    )


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


_CLASS_OF_TARGET: dict[str, str] = {
    **dict.fromkeys(UNSUR_COLUMNS, "unsur"),
    FURTHER_ANSWERS.name: "attribute",
    **{one.name: "attribute" for one in FOLLOW_UP_COLUMNS},
    **{source.column: "attribute" if source.keep else "dropped" for source in SOURCE_COLUMNS},
    **dict.fromkeys(("response_id", "origin_content", "origin_sheet", "origin_row"), "identity"),
    **dict.fromkeys(("timestamp", "time"), "moment"),
    **dict.fromkeys(("unit", "period"), "unit_or_period"),
}


def reading_note(files: Iterable[ResolvedFile], readings: Mapping[str, Reading]) -> pl.DataFrame:
    """READING_NOTE: the classes of rows and columns of every file whose content was read."""
    found: dict[tuple[str, str, str, str], list[tuple[int, str]]] = {}
    for file in files:
        reading = readings.get(file.content_id)
        if reading is None:
            continue
        for rows in reading.row_classes:
            found.setdefault((file.file_id, rows.sheet, "row", rows.row_class), []).append((rows.count, rows.places))
        for column in reading.mapping:
            taken_for = _CLASS_OF_TARGET.get(column.mapped_to or "", "passed_over")
            found.setdefault((file.file_id, column.sheet, "column", taken_for), []).append((1, column.header))
    return table_of(
        READING_NOTE,
        (
            (*key, sum(count for count, _ in each), ", ".join(place for _, place in each if place))
            for key, each in found.items()
        ),
    )


def _index_it_would_give(choice: Choice, weight: Weight) -> Decimal | None:
    if not (choice.respondents and choice.totals):
        return None
    return index_of_totals(choice.totals, choice.respondents, weight, choice.parts)


def question_table(doubts_by_file: Mapping[str, Sequence[Doubt]], weight: Weight) -> pl.DataFrame:
    """QUESTION: every choice of every open question of a file, with the index it would give."""
    return table_of(
        QUESTION,
        (
            (
                *(file_id, number, doubt.code, doubt.question, choice.key, choice.label, choice.respondents),
                _index_it_would_give(choice, weight),
            )
            for file_id, doubts in doubts_by_file.items()
            for number, doubt in enumerate(doubts, start=1)
            for choice in doubt.choices
        ),
    )


def decision_table(decisions: Decisions) -> pl.DataFrame:
    """DECISION: every line of the ledger."""
    standing = {line.number for line in decisions.standing}
    return table_of(
        DECISION,
        (
            (
                *(line.number, line.at, line.by, line.why, line.content_id, line.path, line.unit_code, line.layout),
                *(line.code, line.question, line.choice, line.label, line.undoes, line.number in standing),
            )
            for line in decisions.lines
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
    names = table.column_names
    return [tuple(map(row.get, names)) for row in rows]
