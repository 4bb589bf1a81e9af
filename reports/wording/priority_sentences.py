"""What a unit may look at first, in sentences.

Belongs here: wording in Bahasa Indonesia, from the columns that say so: an unsur is called higher or lower only as
`ikm_unsur_compared.standing` has it. Not here: any figure (`reports.figures.priority_figures`).
"""

from collections.abc import Sequence
from typing import Final

from contracts.comparison_tables import CLOSENESS, STANDINGS
from contracts.method import ASSOCIATION_RESPONDENTS, GRADES, INTERVAL_RESPONDENTS
from reports.figures.priority_figures import ComparedUnsurFigure, PriorityFigures
from reports.wording.indonesian import decimal_number, joined, number_in_words, type_name, whole_number
from reports.wording.trend_sentences import signed_change
from reports.wording.unit_sentences import CONFIDENCE_LABEL

TITLE: Final = "Unsur yang Perlu Diperbaiki Lebih Dahulu"


def compared_with(figures: PriorityFigures) -> str:
    """What the unsur stand beside, and when a difference is said."""
    return (
        f"Setiap unsur dibandingkan dengan median {whole_number(figures.units)} {type_name(figures.unit_type)} yang "
        f"memiliki sekurang-kurangnya {INTERVAL_RESPONDENTS} responden pada periode ini. Suatu unsur disebut lebih "
        f"tinggi atau lebih rendah hanya bila selang kepercayaan {CONFIDENCE_LABEL} NRR-nya, yang berlaku sekaligus "
        "untuk kesembilan unsur, seluruhnya berada di atas atau di bawah median dan rata-rata unit sejenis itu."
    )


def standing_sentences(figures: PriorityFigures) -> tuple[str, ...]:
    """Which unsur are lower, which higher, and that the others cannot be told."""
    lower, higher = figures.of_standing("worse"), figures.of_standing("better")
    said = [
        f"Lebih rendah daripada unit sejenis: {_named(lower)}."
        if lower
        else "Tidak ada unsur yang dapat dinyatakan lebih rendah daripada unit sejenis."
    ]
    if higher:
        said.append(f"Lebih tinggi daripada unit sejenis: {_named(higher)}.")
    if others := len(figures.unsur) - len(lower) - len(higher):
        many = number_in_words(others).capitalize()
        said.append(f"{many} unsur {'lainnya ' if lower or higher else ''}belum dapat dibedakan.")
    return tuple(said)


def raised_sentences(figures: PriorityFigures) -> tuple[str, ...]:
    """What the median would give, of each unsur that is lower, the one that gives most first."""
    return tuple(
        f"{one.name} ({one.unsur_code}): bila NRR naik dari {decimal_number(one.nrr)} ke median unit sejenis "
        f"{median_text(one)} dan unsur lain tetap, IKM menjadi {raised_text(figures, one)} ({_kinerja(one)})."
        for one in figures.of_standing("worse")
    )


def quadrant_sentences(figures: PriorityFigures) -> tuple[str, ...]:
    """Of the unsur that are lower, or higher, those that go closer with the others; where both are told."""
    closer = {
        standing: _named([one for one in figures.of_standing(standing) if one.closeness == "closer"])
        for standing in ("worse", "better")
    }
    goes = "lebih erat berhubungan dengan unsur lain daripada rata-rata kesembilan unsur"
    said = {
        "worse": f"Di antara yang lebih rendah, yang {goes}: {closer['worse']}; itu yang pertama diperhatikan.",
        "better": f"Di antara yang lebih tinggi, yang {goes}: {closer['better']}; itu yang dipertahankan.",
    }
    return tuple(said[standing] for standing, named in closer.items() if named)


def association_text(one: ComparedUnsurFigure) -> str:
    """`0,62 lebih erat`, `0,41`; a dash where nothing is known."""
    if one.association is None or one.closeness is None:
        return "–"
    beside = "" if one.closeness == "as_others" else f" {CLOSENESS[one.closeness]}"
    return f"{decimal_number(one.association)}{beside}"


def association_explained(figures: PriorityFigures) -> str:
    """What the association is, or from when on it is told."""
    if not figures.associated:
        return f"Hubungan antarunsur baru disebut mulai {ASSOCIATION_RESPONDENTS} responden yang jawabannya beragam."
    return (
        "Hubungan: korelasi jawaban unsur itu dengan rata-rata delapan jawaban lain dari orang yang sama; lebih erat "
        "atau kurang erat hanya disebut bila selisihnya dari rata-rata unsur unit ini melampaui selang kepercayaan "
        f"{CONFIDENCE_LABEL}. Hubungan bukan sebab-akibat."
    )


def raised_text(figures: PriorityFigures, one: ComparedUnsurFigure) -> str:
    """`87,32 (+0,88), mutu B`; a dash of an unsur that is not lower."""
    if one.ikm_if_median is None:
        return "–"
    gain = signed_change(one.ikm_if_median - figures.ikm)
    return f"{decimal_number(one.ikm_if_median)} ({gain}), mutu {one.mutu_if_median}"


def standing_text(one: ComparedUnsurFigure) -> str:
    """For a table cell."""
    return "–" if one.standing is None else STANDINGS[one.standing]


def nrr_interval(one: ComparedUnsurFigure) -> str:
    """`3,02 – 3,18`."""
    return f"{decimal_number(one.nrr_low)} – {decimal_number(one.nrr_high)}"


def median_text(one: ComparedUnsurFigure) -> str:
    """The median, or a dash."""
    return "–" if one.nrr_median is None else decimal_number(one.nrr_median)


def themes_text(one: ComparedUnsurFigure) -> str:
    """`Sarana dan prasarana (32)`; a dash where no suggestion speaks of it."""
    return "; ".join(f"{theme.label} ({whole_number(theme.suggestions)})" for theme in one.themes) or "–"


def themes_explained() -> str:
    """What the themes beside an unsur are."""
    return (
        "Saran: tema yang menyinggung unsur itu dan jumlah saran yang menyebutnya, memuji atau mengeluh. IKM bila naik "
        "ke median adalah hitungan dengan unsur lain tetap, bukan perkiraan hasil suatu kegiatan."
    )


def _kinerja(one: ComparedUnsurFigure) -> str:
    return next(grade.kinerja for grade in GRADES if grade.mutu == one.mutu_if_median)


def _named(unsur: Sequence[ComparedUnsurFigure]) -> str:
    return joined([f"{one.name} ({one.unsur_code})" for one in unsur])
