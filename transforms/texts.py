"""Texts of an export, read once each, and the reading put back to every row that holds the text.

Not here: when two spellings are one word (`contracts.written_words`), any word, or what a word means in a column
(`transforms.responses.answers`, `transforms.responses.categories`, `transforms.responses.dates`).
"""

from collections.abc import Callable, Sequence

import polars as pl


class Dictionary:
    """A column of texts as its different texts and, for each row, which of them it holds.

    Exports repeat few texts in many rows: what is done to a text is done once, then gathered."""

    def __init__(self, codes: pl.Series, texts: pl.Series) -> None:
        """`codes`: for each row a position in `texts`, or empty."""
        self._codes = codes
        self.texts: list[str] = texts.to_list()

    def read(self, read: Callable[[str], object], dtype: pl.DataType) -> pl.Series:
        """For each row what `read` makes of its text, of type `dtype`; empty stays empty."""
        return self.gather(pl.Series([read(text) for text in self.texts], dtype=dtype))

    def gather(self, readings: pl.Series) -> pl.Series:
        """For each row the reading of its text; `readings` stand in the order of `texts`."""
        if readings.null_count() == readings.len():
            return pl.Series(readings.name, [None], dtype=readings.dtype).new_from_index(0, self._codes.len())
        return readings.gather(self._codes)


def dictionaries(rows: pl.DataFrame, columns: Sequence[str]) -> dict[str, Dictionary]:
    """Dictionaries of several String columns, made side by side."""
    categories = {column: pl.Categories.random() for column in columns}
    coded = rows.select(pl.col(column).cast(pl.Categorical(categories[column])) for column in columns)
    # The texts of a Categories are gone with the last column coded by it: read them while `coded` lives.
    return {
        column: Dictionary(coded.get_column(column).to_physical(), categories[column].to_series()) for column in columns
    }
