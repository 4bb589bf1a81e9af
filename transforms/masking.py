"""Making people unrecognisable in a text that is quoted.

Belongs here: what looks like a name, a number, an address, and what stands in its place. Not here: the
words (`contracts.names`), or which texts are quoted (`transforms.figures.themes`).

When in doubt it masks: a word too much is better than a name. A name that stands alone, without a title
or anything else that announces it, is found only where the list of given names has it: what is masked
here may be read inside the office, and is not for the public.
"""

import re
from collections.abc import Iterable

import polars as pl

from contracts.names import GIVEN_NAMES, HEADS, NAMES_OF_WORDS, NO_NAMES, OFFICES, TITLES

MASK_SIGN = "["
"""Begins everything that stands in place of something."""

_KNOWN = "\x1f"
"""Set before every word of NO_NAMES while names are looked for. No text holds it then: control characters
have become spaces. (A sign outside ASCII would make the patterns several times as slow.)"""
_INVISIBLE = r"[\x{00AD}\x{200B}\x{200E}\x{200F}\x{202A}-\x{202E}\x{2060}-\x{2069}\x{FEFF}]"
"""Letters nobody sees, which could stand within a name or turn a line around."""

_LETTERS = r"[\p{L}\p{M}'’`\-]*"
_WORD = rf"\p{{L}}{_LETTERS}"
_CAPITALISED = rf"\p{{Lu}}{_LETTERS}"
_DEGREES = r"(?:(?:(?i:hj|kh|drg|drs|dra|dr|ir|prof)|\p{L})\.\s*)*"
_MORE_NAMES = rf"(?:\s+{_DEGREES}{_CAPITALISED}){{0,4}}"
_ANY_NAME = rf"{_DEGREES}{_WORD}(?:\s+{_DEGREES}{_WORD})?{_MORE_NAMES}"
_CAPITALISED_NAME = rf"{_DEGREES}{_CAPITALISED}{_MORE_NAMES}"
_DIGIT_APART = r"[\s.,\-–—/()_*·:]{0,3}\d"


def _one_of(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(set(words))))


_PART_OF_A_NAME = rf"(?i:{_one_of((*GIVEN_NAMES, *NAMES_OF_WORDS))})\b"

_STEPS: tuple[tuple[str, str], ...] = (
    (_INVISIBLE, ""),
    (r"[\s\p{Cc}]+", " "),
    (r"(?i)[\w.+\-]+\s?(?:@|\(at\)|\[at\])\s?[\w\-]+(?:\s?\.\s?[\w\-]+)+", "[surel]"),
    (r"(?i)\b(?:https?://|www\.)\S+", "[tautan]"),
    (r"(?i)\b[\w\-]+(?:\.[\w\-]+)*\.(?:com|net|org|id|co|me|io|info|link|ly|gl|site|xyz)\b(?:/\S*)?", "[tautan]"),
    (r"@[\w.]+", "[akun]"),
    (r"(?i)\b(ig|instagram|fb|facebook|tiktok|telegram|twitter)\s*[:=]\s*[^\s\[]\S*", "${1}: [akun]"),
    # One with gaps from nine digits on (opening hours have eight, a telephone more), one without from six.
    (rf"\+?\d(?:{_DIGIT_APART}){{8,}}", "[nomor]"),
    (r"\+?\d{6,}", "[nomor]"),
    (r"(?i)\brt\s*[.:]?\s*\d+(?:\s*[/,]?\s*rw\s*[.:]?\s*\d+|\s*/\s*\d+)?", "[alamat]"),
    (
        rf"\b(?:(?i:jl|jln)\b\.?\s*{_WORD}|(?:Jalan|Gang|Gg\.?|Perum|Dusun|Dsn\.?)\s+{_CAPITALISED})"
        rf"(?:,?\s+(?:(?i:no|nomor)\b\.?\s*)?\d+\w*|\s+{_CAPITALISED})*",
        "[alamat]",
    ),
    (rf"(?i)\b(?:{_one_of(NO_NAMES)})(?:nya|lah)?\b", f"{_KNOWN}${{0}}"),
    (rf"\b((?i:{_one_of(TITLES)})(?:\s*[.:]\s*|\s+)){_ANY_NAME}", "${1}[nama]"),
    (rf"\b((?i:{_one_of(TITLES)})\s+{_KNOWN}(?i:{_one_of(HEADS)})\s+){_ANY_NAME}", "${1}[nama]"),
    (
        rf"(?i)\b((?:bernama|namanya|nama\s{_KNOWN}?saya|nama)(?:\s*:\s*|\s+)|(?:a\.?\s?n\.|a/n)\s*)(?-i:{_ANY_NAME})",
        "${1}[nama]",
    ),
    (rf"\b((?i:{_one_of(OFFICES)})(?:\s*[.,:]\s*|\s+)){_CAPITALISED_NAME}", "${1}[nama]"),
    (rf"\b(?i:{_one_of(GIVEN_NAMES)})\b(?:\s+{_DEGREES}(?:{_PART_OF_A_NAME}|{_CAPITALISED})){{0,4}}", "[nama]"),
    (_KNOWN, ""),
)


def masked(text: pl.Expr) -> pl.Expr:
    """The text with `[nama]`, `[nomor]`, `[surel]`, `[tautan]`, `[akun]` and `[alamat]` in place of what may
    tell who someone is, in one line."""
    text = text.str.normalize("NFKC")
    for pattern, substitute in _STEPS:
        text = text.str.replace_all(pattern, substitute)
    return text.str.strip_chars()
