"""The last sections of chapter III of a unit's report: what its questionnaire asks beyond the nine unsur.

Belongs here: which table and sentence stands where. Public figures have none of it. Not here: sentences with figures
(`reports.wording.further_sentences`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reports.figures.further_figures import FurtherFigure, without_unsur
from reports.figures.unit_figures import UnitFigures
from reports.wording.further_sentences import (
    APART_RESULT_TITLE,
    APART_TITLE,
    SUGGESTIONS_ELSEWHERE,
    SURVEYS_TITLE,
    UNSUR_TITLE,
    WHOSE_APART,
    also_apart,
    apart_sentence,
    apart_sentences,
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
    for block in (*_others(figures.further, source), *_left_out(figures.further, source)):
        if isinstance(block, Heading):
            block = replace(block, label=f"3.{section}")
            section += 1
        yield block


def apart_sections(further: Sequence[FurtherFigure], source: str) -> Iterator[Block]:
    """All sections of chapter I of the report of a unit that has no index: what its questionnaire asks, and besides."""
    blocks = (Heading(2, "", APART_RESULT_TITLE), *apart_blocks(further, source), *_others(further, source))
    section = 0
    for block in blocks:
        if isinstance(block, Heading):
            section += 1
            block = replace(block, label=f"1.{section}")
        yield block


def _others(further: Sequence[FurtherFigure], source: str) -> Iterator[Block]:
    shown_before = False
    for title, kinds in ((UNSUR_TITLE, ("unsur", "weights")), (SURVEYS_TITLE, ("survey", "question"))):
        shown = [one for one in further if one.kind in kinds]
        if not shown:
            continue
        yield Heading(2, "", title)
        apart = also_apart() if shown_before else apart_sentence()
        told = (apart, own_index_sentence(shown), formulas_sentence(shown), counted_sentence(shown))
        yield Paragraph(" ".join(filter(None, told)))
        yield _table(shown, title, source)
        shown_before = True


def _left_out(further: Sequence[FurtherFigure], source: str) -> Iterator[Block]:
    if any(without_unsur(further)):
        yield Heading(2, "", APART_TITLE)
        yield Paragraph(WHOSE_APART)
        yield from apart_blocks(further, source)


def apart_blocks(further: Sequence[FurtherFigure], source: str) -> Iterator[Block]:
    """What was answered to each questionnaire that leaves an unsur out, and where its suggestions are. `source`: the
    line below a table."""
    for index, unsur in without_unsur(further):
        said, made, why = apart_sentences(index, unsur)
        yield Paragraph(said)
        yield _table(unsur, f"Nilai per Unsur, Kuesioner “{index.questionnaire}”", source)
        yield Paragraph(made)
        yield Paragraph(why)
    yield Paragraph(SUGGESTIONS_ELSEWHERE)


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
