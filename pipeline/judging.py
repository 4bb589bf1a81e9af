"""What becomes of every row and file: its unit and period, the expectations, identity, the outcome.

Belongs here: which room is asked what. Not here: the rules (`contracts.rules`), the judgement itself
(`transforms.responses`), Prefect.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from contracts.columns import Table
from contracts.decisions import PERIOD, WITHDRAWN, is_about_withdrawal
from contracts.lineage_tables import (
    BLANKED_VALUE,
    COLUMN_MAPPING,
    DECISION,
    INGEST_FILE,
    QUESTION,
    READING_NOTE,
    REJECTED_ROW,
)
from contracts.method import WEIGHTS
from contracts.records import Doubt, FileKind, Reading, ResolvedFile, Sighting
from contracts.staged_tables import STAGED_FOLLOW_UP, STAGED_RESPONSE
from expectations.findings import RowsVerdict
from ingest.doubts import REFUSE
from ingest.refusals import decided_against
from ingest.resolve import resolve as resolve_files
from pipeline import verdicts
from pipeline.people_of_units import people_of_two_units
from pipeline.progress import listener, shown_count
from pipeline.staging import given
from pipeline.told_apart import IdentityMade, Known, told_apart
from pipeline.upload_place import sent_as
from transforms import reference
from transforms.responses import follow_up, outcome
from transforms.responses.identity import IdentityResult
from transforms.responses.unsur_means import SUMMED_COLUMNS
from transforms.schema import empty_frame, frame_schema

if TYPE_CHECKING:
    from pipeline.run import Run  # how a run begins decides no figure (`pipeline.sources`)


@dataclass(frozen=True)
class RowOutcomes:
    """Every row's and file's fate: of answers as Parquet in the run's work folder, the rest as tables. `staged`: the
    rows of the contents that count, `<content_id>.parquet`, by unit; `rows_sha256`: by content their hash; `identity`:
    what the version keeps of whose rows they are."""

    staged: tuple[Path, ...]
    rows_sha256: Mapping[str, str]
    files: Path
    outcomes: Path
    findings: Path
    identity: IdentityMade
    follow_ups: pl.DataFrame
    tables: tuple[tuple[Table, pl.DataFrame], ...]

    def table(self, wanted: Table) -> pl.DataFrame:
        """One of the tables."""
        return next(frame for table, frame in self.tables if table is wanted)


def resolve(run: "Run", sightings: list[Sighting], readings: dict[str, Reading]) -> list[ResolvedFile]:
    """Unit and period of every file. What is asked about its period tells what its rows would give."""
    files = resolve_files(sightings, readings, run.registry, run.decisions)
    return [_with_consequences(run, one, readings) if one.doubts and one.refusal is None else one for one in files]


def _with_consequences(run: "Run", file: ResolvedFile, readings: dict[str, Reading]) -> ResolvedFile:
    """The file with respondents and sums for the choices of a question about all its rows: of which period they are,
    or whether they count again."""
    of_all_rows = [doubt for doubt in file.doubts if doubt.code == PERIOD or is_about_withdrawal(doubt.code)]
    if not readings[file.content_id].rows or file.kind != "responses" or not of_all_rows:
        return file
    staged = pl.read_parquet(run.area.rows([file.content_id]), columns=list(SUMMED_COLUMNS))
    of_choice = {REFUSE: staged.clear(), WITHDRAWN: staged.clear()}
    doubts = tuple(
        doubt.model_copy(update={"choices": tuple(given(one, of_choice.get(one.key, staged)) for one in doubt.choices)})
        if doubt in of_all_rows
        else doubt
        for doubt in file.doubts
    )
    return file.model_copy(update={"doubts": doubts})


def validate(run: "Run", files: Sequence[ResolvedFile], readings: dict[str, Reading]) -> RowsVerdict:
    """What the expectations say of all staged rows of the files that may count."""
    listener.get().started("Memeriksa baris", 0)
    answers, plans = (
        [file.content_id for file in files if file.counts and file.kind == kind] for kind in ("responses", "follow_up")
    )
    verdict = verdicts.of_responses(
        run.area, readings, answers, run.work / "row_finding.parquet", run.run_id, run.settings.thresholds
    ).merged_with(verdicts.of_follow_ups(run.area, readings, plans, run.work / "follow_up_finding.parquet", run.run_id))
    listener.get().finished("Memeriksa baris", f"{shown_count(verdict.rows_with_findings)} baris dengan temuan")
    return verdict


def decide_outcomes(
    run: "Run", files: Sequence[ResolvedFile], readings: dict[str, Reading], verdict: RowsVerdict
) -> RowOutcomes:
    """Rejected, duplicate, superseded, held: what becomes of every row and file."""
    listener.get().started("Menggabungkan", 0)
    findings_path, outcomes_path, files_path = (
        run.work / f"{name}.parquet" for name in ("row_finding", "row_outcome", "file")
    )
    findings = pl.concat([pl.read_parquet(findings_path), pl.read_parquet(run.work / "follow_up_finding.parquet")])
    judgement = outcome.apply_rejections(
        files, readings, findings, verdict.file_breaches, run.settings.thresholds.rejected_share
    )
    answers, plans = (contents_of(files, kind) for kind in ("responses", "follow_up"))
    of_units = people_of_two_units(run, files, answers, judgement)
    places = _places(run, files, findings, judgement.mostly_rejected)
    known = Known(run, files, readings, judgement, outcome.rows_not_good(judgement, places), of_units)
    found = told_apart(known, answers)
    people = found.people
    judgement = _without(judgement, people.refused | of_units.refused)
    actions = _actions(run, plans, judgement)
    replaced = follow_up.rows_replaced(
        actions.join(judgement.rejected, on=["content_id", "row_index"], how="anti"), plans
    )
    identities = replace(
        people,
        duplicates=pl.concat([people.duplicates, of_units.duplicates, replaced]),
        asked=of_units.asked | people.asked,
        of_other_unit=of_units.whose,
    )
    settled = outcome.file_outcomes(judgement, files, readings, findings, places, identities, found.answered)
    settled.row_outcome.write_parquet(outcomes_path)
    counted = pl.col("content_id").is_in(list(settled.counted))
    answers.filter(counted).drop("path").write_parquet(files_path)
    listener.get().finished(
        "Menggabungkan",
        f"{_rows_in_words(settled.ingest_file)}; {len(identities.held) + len(identities.asked)} berkas ditahan",
    )
    weight = WEIGHTS[run.settings.method.weight]
    return RowOutcomes(
        staged=tuple(run.area.rows(answers.filter(counted).sort("unit_code", "content_id")["content_id"])),
        rows_sha256={content_id: readings[content_id].rows_sha256 for content_id in settled.counted},
        files=files_path,
        outcomes=outcomes_path,
        findings=findings_path,
        identity=found.made,
        follow_ups=follow_up.follow_up(actions, plans, settled.row_outcome, findings),
        tables=(
            (INGEST_FILE, settled.ingest_file),
            (REJECTED_ROW, settled.rejected_row),
            (BLANKED_VALUE, settled.blanked_value),
            (COLUMN_MAPPING, reference.column_mapping(files, readings)),
            (READING_NOTE, reference.reading_note(files, readings)),
            (
                QUESTION,
                reference.question_table(_open_questions(files, identities), weight),
            ),
            (DECISION, reference.decision_table(run.decisions)),
        ),
    )


def _without(judgement: outcome.Judgement, refused: frozenset[str]) -> outcome.Judgement:
    """The judgement after somebody said of some contents that they must not count."""
    return replace(
        judgement,
        refused=judgement.refused | dict.fromkeys(sorted(refused), decided_against()),
        countable=judgement.countable - refused,
    )


def _rows_in_words(ingest_file: pl.DataFrame) -> str:
    """Rows of all files of answers, as they are published."""
    counts = ingest_file.filter(kind="responses").select(pl.col("^rows_.*$").sum()).row(0, named=True)
    replaced = f" + {counts['rows_replaced']} diganti" if counts["rows_replaced"] else ""
    return (
        f"{counts['rows_read']} baris = {counts['rows_accepted']} diterima + {counts['rows_rejected']} ditolak + "
        f"{counts['rows_duplicate']} ganda{replaced}"
    )


def _open_questions(files: Iterable[ResolvedFile], identities: IdentityResult) -> dict[str, tuple[Doubt, ...]]:
    """By file: of its own reading, and about people that stand in another file too."""
    return {
        file.file_id: asked
        for file in files
        if file.refusal is None
        and file.duplicate_of is None
        and (asked := (*file.doubts, *([one] if (one := identities.asked.get(file.content_id)) else [])))
    }


def contents_of(files: Iterable[ResolvedFile], kind: FileKind) -> pl.DataFrame:
    """One row per content of that kind with a file that counts: `content_id`, `file_id`, `unit_code`, `period_code`,
    `path` as it was sent, `version`, `is_correction`."""
    counting = [file for file in files if file.counts and file.kind == kind]
    schema = {
        **dict.fromkeys(("content_id", "file_id", "unit_code", "period_code", "path"), pl.String),
        "version": pl.Int64,
        "is_correction": pl.Boolean,
    }
    rows = [
        (one.content_id, one.file_id, one.unit_code, one.period_code, sent_as(one.path), one.version, one.is_correction)
        for one in counting
    ]
    return pl.DataFrame(rows, schema=schema, orient="row")


def _actions(run: "Run", plans: pl.DataFrame, judgement: outcome.Judgement) -> pl.DataFrame:
    """The rows of the follow-up workbooks that were not refused."""
    staged = [pl.read_parquet(path) for path in run.area.actions(judgement.countable_of(plans))]
    return pl.concat([empty_frame(STAGED_FOLLOW_UP), *staged])


def _places(
    run: "Run", files: Iterable[ResolvedFile], findings: pl.DataFrame, whole_contents: Iterable[str]
) -> pl.DataFrame:
    """Sheet and row of the rows with findings, and of all rows of contents refused for their rows."""
    plans = {file.content_id for file in files if file.kind == "follow_up"}
    place = ("content_id", "row_index", "sheet", "row_number")
    marked = findings.select("content_id", "row_index").unique()
    frames = [pl.DataFrame(schema={name: frame_schema(STAGED_RESPONSE)[name] for name in place})]
    by_content = {str(one): rows for (one,), rows in marked.partition_by("content_id", as_dict=True).items()}
    actions = [content_id for content_id in by_content if content_id in plans]
    answers = [content_id for content_id in by_content if content_id not in plans]
    paths = [*run.area.actions(actions), *run.area.rows(answers)]
    for content_id, path in zip([*actions, *answers], paths, strict=True):
        rows, staged = by_content[content_id], pl.read_parquet(path, columns=list(place))
        wanted = (
            staged if content_id in whole_contents else staged.join(rows, on=["content_id", "row_index"], how="semi")
        )
        frames.append(wanted)
    return pl.concat(frames)
