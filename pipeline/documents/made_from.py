"""What a document says it was made from, and where it can be checked.

Not here: the figures it is made from (`pipeline.documents.bundles`), what code is printed in it
(`reports.wording.source_sentences`).
"""

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from typing import NamedTuple
from urllib.parse import quote

from contracts.settings import Settings
from pipeline.versions import documents_version
from reports.figures.base import Figure


class MadeFrom(NamedTuple):
    """What a document is made from."""

    inputs: str
    """Hash of the figures."""
    code: str
    """The code that is printed in it; empty where none is."""


def address_of(settings: Settings, path: str) -> str:
    """Of a page of the portal; empty where that has none."""
    address = settings.portal.address.rstrip("/")
    return f"{address}/{quote(path)}" if address else ""


def lineage(inputs: str) -> dict[str, str]:
    """What a document says it was made from. It carries the hash of its own figures: what other units
    sent since then does not make it another document."""
    return {"code_version": _release(), "inputs_hash": inputs}


def hash_of(*texts: str) -> str:
    """Hash of figures and of all that decides how they are shown."""
    return hashlib.sha256("\0".join((*texts, documents_version())).encode()).hexdigest()[:16]


def shown_json(figures: Figure, names: Iterable[str]) -> str:
    """The fields of these names as text, for a hash; after a dot stands a field of a field."""
    include: dict[str, bool | set[str]] = {}
    for field, _, inner in (name.partition(".") for name in names):
        if not inner:
            include[field] = True
        elif isinstance(inners := include.setdefault(field, set()), set):
            inners.add(inner)
    return figures.model_dump_json(include=include)


@cache
def _release() -> str:
    return version("skm-mojokerto")  # reads and parses a file
