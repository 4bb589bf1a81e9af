"""Tables between reading and publishing: one Parquet file per file content, kept in `staging/`, and what
the checks found in them.

Adding a column is a change here plus its use. Not here: published tables (`contracts.tables`), frames.
"""

from contracts.columns import (
    FOLLOW_UP_PLAN,
    FOLLOW_UP_QUARTERS,
    FOLLOW_UP_TEXTS,
    FOLLOW_UP_TIMES,
    Column,
    ColumnType,
    Table,
    answer_columns,
)
from contracts.shared_columns import ANSWER_PARTS, FURTHER_ANSWERS, QUESTIONNAIRE, UNASKED
from contracts.unsur import UNSUR

T = ColumnType

UNREADABLE_ANSWER = -1
"""Stands in an answer column of a staged row that holds a text that is no number and no known word."""

STAGED_RESPONSE = Table(
    "staged_response",
    "one row per row of an export that may be a respondent, typed but not yet judged",
    "Numbers, dates and words are read as what they say; nothing is rejected or blanked here. A `_text` "
    "column keeps what the sender wrote where it could not be read, and is empty everywhere else.",
    (
        Column("content_id", T.TEXT, "first 16 hex digits of the SHA-256 of the file's content"),
        Column("row_index", T.INTEGER, "position of the row among the rows of its content, from 0"),
        Column("sheet", T.TEXT, "sheet, or member of an archive, as the sender named it; empty for text files"),
        Column("row_number", T.INTEGER, "row in that sheet as a spreadsheet counts, from 1"),
        Column("received_on", T.DATE, "day the content was first seen: no answer can be younger"),
        Column("dated", T.BOOLEAN, "the file has a column of dates"),
        Column("response_id", T.TEXT, "the export's own id", nullable=True),
        Column("submitted_at", T.TIMESTAMP, "date and time of day, where the file has both", nullable=True),
        Column("response_date", T.DATE, "date of the answer", nullable=True),
        Column("date_text", T.TEXT, "what stands in the date column where it is no date", nullable=True),
        *answer_columns("answer as read (any whole number; -1: not readable):", nullable=True),
        ANSWER_PARTS,
        *(
            Column(
                f"{unsur.column}_text",
                T.TEXT,
                f"what stands for {unsur.code} where it is not on the scale",
                nullable=True,
            )
            for unsur in UNSUR
        ),
        QUESTIONNAIRE,
        UNASKED,
        FURTHER_ANSWERS,
        Column(
            "further_text", T.TEXT, "what stands for answers of that kind where it is not on the scale", nullable=True
        ),
        Column("gender", T.TEXT, "`L` or `P`", nullable=True),
        Column("gender_text", T.TEXT, "what stands there where it is neither", nullable=True),
        Column("age", T.INTEGER, "age in years as read", nullable=True),
        Column("age_band", T.TEXT, "band, from the age or from a bracket that lies within one band", nullable=True),
        Column("age_text", T.TEXT, "what stands there where it is neither an age nor such a bracket", nullable=True),
        Column("education", T.TEXT, "category", nullable=True),
        Column("education_text", T.TEXT, "what stands there where it is no known category", nullable=True),
        Column("occupation", T.TEXT, "category", nullable=True),
        Column("occupation_text", T.TEXT, "what stands there where it is no known category", nullable=True),
        Column("disability", T.TEXT, "`ya` or `tidak`", nullable=True),
        Column("disability_text", T.TEXT, "`?` where something else stands there", nullable=True),
        Column("service", T.TEXT, "service, as written", nullable=True),
        Column("suggestion", T.TEXT, "free text: internal", nullable=True),
        Column(
            "identity",
            T.TEXT,
            "what the identity stands on: `id` (the export's own), `moment` (date, time of day and all values), "
            "`values` (a row without either, in a file that has them), `none` (the file is a snapshot)",
        ),
        Column("identity_key", T.HASH, "hash of the identity, within a unit"),
        Column("origin_content_id", T.TEXT, "correction workbooks: content the row came from", nullable=True),
        Column("origin_sheet", T.TEXT, "correction workbooks: sheet it came from", nullable=True),
        Column("origin_row_number", T.INTEGER, "correction workbooks: row it came from", nullable=True),
    ),
    key=("content_id", "row_index"),
)

ROW_FINDING = Table(
    "row_finding",
    "one row per staged row and row rule it breaks",
    "Comes out of the expectations; error rules reject the row, warning rules blank the value.",
    (
        Column("content_id", T.TEXT, "content"),
        Column("row_index", T.INTEGER, "row of that content"),
        Column("rule", T.TEXT, "code of the rule"),
        Column("column_name", T.TEXT, "column the rule is about"),
        Column("severity", T.TEXT, "`error` or `warning`"),
        Column("value", T.TEXT, "what the sender wrote", nullable=True),
    ),
    key=("content_id", "row_index", "rule"),
)

ROW_OUTCOME = Table(
    "row_outcome",
    "one row per staged row that is not accepted",
    "Rejected rows broke an error rule; duplicate rows stand elsewhere in a newer version, or were replaced by one.",
    (
        Column("content_id", T.TEXT, "content"),
        Column("row_index", T.INTEGER, "row of that content"),
        Column("outcome", T.TEXT, "`rejected` or `duplicate`"),
    ),
    key=("content_id", "row_index"),
)

STAGED_FOLLOW_UP = Table(
    "staged_follow_up",
    "one row per filled row of a follow-up workbook, typed but not yet judged",
    "Nothing is rejected here. A `_text` column keeps what the sender wrote where it could not be read.",
    (
        Column("content_id", T.TEXT, "first 16 hex digits of the SHA-256 of the file's content"),
        Column("row_index", T.INTEGER, "position of the row among the rows of its content, from 0"),
        Column("sheet", T.TEXT, "sheet, as the sender named it"),
        Column("row_number", T.INTEGER, "row in that sheet as a spreadsheet counts, from 1"),
        Column("unsur_code", T.TEXT, "U1 … U9", nullable=True),
        Column("unsur_text", T.TEXT, "what stands there where it is no unsur", nullable=True),
        *FOLLOW_UP_PLAN,
        *FOLLOW_UP_QUARTERS,
        Column("done", T.BOOLEAN, "Sudah or Belum; empty while nobody has said", nullable=True),
        Column("done_text", T.TEXT, "what stands there where it is neither", nullable=True),
        *FOLLOW_UP_TEXTS,
        *FOLLOW_UP_TIMES,
        *(
            Column(f"{name}_text", T.TEXT, f"what stands for `{name}` where it cannot be read", nullable=True)
            for name in ("horizon", "forum_on", "done_on", "link")
        ),
        Column("received_on", T.DATE, "day the content was first seen: nothing can be completed later"),
        Column(
            "planned_from",
            T.DATE,
            "first day of the period that the plan answers, where the file names one: nothing is completed before",
            nullable=True,
        ),
    ),
    key=("content_id", "row_index"),
)
