"""Publishing: a finished version becomes the one everybody reads, in one rename.

    warehouse/
      versions/000041/skm.duckdb, parquet/<table>.parquet, SHA256SUMS
      versions/000042/…
      current    -> versions/000042           replaced atomically: this is the moment of publication
      daily/2026-11-28.duckdb                 the last version of a day (`warehouse.daily`)
      pinned.json                             while a version is held (`warehouse.pin`)
      skm.duckdb -> current/skm.duckdb
      parquet    -> current/parquet

Killed at any moment, the old version or the new one is published, whole. Whoever calls `new_version`,
`publish` or `rollback` shows that it holds the home's lock: two can never publish over each other.
Not here: what a version contains, or opening one.
"""

import shutil
import uuid
from pathlib import Path
from typing import Final

from contracts.atomic_file import sync
from contracts.errors import HomeError
from contracts.home import Home
from contracts.lock import HeldLock
from contracts.public_tables import PUBLIC_TABLES
from contracts.tables import WAREHOUSE_TABLES
from warehouse.daily import DAILY_VERSIONS, drop_daily, keep_of_today
from warehouse.intact import damaged_file, write_hashes
from warehouse.pin import pinned

KEPT_VERSIONS: Final = 5
DATABASE_NAME: Final = "skm.duckdb"
PARQUET_NAME: Final = "parquet"
PUBLIC_NAME: Final = "public"
"""Of the public tables: the folder of their Parquet files, and their schema in the database."""
_CURRENT: Final = "current"
_BUILDING: Final = ".building-"
_DROPPED: Final = ".dropped-"
_NEW_LINK: Final = ".new-"
_DAMAGED: Final = ".damaged"
"""Ends the name of a version that was set aside."""


class IncompleteVersionError(ValueError):
    """What should be published lacks a part: our fault."""


def new_version(home: Home, *, lock: HeldLock) -> Path:
    """An empty folder to build the next version in, with `parquet/`; leftovers of killed runs are removed.

    Raises NotLockedError where the home's lock is not held."""
    lock.check(home)
    folder = _versions_folder(home)
    folder.mkdir(parents=True, exist_ok=True)
    for leftover in (*folder.glob(f"{_BUILDING}*"), *folder.glob(f"{_DROPPED}*")):
        shutil.rmtree(leftover, ignore_errors=True)
    for leftover in home.warehouse.glob(f"{_NEW_LINK}*"):
        leftover.unlink(missing_ok=True)
    # A name of its own: DuckDB may still have the last attempt's file open in this process, by its path.
    building = folder / f"{_BUILDING}{uuid.uuid4().hex[:12]}"
    (building / PARQUET_NAME / PUBLIC_NAME).mkdir(parents=True)
    return building


def publish(home: Home, building: Path, *, lock: HeldLock, daily_versions: int = DAILY_VERSIONS) -> Path:
    """Publishes what `new_version` gave and others filled; returns its final folder.

    Its files become read-only. Older versions beyond KEPT_VERSIONS are removed, and the databases of days before the
    last `daily_versions`. Raises
    IncompleteVersionError where a table's Parquet or the database is missing or not closed, NotLockedError
    where the home's lock is not held."""
    lock.check(home)
    _check_complete(building)
    write_hashes(building)
    for path in sorted(building.rglob("*")):
        if path.is_file():
            path.chmod(0o440)
        sync(path)
    sync(building)
    version = _versions_folder(home) / _next_name(home)
    building.rename(version)
    sync(version.parent)
    _point_at(home, version)
    keep_of_today(home.warehouse, version / DATABASE_NAME, daily_versions)
    _prune(home)
    return version


def set_damaged_aside(home: Home, *, lock: HeldLock) -> str | None:
    """Takes the published version away where it is not what was written any more; the sentence for staff (Bahasa
    Indonesia), None where it is whole. The newest whole one is published until a run has made it again.

    The names under which others read it are there again. Raises HomeError where it is pinned: no run makes that one
    again. NotLockedError where the home's lock is not held."""
    lock.check(home)
    version = published_version(home)
    if version is None:
        return None
    _link_names(home)
    if (damaged := damaged_file(version)) is None:
        return None
    held = pinned(home)
    if held is not None and held.version == version.name:
        raise HomeError(
            f"Versi {version.name}, yang sedang dikunci, rusak: {damaged} bukan lagi yang ditulis. Pulihkan cadangan, "
            f"atau hapus folder {version} dan {home.warehouse / 'pinned.json'}, lalu jalankan 'skm run'."
        )
    version.rename(version.with_name(f"{version.name}{_DAMAGED}"))
    whole = [one for one in versions(home) if damaged_file(one) is None]
    if whole:
        _point_at(home, whole[-1])
    return (
        f"Gudang data versi {version.name} rusak ({damaged} bukan lagi yang ditulis). 'skm run' menyusunnya lagi dari "
        "arsip."
    )


def drop_other_versions(home: Home, *, lock: HeldLock) -> None:
    """Removes every version but the published one: something was erased that they still hold. Raises NotLockedError
    where the home's lock is not held."""
    lock.check(home)
    current = published_version(home)
    folder = _versions_folder(home)
    for leftover in (*folder.glob(f"{_BUILDING}*"), *folder.glob(f"{_DROPPED}*"), *_set_aside(home)):
        shutil.rmtree(leftover)
    for version in versions(home):
        if version != current:
            _drop(version)
    drop_daily(home.warehouse)


def published_version(home: Home) -> Path | None:
    """The folder of the published version, links resolved; None where nothing is published."""
    link = home.warehouse / _CURRENT
    try:
        version = home.warehouse / link.readlink()
    except OSError:
        return None
    return version if version.is_dir() else None


def versions(home: Home) -> list[Path]:
    """Folders of all finished versions, oldest first."""
    folder = _versions_folder(home)
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.name.isdecimal() and path.is_dir())


def find_version(home: Home, name: str | None = None) -> Path:
    """The folder of a kept version: of the one named, or of the one before the published. Raises HomeError where
    there is none."""
    known = {path.name: path for path in versions(home)}
    current = published_version(home)
    if name is None:
        older = [one for one in known if current is not None and one < current.name]
        if not older:
            raise HomeError("Tidak ada versi yang lebih lama untuk dikembalikan.")
        name = max(older)
    if name not in known:
        raise HomeError(f"Versi '{name}' tidak ada. Yang tersimpan: {', '.join(known) or 'belum ada'}.")
    return known[name]


def rollback(home: Home, name: str | None = None, *, lock: HeldLock) -> Path:
    """Publishes an earlier version again: the one named, or the one before the published. Returns its folder.

    Raises HomeError where there is no such version, NotLockedError where the home's lock is not held."""
    lock.check(home)
    version = find_version(home, name)
    _point_at(home, version)
    keep_of_today(home.warehouse, version / DATABASE_NAME)
    return version


def link_published(home: Home, name: str) -> None:
    """Makes the links of a home whose versions were put there by somebody else: one that is being restored, which
    nobody knows of yet."""
    _point_at(home, _versions_folder(home) / name)


def _versions_folder(home: Home) -> Path:
    return home.warehouse / "versions"


def _next_name(home: Home) -> str:
    """Names count up and are never used again, so that a name always means the same contents."""
    names = [*versions(home), *_set_aside(home)]
    newest = max((int(path.name.removesuffix(_DAMAGED)) for path in names), default=0)
    return f"{newest + 1:06d}"


def _set_aside(home: Home) -> list[Path]:
    return list(_versions_folder(home).glob(f"*{_DAMAGED}"))


def _check_complete(building: Path) -> None:
    needed = [
        DATABASE_NAME,
        *(f"{PARQUET_NAME}/{table.name}.parquet" for table in WAREHOUSE_TABLES),
        *(f"{PARQUET_NAME}/{PUBLIC_NAME}/{table.name}.parquet" for table in PUBLIC_TABLES),
    ]
    missing = [name for name in needed if not (building / name).is_file()]
    if missing:
        raise IncompleteVersionError(f"{building.name}: missing {', '.join(missing)}")
    if (building / f"{DATABASE_NAME}.wal").exists():
        raise IncompleteVersionError(f"{building.name}: {DATABASE_NAME} was not closed")


def _link_names(home: Home) -> None:
    for name in (DATABASE_NAME, PARQUET_NAME):
        if not (home.warehouse / name).is_symlink():
            _replace_link(home.warehouse / name, Path(_CURRENT) / name)


def _point_at(home: Home, version: Path) -> None:
    _link_names(home)
    _replace_link(home.warehouse / _CURRENT, version.relative_to(home.warehouse))
    sync(home.warehouse)


def _replace_link(link: Path, target: Path) -> None:
    new = link.with_name(f"{_NEW_LINK}{link.name}")
    new.unlink(missing_ok=True)
    new.symlink_to(target)
    try:
        new.replace(link)
    except OSError as error:
        new.unlink(missing_ok=True)
        if not link.is_dir() or link.is_symlink():
            raise  # nothing in the way: the disk is full, or worse
        raise HomeError(f"{link} menghalangi penerbitan: pindahkan, lalu jalankan lagi ({error.strerror}).") from error


def _prune(home: Home) -> None:
    current, held = published_version(home), pinned(home)
    for damaged in _set_aside(home):
        shutil.rmtree(damaged, ignore_errors=True)
    for version in versions(home)[:-KEPT_VERSIONS]:
        if version == current or (held is not None and version.name == held.version):
            continue
        _drop(version)


def _drop(version: Path) -> None:
    # Renamed first: killed while removing, no half version is left that looks whole.
    dropped = version.with_name(f"{_DROPPED}{version.name}")
    version.rename(dropped)
    shutil.rmtree(dropped, ignore_errors=True)
