"""What a certificate says.

Belongs here: its sentences, from public figures. Not here: where they stand (`reports.unit.certificate`).
"""

from typing import Final

from reports.figures.unit_figures import RankFigure, UnitFigures
from reports.wording.indonesian import decimal_number, period_in_sentence, type_name, whole_number
from reports.wording.unit_sentences import CONFIDENCE_LABEL, grade_label

TITLE: Final = "Piagam Penghargaan"
GIVEN_TO: Final = "diberikan kepada"


def awarded_sentence(public: UnitFigures, rank: RankFigure) -> str:
    """For what."""
    shared = ", bersama unit lain dengan IKM yang sama," if rank.tied else ""
    return (
        f"sebagai peringkat pertama{shared} di antara {whole_number(rank.units)} {type_name(public.unit_type)} di "
        f"{public.regency_name} yang diperingkat menurut Indeks Kepuasan Masyarakat "
        f"{period_in_sentence(public.period)}"
    )


def index_line(public: UnitFigures) -> str:
    """With which index."""
    index = public.index
    people = whole_number(index.respondents)
    return f"IKM {decimal_number(index.ikm)} · mutu {grade_label(index.mutu)} · {people} responden"


def certainty_sentence(public: UnitFigures, worst: int) -> str:
    """Down to which rank the first cannot be told apart."""
    opening = f"Pada tingkat kepercayaan {CONFIDENCE_LABEL}"
    if worst == 1:
        return f"{opening} tidak ada {type_name(public.unit_type)} lain yang setara dengannya."
    return f"{opening} peringkat ini tidak dapat dibedakan dari peringkat 1 sampai {whole_number(worst)}."
