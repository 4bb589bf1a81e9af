"""Ranks in other ways, in the regency's report: by type a table of what each would be, beside mode and services.

Belongs here: what stands there. It is the staff's. Not here: sentences (`reports.wording.sensitivity_sentences`), any
figure.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

from reports.figures.regency_figures import RegencyFigures
from reports.figures.sensitivity_figures import BesideRankFigure
from reports.regency.regency_reliability import MOST_UNITS
from reports.regency.regency_tables import heading_row, row
from reports.wording.indonesian import type_name, whole_number
from reports.wording.sensitivity_sentences import mode_text, sensitivity_explained, sensitivity_text, services_text
from reports.writers.blocks import Block, Heading, Paragraph, TableBlock


def sensitivity_blocks(figures: RegencyFigures) -> Iterator[Block]:
    """The section; nothing in an edition that was closed before there was any. Types with very many units are left to
    the workbook, and a unit alone in its type has nothing to stand beside."""
    told = [
        (kind, ranked)
        for kind, of_kind in groupby(figures.beside_rank, key=lambda one: one.sensitivity.scope)
        if 1 < len(ranked := list(of_kind)) <= MOST_UNITS
    ]
    if not told:
        return
    yield Heading(3, "", "Peringkat dengan Cara Lain")
    yield Paragraph(sensitivity_explained())
    names = {unit.unit_code: unit.unit_name for unit in figures.ranking}
    for kind, ranked in told:
        yield _table(ranked, names, f"Peringkat {type_name(kind)} dengan cara lain")


def _table(ranked: Sequence[BesideRankFigure], names: dict[str, str], caption: str) -> TableBlock:
    return TableBlock(
        header=heading_row("Unit", "Peringkat", "Pada cara lain", "Cara pengumpulan", "Layanan"),
        rows=tuple(
            row(
                names.get(one.unit_code, one.unit_code),
                whole_number(one.sensitivity.rank),
                sensitivity_text(one.sensitivity),
                mode_text(one),
                services_text(one),
                aligns="lccll",
            )
            for one in ranked
        ),
        widths=(3.2, 1.5, 1.5, 2.6, 3.2),
        caption=caption,
    )
