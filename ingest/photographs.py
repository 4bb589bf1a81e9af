"""Photographs of the survey in an inbox: which files are some, of which unit and period, and what they are called.

Belongs here: where they lie (`foto/<unit>/<period>/`), so that nobody takes them for exports. Not here: whose folder it
is by the registry and which document shows them (`pipeline.documents.photographs`), opening a picture
(`reports.writers.pictures`).
"""

import re
import stat
from collections.abc import Collection
from pathlib import Path, PurePosixPath
from typing import Final, NamedTuple

from contracts.periods import is_period_code

FOLDERS: Final = ("foto", "photos")
"""Folders of an inbox, in any case of letters."""
PLACE: Final = f"{FOLDERS[0]}/<kode unit>/<periode>/"
FOLLOW_UP_FOLDERS: Final = ("tindak lanjut", "rtl")
"""A folder within that of a period for photographs of what was done after its survey, in any case of letters and with
hyphens too."""
PICTURES: Final = frozenset({".jpg", ".jpeg", ".png", ".heic", ".heif", ".webp"})
"""Endings of files that are no exports in such a folder, also those that cannot be opened: whoever makes the document
says so."""
_DEPTH: Final = 4
"""Parts of a path: `foto`, unit, period, picture; one more where it is of follow-up."""
_NUMBER: Final = re.compile(r"^\W*\d{1,3}[\s._)-]+(?=\D)")
_LONG_WORD: Final = re.compile(r"[^\W\d_]{3,}")
_OF_CAMERAS: Final = frozenset(
    (
        *("img", "dsc", "dscn", "dscf", "pxl", "dcim", "mvimg", "photo", "foto", "image", "gambar", "scan"),
        *("screenshot", "whatsapp", "pukul", "jpeg", "jpg", "png", "copy", "salinan"),
    )
)
"""Words in the names that cameras and telephones give."""


class PhotographFile(NamedTuple):
    """A picture in an inbox. Size and moment of its last change tell two contents apart, as for exports."""

    unit: str
    """Its folder's name, which names the unit."""
    period_code: str
    path: Path
    size: int
    modified_ns: int
    of_follow_up: bool = False
    """Of what was done after the survey."""

    @property
    def version(self) -> str:
        """Changes with the file."""
        return f"{self.size}-{self.modified_ns}"

    @property
    def caption(self) -> str:
        """What its name says; empty where a camera gave it."""
        return caption_of(self.path.stem)


def is_photograph(name: str) -> bool:
    """Whether a file of an inbox is a photograph, by its path there."""
    *parts, picture = name.split("/")
    if len(parts) == _DEPTH and is_of_follow_up(parts[-1]):
        parts.pop()
    return (
        len(parts) == _DEPTH - 1
        and parts[0].casefold() in FOLDERS
        and is_period_code(parts[-1].upper())
        and PurePosixPath(picture).suffix.casefold() in PICTURES
    )


def photographs_in(inbox: Path, period_code: str | None = None) -> list[PhotographFile]:
    """Every photograph of an inbox, by folder and name; of one period where given: no other folder is looked into.
    Links are not followed, and what cannot be looked into is not there."""
    wanted = () if period_code is None else (period_code.casefold(),)
    found: list[PhotographFile] = []
    for top in sorted(_folders(inbox, FOLDERS)):
        periods = [period for unit in _folders(top) for period in _folders(unit, wanted)]
        within = [folder for period in periods for folder in _folders(period) if is_of_follow_up(folder.name)]
        for path in sorted(picture for folder in (*periods, *within) for picture in _in(folder)):
            if not is_photograph(path.relative_to(inbox).as_posix()) or path.name.startswith("."):
                continue
            status = path.lstat()
            if stat.S_ISREG(status.st_mode):
                _, unit, period_code, *folders, _ = path.relative_to(inbox).parts
                place = unit, period_code.upper(), path, status.st_size, status.st_mtime_ns
                found.append(PhotographFile(*place, of_follow_up=bool(folders)))
    return found


def is_of_follow_up(folder: str) -> bool:
    """Whether a folder within that of a period holds photographs of follow-up, by its name."""
    return " ".join(re.split(r"[\s_-]+", folder.casefold())).strip() in FOLLOW_UP_FOLDERS


def caption_of(stem: str) -> str:
    """`02_pengisian-kuesioner di loket` → `Pengisian kuesioner di loket`; empty for what a camera calls a picture."""
    words = " ".join(re.sub(r"[_-]+", " ", _NUMBER.sub("", stem)).split())
    said = {word.casefold() for word in _LONG_WORD.findall(words)} - _OF_CAMERAS
    return words[:1].upper() + words[1:] if said else ""


def _in(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def _folders(folder: Path, names: Collection[str] = ()) -> list[Path]:
    """The folders in it; of these `names` only: an inbox may hold thousands of files, which need not be looked at."""
    named = (one for one in _in(folder) if not names or one.name.casefold() in names)
    return [one for one in named if one.is_dir() and not one.is_symlink()]
