"""Every sentence with a figure or the name of an unsur, made from the figures themselves.

Belongs here: wording in Bahasa Indonesia. Because tables, charts and sentences come from the same
`UnitFigures`, a document cannot contradict itself. Not here: sentences on the follow-up
(`reports.wording.follow_up_sentences`), where a sentence stands (`reports.unit.unit_report`), layout.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby, pairwise
from typing import Literal, NamedTuple

from contracts.method import CONFIDENCE, EXACT_WEIGHT, GRADES, WEIGHTS
from contracts.periods import parse_period
from contracts.registry import SURVEY_MODES
from contracts.unsur import UNSUR
from reports.figures.unit_figures import (
    NAMED_UNSUR,
    CollectionFigure,
    FileFigure,
    RankFigure,
    UnitFigures,
    UnsurFigure,
)
from reports.wording.indonesian import (
    NOT_SHOWN,
    date_span,
    decimal_number,
    joined,
    long_date,
    month_span,
    number_and_words,
    number_in_words,
    parts_in_words,
    percentage,
    period_in_sentence,
    type_name,
    whole_number,
)

CONFIDENCE_LABEL = percentage(CONFIDENCE, 0)
UNKNOWN_DAYS = "tidak diketahui"
SUPPRESSION_SENTENCE = (
    "Jumlah yang kecil tidak ditampilkan agar tidak seorang pun dapat dikenali, begitu pula jumlah yang membuatnya "
    "dapat dihitung kembali."
)


class UnsurList(NamedTuple):
    """The lowest or the highest unsur: what they are, and one text for each rank among them."""

    heading: str
    items: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """The same as one sentence."""
        return f"{self.heading}: {'; '.join(self.items)}."


def unit_in_regency(figures: UnitFigures) -> str:
    """`Kecamatan Jatirejo Kabupaten Mojokerto`; the regency is said once."""
    if figures.regency_name.casefold() in figures.unit_name.casefold():
        return figures.unit_name
    return f"{figures.unit_name} {figures.regency_name}"


def weight_label(weight: str) -> str:
    """`0,11` or `1/9`."""
    return weight.replace(".", ",")


def grade_label(mutu: str) -> str:
    """`A (Sangat Baik)`."""
    kinerja = next(grade.kinerja for grade in GRADES if grade.mutu == mutu)
    return f"{mutu} ({kinerja})"


def grade_in_words(mutu: str) -> str:
    """`A atau Sangat Baik`."""
    kinerja = next(grade.kinerja for grade in GRADES if grade.mutu == mutu)
    return f"{mutu} atau {kinerja}"


def headline_text(ikm: Decimal, mutu: str) -> str:
    """`93,61 (A atau Sangat Baik)`."""
    return f"{decimal_number(ikm)} ({grade_in_words(mutu)})"


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
        return "tidak ditampilkan" if figures.public and index.respondents > 1 else "tidak dapat dihitung"
    return f"{decimal_number(index.ikm_low)} – {decimal_number(index.ikm_high)}"


def interval_sentence(figures: UnitFigures) -> str:
    """The interval, or why there is none."""
    index = figures.index
    if index.ikm_low is None or index.ikm_high is None:
        if index.respondents == 1:
            return "Karena hanya ada satu responden, selang kepercayaan tidak dapat dihitung."
        if figures.public:
            return (
                f"Selang kepercayaan {CONFIDENCE_LABEL} tidak ditampilkan: bersama IKM, selang itu dapat mengungkap "
                "jawaban perorangan."
            )
        return f"Selang kepercayaan {CONFIDENCE_LABEL} tidak dapat dihitung."
    if index.ikm_low == index.ikm_high:
        return "Jawaban semua responden menghasilkan nilai yang sama, sehingga selang kepercayaan tidak memiliki lebar."
    return (
        f"Dengan tingkat kepercayaan {CONFIDENCE_LABEL}, IKM terletak antara {decimal_number(index.ikm_low)} "
        f"dan {decimal_number(index.ikm_high)}{_near_a_limit(figures)}."
    )


def _near_a_limit(figures: UnitFigures) -> str:
    if figures.index.grade_certain is not False:
        return ""
    probable = [f"{mutu} {percentage(percent / 100, 0)}" for mutu, percent in figures.index.grade_probabilities]
    if len(probable) < 2:
        return "; selang itu melewati batas mutu, sehingga mutu di sebelahnya juga mungkin"
    return f"; selang itu melewati batas mutu, dengan peluang mutu {joined(probable)}"


def survey_sentence() -> str:
    """What the figures speak of: who answered, not who did not."""
    return (
        "Responden memilih sendiri untuk menjawab: selang kepercayaan berbicara tentang perbedaan di antara mereka, "
        "bukan tentang penerima layanan yang tidak menjawab."
    )


def few_respondents(minimum: int | None) -> str:
    """Why a unit is not ranked."""
    return "respondennya terlalu sedikit" if minimum is None else f"respondennya kurang dari {whole_number(minimum)}"


def rank_text(rank: RankFigure) -> str:
    """`3 dari 18`."""
    if rank.rank is None:
        return "tidak diperingkat"
    return f"{whole_number(rank.rank)} dari {whole_number(rank.units)}"


def rank_remark(rank: RankFigure) -> str:
    """A tie, and the ranks that cannot be told apart from it, or why there is none, for a table cell."""
    if rank.rank is None or rank.rank_low is None or rank.rank_high is None:
        return few_respondents(rank.minimum_respondents)
    if rank.units == 1:
        return "satu-satunya"
    remarks = []
    if rank.tied:
        remarks.append("sama dengan unit lain")
    if rank.rank_low != rank.rank_high:
        remarks.append(f"rentang {whole_number(rank.rank_low)} – {whole_number(rank.rank_high)}")
    return "; ".join(remarks)


def rank_sentence(figures: UnitFigures, rank: RankFigure) -> str:
    """Among how many it stands where, and from which ranks it cannot be told apart; or why it has no rank."""
    in_type = rank.scope == figures.unit_type
    scope = type_name(figures.unit_type) if in_type else f"unit di {figures.regency_name}"
    if rank.rank is None or rank.rank_low is None or rank.rank_high is None:
        return (
            f"Unit ini tidak diperingkat di antara {scope}, karena {few_respondents(rank.minimum_respondents)}: dari "
            "jawaban sesedikit itu urutan unit lebih banyak ditentukan oleh kebetulan."
        )
    if rank.units == 1:
        return f"Unit ini satu-satunya {scope} yang diperingkat pada periode ini."
    tie = ", bersama unit lain dengan IKM yang sama" if rank.tied else ""
    placed = f"Unit ini berada pada peringkat {whole_number(rank.rank)} dari {whole_number(rank.units)} {scope}{tie}"
    if rank.rank_low == rank.rank_high:
        return f"{placed}."
    return (
        f"{placed}; secara statistik peringkat itu tidak dapat dibedakan dari peringkat "
        f"{whole_number(rank.rank_low)} sampai {whole_number(rank.rank_high)}."
    )


def rank_scope_label(figures: UnitFigures, rank: RankFigure) -> str:
    """What a rank is counted among: `kecamatan`, or all units."""
    return type_name(figures.unit_type) if rank.scope == figures.unit_type else "semua unit"


def sample_sentence(figures: UnitFigures) -> str:
    """Respondents against the sample the regulation asks for."""
    index = figures.index
    if index.service_recipients is None or index.sample_needed is None:
        return "Jumlah penerima layanan belum dilaporkan, sehingga kecukupan jumlah responden tidak dapat dinilai."
    need = (
        f"Untuk {whole_number(index.service_recipients)} penerima layanan, kebutuhan sampel menurut rumus Krejcie dan "
        f"Morgan adalah {whole_number(index.sample_needed)} responden"
    )
    if index.sample_met:
        return f"{need}; kebutuhan itu terpenuhi dengan {whole_number(index.respondents)} responden."
    return (
        f"{need}, sedangkan kuesioner yang sah baru {whole_number(index.respondents)}. "
        "Kebutuhan itu belum terpenuhi, sehingga IKM ini perlu dibaca dengan hati-hati."
    )


def sample_text(figures: UnitFigures) -> str:
    """The same for a table cell."""
    index = figures.index
    if index.sample_needed is None:
        return "kebutuhan sampel tidak diketahui"
    verdict = "terpenuhi" if index.sample_met else "belum terpenuhi"
    return f"kebutuhan {whole_number(index.sample_needed)}, {verdict}"


def sample_verdict(figures: UnitFigures) -> str:
    """Whether there are enough respondents, for a table cell."""
    met = figures.index.sample_met
    return "tidak dapat dinilai" if met is None else "ya" if met else "belum"


def lowest_list(unsur: Sequence[UnsurFigure]) -> UnsurList:
    """The lowest unsur, as `lowest_unsur` chose them, ties named as ties."""
    return UnsurList(
        f"{_how_many(unsur)} dengan nilai terendah, yang menjadi prioritas perbaikan", _ranked(unsur, "lowest")
    )


def highest_list(unsur: Sequence[UnsurFigure]) -> UnsurList:
    """The highest unsur, as `highest_unsur` chose them, ties named as ties."""
    return UnsurList(f"{_how_many(unsur)} dengan nilai tertinggi", _ranked(unsur, "highest"))


def unsur_sentences(figures: UnitFigures) -> tuple[str, ...]:
    """The lowest and the highest unsur, or that there are none."""
    if figures.all_unsur_equal:
        return (all_equal_sentence(figures),)
    return (lowest_list(figures.lowest_unsur).sentence, highest_list(figures.highest_unsur).sentence)


def all_equal_sentence(figures: UnitFigures) -> str:
    """Said where no unsur is lower or higher than another."""
    nrr = decimal_number(figures.unsur[0].nrr)
    return f"Kesembilan unsur mendapat nilai yang sama (NRR {nrr}), sehingga tidak ada unsur terendah atau tertinggi."


def order_sentence(figures: UnitFigures) -> str:
    """Why unsur that look equal are not; empty where none do."""
    named = (figures.lowest_unsur, figures.highest_unsur)
    look_equal = any(
        decimal_number(one.nrr) == decimal_number(other.nrr) and one.order_from_lowest != other.order_from_lowest
        for unsur in named
        for one, other in pairwise(unsur)
    )
    if not look_equal:
        return ""
    return "Unsur yang NRR-nya tertulis sama tetapi disebut terpisah diurutkan menurut NRR sebelum dibulatkan."


def grades_sentence(figures: UnitFigures) -> str:
    """How many unsur have which grade."""
    counts = {grade.mutu: sum(one.mutu == grade.mutu for one in figures.unsur) for grade in GRADES}
    found = [(mutu, count) for mutu, count in counts.items() if count]
    if len(found) == 1:
        return f"Kesembilan unsur bermutu {grade_label(found[0][0])}."
    parts = [f"{number_in_words(count)} unsur bermutu {grade_label(mutu)}" for mutu, count in found]
    return f"Dari sembilan unsur, {joined(parts)}."


def _how_many(unsur: Sequence[UnsurFigure]) -> str:
    return f"{number_in_words(len(unsur)).capitalize()} unsur"


def _ranked(unsur: Sequence[UnsurFigure], end: Literal["lowest", "highest"]) -> tuple[str, ...]:
    groups = groupby(unsur, key=lambda one: one.order_from_lowest if end == "lowest" else one.order_from_highest)
    return tuple(_named(list(members)) for _, members in groups)


def _named(tied: Sequence[UnsurFigure]) -> str:
    together = ", sama-sama" if len(tied) > 1 else ""
    return f"{unsur_names(tied)}{together} dengan NRR {decimal_number(tied[0].nrr)}"


def unsur_legend() -> str:
    """What the codes of the unsur stand for."""
    return f"{'; '.join(f'{unsur.code} {unsur.name}' for unsur in UNSUR)}."


def unsur_names(unsur: Sequence[UnsurFigure]) -> str:
    """`Biaya/Tarif (U4) dan Kompetensi Pelaksana (U6)`."""
    return joined([f"{one.name} ({one.unsur_code})" for one in unsur])


def respondents_sentence(figures: UnitFigures) -> str:
    """How many answers count."""
    return f"Jumlah responden dengan kuesioner sah adalah {whole_number(figures.index.respondents)} orang."


def collection_sentence(figures: UnitFigures) -> str:
    """When the answers were given, as far as the files say, and everyone may know it."""
    collection = figures.collection
    if collection is None:
        return (
            f"Hasil ini memuat jawaban dari {period_in_sentence(figures.period)}. Hari jawaban pertama dan terakhir "
            "tidak ditampilkan kepada publik karena merupakan hari kunjungan perorangan."
        )
    first, last = collection.first_response_date, collection.last_response_date
    if first is None or last is None:
        return (
            "Berkas sumber tidak memuat tanggal pengisian, sehingga waktu pengumpulan data hanya diketahui sebagai "
            f"{period_in_sentence(figures.period)}."
        )
    if first == last:
        said = f"Semua jawaban bertanggal {long_date(first)}."
    else:
        said = (
            f"Pengumpulan data berlangsung dalam kurun {number_and_words(_months(first, last))} bulan "
            f"({month_span(first, last)}): jawaban pertama bertanggal {long_date(first)}, jawaban terakhir "
            f"{long_date(last)}."
        )
    if collection.dated_respondents < figures.index.respondents:
        said += (
            f" Keterangan ini menurut {whole_number(collection.dated_respondents)} dari "
            f"{whole_number(figures.index.respondents)} jawaban yang bertanggal."
        )
    return said


def collection_months(figures: UnitFigures) -> str:
    """The same for a table cell: the months, or the period where no answer has a date or nobody may know it."""
    match figures.collection:
        case CollectionFigure(first_response_date=date() as first, last_response_date=date() as last):
            return month_span(first, last)
    return figures.period.label


def collection_days(figures: UnitFigures) -> str:
    """Working days of it."""
    if figures.collection is None:
        return NOT_SHOWN
    days = figures.collection.working_days
    return UNKNOWN_DAYS if days is None else whole_number(days)


def working_days_sentence(figures: UnitFigures) -> str:
    """What the table of activities counts as working days."""
    planned = "Hari kerja kegiatan lain menurut rencana."
    if figures.collection is None or figures.collection.working_days is None:
        return planned
    known = figures.survey.holidays
    holidays = "di luar hari libur nasional dan cuti bersama" if known else "termasuk hari libur nasional"
    return (
        "Hari kerja pengumpulan data: Senin sampai Jumat dari jawaban pertama sampai jawaban terakhir, "
        f"{holidays}. {planned}"
    )


def mode_sentence(figures: UnitFigures) -> str:
    """How the questionnaire was filled in and with what else, as the registry says; empty where it says nothing."""
    means = f"melalui {joined(list(figures.survey_means))}" if figures.survey_means else ""
    said = " ".join(filter(None, (SURVEY_MODES.get(figures.survey_mode, ""), means)))
    return f"Kuesioner diisi oleh responden {said}." if said else ""


def _months(first: date, last: date) -> int:
    """Calendar months from one day to another, both counted."""
    return (last.year - first.year) * 12 + last.month - first.month + 1


def suggestions_sentence(figures: UnitFigures) -> str:
    """How many suggestions there are and how they were sorted; empty in public editions."""
    if figures.suggestions is None:
        return ""
    if not figures.suggestions.suggestions:
        return "Tidak ada saran tertulis dari responden pada periode ini."
    return (
        f"Saran tertulis berasal dari {whole_number(figures.suggestions.suggestions)} responden. Temanya ditentukan "
        "dari kata yang dipakai; satu saran dapat memuat lebih dari satu tema. Nama orang, nomor telepon, dan alamat "
        "dalam kutipan disamarkan."
    )


def questions_sentence(figures: UnitFigures) -> str:
    """How many questions the questionnaire has, and about what."""
    answers = "masing-masing dengan empat pilihan jawaban yang bernilai 1 sampai 4 (Lampiran 1)"
    further = number_and_words(len(figures.further_questions))
    beyond = f" Selain itu ada {further} pertanyaan di luar unsur tersebut." if figures.further_questions else ""
    if len(figures.questions) <= len(UNSUR):
        return (
            f"Kuesioner memuat {number_and_words(len(UNSUR))} pertanyaan, satu untuk setiap unsur pelayanan, {answers}."
            f"{beyond}"
        )
    return (
        f"Kuesioner memuat {number_and_words(len(figures.questions))} pertanyaan tentang {number_in_words(len(UNSUR))} "
        f"unsur pelayanan, {answers}; nilai unsur adalah rata-rata nilai pertanyaannya.{beyond}"
    )


def method_sentence(figures: UnitFigures) -> str:
    """Which weight the headline uses, and the exact value beside it."""
    index = figures.index
    if index.weight == EXACT_WEIGHT.name:
        return "IKM dihitung dengan bobot 1/9 untuk setiap unsur."
    return (
        f"IKM dihitung dengan bobot {weight_label(index.weight)} untuk setiap unsur; "
        f"nilai dengan bobot 1/9: {decimal_number(index.ikm_ninth)}."
    )


def scale_sentence(weight: str) -> str:
    """Between which ends the index and the score of an unsur lie."""
    ends = WEIGHTS[weight]
    lowest, highest = (decimal_number(Decimal(end) / 100) for end in (ends.lowest, ends.highest))
    return (
        f"Dengan bobot {weight_label(weight)} IKM terletak antara {lowest} dan {highest}, nilai unsur (NRR × 25) "
        "antara 25,00 dan 100,00."
    )


def scale_start_sentence(lowest: float) -> str:
    """Said of a scale that does not begin where an index can."""
    return f"Skala dimulai dari {lowest:g} agar perbedaan terlihat."


def weight_text(figures: UnitFigures) -> str:
    """The same beside the headline figure."""
    index = figures.index
    if index.weight == EXACT_WEIGHT.name:
        return "bobot 1/9"
    other_grade = f" (mutu {index.mutu_ninth})" if index.grade_depends_on_weight else ""
    return f"bobot {weight_label(index.weight)} · dengan bobot 1/9: {decimal_number(index.ikm_ninth)}{other_grade}"


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
        return "Daftar berkas sumber tidak dimuat dalam edisi ini."
    counted = sum(file.responses_in_period for file in figures.files)
    days = date_span(figures.period.start_date, figures.period.end_date)
    return (
        f"Sebanyak {whole_number(len(figures.files))} berkas memuat {whole_number(counted)} jawaban yang dihitung pada "
        f"periode ini ({days}). Baris ditolak, ganda, dan diganti dihitung untuk seluruh isi berkas. "
        f"{parts_sentence(figures)}"
    ).rstrip()


def file_remark(file: FileFigure) -> str:
    """What is particular about a file, for its line in the table."""
    return "tanpa tanggal" if file.undated else ""


def further_files_text(files: Sequence[FileFigure]) -> str:
    """The line that stands for files the table has no room for."""
    return f"{whole_number(len(files))} berkas lainnya"


def notes(figures: UnitFigures) -> tuple[str, ...]:
    """What a reader must know before using the figures; most serious first."""
    former, parts = former_sentence(figures), parts_sentence(figures)
    found = [
        *([former] if former else []),
        *([parts] if parts else []),
        *_grade_notes(figures),
        *_sample_notes(figures),
        *_tie_notes(figures),
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
        f"{decimal_number(index.ikm_ninth)}, mutu {grade_label(index.mutu_ninth)}."
    ]


def _sample_notes(figures: UnitFigures) -> list[str]:
    found = []
    if figures.index.ikm_low is None:
        found.append(interval_sentence(figures))
    if not figures.index.sample_met:
        found.append(sample_sentence(figures))
    return found


def _tie_notes(figures: UnitFigures) -> list[str]:
    lowest, highest = figures.lowest_unsur, figures.highest_unsur
    if both := [one for one in lowest if one in highest]:
        return [
            f"{_how_many(both)} bernilai sama, sehingga disebut di antara unsur terendah dan juga di antara unsur "
            "tertinggi."
        ]
    return [
        f"Karena ada nilai yang sama, {number_in_words(len(unsur))} unsur disebut sebagai unsur {word}."
        for word, unsur in (("terendah", lowest), ("tertinggi", highest))
        if len(unsur) > NAMED_UNSUR
    ]


def profile_missing_sentence(figures: UnitFigures) -> str:
    """Which characteristics the files do not tell; empty where none is missing."""
    missing = [profile.label.lower() for profile in figures.profile if profile.missing]
    if not missing:
        return ""
    extent = "tersedia" if len(missing) == len(figures.profile) else "lengkap"
    return f"Profil responden tidak {extent}: berkas sumber tidak memuat {joined(missing)} responden."


def _profile_notes(figures: UnitFigures) -> list[str]:
    sentence = profile_missing_sentence(figures)
    return [sentence] if sentence else []


def _file_notes(figures: UnitFigures) -> list[str]:
    found = []
    rejected = sum(file.rows_rejected for file in figures.files)
    if rejected:
        found.append(
            f"Sebanyak {whole_number(rejected)} baris pada berkas sumber ditolak dan tidak dihitung; baris itu dapat "
            "diperbaiki dengan lembar perbaikan yang dikirim kepada unit."
        )
    undated = [file for file in figures.files if file.period_code == figures.period_code]
    if undated:
        subject = (
            "Berkas sumber"
            if len(undated) == len(figures.files)
            else f"Sebanyak {whole_number(len(undated))} berkas sumber"
        )
        found.append(
            f"{subject} tidak memuat tanggal pengisian; jawabannya dihitung pada periode yang disebut berkas itu "
            f"({period_in_sentence(figures.period)})."
        )
    return found


def parts_sentence(figures: UnitFigures) -> str:
    """From how many shorter periods without dates the figures are, and which; empty where from none."""
    if figures.index.undated_parts is None:
        return ""
    codes = figures.index.undated_parts.split("|")
    periods = sorted(map(parse_period, codes), key=lambda period: (period.start_date, period.end_date))
    names = joined([period_in_sentence(period).removesuffix(f" tahun {period.year}") for period in periods])
    return f"Angka ini dari {parts_in_words(codes)} yang dikirim tanpa tanggal pengisian: {names}."


def former_sentence(figures: UnitFigures) -> str:
    """Of public figures: since when they stand, and why there are no newer ones. Empty for current ones."""
    since = figures.index.figures_of
    if since is None:
        return ""
    return (
        f"Angka per {long_date(since)}: perubahan sejak itu menyangkut terlalu sedikit orang untuk ditampilkan, dan "
        "menyusul bila sudah cukup."
    )
