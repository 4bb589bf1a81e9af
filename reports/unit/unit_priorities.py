"""Section 4.4 of a unit's report: its unsur beside those of its type, and what raising one would give.

Belongs here: which table and sentence stands where. Not in public editions. Not here: sentences with figures
(`reports.wording.priority_sentences`).
"""

from collections.abc import Iterator

from reports.figures.unit_figures import UnitFigures
from reports.wording.indonesian import decimal_number
from reports.wording.priority_sentences import (
    TITLE,
    association_explained,
    association_text,
    compared_with,
    median_text,
    nrr_interval,
    quadrant_sentences,
    raised_sentences,
    raised_text,
    standing_sentences,
    standing_text,
    themes_explained,
    themes_text,
)
from reports.writers.blocks import Block, Cell, Heading, Paragraph, Points, TableBlock
from reports.writers.table_cells import centred, heads, number


def priorities(figures: UnitFigures) -> Iterator[Block]:
    """The section, or nothing where there are no units to compare with."""
    of_unit = figures.priorities
    if of_unit is None:
        return
    yield Heading(2, "4.4", TITLE)
    yield Paragraph(" ".join((*standing_sentences(of_unit), *quadrant_sentences(of_unit))))
    if raised := raised_sentences(of_unit):
        yield Points(raised, "number")
    yield TableBlock(
        header=(
            heads(
                *("Unsur", "NRR", "Selang 95 %", "Median sejenis", "Terhadap sejenis", "Hubungan"),
                *("IKM bila naik ke median", "Saran"),
            ),
        ),
        rows=tuple(
            (
                Cell(f"{one.unsur_code} {one.name}"),
                number(decimal_number(one.nrr)),
                centred(nrr_interval(one)),
                number(median_text(one)),
                centred(standing_text(one), bold=one.standing == "worse"),
                centred(association_text(one)),
                centred(raised_text(of_unit, one)),
                Cell(themes_text(one)),
            )
            for one in of_unit.unsur
        ),
        widths=(2.9, 1, 1.8, 1.3, 1.8, 1.6, 2.1, 2.3),
        caption=f"Unsur {figures.unit_name} dan Unit Sejenis",
        source=f"{compared_with(of_unit)} {association_explained(of_unit)} {themes_explained()}",
        dense=True,
    )
