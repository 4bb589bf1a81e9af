"""What a unit's documents show of what its questionnaire asks beyond the nine unsur. Internal.

Belongs here: figures from rows of `further_index`, and the questions. Not here: any arithmetic
(`transforms.figures.further_figures`), wording (`reports.wording.further_sentences`).
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Literal

from contracts.questionnaires import Questionnaire
from contracts.shared_columns import WITHOUT_UNSUR
from reports.figures.base import Figure, Mutu


class FurtherFigure(Figure):
    """An additional unsur, the index by the unit's own weights, another survey or a question of one: a row of
    `further_index`."""

    questionnaire: str
    code: str
    kind: Literal["unsur", "weights", "survey", "question", "apart", "apart_unsur"]
    name: str
    formula: str
    asked: int
    respondents: int
    scale: int
    mean: float | None
    score: Decimal | None
    score_low: Decimal | None
    score_high: Decimal | None
    mutu: Mutu | None


def without_unsur(further: Sequence[FurtherFigure]) -> Iterator[tuple[FurtherFigure, Sequence[FurtherFigure]]]:
    """Of each questionnaire that leaves an unsur out the index, and the unsur that it is made of."""
    for index in further:
        if index.kind == WITHOUT_UNSUR:
            of_it = (one for one in further if one.questionnaire == index.questionnaire)
            yield index, [one for one in of_it if one.kind == "apart_unsur"]


class FurtherQuestionFigure(Figure):
    """A question beyond the nine unsur, what it is about (a name), and the highest answer to it."""

    about: str
    text: str
    scale: int


def further_questions(questionnaire: Questionnaire | None) -> Iterator[FurtherQuestionFigure]:
    """The questions of a unit's own questionnaire that are about none of the nine unsur."""
    if questionnaire is None:
        return
    names = {one.code: one.name for one in questionnaire.further_unsur}
    names |= {one.code: one.name for one in questionnaire.surveys}
    for one in questionnaire.further_questions:
        yield FurtherQuestionFigure(about=names[one.unsur], text=one.text, scale=questionnaire.scale_of(one))
