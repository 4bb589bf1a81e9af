"""What a unit may look at first: its unsur beside those of its type, and what people suggest about each.

Belongs here: figures from rows of the tables about comparisons. Internal. Not here: any arithmetic, wording
(`reports.wording.priority_sentences`).
"""

from collections.abc import Sequence
from decimal import Decimal

from contracts.comparison_tables import Closeness, Standing
from contracts.themes import THEMES
from contracts.unsur import UNSUR
from reports.figures.base import Figure, Mutu, Row


class SpokenThemeFigure(Figure):
    """How many suggestions mention a theme that speaks of an unsur."""

    label: str
    suggestions: int


class ComparedUnsurFigure(Figure):
    """One unsur: a row of `ikm_unsur_compared`, with its name, what `ikm_unsur_association` has of it, and the themes
    that speak of it."""

    unsur_code: str
    name: str
    nrr: Decimal
    nrr_low: Decimal
    nrr_high: Decimal
    nrr_median: Decimal | None
    nrr_mean: Decimal | None
    standing: Standing | None
    ikm_if_median: Decimal | None
    mutu_if_median: Mutu | None
    association: Decimal | None = None
    closeness: Closeness | None = None
    themes: tuple[SpokenThemeFigure, ...] = ()


class PriorityFigures(Figure):
    """The nine unsur of a unit, in the regulation's order, beside the median of so many units of its type."""

    unit_type: str
    ikm: Decimal
    units: int
    unsur: tuple[ComparedUnsurFigure, ...]

    @property
    def associated(self) -> bool:
        """Something is known of how its unsur go together."""
        return any(one.closeness for one in self.unsur)

    def of_standing(self, standing: Standing) -> tuple[ComparedUnsurFigure, ...]:
        """Those that stand so, the furthest from the median first."""
        found = [one for one in self.unsur if one.standing == standing]
        return tuple(sorted(found, key=lambda one: -abs(one.nrr - (one.nrr_median or one.nrr))))


def priority_figures(
    unit_type: str,
    ikm_unit: Row,
    ikm_unsur_compared: Sequence[Row],
    suggestion_theme: Sequence[Row],
    ikm_unsur_association: Sequence[Row] = (),
) -> PriorityFigures | None:
    """From the rows of these tables of one unit and period; None where there is nothing to compare with."""
    if all(row["nrr_median"] is None for row in ikm_unsur_compared):
        return None
    names = {unsur.code: unsur.name for unsur in UNSUR}
    associated = {row["unsur_code"]: row for row in ikm_unsur_association}
    suggested = {row["theme"]: row["suggestions"] for row in suggestion_theme}
    spoken = [
        (unsur, {"label": theme.label, "suggestions": suggested[theme.code]})
        for theme in THEMES
        if theme.code in suggested
        for unsur in theme.unsur
    ]
    return PriorityFigures.model_validate(
        {
            "unit_type": unit_type,
            "ikm": ikm_unit["ikm"],
            "units": ikm_unsur_compared[0]["units"],
            "unsur": [
                {
                    **row,
                    **associated.get(row["unsur_code"], {}),
                    "name": names[str(row["unsur_code"])],
                    "themes": [theme for unsur, theme in spoken if unsur == row["unsur_code"]],
                }
                for row in ikm_unsur_compared
            ],
        }
    )
