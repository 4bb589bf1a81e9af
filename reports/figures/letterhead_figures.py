"""What stands at the head of official pages, and who signs them.

Belongs here: lines and logo of the letterhead, the signatory. Not here: where logos lie (`pipeline.documents.logos`).
"""

from pydantic import Base64Bytes

from contracts.registry import Unit
from contracts.settings import Settings
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


def regency_letterhead(settings: Settings) -> LetterheadFigure:
    """That of the regency's organiser, without its logo."""
    return LetterheadFigure(
        government=f"Pemerintah {settings.regency.name}",
        office=settings.regency.organiser,
        address=settings.letterhead.address,
        contact=settings.letterhead.contact,
    )


class SignatoryFigure(Figure):
    """Who signs. Empty is printed as a line to fill in."""

    office: str
    name: str
    rank: str
    nip: str


def unit_letterhead(settings: Settings, unit: Unit) -> LetterheadFigure:
    """That of a unit, without its logo."""
    return LetterheadFigure(
        government=f"Pemerintah {settings.regency.name}",
        office=unit.unit_name,
        address=unit.address,
        contact=unit.contact,
    )


def unit_signatory(unit: Unit) -> SignatoryFigure:
    """Who signs for a unit, as the registry has it."""
    return SignatoryFigure(
        office=unit.signatory_office, name=unit.signatory_name, rank=unit.signatory_rank, nip=unit.signatory_nip
    )


class CertificateFigure(Figure):
    """Whose certificate it is that the first of a type of units gets: the regency's."""

    letterhead: LetterheadFigure
    signatory: SignatoryFigure


def with_logo(letterhead: LetterheadFigure, logo: LogoFigure | None) -> LetterheadFigure:
    """The same with a logo."""
    return letterhead.model_copy(update={"logo": logo})
