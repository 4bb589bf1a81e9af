"""How addresses of the web are written in a cell: the one grammar of them.

Belongs here: what the text of one cell says. Not here: opening an address, which nothing here ever does.
"""

import re
from typing import Final

_ADDRESS: Final = re.compile(
    r"(?:(?P<scheme>https?://)|www\.|(?=[^/]+/))(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?(?:[/?#]\S*)?", re.IGNORECASE
)
"""One that a browser opens: with its scheme, or `www.`, or more behind the name of the host; `foto.jpg` is none."""

_BETWEEN: Final = re.compile(r"[;,]?\s+|[;,](?=https?://|www\.|$)", re.IGNORECASE)
"""A comma or semicolon within an address is one of its letters."""


def read_addresses(text: str) -> str | None:
    """The addresses in a text that holds nothing else, one after the other; None where it does."""
    found = [(_ADDRESS.fullmatch(one), one) for one in _BETWEEN.split(text.strip()) if one]
    if any(match is None for match, _ in found):
        return None
    return " ".join(one if match and match["scheme"] else f"https://{one}" for match, one in found)
