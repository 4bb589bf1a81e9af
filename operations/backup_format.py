"""What a backup is: an uncompressed tar with the home's files, and last its table of contents.

Belongs here: which parts of a home are in it and why the others are not, and the table of contents. Not here:
writing one (`operations.backup`), reading one (`operations.restore`).
"""

from datetime import datetime
from pathlib import Path
from typing import Final

from pydantic import Field

from contracts.errors import SkmError
from contracts.home import Home
from contracts.records import Record

FORMAT: Final = 1
CONTENTS: Final = "contents.json"
HOME_ID: Final = "SKM.home"
"""In the tar's global header: the id of the home (`contracts.home_format`)."""
KEPT: Final = (
    "settings",
    "units",
    "services",
    "questionnaires",
    "targets",
    "assets",
    "about",
    "archive",
    "editions",
    "decisions",
    "erasures",
    "answers",
    "publications",
    "published_once",
    "accounts",
    "service_wishes",
    "uploads",
    "inbox",
    "quarantine",
    "reminders",
    "notified",
    "reports",
    "documents_journal",
    "warehouse",
)
"""Parts of a home that are in a backup, by their names in `Home`. The inbox, because what was not taken in yet
is nowhere else. Reports, all of them: some were edited or signed, and what was handed out stays as it was, byte
for byte; their journal tells which of them are ours. Quarantine, because somebody may be filling in a workbook.
Notified, so that nobody is told twice. Of the warehouse the published version only, so that a restored home reads
at once, and the pin."""
MADE_AGAIN: Final = ("staging", "copies", "site", "site_state", "erasures_done", "jobs")
"""Parts that the next run makes again; until it knows that nothing erased is left, it looks for it. What ran on the
machine before says nothing of a restored home: its schedules and backups are to be set up again."""
IN_STORES: Final = {"archive": "archive", "reports": "reports", "documents_journal": "journal"}
"""Parts that may lie elsewhere (`storage.url`), with their names in `pipeline.stores.Stores`. They are in the backup
as if they lay in the home."""
UNCHANGING: Final = frozenset(
    {
        *("settings", "units", "services", "questionnaires", "targets", "about"),
        *("archive", "editions", "decisions", "erasures"),
        *("publications", "published_once", "warehouse"),
    }
)
"""Parts that only commands write, which wait for the home's lock. The others may change while they are copied."""


class BackupError(SkmError):
    """A backup could not be written or restored: what is wrong, where, what to do."""


class BackedUpFile(Record):
    """One file of a backup."""

    size: int
    sha256: str
    mode: int
    modified_ns: int
    """Since the epoch."""


class BackupContents(Record):
    """The table of contents. Paths are relative to the home, with `/` between folders."""

    format: int = FORMAT
    home_name: str
    made_at: datetime
    made_by: str
    """Version of the program."""
    published: str | None
    """The version that was published."""
    storage_url: str = ""
    """Where originals and documents lay (`storage.url`); empty: in the home."""
    folders: dict[str, int] = Field(default_factory=dict)
    """Modes of the folders."""
    files: dict[str, BackedUpFile] = Field(default_factory=dict)


def part(home: Home, name: str) -> Path:
    """Where a part of a home lies."""
    place = getattr(home, name)
    if not isinstance(place, Path):
        raise TypeError(f"{name} is no place in a home")
    return place


def size_in_words(size: int) -> str:
    """Bytes as staff read them."""
    for unit, power in (("GB", 3), ("MB", 2)):
        if size >= 1000**power:
            return f"{size / 1000**power:.1f} {unit}".replace(".", ",")
    return f"{max(1, round(size / 1000))} kB"
