"""The public site, page by page: from view models to the bytes of its files.

Belongs here: which files the site has and which template shows what. Pure: nothing is read or written but
the templates and assets that come with the code. Not here: any figure (`portal.figures`), writing into a
home (`flows.site`).

With 1,500 units and several periods a site is large, so its pages come one after another; a caller writes
each and forgets it:

    files = chain(
        common_pages(site, data),
        period_pages(site, period),   # for every period
        unit_pages(site, units),      # of every period
    )
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from portal.figures import DataPage, PeriodPage, SiteFigures, UnitPage


class SiteFile(NamedTuple):
    """One file of the site: its path relative to the root, and what it holds."""

    path: str
    content: bytes


def common_pages(site: SiteFigures, data: DataPage) -> Iterator[SiteFile]:
    """The method, the open data, the look and the script."""
    raise NotImplementedError


def period_pages(site: SiteFigures, page: PeriodPage) -> Iterator[SiteFile]:
    """A period's own page and its data quality; the site's first page too where the period is the front."""
    raise NotImplementedError


def unit_pages(site: SiteFigures, pages: Iterable[UnitPage]) -> Iterator[SiteFile]:
    """A page a unit."""
    raise NotImplementedError
