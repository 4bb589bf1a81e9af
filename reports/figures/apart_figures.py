"""What the report shows of a unit that has no index because its questionnaire leaves an unsur out.

Belongs here: its figures, from rows of `further_index`. Not here: any arithmetic
(`transforms.figures.further_figures`), wording (`reports.wording.further_sentences`).
"""

from contracts.periods import Period, parse_period
from reports.figures.base import Figure
from reports.figures.further_figures import FurtherFigure
from reports.figures.letterhead_figures import LetterheadFigure, SignatoryFigure
from reports.figures.unit_figures import RunFigure


class ApartFigures(Figure):
    """One unit and period."""

    regency_name: str
    capital: str
    letterhead: LetterheadFigure
    signatory: SignatoryFigure
    unit_code: str
    unit_name: str
    period_code: str
    further: tuple[FurtherFigure, ...]
    """By questionnaire, in its order."""
    run: RunFigure

    @property
    def period(self) -> Period:
        """The same as a period."""
        return parse_period(self.period_code)
