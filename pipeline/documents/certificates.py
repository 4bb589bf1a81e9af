"""Who gets a certificate: the first of a type of units, as the public sees it.

Belongs here: that rule. Not here: ranks (`transforms.figures.ranking`), what the public sees
(`transforms.figures.withholding`), the certificate (`reports.unit.certificate`).
"""

from collections.abc import Callable

from contracts.settings import Settings
from reports.figures.letterhead_figures import (
    CertificateFigure,
    LogoFigure,
    SignatoryFigure,
    regency_letterhead,
    with_logo,
)
from reports.figures.unit_figures import UnitFigures


def certificate_figure(
    settings: Settings, public: UnitFigures, logo_of: Callable[[str], LogoFigure | None]
) -> CertificateFigure | None:
    """That of a unit whose public figures are given: none where the settings want none, where the unit or its rank is
    not shown, and where it is the only one of its type that is ranked. `logo_of`: of a unit, or the regency (empty)."""
    rank = public.rank_in_type
    if not settings.reports.certificates or not public.index.publishable:
        return None
    if rank is None or rank.rank != 1 or rank.units == 1:
        return None
    return CertificateFigure(
        letterhead=with_logo(regency_letterhead(settings), logo_of("")),
        signatory=SignatoryFigure(**settings.signature.model_dump()),
    )
