"""What the public may have of units' figures, in the place of those of staff.

Belongs here: reading the public tables of a period in a fixed number of queries. Not here: which rows these are
(`transforms.figures.withholding`), the bundles (`pipeline.documents.bundles`).
"""

from collections.abc import Iterable, Sequence

from contracts.periods import Period, parse_period
from reports.figures.service_figures import service_figures
from reports.figures.unit_figures import UnitFigures, predecessors, with_rows
from warehouse import published, published_services
from warehouse.read import Reader, Row
from warehouse.rows import by_unit, only


def until(period: Period, rows: Iterable[Row]) -> list[Row]:
    """Rows of periods that are not later: what happens next year does not change this year's documents."""
    return [row for row in rows if parse_period(row.of("period_code", str)) <= period]


class PublicRows:
    """The rows of the public tables of one period, by unit."""

    def __init__(self, reader: Reader, period: Period, unit_code: str | None) -> None:
        code, before = period.code, period.previous.code
        self._period = period
        self._index_before = published.unit_index(reader, before)
        self._index = by_unit(published.unit_index(reader, code, unit_code))
        self._unsur = by_unit(published.unit_unsur(reader, code, unit_code))
        self._unsur_before = by_unit(published.unit_unsur(reader, before, unit_code))
        self._ranks = by_unit(published.unit_ranks(reader, code, unit_code))
        self._profiles = by_unit(published.public_profile(reader, code, unit_code))
        self._trends = by_unit(until(period, published.trends(reader, period.kind, unit_code)))
        self._services = by_unit(published_services.unit_services(reader, code, unit_code))
        self._service_unsur = by_unit(published_services.service_unsur(reader, code, unit_code))

    def instead_of(self, figures: UnitFigures, succeeded: Sequence[Row]) -> UnitFigures:
        """The unit's figures as everyone may have them; not publishable where there are none. `succeeded`: rows of
        `unit` that were merged or split."""
        code = figures.unit_code
        index = only(self._index[code])
        if index is None:
            hidden = figures.index.model_copy(update={"publishable": False})
            return figures.model_copy(update={"index": hidden, "predecessors": (), "services": ()})
        return with_rows(
            figures,
            ikm_unit=index,
            ikm_unsur=self._unsur[code],
            ikm_ranking=self._ranks[code],
            respondent_profile=self._profiles[code],
            trend=self._trends[code],
            ikm_unsur_before=self._unsur_before[code],
            services=service_figures(self._services[code], self._service_unsur[code]),
        ).model_copy(
            update={"predecessors": predecessors(code, succeeded, self._index_before, self._trends[code], self._period)}
        )
