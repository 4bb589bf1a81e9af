"""A folder behind a URL: an object store, through fsspec.

Belongs here: the operations of `storage.store.Store` far away, and the copies kept here. Not here: opening a URL, what
its errors mean (`storage.filesystem`).

An object store replaces a file whole, so nothing is written beside first. What it says about a file (its tag, else
size and time) is the name of the copy kept of it: a copy is of that very content, or is not used.
"""

import hashlib
import json
import os
import posixpath
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from math import inf
from pathlib import Path
from typing import Final

from fsspec import AbstractFileSystem

from storage.filesystem import open_filesystem
from storage.places import parse_place, reaching
from storage.store import INCOMPLETE, Stamp, Store

_TELLING: Final = ("ETag", "etag", "size", "LastModified", "mtime", "last_modified", "modified")
"""What different places say about a file that changes with its content."""
_COPYING: Final = f"{INCOMPLETE}copying-*"
_FEW: Final = 16
"""So many files are asked for one by one before a whole folder is listed."""

Facts = Mapping[str, object]


@dataclass(frozen=True)
class RemoteStore(Store):
    """A folder behind a URL. The credentials among `options` go with it to the process that works in it."""

    url: str
    cache: Path
    options: Mapping[str, object] = field(default_factory=dict, repr=False)
    inside: str = ""
    """The folder behind the URL: all folders there share a connection."""

    @property
    def address(self) -> str:
        """Where it lies, for people: a path, or a URL without credentials."""
        return f"{self.url}/{self.inside}".rstrip("/")

    def below(self, folder: str) -> "RemoteStore":
        """The store of a folder inside."""
        return replace(self, inside=f"{self.inside}/{folder}".lstrip("/"))

    def stamps(self, names: Iterable[str]) -> dict[str, Stamp]:
        """A place that does not say when a file changed may have changed it now."""
        with self._open() as (filesystem, root):
            found = _facts(filesystem, root, list(names))
        return {name: Stamp(int(str(facts["size"])), _changed_at(facts)) for name, facts in found.items()}

    def files(self, folder: str = "") -> list[str]:
        """Names of all files in a folder inside and below it, sorted; none where it is not there."""
        with self._open() as (filesystem, root):
            found = _found(filesystem, root, folder)
        return sorted(name for name in found if not any(part.startswith(INCOMPLETE) for part in name.split("/")))

    def folders(self) -> list[str]:
        """Names of the folders directly inside, sorted."""
        with self._open() as (filesystem, root):
            try:
                inside = filesystem.ls(root, detail=True)
            except FileNotFoundError:
                return []
        names = (posixpath.basename(one["name"].rstrip("/")) for one in inside if one["type"] == "directory")
        return sorted(name for name in names if not name.startswith(INCOMPLETE))

    def read_all(self, names: Iterable[str]) -> dict[str, bytes]:
        """Contents of those files that are there."""
        paths = list(names)
        if not paths:
            return {}
        with self._open() as (filesystem, root):
            contents = filesystem.cat([f"{root}/{name}" for name in paths], on_error="return")
            found: dict[str, bytes] = {}
            for name in paths:
                content = contents[f"{root}/{name}"]
                if isinstance(content, bytes):
                    found[name] = content
                elif not isinstance(content, FileNotFoundError):
                    raise content
        return found

    def write_all(self, contents: Mapping[str, bytes]) -> None:
        """Writes files, each replaced whole."""
        with self._open() as (filesystem, root):
            filesystem.pipe({f"{root}/{name}": content for name, content in contents.items()})

    def take_all(self, files: Mapping[str, Path]) -> None:
        """Moves finished files of this machine in, by the name each gets; made with `preparing`, that is cheap."""
        if not files:
            return
        with self._open() as (filesystem, root):
            filesystem.put([str(path) for path in files.values()], [f"{root}/{name}" for name in files])
        for path in files.values():
            path.unlink()

    @contextmanager
    def preparing(self) -> Iterator[Path]:
        """An empty folder of this machine for files that are then taken in; gone afterwards."""
        with tempfile.TemporaryDirectory(prefix="skm-") as folder:
            yield Path(folder)

    def remove(self, name: str) -> None:
        """Removes a file; nothing happens where there is none."""
        with self._open() as (filesystem, root):
            try:
                filesystem.rm_file(f"{root}/{name}")
            except FileNotFoundError:
                return

    def remove_folder(self, name: str) -> None:
        """Removes a folder with all that is in it; nothing happens where there is none."""
        with self._open() as (filesystem, root):
            try:
                filesystem.rm(f"{root}/{name}", recursive=True)
            except FileNotFoundError:
                return

    def discard_incomplete(self, names: Iterable[str]) -> None:
        """Nothing is ever incomplete there."""

    def discard_preparations(self) -> None:
        """They lie on this machine; copies under way too."""
        for leftover in self.cache.glob(_COPYING):
            shutil.rmtree(leftover, ignore_errors=True)

    def rename(self, name: str, new_name: str) -> None:
        """Gives a file another name. Copied, then removed: killed between, it is there under both names."""
        with self._open() as (filesystem, root):
            filesystem.mv(f"{root}/{name}", f"{root}/{new_name}")

    def local_paths(self, names: Sequence[str]) -> list[Path]:
        """Copies lie in the cache, each under the mark of its content."""
        if not names:
            return []
        with self._open() as (filesystem, root):
            facts = _facts(filesystem, root, names)
        if missing := [name for name in names if name not in facts]:
            raise FileNotFoundError(self.link(missing[0]))
        copies = {name: self._copy(name, _mark(facts[name])) for name in names}
        if wanted := {name: copy for name, copy in copies.items() if not copy.exists()}:
            self.cache.mkdir(parents=True, exist_ok=True, mode=0o700)
            with tempfile.TemporaryDirectory(prefix=_COPYING.removesuffix("*"), dir=self.cache) as folder:
                with self._open() as (filesystem, root):
                    fetched = _fetch(filesystem, root, list(wanted), Path(folder))
                for path, copy in zip(fetched, wanted.values(), strict=True):
                    shutil.rmtree(copy.parent.parent, ignore_errors=True)  # of what stood there before
                    copy.parent.mkdir(parents=True)
                    path.replace(copy)
        return [copies[name] for name in names]

    @contextmanager
    def temporary_local_paths(self, names: Sequence[str]) -> Iterator[list[Path]]:
        """As `local_paths`, for a moment: what had to be copied is gone afterwards."""
        with tempfile.TemporaryDirectory(prefix="skm-") as folder:
            with self._open() as (filesystem, root):
                paths = _fetch(filesystem, root, names, Path(folder))
            yield paths

    def link(self, name: str) -> str:
        """A URL of a file, for people."""
        return f"{self.address}/{name}"

    def _copy(self, name: str, mark: str) -> Path:
        place = hashlib.sha256(self.link(name).encode()).hexdigest()[:32]
        return self.cache / place[:2] / place / mark / posixpath.basename(name)

    @contextmanager
    def _open(self) -> Iterator[tuple[AbstractFileSystem, str]]:
        filesystem, root = _connected(self.url, json.dumps(self.options, sort_keys=True), os.getpid())
        with reaching(parse_place(self.url)):
            yield filesystem, f"{root}/{self.inside}".rstrip("/")


@cache
def _connected(url: str, options: str, process: int) -> tuple[AbstractFileSystem, str]:
    """One connection a place and process: making one costs more than most of what it is used for."""
    return open_filesystem(url, json.loads(options))


def _facts(filesystem: AbstractFileSystem, root: str, names: Sequence[str]) -> dict[str, Facts]:
    """What is known of those files that are there, in as few questions as their places allow: one file is asked for,
    a folder is listed, and of many folders all that lies below what they have in common."""
    folders = {posixpath.dirname(name) for name in names}
    if len(names) <= _FEW and len(names) == len(folders):
        return {name: facts for name in names if (facts := _asked(filesystem, f"{root}/{name}")) is not None}
    if len(folders) == 1:
        found = _listed(filesystem, root, *folders)
    else:
        found = _found(filesystem, root, posixpath.commonpath(folders))
    return {name: found[name] for name in names if name in found}


def _asked(filesystem: AbstractFileSystem, path: str) -> Facts | None:
    try:
        facts: Facts = filesystem.info(path)
    except FileNotFoundError:
        return None
    return facts if facts["type"] == "file" else None


def _listed(filesystem: AbstractFileSystem, root: str, folder: str) -> dict[str, Facts]:
    """The files directly in a folder."""
    try:
        inside = filesystem.ls(f"{root}/{folder}".rstrip("/"), detail=True)
    except FileNotFoundError:
        return {}
    return {facts["name"].removeprefix(f"{root}/"): facts for facts in inside if facts["type"] == "file"}


def _found(filesystem: AbstractFileSystem, root: str, folder: str) -> dict[str, Facts]:
    try:
        listed = filesystem.find(f"{root}/{folder}".rstrip("/"), detail=True)
    except FileNotFoundError:
        return {}
    return {path.removeprefix(f"{root}/"): facts for path, facts in listed.items()}


def _changed_at(facts: Facts) -> float:
    told = next((facts[name] for name in ("LastModified", "mtime", "modified", "last_modified") if name in facts), None)
    if isinstance(told, datetime):
        return told.timestamp()
    return float(told) if isinstance(told, int | float) else inf


def _mark(facts: Facts) -> str:
    told = "\0".join(f"{name} {facts[name]}" for name in _TELLING if name in facts)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _fetch(filesystem: AbstractFileSystem, root: str, names: Sequence[str], folder: Path) -> list[Path]:
    """Files as copies in a folder of this machine. Their names keep the ending, by which some are known."""
    paths = [folder / f"{number}-{posixpath.basename(name)}" for number, name in enumerate(names)]
    if paths:
        filesystem.get([f"{root}/{name}" for name in names], [str(path) for path in paths])
    return paths
