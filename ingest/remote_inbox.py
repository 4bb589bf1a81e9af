"""An inbox elsewhere: a folder behind SFTP, WebDAV or S3.

Belongs here: what its listing means for us. Not here: how it is reached (`storage`), with which credentials
(`pipeline.inboxes`).
"""

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from contracts.clock import from_moment
from contracts.records import Refusal
from ingest.inboxes import InboxEntry, a_link, may_be_export, may_hold_exports, not_a_file
from storage.remote_folder import RemoteFile, RemoteFolder

UNKNOWN: Final = datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True)
class RemoteInbox:
    """A folder elsewhere that was opened. `prefix` begins the names of its files in the ledger."""

    folder: RemoteFolder
    prefix: str

    def entries(self) -> Iterator[InboxEntry]:
        """Every entry that may be an export, sorted by path. The listing is whole before the first is given."""
        for file in self.folder.files(may_hold_exports):
            if may_be_export(file.path.rpartition("/")[2]):
                yield self._entry(file)

    def look(self, entry: InboxEntry) -> InboxEntry | None:
        """The same file now; None where it is gone."""
        file = self.folder.file(entry.address)
        return None if file is None else self._entry(file)

    def chunks(self, entry: InboxEntry) -> Generator[bytes, None, None]:
        """Its bytes."""
        return self.folder.chunks(entry.address)

    def _entry(self, file: RemoteFile) -> InboxEntry:
        return InboxEntry(
            name=self.prefix + file.path.encode("utf-8", "surrogateescape").decode("utf-8", "replace"),
            address=file.address,
            size=file.size or 0,
            modified_at=from_moment(file.modified_at or UNKNOWN),
            version=file.version,
            refusal=_refused_unseen(file),
        )


def _refused_unseen(file: RemoteFile) -> Refusal | None:
    if file.kind == "link":
        return a_link("")
    if file.kind == "other":
        return not_a_file()
    if file.kind == "closed_folder":
        return Refusal(
            code="unreadable_file",
            message="Folder ini tidak dapat dibuka karena izin akses. Beri izin baca lalu jalankan lagi.",
        )
    if file.size is None or file.modified_at is None:
        return Refusal(
            code="not_listed_whole",
            message="Peladen tidak menyebut ukuran atau waktu perubahan berkas ini, sehingga kiriman baru tidak dapat "
            "dikenali. Perbaiki setelan peladennya, atau kirim lewat tempat lain.",
        )
    return None
