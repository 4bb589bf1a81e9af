"""Every sentence on the follow-up of a survey: the plan for this period, what became of the one before.

Belongs here: wording in Bahasa Indonesia, made from the figures of the plans. Not here: the tables
(`reports.unit.follow_up_report`), nor where a sentence stands.
"""

from collections.abc import Sequence

from reports.figures.follow_up_figures import ActionFigure, FollowUpFigures, LatePlanFigure
from reports.figures.revision_figures import FIRST_EDITION, edition_label
from reports.figures.unit_figures import ResultsFigure, UnitFigures, UnsurFigure, lowest_unsur
from reports.wording.indonesian import (
    NO_BREAK_SPACE,
    decimal_number,
    joined,
    long_date,
    number_and_words,
    period_in_sentence,
    whole_number,
)
from reports.wording.source_sentences import follow_up_workbook_name
from reports.wording.unit_sentences import grade_label, lowest_list, unit_in_regency, unsur_names

REPORT_TITLE = "Laporan Hasil Tindak Lanjut Pelaksanaan Survei Kepuasan Masyarakat"
NOT_REPORTED = "belum dilaporkan"
IN_THE_NEXT_REPORT = (
    "Realisasi rencana ini belum dilaporkan. Laporan SKM periode berikutnya memuat rencana ini beserta realisasinya "
    "pada Lampiran 4."
)
NOT_PUBLIC = "Rencana dan realisasi tindak lanjut tidak dimuat dalam edisi publik."


def plan_sentence(figures: UnitFigures) -> str:
    """What the plan for this period holds, or that it has not been sent."""
    answered = f"atas hasil SKM {period_in_sentence(figures.period)}"
    if figures.public:
        return NOT_PUBLIC
    if figures.follow_up is None:
        return f"Rencana tindak lanjut {answered} belum diterima dari {figures.unit_name}."
    unsur = joined(list(dict.fromkeys(f"{one.unsur_name} ({one.unsur_code})" for one in figures.follow_up.actions)))
    return (
        f"Rencana tindak lanjut {answered} memuat {number_and_words(figures.follow_up.planned)} kegiatan untuk unsur "
        f"{unsur}."
    )


HORIZONS_SENTENCE = (
    "Perbaikan direncanakan dengan prioritas jangka pendek (kurang dari 12 bulan), jangka menengah (12 sampai 24 "
    "bulan), atau jangka panjang (lebih dari 24 bulan). Kegiatan yang dijadwalkan pada triwulan berikut termasuk "
    "jangka pendek."
)
"""What the official report says of how far plans reach; quarters are those of one year."""


def forum_sentence(actions: Sequence[ActionFigure]) -> str:
    """When the plan was discussed with the public; empty where nobody said."""
    days = sorted({action.forum_on for action in actions if action.forum_on is not None})
    if not days:
        return ""
    return f"Rencana ini dibahas dalam Forum Konsultasi Publik pada {joined([long_date(day) for day in days])}."


def workbook_sentence(figures: UnitFigures) -> str:
    """Which workbook to fill in, and what then."""
    return (
        f"Rencana diisi pada lembar kerja {follow_up_workbook_name(figures)} dan dikirim kembali seperti berkas "
        "survei; laporan edisi berikutnya akan memuatnya."
    )


def supplement_title(late: LatePlanFigure) -> str:
    """What the supplement to an official report is called."""
    if late.came_before:
        return "Rencana Tindak Lanjut yang Baru Dihitung setelah Penetapan"
    return f"Rencana Tindak Lanjut yang Diterima setelah Penetapan, Tanggal {long_date(late.received_at.date())}"


def supplement_sentence(figures: UnitFigures, late: LatePlanFigure) -> str:
    """Which report the supplement belongs to, and that it stays as it is."""
    edition = "edisi pertama" if late.revision == FIRST_EDITION else edition_label(late.revision)
    return (
        f"Lampiran ini menyertai Laporan Pelaksanaan SKM {unit_in_regency(figures)} "
        f"{period_in_sentence(figures.period)} ({edition}), yang ditetapkan pada {long_date(late.closed_at.date())}. "
        f"{came_late_sentence(late)} Laporan itu tidak berubah dan tidak memuatnya."
    )


def came_late_sentence(late: LatePlanFigure) -> str:
    """When a plan came that the official report does not print."""
    received, closed = long_date(late.received_at.date()), long_date(late.closed_at.date())
    if late.came_before:
        return (
            f"Rencana ini diterima pada {received}, tetapi baru dihitung setelah hasil survei itu ditetapkan pada "
            f"{closed}."
        )
    return f"Rencana ini diterima pada {received}, setelah hasil survei itu ditetapkan pada {closed}."


def uncovered_sentence(actions: Sequence[ActionFigure], unsur: Sequence[UnsurFigure]) -> str:
    """The lowest unsur for which nothing is planned; empty where all have something."""
    planned = {action.unsur_code for action in actions}
    uncovered = [one for one in lowest_unsur(unsur) if one.unsur_code not in planned]
    return f"Unsur terendah yang tidak termuat dalam rencana ini: {unsur_names(uncovered)}." if uncovered else ""


def results_sentence(plan: FollowUpFigures, results: ResultsFigure) -> str:
    """The index that the plan answers, and its lowest unsur."""
    when = period_in_sentence(plan.period)
    said = f"IKM {when} adalah {decimal_number(results.ikm)}, mutu {grade_label(results.mutu)}. "
    lowest = lowest_unsur(results.unsur)
    if not lowest:
        return f"{said}Kesembilan unsur mendapat nilai yang sama."
    return f"{said}{lowest_list(lowest).sentence}"


def no_results_sentence(plan: FollowUpFigures) -> str:
    """Said where the period before has no index."""
    when = period_in_sentence(plan.period)
    return f"IKM {when} tidak ada dalam data yang diterbitkan, sehingga nilai per unsur tidak dapat ditampilkan."


def no_plan_before_sentence(figures: UnitFigures) -> str:
    """Said where nothing is known of a plan for the period before."""
    when = period_in_sentence(figures.period.previous)
    if not figures.unsur_before:
        return f"IKM {when} tidak ada dalam data yang diterbitkan, sehingga tidak ada tindak lanjut untuk dilaporkan."
    return (
        f"Rencana tindak lanjut atas hasil SKM {when} belum diterima dari {figures.unit_name}, sehingga realisasinya "
        "tidak dapat dilaporkan."
    )


def realisation_sentence(follow_up: FollowUpFigures) -> str:
    """How much of a plan was carried out."""
    said = (
        f"Dari {number_and_words(follow_up.planned)} kegiatan tindak lanjut atas hasil SKM "
        f"{period_in_sentence(follow_up.period)}, {number_and_words(follow_up.done)} sudah dilaksanakan "
        f"(realisasi {realisation_percent(follow_up)})."
    )
    silent = sum(action.done is None for action in follow_up.actions)
    if silent:
        said += f" Realisasi {number_and_words(silent)} kegiatan belum dilaporkan dan dihitung belum dilaksanakan."
    return said


def priorities_sentence(plan: FollowUpFigures, results: ResultsFigure | None) -> str:
    """Whether the lowest unsur were followed up; empty where none is the lowest or nothing is planned for them."""
    lowest = {one.unsur_code for one in lowest_unsur(results.unsur)} if results else set()
    of_lowest = [action for action in plan.actions if action.unsur_code in lowest]
    if not of_lowest:
        return ""
    done = sum(action.done is True for action in of_lowest)
    return (
        f"Untuk unsur terendah, yang menjadi prioritas perbaikan, direncanakan {number_and_words(len(of_lowest))} "
        f"kegiatan; {number_and_words(done)} sudah dilaksanakan."
    )


def realisation_formula(follow_up: FollowUpFigures) -> str:
    """`3 ÷ 3 × 100 % = 100 %`."""
    return (
        f"{whole_number(follow_up.done)} ÷ {whole_number(follow_up.planned)} × 100{NO_BREAK_SPACE}% = "
        f"{realisation_percent(follow_up)}"
    )


def realisation_percent(follow_up: FollowUpFigures) -> str:
    """`100 %`, `66,67 %`."""
    whole = follow_up.realisation == follow_up.realisation.to_integral_value()
    return f"{decimal_number(follow_up.realisation, 0 if whole else 2)}{NO_BREAK_SPACE}%"
