"""The next version of the warehouse from the archive, step by step in this process; and whether what is published,
which many runs made of what they kept, is the same as one that is made of nothing kept.

Belongs here: the steps of a run without Prefect, comparing. Not here: the steps themselves, publishing.
"""

import dataclasses
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from contracts.errors import HomeError
from contracts.lock import HeldLock
from contracts.records import Sighting
from expectations.findings import RowsVerdict
from ingest import intake
from pipeline import judging, publishing, reading
from pipeline.child_processes import ChildPool, child_pool_of
from pipeline.cleanup import clean_up, remove_work
from pipeline.run import Run, one_run
from storage.store import LocalStore
from warehouse.contents import table_hashes
from warehouse.pin import pinned
from warehouse.publish import DATABASE_NAME, published_version

_KEPT_NOTHING = "from-scratch"


def built(run: Run, processes: ChildPool, lock: HeldLock) -> Path:
    """The next version of the warehouse, audited: the stages of a run from what is archived."""
    sightings = run.counted(intake.load_ledger(run.home))
    building, verdict = computed(run, sightings, processes, lock)
    publishing.build(run, building, sightings, verdict)
    return building


def computed(run: Run, sightings: list[Sighting], processes: ChildPool, lock: HeldLock) -> tuple[Path, RowsVerdict]:
    """The figures of these sightings, as Parquet of a next version that has no DuckDB file yet, and the verdict on
    their rows: the stages of a run from what is archived."""
    clean_up(run)
    to_read = reading.to_read(run, sightings)
    contents_read = sum(reading.read(run.area, batch, processes) for batch in to_read.batches)
    readings = reading.readings_of(run, to_read, contents_read)
    files = judging.resolve(run, sightings, readings)
    verdict = judging.validate(run, files, readings)
    return publishing.compute(run, judging.decide_outcomes(run, files, readings, verdict), lock), verdict


def tables_that_differ(home: Path) -> tuple[str, ...]:
    """The tables of what is published that would be others, were everything read, judged and computed anew from the
    archive. Takes the home's lock, publishes nothing, and leaves what runs keep as it is. Raises HomeError where that
    says nothing: nothing is published, or not of what the archive and the settings say now."""
    with one_run(home, None) as (run, lock):
        version = published_version(run.home)
        if version is None or pinned(run.home):
            raise HomeError("Belum ada terbitan yang dapat dibandingkan, atau terbitan sedang dikunci.")
        if not reading.is_up_to_date(run, run.counted(intake.load_ledger(run.home))):
            raise HomeError("Ada perubahan yang belum diterbitkan: jalankan 'skm run' dahulu, lalu bandingkan lagi.")
        with nothing_kept(run) as anew, child_pool_of(run.settings) as processes:
            building = built(anew, processes, lock)
            try:
                found, expected = (table_hashes(folder / DATABASE_NAME) for folder in (version, building))
            finally:
                shutil.rmtree(building)
    return tuple(name for name, table in expected.items() if found[name] != table)


@contextmanager
def nothing_kept(run: Run) -> Iterator[Run]:
    """The run with an empty place for what it stages."""
    folder = run.home.staging / _KEPT_NOTHING
    shutil.rmtree(folder, ignore_errors=True)
    try:
        yield dataclasses.replace(run, area=run.area._replace(store=LocalStore(folder)), from_scratch=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        remove_work(run)
