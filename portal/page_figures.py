"""What the pages of the public site show: the view models.

Belongs here: which figures of the published warehouse the public gets, and which it does not: a unit with
too few respondents keeps its name and loses every figure, here and wherever it could be worked out from
another. Not here: any arithmetic of the method, HTML (`portal.site`), reading a warehouse or a folder.

The figures themselves are those of the documents (`reports.figures.unit_figures`, `reports.figures.regency_figures`).
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Final, Literal

from contracts.columns import Table
from contracts.periods import PERIOD_KINDS, Period, parse_period
from contracts.receipts import DocumentReceipt
from contracts.settings import Settings
from reports.figures.base import Figure, Row
from reports.figures.regency_figures import RegencyFigures, RegisteredFigure
from reports.figures.revision_figures import FIRST_EDITION, edition_label
from reports.figures.unit_figures import UnitFigures
from reports.wording.indonesian import long_date


class Download(Figure):
    """A file beside the pages; `name` without folders, `size` in bytes, `label` as pages call it."""

    name: str
    size: int
    label: str

    @property
    def ending(self) -> str:
        """Of its name: its format."""
        return self.name.rpartition(".")[2]


class SiteFigures(Figure):
    """What every page knows."""

    regency_name: str
    regency_code: str
    regency_bps_code: str
    organiser: str
    contact: str
    address: str
    """The portal's own, for a citation; may be empty."""
    license: str
    weight: str
    small_cell: int
    period_codes: tuple[str, ...]
    """Periods with pages, as a reader wants them: newest year first, within it the longest period first."""

    @property
    def periods(self) -> tuple[Period, ...]:
        """The same as periods."""
        return tuple(map(parse_period, self.period_codes))

    @property
    def front(self) -> str | None:
        """The period of the site's first page: the latest year; where there is none, the first of all."""
        years = [period.code for period in self.periods if period.kind == "year"]
        return next(iter([*years, *self.period_codes]), None)

    @property
    def front_label(self) -> str:
        """Its name; empty where there is none."""
        return "" if self.front is None else parse_period(self.front).label


class EditionFigure(Figure):
    """How final the figures of a period are. Nobody's name: who closed it is the staff's business."""

    state: Literal["open", "official", "draft"]
    revision: int = FIRST_EDITION
    reason: str = ""
    """Why the edition before was reopened; empty for a first edition."""
    since: date | None = None
    """When it was closed, or reopened."""

    @property
    def label(self) -> str:
        """`Resmi`, `Resmi, Revisi 1`, `Sedang direvisi (Revisi 1)`, `Sementara`."""
        if self.state == "open":
            return "Sementara"
        if self.state == "draft":
            return f"Sedang direvisi ({edition_label(self.revision)})"
        return "Resmi" if self.revision == FIRST_EDITION else f"Resmi, {edition_label(self.revision)}"

    @property
    def meaning(self) -> str:
        """What it means for whoever reads the figures."""
        when = "" if self.since is None else f" pada {long_date(self.since)}"
        meanings = {
            "open": "Angka dapat berubah sampai periode ditutup.",
            "official": f"Angka ditetapkan{when} dan tidak berubah lagi tanpa revisi.",
            "draft": f"Periode dibuka kembali{when}; angka dapat berubah sampai ditutup lagi.",
        }
        reason = f" Alasan revisi: {self.reason.strip().rstrip('.')}." if self.reason.strip() else ""
        return meanings[self.state] + reason


OPEN_EDITION: Final = EditionFigure(state="open")


def edition_figure(edition: Row | None) -> EditionFigure:
    """Of a period, from the latest row of `edition` that it has; None where it was never closed."""
    if edition is None:
        return OPEN_EDITION
    is_draft = edition["state"] == "draft"
    moment = edition["reopened_at" if is_draft else "closed_at"]
    return EditionFigure.model_validate(
        {
            "state": "draft" if is_draft else "official",
            "revision": edition["revision"],
            "reason": edition["reason"] or "",
            "since": moment.date() if isinstance(moment, datetime) else None,
        }
    )


class PeriodPage(Figure):
    """The regency in one period. `figures` hold nothing internal and no unit of `withheld`."""

    figures: RegencyFigures
    withheld: tuple[RegisteredFigure, ...]
    """Units with an index that may not be shown."""
    edition: EditionFigure = OPEN_EDITION
    receipts: tuple[DocumentReceipt, ...] = ()
    """Of the regency's documents that were made official; none where a unit is withheld, whose figures stand in them:
    who guessed them could tell by the hash."""


class UnitPage(Figure):
    """A unit in one period; without figures where they may not be shown."""

    period_code: str
    unit: RegisteredFigure
    bps_code: str | None
    figures: UnitFigures | None
    """The public edition."""
    downloads: tuple[Download, ...]
    period_codes: tuple[str, ...]
    """Periods in which the unit has a page, in the order of `SiteFigures.period_codes`."""
    edition: EditionFigure = OPEN_EDITION
    receipts: tuple[DocumentReceipt, ...] = ()
    """Of its documents; none without figures: who guessed them could tell by the code, which is a hash of them."""

    @property
    def periods(self) -> tuple[Period, ...]:
        """The same as periods."""
        return tuple(map(parse_period, self.period_codes))

    @property
    def card_image(self) -> Download | None:
        """The card as an image, where there is one."""
        return next((one for one in self.downloads if one.ending == "png"), None)


class OpenColumn(Figure):
    """A column of an open table, in Bahasa Indonesia where `contracts.tables` or the caller says it so."""

    name: str
    type: str
    meaning: str


class OpenTable(Figure):
    """A table of the open data: how large it is, its files."""

    name: str
    grain: str
    meaning: str
    columns: tuple[OpenColumn, ...]
    rows: int
    downloads: tuple[Download, ...]


class DataPage(Figure):
    """The open data, tables in the order they are shown."""

    tables: tuple[OpenTable, ...]
    metadata: str
    """Name of the metadata file beside the tables."""
    database: Download
    """All tables in one file."""


def site_figures(settings: Settings, period_codes: Collection[str]) -> SiteFigures:
    """What every page knows, for a site of these periods, in any order."""
    order = sorted(
        map(parse_period, period_codes), key=lambda one: (-one.year, PERIOD_KINDS.index(one.kind), -one.ordinal)
    )
    return SiteFigures(
        regency_name=settings.regency.name,
        regency_code=settings.regency.code,
        regency_bps_code=settings.regency.bps_code,
        organiser=settings.regency.organiser,
        contact=settings.letterhead.contact,
        address=settings.portal.address,
        license=settings.portal.license,
        weight=settings.method.weight,
        small_cell=settings.thresholds.small_cell,
        period_codes=tuple(period.code for period in order),
    )


def by_code(receipts: Iterable[DocumentReceipt]) -> Mapping[str, list[DocumentReceipt]]:
    """Documents by the code that is printed in them."""
    grouped: dict[str, list[DocumentReceipt]] = {}
    for one in receipts:
        grouped.setdefault(one.code, []).append(one)
    return grouped


def period_page(
    figures: RegencyFigures, *, edition: EditionFigure = OPEN_EDITION, receipts: tuple[DocumentReceipt, ...] = ()
) -> PeriodPage:
    """The page of a period from the regency's public figures: whoever neither stands in their ranking nor is missing
    is not shown."""
    told = {unit.unit_code for units in (figures.ranking, figures.missing, figures.apart) for unit in units}
    withheld = tuple(unit for unit in figures.registered if unit.unit_code not in told)
    return PeriodPage(
        figures=figures.model_copy(update={"follow_up": None, "uncounted_files": (), "revision": None}),
        edition=edition,
        receipts=() if withheld else receipts,
        withheld=withheld,
    )


def unit_page(
    figures: UnitFigures,
    *,
    bps_code: str | None,
    downloads: tuple[Download, ...],
    period_codes: tuple[str, ...],
    edition: EditionFigure = OPEN_EDITION,
    receipts: tuple[DocumentReceipt, ...] = (),
) -> UnitPage:
    """The page of a unit from the public edition of its figures, which it shows where they are publishable.
    Raises ValueError for an internal edition."""
    if not figures.public:
        raise ValueError(f"{figures.unit_code} {figures.period_code}: internal figures on a public page")
    shown = figures.index.publishable
    return UnitPage(
        period_code=figures.period_code,
        unit=RegisteredFigure.model_validate(figures.model_dump(include=set(RegisteredFigure.model_fields))),
        bps_code=bps_code,
        figures=figures if shown else None,
        downloads=downloads if shown else (),
        period_codes=period_codes,
        edition=edition,
        receipts=receipts if shown else (),
    )


def open_table(
    table: Table,
    *,
    grain: str,
    meaning: str,
    columns: tuple[OpenColumn, ...],
    rows: int,
    downloads: tuple[Download, ...],
) -> OpenTable:
    """A table of the open data. Raises ValueError for one that may not leave the regency."""
    if not table.public:
        raise ValueError(f"{table.name} is not public")
    return OpenTable(name=table.name, grain=grain, meaning=meaning, columns=columns, rows=rows, downloads=downloads)
