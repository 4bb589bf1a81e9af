"""Every sentence about how often each answer was given.

Belongs here: wording in Bahasa Indonesia. Not here: where a sentence stands (`reports.unit.unit_answers`).
"""

from collections.abc import Sequence

from reports.figures.answer_figures import AnswerFigure
from reports.figures.unit_figures import UnitFigures
from reports.wording.indonesian import joined, percentage, whole_number


def answers_sentence(figures: UnitFigures) -> str:
    """Which unsur most and fewest answered 3 or 4 to; of means of several questions, why nothing is told of single
    answers; empty where there is nothing to say."""
    if not figures.answers:
        if all(one.answer_parts is None for one in figures.unsur):
            return ""
        return (
            "Sebaran jawaban 1 sampai 4 tidak tersedia: nilai unsur pada kuesioner unit ini adalah rata-rata beberapa "
            "pertanyaan."
        )
    people = whole_number(figures.index.respondents)
    told = f"Dari {people} responden, tabel berikut memuat bagian yang memberi nilai 1 (terendah) sampai 4 (tertinggi)."
    fewest, most = (choose(one.good for one in figures.answers) for choose in (min, max))
    if fewest == most:
        return f"{told} Nilai 3 atau 4 diberikan sama banyak pada semua unsur ({_shares(figures.answers)})."
    lowest, highest = (_told(figures, good) for good in (fewest, most))
    return f"{told} Nilai 3 atau 4 paling sedikit diberikan pada {lowest}, paling banyak pada {highest}."


def _told(figures: UnitFigures, good: int) -> str:
    """The unsur that so many answered 3 or 4 to, with the shares that the table prints of them."""
    found = [one for one in figures.answers if one.good == good]
    return f"{joined([one.unsur_code for one in found])} ({_shares(found)})"


def _shares(answers: Sequence[AnswerFigure]) -> str:
    """Those that the table prints: of equal counts they may be a tenth of a percent apart."""
    return joined([percentage(share) for share in sorted({one.printed_good_share for one in answers})])
