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
            figures, sensitivity = self._figures(unit_code, period)
        except (ValueError, HomeError):
            raise HTTPException(404) from None
        return context.pages.page(
            "prioritas.html",
            session=session,
            unit_code=unit_code,
            unit_name=context.unit_name(unit_code),
            period=period,
            figures=figures,
            sensitivity=sensitivity_sentence(sensitivity),
            said=priority_sentences,
        )

    def _figures(self, unit_code: str, period: Period) -> tuple[PriorityFigures | None, SensitivityFigure | None]:
        """None where there is nothing to compare with; HTTPException 404 where the unit has no index in the period."""
        unit = self._context.registry.by_code.get(unit_code)
        with open_published(self._context.home) as reader:
            index = only(published.unit_index(reader, period.code, unit_code))
            if unit is None or index is None:
                raise HTTPException(404)
            compared = published_comparisons.unsur_compared(reader, period.code, unit_code)
            themes = published.suggestion_themes(reader, period.code, unit_code)
            associations = published_comparisons.unsur_associations(reader, period.code, unit_code)
            ranks = published_comparisons.rank_sensitivities(reader, period.code, unit_code)
        in_type = only([one for one in ranks if one["scope"] == unit.unit_type])
        return priority_figures(unit.unit_type, index, compared, themes, associations), sensitivity_figure(in_type)
