"""`skm rollback`: an earlier version is published again, with its documents and its site, and held.

Belongs here: the order of the steps, and what is said of the version. Not here: what a run does while a version
is held (`pipeline.pinned_version`), publishing (`warehouse.publish`).

The pin is written first: killed anywhere after that, the next run brings it to its end. No Prefect: it is
asked for by hand, when something wrong is public.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import polars as pl

from contracts.clock import now
from contracts.edition_tables import EDITION
from contracts.errors import HomeError
from contracts.home import Home
from contracts.records import Record
from pipeline import pinned_version
from pipeline.child_processes import child_pool_of
from pipeline.documents import document_stages
from pipeline.documents.document_stages import PeriodDocuments
from pipeline.official_figures import edition_table
from pipeline.run import Run, one_run
from warehouse import published
from warehouse.intact import damaged_file
from warehouse.pin import Pin, pin, pinned, release
from warehouse.publish import PARQUET_NAME, find_version, rollback, versions
from warehouse.read import check_readable, open_published


class PublishedVersion(Record):
    """The version that everybody reads."""

    version: str
    run_id: str
    finished_at: datetime
    files: int
    responses: int
    held: Pin | None
    kept: Sequence[str]
    """Names of all versions that can be published again, oldest first."""


class RollbackResult(Record):
    """What a rollback did."""

    published: PublishedVersion
    documents_made: int
    site_files: int
    """Files of the public site that are new or changed."""


def roll_back(root: Path, name: str | None, by: str) -> RollbackResult:
    """Publishes and holds a version: the one named, or the one before the published. Its documents and the
    site are made to agree with it. Raises HomeError where there is no such version, or where this release
    cannot read it; nothing is changed then."""
    with one_run(root, None) as (run, lock):
        version = find_version(run.home, name)
        check_readable(version)
        pinned_version.load_made_with(version)
        if damaged := damaged_file(version):
            raise HomeError(f"Versi {version.name} rusak: {damaged} bukan lagi yang ditulis. Pilih versi lain.")
        _check_editions(run, version)
        pin(run.home, Pin(version=version.name, by=by, at=now()))
        rollback(run.home, version.name, lock=lock)
        made, site_files = _make_documents(pinned_version.with_published_settings(run, lock))
        return RollbackResult(published=now_published(run.home), documents_made=made, site_files=site_files)


def release_version(root: Path) -> bool:
    """Lets the next run publish again; False where nothing was held."""
    with one_run(root, None) as (run, _):
        return release(run.home)


def now_published(home: Home) -> PublishedVersion:
    """The version that is published now. Raises HomeError where nothing is."""
    with open_published(home) as reader:
        run = published.runs(reader)[0]
        files = published.files(reader)
    return PublishedVersion(
        version=reader.version.name,
        run_id=run.of("run_id", str),
        finished_at=run.of("finished_at", datetime),
        files=len(files),
        responses=sum(file.of("rows_accepted", int) for file in files if file["kind"] == "responses"),
        held=pinned(home),
        kept=[path.name for path in versions(home)],
    )


def _check_editions(run: Run, version: Path) -> None:
    """What is official is not taken back by another version, but by a revision. Raises HomeError where the version
    knows other editions than there are."""
    columns = ("period_code", "revision", "state")
    then = set(pl.read_parquet(version / PARQUET_NAME / f"{EDITION.name}.parquet", columns=list(columns)).rows())
    today = set(edition_table(run.editions).select(columns).rows())
    if differing := sorted(str(period_code) for period_code, *_ in then ^ today):
        raise HomeError(
            f"Sejak versi {version.name}, {differing[0]} ditutup atau dibuka kembali. Angka resmi tidak ditarik dengan "
            f"rollback: jalankan skm reopen {differing[0]} --reason …, perbaiki, skm run, lalu skm close. Atau pilih "
            "versi yang lebih baru."
        )


def _make_documents(run: Run) -> tuple[int, int]:
    """Documents that were made, and files of the site that changed."""
    made, site = list[PeriodDocuments](), document_stages.begin_site(run)
    with child_pool_of(run.settings) as processes:
        for period_code in document_stages.periods_with_documents(run):
            figures = document_stages.figures_of(run, period_code)
            made.append(document_stages.make(run, figures, processes))
            document_stages.add_to_site(site, figures)
    change = document_stages.finish_site(site)
    document_stages.refuse_failed(made)
    return sum(len(of_period.made) for of_period in made), change.written
