"""Numbers in signs that are answers only where nothing else stands in their column: "satu" to "empat", I to IV.

Belongs here: seeing such columns. Not here: the signs (`contracts.written_answers`), which scale they are on
(`scales`).
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

import polars as pl

from contracts.unsur import question_columns
from contracts.written_answers import NUMBER_WORDS, ROMAN_NUMBERS

_KINDS: Final[tuple[tuple[Mapping[str, str], frozenset[str]], ...]] = (
    (NUMBER_WORDS, frozenset(NUMBER_WORDS)),
    (ROMAN_NUMBERS, frozenset(("ii", "iii", "iv"))),
)
"""Signs, and those of them that are nothing else: a "v" is a tick, too."""
_FEWEST_SIGNS: Final = 2


def with_signs_read(rows: pl.DataFrame, lines: Sequence[Sequence[str | None]]) -> pl.DataFrame:
    """The raw rows of a table with numbers in the place of such signs, in columns of answers that hold nothing else,
    where most columns of answers do: a single one in I to III beside digits is of classes. `lines`: what else stands in
    the file; where it speaks of the signs ("I = Sangat baik"), they may be turned round, and stay what they are."""
    columns = [name for of_unsur in question_columns(rows.columns).values() for name in of_unsur]
    said = {
        column: {text: text.strip().casefold() for text in rows.get_column(column).drop_nulls().unique()}
        for column in columns
    }
    for signs, telling in _KINDS:
        with_some = {column: texts for column, texts in said.items() if not telling.isdisjoint(texts.values())}
        # What stands beside them in one column says that they may be something else in all.
        is_mixed = any(not signs.keys() >= set(texts.values()) for texts in with_some.values())
        of_kind = {column: texts for column, texts in said.items() if texts and signs.keys() >= set(texts.values())}
        used = {sign for texts in of_kind.values() for sign in texts.values()}
        is_single = 2 * len(of_kind) <= sum(map(bool, said.values()))
        if is_mixed or not with_some or is_single or len(used) < _FEWEST_SIGNS or _speak_of(lines, signs):
            continue
        rows = rows.with_columns(
            pl.col(column).replace({text: signs[sign] for text, sign in texts.items()})
            for column, texts in of_kind.items()
        )
    return rows


def _speak_of(lines: Sequence[Sequence[str | None]], signs: Mapping[str, str]) -> bool:
    """A cell is such a sign, or explains one."""
    explains = re.compile(rf"(?<!\w)(?:{'|'.join(signs)})\s{{0,3}}(?:[=:)]|[.–-]\s{{0,3}}(?:sangat|tidak|kurang|baik))")
    cells = (cell.strip().casefold() for line in lines for cell in line if cell is not None)
    return any(cell in signs or explains.search(cell) for cell in cells)
