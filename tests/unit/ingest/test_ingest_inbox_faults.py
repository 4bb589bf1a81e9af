"""An inbox that is not as it should be while it is read: files that change or cannot be read, shares that go."""

import errno
import os
import shutil
from collections.abc import Callable, Generator
from datetime import datetime
from pathlib import Path

import pytest

from contracts.errors import HomeError
from contracts.home import Home
from contracts.records import Sighting
from contracts.settings import Limits
from ingest import inbox_faults, intake
from ingest.inboxes import InboxEntry, LocalInbox
from storage.store import LocalStore

FIRST = datetime(2026, 1, 5, 8)
NAMES = ("a.csv", "b/b.csv", "c.csv")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "data")
    for name in NAMES:
        path = home.inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())
    return home


def take_in(home: Home, known: list[Sighting] | None = None) -> tuple[list[Sighting], list[str]]:
    """The ledger, and what waits."""
    found = list(
        intake.take_in(LocalStore(home.archive), LocalInbox(home.inbox), known or [], Limits(file_megabytes=1), FIRST)
    )
    ledger = [*(known or []), *(one for one in found if isinstance(one, Sighting))]
    return ledger, [f"{one.name}: {one.why}" for one in found if isinstance(one, intake.Postponed)]


def while_reading(monkeypatch: pytest.MonkeyPatch, name: str, happens: Callable[[Path], None]) -> None:
    """Something happens to one file when its first piece was read."""
    read = LocalInbox.chunks

    def chunks(inbox: LocalInbox, entry: InboxEntry) -> Generator[bytes, None, None]:
        for chunk in read(inbox, entry):
            if entry.name == name:
                happens(inbox.folder / entry.address)
            yield chunk

    monkeypatch.setattr(LocalInbox, "chunks", chunks)


def failing(monkeypatch: pytest.MonkeyPatch, number: int, *names: str) -> None:
    """Files of these names cannot be opened. Root may read everything, so the system's answer is given here."""
    opened = Path.open

    def refuse(path: Path, mode: str = "r", **options: object) -> object:
        if path.name in names and mode == "rb":
            raise OSError(number, os.strerror(number), str(path))
        return opened(path, mode, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refuse)


def grow(path: Path) -> None:
    if path.stat().st_size < 20:
        with path.open("ab") as file:
            file.write(b" dan selesai")


def empty(path: Path) -> None:
    path.write_bytes(b"")


def become_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("happens", [grow, empty, become_a_folder])
def test_a_file_that_changes_while_it_is_read_waits_and_staff_are_told(
    home: Home, monkeypatch: pytest.MonkeyPatch, happens: Callable[[Path], None]
) -> None:
    while_reading(monkeypatch, "a.csv", happens)
    ledger, told = take_in(home)
    assert [one.path for one in ledger] == ["b/b.csv", "c.csv"]
    assert told == [f"a.csv: {inbox_faults.CHANGES}"]
    assert [path.name for path in home.archive.iterdir() if path.is_file()] == []
    monkeypatch.undo()
    ledger, told = take_in(home, ledger)
    assert told == []
    if happens is not become_a_folder:
        assert (home.archive / intake.archived(ledger[-1].sha256)).read_bytes() == (home.inbox / "a.csv").read_bytes()


def test_a_folder_put_in_place_of_a_listed_file(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, errno.EISDIR, "a.csv")
    ledger, told = take_in(home)
    assert [one.path for one in ledger] == ["b/b.csv", "c.csv"]
    assert told == [f"a.csv: {inbox_faults.CHANGES}"]


def test_one_that_is_gone_since_the_folder_was_listed(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, errno.ENOENT, "a.csv")
    ledger, told = take_in(home)
    assert [one.path for one in ledger] == ["b/b.csv", "c.csv"]
    assert told == [f"a.csv: {inbox_faults.CHANGES}"]


@pytest.mark.parametrize(
    ("number", "code", "sentence"),
    [
        (errno.EACCES, "unreadable_file", "'a.csv' tidak dapat dibuka karena izin akses"),
        (errno.EIO, "read_error", "'a.csv' tidak dapat dibaca dari tempat penyimpanannya (Input/output error)"),
    ],
)
def test_one_that_cannot_be_read_is_refused_by_name_and_the_others_go_on(
    home: Home, monkeypatch: pytest.MonkeyPatch, number: int, code: str, sentence: str
) -> None:
    failing(monkeypatch, number, "a.csv")
    ledger, _ = take_in(home)
    assert sorted(one.path for one in ledger) == list(NAMES)
    [refusal] = [one.refusal for one in ledger if one.refusal is not None]
    assert refusal.code == code
    assert sentence in refusal.message
    monkeypatch.undo()  # put right: it is taken in
    again, _ = take_in(home, ledger)
    assert [(one.path, one.refusal) for one in again[3:]] == [("a.csv", None)]


def test_a_real_error_of_the_medium() -> None:
    chunks = LocalInbox(Path("/proc/self")).chunks(InboxEntry("mem", "mem", 1, FIRST))  # nothing is mapped at address 0
    with pytest.raises(inbox_faults.SourceError) as failure:
        list(inbox_faults.of_source(chunks))
    assert failure.value.error.errno == errno.EIO


def test_a_full_disk_under_the_archive_is_no_fault_of_the_file(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = Path.open

    class Full:
        def __enter__(self) -> "Full":
            return self

        def __exit__(self, *_: object) -> None:
            pass

        def write(self, _: bytes) -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def full(path: Path, mode: str = "r", **options: object) -> object:
        return Full() if mode == "wb" else opened(path, mode, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(OSError, match="No space left"):
        take_in(home)


@pytest.mark.parametrize("number", [errno.ESTALE, errno.ENOTCONN, errno.EHOSTDOWN])
def test_a_share_that_goes_while_one_file_is_read(home: Home, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    failing(monkeypatch, number, "b.csv")
    with pytest.raises(HomeError, match=f"tidak terjangkau lagi selagi dibaca .{os.strerror(number)}.*folder jaringan"):
        take_in(home)


def test_a_share_whose_files_all_fail(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, errno.EIO, "a.csv", "b.csv", "c.csv")
    with pytest.raises(HomeError, match="Tidak satu pun dari 3 berkas"):
        take_in(home)


def test_a_share_that_leaves_an_empty_folder_while_it_is_read(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def unmount(path: Path) -> None:
        shutil.rmtree(home.inbox)
        home.inbox.mkdir()

    while_reading(monkeypatch, "a.csv", unmount)
    with pytest.raises(HomeError, match="tidak terjangkau lagi"):
        take_in(home)


def listing_fails(monkeypatch: pytest.MonkeyPatch, folder: Path, number: int) -> None:
    scan = os.scandir

    def scandir(path: str | Path) -> object:
        if path in (folder, str(folder)):
            raise OSError(number, os.strerror(number), str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", scandir)


@pytest.mark.parametrize("folder", ["", "b"])
def test_a_folder_that_cannot_be_listed_is_not_an_empty_one(
    home: Home, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    listing_fails(monkeypatch, home.inbox / folder, errno.EIO)
    with pytest.raises(HomeError, match=r"tidak terjangkau lagi selagi dibaca \(Input/output error\)"):
        take_in(home)


def test_a_folder_that_may_not_be_opened_is_told_of_and_the_others_go_on(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    listing_fails(monkeypatch, home.inbox / "b", errno.EACCES)
    ledger, told = take_in(home)
    assert [one.path for one in ledger] == ["a.csv", "c.csv"]
    assert len(told) == 1
    assert told[0].startswith("b: folder ini tidak dapat dibuka karena izin akses")
