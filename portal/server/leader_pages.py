"""The page of those who lead the regency: one screen, one sheet of paper.

Belongs here: `/pimpinan`, what it shows of the published warehouse and where a unit's tile lies. Not here: any figure
(`transforms`), the chart (`portal.web_charts`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from contracts.errors import HomeError
from contracts.periods import parse_period
from contracts.registry import Unit
from portal.server.app_context import AppContext
from portal.web_charts import trend_chart
from reports.figures.regency_figures import MethodFigure, RankedFigure
from reports.figures.unit_figures import TrendFigure
from reports.wording.certainty_sentences import composition_sentence, interval_sentence
from warehouse import published
from warehouse.read import Reader, open_published

_EMPTY: Final = "-"
"""A place of the map without a unit."""


@dataclass(frozen=True)
class Tile:
    """A unit on the map: its place, and what became of it in the period. `row` and `column` from 1; 0 where it has no
    place there."""

    unit: Unit
    row: int
    column: int
    index: RankedFigure | None
    """As it is ranked; None where it has no index."""

    @property
    def name(self) -> str:
        """On the map without what all of its type begin with."""
        kind, called = f"{self.unit.unit_type} ", self.unit.unit_name
        return called[len(kind) :] if self.row and called.lower().startswith(kind.lower()) else called

    @property
    def change(self) -> Decimal:
        """How it changed since the period before; 0 where that may be chance."""
        return Decimal() if self.index is None else self.index.told_change


class LeaderPages:
    """`/pimpinan`."""

    def __init__(self, context: AppContext) -> None:
        self._context = context

    def routes(self) -> list[Route]:
        """The addresses."""
        return [Route("/pimpinan", self._page)]

    def _page(self, request: Request) -> Response:
        context = self._context
        session = context.regency_session(request)
        try:
            with open_published(context.home) as reader:
                return context.pages.page("pimpinan.html", session=session, **self._shown(reader, request))
        except HomeError:
            return context.pages.page("pimpinan.html", session=session, period=None, codes=[])

    def _shown(self, reader: Reader, request: Request) -> dict[str, Any]:
        """Everything of the period that is asked for, or of the newest year."""
        kinds = self._context.kinds
        reported = [row for row in reversed(published.periods(reader)) if row["kind"] in kinds]
        codes = [row.of("period_code", str) for row in reported]
        asked = request.query_params.get("periode", "")
        if asked and asked not in codes:
            raise HTTPException(404)
        years = [row.of("period_code", str) for row in reported if row["kind"] == "year"]
        code = asked or next(iter(years or codes), None)
        if code is None:
            return {"period": None, "codes": []}
        period = parse_period(code)
        ranking = [RankedFigure.model_validate(dict(row)) for row in published.ranking(reader, code)]
        trend = [
            TrendFigure.model_validate(dict(row))
            for row in published.regency_trend(reader, period.kind)
            if row.of("period_code", str) <= code
        ]
        tiles = tiles_of(
            self._context.settings.portal.map,
            [unit for unit in self._context.registry.units if period.is_owed(unit.valid_from, unit.valid_to)],
            {one.unit_code: one for one in ranking},
        )
        methods = [MethodFigure.model_validate(dict(row)) for row in published.regency(reader, code)]
        headline = methods[0] if methods else None
        without = published.missing_units(reader, code)
        return {
            "period": period,
            "codes": [(one, parse_period(one).label) for one in codes],
            "headline": headline,
            "certainty": [] if headline is None else [interval_sentence(headline), composition_sentence(headline)],
            "trend": trend_chart(trend, f"IKM {self._context.settings.regency.name}") if len(trend) > 1 else None,
            "on_map": [tile for tile in tiles if tile.row],
            "beside_map": [tile for tile in tiles if not tile.row],
            "missing": [one for one in without if not one.get("reason")],
            "apart": [one for one in without if one.get("reason")],
            "risen": [tile for tile in tiles if tile.change > 0],
            "fallen": [tile for tile in tiles if tile.change < 0],
            "follow_up": published.follow_up_regency(reader, period.previous.code),
            "before": period.previous.label,
        }


def tiles_of(map_lines: Sequence[str], units: Sequence[Unit], indices: Mapping[str, RankedFigure]) -> list[Tile]:
    """A tile of each unit, those on the map by their place, then the others by type and name. A code of the map that is
    no unit's leaves its place empty."""
    places = {
        code: (row, column)
        for row, line in enumerate(map_lines, start=1)
        for column, code in enumerate(line.split(), start=1)
        if code != _EMPTY
    }
    tiles = [Tile(unit, *places.get(unit.unit_code, (0, 0)), indices.get(unit.unit_code)) for unit in units]
    return sorted(tiles, key=lambda one: (not one.row, one.row, one.column, one.unit.unit_type, one.unit.unit_name))
