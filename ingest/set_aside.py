"""Sheets, and blocks of rows under a title, that their names call no answers: examples, a trial, invalid ones.

Belongs here: seeing them and asking whether they count. Not here: rows that a column marks (`invalid_rows`,
`remarks`), rows hidden by hand (`marked_rows`), a line of example in a template (`body`).
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from contracts.headers import EXAMPLE_WORDS, NO_ANSWERS, NOT_COUNTED_WORDS, PERIOD_WORDS, TOTAL_VOCABULARY
from contracts.periods import MONTH_WORDS
from contracts.records import RowClass
from ingest.block_titles import lines_between
from ingest.doubts import REFUSE, Questions
from ingest.table import AnswerTable
from ingest.words import plain

_MARKED: Final[RowClass] = "marked"
_LONGEST_NAME: Final = 60
_YEAR_DIGITS: Final = 4
_SKIP: Final = "skip"
_NEUTRAL: Final = EXAMPLE_WORDS | TOTAL_VOCABULARY | PERIOD_WORDS | MONTH_WORDS.keys() | {"lembar", "sheet", "asal"}
"""Words beside these in such a name."""


def asked_about_set_aside(tables: Sequence[AnswerTable], questions: Questions) -> list[AnswerTable]:
    """The tables without the rows of which somebody said that they do not count. Asked of a sheet where another has
    respondents; of a block in any."""
    others = {table.grid.name for table in tables if not _says_no_answers(table.grid.name)}
    left: list[AnswerTable] = []
    for table in tables:
        if others and table.grid.name not in others:
            every = table.body.respondents.arg_true().to_list()
            if _counts(f"Lembar “{table.grid.name}”", f"sheet_set_aside:{table.grid.name}", len(every), questions):
                left.append(table)
            continue
        left.append(_without_blocks(table, questions))
    return left or list(tables)


def _without_blocks(table: AnswerTable, questions: Questions) -> AnswerTable:
    """The same of the blocks of a table: from their title to the next one."""
    titles = lines_between(table)
    for at, (position, text) in enumerate(titles):
        if not _says_no_answers(text, is_title=True):
            continue
        end = titles[at + 1][0] if at + 1 < len(titles) else table.body.rows.height
        rows = [one for one in table.body.respondents.arg_true().to_list() if position < one < end]
        number = table.grid.first_row + table.header.last + 1 + position
        code = f"block_set_aside:{table.grid.name}:{number}"
        if rows and not _counts(f"Bagian di bawah “{text}” (baris {number})", code, len(rows), questions):
            respondents = table.body.respondents.clone().scatter(rows, values=False)
            others = table.body.others | dict.fromkeys(rows, _MARKED)
            table = replace(table, body=replace(table.body, respondents=respondents, others=others))
    return table


def _counts(place: str, code: str, count: int, questions: Questions) -> bool:
    chosen = questions.ask(
        code,
        f"{place} memuat {count} responden, sedangkan namanya menyebut bukan jawaban yang dihitung.",
        (
            (_SKIP, f"tidak dihitung: {count} responden itu dilewati"),
            ("count", f"ikut dihitung: {count} responden itu jawaban sebenarnya"),
            (REFUSE, "jangan hitung berkas ini"),
        ),
    )
    return chosen != _SKIP


def _says_no_answers(text: str, *, is_title: bool = False) -> bool:
    """Of a name that says hardly anything else: a duplicate of a certificate, a sample of water are services; "2
    kuesioner tidak valid" and "Catatan: …", which no title of a block is, tell of other rows."""
    said = plain(text[:_LONGEST_NAME])
    phrase = next((one for one in (*NOT_COUNTED_WORDS, *NO_ANSWERS) if f" {one} " in f" {said} "), None)
    if phrase is None:
        return False
    before, _, after = f" {said} ".partition(f" {phrase} ")
    others = [*before.split(), *(() if phrase in NOT_COUNTED_WORDS else after.split())]
    if is_title and any(word.isdecimal() and len(word) < _YEAR_DIGITS for word in said.split()):
        return False
    return all(word.isdecimal() or word in _NEUTRAL for word in others)
