"""Themes of suggestions and the words that tell them.

Belongs here: which themes there are and which words count for each. Not here: how a text is split and
counted (`transforms.themes`), or how a name is masked (`transforms.masking`).
"""

from dataclasses import dataclass
from typing import Final

ALL_THEMES: Final = "all"
"""Stands for every suggestion that says something."""
OTHER_THEME: Final = "other"
OTHER_LABEL: Final = "Lain-lain"


@dataclass(frozen=True)
class Theme:
    """A theme: its code, its label in a report, and beginnings of words (casefolded) that tell it. Words of
    two parts stand with one space."""

    code: str
    label: str
    words: tuple[str, ...]


THEMES: Final[tuple[Theme, ...]] = (
    Theme("waktu", "Kecepatan dan waktu pelayanan", ("cepat", "lama", "lambat", "antri", "antre", "tunggu", "waktu")),
)
"""In the order in which equal counts are listed."""
