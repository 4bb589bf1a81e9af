"""Documents that are valid no more: out of `reports`, into the archive, where nobody takes them for current ones.

Belongs here: moving them, and where they lie then. Not here: which documents a period has
(`pipeline.documents.documents`), erasing what stands in them (`pipeline.erasing.removal`).
"""

from collections.abc import Iterable
from datetime import datetime
from pathlib import PurePosixPath
from typing import Final

from storage.store import Store

PUT_AWAY: Final = "documents"
"""Folder in the archive; below it they lie as in `reports`, with the moment in their names."""
_AT_ONCE: Final = 64


def put_away(reports: Store, archive: Store, names: Iterable[str], now: datetime) -> list[str]:
    """Moves files of `reports` (by their names there) into the archive; returns where they lie in it. Killed between
    the two steps, one lies in both, and the next run moves it again."""
    wanted = sorted(set(names))
    moved: list[str] = []
    for start in range(0, len(wanted), _AT_ONCE):
        found = reports.read_all(wanted[start : start + _AT_ONCE])
        renamed = {name: _place(name, now) for name in found}
        archive.write_all({renamed[name]: content for name, content in found.items()})
        for name in found:
            reports.remove(name)
        moved += renamed.values()
    return moved


def _place(name: str, now: datetime) -> str:
    path = PurePosixPath(PUT_AWAY, name)
    return path.with_name(f"{path.stem} - tidak berlaku sejak {now:%Y-%m-%d %H%M%S}{path.suffix}").as_posix()
