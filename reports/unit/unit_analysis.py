"""Bab IV and Bab V of a unit's report: what is weak and strong, what will be done, how it developed.

Belongs here: which table, chart and sentence stands where. The conclusion says nothing of its own: its
points are the sentences of the chapters before. Not here: sentences with figures (`reports.wording.unit_sentences`),
the tables of a plan (`reports.unit.follow_up_report`), section 4.4 (`reports.unit.unit_priorities`), layout.
"""

from collections.abc import Iterator
from typing import Final

from contracts.periods import KIND_WORDS
from reports.figures.suggestion_figures import SuggestionFigures
from reports.figures.unit_figures import TrendFigure, UnitFigures, comparable, mixed_weights
from reports.unit.follow_up_report import plan_blocks
from reports.unit.unit_priorities import priorities
from reports.wording import trend_sentences, unit_sentences
from reports.wording.follow_up_sentences import plan_sentence, realisation_sentence
from reports.wording.indonesian import decimal_number, period_in_sentence, quoted, whole_number
from reports.wording.signature import unit_signature
from reports.writers.blocks import Block, Cell, Heading, Paragraph, Points, TableBlock
from reports.writers.charts import trend_block
from reports.writers.table_cells import centred, graded, heads, number

LONGEST_QUOTE: Final = 400
"""Letters of a suggestion that are printed; the whole stands in the warehouse."""


def analysis(figures: UnitFigures) -> tuple[Block, ...]:
    """Bab IV."""
    return (
        Heading(1, "BAB IV", "ANALISIS HASIL SKM", "4"),
        Heading(2, "4.1", "Analisis Permasalahan/Kelemahan dan Kelebihan Unsur Layanan"),
        *_strengths_and_weaknesses(figures),
        *_suggestions(figures),
        Heading(2, "4.2", "Rencana Tindak Lanjut"),
        *plan_blocks(figures),
        Heading(2, "4.3", "Tren Nilai SKM"),
        *_trend(figures),
        *priorities(figures),
    )


def conclusion(figures: UnitFigures) -> tuple[Block, ...]:
    """Bab V, and the block to sign; a public edition is not signed."""
    said = [
        unit_sentences.index_sentence(figures),
        *unit_sentences.unsur_sentences(figures),
        unit_sentences.sample_sentence(figures),
        trend_sentences.trend_sentences(figures)[0],
    ]
    if not figures.public:
        said.append(plan_sentence(figures))
        if figures.follow_up_before is not None:
            said.append(realisation_sentence(figures.follow_up_before))
    return (
        Heading(1, "BAB V", "KESIMPULAN", "5"),
        Paragraph(
            f"Dari pelaksanaan SKM {unit_sentences.unit_in_regency(figures)} pada {period_in_sentence(figures.period)} "
            "disimpulkan sebagai berikut:"
        ),
        Points(tuple(said), "number"),
        *([] if figures.public else [unit_signature(figures)]),
    )


def _strengths_and_weaknesses(figures: UnitFigures) -> Iterator[Block]:
    if figures.all_unsur_equal:
        yield Paragraph(f"{unit_sentences.all_equal_sentence(figures)} {unit_sentences.grades_sentence(figures)}")
        return
    yield Paragraph(unit_sentences.grades_sentence(figures))
    for unsur in (unit_sentences.lowest_list(figures.lowest_unsur), unit_sentences.highest_list(figures.highest_unsur)):
        yield Paragraph(f"{unsur.heading}:")
        yield Points(unsur.items, "letter")
    if order := unit_sentences.order_sentence(figures):
        yield Paragraph(order, "quiet")


def _suggestions(figures: UnitFigures) -> Iterator[Block]:
    if figures.suggestions is None:
        return
    yield Paragraph(unit_sentences.suggestions_sentence(figures))
    if figures.suggestions.themes:
        yield _themes(figures.suggestions)


def _themes(suggestions: SuggestionFigures) -> TableBlock:
    return TableBlock(
        header=(heads("No.", "Tema", "Jumlah", "Contoh kutipan"),),
        rows=tuple(
            (
                centred(f"{position}."),
                Cell(theme.label),
                number(whole_number(theme.suggestions)),
                Cell("; ".join(f"“{_shortened(quoted(example))}”" for example in theme.examples)),
            )
            for position, theme in enumerate(suggestions.themes, start=1)
        ),
        widths=(0.8, 3, 1.3, 7),
        caption="Tema Saran dan Masukan",
    )


def _shortened(quote: str) -> str:
    return quote if len(quote) <= LONGEST_QUOTE else f"{quote[:LONGEST_QUOTE].rstrip()} …"


def _trend(figures: UnitFigures) -> Iterator[Block]:
    yield Paragraph(" ".join(trend_sentences.trend_sentences(figures)))
    kind = KIND_WORDS[figures.period.kind]
    mixed = mixed_weights(figures.trend)
    by_weight = ("Bobot", "IKM bobot 1/9") if mixed else ()
    yield TableBlock(
        header=(heads("No.", "Periode", "IKM", *by_weight, "Mutu", "Perubahan", "Responden"),),
        rows=tuple(
            (
                centred(f"{position}."),
                Cell(one.label),
                number(decimal_number(one.ikm)),
                *(_by_weight(one) if mixed else ()),
                graded(unit_sentences.grade_label(one.mutu), one.mutu),
                number(trend_sentences.signed_change(one.change)),
                number(whole_number(one.respondents)),
            )
            for position, one in enumerate(figures.trend, start=1)
        ),
        widths=(0.9, 3.1, 1.5, *((1.4, 2) if mixed else ()), 2.7, 2.2, 2.2),
        caption=f"IKM {figures.unit_name} per {kind.capitalize()}",
        source=trend_sentences.trend_source(figures),
    )
    if len(figures.trend) > 1:
        title = f"Tren IKM {figures.unit_name}{' (bobot 1/9)' if mixed else ''}"
        yield trend_block(comparable(figures.trend), title=title, caption=title)


def _by_weight(one: TrendFigure) -> tuple[Cell, Cell]:
    exact = "–" if one.ikm_ninth is None else decimal_number(one.ikm_ninth)
    return centred(unit_sentences.weight_label(one.weight)), number(exact)
