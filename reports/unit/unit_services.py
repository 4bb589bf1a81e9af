"""Section 3.3 of a unit's report: the index of each service (jenis layanan), where any are registered.

Belongs here: which table, chart and sentence stands where. Public figures have those services that are shown, without
intervals. Not here: sentences with figures (`reports.wording.service_sentences`), drawing (`reports.writers.charts`).
"""

from collections.abc import Iterator
from typing import Final

from reports.figures.unit_figures import UnitFigures
from reports.wording.indonesian import decimal_number, whole_number
from reports.wording.service_sentences import (
    intervals_sentence,
    service_interval,
    service_name,
    services_sentence,
    unknown_sentence,
)
from reports.wording.unit_sentences import grade_label, interval_text
from reports.writers.blocks import Block, Cell, Heading, Paragraph, TableBlock
from reports.writers.charts import RankedEntry, ranking_block
from reports.writers.table_cells import centred, graded, heads, number

MOST_DRAWN: Final = 20
"""Services in the chart, those with most respondents: it stays on one page."""


def services(figures: UnitFigures, source: str) -> Iterator[Block]:
    """The section, or nothing. `source`: the line below table and chart."""
    known = [one for one in figures.services if one.known]
    if not known:
        return
    yield Heading(2, "3.3", "IKM per Jenis Layanan")
    told = (services_sentence(figures), unknown_sentence(figures), intervals_sentence(figures))
    yield Paragraph(" ".join(filter(None, told)))
    yield _table(figures, source)
    if len(known) > 1:
        drawn = known[:MOST_DRAWN]
        most = f", {MOST_DRAWN} Layanan dengan Responden Terbanyak" if len(known) > MOST_DRAWN else ""
        yield ranking_block(
            [RankedEntry(one.service_name, one.ikm, one.ikm_low, one.ikm_high, one.mutu) for one in drawn],
            title=f"IKM per jenis layanan {figures.unit_name} {figures.period.label}",
            caption=f"IKM per Jenis Layanan{most}",
            source=source,
            counted="jenis layanan",
        )


def _table(figures: UnitFigures, source: str) -> TableBlock:
    told = not figures.public
    rows = [
        (
            centred(str(position)),
            Cell(service_name(one)),
            number(whole_number(one.respondents)),
            number(decimal_number(one.ikm)),
            *((centred(service_interval(one)),) if told else ()),
            graded(grade_label(one.mutu), one.mutu),
            centred(", ".join(one.lowest) or "–"),
        )
        for position, one in enumerate(figures.services, start=1)
    ]
    index = figures.index
    total = (
        Cell("Unit", bold=True, columns=2),
        number(whole_number(index.respondents), bold=True),
        number(decimal_number(index.ikm), bold=True),
        *((centred(interval_text(figures)),) if told else ()),
        graded(grade_label(index.mutu), index.mutu),
        centred(
            ", ".join(
                one.unsur_code for one in figures.unsur if one.order_from_lowest == 1 and one.order_from_highest != 1
            )
            or "–"
        ),
    )
    return TableBlock(
        header=(
            heads(
                *("No", "Jenis Layanan", "Responden", "IKM"),
                *(("Selang 95 %",) if told else ()),
                *("Kategori", "Unsur terendah"),
            ),
        ),
        rows=(*rows, total),
        widths=(0.8, 3.8, 2.1, 1.3, 2.5, 2.7, 1.7) if told else (0.8, 6.3, 2.1, 1.3, 2.7, 1.7),
        caption="IKM per Jenis Layanan",
        source=source,
    )
