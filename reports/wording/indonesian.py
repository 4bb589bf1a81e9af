"""Numbers, dates and lists as Bahasa Indonesia writes them.

Belongs here: how a value looks in a text. Not here: sentences (`reports.wording.unit_sentences`) or any figure.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from contracts.periods import KIND_WORDS, MONTH_NAMES, PERIOD_KINDS, Period, parse_period

MINUS: Final = "−"
NO_BREAK_SPACE: Final = "\N{NO-BREAK SPACE}"
NAMED_UNITS: Final = 5
"""Units a sentence names before it counts the others."""
NOT_SHOWN: Final = "tidak ditampilkan"
"""Stands in place of what the public may not see."""
_DOUBLE: Final = frozenset('"“”„‟«»')
_DIGITS: Final = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")


def whole_number(value: int) -> str:
    """A count: `1.234`."""
    digits = f"{abs(value):,}".replace(",", ".")
    return f"{MINUS}{digits}" if value < 0 else digits


def decimal_number(value: Decimal | float, places: int = 2) -> str:
    """A figure with that many decimals, rounded half up: `93,61`, `1.234,50`.

    A float is taken for the shortest decimal that means it, so that 3.705 becomes `3,71`."""
    exact = value if isinstance(value, Decimal) else Decimal(repr(value))
    rounded = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    text = f"{abs(rounded):,.{places}f}".translate(str.maketrans(",.", ".,"))
    return f"{MINUS}{text}" if rounded < 0 else text


def percentage(share: float, places: int = 1) -> str:
    """A share between 0 and 1 as `44,2 %`, with a space that does not break."""
    return f"{decimal_number(Decimal(repr(share)) * 100, places)}{NO_BREAK_SPACE}%"


def percent(value: Decimal) -> str:
    """A percentage of the warehouse, which is one already: `71,43 %`, with a space that does not break."""
    return f"{decimal_number(value)}{NO_BREAK_SPACE}%"


def shortened(texts: Sequence[str], most: int = NAMED_UNITS, what: str = "unit") -> list[str]:
    """The first of them, and how many `what` more there are."""
    if len(texts) <= most:
        return list(texts)
    return [*texts[:most], f"{whole_number(len(texts) - most)} {what} lain"]


def long_date(day: date) -> str:
    """A day: `22 November 2026`."""
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def date_span(first: date, last: date) -> str:
    """Two days, the year said once where it is the same: `1 Januari – 31 Desember 2024`."""
    if first.year == last.year:
        return f"{first.day} {MONTH_NAMES[first.month - 1]} – {long_date(last)}"
    return f"{long_date(first)} – {long_date(last)}"


def month_span(first: date, last: date) -> str:
    """The months from one day to another: `Mei 2024`, `Januari – November 2024`."""
    start, end = MONTH_NAMES[first.month - 1], f"{MONTH_NAMES[last.month - 1]} {last.year}"
    if (first.year, first.month) == (last.year, last.month):
        return end
    return f"{start} – {end}" if first.year == last.year else f"{start} {first.year} – {end}"


def number_in_words(value: int) -> str:
    """A whole number from 0 to 999 in words: `dua belas`."""
    if not 0 <= value <= 999:
        raise ValueError(f"not a number from 0 to 999: {value}")
    if value < 10:
        return _DIGITS[value]
    if value < 20:
        return {10: "sepuluh", 11: "sebelas"}.get(value) or f"{_DIGITS[value - 10]} belas"
    unit, rest = ("puluh", value % 10) if value < 100 else ("ratus", value % 100)
    many = value // (10 if value < 100 else 100)
    head = f"se{unit}" if many == 1 else f"{_DIGITS[many]} {unit}"
    return f"{head} {number_in_words(rest)}" if rest else head


def number_and_words(value: int) -> str:
    """A count as official letters write it: `12 (dua belas)`; digits alone from a thousand on."""
    return f"{whole_number(value)} ({number_in_words(value)})" if value <= 999 else whole_number(value)


def joined(names: Sequence[str]) -> str:
    """`U9`, `U9 dan U5`, `U9, U5, dan U1`."""
    if len(names) <= 2:
        return " dan ".join(names)
    return f"{', '.join(names[:-1])}, dan {names[-1]}"


def period_in_sentence(period: Period) -> str:
    """A period within a sentence: `tahun 2024`, `semester I tahun 2024`, `Juli 2024`."""
    if period.kind == "month":
        return period.label
    label = period.label
    for word in ("Tahun", "Semester", "Triwulan"):
        label = label.replace(word, word.lower())
    return label


def parts_in_words(codes: Iterable[str]) -> str:
    """How many periods of each kind: `3 triwulan`, `1 semester dan 3 bulan`."""
    kinds = Counter(parse_period(code).kind for code in codes)
    return joined([f"{kinds[kind]} {KIND_WORDS[kind]}" for kind in PERIOD_KINDS if kinds[kind]])


def quoted(words: str) -> str:
    """Somebody's words to stand within “ ”: marks around all of them are left out, those inside are single."""
    words = words.strip()
    if len(words) > 1 and {words[0], words[-1]} <= _DOUBLE and not _DOUBLE & set(words[1:-1]):
        words = words[1:-1].strip()
    return "".join(
        letter if letter not in _DOUBLE else "‘" if not before.strip().strip("([") else "’"
        for before, letter in zip(("", *words), words, strict=False)
    )


def type_name(unit_type: str) -> str:
    """A unit type of the registry within a sentence: abbreviations stand in capitals."""
    abbreviations = {"rsud", "upt", "uptd", "opd", "kua"}
    return " ".join(word.upper() if word.casefold() in abbreviations else word for word in unit_type.split())
