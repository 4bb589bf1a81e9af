"""What rows hidden by hand and formulas without a result mean for a table of answers.

Belongs here: whether the table can be read all the same. Not here: finding the marks (`sheet_marks`); rows that a
filter hides are no rows of a grid at all (`workbook`).
"""

from collections import Counter
from typing import Final

from contracts.records import Refusal
from ingest.refusals import formulas_not_calculated, rows_hidden
from ingest.table import AnswerTable

_MOST_ANSWERS: Final = 5
_TOTALS_AT_MOST: Final = 10
"""So many lines of formulas below the respondents may be totals and means."""


def refused_for_marks(table: AnswerTable) -> Refusal | None:
    """Why the table cannot be read as it stands: answers or dates of respondents are formulas that were never
    calculated, or respondents are hidden by hand."""
    grid = table.grid
    if not grid.uncalculated and not grid.hidden:
        return None
    first = grid.first_row + table.header.last + 1
    respondents = {first + position for position in table.body.respondents.arg_true().to_list()}
    uncalculated = _uncalculated_rows(table, first, respondents)
    if uncalculated:
        return formulas_not_calculated(sorted(uncalculated), grid.name)
    hidden = respondents & grid.hidden
    return rows_hidden(sorted(hidden), grid.name) if hidden else None


def _uncalculated_rows(table: AnswerTable, first: int, respondents: set[int]) -> set[int]:
    draft = table.draft
    answers = {*draft.unsur.values(), *(column for _, column in draft.bare)}
    others = {draft.sources[name] for name in ("timestamp", "unit", "response_id") if name in draft.sources}
    cells = [(row, column) for row, column in table.grid.uncalculated if row >= first]
    of_respondents = {row for row, column in cells if row in respondents and column in answers | others}
    lost = Counter(row for row, column in cells if row not in respondents and column in answers)
    rows = {row for row, count in lost.items() if count >= _MOST_ANSWERS}
    below = {row for row in rows if row > max(respondents, default=0)}
    if respondents and len(below) <= _TOTALS_AT_MOST:
        rows -= below
    return of_respondents | rows
