"""Text that the document's font can show.

Under PDF/A a single character without a glyph fails a whole document, and names come from outside.
Belongs here: which characters are safe, what stands for the others, and where a word too long for its line
may break. A test compiles every one of
them, so that a new version of typst with another font is noticed.
"""

import re
import unicodedata
from typing import Final

FONT: Final = "Libertinus Serif"
"""The text font that the typst wheel itself carries; system fonts are off."""

REPLACEMENT: Final = "□"

BREAK: Final = "\u200b"
"""A zero width space: a line may end here."""

_PARTS: Final = re.compile(r"[^/._:-]*[/._:-]|[^/._:-]+")
_WIDEST: Final = 0.95

COVERED_RANGES: Final[tuple[tuple[int, int], ...]] = (
    (0x0020, 0x007E),  # ASCII
    (0x00A0, 0x00AC),  # Latin-1 without the soft hyphen
    (0x00AE, 0x0241),  # Latin-1, Latin Extended
    (0x0391, 0x03A1),  # Greek
    (0x03A3, 0x03CE),
    (0x0400, 0x045F),  # Cyrillic
    (0x1E00, 0x1E9B),  # Latin Extended Additional
    (0x1EA0, 0x1EF9),
    (0x2010, 0x2027),  # dashes, quotation marks, bullets, ellipsis
    (0x2030, 0x2037),
    (0x2039, 0x203E),
    (0x20AC, 0x20AC),  # euro
    (0x2116, 0x2116),  # numero
    (0x2122, 0x2122),  # trade mark
    (0x2153, 0x215E),  # fractions
    (0x2190, 0x2193),  # arrows
    (0x2212, 0x2212),  # minus
    (0x221A, 0x221A),  # root: the tick of the font
    (0x2248, 0x2248),
    (0x2260, 0x2260),
    (0x2264, 0x2265),
    (0x25A0, 0x25A1),
    (0x25B2, 0x25B2),  # the marks of the highest and the lowest unsur
    (0x25BC, 0x25BC),
    (0x25CB, 0x25CB),
    (0x25CF, 0x25CF),
)
"""Characters of `FONT` in regular, bold and italic that names in Indonesia plausibly use."""

_NEAREST: Final = str.maketrans("✓✔☑☐◦", "√√√□○")
"""Marks that the font lacks, by what it has for them."""

_UNCOVERED = re.compile("[^" + "".join(f"{chr(first)}-{re.escape(chr(last))}" for first, last in COVERED_RANGES) + "]+")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")
_SPACES = re.compile(r"[^\S\u00a0]+")
_PLAIN = re.compile("[ -~]*")


def printable(text: str) -> str:
    """The text with every run of characters that the font lacks replaced by one box, unseen and
    direction-changing characters dropped, white space as single spaces."""
    if _PLAIN.fullmatch(text) and "  " not in text:  # as nearly all are
        return text.strip()
    spaced = _SPACES.sub(" ", unicodedata.normalize("NFC", text).translate(_NEAREST))
    return _UNCOVERED.sub(REPLACEMENT, _UNSEEN.sub("", spaced)).strip()


def breakable(text: str, ems: float) -> str:
    """The text with places to break within every word that would not fit into a line `ems` wide (one em is the
    size of the type): a path, a number of 40 digits, a word in a narrow column."""
    # No letter counts for more than `_WIDEST`: shorter words fit in any case.
    shortest = max(int(ems / _WIDEST), 1)
    if len(text) < shortest:
        return text
    longer = re.compile(rf"\S{{{shortest},}}")
    return longer.sub(lambda word: _broken(word.group(), ems), text)


def _broken(word: str, ems: float) -> str:
    """The word with breaks behind its own marks (`/`, `.`, `_`), and within a part that is still too long."""
    if _width(word) <= ems:
        return word
    parts: list[str] = []
    for part in _PARTS.findall(word):
        parts.append("")
        for letter in part:
            if parts[-1] and _width(parts[-1] + letter) > ems:
                parts.append("")
            parts[-1] += letter
    return BREAK.join(parts)


def _width(word: str) -> float:
    return sum(map(_letter_width, word))


def _letter_width(letter: str) -> float:
    """About what the letter takes in bold, in em; rather too much than too little."""
    if letter in "mwMW@%—…":
        return _WIDEST
    if letter in "ijlftr.,;:!|()[]'":
        return 0.36
    return 0.75 if letter.isupper() else 0.56
