"""What rows hidden by hand and formulas without a result mean for a table of answers.

Belongs here: whether the table can be read all the same. Not here: finding the marks (`sheet_marks`); rows that a
filter hides are no rows of a grid at all (`workbook`).
"""

from collections import Counter
from dataclasses import replace
from typing import Final

from contracts.records import Refusal, RowClass
from ingest.doubts import REFUSE, Questions
from ingest.refusals import formulas_not_calculated
from ingest.table import AnswerTable, in_ranges

HIDDEN: Final[RowClass] = "hidden"
_MOST_ANSWERS: Final = 5
_TOTALS_AT_MOST: Final = 10
"""So many lines of formulas below the respondents may be totals and means."""


def refused_for_marks(table: AnswerTable) -> Refusal | None:
    """Why the table cannot be read as it stands: answers or dates of respondents are formulas that were never
    calculated. Nobody can tell what they would be."""
    if not table.grid.uncalculated:
        return None
    uncalculated = _uncalculated_rows(table, _first_row(table), _respondents(table))
    return formulas_not_calculated(sorted(uncalculated), table.grid.name) if uncalculated else None


def asked_about_hidden(table: AnswerTable, questions: Questions) -> AnswerTable:
    """The table without respondents in rows that somebody hid by hand, where somebody decided that these do not count.
    A filter leaves no doubt: what it hides was taken out on purpose."""
    hidden = sorted(_respondents(table) & table.grid.hidden) if table.grid.hidden else []
    if not hidden:
        return table
    left = table.respondents - len(hidden)
    choices = [("count", f"ikut dihitung: semua {table.respondents} responden")]
    if left:
        choices.append(("skip", f"tidak dihitung: hanya {left} responden yang tampak"))
    sheet = f" pada lembar “{table.grid.name}”" if table.grid.name else ""
    chosen = questions.ask(
        f"hidden_rows:{table.grid.name}",
        f"{len(hidden)} baris jawaban{sheet} disembunyikan (baris {in_ranges(hidden)}).",
        (*choices, (REFUSE, "jangan hitung berkas ini")),
    )
    if chosen != "skip":
        return table
    positions = [row - _first_row(table) for row in hidden]
    body = table.body
    respondents = body.respondents.clone().scatter(positions, values=False)
    others = body.others | dict.fromkeys(positions, HIDDEN)
    return replace(table, body=replace(body, respondents=respondents, others=others))


def _first_row(table: AnswerTable) -> int:
    return table.grid.first_row + table.header.last + 1


def _respondents(table: AnswerTable) -> set[int]:
    return {_first_row(table) + position for position in table.body.respondents.arg_true().to_list()}


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
