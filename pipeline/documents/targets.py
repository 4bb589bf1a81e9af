"""Targets into figures: what a unit is to reach in the year of a period, and what it reached of it.

Belongs here: which target is that of a period. Not here: the arithmetic (`transforms.figures.targets`), the file
(`contracts.targets`).
"""

from collections.abc import Iterable
from decimal import Decimal

from contracts.periods import Period
from contracts.registry import Registry, Unit
from reports.figures.regency_figures import RankedFigure
from reports.figures.target_figures import TargetFigure, UnitTargetFigure
from transforms.figures.targets import attainment


def target_figure(unit: Unit, period: Period, ikm: Decimal) -> TargetFigure | None:
    """A unit's target of the year of the period, and what an index is of it; None where none was entered."""
    target = next((one for one in unit.targets if one.year == period.year), None)
    if target is None:
        return None
    return TargetFigure(year=target.year, ikm=target.ikm, source=target.source, attainment=attainment(ikm, target.ikm))


def regency_targets(
    registry: Registry, period: Period, ranking: Iterable[RankedFigure]
) -> tuple[UnitTargetFigure, ...]:
    """The same of every unit with an index and a target."""
    known = registry.by_code
    found = []
    for one in ranking:
        unit = known.get(one.unit_code)
        target = target_figure(unit, period, one.ikm) if unit is not None else None
        if target is not None:
            of_unit = {"unit_code": one.unit_code, "unit_name": one.unit_name, "unit_ikm": one.ikm}
            found.append(UnitTargetFigure.model_validate(target.model_dump() | of_unit))
    return tuple(found)
