"""`skm run`: starts the flow, shows what it does, and what came out.

The order of the first lines is for speed: Prefect's server starts in a process of its own while this one
imports Prefect, and Great Expectations is imported while the server starts (see `operations.temporary_server`).
When the server is gone in the midst of a run, the process ends at once, as if killed: nothing published is lost
by that, and the home's lock is free.
"""

import logging
import os
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cli.lateness import late_in_words, print_undated, waiting
from cli.output import console, errors, first_named, format_value, indented, print_unbroken, show_json, tell
from cli.progress import Clock, listener_for
from cli.ranking import latest_period, print_ranking
from cli.status import more_than_served_in_words, print_answers_outside, print_refused
from contracts.errors import SkmError
from contracts.home import Home
from contracts.settings import SAMPLES_REGENCY
from pipeline import job_records
from pipeline.collector import importing_much
from pipeline.lock import holder
from pipeline.pinned_version import sentence
from pipeline.prefect_settings import stay_offline
from pipeline.progress import listener
from pipeline.run import Run, begin, noting_what_is_published, one_run
from pipeline.unchanged import without_anything_to_do
from reports.wording.file_words import STATUSES, rows_in_words
from warehouse import published, published_editions, published_units
from warehouse.pin import pinned
from warehouse.publish import PARQUET_NAME, published_version
from warehouse.read import Row, kept_open, open_published

MOST_NAMED = 10

if TYPE_CHECKING:
    from pipeline.summary import RunSummary


def consolidate_and_show(
    root: Path,
    inbox: str | None,
    *,
    documents: bool,
    wait_minutes: int = 0,
    from_scratch: bool = False,
    by_worker: bool = False,
    as_json: bool,
) -> tuple[int, bool]:
    """Runs the flow; returns how many files were not taken in whole, and whether our code failed at anything.
    `by_worker`: the worker of `skm up` runs it, where one stands for this home and takes it."""
    if inbox is not None and (lacking := _lacking(Home(root))):
        tell(
            f"{root}: {lacking} belum ada; yang dari data contoh dipakai ({SAMPLES_REGENCY.name}). Untuk kabupaten "
            "sendiri: skm init."
        )
    with noting_what_is_published(Home(root)):
        done = _run_by_worker(root, documents=documents, wait_minutes=wait_minutes) if by_worker else None
        run, summary, seconds = done or _run_flow(
            root, inbox, documents=documents, wait_minutes=wait_minutes, from_scratch=from_scratch
        )
        with kept_open(run.home):
            return _show_run(run, summary, seconds, as_json=as_json)


def _show_run(run: Run, summary: "RunSummary", seconds: Mapping[str, float], *, as_json: bool) -> tuple[int, bool]:
    root, places = run.home.root, places_of(run)
    with open_published(Home(root)) as reader:
        refused = len(published.not_taken_in(published.files(reader)))
        has_figures = latest_period(reader) is not None
        late = published_editions.late_responses(reader)
        impossible = published.more_than_served(reader)
        outside = published_units.units_with_answers_outside(reader)
        undated = published.counted_periods(reader)
    if as_json:
        show_json(summary.model_dump(mode="json") | {"late": late, "places": places, "seconds": seconds})
        return refused, bool(summary.failed)
    print_refused(Home(root))
    for more in more_than_served_in_words(impossible):
        console().print(f"Tidak mungkin: {more}", markup=False)
    print_answers_outside(outside)
    if has_figures:
        print_ranking(Home(root), None, "all")
    units = {code: unit.unit_name for code, unit in run.registry.by_code.items()}
    _show(Home(root), summary, [units.get(code, code) for code in summary.documents_for], places, late)
    print_undated(undated, run.settings.reports.kinds)
    return refused, bool(summary.failed)


def _lacking(home: Home) -> str:
    """What of a home a run makes itself, as that of the samples; empty where there is all."""
    own = ((home.settings, "pengaturan (settings.toml)"), (home.units, "daftar unit (units.csv)"))
    return " dan ".join(words for path, words in own if not path.exists())


def _run_by_worker(
    root: Path, *, documents: bool, wait_minutes: int
) -> tuple[Run, "RunSummary", dict[str, float]] | None:
    """The same as `_run_flow`; None where no worker stands for this home, or it does not take the run in time. A run
    that has nothing to do is none for the worker either."""
    from operations import worker_runs

    home, started = Home(root), time.perf_counter()
    if (worker := worker_runs.found(home)) is None:
        return None
    if holder(home) is None:
        # What is wrong with settings, registry or home is said before anything is asked for.
        with one_run(root, None, wait_seconds=60 * wait_minutes) as (run, _):
            # Of folders elsewhere only the worker may know the password.
            is_here = all(one.is_here for one in run.inboxes)
            if is_here and (unchanged := without_anything_to_do(run, documents=documents)):
                job_records.consolidated(run.home, run.settings, run.started_at)
                return run, unchanged, {"rest": time.perf_counter() - started}
    with listener_for(errors()) as showing:
        asked = worker.asked(showing, documents=documents, wait_minutes=wait_minutes)
        if not worker_runs.followed(asked):
            tell("Pekerja Prefect tidak mengambilnya, jadi konsolidasi dijalankan di sini. Beri tahu pengelola server.")
            return None
    summary = asked.summary()
    if summary is None:
        raise SkmError(
            "Konsolidasi ini selesai, dan konsolidasi lain sudah menyusulnya: ringkasannya tidak ada lagi. Lihat "
            "hasilnya dengan 'skm status'."
        )
    return begin(root, None), summary, showing.clock.seconds | {"rest": time.perf_counter() - started}


def _run_flow(
    root: Path, inbox: str | None, *, documents: bool, wait_minutes: int, from_scratch: bool
) -> tuple[Run, "RunSummary", dict[str, float]]:
    """What the run stood on, the flow's summary, and the seconds of starting up, of each stage, and of the rest."""
    started = time.perf_counter()
    stay_offline()
    os.environ.setdefault("PYTHONWARNINGS", "ignore:resource_tracker")  # which tidies up after a process that was ended
    with listener_for(errors()) as showing:
        token = listener.set(showing)

        def give_up(sentence: str) -> None:
            showing.__exit__(None, None, None)
            tell(f"skm: {sentence}")
            os._exit(SkmError.exit_code)

        try:
            # What is wrong with settings, registry or home is said before anything heavy is started.
            with one_run(root, inbox, wait_seconds=60 * wait_minutes) as (run, _):
                unchanged = None if from_scratch else without_anything_to_do(run, documents=documents)
                if unchanged:
                    job_records.consolidated(run.home, run.settings, run.started_at)
                    return run, unchanged, _seconds(showing.clock, started, started)
                from operations import temporary_server

                prefect = temporary_server.server_of_run()
                with importing_much():
                    from flows.consolidate import consolidate
                    from flows.heartbeats import heartbeats
                    from pipeline.reading import warm_up

                warm_up(run)
                logging.getLogger("prefect").setLevel(logging.CRITICAL)  # what happened is said by this command, once
                try:
                    prefect.wait()
                    ready = time.perf_counter()
                    with temporary_server.ending_with(prefect, give_up), heartbeats(sent=prefect.hears_heartbeats):
                        summary = consolidate(home=root, inbox=inbox, documents=documents, from_scratch=from_scratch)
                except Exception as error:
                    if not isinstance(error, SkmError) and (sentence := prefect.lost(at_once=True)):
                        give_up(sentence)
                    raise
        finally:
            listener.reset(token)
    prefect.flow_run_id = summary.flow_run_id
    return run, summary, _seconds(showing.clock, started, ready)


def _seconds(clock: Clock, started: float, ready: float) -> dict[str, float]:
    """Of starting up, of each stage, and of the rest."""
    stages = clock.seconds
    return {
        "start": ready - started,
        **stages,
        "rest": time.perf_counter() - ready - sum(stages.values()),
    }


def _show(
    home: Home, summary: "RunSummary", with_new: Sequence[str], places: Mapping[str, str], late: Sequence[Row]
) -> None:
    """`with_new`: names of the units with new documents."""
    out = console()
    state = "diterbitkan" if summary.published else "tidak ada yang berubah sejak terbitan terakhir"
    if held := pinned(home):
        state = "tidak ada yang diterbitkan"
    statuses = ", ".join(f"{format_value(count)} {STATUSES[status]}" for status, count in summary.files.items())
    out.print()
    out.print(f"Selesai: {state}.", style="bold")
    if held:
        out.print(indented(sentence(held)))
    out.print(f"  Berkas      {statuses}", markup=False)
    if summary.rows:
        out.print(f"  Baris       {rows_in_words(summary.rows)}", markup=False)
    out.print(f"  Responden   {format_value(summary.responses)}", markup=False)
    made, kept = format_value(summary.documents_made), format_value(summary.documents_kept)
    out.print(f"  Dokumen     {made} dibuat, {kept} tetap", markup=False)
    if with_new:
        out.print(f"  Untuk       {first_named(with_new, MOST_NAMED)}", markup=False)
    if held_back := waiting(late):
        periods = ", ".join(sorted({row.of("period_code", str) for row in held_back}))
        out.print(f"  Terlambat   {late_in_words(held_back)} untuk {periods}; lihat 'skm status'", markup=False)
    for name, path in places.items():
        print_unbroken(f"  {name:<11} {path}")
    if summary.failed:
        out.print()
        out.print(indented(_failed(summary.failed)), style="bold red", markup=False)


def _failed(failed: Sequence[str]) -> str:
    return (
        f"Program gagal pada {len(failed)} hal, yang lain selesai: {first_named(failed, MOST_NAMED)}. Ini kesalahan "
        "program, bukan kesalahan pengirim: laporkan kalimat ini kepada pengelola aplikasi."
    )


def places_of(run: Run) -> dict[str, str]:
    """Where everything lies. The site is made with the documents. Parquet by the path of its version: tools open a file
    more than once, and behind a link that may be two versions."""
    home = run.home
    version = published_version(home)
    site = home.site / "index.html"
    return {
        "Gudang data": str(home.database),
        **({"Parquet": str(version / PARQUET_NAME)} if version else {}),
        "Laporan": run.stores.reports.address,
        **({"Situs": str(site)} if site.exists() else {}),
        "Karantina": str(home.quarantine),
    }
