"""What documents and pages show of a target.

Belongs here: the view model. Not here: the arithmetic (`transforms.figures.targets`), wording
(`reports.wording.target_sentences`).
"""

from decimal import Decimal

from reports.figures.base import Figure


class TargetFigure(Figure):
    """The IKM that a unit is to reach in a year, and what was reached of it in the period shown."""

    year: int
    ikm: Decimal
    source: str
    """Where it was decided; may be empty."""
    attainment: Decimal
    """In percent, of the index that is shown."""

    @property
    def reached(self) -> bool:
        """At least the target."""
        return self.attainment >= 100


class UnitTargetFigure(TargetFigure):
    """The same in the regency's list."""

    unit_code: str
    unit_name: str
    unit_ikm: Decimal
