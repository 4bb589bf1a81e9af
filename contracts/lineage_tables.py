"""Tables of the published warehouse about where it comes from: files, their columns and bad rows, findings, runs.

All internal. Declared like all others (`contracts.tables`, which lists them).
"""

from typing import get_args

from contracts.columns import Between, Column, ColumnType, OneOf, Table
from contracts.records import Evidence, FileKind, FileStatus
from contracts.rules import Severity, SuiteName, Verdict

T = ColumnType

INGEST_FILE = Table(
    "ingest_file",
    "one row per file ever seen (a path and its content)",
    "rows_read = rows_accepted + rows_rejected + rows_duplicate, for every file.",
    (
        Column("file_id", T.TEXT, "hash of path and content"),
        Column("path", T.TEXT, "path in the inbox"),
        Column("content_id", T.TEXT, "first 16 hex digits of the SHA-256 of the content"),
        Column("unit_code", T.TEXT, "unit found", nullable=True),
        Column("period_code", T.TEXT, "period the file names, where its rows have no dates", nullable=True),
        Column("kind", T.TEXT, "what it holds", allowed=OneOf(get_args(FileKind))),
        Column("format", T.TEXT, "what the content is", nullable=True),
        Column("status", T.TEXT, "what became of it", allowed=OneOf(get_args(FileStatus))),
        Column("reason_code", T.TEXT, "why refused, held or superseded: a code", nullable=True),
        Column("reason", T.TEXT, "the same in a sentence for its sender", nullable=True),
        Column("rows_read", T.COUNT, "rows that may be respondents"),
        Column("rows_accepted", T.COUNT, "responses counted"),
        Column("rows_rejected", T.COUNT, "rows that break a rule"),
        Column("rows_duplicate", T.COUNT, "rows that stand elsewhere, newer"),
        Column("first_seen_at", T.TIMESTAMP, "when this path with this content was first seen"),
    ),
    key=("file_id",),
)

COLUMN_MAPPING = Table(
    "column_mapping",
    "one row per column of a sheet of a file",
    "What was mapped to what, by which evidence and how sure.",
    (
        Column("file_id", T.TEXT, "file"),
        Column("sheet", T.TEXT, "sheet"),
        Column("position", T.INTEGER, "column in that sheet, from 1"),
        Column("header", T.TEXT, "what its header says"),
        Column("mapped_to", T.TEXT, "our column, or empty when not used", nullable=True),
        Column("evidence", T.TEXT, "what it was told by", allowed=OneOf(get_args(Evidence))),
        Column("confidence", T.RATIO, "how sure", allowed=Between(0, 1)),
    ),
    key=("file_id", "sheet", "position"),
)

REJECTED_ROW = Table(
    "rejected_row",
    "one row per rejected row and rule",
    "What its sender must correct.",
    (
        Column("file_id", T.TEXT, "file"),
        Column("sheet", T.TEXT, "sheet"),
        Column("row_number", T.INTEGER, "row in that sheet"),
        Column("column_name", T.TEXT, "column"),
        Column("value", T.TEXT, "what stands there", nullable=True),
        Column("rule", T.TEXT, "code of the rule"),
        Column("message", T.TEXT, "a sentence its sender can act on"),
    ),
    key=("file_id", "sheet", "row_number", "column_name", "rule"),
)

BLANKED_VALUE = Table(
    "blanked_value",
    "one row per value that was blanked in an accepted row",
    "An impossible age or an unknown word is not counted; the row is.",
    REJECTED_ROW.columns,
    key=REJECTED_ROW.key,
)

FINDING = Table(
    "finding",
    "one row per run, suite and expectation",
    "What the checks said: passed, failed (the data), or crashed (the check).",
    (
        Column("run_id", T.TEXT, "run"),
        Column("suite", T.TEXT, "what was judged", allowed=OneOf(get_args(SuiteName))),
        Column("expectation", T.TEXT, "code of the rule"),
        Column("column_name", T.TEXT, "column it is about", nullable=True),
        Column("verdict", T.TEXT, "what it said", allowed=OneOf(get_args(Verdict))),
        Column("severity", T.TEXT, "how serious a breach is", allowed=OneOf(get_args(Severity))),
        Column("observed", T.TEXT, "what was seen", nullable=True),
    ),
    key=("run_id", "suite", "expectation"),
)

RUN = Table(
    "run",
    "one row per run that published",
    "Lineage of everything in this warehouse.",
    (
        Column("run_id", T.TEXT, "run"),
        Column("started_at", T.TIMESTAMP, "start"),
        Column("finished_at", T.TIMESTAMP, "when the warehouse was ready to publish"),
        Column("status", T.TEXT, "how it ended", allowed=OneOf(("published",))),
        Column("code_version", T.TEXT, "version of the code"),
        Column("settings_hash", T.TEXT, "hash of settings and registry"),
        Column("inputs_hash", T.TEXT, "hash of all that the contents depend on"),
    ),
    key=("run_id",),
)
