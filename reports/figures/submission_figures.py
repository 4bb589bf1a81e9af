"""What the regency hands in for a period: the view model of the official recapitulation, of PEKPPP and of the letter.

Belongs here: typed figures. Not here: the ladders (`transforms.figures.pekppp`), reading the warehouse
(`pipeline.documents.submission`), wording (`reports.wording.submission_sentences`).
"""

from datetime import date
from decimal import Decimal

from contracts.periods import Period, parse_period
from reports.figures.base import Figure
from reports.figures.follow_up_figures import FollowUpFigures
from reports.figures.letterhead_figures import LetterheadFigure, SignatoryFigure
from reports.figures.unit_figures import UnsurFigure


class RecapFigure(Figure):
    """A line of the recapitulation: a unit, or one of its registered services. `nrr` in the regulation's order."""

    unit_code: str
    unit_name: str
    service_name: str = ""
    """Empty for the unit over all its services."""
    nrr: tuple[Decimal | float, ...]
    ikm: Decimal
    mutu: str
    kinerja: str
    respondents: int
    survey_mode: str = ""
    lowest: tuple[UnsurFigure, ...] = ()
    plan: FollowUpFigures | None = None
    """That answers the period."""
    accounted: FollowUpFigures | None = None
    """Whose realisation is told."""


class MediumFigure(Figure):
    """A medium in which a unit's results were published."""

    medium: str
    link: str = ""
    published_on: date | None = None


class StepFigure(Figure):
    """Where a unit stands on a ladder of PEKPPP: both ends are the same but where the evaluator chooses."""

    lowest: int
    highest: int


class EvaluatedUnitFigure(Figure):
    """What PEKPPP asks of one unit, what proves it, and what is missing (sentences, for whoever must act)."""

    unit_code: str
    unit_name: str
    media: tuple[MediumFigure, ...]
    publication: StepFigure | None
    """None while nobody told of any medium."""
    planned: int = 0
    done: int = 0
    realised: Decimal | None = None
    """Percent; None where nothing was planned."""
    realisation: StepFigure | None = None
    accounted_period: str
    reported_on: date | None = None
    """When the report of that period became official."""
    completed_on: date | None = None
    """When the last action was completed, where all are."""
    speed: StepFigure | None = None
    evidence: tuple[str, ...] = ()
    """Files of the unit's folder, and addresses."""
    missing: tuple[str, ...] = ()

    @property
    def accounted_label(self) -> str:
        """The period whose results were followed up, as people say it."""
        return parse_period(self.accounted_period).label


class SubmissionFigures(Figure):
    """All of it for one period."""

    period_code: str
    regency_name: str
    capital: str
    organiser: str
    channel: str
    letterhead: LetterheadFigure
    signatory: SignatoryFigure
    ikm: Decimal
    mutu: str
    weight: str
    respondents: int
    lines: tuple[RecapFigure, ...]
    units: tuple[EvaluatedUnitFigure, ...]
    without_index: tuple[str, ...]
    """Names of units that owe a report and have none."""
    failed: tuple[str, ...] = ()
    """Names of units that our code failed at."""
    dated: date

    @property
    def period(self) -> Period:
        """The period."""
        return parse_period(self.period_code)
