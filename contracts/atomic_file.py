"""Writing a file so that it is there whole or not at all: for readers, for a killed process, after a loss of power.

Belongs here: the one way in which a room puts a file in the place of another, or adds a line to one, and the hash by
which it is known to be what was written. Not here: folders that are made official by one rename (`pipeline.editions`,
`warehouse.publish`), which use `sync`; links.
"""

import hashlib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path


def write_atomically(path: Path, content: bytes) -> None:
    """Puts a file in its place, in one rename, after its content is on the disk. The folder is made where it is not
    there. Raises OSError where the disk refuses; then what stood there stands."""
    write_all_atomically({path: content})


def write_all_atomically(files: Mapping[Path, bytes]) -> None:
    """The same for many files: each is whole, and their folders are brought to the disk once."""
    for path, content in files.items():
        temporary = temporary_of(path)
        try:
            _write(temporary, content)
            temporary.replace(path)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise
    _sync_folders(files)


def replace_all(files: Mapping[Path, Path]) -> None:
    """Puts files that were written elsewhere on the same file system, the values, in their places, the keys, one after
    the other once all are on the disk."""
    for written in files.values():
        sync(written)
    for path, written in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        written.replace(path)
    _sync_folders(files)


def append_durably(path: Path, line: str) -> None:
    """Adds a line to a file that only ever grows, and brings it to the disk. The folder is made where it is not there.
    Raises OSError where the disk refuses; then the file ends as it did: half a line would spoil all of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab", buffering=0) as file:
        before = file.tell()
        rest = f"{line}\n".encode()
        try:
            while rest:
                rest = rest[file.write(rest) :]
            os.fsync(file.fileno())
        except OSError:
            file.truncate(before)
            raise


def temporary_of(path: Path) -> Path:
    """Where a file is written before it takes its place: beside it, under a name that nothing else reads."""
    return path.with_name(f".{path.name}")


def sync(path: Path) -> None:
    """Makes a file, or what a folder lists, survive a loss of power."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sync_folders(files: Iterable[Path]) -> None:
    for folder in {path.parent for path in files}:
        sync(folder)


def _write(temporary: Path, content: bytes) -> None:
    try:
        file = temporary.open("wb")
    except FileNotFoundError:
        temporary.parent.mkdir(parents=True, exist_ok=True)
        file = temporary.open("wb")
    with file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def file_sha256(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal: by it a file is known to be what was written."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
