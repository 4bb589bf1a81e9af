"""The public site of a home, built from what is published and from the documents made of it.

Belongs here: figures into the site's view models, which files the site consists of, in which order they are
written; the record of what is public, before they are. Not here: reading the figures of a period
(`pipeline.documents.bundles`), what the public may see (`transforms.figures.withholding`), how a page looks
(`portal.site`), where a file lies in the site (`contracts.places`), writing (`pipeline.documents.site_folder`),
Prefect.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from importlib.metadata import version
from io import BytesIO
from operator import attrgetter

import polars as pl

from contracts import places
from contracts.clock import now
from contracts.errors import raise_if_of_the_machine, trace_of
from contracts.home import Home
from contracts.questionnaires import NO_QUESTIONNAIRES, Questionnaires
from contracts.receipts import DocumentReceipt, Receipts
from contracts.registry import Registry
from contracts.settings import Settings
from pipeline import editions, publications
from pipeline.documents.bundles import PeriodFigures, UnitBundle
from pipeline.documents.csv_frames import write_csv
from pipeline.documents.documents import ManifestEntry, load_manifest
from pipeline.documents.receipts import names_of, period_receipts, shown_to_everyone
from pipeline.documents.site_folder import SiteChange, SiteFolder, content_sha256
from pipeline.editions import Editions
from pipeline.progress import logger
from pipeline.versions import site_version
from portal.data_catalogue import data_catalogue
from portal.data_contract import data_contract
from portal.data_package import data_package
from portal.open_data import DATABASE_LABEL, FORMATS, OPEN_TABLES, OpenData, OpenFile, OpenFrame, metadata, open_tables
from portal.page_figures import (
    OPEN_EDITION,
    DataPage,
    Download,
    EditionFigure,
    SiteFigures,
    UnitPage,
    edition_figure,
    period_page,
    site_figures,
    unit_page,
)
from portal.site import SiteFile, common_pages, period_pages, unit_pages
from reports.documents import REGENCY, label_of
from storage.store import Store
from transforms.schema import with_former_names, with_todays_names
from warehouse import published, published_editions
from warehouse.open_file import open_database
from warehouse.read import Reader, open_published


class SiteBuild:
    """One build of the site of what is published: begun, then period by period as the figures are at hand, then
    finished. Nothing of the site changes before."""

    def __init__(
        self,
        home: Home,
        reports: Store,
        settings: Settings,
        registry: Registry,
        editions: Editions,
        questionnaires: Questionnaires = NO_QUESTIONNAIRES,
    ) -> None:
        self._home = home
        self._reports = reports
        self._settings = settings
        self._registry = registry
        self._closed = editions
        self._questionnaires = questionnaires
        self._receipts: list[DocumentReceipt] = []
        self._names = names_of(settings, registry)
        self._folder = SiteFolder(home)
        with open_published(home) as reader:
            periods = [period.of("period_code", str) for period in published.periods(reader.public())]
            self._site = site_figures(settings, periods)
            self._editions = _editions(reader, periods)
            """How final a period is; those that were never closed are not in it."""
            self._run_id = published.runs(reader)[0].of("run_id", str)
            self._indexes = _indexes(reader, self._site)
            self._version = reader.version
        self._front: list[SiteFile] = []
        self._added: set[str] = set()
        self._failed: dict[str, None] = {}
        """`2024/U-1`: units whose page could not be made; each once, also where a period is added again."""
        self._is_begun = False
        if self._folder.unchanged(self._made_from()) is None:
            self._begin()

    @property
    def is_current(self) -> bool:
        """Whether the site is as it has to be."""
        return not self._is_begun

    @property
    def period_codes(self) -> tuple[str, ...]:
        """Periods whose pages wait for their figures; none where the site is as it has to be."""
        return tuple(code for code in self._site.period_codes if self._is_begun and code not in self._added)

    def add(self, figures: PeriodFigures) -> None:
        """The pages of a period and the documents that they offer, which lie there already. A unit that our code fails
        at has no page, all others have."""
        code = figures.period_code
        if code not in self.period_codes:
            return
        documents = load_manifest(self._reports, code).files
        edition = self._editions.get(code, OPEN_EDITION)
        receipts: defaultdict[str, list[DocumentReceipt]] = defaultdict(list)
        for one in shown_to_everyone(self._receipts_of(code)):
            receipts[one.owner].append(one)
        bps_codes = {unit.unit_code: unit.bps_code for unit in self._registry.units}
        for unit in figures.units:
            try:
                page = unit_page(
                    unit.public,
                    bps_code=bps_codes.get(unit.owner),
                    downloads=self._documents(unit, documents) if unit.public.index.publishable else (),
                    period_codes=self._indexes[unit.owner],
                    edition=edition,
                    receipts=tuple(receipts[unit.owner]),
                )
                path, made_from = places.unit_page(code, unit.owner), self._page_made_from(page)
                files = [] if self._folder.keep_made_from(path, made_from) else list(unit_pages(self._site, [page]))
            except Exception as error:
                raise_if_of_the_machine(error)
                self._fail(code, unit.owner, trace_of(error))
            else:
                for file in files:
                    self._folder.put(file.path, file.content, made_from)
                self._receipts += page.receipts
        for unit_code, fault in figures.failed.items():
            self._fail(code, unit_code, fault)
        regency = period_page(figures.public_regency, edition=edition, receipts=tuple(receipts[REGENCY]))
        self._receipts += regency.receipts
        self._put(period_pages(self._site, regency))
        self._added.add(code)

    def finish(self) -> SiteChange:
        """Adds the periods that were not, and brings the site up to date: what pages speak of before them, the first
        page last."""
        made_from = self._made_from()
        if not self._is_begun:
            if unchanged := self._folder.unchanged(made_from):
                return unchanged
            self._begin()  # a document was made again since, and is another
        for code in self.period_codes:
            figures = PeriodFigures(
                self._home, self._settings, self._registry, code, questionnaires=self._questionnaires
            )
            self.add(figures)
        for file in self._front:
            self._folder.put(file.path, file.content)
        listed = Receipts(documents=tuple(sorted(self._receipts, key=attrgetter("period_code", "owner", "name"))))
        self._folder.put(places.RECEIPTS, listed.model_dump_json().encode())
        publications.record(self._home, self._version, now().date())
        return self._folder.finish(made_from, tuple(self._failed))

    def _receipts_of(self, period_code: str) -> Iterator[DocumentReceipt]:
        return period_receipts(self._reports, self._closed.of(period_code), period_code, self._names)

    def _put(self, files: Iterable[SiteFile]) -> None:
        for file in files:
            if file.path == places.FRONT:
                self._front = [file]
            else:
                self._folder.put(file.path, file.content)

    def _fail(self, period_code: str, unit_code: str, fault: str) -> None:
        self._failed[f"{period_code}/{unit_code}"] = None
        logger.error("page %s %s: %s", period_code, unit_code, fault)

    def _begin(self) -> None:
        """The pages that are no period's, and the open data."""
        with open_published(self._home) as reader:
            data = self._open_data(reader)
        common = list(common_pages(self._site, data))
        for file in sorted(common, key=lambda file: not file.path.startswith(places.ASSETS)):
            self._folder.put(file.path, file.content)
        self._is_begun = True

    def _documents(self, unit: UnitBundle, entries: Mapping[str, ManifestEntry]) -> tuple[Download, ...]:
        """A unit's public documents, now beside its page: as they were made, never as somebody changed them."""
        owner, period_code = unit.owner, unit.figures.period_code
        public = [name for kind in unit.kinds if kind.public for name in kind.file_names(owner, period_code)]
        made = {name: entries[f"{owner}/{name}"] for name in public if f"{owner}/{name}" in entries}
        folder = self._folder
        kept = {
            name for name, entry in made.items() if folder.keep(places.period_file(period_code, name), entry.sha256)
        }
        of_unit = self._reports.below(f"{period_code}/{owner}")
        for name, content in of_unit.read_all(name for name in made if name not in kept).items():
            if content_sha256(content) == made[name].sha256:
                folder.put(places.period_file(period_code, name), content)
                kept.add(name)
        return tuple(
            Download(name=name, size=entry.size, label=label_of(name)) for name, entry in made.items() if name in kept
        )

    def _open_data(self, reader: Reader) -> DataPage:
        """Tables and what describes them, now in the folder of the data. They are rows of tables, not the figures of
        documents: each is read once, as it was published."""
        public = reader.public()
        frames = []
        for table in OPEN_TABLES:
            rows = with_todays_names(pl.read_parquet(public.parquet(table.name)), table)
            rows = with_former_names(rows, table)
            contents = (_csv(rows), _csv(rows, for_excel=True), _parquet(rows))
            files = tuple(
                self._data_file(places.data_file(table.name, suffix), label, content)
                for (suffix, label), content in zip(FORMATS.items(), contents, strict=True)
            )
            frames.append(OpenFrame(table, rows.height, files))
        published_on = published.runs(reader)[0].of("finished_at", datetime).date()
        database = self._data_file(places.OPEN_DATABASE, DATABASE_LABEL, open_database(public))
        data = OpenData(self._settings, self._site.period_codes, published_on, frames, database)
        for path, content in {
            places.METADATA: metadata(data),
            places.DATA_PACKAGE: data_package(data),
            places.DATA_CATALOGUE: data_catalogue(data),
            places.DATA_CONTRACT: data_contract(data, version("skm-mojokerto")),
        }.items():
            self._folder.put(path, content)
        return DataPage(
            tables=open_tables(frames), metadata=places.METADATA.rpartition("/")[2], database=database.download
        )

    def _data_file(self, path: str, label: str, content: bytes) -> OpenFile:
        sha256 = self._folder.put(path, content)
        return OpenFile(Download(name=path.rpartition("/")[2], size=len(content), label=label), sha256)

    def _page_made_from(self, page: UnitPage) -> str:
        """Hash of all that a unit's page is made from."""
        said = (site_version(), self._site.model_dump_json(), page.model_dump_json())
        return content_sha256("\0".join(said).encode())

    def _made_from(self) -> str:
        """Hash of the published run, of what decides how pages look, of the documents there are, and of how final each
        period is."""
        made = hashlib.sha256(f"{self._run_id} {site_version()} {self._closed.fingerprint}".encode())
        for period_code in self._site.period_codes:
            for name, entry in load_manifest(self._reports, period_code).files.items():
                made.update(f"\0{period_code}/{name} {entry.sha256}".encode())
        for period_code, edition in self._editions.items():
            made.update(f"\0{period_code} {edition.model_dump_json()}".encode())
        return made.hexdigest()


def build(home: Home, reports: Store, settings: Settings, registry: Registry) -> SiteChange:
    """Brings the site up to date, where no figures are at hand."""
    return SiteBuild(home, reports, settings, registry, editions.load(home)).finish()


def _csv(frame: pl.DataFrame, *, for_excel: bool = False) -> bytes:
    buffer = BytesIO()
    write_csv(frame.lazy(), buffer, for_excel=for_excel)
    return buffer.getvalue()


def _parquet(frame: pl.DataFrame) -> bytes:
    buffer = BytesIO()
    frame.write_parquet(buffer)
    return buffer.getvalue()


def _indexes(reader: Reader, site: SiteFigures) -> Mapping[str, tuple[str, ...]]:
    """By unit, the periods of the site in which it has an index, in the site's order."""
    periods: defaultdict[str, set[str]] = defaultdict(set)
    for row in published.publishable(reader):
        period_code, unit_code = row.of("period_code", str), row.of("unit_code", str)
        periods[unit_code].add(period_code)
    return {
        unit_code: tuple(code for code in site.period_codes if code in codes) for unit_code, codes in periods.items()
    }


def _editions(reader: Reader, period_codes: Collection[str]) -> Mapping[str, EditionFigure]:
    latest = {row.of("period_code", str): row for row in published_editions.editions(reader)}
    return {code: edition_figure(latest[code]) for code in period_codes if code in latest}
