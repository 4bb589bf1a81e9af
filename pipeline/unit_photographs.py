"""Photographs that a unit gives in the portal: into the inbox, where documents find them, and out of it again.

Belongs here: their place and name there, and what of a picture is kept. Not here: which pictures a document shows
(`pipeline.documents.photographs`), opening one (`reports.writers.pictures`), the page (`portal.server`).
"""

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from contracts.atomic_file import write_atomically
from contracts.home import Home
from contracts.photographs import LARGEST_MEGABYTES, LONGEST_CAPTION, MOST_PRINTED, Photograph, PhotographError
from contracts.registry import Registry
from contracts.settings import Settings
from ingest.photographs import FOLDERS, FOLLOW_UP_FOLDERS, PICTURES, caption_of
from pipeline.documents.photographs import LARGEST, PeriodPhotographs
from pipeline.upload_place import safe_file_name
from reports.writers.pictures import LONGEST_SIDE, PictureError, prepared

KEPT_SIDE: Final = 2 * LONGEST_SIDE
"""Pixels: twice what is printed."""
_NUMBER: Final = re.compile(r"[0-9]{1,3}")
_WITHIN_WORDS: Final = re.compile(r"(?<=\w)[-/](?=\w)")
_PRINTED_ALIKE: Final = {"-": "\N{NON-BREAKING HYPHEN}", "/": "\N{FRACTION SLASH}"}

PreparePicture = Callable[[Path], bytes | str]
"""A picture fit to be kept, or why it cannot be."""


class UnitPhotographs:
    """The photographs of units, for the portal."""

    def __init__(
        self, home: Home, settings: Settings, registry: Callable[[], Registry], prepare: PreparePicture
    ) -> None:
        """`prepare` opens what somebody sent: where that harms nothing else."""
        self._home = home
        self._settings = settings
        self._registry = registry
        self._prepare = prepare

    def of(self, unit_code: str, period_code: str) -> list[Photograph]:
        """A unit's for a period, in the order in which they are printed."""
        files = PeriodPhotographs(self._home, self._settings, self._registry(), period_code).files_of(unit_code)
        counted = {False: 0, True: 0}
        found = []
        for file in files:
            counted[file.of_follow_up] += 1
            found.append(
                Photograph(
                    path=file.path,
                    caption=file.caption,
                    size=file.size,
                    of_follow_up=file.of_follow_up,
                    is_printed=counted[file.of_follow_up] <= MOST_PRINTED,
                    may_be_removed=file.path.is_relative_to(self._home.inbox),
                )
            )
        return found

    def add(self, unit_code: str, period_code: str, picture: Path, caption: str, *, of_follow_up: bool) -> Path:
        """Puts a picture behind those whose names say an order, by the name that is its caption. It is kept without
        EXIF, upright and no larger than it is needed. Raises PhotographError with a sentence for who sent it."""
        # A number at the beginning of a name says the order.
        if not caption_of(caption) or not caption[:1].isalpha() or len(caption) > LONGEST_CAPTION:
            raise PhotographError(
                f"Tulis keterangan foto dengan kata-kata, diawali huruf, paling banyak {LONGEST_CAPTION} huruf; ia "
                "dicetak di laporan."
            )
        there = [one for one in self.of(unit_code, period_code) if one.of_follow_up == of_follow_up]
        if len(there) >= MOST_PRINTED:
            raise PhotographError(
                f"Sudah ada {len(there)} foto, dan {MOST_PRINTED} yang dicetak. Hapus dulu salah satunya."
            )
        too_large = f"lebih dari {LARGEST_MEGABYTES} MB; perkecil dulu"
        content = self._prepare(picture) if picture.stat().st_size <= LARGEST else too_large
        if isinstance(content, str):
            raise PhotographError(f"Foto ini {content}.")
        folder = self._home.inbox / FOLDERS[0] / unit_code / period_code
        folder = folder / FOLLOW_UP_FOLDERS[0] if of_follow_up else folder
        # Behind the names that begin with a number, which is no part of the caption.
        leading = (_NUMBER.match(one.path.name) for one in there)
        number = 1 + max((int(found[0]) for found in leading if found), default=0)
        # A hyphen and a stroke within words are printed as they are typed: in a name they would be blanks.
        words = (
            _WITHIN_WORDS.sub(lambda letter: _PRINTED_ALIKE[letter[0]], caption).replace("/", "-").replace("\\", "-")
        )
        place = folder / f"{number:02} {safe_file_name(f'{words}.jpg')}"
        write_atomically(place, content)
        return place

    def remove(self, photograph: Photograph) -> None:
        """Deletes one that may be removed."""
        if photograph.may_be_removed and photograph.path.suffix.casefold() in PICTURES:
            photograph.path.unlink(missing_ok=True)


def kept_pictures(paths: Sequence[Path]) -> list[bytes | str]:
    """What is kept of pictures, each as PreparePicture has it; what the child process does."""
    return [_kept(path) for path in paths]


def _kept(path: Path) -> bytes | str:
    try:
        return prepared(path.read_bytes(), KEPT_SIDE).jpeg
    except PictureError as error:
        return str(error)
