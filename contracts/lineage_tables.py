"""Tables of the published warehouse about where it comes from: files, their columns and bad rows, findings, runs.

All internal. Declared like all others (`contracts.tables`, which lists them).
"""

from typing import get_args

from contracts.columns import Between, Column, ColumnType, OneOf, Table
from contracts.records import Evidence, FileKind, FileStatus, RowClass
from contracts.rules import Severity, SuiteName, Verdict

T = ColumnType

COLUMN_CLASSES = ("unsur", "attribute", "identity", "moment", "unit_or_period", "dropped", "passed_over")
"""What a column is. `dropped`: personal data, running numbers, computed figures; `passed_over`: no use known."""

_STATUSES = ("diterima", "diterima sebagian", "ditolak", "salinan", "digantikan", "ditahan", "ditarik")

INGEST_FILE = Table(
    "ingest_file",
    "one row per file ever seen (a path and its content), or per part of one that was divided by unit or period",
    "rows_read = rows_accepted + rows_rejected + rows_duplicate + rows_replaced, for every file and part.",
    (
        Column("file_id", T.TEXT, "hash of path and content, or part of it"),
        Column("path", T.TEXT, "path in the inbox"),
        Column(
            "content_id",
            T.TEXT,
            "first 16 hex digits of the SHA-256 of the content; of a part, a hyphen and the part after them",
        ),
        Column("unit_code", T.TEXT, "unit found", nullable=True),
        Column("period_code", T.TEXT, "period the file names, where its rows have no dates", nullable=True),
        Column("kind", T.TEXT, "what it holds", allowed=OneOf(get_args(FileKind), ("jawaban survei", "tindak lanjut"))),
        Column("format", T.TEXT, "what the content is", nullable=True),
        Column("status", T.TEXT, "what became of it", allowed=OneOf(get_args(FileStatus), _STATUSES)),
        Column("reason_code", T.TEXT, "why refused, held, withdrawn or superseded: a code", nullable=True),
        Column("reason", T.TEXT, "the same in a sentence for its sender", nullable=True),
        Column("rows_read", T.COUNT, "rows that may be respondents"),
        Column("rows_accepted", T.COUNT, "responses counted"),
        Column("rows_rejected", T.COUNT, "rows that break a rule"),
        Column("rows_duplicate", T.COUNT, "rows whose person stands elsewhere, newer"),
        Column(
            "rows_replaced",
            T.COUNT,
            "rows of people who count no more, because somebody decided that a newer file replaces theirs",
            nullable=True,
            since="0.2.0",
        ),
        Column("first_seen_at", T.TIMESTAMP, "when this path was first seen with this content, or again after another"),
        Column("layout", T.TEXT, "fingerprint of its headers: files of one program share it", nullable=True),
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

READING_NOTE = Table(
    "reading_note",
    "one row per file, sheet and class of rows or columns",
    "Every row and every named column of a sheet with a table of answers is exactly one of these: nothing is left out "
    "in silence. Respondents and the other classes of rows add up to all rows of the sheet.",
    (
        Column("file_id", T.TEXT, "file"),
        Column("sheet", T.TEXT, "sheet"),
        Column("what", T.TEXT, "rows or columns", allowed=OneOf(("row", "column"))),
        Column("taken_for", T.TEXT, "what they were taken for", allowed=OneOf((*get_args(RowClass), *COLUMN_CLASSES))),
        Column("count", T.COUNT, "how many", allowed=Between(0)),
        Column("places", T.TEXT, "row numbers, or headers"),
    ),
    key=("file_id", "sheet", "what", "taken_for"),
)

QUESTION = Table(
    "question",
    "one row per file, open question and choice",
    "What a file leaves open and only a person can answer (`skm decide`). Until then nothing of the file counts.",
    (
        Column("file_id", T.TEXT, "file"),
        Column("number", T.INTEGER, "question, as `skm decide` numbers it, from 1", allowed=Between(1)),
        Column("code", T.TEXT, "kind of question"),
        Column("question", T.TEXT, "what was seen and where"),
        Column("choice", T.TEXT, "key of the choice"),
        Column("label", T.TEXT, "what it would mean"),
        Column("respondents", T.COUNT, "respondents it would give, where that was worked out", nullable=True),
        Column("ikm", T.INDEX, "their IKM by the headline weight", nullable=True),
    ),
    key=("file_id", "number", "choice"),
)

DECISION = Table(
    "decision",
    "one row per decision",
    "Answers to questions and taking them back, as the ledger of decisions holds them.",
    (
        Column("number", T.INTEGER, "place in the ledger, from 1", allowed=Between(1)),
        Column("decided_at", T.TIMESTAMP, "when"),
        Column("decided_by", T.TEXT, "who"),
        Column("why", T.TEXT, "why"),
        Column("content_id", T.TEXT, "content it is about"),
        Column("path", T.TEXT, "file as it was named then"),
        Column("unit_code", T.TEXT, "unit, where it holds for all its files of the layout", nullable=True),
        Column("layout", T.TEXT, "fingerprint of the headers of these files", nullable=True),
        Column("code", T.TEXT, "kind of question"),
        Column("question", T.TEXT, "the question"),
        Column("choice", T.TEXT, "key of the choice"),
        Column("label", T.TEXT, "the choice in words"),
        Column("undoes", T.INTEGER, "number of the decision that this one takes back", nullable=True),
        Column("stands", T.BOOLEAN, "it holds: it takes nothing back and was not taken back"),
    ),
    key=("number",),
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
