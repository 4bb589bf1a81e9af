"""Texts as words: how a header, a title or a file name is made comparable.

Belongs here: normalising. Not here: what the words mean (`similarity`, `identify`, `period_texts`).
"""

import re
import unicodedata
from typing import Final

_WORD: Final = re.compile(r"[^\W_]+")


def plain(text: str) -> str:
    """The words of a text in lower case, one blank between them; `&` is "dan", punctuation is gone."""
    return " ".join(words(text))


def words(text: str) -> list[str]:
    """The words of a text in lower case, in order. Underscores and punctuation separate words."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return _WORD.findall(text.lower().replace("&", " dan "))
