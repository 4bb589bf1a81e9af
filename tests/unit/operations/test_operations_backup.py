"""Backup and restore of a home made by hand: all of it or nothing, whatever happens to the file in between."""

import errno
import fcntl
import hashlib
import io
import json
import os
import shutil
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from contracts import home_format
from contracts.clock import now
from contracts.errors import HomeError
from contracts.home import Home
from operations import backup as backup_module
from operations.backup import back_up
from operations.backup_format import CONTENTS, KEPT, MADE_AGAIN, BackupError, part
from operations.restore import rehearse, restore
from pipeline.lock import one_run_at_a_time
from pipeline.versions import code_version
from portal.server.accounts import Accounts
from portal.server.database import Database
from warehouse.intact import write_hashes
from warehouse.publish import link_published, published_version

PASSWORD = "jangan pernah ditulis"
FILES = {
    "settings.toml": b"",
    "units.csv": b"unit_code,unit_name,unit_type\nU-1,Kecamatan Mawar,kecamatan\n",
    "questionnaires.toml": b"",
    "services.csv": b"unit_code,service_code,service_name\nU-1,kk,KK\n",
    "targets.csv": b"unit_code,year,target\nU-1,2024,88\n",
    "assets/units/U-1/logo.png": b"gambar",
    "home.json": home_format.AboutHome(id="0123", format=home_format.FORMAT, made_by="0.1.0", written_by=code_version())
    .model_dump_json()
    .encode(),
    "inbox/Kecamatan Mawar/Januari.csv": b"belum diambil",
    "archive/ledger.jsonl": b"{}\n",
    "decisions.jsonl": b"{}\n",
    "erasures.jsonl": b"",
    "answers/20260703T090000.json": b"{}",
    "archive/ab/abcdef": b"isi" * 100_000,
    "editions/2024-S1/0/edition.json": b"{}",
    "publications/000001/publication.json": b"{}",
    "site.published": b"",
    "reports/2024/U-1/laporan.docx": b"disunting",
    "reports/2024/manifest.json": b"{}",
    "reports.journal/2024/U-1.jsonl": b"{}\n",
    "reminders/2024-S1.csv": b"U-1\n",
    "quarantine/U-1/berkas - perbaikan.xlsx": b"sedang diisi",
    "notified/x.json": b"{}",
    "uploads/0123/isi": b"menunggu",
    "wishes/U-1.json": b"{}",
    "warehouse/versions/000042/skm.duckdb": b"terbit",
    "warehouse/versions/000042/parquet/unit.parquet": b"terbit",
    "warehouse/pinned.json": b"{}",
}
NOT_KEPT = {
    "staging/x/a.parquet": b"singgahan",
    "copies/a": b"salinan",
    "site/index.html": b"situs",
    "site.json": b"{}",
    "jobs/consolidation.json": b"{}",
    "erasures.done": b"",
    "warehouse/versions/000041/skm.duckdb": b"lama",
    "archive/.incoming-12": b"setengah",
    "reports/2024/.laporan.docx": b"setengah",
}


@pytest.fixture(autouse=True)
def no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would wait for all that any process writes on this machine."""
    monkeypatch.setattr(os, "sync", lambda: None)


@pytest.fixture(scope="module")
def accounts(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """One account that is logged in. Made once: hashing a password takes its time."""
    path = tmp_path_factory.mktemp("accounts") / "accounts.sqlite"
    Accounts(Database(path), now).add("mawar", PASSWORD, unit_code="U-1")
    with Database(path).transaction() as connection:
        connection.execute("INSERT INTO session VALUES ('rahasia-sesi', 'mawar', 'c', '2026', '2026', '', 0)")
    return path.read_bytes()


@pytest.fixture
def home(tmp_path: Path, accounts: bytes) -> Home:
    home = Home(tmp_path / "data")
    for name, content in (FILES | NOT_KEPT).items():
        path = home.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        os.utime(path, ns=(1_700_000_000_123_456_789, 1_700_000_000_123_456_789))
    (home.archive / "ab/abcdef").chmod(0o440)
    home.uploads.chmod(0o700)
    link_published(home, "000042")
    home.accounts.write_bytes(accounts)
    home.accounts.chmod(0o600)
    return home


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    folder = tmp_path / "disk"
    folder.mkdir()
    return folder


@pytest.fixture
def written(home: Home, disk: Path) -> Path:
    return back_up(home, disk).path


def restored(written: Path, tmp_path: Path) -> Home:
    home = Home(tmp_path / "elsewhere" / "data")
    restore(written, home)
    return home


def nothing_made(tmp_path: Path) -> bool:
    folder = tmp_path / "elsewhere"
    return not folder.exists() or not list(folder.iterdir())


def rewritten(written: Path, change: Callable[[dict[str, bytes], list[tarfile.TarInfo]], None]) -> Path:
    """The backup with other members: `change` gets contents by name, and the headers in their order."""
    with tarfile.open(written) as tar:
        headers = tar.getmembers()
        contents = {one.name: tar.extractfile(one).read() for one in headers}
    change(contents, headers)
    other = written.with_name("other.tar")
    with tarfile.open(other, "w") as tar:
        for header in headers:
            content = contents.get(header.name, b"")
            if header.isreg():
                header.size = len(content)
            tar.addfile(header, io.BytesIO(content) if header.isreg() else None)
    return other


def test_every_part_of_a_home_is_kept_or_made_again():
    """A folder that is added to a home has to be decided upon."""
    home = Home(Path("home"))
    parts = {
        part(home, name).parts[1]
        for name, value in vars(Home).items()
        if isinstance(value, property) and name not in ("lock",)
    }
    decided = {part(home, name).parts[1] for name in (*KEPT, *MADE_AGAIN)}
    assert parts == decided
    assert {name.partition("/")[0] for name in (FILES | NOT_KEPT)} | {"accounts.sqlite"} == decided


def test_a_backup_holds_all_that_cannot_be_made_again(home: Home, disk: Path):
    done = back_up(home, disk)
    assert done.left_out == []
    assert [path.name for path in disk.iterdir()] == [done.path.name]
    assert done.path.name.startswith("skm-data-")
    assert done.path.stat().st_mode & 0o777 == 0o600
    assert done.size == done.path.stat().st_size
    with tarfile.open(done.path) as tar:
        names = tar.getnames()
    assert names[-1] == CONTENTS
    assert set(names) == {*FILES, "accounts.sqlite", CONTENTS}
    assert done.files == len(names) - 1


def test_a_restored_home_is_as_it_was(home: Home, written: Path, tmp_path: Path):
    other = restored(written, tmp_path)
    for name, content in FILES.items():
        assert (other.root / name).read_bytes() == content
        before, after = (home.root / name).stat(), (other.root / name).stat()
        assert (after.st_mtime_ns, after.st_mode & 0o777) == (before.st_mtime_ns, before.st_mode & 0o750)
    for name in NOT_KEPT:
        assert not (other.root / name).exists()
    assert published_version(other).name == "000042"
    assert other.database.resolve() == (other.warehouse / "versions/000042/skm.duckdb").resolve()
    assert other.uploads.stat().st_mode & 0o777 == 0o700
    assert other.accounts.stat().st_mode & 0o777 == 0o600
    assert other.root.stat().st_mode & 0o777 == 0o700
    assert [path.name for path in other.root.parent.iterdir()] == ["data"]


def test_accounts_are_copied_while_they_are_used_and_sessions_are_not(home: Home, disk: Path, tmp_path: Path):
    with Database(home.accounts).transaction() as connection:  # another process would write just now
        connection.execute(
            "INSERT INTO audit (at, account, action, object, address) VALUES ('', '', '', 'setengah', '')"
        )
        written = back_up(home, disk).path
    other = Database(restored(written, tmp_path).accounts)
    assert Accounts(other, now).verified("mawar", PASSWORD) is not None
    with other.reading() as connection:
        assert connection.execute("SELECT count(*) FROM session").fetchone()[0] == 0
        assert connection.execute("SELECT count(*) FROM audit").fetchone()[0] == 0
    assert b"rahasia-sesi" not in written.read_bytes()


def test_what_lies_in_a_store_elsewhere_is_in_the_backup(home: Home, disk: Path, tmp_path: Path):
    store = tmp_path / "bersama"
    home.settings.write_text(f'[storage]\nurl = "{store}"\n')
    for name, content in {"archive/cd/cdef": b"di sana", "reports/2024/U-1/laporan.docx": b"yang baru"}.items():
        (store / name).parent.mkdir(parents=True)
        (store / name).write_bytes(content)
    other = restored(back_up(home, disk).path, tmp_path)
    assert (other.root / "archive/cd/cdef").read_bytes() == b"di sana"
    assert (other.root / "archive/ledger.jsonl").read_bytes() == FILES["archive/ledger.jsonl"]
    assert (other.root / "reports/2024/U-1/laporan.docx").read_bytes() == b"yang baru"


def test_so_many_are_kept_and_only_of_this_home(home: Home, disk: Path, monkeypatch: pytest.MonkeyPatch):
    """Older ones go once the new one is whole: never the new one, never another home's, never what is no backup."""
    day = iter(range(1, 29))
    monkeypatch.setattr(backup_module, "now", lambda: now().replace(year=2026, month=7, day=next(day)))
    of_before = [back_up(home, disk).path for _ in range(3)]
    other = Home(home.root.parent / "other" / "data")  # the same name, another home
    other.inbox.mkdir(parents=True)
    other.settings.write_text("")
    theirs = back_up(other, disk).path
    (disk / "skm-data-20200101T000000.tar").write_bytes(b"bukan tar")
    killed = disk / "skm-data-20260701T000000.tar.partial"
    killed.write_bytes(of_before[0].read_bytes()[:5000])
    strange = {theirs, disk / "skm-data-20200101T000000.tar"}

    done = back_up(home, disk, keep=3)
    assert set(disk.iterdir()) == {*of_before[1:], done.path, *strange}
    assert (set(done.removed), done.not_removed) == ({of_before[0], killed}, [])

    # A clock that was set back: the new one is named as the oldest, and stays.
    monkeypatch.setattr(backup_module, "now", lambda: now().replace(year=2025))
    done = back_up(home, disk, keep=1)
    assert set(disk.iterdir()) == {done.path, *strange}


def test_no_older_one_goes_where_the_new_one_was_not_written(home: Home, disk: Path, monkeypatch: pytest.MonkeyPatch):
    older = back_up(home, disk).path

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(backup_module, "_add_open", full)
    with pytest.raises(BackupError):
        back_up(home, disk, keep=1)
    assert list(disk.iterdir()) == [older]


def test_a_rehearsal_finds_what_cannot_be_used_and_leaves_nothing(
    home: Home, disk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    written = back_up(home, disk).path
    with pytest.raises(BackupError, match="gudang datanya tidak dapat dipakai"):
        rehearse(written)  # its DuckDB file is none
    content = bytearray(written.read_bytes())
    content[content.index(b"isiisiisi") + 200_000] ^= 1
    written.write_bytes(content)
    with pytest.raises(BackupError, match="'archive/ab/abcdef' isinya tidak sama"):
        rehearse(written)
    assert list(scratch.iterdir()) == []


def test_a_backup_of_a_home_that_a_newer_program_changed_is_refused(home: Home, disk: Path, tmp_path: Path):
    about = home_format.AboutHome.model_validate_json(FILES["home.json"])
    written = back_up(home, disk).path

    def newer(contents: dict[str, bytes], headers: list[tarfile.TarInfo]) -> None:
        content = about.model_copy(update={"format": home_format.FORMAT + 1}).model_dump_json().encode()
        listed = json.loads(contents[CONTENTS])
        listed["files"]["home.json"] |= {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        contents["home.json"], contents[CONTENTS] = content, json.dumps(listed).encode()

    with pytest.raises(BackupError, match="Pasang program versi itu"):
        restored(rewritten(written, newer), tmp_path)
    assert nothing_made(tmp_path)


def test_an_empty_home_that_never_ran_is_backed_up_too(disk: Path, tmp_path: Path):
    home = Home(tmp_path / "neu")
    home.inbox.mkdir(parents=True)
    home.settings.write_text("")
    other = restored(back_up(home, disk).path, tmp_path)
    assert other.inbox.is_dir()
    assert published_version(other) is None


def test_what_is_no_plain_file_or_cannot_be_read_whole_is_named(home: Home, disk: Path, monkeypatch):
    (home.inbox / "tautan.csv").symlink_to("/etc/hostname")
    (home.inbox / "folder").symlink_to(home.root)
    os.mkfifo(home.inbox / "pipa.csv")
    (home.inbox / os.fsdecode(b"rusak\xff.csv")).write_bytes(b"x")
    growing = home.inbox / "Kecamatan Mawar/Januari.csv"
    copy = shutil.copyfileobj

    def while_it_grows(source, target, length):
        copy(source, target, length)
        if source.name == str(growing):
            growing.write_bytes(b"lebih panjang dari semula")

    monkeypatch.setattr(shutil, "copyfileobj", while_it_grows)
    left_out = back_up(home, disk).left_out
    assert sorted(line.partition(":")[0] for line in left_out) == [
        "inbox/Kecamatan Mawar/Januari.csv",
        "inbox/folder",
        "inbox/pipa.csv",
        "inbox/rusak?.csv",
        "inbox/tautan.csv",
    ]
    assert any("sedang ditulis" in line for line in left_out)


def test_where_a_backup_cannot_be(home: Home, disk: Path, tmp_path: Path, monkeypatch):
    with pytest.raises(BackupError, match="tidak ada"):
        back_up(home, tmp_path / "tidak terpasang")
    (home.root / "cadangan").mkdir()
    (tmp_path / "jalan lain").symlink_to(home.root / "cadangan")
    for inside in (home.root, home.root / "cadangan", tmp_path / "jalan lain"):
        with pytest.raises(BackupError, match="di dalam folder data"):
            back_up(home, inside)
    with pytest.raises(HomeError, match="bukan folder data"):
        back_up(Home(tmp_path / "salah"), disk)
    with one_run_at_a_time(home), pytest.raises(HomeError, match="sedang berjalan"):
        back_up(home, disk)
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(BackupError, match="tidak dapat ditulisi"):
        back_up(home, disk)
    assert list(disk.iterdir()) == []


def test_a_disk_that_is_full(home: Home, disk: Path, monkeypatch):
    usage = shutil.disk_usage(disk)
    with monkeypatch.context() as small:
        small.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1000))
        with pytest.raises(BackupError, match=r"tidak cukup: perlu .* tersisa 1 kB"):
            back_up(home, disk)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(backup_module, "_add_open", full)
    with pytest.raises(BackupError, match="penuh; cadangan tidak jadi"):
        back_up(home, disk)
    assert list(disk.iterdir()) == []


def test_a_home_that_holds_anything_is_never_written_over(written: Path, tmp_path: Path):
    home = Home(tmp_path / "ada")
    home.root.mkdir()
    restore(written, home)  # empty: taken
    before = sorted(path.relative_to(home.root) for path in home.root.rglob("*"))
    with pytest.raises(BackupError, match="sudah berisi"):
        restore(written, home)
    assert sorted(path.relative_to(home.root) for path in home.root.rglob("*")) == before
    (tmp_path / "berkas").write_text("x")
    with pytest.raises(BackupError, match="sudah berisi"):
        restore(written, Home(tmp_path / "berkas"))


def test_what_is_no_backup(written: Path, tmp_path: Path):
    with pytest.raises(BackupError, match="tidak ada"):
        restore(tmp_path / "skm.tar", Home(tmp_path / "baru"))
    for content in (b"", b"bukan tar" * 1000, b"PK\x03\x04"):
        (tmp_path / "palsu.tar").write_bytes(content)
        with pytest.raises(BackupError, match=r"bukan cadangan|terpotong atau rusak"):
            restore(tmp_path / "palsu.tar", Home(tmp_path / "baru"))
    assert not (tmp_path / "baru").exists()


def test_a_damaged_byte_is_found_and_its_member_named(written: Path, tmp_path: Path):
    content = bytearray(written.read_bytes())
    place = content.index(b"isiisiisi") + 200_000
    content[place] ^= 1
    written.write_bytes(content)
    with pytest.raises(BackupError, match="'archive/ab/abcdef' isinya tidak sama"):
        restored(written, tmp_path)
    assert nothing_made(tmp_path)


def test_wherever_it_is_damaged_or_cut_off_there_is_no_half_home(written: Path, tmp_path: Path):
    """Bits flipped and ends cut all over the file: refused, or, where a byte does not matter, whole."""
    whole = written.read_bytes()
    step = len(whole) // 40 | 1
    refused = 0
    for place in range(0, len(whole), step):
        flipped = bytearray(whole)
        flipped[place] ^= 0x20
        for damaged in (bytes(flipped), whole[:place]):
            (tmp_path / "rusak.tar").write_bytes(damaged)
            try:
                home = restored(tmp_path / "rusak.tar", tmp_path)
            except BackupError:
                refused += 1
                assert nothing_made(tmp_path)
            else:
                assert all((home.root / name).read_bytes() == content for name, content in FILES.items())
                shutil.rmtree(home.root)
    assert refused > 60


def test_cut_off_names_the_last_member(written: Path, tmp_path: Path):
    content = written.read_bytes()
    written.write_bytes(content[: content.index(b"isiisiisi") + 1000])
    with pytest.raises(BackupError, match="'archive/ab/abcdef' terpotong"):
        restored(written, tmp_path)


@pytest.mark.parametrize(
    "name",
    ["/etc/skm", "../luar.csv", "inbox/../../luar.csv", "./inbox/x.csv", "inbox//x.csv", ".bashrc", ".ssh/x", "."],
)
def test_a_member_that_leads_elsewhere_is_refused(written: Path, tmp_path: Path, name: str):
    def add(contents: dict[str, bytes], headers: list[tarfile.TarInfo]) -> None:
        header = tarfile.TarInfo(name)
        contents[name] = b"jahat"
        listed = json.loads(contents[CONTENTS])
        listed["files"][name] = listed["files"]["units.csv"]
        contents[CONTENTS] = json.dumps(listed).encode()
        headers.insert(0, header)

    with pytest.raises(BackupError, match=r"menunjuk ke luar|bukan bagian"):
        restored(rewritten(written, add), tmp_path)
    assert nothing_made(tmp_path)


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE])
def test_links_and_devices_are_refused(written: Path, tmp_path: Path, kind: bytes):
    def add(_: dict[str, bytes], headers: list[tarfile.TarInfo]) -> None:
        header = tarfile.TarInfo("inbox/x")
        header.type, header.linkname = kind, "units.csv"
        headers.insert(0, header)

    with pytest.raises(BackupError, match=r"bukan berkas biasa|menunjuk ke luar"):
        restored(rewritten(written, add), tmp_path)
    assert nothing_made(tmp_path)


def _twice(contents: dict[str, bytes], headers: list[tarfile.TarInfo]) -> None:
    headers.insert(0, headers[0])


def _unlisted(contents: dict[str, bytes], headers: list[tarfile.TarInfo]) -> None:
    contents["inbox/tambahan.csv"] = b"x"
    headers.insert(0, tarfile.TarInfo("inbox/tambahan.csv"))


def _missing(contents: dict[str, bytes], headers: list[tarfile.TarInfo]) -> None:
    headers.pop(2)


def _after(contents: dict[str, bytes], headers: list[tarfile.TarInfo]) -> None:
    headers.insert(0, headers.pop())


def _newer(contents: dict[str, bytes], headers: list[tarfile.TarInfo]) -> None:
    contents[CONTENTS] = (
        contents[CONTENTS].replace(b'"format": 1', b'"format": 2').replace(b'"format":1', b'"format":2')
    )


def _folder_outside(contents: dict[str, bytes], headers: list[tarfile.TarInfo]) -> None:
    listed = json.loads(contents[CONTENTS])
    listed["folders"]["../luar"] = 0o755
    contents[CONTENTS] = json.dumps(listed).encode()


def _no_version(contents: dict[str, bytes], headers: list[tarfile.TarInfo]) -> None:
    listed = json.loads(contents[CONTENTS])
    listed["published"] = "../../.."
    contents[CONTENTS] = json.dumps(listed).encode()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_twice, "ada dua kali"),
        (_unlisted, "'inbox/tambahan.csv' tidak tercantum"),
        (_missing, "tidak ada di dalamnya"),
        (_after, "setelah daftar isi"),
        (_newer, "tidak dikenal program ini"),
        (_folder_outside, "menunjuk ke luar"),
        (_no_version, "tidak ada di dalamnya"),
    ],
)
def test_a_backup_that_contradicts_itself(written: Path, tmp_path: Path, change, said: str):
    with pytest.raises(BackupError, match=said):
        restored(rewritten(written, change), tmp_path)
    assert nothing_made(tmp_path)


def test_modes_never_grant_more_than_ours(written: Path, tmp_path: Path):
    def open_all(contents: dict[str, bytes], headers: list[tarfile.TarInfo]) -> None:
        listed = json.loads(contents[CONTENTS])
        for file in listed["files"].values():
            file["mode"] = 0o7777
        listed["folders"] = dict.fromkeys(listed["folders"], 0o7777)
        contents[CONTENTS] = json.dumps(listed).encode()

    home = restored(rewritten(written, open_all), tmp_path)
    for path in home.root.rglob("*"):
        if not path.is_symlink():
            assert path.stat().st_mode & (0o7027 if path.is_file() else 0o7022) == 0


def test_what_a_killed_restore_left_is_removed_unless_one_is_still_at_it(written: Path, tmp_path: Path):
    folder = tmp_path / "elsewhere"
    dead, alive = folder / ".data.restoring-dead", folder / ".data.restoring-alive"
    for one in (dead, alive):
        (one / "archive").mkdir(parents=True)
    descriptor = os.open(alive, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        restored(written, tmp_path)
    finally:
        os.close(descriptor)
    assert sorted(path.name for path in folder.iterdir()) == [".data.restoring-alive", "data"]


def test_the_python_of_debian_12_restores(written: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """3.11.2: what 3.11.4 brought to tarfile is not there (`make containers`)."""
    monkeypatch.delattr(tarfile, "data_filter", raising=False)
    monkeypatch.delattr(tarfile, "FilterError", raising=False)
    assert restored(written, tmp_path).settings.is_file()


def test_a_home_that_is_a_mount_is_restored_inside_it(written: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The volume of a container: nothing can be renamed onto it, and nothing written beside it."""
    home = Home(tmp_path / "elsewhere" / "data")
    (home.root / ".data.restoring-dead" / "archive").mkdir(parents=True)
    before = home.root.stat().st_ino
    monkeypatch.setattr(Path, "is_mount", lambda path: path == home.root)
    moved: list[str] = []
    replace = Path.replace
    monkeypatch.setattr(Path, "replace", lambda path, to: (moved.append(path.name), replace(path, to))[1])
    restore(written, home)
    assert home.root.stat().st_ino == before
    assert [path.name for path in home.root.parent.iterdir()] == ["data"]
    assert not list(home.root.glob(".data.*"))
    assert moved[-1] == "settings.toml"
    assert all((home.root / name).read_bytes() == content for name, content in FILES.items())
    assert home.database.resolve() == (home.warehouse / "versions/000042/skm.duckdb").resolve()
    with pytest.raises(BackupError, match="sudah berisi"):
        restore(written, home)


def test_a_published_version_that_is_not_what_was_written_is_not_backed_up(home: Home, disk: Path) -> None:
    version = home.database.resolve().parent
    write_hashes(version)
    back_up(home, disk).path.unlink()
    (version / "skm.duckdb").write_bytes(b"terbat")
    with pytest.raises(BackupError, match=r"000042 rusak \(skm\.duckdb.*skm run"):
        back_up(home, disk)
    assert list(disk.iterdir()) == []
