"""What stands at the head of official pages.

Belongs here: the letterhead's lines and its logo. Not here: who signs (`reports.figures.unit_figures`), where logos lie
(`pipeline.documents.logos`).
"""

from pydantic import Base64Bytes

from reports.figures.base import Figure


class LogoFigure(Figure):
    """A logo as it is printed (`reports.writers.pictures`)."""

    jpeg: Base64Bytes
    width: int
    height: int


class LetterheadFigure(Figure):
    """What stands at the head of official pages."""

    government: str
    office: str
    address: str
    contact: str
    logo: LogoFigure | None = None


def with_logo(letterhead: LetterheadFigure, logo: LogoFigure | None) -> LetterheadFigure:
    """The same with a logo."""
    return letterhead.model_copy(update={"logo": logo})
