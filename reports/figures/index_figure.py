"""The index of a unit as documents show it, with what it can bear.

Belongs here: its figures, from a row of the published warehouse. Not here: any arithmetic, wording, the rest of a
unit's documents (`reports.figures.unit_figures`).
"""

from datetime import date
from decimal import Decimal

from reports.figures.base import Figure, Mutu


class IndexFigure(Figure):
    """The index of a unit: a row of `ikm_unit`."""

    respondents: int
    ikm: Decimal
    ikm_ninth: Decimal
    weight: str
    mutu: Mutu
    kinerja: str
    mutu_ninth: Mutu
    grade_depends_on_weight: bool
    ikm_low: Decimal | None = None
    ikm_high: Decimal | None = None
    service_recipients: int | None = None
    sample_needed: int | None = None
    sample_met: bool | None = None
    change: Decimal | None = None
    change_low: Decimal | None = None
    change_high: Decimal | None = None
    change_distinguishable: bool | None = None
    grade_certain: bool | None = None
    probability_a: int | None = None
    """Percent, as those below; empty without an interval."""
    probability_b: int | None = None
    probability_c: int | None = None
    probability_d: int | None = None
    publishable: bool
    """The public may see it (`transforms.figures.suppression`)."""
    undated_parts: str | None = None
    """Codes of the shorter periods that files without dates name and whose answers count here, with | between them."""
    figures_of: date | None = None
    """Of public figures: since when they stand, where newer ones would tell of a few people."""

    @property
    def grade_probabilities(self) -> tuple[tuple[Mutu, int], ...]:
        """The grades that are possible by the interval, with their percents, the most probable first."""
        percents: tuple[tuple[Mutu, int | None], ...] = (
            ("A", self.probability_a),
            ("B", self.probability_b),
            ("C", self.probability_c),
            ("D", self.probability_d),
        )
        return tuple(sorted(((mutu, one) for mutu, one in percents if one), key=lambda pair: -pair[1]))

    @property
    def told_change(self) -> Decimal:
        """`change`, or 0 where it may be chance: nothing is said to rise or fall that cannot be told apart."""
        return self.change if self.change and self.change_distinguishable else Decimal()
