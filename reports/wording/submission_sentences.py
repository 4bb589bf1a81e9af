"""Every sentence of what the regency hands in: the cells in words of the recapitulation and of PEKPPP, the letter.

Belongs here: wording in Bahasa Indonesia, made from the figures. Not here: tables
(`reports.workbooks.submission_workbook`), the letter's layout (`reports.letters.submission_letter`).
"""

from collections.abc import Sequence

from contracts.periods import ROMAN
from reports.figures.follow_up_figures import FollowUpFigures
from reports.figures.submission_figures import EvaluatedUnitFigure, RecapFigure, StepFigure, SubmissionFigures
from reports.wording.indonesian import decimal_number, joined, percent, period_in_sentence, whole_number
from reports.wording.unit_sentences import grade_label

NO_PLAN = "tidak ada rencana"
ALL_SERVICES = "Seluruh layanan"
NO_MEDIA = "Media publikasi; isi lembar media publikasi, lalu taruh di kotak masuk."
ATTACHED = (
    "rekapitulasi hasil SKM setiap unit dan layanan;",
    "indikator PEKPPP tentang SKM setiap unit;",
    "metadata kegiatan, variabel, dan indikator statistik;",
    "bukti publikasi dan tindak lanjut dalam satu folder setiap unit.",
)
"""What is handed in with the letter."""
LADDERS = (
    "Nilai 0–5; tanda – berarti belum dapat dinilai. Publikasi: satu per media, 5 untuk lebih dari empat.",
    "Realisasi: di bawah 30 % 2, 30–80 % 3, di atas 80 % 4, seluruhnya 5.",
    "Kecepatan: seluruhnya dalam 1, 3, 6, 9, 12 bulan sejak laporan ditetapkan 5, 4, 3, 2, 1.",
)


def method_words(line: RecapFigure, channel: str) -> str:
    """How the survey was held, as the registry says it; else by which means the regency holds it."""
    means = f"uesioner melalui {channel}"
    return f"{line.survey_mode.capitalize()}, k{means}" if line.survey_mode else f"K{means}"


def priorities_words(line: RecapFigure) -> str:
    """The lowest unsur."""
    return "; ".join(f"{one.name} ({one.unsur_code})" for one in line.lowest)


def plan_words(line: RecapFigure) -> str:
    """What is planned, one action a line with its quarters."""
    if line.plan is None:
        return NO_PLAN
    return "\n".join(
        f"{number}. {action.activity}{_quarters(action.quarters)}" for number, action in enumerate(line.plan.actions, 1)
    )


def _quarters(planned: tuple[bool, ...]) -> str:
    quarters = [f"TW {numeral}" for numeral, is_planned in zip(ROMAN, planned, strict=True) if is_planned]
    return f" ({joined(quarters)})" if quarters else ""


def realised_by(plan: FollowUpFigures) -> str:
    """How much of a plan was carried out, as it is computed."""
    realised = "–" if plan.realisation is None else percent(plan.realisation)
    return f"{whole_number(plan.done)} ÷ {whole_number(plan.planned)} × 100 = {realised}"


def step_words(step: StepFigure | None) -> str:
    """`3`, `0–1` where the evaluator chooses, a dash where there is no step."""
    if step is None:
        return "–"
    return str(step.lowest) if step.lowest == step.highest else f"{step.lowest}–{step.highest}"


def missing_words(unit: EvaluatedUnitFigure) -> str:
    """What is missing, one a line."""
    return "\n".join(f"{number}. {said}" for number, said in enumerate(unit.missing, 1)) or "lengkap"


def traced_by(line: RecapFigure, period_code: str) -> str:
    """The commands that tell where a line's figures come from, and a unit's plan and realisation."""
    of_service = f' --service "{line.service_name}"' if line.service_name else ""
    index = f"skm explain {line.unit_code} {period_code}{of_service}"
    return index if line.service_name else f"{index}\n{plan_traced_by(line.unit_code, period_code)}"


def plan_traced_by(unit_code: str, period_code: str) -> str:
    """The command that tells where a unit's plan, realisation and steps come from."""
    return f"skm explain {unit_code} {period_code} --plan"


def handed_in_sentence(figures: SubmissionFigures) -> str:
    """What the letter hands in, in one sentence with the regency's index."""
    units = len(figures.units)
    return (
        f"Bersama ini disampaikan hasil Survei Kepuasan Masyarakat (SKM) {period_in_sentence(figures.period)} dari "
        f"{whole_number(units)} unit pelayanan {figures.regency_name} dengan {whole_number(figures.respondents)} "
        "responden. "
        f"IKM {figures.regency_name} adalah {decimal_number(figures.ikm)}, mutu {grade_label(figures.mutu)}."
    )


def without_index_sentence(figures: SubmissionFigures) -> str:
    """Who has no result, and whose could not be put together; empty where everybody has one."""
    said = [
        (figures.without_index, "Unit yang belum memiliki hasil"),
        (figures.failed, "Unit yang hasilnya belum dapat disertakan"),
    ]
    return " ".join(f"{begun}: {joined(list(names))}." for names, begun in said if names)


def publication_sentence(figures: SubmissionFigures) -> str:
    """How many units' publication is told below."""
    told = sum(bool(unit.media) for unit in figures.units)
    if not told:
        return "Media publikasi hasil SKM belum dilaporkan."
    return f"Hasil SKM {whole_number(told)} unit telah dipublikasikan melalui media berikut:"


def no_plan_for(period_label: str) -> str:
    """Said where the unit sent no plan."""
    return f"Rencana tindak lanjut atas hasil {period_label} belum diterima; kirim lembar tindak lanjutnya."


def not_closed(period_label: str) -> str:
    """Said where there is no official report to count months from."""
    return f"Laporan {period_label} belum ditetapkan (skm close), sehingga kecepatan belum dapat dihitung."


def media_dated_later(media: Sequence[str]) -> str:
    """Said where the day of publication had not come when the sheet was sent."""
    return f"Tanggal publikasi di {joined(list(media))} belum tiba saat lembarnya dikirim; betulkan lalu kirim lagi."


def media_without_link(media: Sequence[str]) -> str:
    """Said where nothing shows that results were published."""
    return f"Tautan, tangkapan layar, atau foto publikasi di {joined(list(media))}; taruh di folder bukti unit."


def actions_open(count: int) -> str:
    """Said where not all was carried out."""
    return f"{whole_number(count)} kegiatan belum dilaksanakan atau belum dilaporkan."


def actions_undated(count: int) -> str:
    """Said where the speed cannot be told."""
    return f"Tanggal Selesai {whole_number(count)} kegiatan pada lembar tindak lanjut."


def actions_unproved(count: int) -> str:
    """Said where nothing shows that an action was carried out."""
    return f"Tautan Bukti, atau foto di folder bukti unit, untuk {whole_number(count)} kegiatan."
