"""From the inbox to the archive: which files are there, which contents are new, who saw them first.

Belongs here: walking the inbox, guarding against links and oversized files, archiving originals by
content hash, and the ledger of everything ever seen. Not here: looking into a file (`ingest.read`).

The inbox is never changed. The archive and its ledger are kept for ever: with the registry, the
settings and the code they are all that the published contents depend on.
"""

import hashlib
import os
import stat
import tempfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from contracts.clock import from_epoch_nanoseconds
from contracts.errors import HomeError
from contracts.home import Home
from contracts.records import Refusal, Sighting
from contracts.settings import Limits

CONTENT_ID_LENGTH: Final = 16
NOT_EXPORTS: Final = frozenset({"thumbs.db", "desktop.ini"})
"""What file managers leave behind. Hidden files and office lock files (`~$…`) are passed over too."""


def file_id_of(path: str, sha256: str) -> str:
    """Identity of a sighting: its path in the inbox and its content."""
    return hashlib.sha256(f"{path}\0{sha256}".encode()).hexdigest()[:CONTENT_ID_LENGTH]


def archived(home: Home, sha256: str) -> Path:
    """Where the content with that hash lies in the archive."""
    return home.archive / sha256[:2] / sha256


def load_ledger(home: Home) -> list[Sighting]:
    """Every sighting so far, oldest first; empty before the first run."""
    try:
        lines = home.ledger.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    except OSError as error:
        raise HomeError(f"Buku arsip {home.ledger} tidak dapat dibaca ({error}).") from error
    return [Sighting.model_validate_json(line) for line in lines if line]


def save_ledger(home: Home, sightings: Iterable[Sighting]) -> None:
    """Replaces the ledger in one atomic rename: a reader or a killed run never sees half of it."""
    text = "".join(sighting.model_dump_json() + "\n" for sighting in sightings)
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=home.archive, prefix=".ledger-", delete=False) as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(home.ledger)


def load_accepted(home: Home) -> frozenset[str]:
    """Contents that staff accepted although they were held back (`skm accept`)."""
    try:
        return frozenset(home.accepted.read_text(encoding="utf-8").split())
    except FileNotFoundError:
        return frozenset()


def accept(home: Home, content_id: str) -> None:
    """Notes that a held content is to be taken in by the next run."""
    accepted = sorted(load_accepted(home) | {content_id})
    temporary = home.accepted.with_name(f".{home.accepted.name}")
    temporary.write_text("\n".join(accepted) + "\n", encoding="utf-8")
    temporary.replace(home.accepted)


def take_in(home: Home, inbox: Path, known: list[Sighting], limits: Limits, seen_at: datetime) -> list[Sighting]:
    """Archives every new content of the inbox and returns the ledger with what is new appended.

    A path whose size and modification time are those of its last sighting is not read again. A file
    that changes while it is read is left for the next run. Raises HomeError where the inbox or the
    archive cannot be used.
    """
    if not inbox.is_dir():
        raise HomeError(
            f"Kotak masuk {inbox} tidak ada atau bukan folder. Buat foldernya lalu taruh berkas unit di sana."
        )
    latest = {sighting.path: sighting for sighting in known}
    ids = {sighting.file_id for sighting in known}
    ledger = list(known)
    for path, name in _files(inbox):
        sighting = _see(home, path, name, inbox, latest.get(name), limits, seen_at)
        if sighting is not None and sighting.file_id not in ids:
            ids.add(sighting.file_id)
            ledger.append(sighting)
    (home.archive / _incoming()).unlink(missing_ok=True)
    os.sync()  # the originals are on disk before a ledger says so
    return ledger


def has_news(inbox: Path, known: Iterable[Sighting]) -> bool:
    """Whether `take_in` would look into any file. Reads none."""
    latest = {sighting.path: sighting for sighting in known}
    return any(not _is_as_seen(path.lstat(), latest.get(name)) for path, name in _files(inbox))


def _is_as_seen(status: os.stat_result, last: Sighting | None) -> bool:
    """Size and modification time are those of the last sighting."""
    return last is not None and (last.size, last.modified_at) == (
        status.st_size,
        from_epoch_nanoseconds(status.st_mtime_ns),
    )


def _incoming() -> str:
    """Name of the copy under way; one run at a time, so one is enough."""
    return f".incoming-{os.getpid()}"


def _files(inbox: Path) -> Iterator[tuple[Path, str]]:
    """Every entry that may be an export, with its path inside the inbox, sorted by that path.
    Links to folders are entries themselves: what lies behind them is never walked into."""
    entries: list[tuple[str, Path]] = []
    for folder, folders, names in os.walk(inbox, followlinks=False):
        linked = [name for name in folders if (Path(folder) / name).is_symlink()]
        folders[:] = [name for name in folders if not name.startswith((".", "__MACOSX"))]
        for name in (*names, *linked):
            if name.startswith((".", "~$")) or name.casefold() in NOT_EXPORTS:
                continue
            path = Path(folder) / name
            entries.append((path.relative_to(inbox).as_posix(), path))
    for name, path in sorted(entries):
        # A name that is not valid UTF-8 still has to be written to a ledger and shown to a person.
        yield path, name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _see(
    home: Home,
    path: Path,
    name: str,
    inbox: Path,
    last: Sighting | None,
    limits: Limits,
    seen_at: datetime,
) -> Sighting | None:
    """The sighting of one path; None when nothing is new or the file is still being written."""
    try:
        status = path.lstat()
    except OSError:
        return None  # gone since the folder was listed
    refusal = _refused_unseen(path, inbox, status, limits)
    modified_at = from_epoch_nanoseconds(status.st_mtime_ns)
    if refusal is not None:
        return _refused(name, status.st_size, modified_at, seen_at, refusal)
    if last is not None and last.refusal is None and _is_as_seen(status, last):
        return None
    try:
        sha256 = _archive(home, path, status)
    except PermissionError:
        refusal = Refusal(
            code="unreadable_file",
            message=f"Berkas '{name}' tidak dapat dibuka karena izin akses. Beri izin baca lalu jalankan lagi.",
        )
        return _refused(name, status.st_size, modified_at, seen_at, refusal)
    if sha256 is None:
        return None
    return Sighting(
        file_id=file_id_of(name, sha256),
        content_id=sha256[:CONTENT_ID_LENGTH],
        sha256=sha256,
        path=name,
        size=status.st_size,
        modified_at=modified_at,
        first_seen_at=seen_at,
    )


def _refused_unseen(path: Path, inbox: Path, status: os.stat_result, limits: Limits) -> Refusal | None:
    """Why the content is not even looked at."""
    if stat.S_ISLNK(status.st_mode):
        target = path.resolve()
        where = "di luar kotak masuk" if not target.is_relative_to(inbox.resolve()) else "ke tempat lain di kotak masuk"
        return Refusal(
            code="link",
            message=f"Ini tautan (symbolic link) {where}, bukan berkas. Salin berkas aslinya ke kotak masuk.",
        )
    if not stat.S_ISREG(status.st_mode):
        return Refusal(code="not_a_file", message="Ini bukan berkas biasa. Taruh berkas hasil survei, bukan perangkat.")
    if status.st_size > limits.file_megabytes * 1_000_000:
        return Refusal(
            code="too_large",
            message=(
                f"Berkas berukuran {status.st_size // 1_000_000} MB, lebih dari batas {limits.file_megabytes} MB. "
                "Hapus gambar atau lembar yang tidak perlu, atau bagi per periode."
            ),
        )
    return None


def _refused(name: str, size: int, modified_at: datetime, seen_at: datetime, refusal: Refusal) -> Sighting:
    """A sighting without content. Its id hangs on the reason, so that the same refusal is one line."""
    return Sighting(
        file_id=file_id_of(name, refusal.code),
        content_id="",
        sha256="",
        path=name,
        size=size,
        modified_at=modified_at,
        first_seen_at=seen_at,
        refusal=refusal,
    )


def _archive(home: Home, path: Path, before: os.stat_result) -> str | None:
    """Copies the file into the archive and returns its SHA-256; None if it changed meanwhile. The
    hash is of the very bytes that were copied, so the archive always holds what its name says."""
    home.archive.mkdir(parents=True, exist_ok=True)
    temporary = home.archive / _incoming()
    digest = hashlib.sha256()
    try:
        with path.open("rb") as source, temporary.open("wb") as copy:
            while chunk := source.read(1 << 20):
                digest.update(chunk)
                copy.write(chunk)
        after = path.stat()
    except FileNotFoundError:
        return None
    if (after.st_size, after.st_mtime_ns) != (before.st_size, before.st_mtime_ns):
        return None
    target = archived(home, digest.hexdigest())
    if not target.exists():
        target.parent.mkdir(exist_ok=True)
        temporary.chmod(0o440)
        temporary.replace(target)
    return digest.hexdigest()
