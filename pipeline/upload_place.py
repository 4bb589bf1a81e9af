"""Where in the inbox a confirmed upload lies: a free path, in a folder by which a run finds its unit.

Belongs here: that path, and file names that any file system takes. Not here: checking an upload
(`pipeline.upload_check`), putting it there (`portal.server.uploads`).
"""

import re
import unicodedata
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from contracts.errors import ConfigurationError
from contracts.home import Home
from contracts.records import UnitNaming
from contracts.registry import Registry
from ingest import inboxes
from ingest.identify import UnitNames, identify_unit

UPLOADS_FOLDER: Final = "unggahan"
"""Below the inbox: staff see at a glance what came through the portal."""
_LONGEST_NAME: Final = 200
"""Bytes; file systems allow 255."""
_MOMENT: Final = re.compile(r"/\d{8}T\d{12}/")
"""The folder of a second upload of one name."""
_FORBIDDEN: Final = frozenset('/\\:*?"<>|')


def inbox_place(home: Home, registry: Registry, unit_code: str, file_name: str, at: datetime) -> Path:
    """Where a confirmed upload goes: a free path below the inbox, in a folder that names its unit.

    The moment `at` tells apart files of one name, in a folder of its own: written so that no year and no month is
    read from it. Raises ConfigurationError where no name of the unit is its alone."""
    folder = home.inbox / UPLOADS_FOLDER / _folder_name(registry, unit_code)
    place = folder / safe_file_name(file_name)
    moment = at
    while place.exists() or place.is_symlink():
        place = folder / f"{moment:%Y%m%dT%H%M%S%f}" / place.name
        moment += timedelta(microseconds=1)
    return place


def sent_as(path: str) -> str:
    """A path in the inbox without what tells apart uploads of one name: a file of the same name sent again is the same
    file with newer content."""
    return _MOMENT.sub("/", path) if path.startswith(f"{UPLOADS_FOLDER}/") else path


def safe_file_name(name: str) -> str:
    """A sender's file name as one that any file system takes and the inbox does not pass over; as much of it kept
    as can be, for unit and period are read from it."""
    last = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    kept = "".join(_safe_letter(letter) for letter in unicodedata.normalize("NFC", last))
    kept = " ".join(kept.split()).lstrip(".~$ ")
    stem, dot, ending = kept.rpartition(".")
    if not dot or len(ending.encode()) > 10:
        stem, dot, ending = kept, "", ""
    stem = _shortened(stem, _LONGEST_NAME - len(ending.encode()) - 1).strip(". ")
    whole = f"{stem}{dot}{ending}".rstrip(". ")
    if not stem or whole.casefold() in inboxes.NOT_EXPORTS:
        return f"{UPLOADS_FOLDER}{dot}{ending}".rstrip(". ")
    return whole


def _folder_name(registry: Registry, unit_code: str) -> str:
    """A folder name by which a run finds this unit."""
    unit = registry.by_code[unit_code]
    names = UnitNames(registry)
    for text in (unit.unit_name, *(f"{unit.unit_type} {alias}" for alias in unit.aliases), *unit.aliases):
        folder = safe_file_name(text.replace("/", " ").replace("\\", " "))
        if identify_unit(UnitNaming(), f"{UPLOADS_FOLDER}/{folder}/-", names) == unit_code:
            return folder
    raise ConfigurationError(
        f"Nama unit '{unit.unit_name}' ({unit_code}) dan aliasnya tidak dapat dibedakan dari unit lain di units.csv. "
        "Beri unit ini nama atau alias yang hanya berarti unit ini."
    )


def _safe_letter(letter: str) -> str:
    if letter.isspace():
        return " "
    return letter if letter.isprintable() and letter not in _FORBIDDEN else "_"


def _shortened(text: str, longest: int) -> str:
    """At most so many bytes of a text, no letter cut in two."""
    return text.encode()[:longest].decode("utf-8", "ignore")
