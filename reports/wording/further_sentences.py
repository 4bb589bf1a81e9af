"""Every sentence about what a unit's questionnaire asks beyond the nine unsur.

Belongs here: wording in Bahasa Indonesia. Not here: where a sentence stands (`reports.unit.unit_further`).
"""

from collections.abc import Sequence
from typing import Final

from contracts.unsur import UNSUR
from reports.figures.further_figures import FurtherFigure
from reports.wording.indonesian import decimal_number, joined, number_in_words, shortened, whole_number
from reports.wording.unit_sentences import grade_label

APART: Final = (
    f"IKM, peringkat, dan IKM kabupaten selalu dihitung dari {number_in_words(len(UNSUR))} unsur dengan bobot yang "
    "sama untuk semua unit, agar dapat dibandingkan"
)
UNSUR_TITLE: Final = "Unsur Tambahan dan Bobot Unit"
SURVEYS_TITLE: Final = "Survei Lain dalam Kuesioner yang Sama"
APART_REPORT_TITLE: Final = "Laporan Survei Kepuasan Masyarakat Delapan Unsur"
APART_RESULT_TITLE: Final = "Indeks dan Nilai Unsur"
APART_TITLE: Final = "Kuesioner tanpa Salah Satu Unsur"
WHOSE_APART: Final = (
    "Sebagian responden menjawab kuesioner yang tidak menanyakan semua unsur. Jawaban mereka tidak ikut dalam IKM dan "
    "nilai unsur di atas."
)

SUGGESTIONS_ELSEWHERE: Final = (
    "Saran responden yang menjawab kuesioner tersebut, bila ada, tidak dirangkum dalam laporan ini: pengelompokan "
    "saran menyertai IKM dan dihitung dari responden yang menentukannya. Saran itu tetap dapat dibaca dalam berkas "
    "survei unit."
)


def apart_sentence() -> str:
    """That none of it is in the IKM."""
    return f"Nilai berikut berdiri sendiri dan tidak ikut menentukan IKM. {APART}."


def compared_sentence() -> str:
    """What units are compared by, where some ask other questions."""
    return f"Ada unit yang kuesionernya lain. {APART}."


def also_apart() -> str:
    """The same of a further section."""
    return "Nilai berikut juga berdiri sendiri dan tidak ikut menentukan IKM."


def units_sentence(names: Sequence[str]) -> str:
    """Which units ask about more unsur or weigh them otherwise, and that it changes nothing between units; empty where
    none does."""
    if not names:
        return ""
    return (
        f"Kuesioner {joined(shortened(names))} memuat unsur tambahan atau bobot sendiri, yang hasilnya ada "
        f"dalam laporan unitnya. {APART}."
    )


def eight_unsur_sentence(names: Sequence[str]) -> str:
    """That units have no index because their questionnaire leaves an unsur out; empty where none does."""
    if not names:
        return ""
    return (
        f"Kuesioner {joined(shortened(names))} tidak menanyakan kesembilan unsur, sehingga hasilnya bukan IKM, tidak "
        "diperingkat, dan tidak ikut dalam IKM kabupaten."
    )


def only_eight_unsur_sentence(period: str, names: Sequence[str]) -> str:
    """That a period (its label) has nothing but answers of these units, whose questionnaires leave an unsur out."""
    return (
        f"Pada {period} hanya ada jawaban {joined(shortened(names))}, yang kuesionernya tidak menanyakan kesembilan "
        "unsur: tidak ada IKM, peringkat, dan laporannya."
    )


def apart_sentences(index: FurtherFigure, unsur: Sequence[FurtherFigure]) -> tuple[str, ...]:
    """Of a questionnaire that leaves an unsur out: the index of the others, how it is made, and why it is no IKM."""
    left_out = next(one for one in UNSUR if one.code not in {each.code for each in unsur})
    asked = number_in_words(len(unsur))
    mutu = "" if index.mutu is None else f", mutu {grade_label(index.mutu)}"
    return (
        f"Indeks {asked} unsur adalah {score_text(index)}{mutu}, dari {whole_number(index.respondents)} responden; "
        f"selang kepercayaan 95 %: {interval_text(index)}.",
        f"Kuesioner “{index.questionnaire}” tidak menanyakan {left_out.code} {left_out.name}. Indeks ini dihitung dari "
        f"{asked} unsur yang lain: {index.formula}. Nilai dibulatkan satu kali, pada akhir perhitungan.",
        "Permen PANRB Nomor 14 Tahun 2017 menetapkan sembilan unsur, dan IKM memerlukan semuanya. Karena itu nilai ini "
        "bukan IKM: unit tidak diperingkat dengannya, dan nilai ini tidak ikut dalam IKM kabupaten. Bila "
        f"{left_out.name} ditanyakan juga, jawaban berikutnya dihitung sebagai IKM.",
    )


def counted_sentence(figures: Sequence[FurtherFigure]) -> str:
    """Who counts, and of how many who were asked."""
    by_version = {one.questionnaire: one.asked for one in figures}
    asked = [
        f"{whole_number(count)} responden" + (f" (kuesioner “{version}”)" if len(by_version) > 1 else "")
        for version, count in by_version.items()
    ]
    return (
        f"Kuesionernya diisi {' dan '.join(asked)}. Responden dihitung pada sebuah nilai bila menjawab semua "
        "pertanyaan yang membentuk nilai itu, sehingga jumlahnya dapat lebih kecil."
    )


def own_index_sentence(figures: Sequence[FurtherFigure]) -> str:
    """The index by the unit's own weights, and the weights; empty where it has none."""
    return " ".join(
        f"IKM menurut bobot unit adalah {decimal_number(one.score)}, dihitung sebagai {one.formula}."
        for one in figures
        if one.kind == "weights" and one.score is not None
    )


def formulas_sentence(figures: Sequence[FurtherFigure]) -> str:
    """How the index of each survey is made."""
    made = {
        f"{one.name} ({one.code}): jawaban 1 sampai {one.scale}, indeks = {one.formula}."
        for one in figures
        if one.kind == "survey"
    }
    return " ".join(sorted(made))


def interval_text(one: FurtherFigure) -> str:
    """The interval as a range."""
    if one.score_low is None or one.score_high is None:
        return "–"
    return f"{decimal_number(one.score_low)} – {decimal_number(one.score_high)}"


def mean_text(one: FurtherFigure) -> str:
    """The mean answer."""
    return "–" if one.mean is None else decimal_number(one.mean)


def score_text(one: FurtherFigure) -> str:
    """The index."""
    return "–" if one.score is None else decimal_number(one.score)
