"""What the words at the beginning of a row say: a total or statistic, an example, or nothing of the kind.

Belongs here: reading one such text. Not here: where in a row it stands and what follows from it (`body`). A text is the
name of a total only if every word of it belongs to such names, or to those of periods: "Rata-rata Januari" is one,
"Total Wijaya" and "Responden 12" are people.
"""

import re
from functools import lru_cache
from typing import Final, Literal

from contracts.headers import EXAMPLE_HEADS, EXAMPLE_WORDS, PERIOD_WORDS, TOTAL_HEADS, TOTAL_VOCABULARY
from contracts.periods import MONTH_WORDS
from ingest.words import words

RowLabel = Literal["total", "example", "beginning", "none"]
"""`beginning`: it begins like the name of a total and goes on with other words."""

LONGEST_LABEL: Final = 200
_HEADS: Final = "|".join(sorted(TOTAL_HEADS | EXAMPLE_HEADS, key=len, reverse=True))
LIKE_A_LABEL: Final = rf"^[\W\d_]{{0,12}}(?:{_HEADS})(?:[\W\d_]|$)"
"""For a whole column of lower-case texts: what may be such a label."""
_RESPONDENT: Final = frozenset({"responden", "respondent"})
_OF_TOTALS: Final = TOTAL_VOCABULARY | MONTH_WORDS.keys() | PERIOD_WORDS
_SIGMA: Final = re.compile("[Σ∑]")


@lru_cache(maxsize=4096)
def row_label(text: str) -> RowLabel:
    """What the text of one cell says about its row."""
    if len(text) > LONGEST_LABEL:
        return "none"
    every = words(_SIGMA.sub(" jumlah ", text))
    named = [word for word in every if not word.isdecimal()]
    if not named:
        return "none"
    if named[0] in EXAMPLE_HEADS and set(named) <= EXAMPLE_WORDS:
        return "example"
    has_number = len(named) < len(every)
    if set(named) <= _RESPONDENT and has_number:
        return "none"  # "Responden 12" is somebody who gave no name
    has_head = not TOTAL_HEADS.isdisjoint(named) or named == ["n"] or set(named) <= _RESPONDENT
    if has_head and set(named) <= _OF_TOTALS:
        return "total"
    return "beginning" if named[0] in TOTAL_HEADS else "none"
