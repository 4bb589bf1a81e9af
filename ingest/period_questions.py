"""Which period a file without dates is about, where its texts contradict each other or name it unclearly: a question.

Belongs here: the choices. Not here: reading the texts (`period_texts`), the period where they agree (`period_names`).
A file that names no year is refused: nobody can tell it from the file.
"""

from collections.abc import Iterable
from typing import Final

from contracts.decisions import PERIOD
from contracts.periods import MONTHS_IN, Period, parse_period
from contracts.records import Refusal, UnitNaming
from ingest.doubts import REFUSE, Questions
from ingest.period_names import period_of_months, texts_that_name
from ingest.period_texts import read_period

_MOST_CHOICES: Final = 8
_ASKED: Final = frozenset({"period_conflict", "period_unclear"})


def ask_period(naming: UnitNaming, path: str, refusal: Refusal, questions: Questions) -> Period | Refusal:
    """The period that somebody chose; else why it cannot be told, which is a question in `questions` where the texts
    offer periods to choose from."""
    candidates = _candidates(naming, path) if refusal.code in _ASKED else []
    if not candidates:
        return refusal
    chosen = questions.ask(
        PERIOD,
        refusal.message.rpartition(". ")[0] + ".",  # the last sentence says what its sender may do
        [*((one.code, one.label) for one in candidates), (REFUSE, "jangan hitung berkas ini; minta judul yang benar")],
    )
    if chosen == REFUSE or chosen is None:
        return refusal
    return parse_period(chosen)


def _candidates(naming: UnitNaming, path: str) -> list[Period]:
    """Every year and part of a year that the texts name, put together; where a part is unclear, the usual ones."""
    read = [read_period(text) for _, texts in texts_that_name(naming, path) for text in texts]
    years = sorted({year for one in read for year in one.years})
    months: list[tuple[int, int] | None] = []
    months += sorted({one.months for one in read if one.months is not None})
    if any(one.unclear is not None for one in read):
        months = [None]
        months += _stretches((6, 3))
    found = [period_of_months(year, stretch) for year in years for stretch in months or [None]]
    return list(dict.fromkeys(found))[:_MOST_CHOICES]


def _stretches(lengths: Iterable[int]) -> list[tuple[int, int]]:
    last = MONTHS_IN["year"]
    return [(first, first + length - 1) for length in lengths for first in range(1, last + 1, length)]
