"""The stages of a consolidation as plain functions, each a thin call into the rooms.

Belongs here: which room does what with which file, and what a stage says about itself. Not here: Prefect
(`flows.consolidate` wraps these as tasks), arithmetic, judgement, layout.
"""

import shutil
import threading
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

import polars as pl

import expectations
from contracts.clock import now
from contracts.columns import Table
from contracts.errors import AuditFailedError
from contracts.home import Home
from contracts.lock import HeldLock
from contracts.records import FileKind, Reading, Record, Refusal, ResolvedFile, Sighting
from contracts.registry import Registry, load_registry
from contracts.settings import Limits, Settings, Storage, load_settings
from contracts.staged_tables import STAGED_FOLLOW_UP, STAGED_RESPONSE
from contracts.tables import (
    BLANKED_VALUE,
    COLUMN_MAPPING,
    FINDING,
    FOLLOW_UP,
    FOLLOW_UP_REALISATION,
    FOLLOW_UP_REGENCY,
    INGEST_FILE,
    REJECTED_ROW,
    RUN,
    SUGGESTION_THEME,
    UNIT,
    UNSUR_TABLE,
    WAREHOUSE_TABLES,
)
from expectations.findings import RowsVerdict, failed_errors
from expectations.rows import validate_follow_ups, validate_responses
from expectations.warehouse import audit_warehouse
from ingest import intake
from ingest.identify import UnitNames
from ingest.inbox_faults import empty_now
from ingest.resolve import resolve as resolve_files
from pipeline import cleanup, corrections, editions, homes, inboxes, official_figures, run_times, staging, versions
from pipeline.child_processes import ChildLost, Children
from pipeline.editions import Editions
from pipeline.inboxes import Source
from pipeline.pinned_version import keep_made_with
from pipeline.progress import listener
from pipeline.staging import Content, StagingArea
from pipeline.stores import Stores, open_stores
from transforms import reference
from transforms.figures.all_figures import figures
from transforms.figures.themes import suggestion_themes
from transforms.responses import follow_up, identity, outcome
from transforms.schema import conform, empty_frame, frame_schema
from warehouse import build as warehouse_build
from warehouse import publish as warehouse_publish
from warehouse import published
from warehouse.pin import pinned
from warehouse.read import open_published
from warehouse.responses import write_responses

PARSER_CRASHED = {
    "crashed": "Berkas ini membuat pembacanya berhenti mendadak.",
    "out_of_time": "Berkas ini tidak selesai dibaca dalam batas waktu.",
    "out_of_memory": "Berkas ini menghabiskan memori pembacanya.",
}


@dataclass(frozen=True)
class Run:
    """What every stage of one consolidation knows."""

    run_id: str
    started_at: datetime
    home: Home
    inboxes: tuple[Source, ...]
    settings: Settings
    registry: Registry
    settings_hash: str
    stores: Stores
    area: StagingArea
    accepted: frozenset[str]
    """Contents that staff accepted although they were held back."""
    editions: Editions
    """Periods that were ever closed: their official figures go over the live ones."""

    @property
    def work(self) -> Path:
        """For what lives only during the run."""
        return self.home.staging / "run"


@dataclass(frozen=True)
class Settled:
    """Every row's and file's fate: of answers as Parquet in the run's work folder, the rest as tables."""

    staged: tuple[Path, ...]
    files: Path
    outcomes: Path
    findings: Path
    follow_ups: pl.DataFrame
    tables: tuple[tuple[Table, pl.DataFrame], ...]


class RunSummary(Record):
    """What a consolidation did, for whoever started it."""

    run_id: str
    flow_run_id: str | None = None
    published: bool
    """False: nothing the contents depend on had changed, or a version is held."""
    held_version: str | None = None
    """The version that stays published until it is released (`skm rollback`)."""
    contents_read: int
    files: dict[str, int]
    """Files by status."""
    responses: int
    missing: int
    """Units of the registry without an index in the latest year."""
    documents_made: int
    documents_kept: int
    documents_changed: tuple[str, ...]
    """Periods with new documents."""
    to_senders: int
    """Workbooks and notes in the quarantine folder."""
    site_files: int
    """Files of the public site that are new or changed."""


def ready(root: Path, inbox: Path | str | None) -> Home:
    """The home, after everything a run stands on was checked, before anything is made. Raises ConfigurationError or
    HomeError. With an inbox of its own, a folder or a URL, a run works on a bare folder: what the home lacks is
    created."""
    home = Home(root)
    homes.check_ready(home, None if inbox is None else str(inbox))
    if inbox is not None:
        homes.prepare_home(home, with_samples=False)
    return home


def begin(root: Path, inbox: Path | str | None, storage: Storage | None = None) -> Run:
    """What the run stands on, checked (see `ready`). Whoever changes anything holds the lock before: settings, ledger
    and editions are those of this moment. `storage`: instead of what the settings say."""
    home = ready(root, inbox)
    settings = load_settings(home.settings)
    registry = load_registry(home.units)
    started_at = run_times.begins_at(home, now())
    stores = open_stores(home, storage or settings.storage)
    return Run(
        run_id=started_at.strftime("%Y%m%dT%H%M%S%f"),
        started_at=started_at,
        home=home,
        inboxes=inboxes.sources_of(home, settings, None if inbox is None else str(inbox)),
        settings=settings,
        registry=registry,
        settings_hash=versions.settings_hash(settings, home.units),
        stores=stores,
        area=staging_area(stores, settings.limits, registry),
        accepted=intake.load_accepted(home),
        editions=editions.load(home),
    )


def staging_area(stores: Stores, limits: Limits, registry: Registry) -> StagingArea:
    """Where contents are staged by this code."""
    return StagingArea(stores.archive, stores.staging.below(versions.reading_version(limits)), limits, registry)


def warm_up(root: Path, inbox: Path | str | None) -> None:
    """Imports Great Expectations in the background, where a run looks like it will need it: that takes
    seconds, in which a server starts and files are read. An inbox elsewhere is not asked: the run itself will."""
    run = begin(root, inbox)
    ledger = intake.load_ledger(run.home)
    here = [source for source in run.inboxes if source.is_here]
    if is_published(run, ledger) and not inboxes.has_news(here, ledger):
        return
    threading.Thread(target=expectations.warm_up, daemon=True, name="warm-up").start()


def take_in(run: Run) -> list[Sighting]:
    """Inbox → archive and ledger."""
    listener.get().started("Kotak masuk", 0)
    before = intake.load_ledger(run.home)
    cleanup.remove(run.home, run.stores)
    if run.started_at - (clock := now()) > run_times.NOTICEABLE:
        listener.get().noticed(run_times.clock_is_behind(clock, run.started_at))
    sightings, unsettled = list(before), 0
    try:
        for source in run.inboxes:
            with inboxes.opened(source) as inbox:
                for found in intake.take_in(run.stores.archive, inbox, before, run.settings.limits, run.started_at):
                    if isinstance(found, Sighting):
                        sightings.append(found)
                    else:
                        unsettled += 1
                        listener.get().noticed(f"{found.name}: {found.why}")
                if (count := inboxes.seen_there(source, before)) and next(iter(inbox.entries()), None) is None:
                    listener.get().noticed(empty_now(source.place.shown, count))
    finally:  # where a share went away in the middle, the next run goes on from here
        if len(sightings) > len(before):
            intake.save_ledger(run.home, sightings)
    waiting = f", {unsettled} menunggu konsolidasi berikutnya" if unsettled else ""
    listener.get().finished("Kotak masuk", f"{len(sightings)} berkas, {len(sightings) - len(before)} baru{waiting}")
    return sightings


def unread(run: Run, sightings: Iterable[Sighting]) -> list[list[Content]]:
    """Contents that were never read, or under another order of U8/U9, in batches for the children."""
    current = versions.reading_version(run.settings.limits)
    for old in run.stores.staging.folders():
        if old != current:  # of another version of the code, or a run's that was killed
            run.stores.staging.remove_folder(old)
    shutil.rmtree(run.work, ignore_errors=True)
    run.work.mkdir(parents=True)
    seen: defaultdict[str, list[Sighting]] = defaultdict(list)
    for one in sorted(sightings, key=lambda one: (one.first_seen_at, one.modified_at, one.path)):
        if one.refusal is None:
            seen[one.content_id].append(one)
    readings = staging.load_readings(run.area, seen)
    names = UnitNames(run.registry)
    contents = []
    for content_id, all_seen in seen.items():
        first, reading = all_seen[0], readings.get(content_id)
        name = staging.telling_name([one.path for one in all_seen], reading, names)
        if staging.needs_staging(reading, name, run.registry, names):
            contents.append(Content(content_id, name, intake.archived(first.sha256), first.size, first.received_on))
    contents.sort(key=lambda content: (-content.size, content.content_id))
    listener.get().started("Membaca", len(contents))
    if not contents:
        listener.get().finished("Membaca", "tidak ada isi baru")
    return list(staging.batches(contents))


def read(area: StagingArea, contents: Sequence[Content], children: Children) -> int:
    """Archive → staged rows, in a child process, on any machine. A content that kills its reader is refused."""
    results = children.run(partial(staging.stage, area), contents, seconds=area.limits.parser_seconds)
    refused = []
    for content, result in zip(contents, results, strict=True):
        if isinstance(result, ChildLost):
            message = (
                f"{PARSER_CRASHED[result.how]} Buka berkas di aplikasi lembar kerja, simpan ulang sebagai CSV atau "
                "xlsx baru, lalu kirim lagi."
            )
            refusal = Refusal(code=f"reader_{result.how}", message=message)
            refused.append(Reading(content_id=content.content_id, format=None, refusal=refusal))
    staging.write_readings(area, refused)
    listener.get().stepped("Membaca", len(contents))
    return len(contents)


def readings_of(run: Run, sightings: Iterable[Sighting], contents_read: int) -> dict[str, Reading]:
    """Every content's reading, by content."""
    readings = staging.load_readings(run.area, {one.content_id for one in sightings if one.refusal is None})
    if contents_read:
        rows = sum(reading.rows for reading in readings.values())
        listener.get().finished("Membaca", f"{contents_read} isi baru dibaca; {rows} baris seluruhnya")
    return readings


def is_published(run: Run, sightings: Iterable[Sighting]) -> bool:
    """Whether what is published stays: it was made from exactly these inputs, or it is held."""
    if pinned(run.home) is not None:
        return True
    if warehouse_publish.published_version(run.home) is None:
        return False
    with open_published(run.home) as reader:
        return published.runs(reader)[0]["inputs_hash"] == inputs_hash(run, sightings)


def inputs_hash(run: Run, sightings: Iterable[Sighting]) -> str:
    """Hash of everything the published contents depend on."""
    return versions.inputs_hash(run.settings_hash, sightings, run.accepted, run.editions.fingerprint)


def resolve(run: Run, sightings: list[Sighting], readings: dict[str, Reading]) -> list[ResolvedFile]:
    """Unit and period of every file."""
    return resolve_files(sightings, readings, run.registry)


def validate(run: Run, files: Sequence[ResolvedFile]) -> RowsVerdict:
    """Great Expectations over all staged rows of the files that may count, once."""
    listener.get().started("Memeriksa baris", 0)
    answers = run.area.rows(file.content_id for file in files if file.counts and file.kind == "responses")
    plans = run.area.actions(file.content_id for file in files if file.counts and file.kind == "follow_up")
    verdict = validate_responses(
        answers, run.work / "row_finding.parquet", run_id=run.run_id, thresholds=run.settings.thresholds
    ).and_of(validate_follow_ups(plans, run.work / "follow_up_finding.parquet", run_id=run.run_id))
    listener.get().finished("Memeriksa baris", f"{verdict.rows_with_findings} baris bertanda")
    return verdict


def settle(run: Run, files: Sequence[ResolvedFile], readings: dict[str, Reading], verdict: RowsVerdict) -> Settled:
    """Rejected, duplicate, superseded, held: what becomes of every row and file."""
    listener.get().started("Menggabungkan", 0)
    findings_path, outcomes_path, files_path = (
        run.work / f"{name}.parquet" for name in ("row_finding", "row_outcome", "file")
    )
    findings = pl.concat([pl.read_parquet(findings_path), pl.read_parquet(run.work / "follow_up_finding.parquet")])
    judgement = outcome.judge(files, readings, findings, verdict.file_breaches, run.settings.thresholds.rejected_share)
    answers, plans = (_contents(files, kind) for kind in ("responses", "follow_up"))
    rows = _identities(run, answers, judgement).collect()
    identities = identity.duplicate_rows(rows, answers, run.accepted, run.settings.thresholds.snapshot_shrink)
    actions = _actions(run, plans, judgement)
    replaced = follow_up.rows_replaced(
        actions.join(judgement.rejected, on=["content_id", "row_index"], how="anti"), plans
    )
    settled = outcome.conclude(
        judgement,
        files,
        readings,
        findings,
        _places(run, files, findings, judgement.mostly_rejected),
        identity.IdentityResult(pl.concat([identities.duplicates, replaced]), identities.held),
    )
    settled.row_outcome.write_parquet(outcomes_path)
    counted = pl.col("content_id").is_in(list(settled.counted))
    answers.filter(counted).write_parquet(files_path)
    listener.get().finished(
        "Menggabungkan", f"{identities.duplicates.height} baris ganda, {len(identities.held)} ditahan"
    )
    return Settled(
        staged=tuple(run.area.rows(answers.filter(counted)["content_id"].sort())),
        files=files_path,
        outcomes=outcomes_path,
        findings=findings_path,
        follow_ups=follow_up.follow_up(actions, plans, settled.row_outcome),
        tables=(
            (INGEST_FILE, settled.ingest_file),
            (REJECTED_ROW, settled.rejected_row),
            (BLANKED_VALUE, settled.blanked_value),
            (COLUMN_MAPPING, reference.column_mapping(files, readings)),
        ),
    )


def _contents(files: Iterable[ResolvedFile], kind: FileKind) -> pl.DataFrame:
    """One row per content of that kind with a file that counts: `content_id`, `file_id`, `unit_code`, `period_code`,
    `version`, `is_correction`."""
    counting = [file for file in files if file.counts and file.kind == kind]
    schema = {
        **dict.fromkeys(("content_id", "file_id", "unit_code", "period_code"), pl.String),
        "version": pl.Int64,
        "is_correction": pl.Boolean,
    }
    rows = [
        (one.content_id, one.file_id, one.unit_code, one.period_code, one.version, one.is_correction)
        for one in counting
    ]
    return pl.DataFrame(rows, schema=schema, orient="row")


def _identities(run: Run, answers: pl.DataFrame, judgement: outcome.Judgement) -> pl.LazyFrame:
    """What identifies each response that no rule rejects."""
    columns = ("content_id", "row_index", "identity", "identity_key", "response_date", "origin_content_id")
    staged = run.area.rows(_standing(answers, judgement))
    responses = pl.scan_parquet(staged) if staged else pl.LazyFrame(schema=frame_schema(STAGED_RESPONSE))
    return responses.select(*columns, identity.origin_key()).join(
        judgement.rejected.lazy(), on=["content_id", "row_index"], how="anti", maintain_order="left"
    )


def _actions(run: Run, plans: pl.DataFrame, judgement: outcome.Judgement) -> pl.DataFrame:
    """The rows of the follow-up workbooks that were not refused."""
    staged = [pl.read_parquet(path) for path in run.area.actions(_standing(plans, judgement))]
    return pl.concat([empty_frame(STAGED_FOLLOW_UP), *staged])


def _standing(contents: pl.DataFrame, judgement: outcome.Judgement) -> list[str]:
    return sorted(judgement.standing.intersection(contents.get_column("content_id")))


def _places(
    run: Run, files: Iterable[ResolvedFile], findings: pl.DataFrame, whole_contents: Iterable[str]
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


def compute(run: Run, settled: Settled, lock: HeldLock) -> Path:
    """Accepted responses and every figure, as Parquet of a new version; of closed periods the official ones."""
    listener.get().started("Menghitung", 0)
    building = warehouse_publish.new_version(run.home, lock=lock)
    parquet = building / warehouse_publish.PARQUET_NAME
    count = write_responses(
        settled.staged,
        files=settled.files,
        outcomes=settled.outcomes,
        findings=settled.findings,
        responses=parquet / "response.parquet",
        suggestions=parquet / "suggestion.parquet",
    )
    responses, suggestions = (pl.scan_parquet(parquet / f"{name}.parquet") for name in ("response", "suggestion"))
    computed = figures(responses, run.registry, run.settings)
    live = (
        *computed.tables(),
        (SUGGESTION_THEME, suggestion_themes(suggestions, responses)),
        (UNIT, reference.unit_table(run.registry)),
    )
    realisation = follow_up.follow_up_realisation(settled.follow_ups)
    tables = (
        *settled.tables,
        *official_figures.figures_to_publish(run.editions, live, parquet / "response.parquet", run.settings),
        (FOLLOW_UP, settled.follow_ups),
        (FOLLOW_UP_REALISATION, realisation),
        (FOLLOW_UP_REGENCY, follow_up.follow_up_regency(realisation)),
        (UNSUR_TABLE, reference.unsur_table()),
    )
    for table, frame in tables:
        conform(frame, table).write_parquet(parquet / f"{table.name}.parquet")
    listener.get().finished("Menghitung", f"{count} responden dari {computed.ikm_unit['unit_code'].n_unique()} unit")
    return building


def build(run: Run, building: Path, sightings: Iterable[Sighting], verdict: RowsVerdict) -> None:
    """The new warehouse file, audited by the second suite. Raises AuditFailedError when it contradicts
    itself; it is not published then."""
    listener.get().started("Gudang data", 0)
    parquet = building / warehouse_publish.PARQUET_NAME
    database = building / warehouse_publish.DATABASE_NAME
    runs_before, findings_before = published.history(run.home)
    found = [tuple(vars(finding).values()) for finding in verdict.findings]
    reference.finding_table(found, findings_before).write_parquet(parquet / f"{FINDING.name}.parquet")
    lineage = reference.run_table(
        run_id=run.run_id,
        started_at=run.started_at,
        finished_at=max(now(), run.started_at),
        code_version=versions.code_version(),
        settings_hash=run.settings_hash,
        inputs_hash=inputs_hash(run, sightings),
        before=runs_before,
    )
    lineage.write_parquet(parquet / f"{RUN.name}.parquet")
    warehouse_build.build_database(database, parquet)
    listener.get().finished("Gudang data", f"{len(WAREHOUSE_TABLES)} tabel")
    listener.get().started("Memeriksa gudang data", 0)
    audited = audit_warehouse(database, run_id=run.run_id)
    found += [tuple(vars(finding).values()) for finding in audited]
    reference.finding_table(found, findings_before).write_parquet(parquet / f"{FINDING.name}.parquet")
    warehouse_build.replace_table(database, FINDING, parquet)
    if failed := failed_errors(audited):
        names = "; ".join(f"{one.expectation} ({one.observed})" for one in failed)
        raise AuditFailedError(
            f"Gudang data baru bertentangan dengan dirinya sendiri dan tidak diterbitkan: {names}. "
            "Yang sudah terbit tidak berubah. Ini kesalahan program: laporkan beserta kalimat ini."
        )
    listener.get().finished("Memeriksa gudang data", f"{len(audited)} pemeriksaan")


def publish(run: Run, building: Path, lock: HeldLock) -> None:
    """One atomic rename."""
    keep_made_with(building, run.settings, run.registry)
    version = warehouse_publish.publish(run.home, building, lock=lock)
    listener.get().started("Terbit", 0)
    listener.get().finished("Terbit", f"versi {version.name}")


def return_to_senders(run: Run, readings: dict[str, Reading]) -> int:
    """Correction workbooks and refusal notes. While an earlier version is held they stay: they tell of files that
    are still to be corrected, whether that version knows them or not."""
    if pinned(run.home) is not None:
        return sum(path.is_file() for path in run.home.quarantine.rglob("*"))
    return corrections.quarantine(run.home, run.settings, run.area, readings)


def summarise(
    run: Run,
    contents_read: int,
    published_now: bool,
    documents: Mapping[str, tuple[int, int]],
    to_senders: int,
    site_files: int,
) -> RunSummary:
    """What the run did, from what is published. `documents`: by period, how many were made and how many
    needed nothing."""
    with open_published(run.home) as reader:
        files = published.files(reader)
        year = published.latest_period(reader, "year")
        missing = len(published.missing_units(reader, year)) if year else 0
    statuses = Counter(file.of("status", str) for file in files)
    responses = sum(file.of("rows_accepted", int) for file in files if file["kind"] == "responses")
    shutil.rmtree(run.work, ignore_errors=True)
    held = pinned(run.home)
    return RunSummary(
        run_id=run.run_id,
        published=published_now,
        held_version=held.version if held else None,
        contents_read=contents_read,
        files=dict(sorted(statuses.items())),
        responses=responses,
        missing=missing,
        documents_made=sum(made for made, _ in documents.values()),
        documents_kept=sum(kept for _, kept in documents.values()),
        documents_changed=tuple(period_code for period_code, (made, _) in documents.items() if made),
        to_senders=to_senders,
        site_files=site_files,
    )
