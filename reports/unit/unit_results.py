"""Bab III of a unit's report: who answered, the index, the nine unsur, the services, what is asked beyond them.

Belongs here: which table, chart and sentence stands where. Not here: sentences with figures
(`reports.wording.unit_sentences`), drawing (`reports.writers.charts`), layout.
"""

from collections.abc import Iterator
from typing import Final

from contracts.method import EXACT_WEIGHT
from contracts.unsur import UNSUR_CODES
from reports.figures.unit_figures import ProfileFigure, UnitFigures
from reports.unit.unit_answers import answers
from reports.unit.unit_further import beyond_nine_unsur
from reports.unit.unit_services import services
from reports.wording import unit_sentences
from reports.wording.certainty_sentences import unit_reliability
from reports.wording.indonesian import NOT_SHOWN, percentage, whole_number
from reports.wording.sensitivity_sentences import sensitivity_sentence
from reports.wording.target_sentences import target_sentence
from reports.writers.blocks import Block, Cell, Heading, NoticeBlock, Paragraph, TableBlock
from reports.writers.charts import profile_block, unsur_block
from reports.writers.table_cells import UNSUR_WIDTHS, centred, head, heads, number, unsur_rows

NOT_IN_FILES: Final = "Tidak dimuat dalam berkas sumber"
_NOTHING: Final = "–"


def results(figures: UnitFigures) -> tuple[Block, ...]:
    """Bab III."""
    return (
        Heading(1, "BAB III", "HASIL PENGOLAHAN DATA SKM", "3"),
        Heading(2, "3.1", "Jumlah Responden SKM"),
        *_respondents(figures),
        Heading(2, "3.2", "Indeks Kepuasan Masyarakat (Unit Layanan dan per Unsur Layanan)"),
        *_index(figures),
        *services(figures, source_line(figures)),
        *beyond_nine_unsur(figures, source_line(figures)),
    )


def source_line(figures: UnitFigures) -> str:
    """Printed below tables and charts of the survey's data."""
    return f"Sumber data: {figures.survey.source}" if figures.survey.source else ""


def _respondents(figures: UnitFigures) -> Iterator[Block]:
    known = [profile for profile in figures.profile if not profile.missing]
    missing = unit_sentences.profile_missing_sentence(figures)
    yield Paragraph(" ".join(filter(None, (unit_sentences.respondents_sentence(figures), missing))))
    if not known:
        return
    yield TableBlock(
        header=(heads("NO", "KARAKTERISTIK", "INDIKATOR", "JUMLAH", "PERSENTASE"),),
        rows=tuple(
            row
            for position, profile in enumerate(figures.profile, start=1)
            for row in _characteristic(position, profile, figures.index.respondents)
        ),
        widths=(0.9, 3.3, 3.8, 2.3, 2.6),
        caption="Jumlah Responden menurut Karakteristik",
        source=source_line(figures),
    )
    if any(category.suppressed for profile in known for category in profile.categories):
        yield Paragraph(unit_sentences.SUPPRESSION_SENTENCE, "quiet")
    for profile in known:
        yield profile_block(profile, caption=f"Responden menurut {profile.label}", source=source_line(figures))


def _characteristic(position: int, profile: ProfileFigure, respondents: int) -> Iterator[tuple[Cell, ...]]:
    if profile.missing:
        yield centred(str(position)), Cell(profile.label), centred(NOT_IN_FILES, columns=3)
        return
    for place, category in enumerate(profile.categories):
        beginning = (
            (centred(str(position), rows=len(profile.categories)), Cell(profile.label, rows=len(profile.categories)))
            if place == 0
            else ()
        )
        if category.respondents is None or category.printed_share is None:
            yield *beginning, Cell(category.label), number(NOT_SHOWN), number(_NOTHING)
        else:
            count, share = whole_number(category.respondents), percentage(category.printed_share)
            yield *beginning, Cell(category.label), number(count), number(share)
    total = whole_number(respondents)
    yield (
        Cell("Jumlah Responden", bold=True, columns=3),
        number(total, bold=True),
        number(percentage(1.0, 0), bold=True),
    )


def _index(figures: UnitFigures) -> Iterator[Block]:
    index = figures.index
    said = [unit_sentences.index_sentence(figures)]
    if index.ikm_low is not None:
        said.append(unit_sentences.interval_sentence(figures))
    if figures.rank_in_type is not None:
        said.append(unit_sentences.rank_sentence(figures, figures.rank_in_type))
        said.append(unit_reliability(figures.rank_in_type, figures.unit_type))
        said.append(sensitivity_sentence(figures.sensitivity))
    if figures.target is not None:
        said.append(target_sentence(figures.target))
    said.append(unit_sentences.survey_sentence())
    yield Paragraph(" ".join(filter(None, said)))
    if notes := unit_sentences.notes(figures):
        yield NoticeBlock("Perlu diperhatikan", notes)
    yield Paragraph(unit_sentences.method_sentence(figures))
    yield _unsur(figures)
    title = f"IKM per Unsur {figures.unit_name} {figures.period.label}"
    yield unsur_block(figures.unsur, title=title, caption="IKM per Unsur Layanan", source=source_line(figures))
    yield from answers(figures, source_line(figures))


def _unsur(figures: UnitFigures) -> TableBlock:
    index = figures.index
    totals = [("IKM Unit Layanan", unit_sentences.headline_text(index.ikm, index.mutu))]
    if index.weight != EXACT_WEIGHT.name:
        exact = f"IKM dengan bobot {unit_sentences.weight_label(EXACT_WEIGHT.name)}"
        totals.append((exact, unit_sentences.headline_text(index.ikm_ninth, index.mutu_ninth)))
    totals.append((f"Selang kepercayaan {unit_sentences.CONFIDENCE_LABEL}", unit_sentences.interval_text(figures)))
    return TableBlock(
        header=(
            (head("", rows=2), head("Nilai Unsur Pelayanan", columns=len(UNSUR_CODES))),
            heads(*UNSUR_CODES),
        ),
        rows=(
            *unsur_rows(figures.unsur),
            *(
                (Cell(name, bold=position == 0), centred(value, bold=position == 0, columns=len(UNSUR_CODES)))
                for position, (name, value) in enumerate(totals)
            ),
        ),
        widths=UNSUR_WIDTHS,
        caption=f"Indeks Kepuasan Masyarakat {figures.unit_name}",
        source=source_line(figures),
    )
