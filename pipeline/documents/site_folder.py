"""The folder of the public site: files written where they differ, and the memory of what was written.

Belongs here: hashes, which files of earlier builds are no longer wanted. Not here: what the
files are (`pipeline.documents.site`).

What is new lies beside its place, out of sight, until the build is finished: then one rename after the other. Killed
before, the site is that of the build before; killed amid the renames, it holds whole files of both. A journal has the
names of those written since the last finished build: the next one trusts none of them, and removes what it does not
want.
"""

import hashlib
from pathlib import Path
from typing import Final, NamedTuple

from pydantic import Field, ValidationError

from contracts.atomic_file import replace_all, temporary_of, write_atomically
from contracts.home import Home
from contracts.records import Record

_FILE_MODE: Final = 0o640
_FOLDER_MODE: Final = 0o750
"""Of all that a home holds the site alone may be read by a group: a web server's (docs/portal.md)."""


class SiteState(Record):
    """What the site was last made from, and the hash of every file that was written into it."""

    made_from: str = ""
    files: dict[str, str] = Field(default_factory=dict)
    files_made_from: dict[str, str] = Field(default_factory=dict)
    """Of files that need not be made to know that they are the same: a text that differs where anything differs that
    they are made from."""


class SiteChange(NamedTuple):
    """What a build changed: numbers of files."""

    written: int
    kept: int
    removed: int
    failed: tuple[str, ...] = ()
    """`2024/U-1`: whose page could not be made."""


class SiteFolder:
    """One build of the site. Paths are relative to its root, with `/` between folders."""

    def __init__(self, home: Home) -> None:
        self._root = home.site
        self._state_path = home.site_state
        self._journal = home.site_state.with_suffix(".journal")
        self._before = _load_state(self._state_path)
        self._doubtful = set(_lines(self._journal))
        self._files: dict[str, str] = {}
        self._made_from: dict[str, str] = {}
        self._beside: dict[str, Path] = {}
        """Files that are written and not yet in their place, in the order in which they get there."""
        self._written: set[str] = set()

    def unchanged(self, made_from: str) -> SiteChange | None:
        """What there is, where the last build was finished, was made from just this, and is still there."""
        files = self._before.files
        if self._before.made_from != made_from or self._journal.exists() or not all(map(self._is_there, files)):
            return None
        return SiteChange(0, len(files), 0)

    def keep(self, path: str, sha256: str) -> bool:
        """Whether that file lies there from an earlier build; then it belongs to this one too."""
        if path in self._doubtful or self._before.files.get(path) != sha256 or not self._is_there(path):
            return False
        self._files[path] = sha256
        return True

    def keep_made_from(self, path: str, made_from: str) -> bool:
        """Whether that file lies there from an earlier build that made it from the same; then it belongs to this one
        too."""
        if self._before.files_made_from.get(path) != made_from or not self.keep(path, self._before.files.get(path, "")):
            return False
        self._made_from[path] = made_from
        return True

    def put(self, path: str, content: bytes, made_from: str | None = None) -> str:
        """A file of the site, written beside its place where it differs; returns its SHA-256. `made_from`: for the next
        build (`keep_made_from`)."""
        sha256 = content_sha256(content)
        if made_from is not None:
            self._made_from[path] = made_from
        if not self.keep(path, sha256):
            with self._journal.open("a", encoding="utf-8") as journal:
                journal.write(f"{path}\n")
            self._make_folder((self._root / path).parent)
            beside = temporary_of(self._root / path)
            beside.write_bytes(content)
            beside.chmod(_FILE_MODE)
            self._beside[path] = beside
            self._files[path] = sha256
            self._written.add(path)
        return sha256

    def finish(self, made_from: str, failed: tuple[str, ...] = ()) -> SiteChange:
        """Puts every file into its place, in the order in which they were written, and removes what earlier builds
        wrote and this one did not; nothing that somebody else put there. Where pages `failed` the next build does not
        take this one for complete."""
        # Where the disk refused in the midst, some are in their place when it is tried again.
        replace_all({self._root / path: beside for path, beside in self._beside.items() if beside.exists()})
        self._beside.clear()
        unwanted = sorted({*self._before.files, *self._doubtful} - set(self._files))
        for path in unwanted:
            self._remove(self._root / path)
        state = SiteState(
            made_from="" if failed else made_from,
            files=dict(sorted(self._files.items())),
            files_made_from=dict(sorted(self._made_from.items())),
        )
        write_atomically(self._state_path, state.model_dump_json(indent=0).encode())
        self._journal.unlink(missing_ok=True)
        return SiteChange(len(self._written), len(self._files) - len(self._written), len(unwanted), failed)

    def _make_folder(self, folder: Path) -> None:
        """Makes a folder of the site, and those around it."""
        if folder.is_dir():
            return
        if folder != self._root:
            self._make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        folder.chmod(_FOLDER_MODE)

    def _is_there(self, path: str) -> bool:
        return (self._root / path).is_file()

    def _remove(self, path: Path) -> None:
        for one in (path, temporary_of(path)):
            if one.is_file():
                one.unlink()
        for folder in path.parents:
            if folder == self._root or not folder.is_dir() or any(folder.iterdir()):
                break
            folder.rmdir()


def content_sha256(content: bytes) -> str:
    """SHA-256 as hex digits."""
    return hashlib.sha256(content).hexdigest()


def _load_state(path: Path) -> SiteState:
    """The last state; an empty one where there is none, or one of another make: then all is written again."""
    try:
        return SiteState.model_validate_json(path.read_bytes())
    except (FileNotFoundError, ValidationError):
        return SiteState()


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []
