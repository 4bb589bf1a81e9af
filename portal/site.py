"""The public site, page by page: from view models to the bytes of its files.

Belongs here: which files the site has and which template shows what. Pure: nothing is read or written but
the templates and assets that come with the code. Not here: any figure (`portal.page_figures`), writing into a
home (`pipeline.documents.site`).

With 1,500 units and several periods a site is large, so its pages come one after another; a caller writes
each and forgets it:

    files = chain(
        common_pages(site, data),
        period_pages(site, period),   # for every period
        unit_pages(site, units),      # of every period
    )
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from markupsafe import Markup

from contracts import method, places
from contracts.periods import Period, parse_period
from contracts.safe_text import shown_text
from contracts.unsur import SCALE, UNSUR
from portal import web_charts
from portal.page_figures import DataPage, PeriodPage, SiteFigures, UnitPage, by_code
from reports.figures.regency_figures import RankedFigure, RegencyFigures
from reports.figures.unit_figures import TrendFigure, UnsurFigure, comparable, mixed_weights
from reports.wording import (
    certainty_sentences,
    further_sentences,
    indonesian,
    receipt_sentences,
    regency_sentences,
    service_sentences,
    target_sentences,
    trend_sentences,
    unit_sentences,
)
from reports.writers.chart_drawing import HIGHEST_SCORE

if TYPE_CHECKING:
    from jinja2 import Environment

_FOLDER: Final = Path(__file__).parent
_ASSETS: Final = ("gaya.css", "ikon.svg", "peringkat.js")
"""What the static site has of the assets; the others belong to the server's own pages."""
MOST_TILES: Final = 200
"""Units that are shown one tile each; more of them are shown as distributions only."""
_TILE_HEIGHT: Final = 30.0
_MARK_WIDTH: Final = 96.0


class SiteFile(NamedTuple):
    """One file of the site: its path relative to the root, and what it holds."""

    path: str
    content: bytes


class RankingRow(NamedTuple):
    """A line of the ranking: a unit among all, and within its type."""

    unit: RankedFigure
    in_type: RankedFigure
    mark: Markup


class Tile(NamedTuple):
    """A unit among the small multiples."""

    unit: RankedFigure
    unsur: tuple[UnsurFigure, ...]
    svg: Markup


class GradeDistribution(NamedTuple):
    """How the units of one type are spread: how many have which grade, the lowest and the highest."""

    unit_type: str
    ranking: tuple[RankedFigure, ...]
    strip: Markup

    @property
    def grades(self) -> tuple[int, ...]:
        """Units of each grade, best first."""
        counted = Counter(unit.mutu for unit in self.ranking)
        return tuple(counted[grade.mutu] for grade in method.GRADES)


class Funnel(NamedTuple):
    """How far the units of one type differ beyond chance."""

    unit_type: str
    sentence: str
    chart: web_charts.WebChart


def common_pages(site: SiteFigures, data: DataPage) -> Iterator[SiteFile]:
    """The method, the open data, the look and the script; a first page where no period has one."""
    if site.front is None:
        yield _page(site, "empty.html", places.FRONT)
    yield _page(site, "method.html", places.METHOD, unsur=UNSUR, scale=SCALE, method=method, weight=_weight(site))
    yield _page(site, "data.html", places.OPEN_DATA, data=data)
    for name in _ASSETS:
        yield SiteFile(f"{places.ASSETS}/{name}", (_FOLDER / "assets" / name).read_bytes())


def period_pages(site: SiteFigures, page: PeriodPage) -> Iterator[SiteFile]:
    """A period's own page and its data quality; the site's first page too where the period is the front."""
    figures = page.figures
    axis = web_charts.common_axis(figures.ranking, _MARK_WIDTH)
    tiled = len(figures.ranking) <= MOST_TILES
    of_all_units = [one for unit in figures.ranking for one in figures.unsur_by_unit[unit.unit_code]] if tiled else []
    tile_axis = web_charts.tile_axis(of_all_units, _TILE_HEIGHT)
    shared = {
        "figures": figures,
        "period": figures.period,
        "withheld": page.withheld,
        "edition": page.edition,
        "receipts": page.receipts,
        "rows": _rows(figures, partial(web_charts.interval_mark, axis=axis)),
        "spreads": [
            GradeDistribution(kind, units, web_charts.strip_plot(units, axis))
            for kind, units in figures.ranking_by_type
        ],
        "funnels": [
            Funnel(
                kind,
                certainty_sentences.scope_sentence(units, scope, indonesian.type_name(kind)),
                web_charts.funnel_chart(units, scope, f"Diagram corong IKM {indonesian.type_name(kind)}"),
            )
            for kind, units in figures.ranking_by_type
            if (scope := figures.scope(kind)) is not None and len(units) <= MOST_TILES
        ],
        "axis": axis,
        "tiles": _tiles(figures, partial(web_charts.unsur_tile, axis=tile_axis)) if tiled else (),
        "tile_note": web_charts.scale_note(tile_axis.lowest),
        "unsur_chart": web_charts.unsur_chart(
            figures.unsur, f"Nilai unsur {shown_text(figures.regency_name)}, {_said(figures.period)}"
        ),
        "trend_chart": web_charts.trend_chart(
            comparable(figures.trend),
            f"IKM {shown_text(figures.regency_name)} menurut periode{_exactly(figures.trend)}",
        )
        if len(figures.trend) > 1
        else None,
    }
    yield _page(site, "period.html", places.period_page(figures.period_code), **shared)
    if figures.period_code == site.front:
        yield _page(site, "period.html", places.FRONT, **shared)
    yield _page(
        site,
        "quality.html",
        places.quality_page(figures.period_code),
        figures=figures,
        period=figures.period,
        withheld=page.withheld,
    )


def unit_pages(site: SiteFigures, pages: Iterable[UnitPage]) -> Iterator[SiteFile]:
    """A page a unit."""
    for page in pages:
        path = places.unit_page(page.period_code, page.unit.unit_code)
        shared = {"page": page, "period": parse_period(page.period_code), "unit": page.unit, "edition": page.edition}
        if page.figures is None:
            yield _page(site, "unit_withheld.html", path, **shared)
            continue
        figures = page.figures
        name = shown_text(page.unit.unit_name)
        yield _page(
            site,
            "unit.html",
            path,
            **shared,
            figures=figures,
            unsur_chart=web_charts.unsur_chart(figures.unsur, f"Nilai unsur {name}, {_said(figures.period)}"),
            unsur_before={one.unsur_code: one for one in figures.unsur_before},
            trend_chart=web_charts.trend_chart(
                comparable(figures.trend), f"IKM {name} menurut periode{_exactly(figures.trend)}"
            )
            if len(figures.trend) > 1
            else None,
        )


def _exactly(trend: Sequence[TrendFigure]) -> str:
    return " (bobot 1/9)" if mixed_weights(trend) else ""


def finalized(value: object) -> object:
    """What every expression of a template passes through; autoescape comes after it."""
    return shown_text(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # a run that writes no page need not wait

    environment = Environment(
        loader=FileSystemLoader(_FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=finalized,
        auto_reload=False,
    )
    environment.globals |= {
        "places": places,
        "unit_words": unit_sentences,
        "trend_words": trend_sentences,
        "mixed_weights": mixed_weights,
        "regency_words": regency_sentences,
        "further_words": further_sentences,
        "receipt_words": receipt_sentences,
        "target_words": target_sentences,
        "by_code": by_code,
        "service_words": service_sentences,
        "certainty_words": certainty_sentences,
        "number": indonesian.decimal_number,
        "count": indonesian.whole_number,
        "percentage": indonesian.percentage,
        "long_date": indonesian.long_date,
        "joined": indonesian.joined,
        "said": _said,
        "type_name": indonesian.type_name,
        "size_text": size_text,
        "on_a_page": on_a_page,
        "grades": method.GRADES,
        "highest_score": HIGHEST_SCORE,
        "share_mark": web_charts.share_mark,
    }
    return environment


def size_text(size: int) -> str:
    """The size of a file: `135 KB`, `1,2 MB`."""
    if size < 1_000_000:
        return f"{indonesian.whole_number(max(round(size / 1000), 1))} KB"
    return f"{indonesian.decimal_number(size / 1_000_000, 1)} MB"


def _page(site: SiteFigures, template: str, path: str, **shown: object) -> SiteFile:
    text = _environment().get_template(template).render(site=site, path=path, link=partial(places.link, path), **shown)
    return SiteFile(path, text.encode())


def _said(period: Period) -> str:
    return indonesian.period_in_sentence(period)


def on_a_page(sentence: str) -> str:
    """A sentence of the regency's report where it stands on a page of the site."""
    return sentence.replace("laporan ini", "halaman ini")


def _weight(site: SiteFigures) -> method.Weight:
    return method.WEIGHTS[site.weight]


def _rows(figures: RegencyFigures, mark: "partial[Markup]") -> list[RankingRow]:
    in_type = {unit.unit_code: unit for _, ranking in figures.ranking_by_type for unit in ranking}
    return [RankingRow(unit, in_type[unit.unit_code], mark(unit)) for unit in figures.ranking]


def _tiles(figures: RegencyFigures, draw: "partial[Markup]") -> list[tuple[str, list[Tile]]]:
    return [
        (
            unit_type,
            [Tile(unit, unsur, draw(unsur)) for unit in ranking if (unsur := figures.unsur_by_unit[unit.unit_code])],
        )
        for unit_type, ranking in figures.ranking_by_type
    ]
