"""The last version of each day, as a DuckDB file of a stable name: `warehouse/daily/2026-11-28.duckdb`.

A file is a hard link to the version's own, so the newest costs nothing; when the version goes, its Parquet goes with it
and the file stays. Belongs here: keeping, finding and removing these files. Not here: versions (`warehouse.publish`,
which calls this while it holds the home's lock).
"""

import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from contracts.atomic_file import sync
from contracts.clock import now

DAILY_VERSIONS: Final = 90
"""Days, where nobody says how many: the default of `[warehouse] daily_versions`."""
_FOLDER: Final = "daily"
_NEW: Final = ".new-"


def keep_of_today(warehouse: Path, database: Path, days: int | None = None) -> None:
    """Keeps a published database as that of today, in place of what was published today before it, and removes those
    of days before the last `days`; None: removes none, 0: keeps none."""
    today, folder = now().date(), warehouse / _FOLDER
    if days == 0:
        drop_daily(warehouse)
        return
    folder.mkdir(mode=0o700, exist_ok=True)
    new = folder / f"{_NEW}{today}"
    remove_unfinished(warehouse)
    try:
        new.hardlink_to(database)
    except OSError:  # a file system without such links
        shutil.copy2(database, new)
    new.replace(folder / f"{today}.duckdb")
    if days is not None:
        for day, path in daily_versions(warehouse).items():
            if day <= today - timedelta(days=days):
                path.unlink()
    sync(folder)


def daily_versions(warehouse: Path) -> dict[date, Path]:
    """The kept databases by their day, oldest first."""
    found = {}
    for path in sorted((warehouse / _FOLDER).glob("*.duckdb")):
        try:
            found[date.fromisoformat(path.stem)] = path
        except ValueError:
            continue  # somebody's own
    return found


def version_of(warehouse: Path, day: date) -> Path | None:
    """What was published at the end of a day: of that day, or where nothing was published then of the last before it.
    None where none is kept."""
    until = [path for one, path in daily_versions(warehouse).items() if one <= day]
    return until[-1] if until else None


def drop_daily(warehouse: Path) -> None:
    """Removes them all: something was erased that they still hold, or they are not wanted any more."""
    for path in daily_versions(warehouse).values():
        path.unlink()
    remove_unfinished(warehouse)


def remove_unfinished(warehouse: Path) -> None:
    """Removes what a run that was killed in between left. Call with the home's lock."""
    for leftover in (warehouse / _FOLDER).glob(f"{_NEW}*"):
        leftover.unlink()
