"""From the inbox to staged rows: taking in, finding what was never read, reading it.

Belongs here: what these steps do and say about themselves. Not here: how a file is read (`ingest`), where the result
lies (`pipeline.staging`), Prefect (`flows.consolidate` wraps the steps as tasks).
"""

import threading
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import partial
from typing import NamedTuple

import polars as pl

import expectations
from contracts.clock import now
from contracts.errors import raise_if_of_the_machine
from contracts.records import Reading, Sighting
from ingest import intake, sendings
from ingest.identify import UnitNames, identify_unit
from ingest.inbox_faults import empty_now
from ingest.sendings import Placed
from pipeline import archive_check, inboxes, run_times, staging
from pipeline.child_processes import ChildLost, ChildPool, start_importing
from pipeline.progress import listener, logger, shown_count
from pipeline.run import Run
from pipeline.staging import Content, StagingArea
from transforms.figures.interval import critical_value
from warehouse import publish as warehouse_publish
from warehouse import published
from warehouse.pin import pinned
from warehouse.read import open_published


def warm_up(run: Run) -> None:
    """Imports Great Expectations, what figures need and what children are forked with, in the background, where a run
    looks like it will need them: that takes seconds, in which a server starts and files are read. An inbox elsewhere is
    not asked: the run itself will. Where it was begun already, nothing happens."""
    if expectations.is_warm():
        return
    ledger = run.counted(intake.load_ledger(run.home))
    here = [source for source in run.inboxes if source.is_here]
    if is_held(run) or (is_up_to_date(run, ledger) and not inboxes.has_news(here, ledger)):
        return
    if run.settings.engine.task_runner == "threads":
        start_importing()
    threading.Thread(target=import_what_takes_long, daemon=True, name="warm-up").start()


def import_what_takes_long() -> None:
    """Great Expectations, and what figures need of other libraries: for whoever has time before anything is new."""
    expectations.warm_up()
    critical_value(pl.Series([2]))  # with it scipy's functions


def take_in(run: Run) -> list[Sighting]:
    """Inbox → archive and ledger."""
    listener.get().started("Kotak masuk", 0)
    before = intake.load_ledger(run.home)
    archive_check.check_not_lost(run.home, before)
    if run.started_at - (clock := now()) > run_times.NOTICEABLE:
        listener.get().noticed(run_times.clock_is_behind(clock, run.started_at))
    sightings, unsettled = list(before), 0
    always = inboxes.sources_of(run.home, run.settings, None)
    try:
        for source in run.inboxes:
            seen_there = inboxes.seen_there(source, before)
            its_paths = seen_there if source in always else frozenset()
            with inboxes.opened_inbox(source) as inbox:
                for found in intake.take_in(
                    run.stores.archive, inbox, before, run.settings.limits, run.started_at, run.erasures, its_paths
                ):
                    if isinstance(found, Sighting):
                        sightings.append(found)
                    else:
                        unsettled += 1
                        listener.get().noticed(f"{found.name}: {found.why}")
                if seen_there and next(iter(inbox.entries()), None) is None:
                    listener.get().noticed(empty_now(source.place.shown, len(seen_there)))
    finally:  # where a share went away in the middle, the next run goes on from here
        if len(sightings) > len(before):
            intake.save_ledger(run.home, sightings)
    archive_check.check_complete(run.home, run.stores.archive, sightings)
    waiting = f", {unsettled} menunggu konsolidasi berikutnya" if unsettled else ""
    new = shown_count(len(sightings) - len(before))
    listener.get().finished("Kotak masuk", f"{shown_count(len(sightings))} berkas, {new} baru{waiting}")
    return run.counted(sightings)


class ToRead(NamedTuple):
    """What is to be read, in batches for the children, and the readings of all other contents."""

    batches: list[list[Content]]
    known: dict[str, Reading]


def to_read(run: Run, sightings: Sequence[Sighting]) -> ToRead:
    """To be read are contents that never were, or under another order of U8/U9; and those whose staged rows are not
    what was written, where anything will be made of them."""
    seen: defaultdict[str, list[Sighting]] = defaultdict(list)
    for one in sendings.in_order(sightings):
        if one.refusal is None:
            seen[one.content_id].append(one)
    readings = staging.load_readings(run.area, seen)
    if not (is_held(run) or is_up_to_date(run, sightings)):
        readings = staging.with_rows_as_written(run.area, readings)
    names = UnitNames(run.registry)
    contents = []
    for content_id, all_seen in seen.items():
        first, reading = all_seen[0], readings.get(content_id)
        try:
            paths = tuple(sendings.standing_paths(all_seen))
            name = staging.identifying_path(_counting_first(all_seen, paths, reading, names), reading, names)
            is_due = staging.needs_staging(reading, name, run.area, names)
        except Exception as error:  # told where the file is resolved, which asks the same again
            raise_if_of_the_machine(error)
            name, paths, is_due = first.path, (first.path,), reading is None
        if is_due:
            original = intake.archived_now(first.sha256, run.erasures)
            contents.append(Content(content_id, name, original, first.size, first.received_on, paths))
    contents.sort(key=lambda content: (-content.size, content.content_id))
    listener.get().started("Membaca", len(contents))
    if not contents:
        listener.get().finished("Membaca", "tidak ada isi baru")
    due = {content.content_id for content in contents}
    known = {content_id: reading for content_id, reading in readings.items() if content_id not in due}
    return ToRead(list(staging.batches(contents)), known)


def _counting_first(
    seen: Sequence[Sighting], paths: tuple[str, ...], reading: Reading | None, names: UnitNames
) -> tuple[str, ...]:
    """The paths of a content, first the one by which it belongs to a unit, where that says what its U8 and U9 are."""
    if reading is None or not reading.unsur_order_needed:
        return paths

    def placed(sighting: Sighting) -> Placed[str]:
        unit_code = identify_unit(reading.naming, sighting.path, names)
        return Placed(unit_code if isinstance(unit_code, str) else None)

    counting = sendings.counting_sighting(seen, placed)
    return paths if counting.placed.place is None else (counting.sighting.path, *paths)


def read(area: StagingArea, contents: Sequence[Content], children: ChildPool) -> int:
    """Archive → staged rows, in a child process, on any machine. A content that kills its reader is refused."""
    results = children.run(partial(staging.stage, area), contents, seconds=area.limits.parser_seconds)
    lost = [
        staging.lost_reading(content.content_id, result.how)
        for content, result in zip(contents, results, strict=True)
        if isinstance(result, ChildLost)
    ]
    staging.write_readings(area, lost)
    for result in results:
        if isinstance(result, Reading) and result.fault is not None:
            logger.error("content %s: %s", result.content_id, result.fault)
    listener.get().stepped("Membaca", len(contents))
    return len(contents)


def readings_of(run: Run, done: ToRead, contents_read: int) -> dict[str, Reading]:
    """Every content's reading, and those of the parts of divided ones, by content, once what was to be read is."""
    read = staging.load_readings(run.area, [content.content_id for batch in done.batches for content in batch])
    readings = staging.with_parts(done.known | read)
    if contents_read:
        listener.get().finished("Membaca", f"{shown_count(contents_read)} isi baru dibaca")
    return readings


def is_held(run: Run) -> bool:
    """Whether an earlier version is pinned: then nothing is published, whatever came in."""
    return pinned(run.home) is not None


def is_up_to_date(run: Run, sightings: Iterable[Sighting]) -> bool:
    """Whether what is published was made from exactly these inputs."""
    if warehouse_publish.published_version(run.home) is None:
        return False
    with open_published(run.home) as reader:
        return published.runs(reader)[0]["inputs_hash"] == run.inputs_hash(sightings)
