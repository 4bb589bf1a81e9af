"""From the rows that count to a published version: figures, the audited database, one rename.

Belongs here: what these steps do and say about themselves. Not here: arithmetic (`transforms.figures`), how a version
is written (`warehouse`), Prefect.
"""

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from contracts.clock import now
from contracts.columns import Table
from contracts.comparison_tables import IKM_UNSUR_ASSOCIATION
from contracts.deadline_tables import DEADLINE, DEADLINE_TABLES, REMINDER
from contracts.edition_tables import EDITION, LATE_FOLLOW_UP, LATE_RESPONSE
from contracts.errors import AuditFailedError
from contracts.follow_up_tables import FOLLOW_UP, FOLLOW_UP_REALISATION, FOLLOW_UP_REGENCY
from contracts.lineage_tables import FINDING, INGEST_FILE, RUN
from contracts.lock import HeldLock
from contracts.method import WEIGHTS
from contracts.questionnaire_tables import FURTHER_INDEX
from contracts.questionnaires import Questionnaires
from contracts.records import Sighting
from contracts.service_tables import SERVICE
from contracts.services import Services
from contracts.signal_tables import QUALITY_SIGNAL, QUALITY_SIGNAL_ROW
from contracts.tables import (
    COLLECTION,
    COUNTED_PERIOD,
    IKM_UNIT,
    PERIOD,
    RESPONSE_APART,
    SUGGESTION_THEME,
    UNIT,
    UNSUR_TABLE,
    WAREHOUSE_TABLES,
    WAREHOUSE_TABLES_BY_NAME,
)
from expectations.findings import RowsVerdict, failed_errors
from expectations.warehouse import audit_warehouse
from pipeline import official_figures, public_figures, publications, versions
from pipeline.accepted_responses import AcceptedResponses, written_beside
from pipeline.judging import RowOutcomes
from pipeline.pinned_version import keep_made_with
from pipeline.progress import listener, shown_count
from pipeline.unit_results import Result, UnitResults, made_from, of_responses, units_taken_over, version_before
from transforms import reference
from transforms.figures.all_figures import figures_of_sums
from transforms.figures.further_figures import (
    FURTHER_SUMS,
    apart_respondents,
    apart_slots,
    further_index,
    further_sums,
)
from transforms.figures.index import index_of_one
from transforms.figures.quality_signals import signal_rows, signals_of_rows
from transforms.figures.reminders import Sent, deadlines, reminded_periods, reminder_table
from transforms.figures.services import service_table, sums_by_service_slot
from transforms.figures.sums import SLOT, sums_by_unit_slot
from transforms.figures.themes import suggestion_themes
from transforms.figures.unsur_association import ikm_unsur_association
from transforms.figures.withholding import withhold
from transforms.responses import follow_up
from transforms.responses.outcome import IN_SHORTER_PERIODS
from transforms.schema import conform, empty_frame
from warehouse import build as warehouse_build
from warehouse import publish as warehouse_publish
from warehouse import published
from warehouse.connection import working_options
from warehouse.read import Row
from warehouse.responses import write_accepted

if TYPE_CHECKING:
    from pipeline.run import Run  # how a run begins decides no figure (`pipeline.sources`)


def compute(run: "Run", outcomes: RowOutcomes, lock: HeldLock) -> Path:
    """Accepted responses and every figure, as Parquet of a new version; of closed periods the official ones. What the
    published version holds of units that did not change is taken over, unless the run makes everything from scratch."""
    listener.get().started("Menghitung", 0)
    building = warehouse_publish.new_version(run.home, lock=lock)
    parquet = building / warehouse_publish.PARQUET_NAME
    results = UnitResults(building, version_before(run))
    results.whole("identity", outcomes.identity.rows, results.unchanged("identity", outcomes.identity.made_from))
    contents = pl.read_parquet(outcomes.files)
    made_of = of_responses(run, contents, pl.read_parquet(outcomes.outcomes), outcomes.rows_sha256)
    unchanged = results.unchanged("responses", made_of)
    anew = set(contents.filter(~pl.col("unit_code").is_in(unchanged)).get_column("content_id"))
    weight = WEIGHTS[run.settings.method.weight]
    accepted = run.work / "accepted.parquet"
    write_accepted(
        [path for path in outcomes.staged if path.stem in anew],
        files=outcomes.files,
        outcomes=outcomes.outcomes,
        findings=outcomes.findings,
        ikm_of_parts={parts: index_of_one(weight, parts) for parts in (1, *run.questionnaires.parts)},
        accepted=accepted,
    )
    with ThreadPoolExecutor(1, "beside-figures") as beside:
        parquet_before = results.before and results.before / warehouse_publish.PARQUET_NAME
        responses = written_beside(beside, accepted, parquet, parquet_before, unchanged)
        tables, units = _tables(run, outcomes, made_of, responses, results, parquet, beside)
        for table, frame in tables:
            conform(frame, table).write_parquet(parquet / f"{table.name}.parquet")
        figures = {table.name: frame for table, frame in tables}
        former = run.publications.former()
        decision = public_figures.decided(
            figures, responses, run.editions, run.publications, former, run.settings, run.services, results, run.work
        )
        keeping = beside.submit(publications.keep_decision, building, decision)
        figures[RESPONSE_APART.name] = responses.apart_of_others(()).select("unit_code").collect(engine="streaming")
        for name, frame in withhold(figures, decision, former, run.settings).items():
            frame.write_parquet(publications.public_parquet(building, name))
        keeping.result()
    accepted.unlink()
    results.keep()
    listener.get().finished("Menghitung", f"{shown_count(responses.written())} responden dari {units} unit")
    return building


def _tables(
    run: "Run",
    outcomes: RowOutcomes,
    made_of: pl.DataFrame,
    responses: AcceptedResponses,
    results: UnitResults,
    parquet: Path,
    beside: Executor,
) -> tuple[list[tuple[Table, pl.DataFrame]], int]:
    """All tables but those of answers and the public's; and how many units have an index now, closed or not.
    `made_of`: MADE_FROM of the responses; `beside`: who may make one while others are made."""
    files = outcomes.table(INGEST_FILE)
    changed_sums = sums_by_unit_slot(responses.of_others(responses.unchanged))
    sums = results.whole("sums", changed_sums, responses.unchanged).sort(SLOT)
    by_service = _service_sums(responses, run.services, results) if run.services else None
    further = _further_sums(responses, run.questionnaires, results)
    computed = figures_of_sums(
        sums,
        run.registry,
        run.settings,
        _seen_until(files),
        _named_too(files),
        by_service,
        apart_slots(further, run.questionnaires),
    )
    results.unchanged("figures", made_from([made_of, computed.counted_period], run.editions.fingerprint))
    counted, kinds = computed.counted_period, run.settings.reports.kinds
    by_unit = partial(_by_unit, made_of=made_from([made_of, counted]), results=results)
    associating = beside.submit(  # one core does it
        by_unit,
        "ikm_unsur_association",
        lambda units: ikm_unsur_association(responses.of_others(units), counted, kinds),
    )
    themes = by_unit(
        "suggestion_theme",
        lambda units: suggestion_themes(responses.suggestions_of_others(units), responses.of_others(units), counted),
    )
    signals = by_unit(
        "quality_signal_row", lambda units: signal_rows(responses.of_others(units), counted, run.registry, kinds)
    )
    live = (
        *computed.tables(),
        (SUGGESTION_THEME, themes),
        (FURTHER_INDEX, further_index(further, counted, run.questionnaires)),
        (IKM_UNSUR_ASSOCIATION, associating.result()),
        (UNIT, reference.unit_table(run.registry)),
    )
    realisation = follow_up.follow_up_realisation(outcomes.follow_ups)
    responses.written()
    tables = [
        *outcomes.tables,
        (COUNTED_PERIOD, counted),
        *official_figures.figures_to_publish(run.editions, live, parquet, run.settings),
        (QUALITY_SIGNAL, signals_of_rows(signals, run.decisions.explanations)),
        (QUALITY_SIGNAL_ROW, signals),
        (FOLLOW_UP, outcomes.follow_ups),
        (LATE_FOLLOW_UP, official_figures.late_plans(run.editions, outcomes.follow_ups, files)),
        (FOLLOW_UP_REALISATION, realisation),
        (FOLLOW_UP_REGENCY, follow_up.follow_up_regency(realisation)),
        (UNSUR_TABLE, reference.unsur_table()),
        (SERVICE, service_table(run.services)),
    ]
    tables += _deadlines(run, {table.name: frame for table, frame in tables})
    return tables, computed.ikm_unit["unit_code"].n_unique()


def _service_sums(responses: AcceptedResponses, services: Services, results: UnitResults) -> pl.DataFrame:
    """SERVICE_SUMS, of units of which neither responses nor services changed as they were."""
    registered = service_table(services)
    of_units = results.made_from("responses").join(registered, on="unit_code", how="semi")
    unchanged = results.unchanged("services", made_from([of_units, registered]))
    without = responses.unchanged.difference(registered.get_column("unit_code"))
    changed = responses.of_others([*unchanged, *without])
    return results.whole("service_sums", sums_by_service_slot(changed, services), unchanged)


def _further_sums(responses: AcceptedResponses, questionnaires: Questionnaires, results: UnitResults) -> pl.DataFrame:
    """FURTHER_SUMS, of units of which neither responses nor questionnaires changed as they were."""
    if not questionnaires:
        return pl.DataFrame(schema=FURTHER_SUMS)
    made_of = made_from([results.made_from("responses")], questionnaires.state)
    unchanged = results.unchanged("further", made_of)
    answers = pl.concat([responses.of_others(unchanged), responses.apart_of_others(unchanged)], how="diagonal")
    return results.whole("further_sums", further_sums(answers, questionnaires), unchanged)


def _by_unit(
    name: Result,
    make: Callable[[list[str]], pl.DataFrame],
    *,
    made_of: pl.DataFrame,
    results: UnitResults,
) -> pl.DataFrame:
    """The table of that name, of units of which nothing changed that it is made of (MADE_FROM) as it was; of all units
    but those it is made."""
    unchanged = results.unchanged(name, made_of)
    return results.whole(name, make(unchanged), unchanged).sort(WAREHOUSE_TABLES_BY_NAME[name].key)


def _deadlines(run: "Run", figures: Mapping[str, pl.DataFrame]) -> list[tuple[Table, pl.DataFrame]]:
    """Until when units were to report, and who had on the day the newest file came."""
    files, asked = figures[INGEST_FILE.name], run.settings.reminders
    today = _seen_until(files)
    if today is None:
        return [(table, empty_frame(table)) for table in DEADLINE_TABLES]
    sent = Sent(
        **{table.name: figures[table.name] for table in (IKM_UNIT, COLLECTION, EDITION, LATE_RESPONSE)},
        refused_files=published.refused_files([Row(one) for one in files.iter_rows(named=True)]),
        apart=apart_respondents(figures[FURTHER_INDEX.name]),
    )
    codes = figures[PERIOD.name].get_column("period_code").to_list()
    periods = reminded_periods(codes, asked.kind, today)
    return [
        (DEADLINE, deadlines(codes, asked.kind, asked.grace_days, today)),
        (REMINDER, reminder_table(periods, sent, run.registry, asked.grace_days, today)),
    ]


def _seen_until(ingest_file: pl.DataFrame) -> date | None:
    """The last day on which any file came: a clock that stands still where nothing changes."""
    newest: datetime | None = ingest_file.select(pl.col("first_seen_at").max()).item()
    return newest.date() if newest else None


def _named_too(ingest_file: pl.DataFrame) -> list[tuple[str, str]]:
    """Unit and period of the files whose people all stand in files of shorter periods."""
    whole = ingest_file.filter(reason_code=IN_SHORTER_PERIODS)
    return whole.select("unit_code", "period_code").unique().sort(pl.all()).rows()


def build(run: "Run", building: Path, sightings: Iterable[Sighting], verdict: RowsVerdict) -> None:
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
        inputs_hash=run.inputs_hash(sightings),
        before=runs_before,
    )
    lineage.write_parquet(parquet / f"{RUN.name}.parquet")
    publications.keep_made_from(building, run.made_from(sightings))
    taken_over = units_taken_over(building, "responses")
    before = warehouse_publish.published_version(run.home) if taken_over else None
    with warehouse_build.built_database(
        database,
        parquet,
        before and before / warehouse_publish.DATABASE_NAME,
        taken_over,
        units_taken_over(building, "figures"),
    ):
        listener.get().finished("Gudang data", f"{len(WAREHOUSE_TABLES)} tabel")
        listener.get().started("Memeriksa gudang data", 0)
        audited = audit_warehouse(database, working_options(building), run_id=run.run_id)
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


def publish(run: "Run", building: Path, lock: HeldLock) -> None:
    """One atomic rename."""
    keep_made_with(building, run)
    days = run.settings.warehouse.daily_versions
    version = warehouse_publish.publish(run.home, building, lock=lock, daily_versions=days)
    listener.get().started("Terbit", 0)
    listener.get().finished("Terbit", f"versi {version.name}")
