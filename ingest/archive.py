"""A zip that holds several exports: its members, one by one, within what may be opened.

Belongs here: which members count and which names are dangerous. Not here: what a member is and how it
is read (`grids` sniffs each again). Nothing is ever written to disk.
"""

import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from contracts.settings import Limits
from ingest.refusal import FileRefused, refused
from ingest.size_guards import MEGABYTE, inflate, inflates_too_much, open_zip

_IGNORED_NAMES = frozenset({".ds_store", "thumbs.db", "desktop.ini"})
_UNIX = 3


@dataclass
class _Spent:
    members: int = 0
    inflated: int = 0


@dataclass(frozen=True)
class Allowance:
    """What archives of one file may still open, shared by all levels of nesting."""

    depth: int
    spent: _Spent = field(default_factory=_Spent)

    @classmethod
    def of(cls, limits: Limits) -> "Allowance":
        """All that the limits allow: an archive, and `archive_depth` levels inside it."""
        return cls(limits.archive_depth + 1)

    def inside(self) -> "Allowance":
        """One level deeper."""
        return Allowance(self.depth - 1, self.spent)


@dataclass(frozen=True)
class Member:
    """One export in an archive."""

    name: str
    _archive: bytes
    _info: zipfile.ZipInfo

    def content(self) -> bytes:
        """Its bytes. Raises FileRefused when they are broken."""
        content = inflate(self._archive, self._info)
        if zlib.crc32(content) != self._info.CRC:
            raise unreadable_archive()
        return content


def open_archive(content: bytes, limits: Limits, allowance: Allowance) -> Iterator[Member]:
    """Members that are exports, in name order; what operating systems leave behind is passed over.

    All names are looked at before the first member is opened. Raises FileRefused: `archive_path`,
    `archive_nested_too_deep`, `archive_too_many_members`, `inflates_too_much`, `password_protected`,
    `unreadable_archive`, `empty` when there is nothing in it."""
    if allowance.depth < 1:
        raise refused(
            "archive_nested_too_deep",
            "Arsip ini berada terlalu dalam di dalam arsip lain. "
            "Keluarkan berkasnya, kemas dalam satu zip, lalu kirim lagi.",
        )
    try:
        infos = open_zip(content, limits)
    except FileRefused as refusal:
        if refusal.refusal.code == "unreadable_workbook":
            raise unreadable_archive() from refusal
        raise
    members: list[Member] = []
    for info in infos:
        name = info.filename.replace("\\", "/")
        _check_name(name, info)
        if not info.is_dir() and not name.endswith("/") and not _is_left_behind(name):
            members.append(Member(name, content, info))
    if not members:
        raise refused("empty", "Arsip zip ini tidak berisi berkas apa pun. Kemas ulang ekspornya, lalu kirim lagi.")
    _spend(members, limits, allowance.spent)
    return iter(sorted(members, key=lambda member: member.name))


def unreadable_archive() -> FileRefused:
    """Refusal of a zip that is cut off or was changed on its way."""
    return refused(
        "unreadable_archive",
        "Arsip zip ini rusak dan tidak dapat dibuka. Kemas ulang berkas ekspornya, lalu kirim lagi.",
    )


def _spend(members: list[Member], limits: Limits, spent: _Spent) -> None:
    spent.members += len(members)
    spent.inflated += sum(member._info.file_size for member in members)
    if spent.members > limits.archive_members:
        raise refused(
            "archive_too_many_members",
            f"Arsip ini berisi {spent.members} berkas, lebih dari batas {limits.archive_members}. "
            "Bagi ke dalam beberapa zip, lalu kirim lagi.",
        )
    if spent.inflated > limits.inflated_megabytes * MEGABYTE:
        raise inflates_too_much(spent.inflated, limits)


def _check_name(name: str, info: zipfile.ZipInfo) -> None:
    is_link = info.create_system == _UNIX and stat.S_ISLNK(info.external_attr >> 16)
    has_drive = len(name) > 1 and name[1] == ":" and name[0].isalpha()
    if is_link or has_drive or name.startswith("/") or ".." in PurePosixPath(name).parts:
        seen = "sebuah tautan" if is_link else "menunjuk ke luar arsip"
        raise refused(
            "archive_path",
            f"Arsip ini memuat '{name}' yang {seen}; demi keamanan arsipnya tidak dibuka. "
            "Kemas ulang hanya berkas ekspornya, lalu kirim lagi.",
        )


def _is_left_behind(name: str) -> bool:
    path = PurePosixPath(name)
    base = path.name.lower()
    return "__MACOSX" in path.parts or base in _IGNORED_NAMES or base.startswith(("~$", "._", ".~lock"))
