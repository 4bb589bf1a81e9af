"""What a unit's documents show of the suggestions of a period. Internal.

Belongs here: how many there are, and about what. Not here: finding themes (`transforms.figures.themes`), wording.
"""

from collections.abc import Sequence

from contracts.themes import ALL_THEMES, OTHER_LABEL, OTHER_THEME, THEMES
from reports.figures.base import Figure, Row


class ThemeFigure(Figure):
    """How many suggestions mention a theme, with examples: a row of `suggestion_theme`. Internal."""

    theme: str
    label: str
    suggestions: int
    examples: tuple[str, ...]


class SuggestionFigures(Figure):
    """The suggestions of a period: how many say something, and what about, most frequent first."""

    suggestions: int
    themes: tuple[ThemeFigure, ...]


def suggestion_figures(suggestion_theme: Sequence[Row]) -> SuggestionFigures:
    """From rows of `suggestion_theme` of one unit and period."""
    labels = {theme.code: theme.label for theme in THEMES}
    rows = {str(row["theme"]): row for row in suggestion_theme}
    counted = rows.pop(ALL_THEMES, None)
    themes = [
        ThemeFigure.model_validate(
            {
                **row,
                "label": labels.get(code, OTHER_LABEL),
                "examples": tuple(row[name] for name in ("example", "further_example") if row[name] is not None),
            }
        )
        for code, row in rows.items()
    ]
    return SuggestionFigures.model_validate(
        {
            "suggestions": 0 if counted is None else counted["suggestions"],
            "themes": tuple(sorted(themes, key=lambda one: (one.theme == OTHER_THEME, -one.suggestions))),
        }
    )
