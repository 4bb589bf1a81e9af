"""The last sections of chapter III of a unit's report: what its questionnaire asks beyond the nine unsur.

Belongs here: which table and sentence stands where. Public figures have none of it. Not here: sentences with figures
(`reports.wording.further_sentences`).
"""

from collections.abc import Iterator, Sequence

from reports.figures.further_figures import FurtherFigure
from reports.figures.unit_figures import UnitFigures
from reports.wording.further_sentences import (
    SURVEYS_TITLE,
    UNSUR_TITLE,
    also_apart,
    apart_sentence,
    counted_sentence,
    formulas_sentence,
    interval_text,
    mean_text,
    own_index_sentence,
    score_text,
)
from reports.wording.indonesian import whole_number
from reports.wording.unit_sentences import grade_label
from reports.writers.blocks import Block, Cell, Heading, Paragraph, TableBlock
from reports.writers.table_cells import centred, graded, heads, number


def beyond_nine_unsur(figures: UnitFigures, source: str) -> Iterator[Block]:
    """Additional unsur with the index by the unit's own weights, then other surveys; or nothing. `source`: the line
    below a table."""
    section = 4 if any(one.known for one in figures.services) else 3
    for title, kinds in ((UNSUR_TITLE, ("unsur", "weights")), (SURVEYS_TITLE, ("survey", "question"))):
        shown = [one for one in figures.further if one.kind in kinds]
        if not shown:
            continue
        yield Heading(2, f"3.{section}", title)
        is_first = shown[0] is figures.further[0]
        apart = apart_sentence() if is_first else also_apart()
        told = (apart, own_index_sentence(shown), formulas_sentence(shown), counted_sentence(shown))
        yield Paragraph(" ".join(filter(None, told)))
        yield _table(shown, title, source)
        section += 1


def _table(shown: Sequence[FurtherFigure], title: str, source: str) -> TableBlock:
    with_grades = any(one.mutu for one in shown)
    return TableBlock(
        header=(
            heads(
                *("Kode", "Uraian", "Responden", "Rata-rata", "Indeks", "Selang 95 %"),
                *(("Kategori",) if with_grades else ()),
            ),
        ),
        rows=tuple(
            (
                centred(one.code),
                Cell(one.name, bold=one.kind != "question"),
                number(whole_number(one.respondents)),
                number(mean_text(one)),
                number(score_text(one)),
                centred(interval_text(one)),
                *((graded(grade_label(one.mutu), one.mutu) if one.mutu else centred("–"),) if with_grades else ()),
            )
            for one in shown
        ),
        widths=(1.3, 3.8, 2.1, 1.9, 1.5, 2.6, 2.4) if with_grades else (1.6, 5.9, 2.1, 1.8, 1.7, 2.7),
        caption=title,
        source=source,
    )
