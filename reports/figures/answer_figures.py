"""How often each answer to the nine unsur was given.

Belongs here: the counts of answers, and their shares as they are printed. Not here: counting (`warehouse.published`),
sentences (`reports.wording.answer_sentences`).
"""

from collections.abc import Mapping

from contracts.unsur import SCALE, UNSUR
from reports.figures.base import Figure
from reports.figures.shares import STEPS, printed_shares

GOOD_ANSWERS = SCALE[2:]
"""3 and 4: what is told together."""


class AnswerFigure(Figure):
    """The answers to one unsur. Internal."""

    unsur_code: str
    name: str
    counts: tuple[int, int, int, int]
    """Of 1 to 4."""

    @property
    def printed_shares(self) -> tuple[float, ...]:
        """The share of each answer, in tenths of a percent that together are the whole."""
        return tuple(printed_shares(self.counts))

    @property
    def good(self) -> int:
        """How many answered 3 or 4."""
        return sum(self.counts[answer - 1] for answer in GOOD_ANSWERS)

    @property
    def printed_good_share(self) -> float:
        """What the printed shares of 3 and 4 add up to."""
        return round(sum(self.printed_shares[answer - 1] for answer in GOOD_ANSWERS) * STEPS) / STEPS


def answer_figures(answer_counts: Mapping[str, object] | None, respondents: int) -> tuple[AnswerFigure, ...]:
    """From the row of `warehouse.published.answer_counts` of a unit and period. None where there is none, as of a unit
    whose answers are means of several questions, and where it tells of others than the `respondents` of the index."""
    if answer_counts is None or answer_counts["responses"] != respondents:
        return ()
    return tuple(
        AnswerFigure.model_validate(
            {
                "unsur_code": one.code,
                "name": one.name,
                "counts": tuple(answer_counts[f"{one.column}_{answer}"] for answer in SCALE),
            }
        )
        for one in UNSUR
    )
