"""When two spellings are one word.

Not here: any word (`contracts.unsur`, `contracts.respondent`), or what a word means in a column.
"""

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")
_LINKING_WORD = "dan"


def word_key(text: str) -> str:
    """What two spellings of the same words share: no case, spaces, punctuation, "dan" or "&".

    "Sangat sopan & ramah", "sangat_sopan_dan_ramah" and "SANGAT SOPAN DAN RAMAH" have one key."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return "".join(word for word in _WORD.findall(text.casefold()) if word != _LINKING_WORD)
