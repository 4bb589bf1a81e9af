"""What the figures can bear, in sentences: the regency's interval and change, how reliable units' indices are.

Belongs here: wording in Bahasa Indonesia, from the columns that say so; nothing is said to rise, fall or differ that
they do not tell apart. Not here: a unit's own change (`reports.wording.trend_sentences`), its grade near a limit
(`reports.wording.unit_sentences`).
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from contracts.method import FUNNEL, RELIABLE_HUNDREDTHS
from reports.figures.regency_figures import MethodFigure, RankedFigure, RegencyFigures, ScopeFigure
from reports.figures.unit_figures import RankFigure
from reports.wording.indonesian import decimal_number, joined, period_in_sentence, shortened, type_name, whole_number
from reports.wording.trend_sentences import NOT_TOLD_APART, signed_change
from reports.wording.unit_sentences import CONFIDENCE_LABEL, weight_label

RELIABLE: Final = decimal_number(RELIABLE_HUNDREDTHS / 100)


def certainty(figures: RegencyFigures) -> str:
    """All that is said of the regency's index after its number: interval, change, composition."""
    said = (interval_sentence(figures.headline), change_sentence(figures), composition_sentence(figures.headline))
    return " ".join(filter(None, said))


def interval_sentence(headline: MethodFigure) -> str:
    """The interval of the regency's index; empty where there is none."""
    if headline.ikm_low is None or headline.ikm_high is None:
        return ""
    return (
        f"Dengan tingkat kepercayaan {CONFIDENCE_LABEL}, IKM kabupaten terletak antara "
        f"{decimal_number(headline.ikm_low)} dan {decimal_number(headline.ikm_high)}."
    )


def change_sentence(figures: RegencyFigures) -> str:
    """The regency now against the period before, in three words as for units, or that there is nothing to compare
    with."""
    before, headline = figures.before, figures.headline
    previous = period_in_sentence(figures.period.previous)
    if before is None:
        return f"IKM kabupaten {previous} tidak tersedia, sehingga perubahannya tidak dapat disebut."
    now, then, opening = headline.ikm, before.ikm, ""
    if before.weight != headline.weight and before.ikm_ninth is not None:
        opening = (
            f"Konvensi bobot berganti dari {weight_label(before.weight)} (IKM {previous} {decimal_number(then)}) "
            f"menjadi {weight_label(headline.weight)}. Dengan bobot 1/9 untuk keduanya, "
        )
        now, then = headline.ikm_ninth, before.ikm_ninth
    if now == then:
        return f"{opening}IKM kabupaten sama dengan {previous}, yaitu {decimal_number(then)}."
    if headline.change_distinguishable is False:
        step = f"{signed_change(now - then)}{_between(headline.change_low, headline.change_high)}"
        return (
            f"{opening}IKM kabupaten {decimal_number(now)} {NOT_TOLD_APART} dari {decimal_number(then)} pada "
            f"{previous}: selisih {step} dapat terjadi karena respondennya berbeda."
        )
    direction = "naik" if now > then else "turun"
    moved = f"IKM kabupaten {direction} dari {decimal_number(then)} menjadi {decimal_number(now)}"
    return f"{opening}{moved} terhadap {previous}." if opening else f"Dibandingkan {previous}, {moved}."


def composition_sentence(headline: MethodFigure) -> str:
    """What of the change is the same units', and what other units; empty where they are the same, or none is."""
    change = headline.change_matched
    if not headline.other_units or change is None or headline.change_composition is None:
        return ""
    interval = _between(headline.change_matched_low, headline.change_matched_high)
    if not change:
        moved = f"IKM tetap{interval}"
    elif headline.change_matched_distinguishable:
        moved = f"IKM {'naik' if change > 0 else 'turun'} {decimal_number(abs(change))}{interval}"
    else:
        moved = f"perubahannya, {signed_change(change)}{interval}, {NOT_TOLD_APART} dari tetap"
    return (
        f"Pada {whole_number(headline.units_matched or 0)} unit yang memiliki IKM pada kedua periode, {moved}; bagian "
        f"perubahan kabupaten karena susunan unitnya berbeda (sebelumnya {whole_number(headline.units_before or 0)} "
        f"unit, kini {whole_number(headline.units)}) adalah {signed_change(headline.change_composition)}."
    )


def _between(low: Decimal | None, high: Decimal | None) -> str:
    if low is None or high is None:
        return ""
    return f" (selang kepercayaan {CONFIDENCE_LABEL} {signed_change(low)} sampai {signed_change(high)})"


def reliability_explained() -> str:
    """What reliability is, once where it stands."""
    return (
        "Keandalan menunjukkan bagian perbedaan IKM antarunit sejenis yang bukan kebetulan bagi unit dengan responden "
        f"sebanyak itu, dari 0 sampai 1. Di bawah {RELIABLE} IKM belum andal untuk membedakan unit itu dari unit lain; "
        "IKM dan mutunya sendiri tidak berubah karenanya."
    )


def funnel_explained() -> str:
    """How to read a funnel plot."""
    return (
        f"Unit di antara kedua garis putus-putus ({FUNNEL[0][0]}) tidak dapat dibedakan dari rata-rata, garis "
        f"mendatar; garis utuh: batas {FUNNEL[1][0]}. Lingkaran: unit di luar garis putus-putus."
    )


def scope_sentence(ranking: Sequence[RankedFigure], scope: ScopeFigure | None, among: str) -> str:
    """How many units of a type are reliable, and from how many respondents on; or that nobody can say."""
    known = [unit for unit in ranking if unit.reliable is not None]
    if scope is None or not known:
        return f"Keandalan {among} tidak dapat dinilai: terlalu sedikit unit yang memiliki selang kepercayaan."
    if scope.respondents_needed is None:
        return (
            f"Perbedaan IKM antar-{among} tidak lebih besar daripada yang dapat terjadi karena respondennya berbeda: "
            "urutannya tidak mengatakan apa-apa tentang mutu pelayanan."
        )
    weak = [unit.unit_name for unit in known if not unit.reliable]
    needed = f"; untuk andal diperlukan sekitar {whole_number(scope.respondents_needed)} responden"
    if not weak:
        return f"IKM {_all(len(known))} {among} andal{needed}."
    return (
        f"Dari {whole_number(len(known))} {among} yang dapat dinilai, {whole_number(len(weak))} belum andal: "
        f"{joined(shortened(weak))}{needed}."
    )


def _all(count: int) -> str:
    return "kedua" if count == 2 else f"semua {whole_number(count)}"


def unit_reliability(rank: RankFigure | None, unit_type: str) -> str:
    """How reliably an index tells a unit from others of its type; empty where nobody can say."""
    if rank is None or rank.reliability is None:
        return ""
    verdict = (
        "andal untuk membedakan unit ini dari unit sejenis"
        if rank.reliable
        else f"belum andal untuk membedakan unit ini dari unit sejenis (di bawah {RELIABLE})"
    )
    return f"Keandalan IKM ini di antara {type_name(unit_type)} adalah {decimal_number(rank.reliability)}: {verdict}."


def reliability_text(unit: RankedFigure | RankFigure) -> str:
    """For a table cell: `0,93`, `0,42 belum andal`, or a dash."""
    if unit.reliability is None:
        return "–"
    return decimal_number(unit.reliability) + ("" if unit.reliable else " belum andal")
