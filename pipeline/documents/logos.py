"""Logos of the letterheads: `assets/logo.png` of the home, and units' own in `assets/units/<unit_code>/`.

Belongs here: finding them and putting them into figures. Not here: opening a picture (`reports.writers.pictures`), its
place on a page. Whoever may write into the home put them there: they need no child process.
"""

import base64
import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from contracts.home import Home
from reports.figures.letterhead_figures import LogoFigure

NAMES: Final = ("logo.png", "logo.jpg", "logo.jpeg")
UNITS: Final = "units"
LARGEST: Final = 5_000_000
"""Bytes of a file."""
LONGEST_SIDE: Final = 400
"""Pixels of one that is 17 mm wide."""


def logo_of(home: Home, unit_code: str | None = None) -> LogoFigure | None:
    """The logo of a unit's documents, its own or the regency's; of the regency's where no unit is named. None where
    there is none, or where it cannot be printed (`unusable_logos`)."""
    folders = [home.assets / UNITS / unit_code] if unit_code else []
    for folder in (*folders, home.assets):
        for name in NAMES:
            if (stamp := _stamp(folder / name)) is not None:
                return _prepared(folder / name, stamp)[0]
    return None


def logos_state(home: Home) -> str:
    """Changes with them; empty where there are none."""
    said = [f"{path.relative_to(home.assets)}\0{_stamp(path)}" for path in _all(home)]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:16] if said else ""


def unusable_logos(home: Home) -> list[str]:
    """Of logos that cannot be printed why, and what to do (Bahasa Indonesia)."""
    refused = ((path, _prepared(path, _stamp(path))[1]) for path in _all(home))
    return [f"{home.assets.name}/{path.relative_to(home.assets).as_posix()}: {why}." for path, why in refused if why]


def _all(home: Home) -> Iterator[Path]:
    if not home.assets.is_dir():
        return
    of_units = (home.assets / UNITS).iterdir() if (home.assets / UNITS).is_dir() else ()
    for folder in (home.assets, *sorted(of_units)):
        yield from (folder / name for name in NAMES if _stamp(folder / name) is not None)


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns


@cache
def _prepared(path: Path, _stamp: tuple[int, int] | None) -> tuple[LogoFigure | None, str]:
    """The logo, or why it cannot be printed."""
    from reports.writers.pictures import PictureError, prepared  # many homes have none

    try:
        content = path.read_bytes() if path.stat().st_size <= LARGEST else b""
        picture = prepared(content, LONGEST_SIDE)
    except OSError:
        return None, "tidak dapat dibaca"
    except PictureError as error:
        return None, str(error)
    return LogoFigure(jpeg=base64.b64encode(picture.jpeg), width=picture.width, height=picture.height), ""
