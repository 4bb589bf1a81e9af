"""Whether "Tidak puas" is the lowest answer of a file or the second: its own words may leave that open.

Belongs here: seeing it and asking. Not here: what words mean once it is known (`contracts.written_answers`,
`transforms.responses.word_scales`), numbers (`scales`).
"""

from collections.abc import Iterable, Sequence
from typing import Final

import polars as pl

from contracts.unsur import SCALE, UNSUR, UNSUR_BY_COLUMN, question_columns
from contracts.written_answers import (
    BARE_ENOUGH,
    BARE_LESS,
    NOT,
    VERY,
    VERY_NOT,
    answer_words,
    split_answer,
)
from contracts.written_words import word_key
from ingest.doubts import REFUSE, Questions
from ingest.grid import Grid
from ingest.header import SEARCHED_ROWS
from ingest.table import AnswerTable
from ingest.words import plain

QUESTION: Final = "lowest_word"
SECOND: Final = "second"
_FEWEST_PEOPLE: Final = 3
_OWN_WORDS: Final = {
    unsur.column: frozenset(word_key(unsur.answers[place]) for place in (1, 3))
    for unsur in UNSUR
    if not unsur.answers[3].startswith("Sangat ")
}
"""Of the regulation, for 2 and 4, where these are no "Kurang X" and "Sangat X"."""


def asked_about_lowest_word(
    rows: pl.DataFrame, tables: Sequence[AnswerTable], others: Sequence[Grid], questions: Questions
) -> pl.DataFrame:
    """The rows of a file, with 2 in place of "Tidak X" where somebody said so. Asked where several people answered so
    and nobody "Kurang X", "Cukup X" or "Sangat tidak X": the words of the regulation are Tidak, Kurang, X, Sangat X,
    those of many programs Sangat tidak, Tidak, X, Sangat X. Not where the file tells: by what the regulation calls 2 or
    4 of an unsur that has words of its own ("Gratis"), or by a legend beside the answers of `tables` or on `others`,
    sheets without any."""
    seen = [table.body.plain_answers for table in tables]
    if all(seen) and not any(split_answer(text).words.startswith(NOT) for text in frozenset().union(*seen)):
        return rows  # as in most files
    found: dict[str, list[str]] = {}
    for unsur, columns in question_columns(rows.columns).items():
        words = answer_words(UNSUR_BY_COLUMN[unsur])
        stems = {key for key, number in words.items() if number == SCALE[-2] and words.get(VERY + key) == SCALE[-1]}
        for column in columns:
            for text in rows.get_column(column).drop_nulls().unique().sort():
                number, key = split_answer(text)
                if number is not None:
                    continue
                if key.startswith(VERY_NOT) or key == BARE_LESS or _is_between(key, stems):
                    return rows
                if key in _OWN_WORDS.get(unsur, ()):
                    return rows
                if key.startswith(NOT) and key.replace(NOT, "") in stems:
                    found.setdefault(column, []).append(text)
    people = rows.select(pl.any_horizontal(pl.col(one).is_in(texts) for one, texts in found.items())) if found else None
    count = 0 if people is None else int(people.to_series().sum())
    if count < _FEWEST_PEOPLE:
        return rows
    word = next(iter(found.values()))[0]
    less = f" {plain(word).replace('tidak', 'kurang')} "
    if any(less in f" {plain(text)} " for text in _texts_beside(tables, others)):
        return rows
    chosen = questions.ask(
        QUESTION,
        f"{count} responden menjawab dengan kata seperti “{word}”, dan tidak seorang pun dengan “Kurang …”, “Cukup …”, "
        "atau “Sangat tidak …”. Dari berkasnya tidak dapat diketahui apakah kata itu pilihan terendah atau kedua.",
        (
            ("lowest", f"“{word}” adalah 1: pilihannya Tidak, Kurang, …, Sangat … (Permen PANRB 14/2017)"),
            (SECOND, f"“{word}” adalah 2: pilihannya Sangat tidak, Tidak, …, Sangat …"),
            (REFUSE, "jangan hitung berkas ini"),
        ),
    )
    if chosen != SECOND:
        return rows
    return rows.with_columns(pl.col(one).replace(texts, str(SCALE[1])) for one, texts in found.items())


def _is_between(key: str, stems: set[str]) -> bool:
    """ "Kurang X" or "Cukup X". A bare "Cukup" stands in the regulation beside "Buruk" and "Baik"."""
    return any(key.startswith(word) and key.removeprefix(word) in stems for word in (BARE_LESS, BARE_ENOUGH))


def _texts_beside(tables: Sequence[AnswerTable], others: Sequence[Grid]) -> Iterable[str]:
    """Headers and what stands above and below the answers, and on sheets without any."""
    for table in tables:
        yield from (text for texts in table.header.labels for text in texts)
        yield from (text for aside in table.body.asides for text in aside.cells if text is not None)
    above = (table.grid.cells.head(table.header.first) for table in tables)
    for cells in (*above, *(grid.cells.head(SEARCHED_ROWS) for grid in others)):
        yield from (text for row in cells.iter_rows() for text in row if text is not None)
