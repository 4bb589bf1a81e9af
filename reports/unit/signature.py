"""The block where the head of a unit signs what the unit hands on.

Not here: how it is drawn (`reports.writers`), which documents are signed.
"""

from typing import Final

from reports.figures.unit_figures import UnitFigures
from reports.wording.unit_sentences import unit_in_regency
from reports.writers.blocks import SignatureBlock

_DATE_TO_FILL_IN: Final = "…" * 12


def signature(figures: UnitFigures) -> SignatureBlock:
    """The unit's signatory as the registry has it; the date is filled in by hand."""
    signatory = figures.signatory
    return SignatureBlock(
        place_and_date=f"{figures.capital}, {_DATE_TO_FILL_IN}",
        office=signatory.office,
        organisation=unit_in_regency(figures),
        name=signatory.name,
        rank=signatory.rank,
        nip=signatory.nip,
    )
