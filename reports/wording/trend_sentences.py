"""Every sentence on how a unit's index developed: the change, the trend, whose work it took over.

Belongs here: wording in Bahasa Indonesia, also across two conventions of the weight. Not here: any other sentence with
a figure (`reports.wording.unit_sentences`), where a sentence stands (`reports.unit.unit_analysis`), layout.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from contracts.periods import KIND_WORDS, parse_period
from reports.figures.index_figure import IndexFigure
from reports.figures.unit_figures import TrendFigure, UnitFigures, comparable, mixed_weights
from reports.wording.indonesian import decimal_number, joined, long_date, period_in_sentence, whole_number
from reports.wording.unit_sentences import CONFIDENCE_LABEL, grade_label, weight_label

NOT_TOLD_APART: Final = "tidak dapat dibedakan"
"""What is said of a change that chance alone may make."""


def trend_sentences(figures: UnitFigures) -> tuple[str, ...]:
    """How the index changed, and where it was highest and lowest in three periods or more."""
    now = figures.trend[-1]
    if len(figures.trend) == 1:
        alone = f"Baru {_when(now)} yang memiliki IKM{_shown(figures)}, sehingga tren belum dapat ditunjukkan."
        return (alone, *succession_sentences(figures))
    found = [_change_sentence(figures)]
    if len(figures.trend) >= 3:
        trend = comparable(figures.trend)
        exactly = ", dengan bobot 1/9," if mixed_weights(figures.trend) else ","
        highest, lowest = (choose(one.ikm for one in trend) for choose in (max, min))
        if highest != lowest:
            found.append(
                f"Dari {whole_number(len(figures.trend))} {KIND_WORDS[figures.period.kind]} yang memiliki "
                f"IKM{_shown(figures)}{exactly} nilai tertinggi adalah {decimal_number(highest)} "
                f"({_when_all(trend, highest)}) dan nilai terendah {decimal_number(lowest)} "
                f"({_when_all(trend, lowest)})."
            )
    return (*found, *succession_sentences(figures))


def succession_sentences(figures: UnitFigures) -> tuple[str, ...]:
    """Whose work the unit took over, and how its figures are compared then; none where it took over none."""
    if not figures.predecessors:
        return ()
    before = period_in_sentence(figures.period.previous)
    told = []
    for one in figures.predecessors:
        index = (
            f", IKM {before} {decimal_number(one.ikm)} dari {whole_number(one.respondents)} responden"
            if one.ikm is not None and one.respondents is not None
            else ""
        )
        told.append(f"{'sebagian ' if one.partly else ''}{one.unit_name} (sampai {long_date(one.valid_to)}{index})")
    return (
        f"Unit ini meneruskan {joined(told)}. Angka sebelum dan sesudahnya bukan tentang lingkup pelayanan yang sama, "
        "sehingga perubahannya dibaca dengan catatan ini.",
    )


def change_text(figures: UnitFigures) -> str:
    """The change against the period before: `naik 0,45`, or `+0,45, tidak dapat dibedakan`."""
    change = figures.index.change
    if change is None:
        return "tidak ada"
    if change == 0:
        return "tetap"
    if not figures.index.told_change:
        return f"{signed_change(change)}, {NOT_TOLD_APART}"
    return f"{'naik' if figures.index.told_change > 0 else 'turun'} {decimal_number(abs(change))}"


def change_base_text(figures: UnitFigures) -> str:
    """The period that the change is against: `dari tahun 2023`."""
    before = period_in_sentence(figures.period.previous)
    if figures.index.change is None:
        return f"belum ada IKM {before}"
    return f"dari {before}{', keduanya dengan bobot 1/9' if _is_across_weights(figures) else ''}"


def change_word(index: IndexFigure) -> str:
    """One of three words, for a table cell, or that the published numbers are equal; empty where there is nothing to
    compare with."""
    if index.change is None:
        return ""
    if index.change == 0:
        return "tetap"
    return "naik" if index.told_change > 0 else "turun" if index.told_change < 0 else NOT_TOLD_APART


def signed_change(change: Decimal | None) -> str:
    """A change for a table cell: `+7,53`, `−0,45`, `0,00`; a dash where there is nothing to compare with."""
    if change is None:
        return "–"
    return f"{'+' if change > 0 else ''}{decimal_number(change)}"


def trend_label(one: TrendFigure) -> str:
    """A period with what was published of it, where others were by another weight: `Tahun 2024: 74,25, bobot 0,11`."""
    return f"{one.label}: {decimal_number(one.ikm)}, bobot {weight_label(one.weight)}"


def trend_source(figures: UnitFigures) -> str:
    """What the table of periods compares."""
    if mixed_weights(figures.trend):
        return (
            "Bobot: yang dipakai saat angka itu terbit. Perubahan: terhadap "
            f"{KIND_WORDS[figures.period.kind]} tepat sebelumnya; bila bobot keduanya berbeda, dihitung dari IKM "
            "dengan bobot 1/9."
        )
    return (
        f"Bobot {weight_label(figures.index.weight)} pada semua periode. Perubahan: terhadap "
        f"{KIND_WORDS[figures.period.kind]} tepat sebelumnya."
    )


def _change_sentence(figures: UnitFigures) -> str:
    now, before = figures.trend[-1], figures.trend[-2]
    change = figures.index.change
    if change is None:
        missing = period_in_sentence(figures.period.previous)
        without = "tidak dipublikasikan" if figures.public else "tidak ada"
        return f"IKM {missing} {without}, sehingga perubahan dari periode sebelumnya tidak dapat ditunjukkan."
    if _is_across_weights(figures):
        return _change_across_weights(figures, now, before)
    if change == 0:
        return f"IKM {_when(now)} sama dengan {_when(before)}, yaitu {decimal_number(now.ikm)}."
    grades = (
        f"mutunya tetap {grade_label(now.mutu)}"
        if now.mutu == before.mutu
        else f"mutunya berubah dari {grade_label(before.mutu)} menjadi {grade_label(now.mutu)}"
    )
    if not figures.index.told_change:
        return f"{_not_told_apart(figures, now, before)}; {grades}."
    return (
        f"IKM {change_text(figures)} dari {decimal_number(before.ikm)} pada {_when(before)} menjadi "
        f"{decimal_number(now.ikm)} pada {_when(now)}; {grades}."
    )


def _is_across_weights(figures: UnitFigures) -> bool:
    """The period and the one right before go by different conventions of the weight."""
    last = figures.trend[-2:]
    return figures.index.change is not None and mixed_weights(last)


def _change_across_weights(figures: UnitFigures, now: TrendFigure, before: TrendFigure) -> str:
    then, today = comparable((before, now))
    compared = (
        f"IKM {_when(now)} sama dengan {_when(before)}, yaitu {decimal_number(today.ikm)}"
        if figures.index.change == 0
        else _not_told_apart(figures, today, then)
        if not figures.index.told_change
        else f"IKM {change_text(figures)} dari {decimal_number(then.ikm)} pada {_when(before)} menjadi "
        f"{decimal_number(today.ikm)} pada {_when(now)}"
    )
    former, present = (
        f"{weight_label(one.weight)} ({_when(one)}: IKM {decimal_number(one.ikm)})" for one in (before, now)
    )
    return f"Konvensi bobot berganti dari {former} menjadi {present}. Dengan bobot 1/9 untuk keduanya, {compared}."


def _not_told_apart(figures: UnitFigures, now: TrendFigure, before: TrendFigure) -> str:
    index = figures.index
    interval = (
        ""
        if index.change_low is None or index.change_high is None
        else f", dengan selang kepercayaan {CONFIDENCE_LABEL} {signed_change(index.change_low)} sampai "
        f"{signed_change(index.change_high)}"
    )
    return (
        f"IKM {decimal_number(now.ikm)} pada {_when(now)} {NOT_TOLD_APART} dari {decimal_number(before.ikm)} pada "
        f"{_when(before)}: selisih {signed_change(index.change)}{interval} dapat terjadi karena respondennya berbeda"
    )


def _shown(figures: UnitFigures) -> str:
    """Of other periods the public edition only knows what is published."""
    return " yang dipublikasikan" if figures.public else ""


def _when(one: TrendFigure) -> str:
    return period_in_sentence(parse_period(one.period_code))


def _when_all(trend: Sequence[TrendFigure], ikm: object) -> str:
    return joined([_when(one) for one in trend if one.ikm == ikm])
