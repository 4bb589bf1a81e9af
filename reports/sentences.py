"""Every sentence with a figure or the name of an unsur, made from the figures themselves.

Belongs here: wording in Bahasa Indonesia. Because tables, charts and sentences come from the same
`UnitFigures`, a document cannot contradict itself. Not here: layout (`reports/templates`).
"""

from collections.abc import Sequence
from itertools import groupby

from contracts.method import CONFIDENCE, EXACT_WEIGHT, GRADES
from reports.figures import FileFigure, RankFigure, UnitFigures, UnsurFigure
from reports.indonesian import (
    date_span,
    decimal_number,
    joined,
    percentage,
    period_in_sentence,
    type_name,
    whole_number,
)

CONFIDENCE_LABEL = percentage(CONFIDENCE, 0)


def weight_label(weight: str) -> str:
    """`0,11` or `1/9`."""
    return weight.replace(".", ",")


def grade_label(mutu: str) -> str:
    """`A (Sangat Baik)`."""
    kinerja = next(grade.kinerja for grade in GRADES if grade.mutu == mutu)
    return f"{mutu} ({kinerja})"


def index_sentence(figures: UnitFigures) -> str:
    """The headline: index, grade, respondents."""
    index = figures.index
    return (
        f"Indeks Kepuasan Masyarakat (IKM) {figures.unit_name} pada {period_in_sentence(figures.period)} adalah "
        f"{decimal_number(index.ikm)} dengan mutu pelayanan {grade_label(index.mutu)}, berdasarkan jawaban "
        f"{whole_number(index.respondents)} responden."
    )


def interval_text(figures: UnitFigures) -> str:
    """The interval as a range; what is said instead where there is none."""
    index = figures.index
    if index.ikm_low is None or index.ikm_high is None:
        return "tidak dapat dihitung"
    return f"{decimal_number(index.ikm_low)} – {decimal_number(index.ikm_high)}"


def interval_sentence(figures: UnitFigures) -> str:
    """The interval, or why there is none."""
    index = figures.index
    if index.ikm_low is None or index.ikm_high is None:
        if index.respondents == 1:
            return "Karena hanya ada satu responden, selang kepercayaan tidak dapat dihitung."
        return f"Selang kepercayaan {CONFIDENCE_LABEL} tidak dapat dihitung."
    if index.ikm_low == index.ikm_high:
        return "Jawaban semua responden menghasilkan nilai yang sama, sehingga selang kepercayaan tidak memiliki lebar."
    return (
        f"Dengan tingkat kepercayaan {CONFIDENCE_LABEL}, IKM terletak antara {decimal_number(index.ikm_low)} "
        f"dan {decimal_number(index.ikm_high)}."
    )


def rank_text(rank: RankFigure) -> str:
    """`3 dari 18`."""
    return f"{whole_number(rank.rank)} dari {whole_number(rank.units)}"


def rank_remark(rank: RankFigure) -> str:
    """A tie, and the ranks that cannot be told apart from it, for a table cell."""
    if rank.units == 1:
        return "satu-satunya"
    remarks = []
    if rank.tied:
        remarks.append("sama dengan unit lain")
    if rank.rank_low != rank.rank_high:
        remarks.append(f"rentang {whole_number(rank.rank_low)} – {whole_number(rank.rank_high)}")
    return "; ".join(remarks)


def rank_sentence(figures: UnitFigures, rank: RankFigure) -> str:
    """Among how many it stands where, and from which ranks it cannot be told apart."""
    scope = rank_scope_label(figures, rank)
    if rank.units == 1:
        return f"Unit ini satu-satunya {scope} dengan IKM pada periode ini."
    tie = ", bersama unit lain dengan IKM yang sama" if rank.tied else ""
    placed = f"Unit ini berada pada peringkat {whole_number(rank.rank)} dari {whole_number(rank.units)} {scope}{tie}"
    if rank.rank_low == rank.rank_high:
        return f"{placed}."
    return (
        f"{placed}; secara statistik peringkat itu tidak dapat dibedakan dari peringkat "
        f"{whole_number(rank.rank_low)} sampai {whole_number(rank.rank_high)}."
    )


def summary(figures: UnitFigures) -> tuple[str, ...]:
    """What the document says first."""
    found = [index_sentence(figures), interval_sentence(figures)]
    if figures.rank_in_type is not None:
        found.append(rank_sentence(figures, figures.rank_in_type))
    return tuple(found)


def rank_scope_label(figures: UnitFigures, rank: RankFigure) -> str:
    """What a rank is counted among: `kecamatan`, or all units."""
    return type_name(figures.unit_type) if rank.scope == figures.unit_type else "semua unit"


def sample_sentence(figures: UnitFigures) -> str:
    """Respondents against the sample the regulation asks for."""
    index = figures.index
    if index.service_recipients is None or index.sample_needed is None:
        return "Jumlah penerima layanan belum dilaporkan, sehingga kecukupan jumlah responden tidak dapat dinilai."
    need = (
        f"Untuk {whole_number(index.service_recipients)} penerima layanan, kebutuhan sampel menurut tabel Krejcie dan "
        f"Morgan adalah {whole_number(index.sample_needed)} responden"
    )
    if index.sample_met:
        return f"{need}; jumlah responden sudah memenuhinya."
    return (
        f"{need}, sedangkan yang mengisi baru {whole_number(index.respondents)}. "
        "IKM ini belum mewakili seluruh penerima layanan dan perlu dibaca dengan hati-hati."
    )


def sample_text(figures: UnitFigures) -> str:
    """The same for a table cell."""
    index = figures.index
    if index.sample_needed is None:
        return "kebutuhan sampel tidak diketahui"
    verdict = "terpenuhi" if index.sample_met else "belum terpenuhi"
    return f"kebutuhan {whole_number(index.sample_needed)}, {verdict}"


def change_text(figures: UnitFigures) -> str:
    """The change against the period before: `naik 0,45`."""
    change = figures.index.change
    if change is None:
        return "tidak ada"
    if change == 0:
        return "tetap"
    return f"{'naik' if change > 0 else 'turun'} {decimal_number(abs(change))}"


def change_base_text(figures: UnitFigures) -> str:
    """The period that the change is against: `dari tahun 2023`."""
    before = period_in_sentence(figures.period.previous)
    return f"belum ada IKM {before}" if figures.index.change is None else f"dari {before}"


def unsur_sentences(figures: UnitFigures) -> tuple[str, ...]:
    """The lowest and the highest unsur, ties named as ties."""
    if figures.all_unsur_equal:
        nrr = decimal_number(figures.unsur[0].nrr)
        return (
            f"Kesembilan unsur mendapat nilai yang sama (NRR {nrr}), sehingga tidak ada unsur terendah atau tertinggi.",
        )
    return (
        f"{_how_many(figures.lowest_unsur)} dengan nilai terendah, yang menjadi prioritas perbaikan: "
        f"{_named(figures.lowest_unsur, lowest=True)}.",
        f"{_how_many(figures.highest_unsur)} dengan nilai tertinggi: {_named(figures.highest_unsur, lowest=False)}.",
    )


def _how_many(unsur: Sequence[UnsurFigure]) -> str:
    words = ("", "Satu", "Dua", "Tiga", "Empat", "Lima", "Enam", "Tujuh", "Delapan")
    return f"{words[len(unsur)]} unsur"


def _named(unsur: Sequence[UnsurFigure], *, lowest: bool) -> str:
    groups: list[str] = []
    for _, members in groupby(unsur, key=lambda one: one.lowest_rank if lowest else one.highest_rank):
        tied = list(members)
        names = joined([f"{one.name} ({one.unsur_code})" for one in tied])
        groups.append(f"{names} {'sama-sama ' if len(tied) > 1 else ''}{decimal_number(tied[0].nrr)}")
    return "; ".join(groups)


def method_sentence(figures: UnitFigures) -> str:
    """Which weight the headline uses, and the exact value beside it."""
    index = figures.index
    if index.weight == EXACT_WEIGHT.name:
        return "IKM dihitung dengan bobot 1/9 untuk setiap unsur."
    return (
        f"IKM dihitung dengan bobot {weight_label(index.weight)} untuk setiap unsur; "
        f"nilai dengan bobot 1/9: {decimal_number(index.ikm_exact)}."
    )


def weight_text(figures: UnitFigures) -> str:
    """The same beside the headline figure."""
    index = figures.index
    if index.weight == EXACT_WEIGHT.name:
        return "bobot 1/9"
    other_grade = f" (mutu {index.mutu_exact})" if index.grade_depends_on_weight else ""
    return f"bobot {weight_label(index.weight)} · dengan bobot 1/9: {decimal_number(index.ikm_exact)}{other_grade}"


def rounding_sentence() -> str:
    """How the figures are rounded and graded."""
    limits = "; ".join(
        f"{grade.mutu} mulai {decimal_number(grade.lowest_hundredths / 100)}"
        for grade in GRADES
        if grade.lowest_hundredths
    )
    return (
        "NRR adalah rata-rata jawaban (1 sampai 4); nilai unsur adalah NRR × 25. Semua dihitung tanpa pembulatan, "
        "dibulatkan sekali ke dua desimal, lalu diberi mutu menurut Permen PANRB Nomor 14 Tahun 2017: "
        f"{limits}; selebihnya D. Terendah dan tertinggi ditentukan dari NRR sebelum dibulatkan."
    )


def source_sentence(figures: UnitFigures) -> str:
    """What the files brought to this period."""
    if not figures.files:
        return "Daftar berkas sumber tidak tersedia."
    counted = sum(file.responses_in_period for file in figures.files)
    days = date_span(figures.period.start_date, figures.period.end_date)
    return (
        f"{whole_number(len(figures.files))} berkas memuat {whole_number(counted)} jawaban yang dihitung pada "
        f"periode ini ({days}). Baris ditolak dan ganda dihitung untuk seluruh isi berkas."
    )


def file_remark(file: FileFigure) -> str:
    """What is particular about a file, for its line in the table."""
    return "tanpa tanggal" if file.undated else ""


def further_files_text(files: Sequence[FileFigure]) -> str:
    """The line that stands for files the table has no room for."""
    return f"{whole_number(len(files))} berkas lainnya"


def chart_description(figures: UnitFigures) -> str:
    """The chart of the nine unsur in words, for those who do not see it."""
    scores = [f"{one.unsur_code} {one.name} {decimal_number(one.score)} (mutu {one.mutu})" for one in figures.unsur]
    return f"Diagram batang nilai sembilan unsur pada skala 25 sampai 100: {joined(scores)}."


def notes(figures: UnitFigures) -> tuple[str, ...]:
    """What a reader must know before using the figures; most serious first."""
    found = [
        *_grade_notes(figures),
        *_sample_notes(figures),
        *_profile_notes(figures),
        *_file_notes(figures),
        *figures.notes,
    ]
    return tuple(found)


def _grade_notes(figures: UnitFigures) -> list[str]:
    index = figures.index
    if not index.grade_depends_on_weight:
        return []
    return [
        f"Mutu unit ini bergantung pada bobot yang dipakai: dengan bobot {weight_label(index.weight)} IKM "
        f"{decimal_number(index.ikm)}, mutu {grade_label(index.mutu)}; dengan bobot 1/9 IKM "
        f"{decimal_number(index.ikm_exact)}, mutu {grade_label(index.mutu_exact)}."
    ]


def _sample_notes(figures: UnitFigures) -> list[str]:
    found = []
    if figures.index.ikm_low is None:
        found.append(interval_sentence(figures))
    if not figures.index.sample_met:
        found.append(sample_sentence(figures))
    return found


def _profile_notes(figures: UnitFigures) -> list[str]:
    missing = [profile.label.lower() for profile in figures.profile if profile.missing]
    if not missing:
        return []
    if len(missing) == len(figures.profile):
        return [f"Profil responden tidak tersedia: berkas tidak memuat {joined(missing)} responden."]
    return [f"Profil responden tidak lengkap: berkas tidak memuat {joined(missing)} responden."]


def _file_notes(figures: UnitFigures) -> list[str]:
    found = []
    rejected = sum(file.rows_rejected for file in figures.files)
    if rejected:
        found.append(
            f"{whole_number(rejected)} baris pada berkas sumber ditolak dan tidak dihitung; baris itu dapat diperbaiki "
            "dengan lembar perbaikan yang dikirim kepada unit."
        )
    undated = [file for file in figures.files if file.undated]
    if undated:
        subject = (
            "Berkas sumber" if len(undated) == len(figures.files) else f"{whole_number(len(undated))} berkas sumber"
        )
        found.append(
            f"{subject} tidak memuat tanggal pengisian; jawabannya hanya dihitung pada periode yang disebut berkas itu "
            f"({period_in_sentence(figures.period)})."
        )
    return found
