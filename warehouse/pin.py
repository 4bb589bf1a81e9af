"""The pin: a version that stays published until it is released, whatever comes in (`skm rollback`).

Belongs here: the small file that says which version, since when, by whom. Not here: publishing
(`warehouse.publish`), what a run does while it is there (`pipeline.pinned_version`). Whoever writes it holds the
home's lock.
"""

from datetime import datetime
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from contracts.atomic_file import write_atomically
from contracts.errors import HomeError
from contracts.home import Home
from contracts.records import Record

_NAME: Final = "pinned.json"


class Pin(Record):
    """Which version is held. `at` is local time without zone."""

    version: str
    by: str
    at: datetime


def pinned(home: Home) -> Pin | None:
    """The pin; None where nothing is held. Raises HomeError where the file cannot be read: a run that passed
    over it would publish what somebody took back."""
    path = _place(home)
    try:
        return Pin.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValidationError) as error:
        raise HomeError(
            f"Tanda kunci penerbitan {path} tidak dapat dibaca. Jalankan 'skm rollback VERSI' untuk menulisnya lagi, "
            "atau 'skm rollback --release' untuk membukanya."
        ) from error


def pin(home: Home, held: Pin) -> None:
    """Holds a version, in place of any held before. Survives a loss of power."""
    write_atomically(_place(home), (held.model_dump_json(indent=1) + "\n").encode())


def release(home: Home) -> bool:
    """Holds nothing any more; False where nothing was held."""
    try:
        _place(home).unlink()
    except FileNotFoundError:
        return False
    return True


def _place(home: Home) -> Path:
    return home.warehouse / _NAME
