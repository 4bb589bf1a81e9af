"""`skm backup`: all that cannot be made again, in one file; and how many such files are kept.

Belongs here: collecting, writing, and removing older ones. Not here: what belongs in a backup
(`operations.backup_format`), restoring (`operations.restore`). Everything is streamed: a backup of any size needs no
memory.

The file gets its name when it is whole and on the disk; a killed backup leaves `….partial`, which may be deleted. Whose
it is stands at its very beginning (the home's id, in the tar's global header), so that an older backup is only ever
removed where it is known to be of the same home, whatever files are called.
"""

import errno
import hashlib
import os
import re
import shutil
import tarfile
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import IO, Final, NamedTuple

from contracts import home_format
from contracts.atomic_file import replace_all
from contracts.clock import now
from contracts.errors import HomeError
from contracts.home import Home
from contracts.settings import Storage, load_settings
from operations.backup_format import (
    CONTENTS,
    HOME_ID,
    IN_STORES,
    KEPT,
    UNCHANGING,
    BackedUpFile,
    BackupContents,
    BackupError,
    part,
    size_in_words,
)
from pipeline import job_records
from pipeline.lock import one_run_at_a_time
from pipeline.stores import open_stores
from pipeline.versions import code_version
from portal.server.database import Database
from storage.store import Store
from warehouse.intact import damaged_file
from warehouse.publish import published_version

_MODE: Final = 0o600
"""It holds answers, suggestions and password hashes: for its owner only."""
_CHUNK: Final = 1 << 20
_IN_MEMORY: Final = 16 << 20
_BLOCK: Final = 512
"""Of a tar: each member has a header of at least so much, and is filled up to a multiple."""


class Backup(NamedTuple):
    """A backup that was written."""

    path: Path
    size: int
    files: int
    seconds: float
    left_out: list[str]
    """Files that are not in it, each with why."""
    removed: list[Path]
    """Older backups of the same home, and what killed ones left."""
    not_removed: list[Path]
    """Those that should have gone, and could not."""


class _Source(NamedTuple):
    """A file to be backed up: here, or in a store elsewhere."""

    path: Path
    name: str
    changes: bool
    """Somebody may be writing it meanwhile."""
    size: int
    store: Store | None = None
    """Where `path` is its name."""


def back_up(home: Home, target: Path, *, wait_seconds: float = 0, keep: int | None = None) -> Backup:
    """Writes `skm-<home>-<moment>.tar` into the folder `target`. `keep`: once it is whole, older ones of this home go
    but for so many, this one counted. Raises HomeError where the home is none, or busy for longer than `wait_seconds`,
    BackupError where the file cannot be written; nothing but a `.partial` is left then, and none is removed."""
    started = time.perf_counter()
    if not home.settings.is_file() and not home.ledger.is_file():
        raise HomeError(f"{home.root} bukan folder data. Tunjuk yang benar dengan --home.")
    _check_target(home, target)
    with one_run_at_a_time(home, wait_seconds=wait_seconds), tempfile.TemporaryDirectory() as aside:
        current = published_version(home)
        if current is not None and (damaged := damaged_file(current)):
            raise BackupError(
                f"Gudang data versi {current.name} rusak ({damaged} bukan lagi yang ditulis), jadi tidak dicadangkan. "
                "Jalankan 'skm run', yang menyusunnya lagi dari arsip, lalu cadangkan."
            )
        made_at = now()
        about = home_format.enter(home, code_version())
        path = target / f"skm-{_plain(home.root.resolve().name)}-{made_at:%Y%m%dT%H%M%S}.tar"
        partial = path.with_name(f"{path.name}.partial")
        storage = load_settings(home.settings).storage if home.settings.is_file() else Storage()
        contents = BackupContents(
            home_name=home.root.resolve().name,
            made_at=made_at,
            made_by=version("skm-mojokerto"),
            published=current.name if current else None,
            storage_url=storage.url,
        )
        try:
            left_out = _write(home, storage, partial, contents, Path(aside), about.id)
            replace_all({path: partial})
        except OSError as error:
            raise _cannot_write(error, target) from error
        finally:
            with suppress(OSError):
                partial.unlink(missing_ok=True)
        job_records.note_good(home, "backup", made_at, detail=str(path.absolute()))
        removed, not_removed = _remove_older(path, about.id, keep)
        seconds = time.perf_counter() - started
        return Backup(path, path.stat().st_size, len(contents.files), seconds, left_out, removed, not_removed)


def _remove_older(newest: Path, home_id: str, keep: int | None) -> tuple[list[Path], list[Path]]:
    """Removes older backups of this home, beside the newest, but for so many in all; and what killed ones left of it.
    Returns what went, and what could not. Call with the home's lock: nobody writes one of its backups then."""
    if keep is None:
        return [], []
    others = sorted(path for path in newest.parent.glob("skm-*.tar") if path != newest and _is_of(path, home_id))
    killed = [path for path in newest.parent.glob("skm-*.tar.partial") if _is_of(path, home_id)]
    removed, not_removed = list[Path](), list[Path]()
    for path in (*others[: max(0, len(others) - (keep - 1))], *killed):
        try:
            path.unlink()
        except OSError:
            not_removed.append(path)
        else:
            removed.append(path)
    return removed, not_removed


def _is_of(path: Path, home_id: str) -> bool:
    """Whether a file begins as a backup of that home. One that cannot be read is nobody's."""
    try:
        if not path.is_file() or path.is_symlink():
            return False
        with tarfile.open(path, "r:") as tar:
            return tar.pax_headers.get(HOME_ID) == home_id
    except (OSError, tarfile.TarError):
        return False


def _check_target(home: Home, target: Path) -> None:
    if not target.is_dir():
        raise BackupError(
            f"Folder cadangan {target} tidak ada. Pasang disknya, atau buat foldernya dulu; folder tidak dibuatkan, "
            "supaya cadangan tidak jatuh ke disk yang salah."
        )
    if target.resolve().is_relative_to(home.root.resolve()):
        raise BackupError(
            f"Folder cadangan {target} ada di dalam folder data. Cadangan harus di tempat lain, sebaiknya disk lain."
        )
    if not os.access(target, os.W_OK | os.X_OK):
        raise BackupError(f"Folder cadangan {target} tidak dapat ditulisi. Beri izin tulis, atau pilih folder lain.")


def _write(
    home: Home, storage: Storage, partial: Path, contents: BackupContents, aside: Path, home_id: str
) -> list[str]:
    """Fills the file and brings it to the disk; enters everything into `contents`."""
    left_out: list[str] = []
    contents.folders["."] = home.root.stat().st_mode & 0o777
    # What lies in a store is the newer one: of before it was named there may be more in the home.
    found = [*(_in_stores(home, storage) if storage.url else ()), *_sources(home, contents, left_out, aside)]
    sources = list({source.name: source for source in reversed(found)}.values())
    _check_space(partial.parent, sources)
    descriptor = os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, _MODE)
    with (
        open(descriptor, "wb") as file,  # noqa: PTH123
        tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT, pax_headers={HOME_ID: home_id}) as tar,
    ):
        for source in sources:
            if why := _add(tar, source, contents, partial.parent):
                left_out.append(f"{source.name}: {why}")
        said = contents.model_dump_json(indent=1).encode()
        header = tarfile.TarInfo(CONTENTS)
        header.size, header.mode, header.mtime = len(said), _MODE, int(contents.made_at.timestamp())
        tar.addfile(header, BytesIO(said))
    return left_out


def _in_stores(home: Home, storage: Storage) -> Iterator[_Source]:
    stores = open_stores(home, storage)
    for name, store_name in IN_STORES.items():
        store: Store = getattr(stores, store_name)
        names = store.files()
        stamps = store.stamps(names)
        for one in names:
            if one in stamps:
                yield _Source(
                    Path(one), f"{part(home, name).name}/{one}", changes=True, size=stamps[one].size, store=store
                )


def _sources(home: Home, contents: BackupContents, left_out: list[str], aside: Path) -> Iterator[_Source]:
    for name in KEPT:
        place, changes = part(home, name), name not in UNCHANGING
        if name == "accounts":
            if place.is_file():
                copy = aside / place.name
                os.close(os.open(copy, os.O_CREAT | os.O_EXCL, _MODE))
                Database(place).copy_to(copy)
                yield _Source(copy, place.name, changes=False, size=copy.stat().st_size)
        elif name == "warehouse":
            yield from _published(home)
        elif place.is_dir():
            yield from _walk(home, place, contents, left_out, changes=changes)
        elif place.is_file():
            yield _Source(place, place.name, changes, place.stat().st_size)


def _published(home: Home) -> Iterator[_Source]:
    """The published version and the pin; the links are made again."""
    current = published_version(home)
    if current is None:
        return
    kept = [path for path in home.warehouse.glob("*.json") if not path.name.startswith(".")]
    for path in (*kept, *sorted(current.rglob("*"))):
        if path.is_file() and not path.is_symlink():
            yield _Source(path, path.relative_to(home.root).as_posix(), changes=False, size=path.stat().st_size)


def _walk(
    home: Home, folder: Path, contents: BackupContents, left_out: list[str], *, changes: bool
) -> Iterator[_Source]:
    """Every file of a folder. Names with a dot before them are of files that are still being written."""
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        here = Path(parent)
        if _is_text(here):
            contents.folders[here.relative_to(home.root).as_posix()] = here.stat().st_mode & 0o777
        for name in sorted((*names, *(one for one in folders if (here / one).is_symlink()))):
            path = here / name
            shown = path.relative_to(home.root).as_posix().encode("utf-8", "replace").decode()
            if name.startswith("."):
                continue
            if path.is_symlink() or not path.is_file():
                left_out.append(f"{shown}: tautan, bukan berkas")
            elif not _is_text(path):
                left_out.append(f"{shown}: namanya tidak dapat dibaca; ganti namanya")
            else:
                yield _Source(path, path.relative_to(home.root).as_posix(), changes, path.lstat().st_size)


def _is_text(path: Path) -> bool:
    """Whether a name can be written down: not all that a file system takes is text."""
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return False
    return True


def _check_space(target: Path, sources: list[_Source]) -> None:
    needed = sum(-(-source.size // _BLOCK) * _BLOCK + 4 * _BLOCK for source in sources)
    free = shutil.disk_usage(target).free
    if needed > free:
        raise BackupError(
            f"Folder cadangan {target} tidak cukup: perlu {size_in_words(needed)}, tersisa {size_in_words(free)}. "
            "Hapus cadangan lama yang tidak diperlukan, atau pakai disk lain."
        )


def _add(tar: tarfile.TarFile, source: _Source, contents: BackupContents, target: Path) -> str | None:
    """Puts a file into the tar; why it is left out, where it cannot be read in one piece."""
    if source.store is not None:
        try:
            with source.store.temporary_local_paths([source.path.as_posix()]) as (path,):
                here = _Source(path, source.name, changes=True, size=source.size)
                return _add(tar, here, contents, target)
        except FileNotFoundError:
            return "hilang"
    if not source.changes:
        with source.path.open("rb") as file:
            _add_open(tar, source, file, os.fstat(file.fileno()), contents)
        return None
    try:
        file = source.path.open("rb")
    except (FileNotFoundError, PermissionError):
        return "hilang atau tidak boleh dibaca"
    # Read whole first: a tar says how long a file is before its first byte.
    with file, tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY, dir=str(target)) as copy:
        before = os.fstat(file.fileno())
        shutil.copyfileobj(file, copy, _CHUNK)
        after = os.fstat(file.fileno())
        if (after.st_size, after.st_mtime_ns) != (before.st_size, before.st_mtime_ns) or copy.tell() != after.st_size:
            return "sedang ditulis; ikut pada cadangan berikutnya"
        copy.seek(0)
        _add_open(tar, source, copy, before, contents)
    return None


class _Hashing:
    """A file that is hashed while it is read."""

    def __init__(self, file: "IO[bytes] | tempfile.SpooledTemporaryFile[bytes]") -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        chunk = self._file.read(size)
        self.digest.update(chunk)
        return chunk


def _add_open(
    tar: tarfile.TarFile,
    source: _Source,
    file: "IO[bytes] | tempfile.SpooledTemporaryFile[bytes]",
    status: os.stat_result,
    contents: BackupContents,
) -> None:
    header = tarfile.TarInfo(source.name)
    header.size, header.mode = status.st_size, status.st_mode & 0o777
    header.mtime = int(status.st_mtime)
    hashing = _Hashing(file)
    tar.addfile(header, hashing)
    contents.files[source.name] = BackedUpFile(
        size=header.size,
        sha256=hashing.digest.hexdigest(),
        mode=header.mode,
        modified_ns=status.st_mtime_ns,
    )


def _cannot_write(error: OSError, target: Path) -> BackupError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return BackupError(
            f"Folder cadangan {target} penuh; cadangan tidak jadi. Hapus cadangan lama yang tidak diperlukan, atau "
            "pakai disk lain."
        )
    where = error.filename if error.filename is not None else target
    return BackupError(f"Cadangan tidak jadi: {where} ({error.strerror or error}).")


def _plain(name: str) -> str:
    return re.sub(r"[^\w.-]+", "_", name) or "data"
