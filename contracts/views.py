"""What a view for analysts is: its columns with the SQL and the words of each, in Bahasa Indonesia.

Belongs here: how a view is declared, and SQL that turns codes into the words of the contracts. Not here: any view
(`contracts.answer_views`, `contracts.figure_views`), creating one (`warehouse.build`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from contracts.columns import literal
from contracts.respondent import UNKNOWN_CATEGORY, Characteristic
from contracts.tables import RESPONDENT_PROFILE

VIEW_SCHEMA: Final = "analisis"


@dataclass(frozen=True)
class ViewColumn:
    """A column of a view: its name, the SQL expression it is, its meaning in Bahasa Indonesia."""

    name: str
    sql: str
    meaning: str


@dataclass(frozen=True)
class View:
    """A view over the published tables. `grain` says what one row is, `meaning` the rest, both in Bahasa Indonesia;
    `source` is what follows FROM. It selects, joins, filters and counts: every figure was computed before."""

    name: str
    grain: str
    meaning: str
    columns: tuple[ViewColumn, ...]
    source: str

    @property
    def select(self) -> str:
        """The SELECT it is made of."""
        return f"SELECT {', '.join(f'{one.sql} AS {one.name}' for one in self.columns)} FROM {self.source}"


def in_words(expression: str, words: Mapping[str, str], otherwise: str = "NULL") -> str:
    """SQL that says a code in words."""
    cases = " ".join(f"WHEN {literal(code)} THEN {literal(label)}" for code, label in words.items())
    return f"CASE {expression} {cases} ELSE {otherwise} END"


def category(characteristic: Characteristic, expression: str) -> str:
    """SQL that says a respondent's category in words; unknown where the file does not say."""
    unknown = RESPONDENT_PROFILE.words_of("category")[UNKNOWN_CATEGORY]
    return in_words(expression, {one.value: one.label for one in characteristic.categories}, literal(unknown))


def column(name: str, sql: str, meaning: str) -> ViewColumn:
    """A column of a view, short to write."""
    return ViewColumn(name, sql, meaning)


def taken_over(view: View, alias: str, *names: str) -> tuple[ViewColumn, ...]:
    """Columns of another view under the same names: those named, all where none is."""
    return tuple(
        ViewColumn(one.name, f"{alias}.{one.name}", one.meaning)
        for one in view.columns
        if not names or one.name in names
    )


def renamed_from(old: str, new: ViewColumn) -> ViewColumn:
    """What a column was called before; for one release."""
    return ViewColumn(old, new.sql, f"nama lama dari {new.name}: usang, dihapus pada rilis berikutnya")
