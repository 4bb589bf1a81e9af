"""Which column of a table holds which of the nine unsur, bare numbers included, and why a table is refused for it.

Belongs here: putting together what a file's own words and the registry say, and asking where they contradict each
other. Not here: a header's words (`mapping`), reading a legend (`legend`), the sentences (`refusals`).
"""

from collections.abc import Sequence
from typing import Final

from contracts.records import Refusal
from contracts.unsur import UNSUR_COLUMNS
from ingest.doubts import REFUSE, Questions
from ingest.grid import Grid
from ingest.header import SEARCHED_ROWS
from ingest.legend import ResolvedMapping, read_legend, resolve_mapping
from ingest.questionnaires import left_out
from ingest.refusals import (
    ambiguous_columns,
    numbers_missing,
    order_undeclared,
    rows_too_long,
    too_many_numbers,
    unsur_missing,
)
from ingest.table import AnswerTable, side_rows


def settled_columns(
    tables: Sequence[AnswerTable], others: Sequence[Grid], declared: str | None, questions: Questions
) -> list[ResolvedMapping]:
    """Settles the bare numbers of every table. `declared`: the registry's order of U8 and U9."""
    if not any(table.draft.bare for table in tables):
        return [ResolvedMapping(table.draft) for table in tables]
    lines: list[tuple[str | None, ...]] = []
    for table in tables:
        lines += table.grid.cells.head(table.header.first).rows()
        lines += [aside.cells for aside in table.body.asides]
        lines += side_rows(table, table.draft.columns)
    for grid in others:
        lines += grid.cells.head(SEARCHED_ROWS).rows()
    legend = read_legend(lines)
    settled = [resolve_mapping(table.draft, legend, declared) for table in tables]
    said = {number for table in tables for number, _ in table.draft.numbered} | legend.keys()
    half_said = any(one.file_order not in (None, declared) for one in settled) and not said.issuperset(_DISPUTED)
    if declared is None or not half_said:
        return settled
    chosen = questions.ask(
        "unsur_order",
        "Berkas hanya menjelaskan sebagian dari U8 dan U9, dan penjelasannya berbeda dengan unsur_order "
        f"“{declared}” unit ini di units.csv.",
        (
            ("file", "menurut berkas"),
            ("registry", f"menurut units.csv ({declared})"),
            (REFUSE, "jangan hitung berkas ini; betulkan keterangannya atau units.csv"),
        ),
    )
    if chosen != "registry":
        return settled
    undisputed = {number: unsur for number, unsur in legend.items() if number not in _DISPUTED}
    return [resolve_mapping(table.draft, undisputed, declared) for table in tables]


_DISPUTED: Final = frozenset({8, 9})
"""Numbers that mean one unsur in one order and another in the other."""


def refused_columns(table: AnswerTable, outcome: ResolvedMapping, unit_name: str | None) -> Refusal | None:
    """Why a table's columns cannot be the nine unsur; None where they are."""
    sheet, draft, missing = table.grid.name, outcome.draft, left_out(outcome.missing, table.grid)
    if table.too_long:
        return rows_too_long(table.too_long, sheet)
    if draft.tied:
        return ambiguous_columns(table.header_texts(draft.tied), draft.tied_for, sheet)
    if draft.numbers_beyond and (draft.bare or missing):
        return too_many_numbers(draft.numbers_beyond, sheet)
    if not missing:
        return None
    open_columns = [column for _, column in draft.bare if draft.columns[column].target is None]
    if outcome.needs_order and outcome.order_used is None and len(open_columns) >= len(missing):
        return order_undeclared(unit_name, sheet)
    if open_columns and len(outcome.draft.unsur) + len(open_columns) < len(UNSUR_COLUMNS):
        numbered = {number for number, _ in (*draft.bare, *draft.numbered)}
        if len(numbered) == len(outcome.draft.unsur) + len(open_columns):
            return numbers_missing(sorted(numbered), sheet)
    refuted = [(table.header.text(column), unsur) for column, unsur in draft.contradicted if unsur in missing]
    return unsur_missing(missing, table.answer_columns_left(draft.columns), refuted, sheet)
