"""Tables of the published warehouse about closed periods: their editions, what each changed, what came late.

Declared like all others (`contracts.tables`, which lists them). Not here: what is closed (`pipeline.editions`).
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from contracts.columns import Column, ColumnType, FormerName, OneOf, Table
from contracts.method import WEIGHTS
from contracts.records import OpenEndKind
from contracts.shared_columns import GRADE, PERIOD_CODE, UNIT_CODE, UNSUR_CODE

T = ColumnType

_BY_WEIGHT = tuple(
    column
    for when, edition in (("before", "in the edition before"), ("after", "in this one"))
    for column in (
        Column(
            f"weight_{when}",
            T.TEXT,
            f"weight of an unsur {edition}",
            nullable=True,
            allowed=OneOf(tuple(WEIGHTS)),
            since="0.2.0",
        ),
        Column(
            f"ikm_ninth_{when}",
            T.INDEX,
            f"IKM by one ninth {edition}",
            nullable=True,
            since="0.2.0",
            formerly=FormerName(f"ikm_exact_{when}", "0.2.0"),
        ),
    )
)
"""What tells a change of the answers from one of the convention."""

EDITION = Table(
    "edition",
    "one row per period that was ever closed, and revision",
    "What was made official, by whom, from what. The figure tables hold the newest `official` edition of a period; "
    "while a `draft` is open they hold what the answers say now.",
    (
        PERIOD_CODE,
        Column("revision", T.INTEGER, "0 for the first edition"),
        Column(
            "state",
            T.TEXT,
            "official, superseded by a later revision, or a draft: reopened, not closed again",
            allowed=OneOf(("official", "superseded", "draft"), ("resmi", "digantikan", "draf")),
        ),
        Column("reason", T.TEXT, "why the edition before was reopened; empty for the first", nullable=True),
        Column("reopened_by", T.TEXT, "who reopened the edition before", nullable=True),
        Column("reopened_at", T.TIMESTAMP, "when", nullable=True),
        Column("closed_by", T.TEXT, "who closed it; empty for a draft, like all that follows", nullable=True),
        Column("closed_at", T.TIMESTAMP, "when", nullable=True),
        Column("run_id", T.TEXT, "run whose figures it holds", nullable=True),
        Column("code_version", T.TEXT, "version of the code that computed them", nullable=True),
        Column("settings_hash", T.TEXT, "hash of settings and registry they were computed with", nullable=True),
        Column("inputs_hash", T.TEXT, "hash of all they depend on", nullable=True),
        Column("figures_hash", T.TEXT, "hash of the figures", nullable=True),
        Column("documents_hash", T.TEXT, "hash of the documents' hashes", nullable=True),
    ),
    key=("period_code", "revision"),
)

OPEN_ENDS: Final[Mapping[OpenEndKind, str]] = {
    "refused": "berkas ditolak dan belum dikirim ulang",
    "held": "berkas ditahan",
    "question": "berkas dengan pertanyaan yang belum dijawab",
    "rows_to_correct": "berkas dengan baris yang belum diperbaiki",
    "no_data": "unit tanpa data",
    "apart": "unit yang menghitung delapan unsur, sehingga tanpa IKM",
    "no_plan": "unit tanpa rencana tindak lanjut",
    "more_than_served": "unit dengan responden lebih banyak daripada orang yang dilayaninya",
    "quality_signal": "unit dengan pola jawaban yang perlu dijelaskan",
}
"""What is not settled when a period is closed, in the words of those who must settle it."""

EDITION_OPEN_END = Table(
    "edition_open_end",
    "one row per edition and thing that was not settled when the period was closed",
    "Who closed it all the same knew (`skm close`). Empty for editions that an earlier release closed, which did not "
    "note it, and for a draft.",
    (
        PERIOD_CODE,
        Column("revision", T.INTEGER, "0 for the first edition"),
        Column("number", T.INTEGER, "place in the list, from 1"),
        Column("kind", T.TEXT, "what is open", allowed=OneOf(tuple(OPEN_ENDS))),
        replace(UNIT_CODE, nullable=True),
        Column("path", T.TEXT, "file it is about, as it lay in the inbox", nullable=True),
        Column("count", T.COUNT, "rows to correct, or respondents where they are more than people served; else 1"),
        Column("what", T.TEXT, "what is open, in Bahasa Indonesia"),
    ),
    key=("period_code", "revision", "number"),
)

EDITION_CHANGE = Table(
    "edition_change",
    "one row per period, revision and unit: what the revision changed against the edition before",
    "Revisions from 1 on. Every unit with an index in either of the two.",
    (
        PERIOD_CODE,
        Column("revision", T.INTEGER, "revision, 1 or higher"),
        UNIT_CODE,
        Column(
            "change",
            T.TEXT,
            "what became of the unit",
            allowed=OneOf(
                ("same", "changed", "new", "lost"),
                ("tetap", "berubah", "baru memiliki IKM", "tidak lagi memiliki IKM"),
            ),
        ),
        Column("ikm_before", T.INDEX, "IKM in the edition before", nullable=True),
        Column("ikm_after", T.INDEX, "IKM in this one", nullable=True),
        Column("mutu_before", T.TEXT, "grade in the edition before", nullable=True, allowed=GRADE),
        Column("mutu_after", T.TEXT, "grade in this one", nullable=True, allowed=GRADE),
        Column("rank_before", T.INTEGER, "rank among all units in the edition before", nullable=True),
        Column("rank_after", T.INTEGER, "rank among all units in this one", nullable=True),
        Column("respondents_before", T.COUNT, "valid questionnaires in the edition before", nullable=True),
        Column("respondents_after", T.COUNT, "valid questionnaires in this one", nullable=True),
        Column(
            "publishable_before",
            T.BOOLEAN,
            "the edition before showed the unit's figures to the public (its `ikm_unit.publishable`)",
            nullable=True,
        ),
        *_BY_WEIGHT,
    ),
    key=("period_code", "revision", "unit_code"),
)

EDITION_CHANGE_UNSUR = Table(
    "edition_change_unsur",
    "one row per period, revision, unit and unsur, of units that are not `same`",
    "Which unsur moved.",
    (
        PERIOD_CODE,
        Column("revision", T.INTEGER, "revision, 1 or higher"),
        UNIT_CODE,
        UNSUR_CODE,
        Column("nrr_before", T.RATIO, "NRR in the edition before, unrounded", nullable=True),
        Column("nrr_after", T.RATIO, "NRR in this one, unrounded", nullable=True),
    ),
    key=("period_code", "revision", "unit_code", "unsur_code"),
)

EDITION_CHANGE_REGENCY = Table(
    "edition_change_regency",
    "one row per period and revision: what it changed for the regency",
    "By the headline method of each edition.",
    (
        PERIOD_CODE,
        Column("revision", T.INTEGER, "revision, 1 or higher"),
        Column("ikm_before", T.INDEX, "the regency's IKM in the edition before"),
        Column("ikm_after", T.INDEX, "in this one"),
        Column("mutu_before", T.TEXT, "its grade in the edition before", allowed=GRADE),
        Column("mutu_after", T.TEXT, "in this one", allowed=GRADE),
        Column("units_before", T.INTEGER, "units with an index in the edition before"),
        Column("units_after", T.INTEGER, "in this one"),
        Column("respondents_before", T.COUNT, "valid questionnaires in the edition before"),
        Column("respondents_after", T.COUNT, "in this one"),
        *_BY_WEIGHT,
    ),
    key=("period_code", "revision"),
)

LATE_RESPONSE = Table(
    "late_response",
    "one row per closed period and response that its official figures do not show as it stands now",
    "Held for a revision: what came, was corrected or fell away after the period was closed. In periods that are not "
    "closed the answer counts as it stands in `response`.",
    (
        PERIOD_CODE,
        Column("response_key", T.KEY, "response; of an erased one a hash of its place"),
        UNIT_CODE,
        Column(
            "change",
            T.TEXT,
            "new, corrected, or withdrawn: official, but no longer in any file that counts; erased: official, and "
            "taken out of its file, at the person's request or because it is kept no longer (`skm erase`)",
            allowed=OneOf(("new", "corrected", "withdrawn", "erased")),
        ),
        Column("response_date", T.DATE, "date of the answer", nullable=True),
        Column("file_id", T.TEXT, "file it came from; of one withdrawn or erased, the file it had come from"),
        Column("sheet", T.TEXT, "sheet in that file"),
        Column("row_number", T.INTEGER, "row in that sheet"),
    ),
    key=("period_code", "response_key"),
)

LATE_FOLLOW_UP = Table(
    "late_follow_up",
    "one row per closed period and unit whose plan (`follow_up`) its official documents do not print",
    "The plan was received, or counted, after the period was closed. It needs no revision: it is printed in a dated "
    "supplement beside the unit's official documents, and in the report of the next period.",
    (
        PERIOD_CODE,
        UNIT_CODE,
        Column("file_id", T.TEXT, "file the plan stands in"),
        Column("received_at", T.TIMESTAMP, "when that file was first seen; before closing where it only counts since"),
    ),
    key=("period_code", "unit_code"),
)

EDITION_TABLES: tuple[Table, ...] = (
    EDITION,
    EDITION_OPEN_END,
    EDITION_CHANGE,
    EDITION_CHANGE_UNSUR,
    EDITION_CHANGE_REGENCY,
    LATE_RESPONSE,
    LATE_FOLLOW_UP,
)
"""What closing, reopening and closing again leave behind."""
