"""The public site of a home, built from what is published and from the documents made of it.

Belongs here: reading figures into the site's view models, which files the site consists of, in which order they are
written. Not here: what the public may see (`portal.page_figures`, `reports.figures.unit_figures.public_edition`,
`transforms.figures.suppression`), how a page looks (`portal.site`), where a file lies in the site
(`portal.places`), writing (`pipeline.documents.site_folder`), Prefect.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from io import BytesIO
from typing import Final, NamedTuple

import polars as pl

from contracts.errors import raise_if_of_the_machine, trace_of
from contracts.home import Home
from contracts.periods import parse_period
from contracts.registry import Registry
from contracts.settings import Settings
from contracts.tables import IKM_UNIT
from pipeline.documents import bundles
from pipeline.documents.documents import ManifestEntry, load_manifest
from pipeline.documents.site_folder import SiteChange, SiteFolder, digest
from pipeline.progress import logger
from pipeline.versions import site_version
from portal import places
from portal.open_data import OPEN_TABLES, OpenFile, OpenFrame, metadata, open_tables
from portal.page_figures import (
    OPEN_EDITION,
    DataPage,
    Download,
    DownloadKind,
    EditionFigure,
    SiteFigures,
    edition_figure,
    period_page,
    site_figures,
    unit_page,
)
from portal.site import SiteFile, common_pages, period_pages, unit_pages
from reports.wording.file_names import CARD, PUBLIC_REPORT, file_name
from storage.store import Store
from transforms.figures.suppression import open_rows
from warehouse import published
from warehouse import published_editions as closing
from warehouse.read import Reader, open_published

_DOCUMENTS: Final[tuple[tuple[DownloadKind, str, str], ...]] = (
    ("card_image", CARD, "png"),
    ("card", CARD, "pdf"),
    ("report", PUBLIC_REPORT, "pdf"),
)
"""What of a unit's documents is public. Nothing else of `reports/` gets into the site."""


class Building(NamedTuple):
    """What all parts of a build know."""

    reports: Store
    """Where the documents lie."""
    settings: Settings
    registry: Registry
    reader: Reader
    folder: SiteFolder
    site: SiteFigures
    documents: Mapping[str, Mapping[str, ManifestEntry]]
    """By period, from the manifests."""
    editions: Mapping[str, EditionFigure]
    """How final a period is; those that were never closed are not in it."""
    failed: list[str]
    """`2024/U-1`: units whose page could not be made."""


class Indexes(NamedTuple):
    """Where the units have an index."""

    periods: Mapping[str, tuple[str, ...]]
    """By unit, the periods of the site in which it has one, in the site's order."""
    hidden: Mapping[str, frozenset[str]]
    """By period, of any kind, the units whose index is not publishable."""


def build(home: Home, reports: Store, settings: Settings, registry: Registry) -> SiteChange:
    """Brings the site up to date. What pages speak of is written before them, the first page last."""
    with open_published(home) as reader:
        periods = [
            period.of("period_code", str)
            for period in published.periods(reader)
            if period["kind"] in settings.reports.kinds
        ]
        folder = SiteFolder(home)
        documents = {code: load_manifest(reports, code).files for code in periods}
        editions = _editions(reader, periods)
        made_from = _made_from(reader, documents, editions)
        if unchanged := folder.unchanged(made_from):
            return unchanged
        building = Building(
            reports, settings, registry, reader, folder, site_figures(settings, periods), documents, editions, []
        )
        for file in _files(building):
            folder.put(file.path, file.content)
        return folder.finish(made_from, tuple(building.failed))


def _files(building: Building) -> Iterator[SiteFile]:
    """The pages and what makes their look; data and documents are written on the way, before their pages."""
    site = building.site
    common = list(common_pages(site, _open_data(building)))
    yield from sorted(common, key=lambda file: not file.path.startswith(places.ASSETS))
    indexes = _indexes(building)
    for code in site.period_codes:
        yield from _unit_pages(building, indexes, code)
    first: list[SiteFile] = []
    for code in site.period_codes:
        before = indexes.hidden.get(parse_period(code).previous.code, frozenset())
        regency = bundles.regency_bundle(building.reader, code, building.settings).figures
        edition = building.editions.get(code, OPEN_EDITION)
        for file in period_pages(site, period_page(regency, withheld_before=before, edition=edition)):
            if file.path == places.FRONT:
                first.append(file)
            else:
                yield file
    yield from first


def _unit_pages(building: Building, indexes: Indexes, period_code: str) -> Iterator[SiteFile]:
    bps_codes = {unit.unit_code: unit.bps_code for unit in building.registry.units}

    def failed(unit_code: str, error: Exception) -> None:
        raise_if_of_the_machine(error)
        building.failed.append(f"{period_code}/{unit_code}")
        logger.error("page %s %s: %s", period_code, unit_code, trace_of(error))

    for unit in bundles.unit_bundles(
        building.reader, period_code, building.settings, building.registry, on_failure=failed
    ):
        unit_code = unit.public.unit_code
        try:
            page = unit_page(
                unit.public,
                bps_code=bps_codes.get(unit_code),
                downloads=_documents(building, unit) if unit.public.index.publishable else (),
                period_codes=indexes.periods[unit_code],
                edition=building.editions.get(period_code, OPEN_EDITION),
            )
            files = list(unit_pages(building.site, [page]))
        except Exception as error:
            failed(unit_code, error)
        else:
            yield from files


def _documents(building: Building, unit: bundles.UnitBundle) -> tuple[Download, ...]:
    """A unit's public documents, now beside its page: as they were made, never as somebody changed them."""
    unit_code, period_code = unit.public.unit_code, unit.public.period_code
    made: dict[str, tuple[DownloadKind, ManifestEntry]] = {}
    for kind, document, ending in _DOCUMENTS:
        name = file_name(document, unit_code, period_code, ending)
        if entry := building.documents[period_code].get(f"{unit_code}/{name}"):
            made[name] = (kind, entry)
    folder = building.folder
    kept = {
        name for name, (_, entry) in made.items() if folder.keep(places.period_file(period_code, name), entry.sha256)
    }
    of_unit = building.reports.below(f"{period_code}/{unit_code}")
    for name, content in of_unit.read_all(name for name in made if name not in kept).items():
        if digest(content) == made[name][1].sha256:
            folder.put(places.period_file(period_code, name), content)
            kept.add(name)
    return tuple(
        Download(kind=kind, name=name, size=entry.size) for name, (kind, entry) in made.items() if name in kept
    )


def _open_data(building: Building) -> DataPage:
    """Tables and metadata, now in the folder of the data."""
    reader, settings = building.reader, building.settings
    ikm_unit = pl.read_parquet(reader.parquet(IKM_UNIT.name))
    frames = []
    for table in OPEN_TABLES:
        rows = open_rows(pl.read_parquet(reader.parquet(table.name)), table, ikm_unit, settings.reports.kinds)
        contents: tuple[tuple[DownloadKind, bytes], ...] = (
            ("csv", rows.write_csv().encode()),
            ("parquet", _parquet(rows)),
        )
        files = tuple(_data_file(building.folder, table.name, kind, content) for kind, content in contents)
        frames.append(OpenFrame(table, rows.height, files))
    published_on = published.runs(reader)[0].of("finished_at", datetime).date()
    building.folder.put(places.METADATA, metadata(settings, building.site.period_codes, published_on, frames))
    return DataPage(tables=open_tables(frames), metadata=places.METADATA.rpartition("/")[2])


def _data_file(folder: SiteFolder, table: str, kind: DownloadKind, content: bytes) -> OpenFile:
    path = places.data_file(table, kind)
    sha256 = folder.put(path, content)
    return OpenFile(Download(kind=kind, name=path.rpartition("/")[2], size=len(content)), sha256)


def _parquet(frame: pl.DataFrame) -> bytes:
    buffer = BytesIO()
    frame.write_parquet(buffer)
    return buffer.getvalue()


def _indexes(building: Building) -> Indexes:
    periods: defaultdict[str, set[str]] = defaultdict(set)
    hidden: defaultdict[str, set[str]] = defaultdict(set)
    for row in published.publishable(building.reader):
        period_code, unit_code = row.of("period_code", str), row.of("unit_code", str)
        periods[unit_code].add(period_code)
        if not row["publishable"]:
            hidden[period_code].add(unit_code)
    return Indexes(
        {
            unit_code: tuple(code for code in building.site.period_codes if code in codes)
            for unit_code, codes in periods.items()
        },
        {period_code: frozenset(unit_codes) for period_code, unit_codes in hidden.items()},
    )


def _editions(reader: Reader, period_codes: Collection[str]) -> Mapping[str, EditionFigure]:
    latest = {row.of("period_code", str): row for row in closing.editions(reader)}
    return {code: edition_figure(latest[code]) for code in period_codes if code in latest}


def _made_from(
    reader: Reader,
    documents: Mapping[str, Mapping[str, ManifestEntry]],
    editions: Mapping[str, EditionFigure],
) -> str:
    """Hash of the published run, of what decides how pages look, of the documents there are, and of how final each
    period is."""
    made = hashlib.sha256(f"{published.runs(reader)[0]['run_id']} {site_version()}".encode())
    for period_code, files in documents.items():
        for name, entry in files.items():
            made.update(f"\0{period_code}/{name} {entry.sha256}".encode())
    for period_code, edition in editions.items():
        made.update(f"\0{period_code} {edition.model_dump_json()}".encode())
    return made.hexdigest()
