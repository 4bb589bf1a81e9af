"""How reliably indices tell units apart, in the regency's report: by type a sentence, a table, a funnel plot.

Belongs here: what stands there. Not here: sentences (`reports.wording.certainty_sentences`), drawing
(`reports.writers.funnel_chart`), any figure. It is the staff's: the shrunken index is no figure of a unit.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from reports.figures.regency_figures import RankedFigure, RegencyFigures
from reports.regency.regency_tables import heading_row, row
from reports.wording.certainty_sentences import (
    funnel_explained,
    reliability_explained,
    reliability_text,
    scope_sentence,
)
from reports.wording.indonesian import decimal_number, type_name, whole_number
from reports.writers.blocks import Block, Heading, Paragraph, TableBlock
from reports.writers.funnel_chart import FunnelUnit, funnel_block

MOST_UNITS: Final = 60
"""Units of a type beyond which a table is left to the workbook, and a plot to nobody."""


def reliability_blocks(figures: RegencyFigures) -> Iterator[Block]:
    """The section; nothing in an edition that was closed before there was any."""
    told = [(kind, ranking) for kind, ranking in figures.ranking_by_type if figures.scope(kind) is not None]
    if not told:
        return
    yield Heading(3, "", "Keandalan")
    yield Paragraph(reliability_explained())
    for kind, ranking in told:
        name, scope = type_name(kind), figures.scope(kind)
        yield Paragraph(scope_sentence(ranking, scope, name))
        if len(ranking) <= MOST_UNITS:
            yield _table(ranking, f"Keandalan IKM {name}")
        units = [FunnelUnit(one.unit_name, one.respondents, one.ikm, one.mutu) for one in ranking if one.ikm_low]
        if scope is not None and units:
            title = f"Diagram corong IKM {name}"
            yield Paragraph(funnel_explained(), "quiet")
            yield funnel_block(units, scope, title=title, caption=f"IKM {name} menurut jumlah responden")


def _table(ranking: Sequence[RankedFigure], caption: str) -> TableBlock:
    return TableBlock(
        header=heading_row("Unit", "IKM", "Responden", "Keandalan", "IKM ditarik ke rata-rata"),
        rows=tuple(
            row(
                unit.unit_name,
                decimal_number(unit.ikm),
                whole_number(unit.respondents),
                reliability_text(unit),
                "–" if unit.ikm_shrunken is None else decimal_number(unit.ikm_shrunken),
                aligns="lrrlr",
            )
            for unit in ranking
        ),
        widths=(4, 1.2, 1.5, 2.2, 2),
        caption=caption,
        source="IKM ditarik ke rata-rata jenisnya sejauh belum andal: untuk dibaca di dalam pemerintah daerah, bukan "
        "angka unit.",
    )
