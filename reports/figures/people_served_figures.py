"""What the regency's documents show of its IKM weighted by the people that units served.

Belongs here: the view model. Not here: the arithmetic (`transforms.figures.people_served`), wording
(`reports.wording.people_served_sentences`).
"""

from decimal import Decimal

from reports.figures.base import Figure, Mutu


class ServedUnitFigure(Figure):
    """A unit with an index, and whom it served; None where nobody entered it."""

    unit_code: str
    unit_name: str
    people_served: int | None


class ServedIndexFigure(Figure):
    """The index so weighted."""

    ikm: Decimal
    mutu: Mutu
    kinerja: str
    ikm_ninth: Decimal
    people_served: int


class PeopleServedFigure(Figure):
    """Of a period in which at least one unit with an index says how many people it served."""

    units: tuple[ServedUnitFigure, ...]
    """All with an index."""
    index: ServedIndexFigure | None
    """None where not all of them say so."""

    @property
    def missing(self) -> tuple[str, ...]:
        """The names of those that do not."""
        return tuple(one.unit_name for one in self.units if one.people_served is None)
