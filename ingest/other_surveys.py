"""Another survey beside the SKM in one file: anti-corruption, expectations.

Belongs here: telling its tables from those of the SKM. Not here: sheets without a table (`other_sheets`).
"""

import re
from collections.abc import Sequence
from typing import Final

from contracts.unsur import UNSUR_COLUMNS
from ingest.column_aspects import aspect_named
from ingest.similarity import bare_label
from ingest.table import AnswerTable


def without_other_surveys(tables: Sequence[AnswerTable]) -> tuple[list[AnswerTable], list[str]]:
    """Tables of the SKM, where the file holds another survey beside it (anti-corruption, expectations): one that names
    no unsur at all, or what was expected of all of them, while another table names or numbers all nine."""
    skm = [table for table in tables if _is_whole_skm(table)]
    if not skm or len(skm) == len(tables):
        return list(tables), []
    kept, notes = [], []
    for table in tables:
        letters = " ".join(text for texts in table.header.labels for text in texts)
        is_other = _holds_expectations(table, skm) or (
            not table.draft.unsur
            and (OTHER_SURVEYS.search(f"{table.grid.name} {letters}") is not None or not _has_unsur_numbers(table))
        )
        if is_other and not any(table is one for one in skm):
            notes.append(f"Lembar “{table.grid.name}” berisi survei lain, bukan sembilan unsur SKM, dan dilewati.")
        else:
            kept.append(table)
    return (kept, notes) if kept else (list(tables), [])


def _holds_expectations(table: AnswerTable, skm: Sequence[AnswerTable]) -> bool:
    """The sheet is named so, and another has what the same people found: an office may be called Harapan."""
    return aspect_named(table.grid.name) == "expected" and any(
        aspect_named(one.grid.name) == "received" or one.respondents == table.respondents for one in skm
    )


OTHER_SURVEYS: Final = re.compile(
    r"\b(?:spak|spkp|ipak|ipkp|iipp|anti\s?korupsi|persepsi (?:anti )?korupsi|harapan|kepentingan|ekspektasi"
    r"|importance)\b",
    re.IGNORECASE,
)


def _is_whole_skm(table: AnswerTable) -> bool:
    """It names or numbers all nine unsur, and nothing calls it another survey."""
    whole = len(table.draft.unsur) + len(table.draft.bare) >= len(UNSUR_COLUMNS) and not table.draft.numbers_beyond
    named = bool(table.draft.unsur) or _has_unsur_numbers(table)
    return whole and named and OTHER_SURVEYS.search(table.grid.name) is None


def _has_unsur_numbers(table: AnswerTable) -> bool:
    """Its columns are numbered as unsur are (U1 …), not as those of another survey (P1 …, I1 …)."""
    labels = (bare_label(text) for texts in table.header.labels for text in texts)
    return any(label is not None and label.word in (None, "u", "unsur", "unsur pelayanan") for label in labels)
