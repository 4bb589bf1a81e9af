"""The units' plans of follow-up that the documents of a period show.

Belongs here: which plans are read for a period, in a number of queries that does not grow with the units. Not here:
which plan a report gives account of (`reports.figures.follow_up_figures.accounted_period`), how one is shown.
"""

from contracts.periods import parse_period
from reports.figures.follow_up_figures import FollowUpFigures, accounted_period, follow_up_figures
from reports.figures.unit_figures import ResultsFigure, results_figure
from warehouse import published, published_editions
from warehouse.read import Reader, Row
from warehouse.rows import by_unit, only


class PeriodPlans:
    """The units' plans that answer a period, and those that its reports give account of, with what these answer."""

    def __init__(self, reader: Reader, period_code: str, unit_code: str | None) -> None:
        self._period = parse_period(period_code)
        realisations = published.follow_up_realisations(reader, None, unit_code)
        self._realisations = {(row["unit_code"], row["period_code"]): row for row in realisations}
        self._planned = by_unit(realisations)
        self._closed = {row.of("period_code", str) for row in published_editions.editions(reader) if _is_official(row)}
        accounted = {self.accounted_period(code) for code in self._planned} | {self._period.previous.code}
        by_period = {
            code: (
                by_unit(published.follow_ups(reader, code, unit_code)),
                by_unit(published_editions.late_follow_ups(reader, code, unit_code)),
            )
            for code in sorted({period_code, *accounted})
        }
        self._actions = {code: actions for code, (actions, _) in by_period.items()}
        self._late = {code: late for code, (_, late) in by_period.items()}
        self._results = {
            code: (
                by_unit(published.unit_index(reader, code, unit_code)),
                by_unit(published.unit_unsur(reader, code, unit_code)),
            )
            for code in sorted(accounted)
        }

    def accounted_period(self, unit_code: str) -> str:
        """The period whose plan the unit's report gives account of."""
        planned = [row.of("period_code", str) for row in self._planned[unit_code]]
        return accounted_period(self._period, planned, self._closed).code

    def of(self, unit_code: str, period_code: str) -> FollowUpFigures | None:
        """A unit's plan for a period; None where it has none."""
        return follow_up_figures(
            self._actions[period_code][unit_code],
            self._realisations.get((unit_code, period_code)),
            period_code,
            only(self._late[period_code][unit_code]),
        )

    def results_of(self, unit_code: str, period_code: str) -> ResultsFigure | None:
        """What a plan for a period answers."""
        index, unsur = self._results[period_code]
        return results_figure(only(index[unit_code]), unsur[unit_code])


def _is_official(edition: Row) -> bool:
    return edition["state"] == "official"
