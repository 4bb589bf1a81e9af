"""A folder elsewhere, read file by file: what lies in it, one file again, a file's bytes.

Belongs here: one shape for what every protocol lists. Not here: which of the files are wanted and why
(`ingest.remote_inbox`), writing (`storage.store`).
"""

from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from typing import Literal, NamedTuple

from fsspec import AbstractFileSystem

from storage.filesystem import opened_filesystem
from storage.places import Place, PlaceError, parse_place, reaching

CHUNK_BYTES = 1 << 20
BLOCK_BYTES = 8 << 20
"""What is asked for at once, where a protocol asks for parts."""

Kind = Literal["file", "link", "other", "closed_folder"]


class RemoteFile(NamedTuple):
    """One entry of a listing. `size` and `modified_at` are None where the server does not tell them."""

    path: str
    """Inside the folder."""
    address: str
    """As the file system finds it."""
    kind: Kind
    size: int | None
    modified_at: datetime | None
    """With zone, to the second: not every answer of a server is finer."""
    version: str
    """Changes with the content where the server tells one, else empty."""


class RemoteFolder:
    """A folder that was opened (`opened_folder`). Whatever goes wrong is a PlaceError; what concerns one file alone
    is PermissionError or FileNotFoundError."""

    def __init__(self, place: Place, filesystem: AbstractFileSystem, root: str) -> None:
        self.place = place
        self._filesystem = filesystem
        self._root = root

    def files(self, enter: Callable[[str], bool]) -> list[RemoteFile]:
        """Every file in the folder and below, sorted by path. `enter` says of a folder's name whether to look into
        it. A folder below that may not be listed is an entry of its own."""
        if self.place.scheme == "s3":  # one listing of a thousand, instead of one for each folder
            with reaching(self.place):
                found = self._filesystem.find(self._root, detail=True).values()
                files = [self._file(info) for info in found if info["type"] == "file"]
        else:
            files = list(self._walk(self._root, enter))
        return sorted(file for file in files if file.path and all(map(enter, file.path.split("/")[:-1])))

    def file(self, address: str) -> RemoteFile | None:
        """One file again; None where it is gone."""
        try:
            with reaching(self.place):
                return self._file(self._filesystem.info(address))
        except PlaceError as error:
            if error.trouble == "missing":
                return None
            raise

    def chunks(self, address: str) -> Generator[bytes, None, None]:
        """A file's bytes, in order."""
        with self._of_one_file(), reaching(self.place):
            opened = self._filesystem.open(address, "rb", block_size=BLOCK_BYTES)
        with closing(opened):
            while True:
                with self._of_one_file(), reaching(self.place):
                    chunk: bytes = opened.read(CHUNK_BYTES)
                if not chunk:
                    return
                yield chunk

    def _walk(self, folder: str, enter: Callable[[str], bool]) -> Iterator[RemoteFile]:
        try:
            with reaching(self.place):
                found = self._filesystem.ls(folder, detail=True)
        except PlaceError as error:
            if folder == self._root or error.trouble not in ("missing", "denied"):
                raise
            if error.trouble == "denied":
                yield RemoteFile(self._path(folder), folder, "closed_folder", 0, datetime.fromtimestamp(0, UTC), "")
            return
        for info in found:
            if info["type"] != "directory":
                yield self._file(info)
            elif enter(str(info["name"]).rstrip("/").rpartition("/")[2]):
                yield from self._walk(info["name"], enter)

    def _path(self, address: str) -> str:
        return address.removeprefix(self._root).strip("/")

    def _file(self, info: Mapping[str, object]) -> RemoteFile:
        """From what SFTP, WebDAV and S3 call the same things."""
        name, size = str(info["name"]), info.get("size")
        modified = info.get("mtime") or info.get("modified") or info.get("LastModified")
        kind = info["type"]
        return RemoteFile(
            path=self._path(name),
            address=name,
            kind="link" if kind == "link" else "file" if kind == "file" else "other",
            size=size if isinstance(size, int) else None,
            modified_at=_in_seconds(modified) if isinstance(modified, datetime) else None,
            version=str(info.get("etag") or info.get("ETag") or "").strip('"'),
        )

    @contextmanager
    def _of_one_file(self) -> Iterator[None]:
        try:
            yield
        except PlaceError as error:
            if error.trouble == "denied":
                raise PermissionError from None
            if error.trouble == "missing":
                raise FileNotFoundError from None
            raise


def _in_seconds(moment: datetime) -> datetime:
    """A date over HTTP without a zone is in UTC."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).replace(microsecond=0)


@contextmanager
def opened_folder(url: str, options: Mapping[str, object]) -> Iterator[RemoteFolder]:
    """A folder for the length of a block. Raises as `open_filesystem`."""
    with opened_filesystem(url, options) as (filesystem, root):
        yield RemoteFolder(parse_place(url), filesystem, root)
