"""What a unit may look at first, as its report says it: its unsur beside those of its type; its rank in other ways.

Belongs here: `/unit/{unit_code}/prioritas-{period_code}`, for the unit and for who sees all. Not here: any figure
(`transforms.figures.unsur_comparison`), sentences (`reports.wording.priority_sentences`).
"""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from contracts.errors import HomeError
from contracts.periods import Period, parse_period
from contracts.registry import SCOPE_ALL
from portal.server.app_context import AppContext
from reports.figures.priority_figures import PriorityFigures, priority_figures
from reports.figures.sensitivity_figures import SensitivityFigure, sensitivity_figure
from reports.wording import priority_sentences
from reports.wording.sensitivity_sentences import sensitivity_sentence
from warehouse import published, published_comparisons
from warehouse.read import open_published
from warehouse.rows import only


class PriorityPages:
    """`/unit/{unit_code}/prioritas-{period_code}`."""

    def __init__(self, context: AppContext) -> None:
        self._context = context

    def routes(self) -> list[Route]:
        """The addresses."""
        return [Route("/unit/{unit_code}/prioritas-{period_code}", self._priorities)]

    def _priorities(self, request: Request) -> Response:
        context, unit_code = self._context, request.path_params["unit_code"]
        session = context.session_for_unit(request, unit_code)
        try:
            period = parse_period(request.path_params["period_code"])
            figures, sensitivity, is_computed = self._figures(unit_code, period)
        except (ValueError, HomeError):
            raise HTTPException(404) from None
        return context.pages.page(
            "prioritas.html",
            session=session,
            unit_code=unit_code,
            unit_name=context.unit_name(unit_code),
            period=period,
            figures=figures,
            is_computed=is_computed,
            sensitivity=sensitivity_sentence(sensitivity),
            said=priority_sentences,
        )

    def _figures(self, unit_code: str, period: Period) -> tuple[PriorityFigures | None, SensitivityFigure | None, bool]:
        """None where there is nothing to compare with, and whether that was looked at when the period was published;
        HTTPException 404 where the unit has no index in the period."""
        unit = self._context.registry.by_code.get(unit_code)
        with open_published(self._context.home) as reader:
            index = only(published.unit_index(reader, period.code, unit_code))
            if unit is None or index is None:
                raise HTTPException(404)
            themes = published.suggestion_themes(reader, period.code, unit_code)
            scopes = [row.of("scope", str) for row in published.unit_ranks(reader, period.code, unit_code)]
            try:
                compared = published_comparisons.unsur_compared(reader, period.code, unit_code)
                associations = published_comparisons.unsur_associations(reader, period.code, unit_code)
                ranks = published_comparisons.rank_sensitivities(reader, period.code, unit_code)
            except HomeError:  # published by an earlier release
                return None, None, False
        # In a closed period the unit may have been of another type.
        unit_type = next((scope for scope in scopes if scope != SCOPE_ALL), unit.unit_type)
        in_type = only([one for one in ranks if one["scope"] == unit_type])
        figures = priority_figures(unit_type, index, compared, themes, associations)
        return figures, sensitivity_figure(in_type), bool(compared)
