"""What becomes of every file and every row: refused, withdrawn, rejected, duplicate, held or counted, with the
sentence its sender reads.

Two steps, because whose row is it (`transforms.responses.identity`) is asked only of rows that no rule
rejects: `apply_rejections` before it, `file_outcomes` after it. Not here: a rule (`contracts.rules`), finding its
breaches (`expectations`), unit and period of a file (`ingest.resolve`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import polars as pl

from contracts.columns import Table
from contracts.decisions import WITHDRAWN
from contracts.lineage_tables import BLANKED_VALUE, INGEST_FILE, REJECTED_ROW
from contracts.publication_sheet import PUBLICATION_NOTED
from contracts.question_sheet import ANSWERS_NOTED
from contracts.records import Choice, Doubt, FileStatus, Reading, Refusal, ResolvedFile
from contracts.rules import (
    FILE_RULES_BY_CODE,
    FOLLOW_UP_RULES,
    MOSTLY_REJECTED,
    REJECTED_WITH_FILE,
    ROW_RULES,
    ROW_WITHDRAWN,
)
from contracts.staged_tables import ROW_OUTCOME
from transforms.responses.answered import withdrawn_rows
from transforms.responses.identity import DUPLICATE, IdentityResult
from transforms.responses.snapshots import HeldBecause
from transforms.schema import conform, empty_frame, frame_schema

NO_ROWS = "no_rows"
SAME_CONTENT = "same_content"
NEWER_ELSEWHERE = "newer_elsewhere"
REPLACED_AS_SAID = "replaced_as_said"
PEOPLE_OF_OTHER_UNIT = "people_of_other_unit"
IN_SHORTER_PERIODS = "in_shorter_periods"
MUCH_SMALLER = "much_smaller"
QUESTION_OPEN = "question_open"
"""Reason codes given here; those of refusals come with them."""

_STATUS_OF_REFUSAL: dict[str, FileStatus] = {
    WITHDRAWN: "withdrawn",
    ANSWERS_NOTED: "loaded",
    PUBLICATION_NOTED: "loaded",
}
"""What becomes of a file that is not judged, where that is no rejection."""

_SENTENCES = {rule.code: rule.sentence for rule in (*ROW_RULES, *FOLLOW_UP_RULES)}
_BLANKING = [rule.code for rule in (*ROW_RULES, *FOLLOW_UP_RULES) if rule.blanks]

_CLEAN_IN_REFUSED = (
    "Baris ini sendiri benar, tetapi berkasnya ditolak karena terlalu banyak baris lain yang ditolak. "
    "Sertakan kembali bersama baris yang sudah diperbaiki."
)
_WITHDRAWN = "Baris ini ditarik pengirimnya: semua jawabannya dikosongkan. Tidak dihitung dan tidak ditanyakan lagi."

NAMED_PATHS = 3
"""Paths a sentence names before it counts the others."""


class BrokenFileRule(Protocol):
    """A file rule that a content breaks, and what was seen."""

    @property
    def content_id(self) -> str:
        """The content."""

    @property
    def rule(self) -> str:
        """Code of the rule."""

    @property
    def observed(self) -> str:
        """What was seen, as the rule's message names it."""


@dataclass(frozen=True)
class Judgement:
    """`refused`: contents refused because of their rows, and why; `mostly_rejected`: those of them
    whose rows are listed. `countable`: contents whose rows count unless they stand elsewhere.
    `rejected`: one row per rejected row (`content_id`, `row_index`) of the countable contents; `withdrawn`: likewise
    those of any content that nobody is asked for, because their sender took them back."""

    refused: dict[str, Refusal]
    mostly_rejected: frozenset[str]
    countable: frozenset[str]
    rejected: pl.DataFrame
    withdrawn: pl.DataFrame

    def countable_of(self, contents: pl.DataFrame) -> list[str]:
        """The countable ones of these contents (`content_id`), sorted."""
        return sorted(self.countable.intersection(contents.get_column("content_id")))


@dataclass(frozen=True)
class Outcome:
    """Tables of `contracts.tables`: what became of files and rows. `counted`: contents of which at
    least one row counts."""

    ingest_file: pl.DataFrame
    rejected_row: pl.DataFrame
    blanked_value: pl.DataFrame
    row_outcome: pl.DataFrame
    counted: frozenset[str]


@dataclass(frozen=True)
class _Verdict:
    """A file's status, why, and its rows."""

    status: FileStatus
    reason: Refusal | None = None
    accepted: int = 0
    rejected: int = 0
    duplicate: int = 0
    replaced: int = 0


def apply_rejections(
    files: Iterable[ResolvedFile],
    readings: Mapping[str, Reading],
    findings: pl.DataFrame,
    breaches: Iterable[BrokenFileRule],
    rejected_share: float,
) -> Judgement:
    """Refuses contents that break a file rule, have no rows, or of whose rows more than
    `rejected_share` are rejected (DESIGN, What each row must pass).

    `findings`: ROW_FINDING of all contents of `files` that count, answers and follow-ups alike; `readings` by
    content."""
    files = list(files)
    countable = {file.content_id for file in files if file.counts}
    refused: dict[str, Refusal] = {}
    for content_id in sorted(countable):
        if readings[content_id].rows == 0:
            refused[content_id] = Refusal(
                code=NO_ROWS, message="Berkas ini tidak berisi satu responden pun. Kirim ulang berkas yang berisi."
            )
    for breach in breaches:
        rule = FILE_RULES_BY_CODE[breach.rule]
        if rule.severity == "error" and breach.content_id in countable:
            message = rule.message.format(observed=breach.observed)
            refused.setdefault(breach.content_id, Refusal(code=rule.code, message=message))
    rejected = findings.filter(pl.col("severity") == "error").select("content_id", "row_index").unique()
    withdrawn = withdrawn_rows(findings, {file.content_id for file in files if file.is_correction})
    to_correct = rejected.join(withdrawn, on=["content_id", "row_index"], how="anti")
    mostly_rejected: set[str] = set()
    of_judged = _of_contents(to_correct, countable - refused.keys())
    for content_id, rows_rejected in of_judged.group_by("content_id").len().sort("content_id").iter_rows():
        rows = readings[content_id].rows
        if rows_rejected > rejected_share * rows:
            mostly_rejected.add(content_id)
            refused[content_id] = Refusal(
                code=MOSTLY_REJECTED,
                message=(
                    f"{rows_rejected} dari {rows} baris ditolak, lebih dari yang diperbolehkan "
                    f"({_percent(rejected_share)} persen). Perbaiki baris yang ditolak, lalu kirim ulang."
                ),
            )
    countable -= refused.keys()
    return Judgement(
        refused=refused,
        mostly_rejected=frozenset(mostly_rejected),
        countable=frozenset(countable),
        rejected=_of_contents(rejected, countable).sort("content_id", "row_index"),
        withdrawn=withdrawn,
    )


def rows_not_good(judgement: Judgement, places: pl.DataFrame) -> pl.DataFrame:
    """Rows that are rejected, or stand in a file refused because of such rows (`content_id`, `row_index`). `places` as
    for `file_outcomes`."""
    whole_files = _of_contents(places, judgement.mostly_rejected)
    return pl.concat([judgement.rejected, whole_files.select("content_id", "row_index")])


def file_outcomes(
    judgement: Judgement,
    files: Iterable[ResolvedFile],
    readings: Mapping[str, Reading],
    findings: pl.DataFrame,
    places: pl.DataFrame,
    identities: IdentityResult,
    answered: pl.DataFrame | None = None,
) -> Outcome:
    """Gives every file its status and counts, and every row that does not count its place and rule.

    `places`: one row per row of `findings`, and per row of the contents in
    `judgement.mostly_rejected` (`content_id`, `row_index`, `sheet`, `row_number`). `answered`: rejected rows that
    stand in a newer file by now (DUPLICATE, `transforms.responses.answered`): they are duplicates of those, and
    nobody is asked for them."""
    files = list(files)
    answered = pl.DataFrame(schema=DUPLICATE) if answered is None else answered
    counting = judgement.countable - identities.held.keys() - identities.asked.keys()
    answered = _of_contents(answered, counting | judgement.mostly_rejected)
    rejected = _without(_of_contents(judgement.rejected, counting), answered)
    duplicates = pl.concat([_of_contents(identities.duplicates, counting), answered])
    verdicts = _verdicts_of_contents(judgement, files, readings, rejected, identities, duplicates)
    path_of_file = {file.file_id: file.path for file in files}
    ingest_file = pl.DataFrame(
        [_file_row(file, _verdict(file, verdicts, path_of_file)) for file in files],
        # Types are said, not guessed: the first refused file may come after a thousand others.
        schema=frame_schema(INGEST_FILE),
        orient="row",
    )
    file_of_content = pl.DataFrame(
        [(file.content_id, file.file_id) for file in files if file.counts],
        schema={"content_id": pl.String, "file_id": pl.String},
        orient="row",
    )
    placed = findings.join(places.unique(["content_id", "row_index"]), on=["content_id", "row_index"], how="left").join(
        file_of_content, on="content_id", how="inner"
    )
    errors = _without(
        _of_contents(placed.filter(pl.col("severity") == "error"), counting | judgement.mostly_rejected), answered
    )
    withdrawn = errors.join(judgement.withdrawn, on=["content_id", "row_index"], how="semi")
    whole_files = _without(_of_contents(places, judgement.mostly_rejected), answered)
    clean = whole_files.join(errors, on=["content_id", "row_index"], how="anti").join(file_of_content, on="content_id")
    not_counted = pl.concat([rejected, duplicates.select("content_id", "row_index")])
    blanked = _of_contents(placed.filter(pl.col("rule").is_in(_BLANKING)), counting).join(
        not_counted, on=["content_id", "row_index"], how="anti"
    )
    outcome_of_row = pl.concat(
        [
            pl.concat([rejected, whole_files.select("content_id", "row_index")]).with_columns(
                outcome=pl.lit("rejected")
            ),
            duplicates.select("content_id", "row_index", outcome=pl.lit("duplicate")),
        ]
    )
    return Outcome(
        ingest_file=ingest_file,
        rejected_row=pl.concat(
            [
                _listed(_without(errors, withdrawn), REJECTED_ROW),
                _told(withdrawn.unique(["content_id", "row_index"]), ROW_WITHDRAWN, _WITHDRAWN),
                _told(clean, REJECTED_WITH_FILE, _CLEAN_IN_REFUSED),
            ]
        ).sort(REJECTED_ROW.key),
        blanked_value=_listed(blanked, BLANKED_VALUE).sort(BLANKED_VALUE.key),
        row_outcome=conform(outcome_of_row, ROW_OUTCOME).sort(ROW_OUTCOME.key),
        counted=frozenset(content_id for content_id, verdict in verdicts.items() if verdict.accepted),
    )


def _of_contents(rows: pl.DataFrame, contents: Iterable[str]) -> pl.DataFrame:
    return rows.filter(pl.col("content_id").is_in(list(contents)))


def _without(rows: pl.DataFrame, others: pl.DataFrame) -> pl.DataFrame:
    return rows.join(others, on=["content_id", "row_index"], how="anti", maintain_order="left")


def _percent(share: float) -> str:
    return f"{share * 100:.10g}".replace(".", ",")


def named(paths: Iterable[str]) -> str:
    """Paths in a sentence."""
    every = sorted(set(paths))
    names = ", ".join(f'"{path}"' for path in every[:NAMED_PATHS])
    return names if len(every) <= NAMED_PATHS else f"{names}, dan {len(every) - NAMED_PATHS} berkas lain"


def _verdicts_of_contents(
    judgement: Judgement,
    files: list[ResolvedFile],
    readings: Mapping[str, Reading],
    rejected: pl.DataFrame,
    identities: IdentityResult,
    duplicates: pl.DataFrame,
) -> dict[str, _Verdict]:
    """What becomes of each content that a file brought to be judged."""
    path_of = {file.content_id: file.path for file in files if file.counts}
    plans = {file.content_id for file in files if file.kind == "follow_up"}
    rejected_rows: dict[str, int] = dict(rejected.group_by("content_id").len().iter_rows())
    elsewhere: dict[str, int] = dict(duplicates.group_by("content_id").len().iter_rows())
    replaced = duplicates.join(identities.replaced, on=["content_id", "row_index"], how="semi")
    replaced_rows: dict[str, int] = dict(replaced.group_by("content_id").len().iter_rows())
    to_correct = set(_without(rejected, judgement.withdrawn).get_column("content_id"))
    newer: dict[str, list[str]] = {}
    for content_id, newer_content in duplicates.select("content_id", "duplicate_of").unique().iter_rows():
        newer.setdefault(content_id, []).append(newer_content)
    verdicts: dict[str, _Verdict] = {}
    for content_id, path in path_of.items():
        rows = readings[content_id].rows
        rejected_here, elsewhere_here = rejected_rows.get(content_id, 0), elsewhere.get(content_id, 0)
        replaced_here = replaced_rows.get(content_id, 0)
        counts = {"duplicate": elsewhere_here - replaced_here, "replaced": replaced_here}
        if content_id in judgement.refused and not 0 < rows == elsewhere_here:
            listed = rows - elsewhere_here if content_id in judgement.mostly_rejected else 0
            verdicts[content_id] = _Verdict("rejected", judgement.refused[content_id], rejected=listed, **counts)
            continue
        if content_id in identities.held:
            verdicts[content_id] = _Verdict("held", _held(identities.held[content_id], path, path_of))
            continue
        if content_id in identities.asked:
            verdicts[content_id] = _Verdict("held", _asked(path, (identities.asked[content_id],)))
            continue
        accepted = rows - rejected_here - elsewhere_here
        status: FileStatus = "partial" if content_id in to_correct else "loaded"
        reason = None
        if not accepted and elsewhere_here:
            status = "superseded"
            paths = [path_of[other] for other in newer[content_id] if other != content_id]
            told = (
                "Tindak lanjut unit dan periode ini" if content_id in plans else "Semua baris yang sah dari berkas ini"
            )
            reason = Refusal(code=NEWER_ELSEWHERE, message=f"{told} sudah ada, lebih baru, di {named(paths)}.")
            if content_id in identities.in_parts:
                message = (
                    f"Semua responden berkas ini juga ada di {named(paths)}, yang menyebut periode yang lebih pendek; "
                    "dari sana mereka dihitung, satu kali, pada kedua periode."
                )
                reason = Refusal(code=IN_SHORTER_PERIODS, message=message)
            if content_id in identities.as_said:
                message = (
                    f"Diputuskan bahwa berkas ini digantikan oleh {named(paths)}; respondennya tidak dihitung lagi."
                )
                reason = Refusal(code=REPLACED_AS_SAID, message=message)
            elif unit_name := identities.of_other_unit.get(content_id):
                message = f"Diputuskan bahwa respondennya milik {unit_name}; mereka dihitung di {named(paths)}."
                reason = Refusal(code=PEOPLE_OF_OTHER_UNIT, message=message)
        verdicts[content_id] = _Verdict(status, reason, accepted, rejected_here, **counts)
    return verdicts


def _held(because: HeldBecause, path: str, path_of: Mapping[str, str]) -> Refusal:
    replaced = path_of.get(because.replaces)
    of_file = f' dari "{replaced}"' if replaced else ""
    return Refusal(
        code=MUCH_SMALLER,
        message=(
            f"Berkas ini berisi {because.rows} baris, tetapi akan menggantikan {because.rows_replaced} baris{of_file}. "
            "Berkas ditahan dan belum dihitung; yang lama tetap berlaku. Bila penggantian ini memang benar, jalankan: "
            f'skm accept "{path}"'
        ),
    )


def _asked(path: str, doubts: Sequence[Doubt]) -> Refusal:
    """Why a file with open questions is held: all of them, and how they are answered."""
    questions = [
        f"{number}. {doubt.question} Pilihan: "
        + "; ".join(f"{choice.key} = {choice.label}{_gives(choice)}" for choice in doubt.choices)
        + "."
        for number, doubt in enumerate(doubts, start=1)
    ]
    one = doubts[0]
    return Refusal(
        code=QUESTION_OPEN,
        message=(
            f"Berkas ditahan dan belum dihitung: {len(questions)} pertanyaan tidak dapat dijawab dari berkasnya. "
            f"{' '.join(questions)} "
            f'Jawab dengan: skm decide "{path}" 1={one.choices[0].key} --why "…"'
        ),
    )


def _gives(choice: Choice) -> str:
    return "" if choice.respondents is None else f" ({choice.respondents} responden)"


def _verdict(file: ResolvedFile, verdicts: Mapping[str, _Verdict], path_of_file: Mapping[str, str]) -> _Verdict:
    """What becomes of one file: refused before its rows were judged, another copy, or its content's."""
    if file.refusal is not None:
        status = _STATUS_OF_REFUSAL.get(file.refusal.code, "rejected")
        return _Verdict(status, file.refusal)
    if file.duplicate_of is not None:
        message = (
            f'Isi berkas ini sama persis dengan "{path_of_file[file.duplicate_of]}"; yang dihitung hanya berkas itu.'
        )
        return _Verdict("duplicate", Refusal(code=SAME_CONTENT, message=message))
    if file.doubts:
        return _Verdict("held", _asked(file.path, file.doubts))
    return verdicts[file.content_id]


def _file_row(file: ResolvedFile, verdict: _Verdict) -> tuple[str | int | datetime | None, ...]:
    """A row of INGEST_FILE, in the order of its columns."""
    reason = verdict.reason
    return (
        *(file.file_id, file.path, file.content_id, file.unit_code, file.period_code, file.kind, file.format),
        verdict.status,
        *((reason.code, reason.message) if reason else (None, None)),
        verdict.accepted + verdict.rejected + verdict.duplicate + verdict.replaced,
        *(verdict.accepted, verdict.rejected, verdict.duplicate, verdict.replaced),
        *(file.first_seen_at, file.layout or None),
    )


def _listed(placed: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Findings as their senders read them."""
    if placed.is_empty():
        return empty_frame(table)
    return conform(
        placed.with_columns(message=pl.col("rule").replace_strict(_SENTENCES, return_dtype=pl.String)), table
    )


def _told(rows: pl.DataFrame, rule: str, message: str) -> pl.DataFrame:
    """REJECTED_ROW of rows that are listed for a reason of their own, not for what a column holds."""
    return conform(
        rows.with_columns(
            column_name=pl.lit(""), value=pl.lit(None, pl.String), rule=pl.lit(rule), message=pl.lit(message)
        ),
        REJECTED_ROW,
    )
