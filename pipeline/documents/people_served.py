"""The regency's IKM weighted by the people served, from what is published.

Belongs here: which rows it is made of. Not here: the arithmetic (`transforms.figures.people_served`).
"""

from collections.abc import Sequence

from contracts.method import WEIGHTS
from reports.figures.people_served_figures import PeopleServedFigure, ServedIndexFigure, ServedUnitFigure
from reports.figures.regency_figures import RankedFigure
from transforms.figures.people_served import ServedUnit, index_by_people_served
from warehouse.read import Row


def people_served_figure(ikm_unit: Sequence[Row], ranking: Sequence[RankedFigure]) -> PeopleServedFigure | None:
    """Of all units with an index in a period: `ikm_unit`, its rows; `ranking`, the same units by name. None where
    nobody entered how many were served, and in an edition that was closed before sums were published."""
    if not any(row["service_recipients"] for row in ikm_unit) or any(row["answer_sum"] is None for row in ikm_unit):
        return None
    counted = [
        ServedUnit(
            row.of("answer_sum", int),
            _number(row, "answer_parts") or 1,
            row.of("respondents", int),
            _number(row, "service_recipients"),
        )
        for row in ikm_unit
    ]
    index = index_by_people_served(counted, WEIGHTS[ikm_unit[0].of("weight", str)])
    served = {row.of("unit_code", str): _number(row, "service_recipients") for row in ikm_unit}
    return PeopleServedFigure(
        units=tuple(
            ServedUnitFigure(unit_code=one.unit_code, unit_name=one.unit_name, people_served=served.get(one.unit_code))
            for one in ranking
        ),
        index=None if index is None else ServedIndexFigure.model_validate(index._asdict()),
    )


def _number(row: Row, column: str) -> int | None:
    return None if row.get(column) is None else row.of(column, int)
