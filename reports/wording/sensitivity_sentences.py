"""What a rank would be in other ways, in sentences.

Belongs here: wording in Bahasa Indonesia. Not here: any figure (`reports.figures.sensitivity_figures`), which ranks
chance cannot tell apart (`reports.wording.unit_sentences`).
"""

from contracts.comparison_tables import WAYS
from contracts.registry import SURVEY_MODES
from reports.figures.sensitivity_figures import BesideRankFigure, SensitivityFigure
from reports.wording.indonesian import joined, percentage, type_name, whole_number


def sensitivity_text(one: SensitivityFigure) -> str:
    """`tetap 3`, `2 – 4`."""
    if one.rank_best == one.rank_worst:
        return f"tetap {whole_number(one.rank)}"
    return f"{whole_number(one.rank_best)} – {whole_number(one.rank_worst)}"


def sensitivity_sentence(one: SensitivityFigure | None) -> str:
    """The rank beside what it would be in other ways; empty where none is known."""
    if one is None or not one.ways:
        return ""
    stays = (
        f"tetap {whole_number(one.rank)}"
        if one.rank_best == one.rank_worst
        else f"berada di antara {whole_number(one.rank_best)} dan {whole_number(one.rank_worst)}"
    )
    return (
        f"Bila dihitung dengan cara lain ({joined([WAYS[way] for way in one.ways])}), peringkatnya di antara "
        f"{type_name(one.scope)} {stays} pada semua cara; peringkat resmi tidak berubah karenanya."
    )


def sensitivity_explained() -> str:
    """What the other ways are, once where they stand."""
    return (
        "Peringkat pada cara lain menunjukkan berapa peringkat unit bila dihitung tanpa unsur biaya/tarif (U4), yang "
        "bernilai 4 menurut hukum bila layanannya gratis, dan bila susunan layanan serta ciri responden semua unit "
        "sejenis sama. Nilainya dari terbaik sampai terburuk pada semua cara yang dapat dihitung. Cara pengumpulan "
        "turut menentukan nilai, tetapi tidak dapat disamakan dengan hitungan. Peringkat resmi tidak diganti."
    )


def mode_text(one: BesideRankFigure) -> str:
    """How the unit asks, or a dash."""
    return SURVEY_MODES.get(one.survey_mode, "–")


def services_text(one: BesideRankFigure) -> str:
    """`5 layanan, terbanyak KTP-el (62,0 %)`; a dash where none is registered."""
    if not one.services:
        return "–"
    return f"{whole_number(one.services)} layanan, terbanyak {one.main_service} ({percentage(one.main_share)})"
