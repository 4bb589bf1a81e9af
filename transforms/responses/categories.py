"""Who answered: from what a sender wrote to the categories of `contracts.respondent`.

What is no known category is kept as text and judged later. Not here: any word of a category, or
what blanks a value (`contracts.rules`).
"""

import re

import polars as pl

from contracts.respondent import (
    AGE_BAND,
    AGE_BAND_STARTS,
    CHARACTERISTICS,
    PROTECTED_CHARACTERISTICS,
    Characteristic,
)
from contracts.written_words import word_key
from transforms.texts import dictionaries

_OF_WORDS = tuple(one for one in (*CHARACTERISTICS, *PROTECTED_CHARACTERISTICS) if one is not AGE_BAND)
_UNREAD = "?"
_LARGEST_READ_AGE = 9999
_LONGEST = 100
"""Characters: a longer text is no age and no bracket."""
_AGE_UNITS = re.compile(r"\b(?:tahun|thn|th|yrs|years)\b\.?")
_NUMBER = re.compile(r"([+-]?\d+)(?:[.,]0*)?")
_BETWEEN = re.compile(r"(\d+)\s*(?:-|–|—|s/d|s\.d\.?|sd|sampai(?: dengan)?|to|hingga)\s*(\d+)")
_BELOW = re.compile(r"(?:<|di ?bawah|kurang dari)\s*(\d+)")
_UP_TO = re.compile(r"(?:<=|≤|=<)\s*(\d+)|(\d+)\s*ke ?bawah")
_ABOVE = re.compile(r"(?:>|di ?atas|lebih dari)\s*(\d+)")
_FROM = re.compile(r"(?:>=|≥|=>)\s*(\d+)|(\d+)\s*(?:\+|ke ?atas)")


def category_words(characteristic: Characteristic) -> dict[str, str]:
    """Word keys of a characteristic and the category each belongs to."""
    return {
        word_key(word): category.value
        for category in characteristic.categories
        for word in (category.value, category.label, *category.words)
    }


def read_age(text: str) -> int | None:
    """Age in whole years as written ("26", "26 tahun", "26,0"), possible or not; None for other texts."""
    if len(text) > _LONGEST:
        return None
    number = _NUMBER.fullmatch(_AGE_UNITS.sub("", text.casefold()).strip())
    if number is None or abs(int(number[1])) > _LARGEST_READ_AGE:
        return None
    return int(number[1])


def read_age_band(text: str) -> str | None:
    """The band of an age, or of a bracket ("21-29", "<20", "51+") that lies within one band."""
    if len(text) > _LONGEST:
        return None
    age = read_age(text)
    if age is not None:
        return _band(age)
    bounds = _bounds(_AGE_UNITS.sub("", text.casefold()).strip())
    if bounds is None or bounds[0] > bounds[1]:
        return None
    lowest, highest = (_band(bound) for bound in bounds)
    return lowest if lowest == highest else None


def read_categories(rows: pl.DataFrame) -> pl.DataFrame:
    """Characteristics of raw rows (texts: age, and those of words) as age, age_band, age_text, and of each of the
    others its column and what stands there where it is no known category, as gender and gender_text; of protected
    ones no more than that something does."""
    written = dictionaries(rows, ("age", *(characteristic.column for characteristic in _OF_WORDS)))
    columns = [
        written["age"].read(read_age, pl.Int32()).alias("age"),
        written["age"].read(read_age_band, pl.String()).alias("age_band"),
        written["age"].read(lambda text: None if read_age_band(text) else text, pl.String()).alias("age_text"),
    ]
    for characteristic in _OF_WORDS:
        name = characteristic.column
        words = category_words(characteristic)
        known = {text: words.get(word_key(text)) for text in written[name].texts}
        is_protected = characteristic in PROTECTED_CHARACTERISTICS
        unknown = {text: _UNREAD if is_protected else text for text, category in known.items() if category is None}
        columns += [
            written[name].read(known.get, pl.String()).alias(name),
            written[name].read(unknown.get, pl.String()).alias(f"{name}_text"),
        ]
    return pl.DataFrame(columns)


def _band(age: int) -> str:
    return AGE_BAND.categories[sum(age >= start for start in AGE_BAND_STARTS)].value


def _bounds(text: str) -> tuple[int, int] | None:
    """Lowest and highest age of a bracket."""
    if match := _BETWEEN.fullmatch(text):
        return int(match[1]), int(match[2])
    if match := _UP_TO.fullmatch(text):
        return 0, int(match[1] or match[2])
    if match := _BELOW.fullmatch(text):
        return 0, int(match[1]) - 1
    if match := _FROM.fullmatch(text):
        return int(match[1] or match[2]), _LARGEST_READ_AGE
    if match := _ABOVE.fullmatch(text):
        return int(match[1]) + 1, _LARGEST_READ_AGE
    return None
