"""`skm restore`: a home from a backup, whole or not at all; and the same as a rehearsal (`skm backup --verify`).

Belongs here: reading a backup as something that may be damaged, cut off or made by somebody who means harm. Not
here: writing one (`operations.backup`).

Unpacked beside the new home and renamed once. Where nothing can stand beside it, as in a container whose volume it is,
unpacked inside and moved up, the settings last: without them it is no home. A killed restore leaves
`.<home>.restoring-…`, which the next one removes.
"""

import fcntl
import hashlib
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO, Final, NamedTuple

from pydantic import ValidationError

from contracts import home_format
from contracts.errors import HomeError
from contracts.home import PRIVATE_FOLDER, Home
from contracts.safe_text import shown_line
from contracts.settings import Settings, Storage, load_settings
from operations.backup_format import CONTENTS, FORMAT, KEPT, BackupContents, BackupError, part, size_in_words
from pipeline.erasing import erasure_list
from pipeline.erasing.removal import remove
from pipeline.stores import open_stores
from warehouse import published
from warehouse.intact import damaged_file
from warehouse.publish import link_published, versions
from warehouse.read import open_published

_CHUNK: Final = 1 << 20
_LARGEST_CONTENTS: Final = 1 << 30
_FILE_MODES: Final = 0o640
_FOLDER_MODES: Final = 0o750
"""What a backup may grant at most."""


class RestoreResult(NamedTuple):
    """What a home was made of."""

    contents: BackupContents
    size: int
    erased: int = 0
    """Lines of the list of erasures that the backup did not know, and that were applied to it."""


def restore(source: Path, home: Home, erasures: Path | None = None) -> RestoreResult:
    """Makes a home from a backup. `erasures`: the list of a home that went on after the backup was made; what was
    erased meanwhile does not come back. Raises BackupError where the home holds anything, or where the backup is not
    whole, not ours, or damaged, HomeError where the list is not of the same home; nothing is made then."""
    _check(source, home)
    try:
        with _folder_beside(home) as folder, source.open("rb") as file:
            contents = _unpack(file, folder, source)
            _finish(Home(folder), contents, source)
            erased = _erase_again(Home(folder), erasures)
            _put_in_place(folder, home)
            return RestoreResult(contents, sum(one.size for one in contents.files.values()), erased)
    except OSError as error:
        where = error.filename if error.filename is not None else home.root
        raise BackupError(f"Pemulihan tidak jadi: {where} ({error.strerror or error}).") from error


class Rehearsal(NamedTuple):
    """What was found when a backup was restored to try it."""

    contents: BackupContents
    size: int
    responses: int | None
    """People counted in its warehouse; None where nothing was published."""


def rehearse(source: Path) -> Rehearsal:
    """Restores a backup into a temporary folder, its owner's only: every hash is compared, the warehouse is opened and
    counted; then the folder is removed. Raises BackupError where the backup could not be restored and used."""
    with tempfile.TemporaryDirectory(prefix="skm-verify-") as folder:
        home = Home(Path(folder) / "home")
        done = restore(source, home)
        try:
            if done.contents.published is None:
                return Rehearsal(done.contents, done.size, None)
            if damaged := damaged_file(home.warehouse / "versions" / done.contents.published):
                raise HomeError(f"{damaged} bukan lagi yang ditulis")
            with open_published(home) as reader:
                files = published.files(reader)
        except HomeError as error:
            raise BackupError(
                f"Isi {source} cocok dengan daftarnya, tetapi gudang datanya tidak dapat dipakai: {error} Pakai "
                "cadangan lain, dan jalankan 'skm run' sebelum mencadangkan lagi."
            ) from error
    responses = sum(file.of("rows_accepted", int) for file in files if file["kind"] == "responses")
    return Rehearsal(done.contents, done.size, responses)


def _check(source: Path, home: Home) -> None:
    if not source.is_file():
        raise BackupError(f"Berkas cadangan {source} tidak ada. Tunjuk berkas skm-….tar dari 'skm backup'.")
    root = home.root
    if root.is_symlink() or (root.exists() and not root.is_dir()) or _holds_anything(root):
        raise BackupError(
            f"{root} sudah berisi. Pemulihan tidak pernah menimpa: tunjuk folder baru dengan --home, atau pindahkan "
            "dulu yang lama."
        )
    place = _place(root.absolute())
    existing = next(path for path in (place, *place.parents) if path.is_dir())
    needed, free = source.stat().st_size, shutil.disk_usage(existing).free
    if needed > free:
        raise BackupError(
            f"Disk untuk {root} tidak cukup: perlu {size_in_words(needed)}, tersisa {size_in_words(free)}."
        )


def _leftovers(root: Path) -> str:
    return f".{root.name}.restoring-"


def _holds_anything(root: Path) -> bool:
    return root.is_dir() and any(not path.name.startswith(_leftovers(root)) for path in root.iterdir())


def _place(root: Path) -> Path:
    """Where a home is unpacked: beside its folder; in it where that is a mount, or stands where we may not write."""
    stays = root.is_dir() and (root.is_mount() or not os.access(root.parent, os.W_OK))
    return root if stays else root.parent


def _put_in_place(folder: Path, home: Home) -> None:
    """From here on it is a home, or there is none."""
    if folder.parent != home.root.absolute():
        folder.replace(home.root)
        return
    for path in sorted(folder.iterdir(), key=lambda path: path.name == home.settings.name):
        path.replace(home.root / path.name)
    folder.rmdir()


@contextmanager
def _folder_beside(home: Home) -> Iterator[Path]:
    """An empty folder on the home's own disk, for its owner only. What killed restores left is removed: whoever
    lives holds a lock on his."""
    root = home.root.absolute()
    place = _place(root)
    place.mkdir(parents=True, exist_ok=True)
    prefix = _leftovers(root)
    for leftover in place.glob(f"{prefix}*"):
        with _locked(leftover) as is_ours:
            if is_ours:
                shutil.rmtree(leftover, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=place))
    with _locked(folder):
        try:
            yield folder
        finally:
            if folder.exists():
                shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _locked(folder: Path) -> Iterator[bool]:
    """Whether the folder's lock could be had; it is held inside."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(descriptor)


def _unpack(file: BinaryIO, folder: Path, source: Path) -> BackupContents:
    """Writes every member and checks it against the table of contents, which stands at the end."""
    written: dict[str, tuple[int, str]] = {}
    contents: BackupContents | None = None
    last = ""
    try:
        with tarfile.open(fileobj=file, mode="r|") as tar:
            for member in tar:
                if contents is not None:
                    raise _damaged(source, member.name, "berada setelah daftar isi")
                _check_member(member, written, source)
                last = member.name
                content = tar.extractfile(member)
                if content is None:
                    raise _damaged(source, member.name, "tidak berisi")
                if member.name == CONTENTS:
                    contents = _contents(content, member.size, source)
                else:
                    written[member.name] = _write(content, folder / member.name)
    except (tarfile.TarError, EOFError, ValueError) as error:
        if not last:
            raise BackupError(f"{source} bukan cadangan dari 'skm backup'. Tunjuk berkas skm-….tar.") from error
        raise _damaged(source, last, "terpotong atau rusak di sini") from error
    if contents is None:
        raise _damaged(source, last, "terpotong atau rusak setelah ini; daftar isinya tidak ada")
    _compare(contents, written, source)
    return contents


def _check_member(member: tarfile.TarInfo, written: dict[str, tuple[int, str]], source: Path) -> None:
    """Only plain files, each once, in the places of a home: no link, no device, no way out."""
    name = PurePosixPath(member.name)
    if name.is_absolute() or ".." in name.parts:  # not tarfile.data_filter: Debian 12's Python 3.11.2 has none
        raise _damaged(source, member.name, "menunjuk ke luar folder data")
    if member.type not in (tarfile.REGTYPE, tarfile.AREGTYPE) or member.issparse():
        raise _damaged(source, member.name, "bukan berkas biasa")
    known = {CONTENTS, *(part(Home(Path()), one).name for one in KEPT)}
    if name.as_posix() != member.name or not known.intersection(name.parts[:1]):
        raise _damaged(source, member.name, "bukan bagian dari folder data")
    if member.name in written:
        raise _damaged(source, member.name, "ada dua kali")


def _contents(content: IO[bytes], size: int, source: Path) -> BackupContents:
    if size > _LARGEST_CONTENTS:
        raise _damaged(source, CONTENTS, "terlalu besar")
    try:
        contents = BackupContents.model_validate_json(content.read())
    except ValidationError as error:
        raise _damaged(source, CONTENTS, "tidak dapat dibaca") from error
    if contents.format != FORMAT:
        raise _of_a_newer_program(source, contents)
    return contents


def _of_a_newer_program(source: Path, contents: BackupContents) -> BackupError:
    return BackupError(
        f"{source} dibuat oleh program versi {contents.made_by}, dalam bentuk yang tidak dikenal program ini. "
        "Pasang program versi itu atau yang lebih baru."
    )


def _write(content: IO[bytes], path: Path) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as copy:
        while chunk := content.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
            copy.write(chunk)
    return size, digest.hexdigest()


def _compare(contents: BackupContents, written: dict[str, tuple[int, str]], source: Path) -> None:
    for name, file in contents.files.items():
        if name not in written:
            raise _damaged(source, name, "tidak ada di dalamnya")
        if written[name] != (file.size, file.sha256):
            raise _damaged(source, name, "isinya tidak sama dengan yang dicadangkan")
    for name in written:
        if name not in contents.files:
            raise _damaged(source, name, "tidak tercantum di daftar isi")


def _finish(home: Home, contents: BackupContents, source: Path) -> None:
    """Modes, times, links; then all of it on the disk."""
    try:
        home_format.about(home)
    except home_format.NewerHomeError as error:
        raise _of_a_newer_program(source, contents) from error
    home.inbox.mkdir(exist_ok=True)
    if contents.published is not None:
        if contents.published not in {path.name for path in versions(home)}:
            raise _damaged(source, f"warehouse/versions/{contents.published}", "tidak ada di dalamnya")
        link_published(home, contents.published)
    for name, file in contents.files.items():
        path = home.root / name
        os.utime(path, ns=(file.modified_ns, file.modified_ns))
        path.chmod(file.mode & _FILE_MODES)
    for name, mode in contents.folders.items():
        folder = home.root / name
        if not folder.resolve().is_relative_to(home.root.resolve()):
            raise _damaged(source, name, "menunjuk ke luar folder data")
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod((mode & _FOLDER_MODES) | 0o700)
    home.root.chmod(PRIVATE_FOLDER)
    os.sync()


def _erase_again(home: Home, newer: Path | None) -> int:
    """Takes out of a home made of an older backup what was erased since; how many lines of the list were new to it.
    What was published then still holds it and goes: the next run publishes."""
    before = erasure_list.load(home)
    if newer is not None:
        erasure_list.take_over(home, newer)
    erasures = erasure_list.load(home)
    new = len(erasures.lines) - len(before.lines)
    if new:
        settings = load_settings(home.settings) if home.settings.exists() else Settings()
        remove(home, open_stores(home, Storage()), settings.limits, erasures)
        for leftover in home.warehouse.iterdir() if home.warehouse.is_dir() else ():
            if leftover.suffix != ".json":
                leftover.unlink() if leftover.is_symlink() else shutil.rmtree(leftover)
        os.sync()
    return new


def _damaged(source: Path, member: str, why: str) -> BackupError:
    return BackupError(
        f"Cadangan {source} tidak dapat dipulihkan: '{shown_line(member)}' {why}. "
        "Tidak ada yang dibuat; pakai cadangan lain."
    )
