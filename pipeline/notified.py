"""What people were told of already, so that each thing is told once.

Belongs here: the record in the home. Not here: when and how somebody is told (`flows.notifications`).
"""

import json
from collections.abc import Collection
from pathlib import Path
from typing import Literal

from contracts.atomic_file import write_atomically
from contracts.home import Home
from warehouse.read import Row

Event = Literal["refused", "late", "service"]


def told(home: Home, event: Event) -> set[str]:
    """The keys of what people were told of. Raises ValueError where the record is none."""
    path = _path(home, event)
    return set(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else set()


def note_told(home: Home, event: Event, keys: Collection[str]) -> None:
    """From now on it is these."""
    write_atomically(_path(home, event), json.dumps(sorted(keys)).encode())


def key_of_file(file: Row) -> str:
    """A file as it stands: the same content under the same name with another verdict is news."""
    return f"{file['file_id']} {file['status']} {file['reason_code'] or ''}"


def _path(home: Home, event: Event) -> Path:
    return home.notified / f"{event}.json"
