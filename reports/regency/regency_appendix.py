"""The results of every unit in half a page each, at the end of the regency's report, and what units are to explain.

Belongs here: what stands there. Not here: a unit's own report (`reports.unit.unit_report`), which says
far more, or any figure.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from contracts.periods import Period
from contracts.unsur import UNSUR_CODES
from reports.figures.regency_figures import RankedFigure, RealisationFigure, RegencyFigures, SignalFigure
from reports.figures.unit_figures import UnsurFigure, highest_unsur, lowest_unsur
from reports.regency.regency_tables import heading_row, interval_text, rank_range_text, rank_text, row, signed
from reports.wording.indonesian import NO_BREAK_SPACE, decimal_number, period_in_sentence, type_name, whole_number
from reports.wording.regency_sentences import named_ends, sentence_case
from reports.wording.signal_words import MEANS_NO_MORE, signal_in_words
from reports.wording.unit_sentences import CONFIDENCE_LABEL, few_respondents, grade_label, unsur_legend, weight_label
from reports.writers.blocks import Block, Cell, Heading, Paragraph, TableBlock
from reports.writers.table_cells import UNSUR_WIDTHS, heads, unsur_rows

MOST_UNITS: Final = 300
"""Units beyond which the report leaves each to its own."""


def unit_results(figures: RegencyFigures) -> Iterator[Block]:
    """The appendix: by type and name, every unit with an index."""
    yield Heading(1, "LAMPIRAN", "LEMBAR HASIL UNIT", "L")
    if len(figures.ranking) > MOST_UNITS:
        yield Paragraph(
            f"Lembar hasil {whole_number(len(figures.ranking))} unit tidak dimuat dalam laporan ini; hasil setiap unit "
            "terdapat dalam laporan unit masing-masing dan dalam buku kerja laporan ini."
        )
        return
    ranks_in_type = {unit.unit_code: unit for _, ranking in figures.ranking_by_type for unit in ranking}
    realised = {} if figures.follow_up is None else {one.unit_code: one for one in figures.follow_up.by_unit}
    yield Paragraph(unsur_legend(), "quiet")
    units = sorted(figures.ranking, key=lambda unit: (unit.unit_type, unit.unit_name, unit.unit_code))
    for kind, of_type in groupby(units, key=lambda unit: unit.unit_type):
        yield Heading(2, "", sentence_case(type_name(kind)))
        for unit in of_type:
            yield Heading(3, "", unit.unit_name)
            yield _facts(figures.period, unit, ranks_in_type.get(unit.unit_code), realised.get(unit.unit_code))
            yield _unsur(figures.unsur_by_unit[unit.unit_code])


def signals_to_explain(figures: RegencyFigures) -> Iterator[Block]:
    """The confidential appendix: patterns in units' answers that they are asked to explain; none, no appendix."""
    if not figures.signals:
        return
    yield Heading(1, "LAMPIRAN RAHASIA", "POLA JAWABAN YANG PERLU DIJELASKAN", "R")
    yield Paragraph(
        f"Hanya untuk {figures.organiser} dan unit yang bersangkutan; tidak untuk dipublikasikan. {MEANS_NO_MORE}"
    )
    yield TableBlock(
        header=heading_row("Unit", "Pola", "Berkas", "Penjelasan unit"),
        rows=tuple(
            row(one.unit_name, signal_in_words(one.model_dump()), one.paths, _explained(one)) for one in figures.signals
        ),
        widths=(2.0, 3.6, 2.3, 2.2),
        caption=f"Pola jawaban yang perlu dijelaskan, {period_in_sentence(figures.period)}",
        source="Baris di balik setiap pola ada dalam gudang data (tabel quality_signal_row).",
    )


def _explained(one: SignalFigure) -> str:
    return "belum ada" if one.explanation is None else f"{one.explanation} ({one.explained_by})"


def _unsur(unsur: Sequence[UnsurFigure]) -> TableBlock:
    """The nine unsur side by side, the lowest and the highest named below."""
    ends = named_ends(lowest_unsur(unsur), highest_unsur(unsur))
    return TableBlock(
        header=(heads("", *UNSUR_CODES),),
        rows=(
            *unsur_rows(unsur),
            *((Cell(name), Cell(told, columns=len(UNSUR_CODES))) for name, told in ends),
        ),
        widths=UNSUR_WIDTHS,
    )


def _facts(
    period: Period, unit: RankedFigure, in_type: RankedFigure | None, realised: RealisationFigure | None
) -> TableBlock:
    weight = weight_label(unit.weight)
    facts = [
        (f"IKM (bobot {weight})", decimal_number(unit.ikm)),
        ("Mutu pelayanan", grade_label(unit.mutu)),
        ("IKM (bobot 1/9)", _exact(unit)),
        (f"Selang kepercayaan {CONFIDENCE_LABEL}", interval_text(unit)),
        ("Responden", whole_number(unit.respondents)),
        ("Kebutuhan sampel", _sample(unit)),
        (f"Peringkat {type_name(unit.unit_type)}", "–" if in_type is None else _rank(in_type)),
        ("Peringkat semua unit", _rank(unit)),
        (f"IKM {period_in_sentence(period.previous)}", _before(unit)),
        ("Tindak lanjut periode sebelumnya", _follow_up(realised)),
    ]
    pairs = zip(facts[::2], facts[1::2], strict=True)
    return TableBlock(
        header=(),
        rows=tuple(
            tuple(cell for label, value in pair for cell in (Cell(label, ink="#5a6b76"), Cell(value, bold=True)))
            for pair in pairs
        ),
        widths=(1.75, 1.85, 1.85, 2.35),
        with_next=True,
    )


def _exact(unit: RankedFigure) -> str:
    other = f", mutu {unit.mutu_ninth}" if unit.grade_depends_on_weight else ""
    return f"{decimal_number(unit.ikm_ninth)}{other}"


def _sample(unit: RankedFigure) -> str:
    if unit.sample_needed is None:
        return "tidak diketahui"
    return f"{whole_number(unit.sample_needed)}, {'terpenuhi' if unit.sample_met else 'belum terpenuhi'}"


def _rank(unit: RankedFigure) -> str:
    if unit.rank is None:
        return f"tidak ada, {few_respondents(unit.minimum_respondents)}"
    placed = f"{rank_text(unit)} dari {whole_number(unit.units)}"
    return placed if unit.rank_low == unit.rank_high else f"{placed}, {_together(f'rentang {rank_range_text(unit)}')}"


def _together(words: str) -> str:
    return words.replace(" ", NO_BREAK_SPACE)


def _before(unit: RankedFigure) -> str:
    if unit.before is None or unit.change is None:
        return "tidak ada"
    exactly = ", keduanya bobot 1/9" if unit.across_weights else ""
    return f"{decimal_number(unit.before)} ({signed(unit.change)}{exactly})"


def _follow_up(realised: RealisationFigure | None) -> str:
    if realised is None:
        return "tidak ada rencana"
    return f"{whole_number(realised.done)} dari {whole_number(realised.planned)} kegiatan"
