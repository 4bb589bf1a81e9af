"""An edition computed once more from what it was made of: `skm reproduce 2024-S1@1`.

From the originals in the archive, read anew, by the ledger, the decisions, the editions, the settings and the registry
as they were when the run began whose figures were made official. Belongs here: which of these held then, computing,
comparing table by table. Not here: the steps of a run, an edition's files (`pipeline.editions`).

What is not there any more is said, not guessed: who was erased since stands in no original, and an edition that an
earlier release closed kept neither settings nor registry.
"""

import hashlib
import shutil
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from contracts.records import Record, Sighting
from contracts.respondent import PROTECTED_CHARACTERISTICS
from contracts.tables import COUNTED_PERIOD, RESPONSE, RESPONSE_APART
from ingest import intake
from pipeline import editions, versions
from pipeline.child_processes import ChildPool, child_pool_of
from pipeline.editions import ClosedPeriod, Editions, KeptEdition, Reopening
from pipeline.pinned_version import MADE_WITH, MadeWith, load_made_with, with_settings
from pipeline.rebuilding import computed, nothing_kept
from pipeline.run import Run, one_run, staging_area
from transforms.figures.edition_changes import EDITION_FRAMES, with_signed_keys
from transforms.figures.periods import in_period
from transforms.schema import with_todays_names
from warehouse.publish import PARQUET_NAME

if TYPE_CHECKING:
    from contracts.columns import Table
    from contracts.lock import HeldLock

_RUN_ID = "%Y%m%dT%H%M%S%f"


class ReproducedTable(Record):
    """A table of an edition beside the same computed now."""

    name: str
    rows: int
    rows_now: int
    hash: str
    hash_now: str
    differing: int
    """Rows of the edition that are not among those computed now."""

    @property
    def is_same(self) -> bool:
        """The same rows."""
        return self.hash == self.hash_now


class Reproduced(Record):
    """What became of computing an edition once more."""

    edition: str
    tables: tuple[ReproducedTable, ...]
    erased_answers: int
    """Of the answers it stands on, those erased since: no original holds them."""
    erased_files: int
    """Files it was made of that were redacted or erased as a whole since."""
    code_version: str
    code_version_now: str
    settings_kept: bool
    """The edition kept settings and registry; else those of today were taken."""
    settings_same: bool
    """They were kept, or have the hash that the edition names. After a release with one setting more they have
    another, whatever they say."""

    @property
    def is_same(self) -> bool:
        """Every table is."""
        return all(one.is_same for one in self.tables)


def reproduce(root: Path, asked: str) -> Reproduced:
    """Computes the edition of that name once more; nothing that is published or kept changes. Raises HomeError where
    there is no such edition."""
    with one_run(root, None) as (run, lock):
        edition = editions.find(run.editions, asked)
        began = _began(edition)
        sightings = [one for one in intake.load_ledger(run.home) if one.first_seen_at <= began]
        then = _as_it_was(run, edition, began)
        with nothing_kept(then) as anew, child_pool_of(run.settings) as processes:
            tables = tuple(_compared(edition, *_computed(anew, run.counted(sightings), processes, lock)))
        return Reproduced(
            edition=edition.name,
            tables=tables,
            erased_answers=editions.load_erased(edition).height,
            erased_files=len({one.sha256 for one in sightings if run.erasures.of(one.sha256)}),
            code_version=edition.record.code_version,
            code_version_now=versions.code_version(),
            settings_kept=MADE_WITH in edition.record.files,
            settings_same=MADE_WITH in edition.record.files or edition.record.settings_hash == run.settings_hash,
        )


def _began(edition: KeptEdition) -> datetime:
    """When the run began whose figures it holds: what was first seen or decided later is not in them."""
    return datetime.strptime(edition.record.run_id, _RUN_ID)


def _as_it_was(run: Run, edition: KeptEdition, began: datetime) -> Run:
    """The run as it stood then."""
    made_with = _made_with(run, edition)
    then = with_settings(run, made_with)
    decided = run.decisions.model_copy(update={"lines": tuple(one for one in run.decisions.lines if one.at <= began)})
    return replace(
        then,
        decisions=decided,
        editions=_editions_at(run.editions, began),
        area=staging_area(run.stores, then.settings.limits, then.registry, decided, then.questionnaires),
    )


def _made_with(run: Run, edition: KeptEdition) -> MadeWith:
    if MADE_WITH not in edition.record.files:
        return MadeWith(
            settings=run.settings, registry=run.registry, services=run.services, questionnaires=run.questionnaires
        )
    editions.verify(edition)
    return load_made_with(edition.folder)


def _editions_at(known: Editions, moment: datetime) -> Editions:
    """What was closed at a moment, and reopened."""
    found = {}
    for code, period in known.periods.items():
        closed = tuple(one for one in period.editions if one.record.closed_at <= moment)
        if closed:
            opened = _opened_after(period, len(closed))
            found[code] = ClosedPeriod(closed, opened if opened is not None and opened.at <= moment else None)
    return Editions(found)


def _opened_after(period: ClosedPeriod, count: int) -> Reopening | None:
    """How the edition before that revision was reopened; None where it was not yet."""
    if count == len(period.editions):
        return period.reopening
    record = period.editions[count].record
    assert record.reopened_at is not None, "only a reopened period has a next edition"
    return Reopening(
        revision=record.revision, reason=record.reason or "", by=record.reopened_by or "", at=record.reopened_at
    )


def _computed(
    run: Run, sightings: list[Sighting], processes: ChildPool, lock: "HeldLock"
) -> tuple[dict[str, pl.DataFrame], pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """The figures by table (EDITION_FRAMES), RESPONSE, RESPONSE_APART and `counted_period` of all periods."""
    building, _ = computed(run, sightings, processes, lock)
    try:
        parquet = building / PARQUET_NAME
        frames = {table.name: pl.read_parquet(parquet / f"{table.name}.parquet") for table in EDITION_FRAMES}
        rows, apart, counted = (
            pl.read_parquet(parquet / f"{table.name}.parquet") for table in (RESPONSE, RESPONSE_APART, COUNTED_PERIOD)
        )
        return frames, rows, apart, counted
    finally:
        shutil.rmtree(building)


def _compared(
    edition: KeptEdition,
    frames: dict[str, pl.DataFrame],
    rows: pl.DataFrame,
    apart: pl.DataFrame,
    counted: pl.DataFrame,
) -> Iterable[ReproducedTable]:
    code = edition.record.period_code
    responses = pl.read_parquet(editions.load_responses(edition))
    for table in EDITION_FRAMES:
        kept = editions.load_written_figures(edition, table.name)
        if kept is None:
            continue  # a table that a later release brought
        now = frames[table.name]
        of_period = now.filter(period_code=code) if "period_code" in now.columns else now
        yield _one(table, with_todays_names(kept, table), known_then(of_period, responses.columns))
    of_period_now = in_period(code, counted)
    yield _one(RESPONSE, with_signed_keys(responses, RESPONSE), rows.lazy().filter(of_period_now).collect())
    kept, now = editions.load_apart(edition), apart.filter(of_period_now)
    if kept.height or now.height:
        yield _one(RESPONSE_APART, kept, now)


def known_then(figures: pl.DataFrame, columns: Collection[str]) -> pl.DataFrame:
    """Figures without the rows of protected characteristics that an edition's responses, which have these columns, do
    not know: a later release counts them."""
    later = [one.name for one in PROTECTED_CHARACTERISTICS if one.column not in columns]
    if "characteristic" not in figures.columns:
        return figures
    return figures.filter(~pl.col("characteristic").is_in(later))


def _one(table: "Table", kept: pl.DataFrame, now: pl.DataFrame) -> ReproducedTable:
    """By the columns that the edition has: a later release may know more."""
    columns = [name for name in kept.columns if name in now.columns]
    then, again = (frame.select(columns).sort(columns) for frame in (kept, now))
    return ReproducedTable(
        name=table.name,
        rows=then.height,
        rows_now=again.height,
        hash=_hash(then),
        hash_now=_hash(again),
        differing=then.join(again, on=columns, how="anti", nulls_equal=True).height,
    )


def _hash(frame: pl.DataFrame) -> str:
    return hashlib.sha256(frame.write_ndjson().encode()).hexdigest()[:16]
