"""Exports that somebody uploads: kept aside, checked, and then sent into the inbox or deleted.

Belongs here: the folder of pending uploads. Not here: the check itself and the place in the inbox, which are
handed in; the forms (`portal.server.upload_pages`).

An upload lies in a folder of its own with a random name: the content under one fixed name, whatever its
sender called it, and beside it what is known of it. Killed at any moment of sending, it is sent or still there.
"""

import filecmp
import os
import re
import secrets
import shutil
import threading
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO, Final

from pydantic import ValidationError

from contracts.atomic_file import write_atomically
from contracts.clock import from_epoch_nanoseconds
from contracts.decisions import Decision
from contracts.home import Home
from contracts.records import Record, UploadResult
from contracts.safe_text import shown_text
from contracts.settings import Portal
from portal.server.answers import hand_over, take_back
from portal.server.result_size import shortened

CheckUpload = Callable[[Path, str, str, Sequence[Decision]], UploadResult]
"""Where it lies, what its sender called it, the unit it is for, how its sender answered its questions."""
InboxPlace = Callable[[str, str, datetime], Path]
"""Unit, what its sender called it, when: a free path in the inbox."""

MEGABYTE: Final = 1_000_000
KEPT: Final = timedelta(hours=24)
_CONTENT: Final = "isi"
_LEAVING: Final = "dikirim"
"""The content while it is being sent."""
_GOES_TO: Final = "tujuan"
"""Its place in the inbox, written before it is copied there."""
_ABOUT: Final = "unggahan.json"
_REMOVED: Final = ".dihapus-"
_LONGEST_NAME: Final = 200
_LONGEST_ENDING: Final = 10
_ID_BYTES: Final = 16


class Upload(Record):
    """A checked upload that waits for its sender. `result` holds values of rows: it is deleted with it."""

    upload_id: str
    account: str
    unit_code: str
    file_name: str
    uploaded_at: datetime
    result: UploadResult
    answers: tuple[Decision, ...] = ()
    """What its sender decided about its questions: handed over with it, or gone with it."""

    @property
    def can_be_sent(self) -> bool:
        """Whether it may go into the inbox: nothing refused, and the unit it was uploaded for."""
        return self.result.refusal is None and self.result.unit_code == self.unit_code

    @property
    def is_kept(self) -> bool:
        """Whether its content is still there: it may be sent, or other answers would let it."""
        return self.can_be_sent or bool(self.answers)


class TooManyUploadsError(Exception):
    """An account has as many uploads as it may have: a sentence for it."""


@dataclass(frozen=True)
class UploadLimits:
    """What an account may have at a time: uploads being sent or checked, uploads that wait, bytes of those."""

    at_once: int
    waiting: int
    waiting_bytes: int

    @classmethod
    def of(cls, portal: Portal) -> "UploadLimits":
        """As the settings have it; one upload of the largest size always has room."""
        most = max(portal.upload_megabytes, portal.uploads_waiting_megabytes)
        return cls(portal.uploads_at_once, portal.uploads_waiting, most * MEGABYTE)


class Uploads:
    """The pending uploads of a home. One process serves it: what is under way is counted in memory."""

    def __init__(
        self,
        home: Home,
        check: CheckUpload,
        inbox_place: InboxPlace,
        now: Callable[[], datetime],
        limits: UploadLimits,
    ) -> None:
        self._limits = limits
        self._lock = threading.Lock()
        self._in_flight: defaultdict[str, int] = defaultdict(int)
        self._reserved: defaultdict[str, list[int]] = defaultdict(list)
        self._home = home
        self._check = check
        self._inbox_place = inbox_place
        self._now = now
        self._being_sent: set[str] = set()

    @contextmanager
    def in_flight(self, account: str) -> Iterator[None]:
        """While an account sends an upload and has it checked. Raises TooManyUploadsError where it does so with as
        many as it may already."""
        with self._lock:
            if self._in_flight[account] >= self._limits.at_once:
                raise TooManyUploadsError(
                    f"Akun ini sedang mengirim {self._limits.at_once} unggahan. Tunggu sampai salah satunya selesai."
                )
            self._in_flight[account] += 1
        try:
            yield
        finally:
            with self._lock:
                self._in_flight[account] -= 1

    def receive(self, content: BinaryIO, file_name: str, unit_code: str, account: str) -> Upload:
        """Keeps what was sent and checks it. Of a file that is refused only the result is kept. Raises
        TooManyUploadsError where too many wait already, or they are too large together."""
        size = content.seek(0, os.SEEK_END)
        content.seek(0)
        with self._room(account, size):
            upload_id = secrets.token_hex(_ID_BYTES)
            folder = self._home.uploads / upload_id
            self._home.uploads.mkdir(mode=0o700, exist_ok=True)
            folder.mkdir(mode=0o700)
            name = shown_name(file_name)
            try:
                with (folder / _CONTENT).open("xb") as kept:
                    shutil.copyfileobj(content, kept)
                upload = Upload(
                    upload_id=upload_id,
                    account=account,
                    unit_code=unit_code,
                    file_name=name,
                    result=shortened(self._check(folder / _CONTENT, name, unit_code, ())),
                    uploaded_at=self._now(),
                )
                if not upload.can_be_sent:
                    (folder / _CONTENT).unlink()
                self._write(upload)
            except BaseException:
                shutil.rmtree(folder, ignore_errors=True)
                raise
        return upload

    @contextmanager
    def _room(self, account: str, size: int) -> Iterator[None]:
        """Reserves what an upload will take, so that many at once do not slip through together; afterwards of the
        refused ones only the newest are kept."""
        with self._lock:
            waiting, reserved = self.waiting(account), self._reserved[account]
            if len(waiting) + len(reserved) >= self._limits.waiting:
                raise TooManyUploadsError(
                    "Terlalu banyak unggahan yang menunggu. Kirim atau batalkan dulu sebagian di bawah ini."
                )
            if sum(map(self._size, waiting)) + sum(reserved) + size > self._limits.waiting_bytes:
                raise TooManyUploadsError(
                    "Unggahan yang menunggu terlalu besar bersama berkas ini. Kirim atau batalkan dulu sebagian di "
                    "bawah ini."
                )
            reserved.append(size)
        try:
            yield
        finally:
            with self._lock:
                reserved.remove(size)
                refused = [one for one in self._all(account) if not one.is_kept]
                for one in refused[self._limits.waiting :]:
                    self.delete(one)

    def find(self, upload_id: str, account: str) -> Upload | None:
        """A pending upload of that account; None where there is none, or it is somebody else's."""
        upload = self._load(upload_id)
        return upload if upload and upload.account == account and not self._is_old(upload.uploaded_at) else None

    def waiting(self, account: str) -> list[Upload]:
        """The account's uploads that may still be sent, newest first."""
        return [one for one in self._all(account) if one.is_kept]

    def send(self, upload: Upload) -> Path | None:
        """Moves an upload into the inbox, whole or not at all; its place. None where it is gone already: sent
        twice, or cancelled meanwhile."""
        place = self._inbox_place(upload.unit_code, upload.file_name, self._now())
        if not place.is_relative_to(self._home.inbox):
            raise ValueError("not a place in the inbox")
        with self._lock:
            if upload.upload_id in self._being_sent:
                return None
            self._being_sent.add(upload.upload_id)
        try:
            return self._send(upload, place)
        finally:
            self._being_sent.discard(upload.upload_id)

    def _send(self, upload: Upload, place: Path) -> Path | None:
        folder = self._home.uploads / upload.upload_id
        place.parent.mkdir(parents=True, exist_ok=True)
        arriving = _arriving(place, upload.upload_id)
        try:
            claimed = (folder / _CONTENT).rename(folder / _LEAVING)
        except FileNotFoundError:
            return None
        try:
            write_atomically(folder / _GOES_TO, os.fsencode(place.relative_to(self._home.inbox)))
            shutil.copy2(claimed, arriving)
            handed = hand_over(self._home, upload.answers)  # before the file: the run that finds it knows them
            try:
                arriving.rename(place)
            except OSError:
                for answer in handed:
                    answer.unlink(missing_ok=True)
                raise
        except OSError:
            arriving.unlink(missing_ok=True)
            claimed.rename(folder / _CONTENT)
            raise
        _remove(folder)
        return place

    def _settle(self, folder: Path) -> None:
        """Of an upload whose server was killed while it was sent: it is sent, and gone from here, or still here."""
        leaving = folder / _LEAVING
        if folder.name in self._being_sent or not leaving.exists():
            return
        with suppress(FileNotFoundError):  # another thread was faster
            try:
                place = self._home.inbox / os.fsdecode((folder / _GOES_TO).read_bytes())
            except FileNotFoundError:
                leaving.rename(folder / _CONTENT)
                return
            arriving = _arriving(place, folder.name)
            if not arriving.exists() and place.is_file() and filecmp.cmp(leaving, place, shallow=False):
                _remove(folder)
                return
            arriving.unlink(missing_ok=True)
            take_back(self._home, Upload.model_validate_json((folder / _ABOUT).read_bytes()).answers)
            leaving.rename(folder / _CONTENT)

    def answer(self, upload: Upload, answers: Sequence[Decision]) -> Upload | None:
        """Checks an upload again, as these answers have it; none take back what was answered. None where it is gone
        meanwhile."""
        content = self._home.uploads / upload.upload_id / _CONTENT
        try:
            result = shortened(self._check(content, upload.file_name, upload.unit_code, answers))
            answered = upload.model_copy(update={"answers": tuple(answers), "result": result})
            self._write(answered)
        except FileNotFoundError:
            return None
        return answered

    def _write(self, upload: Upload) -> None:
        """What is known of an upload, whole or not at all."""
        about = self._home.uploads / upload.upload_id / _ABOUT
        arriving = about.with_suffix(".baru")
        arriving.write_text(upload.model_dump_json(), encoding="utf-8")
        arriving.replace(about)

    def delete(self, upload: Upload) -> None:
        """Deletes an upload."""
        _remove(self._home.uploads / upload.upload_id)

    def sweep(self) -> None:
        """Deletes the uploads that nobody confirmed in time."""
        for folder in self._folders():
            upload = self._load(folder.name)
            try:
                since = upload.uploaded_at if upload else from_epoch_nanoseconds(folder.stat().st_mtime_ns)
            except OSError:
                continue  # just sent or deleted
            if self._is_old(since):
                _remove(folder)

    def _all(self, account: str) -> list[Upload]:
        """The account's uploads, refused ones too, newest first."""
        uploads = [found for folder in self._folders() if (found := self.find(folder.name, account))]
        return sorted(uploads, key=lambda one: one.uploaded_at, reverse=True)

    def _size(self, upload: Upload) -> int:
        try:
            return (self._home.uploads / upload.upload_id / _CONTENT).stat().st_size
        except OSError:
            return 0  # just sent or deleted

    def _folders(self) -> Iterator[Path]:
        if self._home.uploads.is_dir():
            yield from (folder for folder in sorted(self._home.uploads.iterdir()) if folder.is_dir())

    def _load(self, upload_id: str) -> Upload | None:
        if len(upload_id) != 2 * _ID_BYTES or not upload_id.isalnum() or not upload_id.isascii():
            return None
        try:
            self._settle(self._home.uploads / upload_id)
            return Upload.model_validate_json((self._home.uploads / upload_id / _ABOUT).read_bytes())
        except (OSError, ValidationError):
            return None

    def _is_old(self, since: datetime) -> bool:
        return self._now() - since >= KEPT


def _arriving(place: Path, upload_id: str) -> Path:
    """Under a name that a run passes over until all of it is there: the inbox may be another file system."""
    return place.with_name(f".{upload_id}")


def _remove(folder: Path) -> None:
    """Removes the folder of an upload. Under another name first: killed meanwhile, what is left looks like none, and
    goes with what nobody confirmed."""
    removed = folder.with_name(f"{_REMOVED}{folder.name}")
    with suppress(OSError):  # just sent or deleted
        removed = folder.rename(removed)
    shutil.rmtree(removed, ignore_errors=True)


def shown_name(file_name: str) -> str:
    """What a sender called a file, as it can be shown and kept: without folders and control characters."""
    last = file_name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    kept = re.sub("[\t\n]", "", shown_text(unicodedata.normalize("NFC", last))).strip()
    stem, dot, ending = kept.rpartition(".")
    if len(kept) > _LONGEST_NAME and dot and len(ending) <= _LONGEST_ENDING:
        kept = f"{stem[: _LONGEST_NAME - 1 - len(ending)]}.{ending}"
    return kept[:_LONGEST_NAME] or "unggahan"
