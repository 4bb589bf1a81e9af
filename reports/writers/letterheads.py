"""The letterhead of a document from its figures.

Belongs here: one figure made into one block. Not here: where logos lie (`pipeline.documents.logos`), layout.
"""

from reports.figures.letterhead_figures import LetterheadFigure
from reports.writers.blocks import LetterheadBlock, Picture


def letterhead_block(figure: LetterheadFigure) -> LetterheadBlock:
    """What stands at the head of official pages."""
    logo = figure.logo
    return LetterheadBlock(
        government=figure.government,
        office=figure.office,
        address=figure.address,
        contact=figure.contact,
        logo=None if logo is None else Picture(logo.jpeg, logo.width, logo.height),
    )
