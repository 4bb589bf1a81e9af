"""Who counts, by the steps of a run in this process: what `tests.property.histories` holds against the plain counting.

Without Prefect; Great Expectations is replaced by the queries it would run, and does not audit what is published.
"""

import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

import polars as pl
import pytest

from contracts.comparison_tables import IKM_UNSUR_ASSOCIATION
from contracts.edition_tables import LATE_RESPONSE
from contracts.home import Home
from contracts.lineage_tables import INGEST_FILE
from contracts.method import WEIGHTS
from contracts.questionnaire_tables import FURTHER_INDEX
from contracts.records import Reading, ResolvedFile, Sighting
from contracts.tables import IKM_UNSUR, SUGGESTION_THEME, UNIT
from contracts.unsur import UNSUR_COLUMNS
from expectations import rows as rows_of_expectations
from expectations import warehouse as warehouse_audit
from expectations.checker import open_engine
from expectations.findings import CheckResult, RowsVerdict
from expectations.suites import CODE
from pipeline import judging, public_figures, publications, publishing, reading, staging, told_apart
from pipeline.judging import RowOutcomes
from pipeline.official_figures import figures_to_publish
from pipeline.run import Run, one_run
from pipeline.unit_results import UnitResults
from tests.property.plain_counting import PERIOD, Counted, Told
from transforms import reference
from transforms.figures import quality_signals, unsur_association
from transforms.figures.all_figures import compute_figures
from transforms.figures.index import index_of_one
from transforms.figures.unsur_association import ikm_unsur_association
from transforms.schema import empty_frame
from warehouse.contents import table_hashes
from warehouse.publish import DATABASE_NAME
from warehouse.responses import write_accepted, write_responses


def told_by_the_pipeline(home: Home) -> Told:
    """By the steps of a run, up to the figures that are published. Where nothing was ever closed these are those of the
    responses, which others test."""
    with counting(home) as (run, responses):
        counting_ones = pl.read_parquet(responses)
        if not run.editions:
            live = _counted(counting_ones)
            return Told(live, live, Counter())
        figures = published_figures(run, responses)
    return told_by(counting_ones, figures[IKM_UNSUR.name], figures[LATE_RESPONSE.name])


def _counted(responses: pl.DataFrame) -> Counted:
    by_unit = responses.group_by("unit_code").agg(pl.len(), pl.col(*UNSUR_COLUMNS).sum())
    return {str(unit): (count, tuple(totals)) for unit, count, *totals in by_unit.iter_rows()}


def told_by(responses: pl.DataFrame, ikm_unsur: pl.DataFrame, late_response: pl.DataFrame) -> Told:
    """What these tables tell of who counts, of PERIOD and of what came late."""
    sums = ikm_unsur.filter(period_code=PERIOD).sort("unsur_code")
    told = sums.group_by("unit_code").agg(pl.col("respondents").first(), pl.col("total"))
    late_ones = late_response.group_by("unit_code", "change").len()
    return Told(
        _counted(responses),
        {str(unit): (count, tuple(totals)) for unit, count, totals in told.iter_rows()},
        Counter({(unit, change): count for unit, change, count in late_ones.iter_rows()}),
    )


@contextmanager
def counting(home: Home) -> Iterator[tuple[Run, Path]]:
    """The steps of a run, up to the accepted responses."""
    with one_run(home.root, None) as (run, _):
        outcomes = _outcomes(run)
        responses = run.work / "response.parquet"
        accepted = run.work / "accepted.parquet"
        write_accepted(
            outcomes.staged,
            files=outcomes.files,
            outcomes=outcomes.outcomes,
            findings=outcomes.findings,
            ikm_of_parts={1: index_of_one(WEIGHTS[run.settings.method.weight])},
            accepted=accepted,
        )
        write_responses(
            accepted,
            responses=responses,
            suggestions=run.work / "suggestion.parquet",
            apart=run.work / "response_apart.parquet",
        )
        yield run, responses
        shutil.rmtree(run.work)


def _outcomes(run: Run) -> RowOutcomes:
    return judging.decide_outcomes(run, *_read(run)[1:])


def became_of_files(home: Home) -> pl.DataFrame:
    """`ingest_file`, as a run decides it."""
    with one_run(home.root, None) as (run, _):
        found = _outcomes(run).table(INGEST_FILE)
        shutil.rmtree(run.work)
    return found


class _Read(NamedTuple):
    """What a run knows before it tells people apart."""

    sightings: list[Sighting]
    files: list[ResolvedFile]
    readings: dict[str, Reading]
    verdict: RowsVerdict


def _read(run: Run) -> _Read:
    with without_great_expectations():
        sightings = reading.take_in(run)
        to_read = reading.to_read(run, sightings)
        for batch in to_read.batches:
            staging.stage(run.area, batch)
        readings = reading.readings_of(run, to_read, 0)
        run.work.mkdir(parents=True, exist_ok=True)
        files = judging.resolve(run, sightings, readings)
        return _Read(sightings, files, readings, judging.validate(run, files, readings))


def tells_apart(home: Home, before: Path | None, version: Path) -> tuple[str, ...]:
    """A run finds out whose rows they are, and keeps that in the folder `version`; which tables of what becomes of rows
    and files would be others, were nothing taken over from the folder `before`. A tenth of what `publishes` takes."""
    with one_run(home.root, None) as (run, _), pytest.MonkeyPatch.context() as patch:
        patch.setattr(told_apart, "version_before", lambda run: None if run.from_scratch else before)
        read = _read(run)
        became: list[dict[str, list[int]]] = []
        for from_scratch in (True, False) if before else (True,):
            outcomes = judging.decide_outcomes(replace(run, from_scratch=from_scratch), *read[1:])
            tables = {table.name: frame for table, frame in outcomes.tables}
            tables |= {path.stem: pl.read_parquet(path) for path in (outcomes.files, outcomes.outcomes)}
            became.append({name: frame.hash_rows().sort().to_list() for name, frame in tables.items()})
        version.mkdir()
        results = UnitResults(version, before)
        results.whole("identity", outcomes.identity.rows, results.unchanged("identity", outcomes.identity.made_from))
        results.keep()
        shutil.rmtree(run.work)
    return tuple(name for name, table in became[0].items() if became[-1][name] != table)


def publishes(home: Home) -> tuple[str, ...]:
    """A run publishes, and the site shows it; the tables that would be others, were nothing taken over from the version
    before, and people told apart, signals, associations and what the public gets made of each unit alone."""
    with one_run(home.root, None) as (run, lock), pytest.MonkeyPatch.context() as patch:
        patch.setattr(publishing, "audit_warehouse", lambda *_, **__: ())
        read, versions = _read(run), []
        for from_scratch in (True, False):
            of_kind = replace(run, from_scratch=from_scratch)
            patch.setattr(told_apart, "ROWS_AT_ONCE", 1 if from_scratch else 10**9)
            for module in (public_figures, quality_signals, unsur_association):
                patch.setattr(module, "RESPONSES_AT_ONCE", 1 if from_scratch else 10**9)
            building = publishing.compute(of_kind, judging.decide_outcomes(of_kind, *read[1:]), lock)
            publishing.build(run, building, read.sightings, read.verdict)
            versions.append(building.rename(run.work / f"version-{from_scratch}"))
        anew, taken_over = (_hashes(version) for version in versions)
        publishing.publish(run, versions[1].rename(building), lock)
        publications.record(run.home, run.home.warehouse / "current", run.started_at.date())
        shutil.rmtree(run.work)
    return tuple(name for name, table in anew.items() if taken_over[name] != table)


def _hashes(version: Path) -> dict[str, object]:
    """By name, of all tables, and of what was decided for the record."""
    kept = {path.stem: pl.read_parquet(path) for path in (version / publications.DECISION).glob("*.parquet")}
    decided = {f"decided {name}": frame.hash_rows().sort().to_list() for name, frame in kept.items()}
    return {**table_hashes(version / DATABASE_NAME), **decided}


def published_figures(run: Run, responses: Path) -> dict[str, pl.DataFrame]:
    """The figures that are published of these responses, by name."""
    accepted = pl.scan_parquet(responses)
    computed = compute_figures(accepted, run.registry, run.settings)
    associations = ikm_unsur_association(accepted, computed.counted_period, run.settings.reports.kinds)
    live = (
        *computed.tables(),
        (IKM_UNSUR_ASSOCIATION, associations),
        (SUGGESTION_THEME, empty_frame(SUGGESTION_THEME)),
        (FURTHER_INDEX, empty_frame(FURTHER_INDEX)),
        (UNIT, reference.unit_table(run.registry)),
    )
    published = figures_to_publish(run.editions, live, responses.parent, run.settings)
    return {table.name: frame for table, frame in published}


class _MemoryKept:
    """In the place of an engine on a database in memory: DuckDB's instance stays, 20 ms to make; tables go."""

    def __init__(self) -> None:
        self._engine = open_engine(":memory:kept", {})
        self.connect, self.begin = self._engine.connect, self._engine.begin

    def dispose(self) -> None:
        with self.begin() as connection:
            for (table,) in connection.exec_driver_sql("SELECT table_name FROM duckdb_tables()").fetchall():
                connection.exec_driver_sql(f"DROP TABLE {table}")


_memory_kept = cache(_MemoryKept)
_warehouse_suite = cache(warehouse_audit.warehouse_suite)
_rows_suite = cache(rows_of_expectations.rows_suite)
"""Of a thousand objects of Great Expectations, of which only the queries are looked at."""


class _Queries:
    """In the place of Great Expectations: each rule's own query, counted."""

    def __init__(self, database: str, options: dict[str, str]) -> None:
        self._engine = open_engine(database, options) if Path(database).is_absolute() else None

    def run(self, suite: object, table: str) -> tuple[CheckResult, ...]:
        # One look: each on its own takes four times as long where the tables are small.
        expectations = list(suite.expectations)  # type: ignore[attr-defined]
        counts = " UNION ALL ".join(
            f"SELECT {place}, count(*) FROM ({one.unexpected_rows_query.format(batch=table)})"
            for place, one in enumerate(expectations)
        )
        with (self._engine or _memory_kept()).connect() as connection:
            connection.exec_driver_sql("PRAGMA disable_optimizer")  # which takes longer than counting a few rows
            counted = dict(connection.exec_driver_sql(counts).fetchall())
            connection.exec_driver_sql("PRAGMA enable_optimizer")
        if self._engine:
            self._engine.dispose()
        return tuple(
            CheckResult(one.meta[CODE], "failed" if counted[place] else "passed", counted[place])
            for place, one in enumerate(expectations)
        )


class ThisProcess:
    """In the place of child processes."""

    def __init__(self) -> None:
        self._one_at_a_time = Lock()  # the compiler of documents is not shared by threads

    def run(self, function: Callable[[Sequence[Any]], Sequence[Any]], items: Sequence[Any], *, seconds: float) -> Any:
        with self._one_at_a_time:
            return list(function(items))


@contextmanager
def this_process(**_: object) -> Iterator[ThisProcess]:
    yield ThisProcess()


@contextmanager
def without_great_expectations() -> Iterator[None]:
    """Rules are judged by their own queries, which takes no second."""

    @contextmanager
    def queries(database: str, options: dict[str, str]) -> Iterator[_Queries]:
        yield _Queries(database, options)

    with pytest.MonkeyPatch.context() as patch:
        for judging_module in (rows_of_expectations, warehouse_audit):
            patch.setattr(judging_module, "checker", queries)
        patch.setattr(rows_of_expectations, "open_engine", lambda *_: _memory_kept())
        patch.setattr(rows_of_expectations, "rows_suite", _rows_suite)
        patch.setattr(warehouse_audit, "warehouse_suite", _warehouse_suite)
        yield
