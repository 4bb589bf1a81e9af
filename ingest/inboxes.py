"""Where exports lie before they are archived: what an inbox can be asked, and the one that is a folder here.

Belongs here: listing and reading, and what is refused unseen because of what it is. Not here: which contents are new
(`ingest.intake`), an inbox elsewhere (`ingest.remote_inbox`), which inboxes a home has (`pipeline.inboxes`).
"""

import os
import stat
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, Protocol

from contracts.clock import from_epoch_nanoseconds
from contracts.errors import HomeError
from contracts.records import Refusal
from ingest.inbox_faults import CLOSED_FOLDER, SHARE_GONE, lost
from ingest.photographs import is_photograph

CHUNK_BYTES: Final = 1 << 20
NOT_EXPORTS: Final = frozenset({"thumbs.db", "desktop.ini"})
"""What file managers leave behind. Hidden files and office lock files (`~$…`) are passed over too."""


@dataclass(frozen=True)
class InboxEntry:
    """One file as its inbox lists it."""

    name: str
    """Its path in the inbox, as the ledger keeps it."""
    address: str
    """As its inbox finds it."""
    size: int
    modified_at: datetime
    """Local time without zone."""
    version: str = ""
    """Whatever else tells two contents apart."""
    refusal: Refusal | None = None
    """Why its content is not even looked at."""
    waits: str = ""
    """Why nothing can be said of it now (Bahasa Indonesia); the next run looks again."""


class Inbox(Protocol):
    """A place that exports come from. It is never changed. Raises HomeError where it cannot be used."""

    def entries(self) -> Iterator[InboxEntry]:
        """Every entry that may be an export, sorted by path."""

    def look(self, entry: InboxEntry) -> InboxEntry | None:
        """The same file now; None where it is gone."""

    def chunks(self, entry: InboxEntry) -> Generator[bytes, None, None]:
        """Its bytes. Raises OSError where it is this file that cannot be read."""


def may_be_export(name: str) -> bool:
    """Whether a file of that name, without its folders, may be an export."""
    return not name.startswith((".", "~$")) and name.casefold() not in NOT_EXPORTS


def may_hold_exports(folder: str) -> bool:
    """Whether exports may lie in a folder of that name."""
    return not folder.startswith((".", "__MACOSX"))


@dataclass(frozen=True)
class LocalInbox:
    """A folder of this machine. `prefix` begins the names of its files in the ledger."""

    folder: Path
    prefix: str = ""
    with_photographs: bool = False
    """Documents show what lies in its `foto/`: not an export, and passed over."""

    def entries(self) -> Iterator[InboxEntry]:
        """Links to folders are entries themselves: what lies behind them is never walked into."""
        if not self.folder.is_dir():
            raise HomeError(
                f"Kotak masuk {self.folder} tidak ada atau bukan folder. Buat foldernya lalu taruh berkas unit di sana."
            )
        names, closed = self._listed()
        gone = 0
        for name in closed:
            yield InboxEntry(self._in_ledger(name), name, 0, from_epoch_nanoseconds(0), waits=CLOSED_FOLDER)
        for name in sorted(names):
            entry = self._entry(name)
            if entry is not None:
                if not (self.with_photographs and entry.refusal is None and is_photograph(name)):
                    yield entry
            else:
                gone += 1
        if gone and not any(self._listed()):
            raise lost(self.folder)

    def _listed(self) -> tuple[list[str], list[str]]:
        """Paths of the entries, and of folders that may not be opened. Raises HomeError where a folder cannot be
        listed: `os.walk` by itself would take it for an empty one."""
        names: list[str] = []
        closed: list[str] = []

        def on_error(error: OSError) -> None:
            folder = Path(str(error.filename))
            if folder != self.folder and isinstance(error, PermissionError):
                closed.append(folder.relative_to(self.folder).as_posix())
            elif folder == self.folder or not isinstance(error, FileNotFoundError | NotADirectoryError):
                raise lost(self.folder, error) from error

        for place, folders, files in os.walk(self.folder, onerror=on_error, followlinks=False):
            linked = [name for name in folders if (Path(place) / name).is_symlink()]
            folders[:] = [name for name in folders if may_hold_exports(name)]
            names += [
                (Path(place) / name).relative_to(self.folder).as_posix()
                for name in (*files, *linked)
                if may_be_export(name)
            ]
        return names, closed

    def look(self, entry: InboxEntry) -> InboxEntry | None:
        """The same file now; None where it is gone."""
        return self._entry(entry.address)

    def chunks(self, entry: InboxEntry) -> Generator[bytes, None, None]:
        """Its bytes."""
        try:
            with (self.folder / entry.address).open("rb") as source:
                while chunk := source.read(CHUNK_BYTES):
                    yield chunk
        except OSError as error:
            if error.errno in SHARE_GONE:
                raise lost(self.folder, error) from error
            raise

    def _entry(self, name: str) -> InboxEntry | None:
        path = self.folder / name
        try:
            status = path.lstat()
        except OSError as error:
            if error.errno in SHARE_GONE:
                raise lost(self.folder, error) from error
            return None  # gone since the folder was listed
        return InboxEntry(
            name=self._in_ledger(name),
            address=name,
            size=status.st_size,
            modified_at=from_epoch_nanoseconds(status.st_mtime_ns),
            version=str(status.st_mtime_ns),
            refusal=self._refused_unseen(path, status),
        )

    def _in_ledger(self, name: str) -> str:
        # A name that is not valid UTF-8 still has to be written to a ledger and shown to a person.
        return self.prefix + name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")

    def _refused_unseen(self, path: Path, status: os.stat_result) -> Refusal | None:
        if stat.S_ISLNK(status.st_mode):
            return a_link(self._where_to(path))
        return None if stat.S_ISREG(status.st_mode) else not_a_file()

    def _where_to(self, link: Path) -> str:
        try:
            outside = not link.resolve().is_relative_to(self.folder.resolve())
        except (OSError, RuntimeError):  # until Python 3.12 a loop is a RuntimeError
            return "ke dirinya sendiri"
        return "di luar kotak masuk" if outside else "ke tempat lain di kotak masuk"


def a_link(where: str) -> Refusal:
    """An entry that only points elsewhere is not followed."""
    words = f"Ini tautan (symbolic link) {where}".rstrip()
    return Refusal(code="link", message=f"{words}, bukan berkas. Salin berkas aslinya ke kotak masuk.")


def not_a_file() -> Refusal:
    """A device or a pipe: reading it might never end."""
    return Refusal(code="not_a_file", message="Ini bukan berkas biasa. Taruh berkas hasil survei, bukan perangkat.")
