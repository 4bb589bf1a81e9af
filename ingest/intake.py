"""From the inbox to the archive: which files are there, which contents are new, who saw them first.

Belongs here: archiving originals by content hash, what is refused because it is too large, and the ledger of
everything ever seen. Not here: listing an inbox (`ingest.inboxes`), looking into a file (`ingest.read`).

The inbox is never changed. The archive and its ledger are kept for ever: with the registry, the
settings and the code they are all that the published contents depend on. Of an original from which something was
erased the archive holds what is left (`contracts.erasures`); the ledger keeps the hash it was sent with.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Set
from contextlib import closing
from datetime import datetime
from typing import Final, NamedTuple

from contracts.atomic_file import write_atomically
from contracts.erasures import NO_ERASURES, Erasures
from contracts.errors import HomeError
from contracts.home import Home
from contracts.records import Refusal, Sighting
from contracts.settings import Limits
from ingest.inbox_faults import CHANGES, CLOSED_FOLDER, SourceError, none_readable, of_source
from ingest.inboxes import Inbox, InboxEntry
from ingest.redacted_originals import ENDING
from storage.store import Store

CONTENT_ID_LENGTH: Final = 16
_READ_ERROR: Final = "read_error"
_IS_ORIGINAL: Final = re.compile(r"[0-9a-f]{2}/[0-9a-f]{64}")
_NOT_THE_SAME_ANY_MORE: Final = (FileNotFoundError, IsADirectoryError, NotADirectoryError)


class Postponed(NamedTuple):
    """What changed while it was read, is gone or may not be opened: the next run looks again."""

    name: str
    why: str
    """For staff (Bahasa Indonesia)."""


def file_id_of(path: str, sha256: str) -> str:
    """Identity of a sighting: its path in the inbox and its content."""
    return hashlib.sha256(f"{path}\0{sha256}".encode()).hexdigest()[:CONTENT_ID_LENGTH]


def archived(sha256: str) -> str:
    """Name of the content with that hash in the archive."""
    return f"{sha256[:2]}/{sha256}"


def archived_now(sha256: str, erasures: Erasures) -> str:
    """Name in the archive of what stands for the original that was sent with that hash: itself, or what was left of
    it after the last erasure."""
    left = erasures.now(sha256)
    return archived(sha256) if left is None else redacted_name(left)


def redacted_name(sha256: str) -> str:
    """Name in the archive of what was left of an original, by its own hash."""
    return f"{archived(sha256)}{ENDING}"


def unrecorded(archive: Store, sightings: Iterable[Sighting]) -> list[str]:
    """Names in the archive of originals that no sighting knows; of redacted ones the list of erasures tells."""
    known = {archived(one.sha256) for one in sightings if one.sha256}
    return [name for name in archive.files() if _IS_ORIGINAL.fullmatch(name) and name not in known]


class _LedgerLine(Sighting):
    """A sighting as it stands in the ledger: each line carries the hash of the one before, the last one says that it
    is the last. So a ledger that was changed, cut or emptied shows."""

    number: int = 0
    previous: str = ""
    last: bool = False


_CHAIN: Final = frozenset({"number", "previous", "last"})


def load_ledger(home: Home) -> list[Sighting]:
    """Every sighting so far, oldest first; empty before the first run. Raises HomeError where a line cannot be read,
    was changed, or is missing. What was written before lines were chained is read as it is; saved, it is chained."""
    try:
        lines = home.ledger.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    except FileNotFoundError:
        return []
    except OSError as error:
        raise HomeError(f"Buku arsip {home.ledger} tidak dapat dibaca ({error}).") from error
    except UnicodeDecodeError as error:
        raise damaged_ledger(home, "isinya bukan teks") from error
    sightings: list[Sighting] = []
    chained, before, last = True, "", False
    for number, line in enumerate(lines, start=1):
        try:
            read = _LedgerLine.model_validate_json(line)
        except ValueError as error:
            what = f"baris {number} tidak dapat dibaca" if any(lines) else "kosong"
            raise damaged_ledger(home, what) from error
        if number == 1:
            chained = read.number != 0
        if (read.number, read.previous) != ((number, before) if chained else (0, "")):
            raise damaged_ledger(home, f"baris {number} tidak menyambung baris sebelumnya")
        sightings.append(Sighting(**{name: value for name, value in read if name not in _CHAIN}))
        before, last = _hash(line), read.last
    if chained and not last:
        raise damaged_ledger(home, "bagian akhirnya hilang")
    return sightings


def save_ledger(home: Home, sightings: Iterable[Sighting]) -> None:
    """Replaces the ledger in one atomic rename: a reader or a killed run never sees half of it."""
    known, lines, before = list(sightings), list[str](), ""
    for number, one in enumerate(known, start=1):
        chained = _LedgerLine(**dict(one), number=number, previous=before, last=number == len(known))
        lines.append(chained.model_dump_json())
        before = _hash(lines[-1])
    write_atomically(home.ledger, "".join(f"{line}\n" for line in lines).encode())


def damaged_ledger(home: Home, what: str) -> HomeError:
    """Of a ledger that is not what was written: what is wrong with it, and the way back."""
    return HomeError(
        f"Buku arsip {home.ledger} rusak: {what}. Yang sudah terbit tidak berubah. Pulihkan cadangan terbaru ke folder "
        "lain ('skm restore'), salin archive/ledger.jsonl dari sana, lalu jalankan lagi; berkas yang diterima sesudah "
        "cadangan itu dibaca lagi dari kotak masuk."
    )


def _hash(line: str) -> str:
    return hashlib.sha256(line.encode()).hexdigest()[:CONTENT_ID_LENGTH]


def take_in(
    archive: Store,
    inbox: Inbox,
    known: Iterable[Sighting],
    limits: Limits,
    seen_at: datetime,
    erasures: Erasures = NO_ERASURES,
    its_paths: Set[str] = frozenset(),
) -> Iterator[Sighting | Postponed]:
    """Archives every new content of the inbox, one at a time, and gives its sighting: with `known` they are the
    ledger.

    A path whose size and modification time are those of its last sighting is not read again. A content that is known
    and comes again, at whatever path, is a sighting too, given at the end: the path it left is only then known.
    `its_paths`: those of `known` that are of this very inbox, so that what is not listed any more was moved or removed.
    A file that changes while it is read is left for the next run, one that cannot be read is refused, and so is a
    content from which something was erased: it does not come back. Raises HomeError where the inbox cannot be used,
    OSError or HomeError where the archive cannot; what was given before is archived.
    """
    known = list(known)
    latest, ids = latest_by_path(known), {sighting.file_id for sighting in known}
    contents = {sighting.content_id for sighting in known}
    now_at = latest_by_path(one for one in known if one.refusal is None)
    before = dict(now_at)
    present: set[str] = set()
    closed: list[str] = []
    broken: list[Sighting] = []
    again: list[Sighting] = []
    for entry in inbox.entries():
        present.add(entry.name)
        closed += [f"{entry.name}/"] if entry.waits == CLOSED_FOLDER else []
        found = _see(archive, inbox, entry, latest.get(entry.name), limits, seen_at, erasures)
        if isinstance(found, Sighting) and found.refusal is not None and found.refusal.code == _READ_ERROR:
            broken.append(found)
            continue
        if isinstance(found, Sighting):
            if found.refusal is None:
                now_at[found.path] = found
                if found.content_id in contents:
                    again.append(found)
                    continue
            if found.file_id in ids:
                continue
            ids.add(found.file_id)
        if found is not None:
            yield found
    if len(broken) == len(present) > 1:  # it is not the files
        raise none_readable(len(present))
    yield from (one for one in broken if one.file_id not in ids)
    left: defaultdict[str, list[str]] = defaultdict(list)
    for path in sorted(before.keys() & its_paths if again else ()):
        content_id = before[path].content_id
        if (path not in present or now_at[path].content_id != content_id) and not path.startswith(tuple(closed)):
            left[content_id].append(path)
    for one in again:
        lay_there = one.path in before and before[one.path].content_id == one.content_id
        yield one if lay_there else one.model_copy(update={"moved_from": tuple(left[one.content_id])})


def latest_by_path(known: Iterable[Sighting]) -> dict[str, Sighting]:
    """Path → what it held last; not what was moved away from it."""
    latest: dict[str, Sighting] = {}
    for sighting in known:
        latest[sighting.path] = sighting
        for path in sighting.moved_from:
            if path in latest and latest[path].content_id == sighting.content_id:
                del latest[path]
    return latest


def has_news(inbox: Inbox, known: Iterable[Sighting]) -> bool:
    """Whether `take_in` would look into any file. Reads none. Raises HomeError where the inbox cannot be used."""
    latest = latest_by_path(known)
    return any(not is_as_seen(entry, latest.get(entry.name)) for entry in inbox.entries())


def is_as_seen(entry: InboxEntry, last: Sighting | None) -> bool:
    """Size and modification time are those of the last sighting."""
    return last is not None and (last.size, last.modified_at) == (entry.size, entry.modified_at)


def _see(
    archive: Store,
    inbox: Inbox,
    entry: InboxEntry,
    last: Sighting | None,
    limits: Limits,
    seen_at: datetime,
    erasures: Erasures,
) -> Sighting | Postponed | None:
    """What is to be said of one entry; None when nothing is new."""
    most = limits.file_megabytes * 1_000_000
    if entry.waits:
        return Postponed(entry.name, entry.waits)
    if entry.refusal is not None:
        return _refused(entry, seen_at, entry.refusal)
    if entry.size > most:
        return _refused(entry, seen_at, _too_large(entry, limits))
    if last is not None and last.refusal is None and is_as_seen(entry, last):
        return None
    try:
        sha256 = _archive(archive, inbox, entry, most, erasures)
    except SourceError as failure:
        if isinstance(failure.error, _NOT_THE_SAME_ANY_MORE):
            return Postponed(entry.name, CHANGES)
        return _refused(entry, seen_at, _unreadable(entry, failure.error))
    if sha256 is None:
        return Postponed(entry.name, CHANGES)
    if erasures.now(sha256) is not None:
        return _refused(entry, seen_at, _erased_before(entry))
    return Sighting(
        file_id=file_id_of(entry.name, sha256),
        content_id=sha256[:CONTENT_ID_LENGTH],
        sha256=sha256,
        path=entry.name,
        size=entry.size,
        modified_at=entry.modified_at,
        first_seen_at=seen_at,
    )


def _unreadable(entry: InboxEntry, error: OSError) -> Refusal:
    if isinstance(error, PermissionError):
        return Refusal(
            code="unreadable_file",
            message=f"Berkas '{entry.name}' tidak dapat dibuka karena izin akses. Beri izin baca lalu jalankan lagi.",
        )
    return Refusal(
        code=_READ_ERROR,
        message=(
            f"Berkas '{entry.name}' tidak dapat dibaca dari tempat penyimpanannya ({error.strerror or 'galat baca'}). "
            "Salin ulang berkasnya ke kotak masuk, lalu jalankan lagi; bila berulang, periksa media penyimpanannya."
        ),
    )


def _erased_before(entry: InboxEntry) -> Refusal:
    return Refusal(
        code="erased_before",
        message=(
            f"Isi berkas '{entry.name}' pernah diterima, lalu sebagian dihapus atas permintaan orangnya atau karena "
            "masa simpannya habis. Berkas asli itu tidak diterima lagi; sisanya sudah dihitung. Hapus berkas ini dari "
            "tempat asalnya. Bila ada jawaban baru, ekspor lagi tanpa baris yang dihapus."
        ),
    )


def _too_large(entry: InboxEntry, limits: Limits) -> Refusal:
    return Refusal(
        code="too_large",
        message=(
            f"Berkas berukuran {entry.size // 1_000_000} MB, lebih dari batas {limits.file_megabytes} MB. "
            "Hapus gambar atau lembar yang tidak perlu, atau bagi per periode."
        ),
    )


def _refused(entry: InboxEntry, seen_at: datetime, refusal: Refusal) -> Sighting:
    """A sighting without content. Its id hangs on the reason, so that the same refusal is one line."""
    return Sighting(
        file_id=file_id_of(entry.name, refusal.code),
        content_id="",
        sha256="",
        path=entry.name,
        size=entry.size,
        modified_at=entry.modified_at,
        first_seen_at=seen_at,
        refusal=refusal,
    )


def _archive(archive: Store, inbox: Inbox, entry: InboxEntry, most: int, erasures: Erasures) -> str | None:
    """Copies the file into the archive, unless something of it was erased, and returns its SHA-256; None if it changed
    meanwhile. The
    hash is of the very bytes that were copied, so the archive always holds what its name says. Raises SourceError
    where the file cannot be read, OSError or HomeError where the archive cannot be written."""
    digest = hashlib.sha256()
    with archive.preparing() as folder:
        path = folder / "original"
        with closing(inbox.chunks(entry)) as chunks, path.open("wb") as copy:
            for chunk in of_source(chunks):
                digest.update(chunk)
                copy.write(chunk)
                if copy.tell() > most:
                    return None  # more than was listed
        after = inbox.look(entry)
        if after != entry or path.stat().st_size != entry.size:
            return None
        name = archived(digest.hexdigest())
        if erasures.now(digest.hexdigest()) is None and not archive.exists(name):
            path.chmod(0o440)
            archive.take_all({name: path})
    return digest.hexdigest()
