"""Whether "Tidak puas" is the lowest answer of a file or the second: its own words may leave that open.

Belongs here: seeing it and asking. Not here: what words mean once it is known (`contracts.written_answers`,
`transforms.responses.word_scales`), numbers (`scales`).
"""

from typing import Final

import polars as pl

from contracts.unsur import SCALE, UNSUR_BY_COLUMN, question_columns
from contracts.written_answers import (
    BARE_ENOUGH,
    BARE_LESS,
    NOT,
    VERY,
    VERY_NOT,
    answer_words,
    split_answer,
)
from ingest.doubts import REFUSE, Questions

QUESTION: Final = "lowest_word"
SECOND: Final = "second"
_FEWEST_PEOPLE: Final = 3


def asked_about_lowest_word(rows: pl.DataFrame, questions: Questions) -> pl.DataFrame:
    """The rows of a file, with 2 in place of "Tidak X" where somebody said so. Asked where several people answered so
    and nobody "Kurang X", "Cukup X" or "Sangat tidak X": the words of the regulation are Tidak, Kurang, X, Sangat X,
    those of many programs Sangat tidak, Tidak, X, Sangat X."""
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
                if key.startswith(NOT) and key.replace(NOT, "") in stems:
                    found.setdefault(column, []).append(text)
    people = rows.select(pl.any_horizontal(pl.col(one).is_in(texts) for one, texts in found.items())) if found else None
    count = 0 if people is None else int(people.to_series().sum())
    if count < _FEWEST_PEOPLE:
        return rows
    said = next(iter(found.values()))[0]
    chosen = questions.ask(
        QUESTION,
        f"{count} responden menjawab dengan kata seperti “{said}”, dan tidak seorang pun dengan “Kurang …”, “Cukup …”, "
        "atau “Sangat tidak …”. Dari berkasnya tidak dapat diketahui apakah kata itu pilihan terendah atau kedua.",
        (
            ("lowest", f"“{said}” adalah 1: pilihannya Tidak, Kurang, …, Sangat … (Permen PANRB 14/2017)"),
            (SECOND, f"“{said}” adalah 2: pilihannya Sangat tidak, Tidak, …, Sangat …"),
            (REFUSE, "jangan hitung berkas ini"),
        ),
    )
    if chosen != SECOND:
        return rows
    return rows.with_columns(pl.col(one).replace(texts, str(SCALE[1])) for one, texts in found.items())


def _is_between(key: str, stems: set[str]) -> bool:
    """ "Kurang X" or "Cukup X". A bare "Cukup" stands in the regulation beside "Buruk" and "Baik"."""
    return any(key.startswith(word) and key.removeprefix(word) in stems for word in (BARE_LESS, BARE_ENOUGH))
