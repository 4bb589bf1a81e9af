"""A folder of whole files, wherever it lies: here, on a share, in an object store.

Belongs here: the operations all such folders have, and the folder of this machine. Not here: the folder behind a
URL (`storage.remote_store`), which files there are and what stands in them (`ingest`, `flows`).

Names are paths inside the folder, with `/` between folders. A file is there whole or not at all: nobody ever reads
half of one. Operations take many files at once, because far away each costs a round trip. A store can be handed to
another process or machine, which then works on the same folder.
"""

import os
import posixpath
import shutil
import stat
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple, Self

from contracts.atomic_file import replace_all, temporary_of, write_all_atomically

INCOMPLETE: Final = "."
"""Begins the names of what is being written. Names that begin so are in no listing."""

_PREPARING: Final = f"{INCOMPLETE}incoming-*"
WHOLE: Final = ("s3",)
"""Protocols that replace a file whole, and so may hold a store."""


class Stamp(NamedTuple):
    """What a place says of a file without reading it."""

    size: int
    changed_at: float
    """Seconds of the place's own clock, as it tells them: only to be compared with others of the same place."""


class Store(ABC):
    """A folder of whole files. Methods raise HomeError (remote) or OSError (local) if the place cannot be used."""

    @property
    @abstractmethod
    def address(self) -> str:
        """Where it lies, for people: a path, or a URL without credentials."""

    @abstractmethod
    def below(self, folder: str) -> Self:
        """The store of a folder inside."""

    @abstractmethod
    def stamps(self, names: Iterable[str]) -> dict[str, Stamp]:
        """Size and last change of those files that are there."""

    @abstractmethod
    def files(self, folder: str = "") -> list[str]:
        """Names of all files in a folder inside and below it, sorted; none where it is not there."""

    @abstractmethod
    def folders(self) -> list[str]:
        """Names of the folders directly inside, sorted."""

    @abstractmethod
    def read_all(self, names: Iterable[str]) -> dict[str, bytes]:
        """Contents of those files that are there."""

    @abstractmethod
    def write_all(self, contents: Mapping[str, bytes]) -> None:
        """Writes files, each replaced whole."""

    @abstractmethod
    def take_all(self, files: Mapping[str, Path]) -> None:
        """Moves finished files of this machine in, by the name each gets; made with `preparing`, that is cheap."""

    @abstractmethod
    def preparing(self) -> AbstractContextManager[Path]:
        """An empty folder of this machine for files that are then taken in; gone afterwards."""

    @abstractmethod
    def remove(self, name: str) -> None:
        """Removes a file; nothing happens where there is none."""

    @abstractmethod
    def remove_folder(self, name: str) -> None:
        """Removes a folder with all that is in it; nothing happens where there is none."""

    @abstractmethod
    def discard_incomplete(self, names: Iterable[str]) -> None:
        """Removes what a process left of these files that was killed while it wrote them. The files stay."""

    @abstractmethod
    def discard_preparations(self) -> None:
        """Removes what killed processes left that were preparing files for this folder or one inside."""

    @abstractmethod
    def rename(self, name: str, new_name: str) -> None:
        """Gives a file another name."""

    @abstractmethod
    def local_paths(self, names: Sequence[str]) -> list[Path]:
        """Files as paths on this machine, only to be read, in the order of the names: the files themselves, or copies
        that are kept. Raises FileNotFoundError where one is not there."""

    @abstractmethod
    def temporary_local_paths(self, names: Sequence[str]) -> AbstractContextManager[list[Path]]:
        """As `local_paths`, for a moment: what had to be copied is gone afterwards."""

    @abstractmethod
    def link(self, name: str) -> str:
        """A URL of a file, for people."""

    def present(self, names: Iterable[str]) -> set[str]:
        """Those of the files that are there."""
        return set(self.stamps(names))

    def exists(self, name: str) -> bool:
        """Whether a file is there."""
        return name in self.stamps([name])

    def read(self, name: str) -> bytes:
        """Content of a file. Raises FileNotFoundError where it is not there."""
        try:
            return self.read_all([name])[name]
        except KeyError:
            raise FileNotFoundError(f"{self.address}/{name}") from None

    def write(self, name: str, content: bytes) -> None:
        """Writes a file, replaced whole."""
        self.write_all({name: content})

    def local_path(self, name: str) -> Path:
        """A file as a path on this machine, only to be read."""
        return self.local_paths([name])[0]


@dataclass(frozen=True)
class LocalStore(Store):
    """A folder of this machine, or one that is mounted like one. It need not be there before the first file."""

    folder: Path

    def __reduce__(self) -> tuple[type["LocalStore"], tuple[Path]]:
        """Another process may stand in another folder."""
        return LocalStore, (self.folder.absolute(),)

    @property
    def address(self) -> str:
        """Where it lies, for people: a path, or a URL without credentials."""
        return str(self.folder)

    def below(self, folder: str) -> "LocalStore":
        """The store of a folder inside."""
        return LocalStore(self.folder / folder)

    def stamps(self, names: Iterable[str]) -> dict[str, Stamp]:
        """A link is no file of ours, nor is what lies behind one."""
        found: dict[str, Stamp] = {}
        inside: dict[str, bool] = {}
        top = os.path.realpath(self.folder)
        for name in names:
            try:
                status = os.lstat(f"{top}/{name}")
            except (FileNotFoundError, NotADirectoryError):
                continue
            folder = posixpath.normpath(f"{top}/{posixpath.dirname(name)}")
            if folder not in inside:
                inside[folder] = os.path.realpath(folder) == folder
            if stat.S_ISREG(status.st_mode) and inside[folder]:
                found[name] = Stamp(status.st_size, status.st_ctime_ns / 1e9)
        return found

    def files(self, folder: str = "") -> list[str]:
        """Names of all files in a folder inside and below it, sorted; none where it is not there."""
        found: list[str] = []
        for place, folders, names in os.walk(self.folder / folder):
            folders[:] = [name for name in folders if not name.startswith(INCOMPLETE)]
            inside = Path(place).relative_to(self.folder)
            found += [(inside / name).as_posix() for name in names if not name.startswith(INCOMPLETE)]
        return sorted(found)

    def folders(self) -> list[str]:
        """Names of the folders directly inside, sorted."""
        if not self.folder.is_dir():
            return []
        return sorted(one.name for one in self.folder.iterdir() if one.is_dir() and not one.name.startswith(INCOMPLETE))

    def read_all(self, names: Iterable[str]) -> dict[str, bytes]:
        """Contents of those files that are there."""
        found: dict[str, bytes] = {}
        for name in names:
            try:
                found[name] = (self.folder / name).read_bytes()
            except (FileNotFoundError, NotADirectoryError):
                continue
        return found

    def write_all(self, contents: Mapping[str, bytes]) -> None:
        """Writes files, each replaced whole."""
        write_all_atomically({self.folder / name: content for name, content in contents.items()})

    def take_all(self, files: Mapping[str, Path]) -> None:
        """Moves finished files of this machine in, by the name each gets; made with `preparing`, that is cheap."""
        replace_all({self.folder / name: file for name, file in files.items()})

    @contextmanager
    def preparing(self) -> Iterator[Path]:
        """On the same file system, so that taking in is renaming."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=_PREPARING.removesuffix("*"), dir=self.folder) as folder:
            yield Path(folder)

    def remove(self, name: str) -> None:
        """Removes a file; nothing happens where there is none."""
        (self.folder / name).unlink(missing_ok=True)

    def remove_folder(self, name: str) -> None:
        """Removes a folder with all that is in it; nothing happens where there is none."""
        if (self.folder / name).is_dir():
            shutil.rmtree(self.folder / name)
        with suppress(OSError):  # as elsewhere, there are no empty folders
            self.folder.rmdir()

    def discard_incomplete(self, names: Iterable[str]) -> None:
        """Removes what a process left of these files that was killed while it wrote them."""
        for name in names:
            temporary_of(self.folder / name).unlink(missing_ok=True)

    def discard_preparations(self) -> None:
        """Removes what killed processes left that were preparing files for this folder or one inside."""
        for leftover in (*self.folder.glob(_PREPARING), *self.folder.glob(f"*/{_PREPARING}")):
            shutil.rmtree(leftover, ignore_errors=True)

    def rename(self, name: str, new_name: str) -> None:
        """Gives a file another name."""
        (self.folder / name).rename(self.folder / new_name)

    def local_paths(self, names: Sequence[str]) -> list[Path]:
        """Whoever reads finds out that one is not there."""
        return [self.folder / name for name in names]

    @contextmanager
    def temporary_local_paths(self, names: Sequence[str]) -> Iterator[list[Path]]:
        """As `local_paths`, for a moment: what had to be copied is gone afterwards."""
        yield self.local_paths(names)

    def link(self, name: str) -> str:
        """A URL of a file, for people."""
        return (self.folder / name).absolute().as_uri()
