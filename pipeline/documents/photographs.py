"""Photographs of a period: whose they are, which are printed, and how they come to whoever makes the documents.

Belongs here: the unit that a folder names, the most that a report shows, handing the files on through staging. Not
here: which files of an inbox are photographs (`ingest.photographs`), opening them (`reports.writers.pictures`).
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Final

from contracts.home import Home
from contracts.photographs import LARGEST_MEGABYTES, MOST_PRINTED
from contracts.registry import Registry
from contracts.settings import Settings
from ingest.identify import UnitNames
from ingest.photographs import PhotographFile, photographs_in
from pipeline.inboxes import sources_of
from reports.figures.unit_figures import PhotographFigure
from storage.store import Store

LARGEST: Final = LARGEST_MEGABYTES * 1_000_000
"""Bytes of one file."""


class PeriodPhotographs:
    """What lies in the inboxes for a period, looked up once."""

    def __init__(self, home: Home, settings: Settings, registry: Registry, period_code: str) -> None:
        """Nothing is looked up yet."""
        self._place = home, settings, registry
        self._period_code = period_code

    @cached_property
    def _files(self) -> Mapping[str, Sequence[PhotographFile]]:
        home, settings, registry = self._place
        found = defaultdict(list)
        for code, file in _all(home, settings, registry, self._period_code):
            if code:
                found[code].append(file)
        return found

    @property
    def state(self) -> str:
        """Changes with them; empty where there are none."""
        said = [f"{code}\0{file.path.name}\0{file.version}" for code, files in self._files.items() for file in files]
        return hashlib.sha256("\n".join(said).encode("utf-8", "surrogateescape")).hexdigest()[:16] if said else ""

    def files_of(self, unit_code: str) -> Sequence[PhotographFile]:
        """A unit's, in the order in which they are printed."""
        return self._files.get(unit_code, ())

    def _of(self, unit_code: str, of_follow_up: bool) -> list[PhotographFile]:
        return [file for file in self.files_of(unit_code) if file.of_follow_up == of_follow_up]

    def figures_of(self, unit_code: str, *, of_follow_up: bool = False) -> tuple[PhotographFigure, ...]:
        """A unit's, as its figures have them: of its survey, or of what it did after it."""
        return tuple(
            PhotographFigure(name=_shown(file.path.name), caption=_shown(file.caption), version=file.version)
            for file in self._of(unit_code, of_follow_up)
        )

    def hand_on(self, staging: Store, unit_code: str, name: str, *, of_follow_up: bool = False) -> None:
        """Copies those that a unit's report prints to where whoever makes it finds them (`handed_on`). One that is
        gone, cannot be read or is too large is not handed on."""
        contents = {}
        for number, file in enumerate(self._of(unit_code, of_follow_up)[:MOST_PRINTED]):
            try:
                if file.size <= LARGEST:
                    contents[_staged(name, unit_code, number)] = _read(file.path)
            except OSError:
                continue
        if contents:
            staging.write_all(contents)


def handed_on(
    staging: Store, unit_code: str, name: str, figures: Sequence[PhotographFigure]
) -> tuple[tuple[PhotographFigure, bytes], ...]:
    """What `hand_on` left under that name: each with its bytes, empty where it could not."""
    names = [_staged(name, unit_code, number) for number in range(len(figures[:MOST_PRINTED]))]
    contents = staging.read_all(names) if names else {}
    return tuple((one, contents.get(place, b"")) for one, place in zip(figures, names, strict=False))


def never_shown(home: Home, settings: Settings, registry: Registry, period_codes: Collection[str]) -> list[str]:
    """What no document shows: for each folder why, and what to do (Bahasa Indonesia)."""
    said = {}
    for code, file in _all(home, settings, registry):
        folder = "/".join(map(_shown, file.path.parts[(-5 if file.of_follow_up else -4) : -1]))
        if not code:
            said[folder] = (
                f"{folder}: '{_shown(file.unit)}' tidak menyebut tepat satu unit dari units.csv. Beri nama folder itu "
                "kode unitnya, misalnya foto/35.16.01/2024."
            )
        elif file.period_code not in period_codes:
            said[folder] = f"{folder}: tidak ada laporan periode {file.period_code}, jadi fotonya belum dicetak."
    return [said[folder] for folder in sorted(said)]


def _all(
    home: Home, settings: Settings, registry: Registry, period_code: str | None = None
) -> Iterator[tuple[str, PhotographFile]]:
    """Every photograph, of one period where given, with the code of its unit; empty where its folder names none, or
    several."""
    folders = [Path(one.place.path) for one in sources_of(home, settings, None) if one.is_here and one.with_photographs]
    files = [file for folder in folders for file in photographs_in(folder, period_code)]
    if not files:
        return
    names, codes = UnitNames(registry), {unit.unit_code.casefold(): unit.unit_code for unit in registry.units}
    units = {name: codes.get(name.casefold()) or _named(names, name) for name in {file.unit for file in files}}
    for file in files:
        yield units[file.unit], file


def _named(names: UnitNames, folder: str) -> str:
    found = names.find(_shown(folder))
    only = found.full or found.bare
    return next(iter(only)) if len(only) == 1 else ""


def _staged(name: str, unit_code: str, number: int) -> str:
    return f"{name}.{unit_code}.{number}.photograph"


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LARGEST)


def _shown(name: str) -> str:
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
