"""How often each answer to the nine unsur was given, in section 3.2 of a unit's report.

Belongs here: that table and where its sentence stands. Public figures have no answers, and so no table. Not here:
sentences (`reports.wording.answer_sentences`).
"""

from collections.abc import Iterator

from contracts.unsur import SCALE
from reports.figures.unit_figures import UnitFigures
from reports.wording.answer_sentences import answers_sentence
from reports.wording.indonesian import percentage
from reports.writers.blocks import Block, Cell, Paragraph, TableBlock
from reports.writers.table_cells import heads, number


def answers(figures: UnitFigures, source: str) -> Iterator[Block]:
    """The sentence and the table, or nothing. `source`: the line below the table."""
    if figures.public or not (told := answers_sentence(figures)):
        return
    yield Paragraph(told)
    if not figures.answers:
        return
    yield TableBlock(
        header=(heads("KODE", "UNSUR", *(f"NILAI {answer}" for answer in SCALE), "NILAI 3–4"),),
        rows=tuple(
            (
                Cell(one.unsur_code, align="center"),
                Cell(one.name),
                *(number(percentage(share)) for share in one.printed_shares),
                number(percentage(one.printed_good_share), bold=True),
            )
            for one in figures.answers
        ),
        widths=(1.3, 4.6, *(1.6 for _ in SCALE), 1.8),
        caption="Sebaran Jawaban Responden per Unsur",
        source=source,
    )
