"""Every sentence of the regency's documents with a figure or a name, made from the figures themselves.

Belongs here: wording in Bahasa Indonesia, and the words for codes. Because tables, charts and sentences
come from the same `RegencyFigures`, a document cannot contradict itself. Not here: the order of a document
(`reports.regency.regency_report`), its tables (`reports.regency.regency_tables`), what is said of one unit in its own
report (`reports.wording.unit_sentences`).
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import Final

from contracts.method import EXACT_WEIGHT, GRADES
from contracts.periods import parse_period
from contracts.records import FileKind, FileStatus
from contracts.rules import FOLLOW_UP_RULES, ROW_RULES, Severity
from contracts.settings import RegencyMethod
from reports.figures.regency_figures import (
    FindingFigure,
    MethodFigure,
    RankedFigure,
    RegencyFigures,
    RegencyUnsurFigure,
    UncountedFileFigure,
)
from reports.figures.unit_figures import TrendFigure, UnsurFigure, comparable, mixed_weights
from reports.wording.certainty_sentences import certainty
from reports.wording.further_sentences import eight_unsur_sentence
from reports.wording.indonesian import (
    NAMED_UNITS,
    decimal_number,
    joined,
    long_date,
    percent,
    period_in_sentence,
    shortened,
    whole_number,
)
from reports.wording.unit_sentences import CONFIDENCE_LABEL, few_respondents, grade_label, weight_label

METHOD_NAMES: Final[dict[RegencyMethod, str]] = {
    "mean_of_units": "rata-rata unit",
    "respondent_weighted": "tertimbang responden",
    "mean_of_types": "rata-rata jenis unit",
}
METHOD_MEANINGS: Final[dict[RegencyMethod, str]] = {
    "mean_of_units": "setiap unit dihitung sama, berapa pun respondennya",
    "respondent_weighted": "setiap responden dihitung sama, sehingga unit dengan banyak responden lebih menentukan",
    "mean_of_types": "setiap jenis unit dihitung sama: rata-rata unit di dalam jenisnya, lalu rata-rata antarjenis",
}
STATUS_NAMES: Final[dict[FileStatus, str]] = {
    "loaded": "diterima seluruhnya",
    "partial": "diterima sebagian",
    "duplicate": "salinan berkas lain",
    "superseded": "digantikan kiriman yang lebih baru",
    "held": "ditahan sampai disetujui",
    "withdrawn": "ditarik pengirimnya atau petugas",
    "rejected": "ditolak",
}
SEVERITY_NAMES: Final[dict[Severity, str]] = {"error": "kesalahan", "warning": "peringatan"}
KIND_NAMES: Final[dict[FileKind, str]] = {"responses": "Jawaban survei", "follow_up": "Tindak lanjut"}
CHECK_NAMES: Final[dict[str, str]] = {
    "units_reported": "Setiap unit melapor pada setiap tahun",
    "answers_while_the_unit_was_there": "Tidak ada jawaban bertanggal sebelum unitnya dibentuk atau sesudah dibubarkan",
    "samples_met": "Jumlah responden setiap unit memenuhi kebutuhan sampel",
    "respondents_served": ("Responden setiap unit tidak lebih banyak daripada penerima layanan menurut daftar unit"),
    "snapshot_beside_identified": (
        "Tidak ada unit yang dalam satu tahun mengirim berkas dengan dan tanpa penanda waktu pengisian "
        "(responden dapat terhitung dua kali)"
    ),
}
"""Checks of the published warehouse that may fail without forbidding it; `contracts.warehouse_rules` explains them in
English. A test holds them complete."""

FILE_CHECK_NAMES: Final[dict[str, str]] = {
    "scale_not_1_to_4": "Berkas memakai skala selain 1 sampai 4",
    "answers_all_alike": "Hampir semua responden sebuah berkas memberi jawaban yang sama untuk kesembilan unsur",
}
"""What a rule about a whole file saw, without what its sender is told to do."""
REASON_NAMES: Final[dict[str, str]] = {
    "scale_not_1_to_4": "skala jawabannya bukan 1 sampai 4",
    "other_scale": "skala jawabannya bukan 1 sampai 4",
    "mostly_rejected": "sebagian besar barisnya tidak memenuhi aturan",
    "unit_unknown": "unit yang disebutnya tidak ada dalam daftar unit",
    "unit_conflict": "menyebut lebih dari satu unit",
    "several_units": "memuat beberapa unit yang tidak dapat dipisahkan",
    "origin_unknown": "asal berkas perbaikan ini tidak dikenal",
    "period_unknown": "periodenya tidak diketahui",
    "period_unclear": "periodenya tidak jelas",
    "period_conflict": "menyebut periode yang bertentangan",
    "several_periods": "memuat beberapa periode yang tidak dapat dipisahkan",
    "not_tabular": "bukan tabel jawaban responden",
    "no_table": "tidak memuat tabel jawaban responden",
    "own_workbook": "buku kerja aplikasi ini, yang jawabannya sudah dihitung",
    "follow_up_empty": "buku kerja tindak lanjut yang belum diisi",
    "empty": "berkasnya kosong",
    "no_rows": "tidak memuat baris responden",
    "no_answers": "tidak memuat jawaban",
    "unsur_missing": "tidak memuat kesembilan unsur",
    "unsur_order_undeclared": "urutan U8 dan U9 tidak diketahui",
    "sheets_ask_differently": "lembar-lembarnya memakai pertanyaan yang berbeda",
    "ambiguous_columns": "beberapa kolom menyebut unsur yang sama",
    "rows_too_long": "kolom jawabannya bergeser",
    "formulas_not_calculated": "rumusnya belum pernah dihitung",
    "unreadable_workbook": "berkasnya rusak",
    "unreadable_archive": "arsipnya rusak",
    "unreadable_json": "berkasnya rusak",
    "password_protected": "dilindungi kata sandi",
    "unreadable_file": "berkasnya tidak dapat dibaca",
    "read_error": "berkasnya tidak dapat dibaca",
    "too_large": "terlalu besar untuk dibaca",
    "too_many_rows": "terlalu besar untuk dibaca",
    "too_many_columns": "terlalu besar untuk dibaca",
    "link": "bukan berkas",
    "not_a_file": "bukan berkas",
    "erased_before": "isinya pernah dihapus atas permintaan",
    "decided_against": "diputuskan tidak dihitung",
    "reader_failed": "program gagal membacanya; bukan kesalahan pengirim",
    "people_of_other_unit": "respondennya sama dengan responden unit lain",
    "much_smaller": "isinya jauh lebih sedikit daripada kiriman sebelumnya",
}
"""Why a file does not count, for who reads about it. Its sender was told in a letter what to do."""

_ROW_MESSAGES: Final = {rule.code: rule.message for rule in (*ROW_RULES, *FOLLOW_UP_RULES)}
_OBSERVED = re.compile(r"(?P<count>[\d,]+)(?: of (?P<total>[\d,]+))? (?P<what>rows|files|contradictions)")
_OBSERVED_WORDS: Final = {"rows": "baris", "files": "berkas", "contradictions": "kasus"}


def sentence_case(text: str) -> str:
    """The text with its first letter in capitals."""
    return text[:1].upper() + text[1:]


def units_named(units: Sequence[RankedFigure], most: int = NAMED_UNITS) -> str:
    """Units with their IKM; those beyond the most are counted."""
    names = [f"{unit.unit_name} ({decimal_number(unit.ikm)})" for unit in units[:most]]
    if len(units) > most:
        names.append(f"{whole_number(len(units) - most)} unit lain")
    return joined(names)


def headline_sentence(figures: RegencyFigures) -> str:
    """The regency's IKM: figure, grade, method, weight, units and respondents."""
    headline = figures.headline
    return (
        f"IKM {figures.regency_name} pada {period_in_sentence(figures.period)} adalah "
        f"{decimal_number(headline.ikm)} dengan mutu pelayanan {grade_label(headline.mutu)}, dihitung sebagai "
        f"{METHOD_NAMES[headline.method]} dari {whole_number(headline.units)} unit dengan "
        f"{whole_number(headline.respondents)} responden dan {weight_phrase(headline)}."
    )


def weight_phrase(method: MethodFigure) -> str:
    """The weight, and what comes out with the exact one."""
    if method.weight == EXACT_WEIGHT.name:
        return "bobot 1/9 untuk setiap unsur"
    return (
        f"bobot {weight_label(method.weight)} untuk setiap unsur (dengan bobot 1/9: {decimal_number(method.ikm_ninth)})"
    )


def methods_sentence(figures: RegencyFigures) -> str:
    """Why three figures stand there, and how they differ."""
    others = [method for method in figures.methods if not method.headline]
    told = joined([f"{METHOD_NAMES[one.method]} {decimal_number(one.ikm)} (mutu {one.mutu})" for one in others])
    said = (
        "Peraturan tidak menetapkan cara menggabungkan IKM unit menjadi IKM kabupaten. Angka utama laporan ini memakai "
        f"{METHOD_NAMES[figures.headline.method]}; dua cara lain yang lazim memberi {told}."
    )
    grades = {method.mutu for method in figures.methods}
    if len(grades) > 1:
        return (
            f"{said} Mutu kabupaten bergantung pada cara yang dipilih, sehingga angka selalu disebut bersama caranya."
        )
    return f"{said} Ketiganya menghasilkan mutu yang sama."


def trend_sentence(figures: RegencyFigures) -> str:
    """What the trend shows: periods, the lowest and the highest."""
    if len(figures.trend) < 2:
        return (
            f"Baru ada satu periode sejenis dengan IKM kabupaten, yaitu {period_in_sentence(figures.period)}; "
            "tren dapat ditampilkan setelah periode berikutnya."
        )
    trend = comparable(figures.trend)
    exactly = " dengan bobot 1/9" if mixed_weights(figures.trend) else ""
    lowest = min(trend, key=lambda point: point.ikm)
    highest = max(trend, key=lambda point: point.ikm)
    if lowest.ikm == highest.ikm:
        return (
            f"Pada {whole_number(len(figures.trend))} periode yang tersedia IKM kabupaten{exactly} sama, yaitu "
            f"{decimal_number(lowest.ikm)}."
        )
    return (
        f"Dari {whole_number(len(figures.trend))} periode yang tersedia, IKM kabupaten{exactly} terendah "
        f"{decimal_number(lowest.ikm)} ({_named_period(lowest)}) dan tertinggi {decimal_number(highest.ikm)} "
        f"({_named_period(highest)}). Semua periode dihitung sebagai {METHOD_NAMES[figures.headline.method]}."
    )


def _named_period(point: TrendFigure) -> str:
    return period_in_sentence(parse_period(point.period_code))


def grades_sentence(figures: RegencyFigures) -> str:
    """How many units have which grade."""
    counts = Counter(unit.mutu for unit in figures.ranking)
    told = [
        f"{whole_number(counts[grade.mutu])} unit bermutu {grade_label(grade.mutu)}"
        for grade in GRADES
        if counts[grade.mutu]
    ]
    return f"Dari {whole_number(len(figures.ranking))} unit yang memiliki IKM, {joined(told)}."


def top_sentence(ranking: Sequence[RankedFigure], among: str) -> str:
    """Who stands first among the units so called, and who cannot be told apart from the first."""
    if len(ranking) == 1:
        return f"{ranking[0].unit_name} satu-satunya {among} yang memiliki IKM, yaitu {decimal_number(ranking[0].ikm)}."
    first = [unit for unit in ranking if unit.rank == 1]
    if not first:
        return ""
    if first[0].units == 1:
        return f"{first[0].unit_name} satu-satunya {among} yang diperingkat, dengan IKM {decimal_number(first[0].ikm)}."
    names = joined([unit.unit_name for unit in first[:NAMED_UNITS]])
    if len(first) > NAMED_UNITS:
        names = f"{names}, dan {whole_number(len(first) - NAMED_UNITS)} unit lain"
    ikm = decimal_number(first[0].ikm)
    placed = (
        f"Peringkat pertama ditempati {names} dengan IKM {ikm}"
        if len(first) == 1
        else f"Peringkat pertama ditempati bersama oleh {names} dengan IKM yang sama, {ikm}"
    )
    near = [unit for unit in ranking if unit.rank != 1 and unit.rank_low == 1]
    if not near:
        return f"{placed}; pada tingkat kepercayaan {CONFIDENCE_LABEL} tidak ada unit lain yang setara dengannya."
    return (
        f"{placed}; pada tingkat kepercayaan {CONFIDENCE_LABEL}, {units_named(near)} "
        "tidak dapat dibedakan dari peringkat itu."
    )


def ranks_explained() -> str:
    """What the range of ranks says, once where the ranking stands."""
    return (
        "Rentang peringkat memuat peringkat yang menurut jawaban responden sama-sama mungkin bagi sebuah unit pada "
        f"tingkat kepercayaan {CONFIDENCE_LABEL}, untuk tiap unit, bukan untuk seluruh tabel; perbedaan peringkat "
        "antara unit yang rentangnya bertumpang tindih tidak boleh dibaca sebagai perbedaan mutu pelayanan."
    )


def simultaneous_explained() -> str:
    """What the wider ranges say, where they stand in the table."""
    return (
        f"Rentang serentak lebih lebar: pada tingkat kepercayaan {CONFIDENCE_LABEL} semua rentang satu tabel berlaku "
        "sekaligus."
    )


def ties_sentence(ranking: Sequence[RankedFigure]) -> str:
    """Every tie by name; empty where there is none."""
    groups = [
        list(group) for _, group in groupby((unit for unit in ranking if unit.tied), key=lambda unit: unit.rank or 0)
    ]
    if not groups:
        return ""
    told = [
        f"peringkat {whole_number(group[0].rank or 0)} oleh {joined(shortened([unit.unit_name for unit in group]))} "
        f"(IKM {decimal_number(group[0].ikm)})"
        for group in groups
    ]
    return f"Unit dengan IKM yang sama berbagi peringkat: {'; '.join(shortened(told, 12, 'peringkat'))}."


def unranked_sentence(ranking: Sequence[RankedFigure]) -> str:
    """Who is not ranked, and why; empty where all are."""
    unranked = [unit for unit in ranking if unit.rank is None]
    if not unranked:
        return ""
    return (
        f"Tidak diperingkat karena {few_respondents(unranked[0].minimum_respondents)}, dan berdiri di bawah yang lain: "
        f"{units_named(unranked)}."
    )


def unsur_sentences(
    lowest: Sequence[UnsurFigure | RegencyUnsurFigure], highest: Sequence[UnsurFigure | RegencyUnsurFigure]
) -> tuple[str, ...]:
    """The lowest and the highest unsur, ties named as ties; one sentence where all are equal."""
    if not lowest:
        return ("Kesembilan unsur mendapat nilai yang sama, sehingga tidak ada unsur terendah atau tertinggi.",)
    return tuple(f"Unsur dengan nilai {name.lower()}: {told}." for name, told in named_ends(lowest, highest))


def named_ends(
    lowest: Sequence[UnsurFigure | RegencyUnsurFigure], highest: Sequence[UnsurFigure | RegencyUnsurFigure]
) -> tuple[tuple[str, str], ...]:
    """The same for a table: which end, and its unsur."""
    if not lowest:
        return (("Terendah, tertinggi", "tidak ada: kesembilan unsur mendapat nilai yang sama"),)
    return (("Terendah", unsur_named(lowest, lowest=True)), ("Tertinggi", unsur_named(highest, lowest=False)))


def unsur_named(unsur: Sequence[UnsurFigure | RegencyUnsurFigure], *, lowest: bool) -> str:
    """Unsur with their scores, equal ones together."""
    groups = []
    for _, members in groupby(unsur, key=lambda one: one.order_from_lowest if lowest else one.order_from_highest):
        tied = list(members)
        names = joined([f"{one.name} ({one.unsur_code})" for one in tied])
        groups.append(f"{names} {'sama-sama ' if len(tied) > 1 else ''}{decimal_number(tied[0].score)}")
    return "; ".join(groups)


def coverage_sentence(figures: RegencyFigures) -> str:
    """Units expected and reported, respondents."""
    headline = figures.headline
    said = (
        f"Dari {whole_number(len(figures.registered))} unit yang wajib menyelenggarakan survei, "
        f"{whole_number(len(figures.ranking))} unit memiliki IKM pada {period_in_sentence(figures.period)} dengan "
        f"{whole_number(headline.respondents)} responden"
    )
    if figures.apart:
        count = whole_number(len(figures.apart))
        said = f"{said}; {count} unit tidak memiliki IKM karena kuesionernya tidak menanyakan kesembilan unsur"
    if figures.missing:
        return f"{said}; {whole_number(len(figures.missing))} unit belum melapor."
    return f"{said}." if figures.apart else f"{said}; tidak ada unit yang belum melapor."


def rows_sentence(figures: RegencyFigures) -> str:
    """What became of the rows of all files of answers."""
    files = [file for file in figures.files if file.kind == "responses"]
    if not files:
        return "Belum ada berkas jawaban survei."
    whose = "dari semua periode"
    if not figures.of_all_periods:
        whose = "yang menyangkut periode ini"
        if figures.findings is not None:
            whose += " atau tidak diketahui periodenya"
    read, accepted, rejected, duplicate, replaced = (
        whole_number(sum(getattr(file, name) or 0 for file in files))
        for name in ("rows_read", "rows_accepted", "rows_rejected", "rows_duplicate", "rows_replaced")
    )
    received = (
        f"Sampai laporan ini dibuat diterima {whole_number(sum(file.files for file in files))} berkas jawaban survei "
        f"{whose}."
    )
    if any(file.rows_accepted is None for file in files):
        return (
            f"{received} Jumlah barisnya tidak ditampilkan: darinya dapat dihitung berapa orang menjawab pada unit "
            "yang angkanya tidak ditampilkan."
        )
    more = "" if replaced == "0" else f", dan {replaced} digantikan berkas lain menurut keputusan"
    return (
        f"{received} Dari {read} baris yang terbaca, {accepted} dihitung, {rejected} ditolak karena "
        f"melanggar aturan, {'' if more else 'dan '}{duplicate} tidak dihitung karena sudah ada di berkas lain{more}."
    )


def movers_sentence(figures: RegencyFigures) -> str:
    """How many units rose, fell and stayed."""
    previous = period_in_sentence(figures.period.previous)
    if not figures.compared:
        return f"Belum ada unit yang memiliki IKM {previous}, sehingga perubahan tidak dapat dihitung."
    risen, fallen = len(figures.risen), len(figures.fallen)
    equal = sum(unit.change == 0 for unit in figures.ranking)
    unclear = figures.compared - risen - fallen - equal
    told = [
        f"{whole_number(count)} unit {word}"
        for count, word in (
            (risen, "naik"),
            (fallen, "turun"),
            (equal, "tetap"),
            (unclear, "tidak dapat dibedakan dari sebelumnya"),
        )
        if count
    ]
    said = f"Dari {whole_number(figures.compared)} unit yang memiliki IKM pada {previous} dan pada periode ini, "
    new = len(figures.ranking) - figures.compared
    tail = f" Untuk {whole_number(new)} unit lain IKM {previous} tidak tersedia." if new else ""
    return f"{said}{joined(told)}.{tail}"


def succession_sentence(figures: RegencyFigures) -> str:
    """Which units were merged or split, so that figures of their successors are of another scope; empty without any."""
    if not figures.succeeded:
        return ""
    told = [
        f"{one.unit_name} (sampai {long_date(one.valid_to)}) diteruskan oleh {joined(one.successors)}"
        for one in figures.succeeded
    ]
    return (
        f"Unit yang digabung atau dipecah: {'; '.join(told)}. Angka unit penerusnya sebelum dan sesudah itu bukan "
        "tentang lingkup pelayanan yang sama."
    )


def movers_caution() -> str:
    """How a change may be read."""
    return (
        "Naik atau turun hanya disebut bila selisihnya lebih besar dari yang pada tingkat kepercayaan "
        f"{CONFIDENCE_LABEL} dapat terjadi karena respondennya berbeda; lainnya tidak dapat dibedakan."
    )


def sample_sentence(figures: RegencyFigures) -> str:
    """Units below their sample, and those whose need is not known."""
    below, unknown = len(figures.below_sample), len(figures.sample_unknown)
    known = len(figures.ranking) - unknown
    if not known:
        return (
            "Jumlah penerima layanan belum ada dalam daftar unit, sehingga kecukupan jumlah responden tidak dapat "
            "dinilai untuk unit mana pun."
        )
    said = (
        f"Dari {whole_number(known)} unit yang jumlah penerima layanannya diketahui, "
        + (f"{whole_number(below)} unit belum memenuhi" if below else "semuanya memenuhi")
        + " kebutuhan sampel menurut Krejcie dan Morgan."
    )
    if unknown:
        said += f" Untuk {whole_number(unknown)} unit lain kebutuhannya tidak dapat dinilai."
    return said


def weight_dependent_sentence(figures: RegencyFigures) -> str:
    """Units whose grade is another with the exact weight."""
    units = figures.weight_dependent
    weight = weight_label(figures.headline.weight)
    if figures.headline.weight == EXACT_WEIGHT.name:
        return "Angka utama laporan ini memakai bobot 1/9, sehingga mutu tidak bergantung pada pembulatan bobot."
    if not units:
        return f"Mutu semua unit sama, baik dengan bobot {weight} maupun dengan bobot 1/9."
    return (
        f"Mutu {whole_number(len(units))} unit berbeda menurut bobot {weight} dan bobot 1/9; keduanya disebut bila "
        "angka unit itu dikutip."
    )


def missing_sentence(figures: RegencyFigures) -> str:
    """Who did not report, and who has no index for another reason."""
    without = len(figures.missing) + len(figures.apart)
    if not without:
        return "Semua unit dalam daftar memiliki IKM pada periode ini."
    return " ".join(
        filter(
            None,
            (
                f"Sebanyak {whole_number(without)} dari {whole_number(len(figures.registered))} unit tidak memiliki "
                "IKM pada periode ini. Unit tanpa jawaban yang sah tidak diberi nilai nol dan tidak ikut dalam "
                "rata-rata maupun peringkat.",
                eight_unsur_sentence([unit.unit_name for unit in figures.apart]),
            ),
        )
    )


def follow_up_sentence(figures: RegencyFigures) -> str:
    """Plans of the period before and what was done."""
    previous = period_in_sentence(figures.period.previous)
    if figures.follow_up is None:
        return f"Tidak ada rencana tindak lanjut atas hasil survei {previous} yang diterima dari unit."
    done = figures.follow_up
    return (
        f"Rencana tindak lanjut atas hasil survei {previous} dikirim oleh {whole_number(done.units)} unit. Dari "
        f"{whole_number(done.planned)} kegiatan yang direncanakan, {whole_number(done.done)} sudah dilaksanakan: "
        f"realisasi kabupaten {percent(done.realisation)}."
    )


def reason_name(file: UncountedFileFigure) -> str:
    """Why nothing of a file counts, in a few words."""
    if known := REASON_NAMES.get(file.reason_code or ""):
        return known
    return "menunggu keputusan petugas" if file.status == "held" else "diterangkan dalam surat kepada pengirimnya"


def check_name(finding: FindingFigure) -> str:
    """What a check asks, in words."""
    if message := _ROW_MESSAGES.get(finding.expectation):
        return message
    if name := FILE_CHECK_NAMES.get(finding.expectation):
        return name
    return CHECK_NAMES.get(finding.expectation, finding.expectation)


def observed_text(finding: FindingFigure) -> str:
    """What a check saw: `12 dari 1.055 baris`."""
    match = _OBSERVED.fullmatch(finding.observed or "")
    if match is None:
        return finding.observed or "–"
    count, total = (int(number.replace(",", "")) if number else None for number in match.group("count", "total"))
    of_all = "" if total is None else f" dari {whole_number(total)}"
    return f"{whole_number(count or 0)}{of_all} {_OBSERVED_WORDS[match['what']]}"


def conclusions(figures: RegencyFigures) -> tuple[str, ...]:
    """Chapter V, first part: what the figures say."""
    said = [
        f"{headline_sentence(figures)} {certainty(figures)}",
        grades_sentence(figures),
        " ".join(unsur_sentences(figures.lowest_unsur, figures.highest_unsur)),
    ]
    if figures.compared:
        said.append(movers_sentence(figures))
    said.append(coverage_sentence(figures))
    if figures.follow_up is not None:
        said.append(follow_up_sentence(figures))
    return tuple(said)


def recommendations(figures: RegencyFigures) -> tuple[str, ...]:
    """Chapter V, second part: only what follows from the figures."""
    said: list[str] = []
    if figures.lowest_unsur:
        names = joined([f"{unsur.name} ({unsur.unsur_code})" for unsur in figures.lowest_unsur])
        said.append(
            f"Menjadikan {names} prioritas perbaikan bersama dalam rencana tindak lanjut unit, karena nilainya "
            "terendah di seluruh kabupaten."
        )
    if weak := [unit for unit in figures.ranking[::-1] if unit.mutu in ("C", "D")]:
        said.append(f"Mendampingi unit yang mutunya C atau D: {units_named(weak)}.")
    if fallen := figures.fallen:
        said.append(
            f"Meminta unit yang IKM-nya turun menelusuri penyebabnya per unsur, mulai dari penurunan terbesar: "
            f"{_falls(fallen)}."
        )
    if figures.below_sample:
        said.append(
            f"Menambah jumlah responden pada {whole_number(len(figures.below_sample))} unit yang belum memenuhi "
            "kebutuhan sampel agar IKM-nya lebih pasti."
        )
    if figures.sample_unknown:
        said.append(
            f"Melengkapi jumlah penerima layanan {whole_number(len(figures.sample_unknown))} unit dalam daftar unit "
            "agar kecukupan respondennya dapat dinilai."
        )
    if figures.missing:
        names = joined(shortened([unit.unit_name for unit in figures.missing]))
        said.append(f"Meminta hasil survei dari unit yang belum melapor: {names}.")
    if figures.apart:
        names = joined(shortened([unit.unit_name for unit in figures.apart]))
        said.append(f"Meminta {names} menanyakan kesembilan unsur agar hasilnya dapat dibandingkan dengan unit lain.")
    said += _file_recommendations(figures)
    if (done := figures.follow_up) is not None and done.done < done.planned:
        said.append(
            f"Menyelesaikan {whole_number(done.planned - done.done)} kegiatan tindak lanjut yang direncanakan atas "
            f"hasil {period_in_sentence(done.period)} dan belum dilaksanakan."
        )
    return tuple(said)


def _falls(units: Sequence[RankedFigure]) -> str:
    return joined(
        shortened(
            [
                f"{unit.unit_name} (dari {decimal_number(unit.before)} menjadi {decimal_number(unit.ikm)})"
                for unit in units
                if unit.before is not None
            ],
            3,
        )
    )


def _file_recommendations(figures: RegencyFigures) -> list[str]:
    refused = sum(file.status == "rejected" for file in figures.uncounted_files)
    held = sum(file.status == "held" for file in figures.uncounted_files)
    said = []
    if refused:
        said.append(
            f"Meminta pengirim {whole_number(refused)} berkas yang ditolak memperbaiki dan mengirimkannya kembali "
            "menurut alasan pada Bab II."
        )
    if held:
        said.append(f"Memeriksa dan memutuskan {whole_number(held)} berkas yang ditahan.")
    return said
