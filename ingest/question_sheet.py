"""Answers that a unit chose on the sheet of questions about its file.

Belongs here: finding that sheet and reading its cells. Not here: whether an answer may be given
(`pipeline.question_answers`).
"""

from collections.abc import Mapping, Sequence

from contracts.question_sheet import BETWEEN_KEYS, LETTERS, READ_HEADERS
from contracts.records import SheetAnswer
from ingest.grid import Grid, headed

_LONGEST_WHY = 500


def answers_on(grids: Sequence[Grid]) -> tuple[SheetAnswer, ...] | None:
    """What was answered, empty cells left out; None where no sheet is one of questions."""
    if (found := headed(grids, READ_HEADERS)) is None:
        return None
    grid, position, columns = found
    below = grid.cells.slice(position + 1).iter_rows()
    return tuple(answer for line in below if (answer := _answer(line, columns)) is not None)


def _answer(line: Sequence[str | None], columns: Mapping[str, int]) -> SheetAnswer | None:
    chosen, why, content_id, code, keys = (line[columns[header]] for header in READ_HEADERS)
    if not (chosen and content_id and code and keys):
        return None
    by_letter = dict(zip(LETTERS, keys.split(BETWEEN_KEYS), strict=False))
    choice = by_letter.get(chosen.strip(" .").upper(), chosen)
    return SheetAnswer(content_id=content_id, code=code, choice=choice, why=(why or "")[:_LONGEST_WHY])
