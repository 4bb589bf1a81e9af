"""Taking out by the list: what is there goes, what is gone already is no error, and twice is as good as once."""

import hashlib
from datetime import datetime
from pathlib import Path

import pytest

from contracts.erasures import ErasedRow, Erasure, ErasureKind, Erasures
from contracts.home import Home
from contracts.lock import HeldLock
from contracts.records import Sighting
from contracts.settings import Limits, Storage
from contracts.unsur import UNSUR
from ingest import intake
from ingest.inboxes import LocalInbox
from pipeline.erasing import erasure_list, removal
from pipeline.stores import Stores, open_stores

AT = datetime(2026, 1, 5)
LIMITS = Limits()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "data")
    home.inbox.mkdir(parents=True)
    return home


def stores(home: Home) -> Stores:
    return open_stores(home, Storage())


def send(home: Home, name: str, *, ending: str = "\n") -> str:
    """Puts an export of four people into inbox, archive and ledger; its hash."""
    lines = [["Nama", "Umur", *(one.name for one in UNSUR)]]
    lines += [[f"Warga {n}", str(20 + n), *"344334434"] for n in range(4)]
    content = "".join(";".join(one) + ending for one in lines).encode()
    (home.inbox / name).write_bytes(content)
    known = intake.load_ledger(home)
    found = intake.take_in(stores(home).archive, LocalInbox(home.inbox), known, LIMITS, AT)
    intake.save_ledger(home, [*known, *(one for one in found if isinstance(one, Sighting))])
    return hashlib.sha256(content).hexdigest()


def erase(home: Home, sha256: str, row: int = 3, kind: ErasureKind = "rows") -> Erasures:
    """Writes a line, as `skm erase` does, and takes out by it."""
    erasures = erasure_list.load(home)
    rows = (ErasedRow(sheet="", row_number=row),) if kind == "rows" else ()
    line = Erasure(
        number=0, kind=kind, sha256=sha256, path="a.csv", rows=rows, before="", after="", why="", by="ani", at=AT
    )  # fmt: skip
    with stores(home).archive.temporary_local_paths([intake.archived_now(sha256, erasures)]) as (path,):
        content = removal.redact(path, LIMITS, [*erasures.of(sha256), line])
    line = line.model_copy(update={"after": hashlib.sha256(content).hexdigest()})
    return removal.remove(home, stores(home), LIMITS, erasure_list.add(home, erasures, line))


def archived(home: Home) -> str:
    return "".join(path.read_text() for path in sorted(home.archive.rglob("*")) if path.is_file())


def test_original_inbox_staged_rows_and_upload_go(home: Home) -> None:
    sha256 = send(home, "a.csv")
    staged = [home.staging / "1234" / f"{sha256[:16]}{ending}" for ending in (".parquet", ".json")]
    upload, other = (home.uploads / name / "unggahan.json" for name in ("one", "other"))
    typed = home.sent_plans / "U-1/2024.json"
    for path in (*staged, upload, other, typed):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("{}")
    upload.write_text(f'{{"result": {{"content_id": "{sha256[:16]}"}}}}')
    erasures = erase(home, sha256)
    assert "Warga 1" not in archived(home)
    assert "Warga 2" in archived(home)
    assert not [path for path in (*home.inbox.iterdir(), *staged, upload, typed) if path.exists()]
    assert other.exists()
    assert removal.remove(home, stores(home), LIMITS, erasures) == erasures
    assert not removal.remains(home, stores(home), erasures)


def test_what_earlier_erasures_made_a_run_make_again_is_left_alone(home: Home) -> None:
    """A workbook that somebody is filling in, of a file from which something was erased long ago."""
    first, second = send(home, "a.csv"), send(home, "b.csv", ending="\r\n")
    removal.finish(home, erase(home, first), HeldLock(home))
    notes = {
        sha256: home.quarantine / "U-1" / f"a - {intake.file_id_of(name, sha256)} - perbaikan.xlsx"
        for name, sha256 in (("a.csv", first), ("b.csv", second))
    }
    for path in notes.values():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("isian")
    erase(home, second)
    assert [path.exists() for path in notes.values()] == [True, False]


def test_more_is_taken_out_of_what_is_left(home: Home) -> None:
    sha256 = send(home, "a.csv")
    erase(home, sha256, 3)
    erasures = erase(home, sha256, 4)
    assert [name for name in ("Warga 0", "Warga 1", "Warga 2", "Warga 3") if name in archived(home)] == [
        *("Warga 0", "Warga 3")
    ]
    assert len(list(home.archive.rglob("*.redacted"))) == 1
    assert not removal.remains(home, stores(home), erasures)


def test_what_stands_for_another_original_too_stays(home: Home) -> None:
    """Two files that say the same leave the same: what one loses more takes nothing from the other."""
    one, other = send(home, "a.csv"), send(home, "b.csv", ending="\r\n")
    assert erase(home, one).now(one) == erase(home, other).now(other)
    erasures = erase(home, one, 4)
    assert stores(home).archive.exists(intake.archived_now(one, erasures))
    assert stores(home).archive.exists(intake.archived_now(other, erasures))
    assert not removal.remains(home, stores(home), erasures)


def test_an_original_that_is_lost_keeps_no_run_from_going_on(home: Home) -> None:
    sha256 = send(home, "a.csv")
    erasures = erase(home, sha256)
    (home.archive / intake.archived_now(sha256, erasures)).unlink()
    assert removal.remove(home, stores(home), LIMITS, erasures) == erasures


def test_what_an_older_backup_brings_back_goes_again(home: Home) -> None:
    """Also where a newer program leaves otherwise than the list says: then the list says so."""
    sha256 = send(home, "a.csv")
    original = (home.archive / intake.archived(sha256)).read_bytes()
    erasures = erase(home, sha256)
    (home.archive / intake.archived_now(sha256, erasures)).unlink()
    (home.archive / intake.archived(sha256)).write_bytes(original)
    assert removal.remains(home, stores(home), erasures).originals == (intake.archived(sha256),)
    told = erasures.lines[0].model_copy(update={"after": "1" * 64})
    home.erasures.write_text(told.model_dump_json() + "\n")
    again = removal.remove(home, stores(home), LIMITS, Erasures(lines=(told,)))
    assert again == erasure_list.load(home)
    assert [line.after for line in again.lines] == ["1" * 64, erasures.lines[0].after]
    assert "Warga 1" not in archived(home)


def test_what_cannot_be_read_any_more_goes_whole(home: Home) -> None:
    sha256 = send(home, "a.csv")
    original = home.archive / intake.archived(sha256)
    line = Erasure(
        number=0, kind="rows", sha256=sha256, path="a.csv", rows=(ErasedRow(sheet="", row_number=3),), before="",
        after="1" * 64, why="", by="ani", at=AT,
    )  # fmt: skip
    original.chmod(0o600)
    original.write_bytes(b"%PDF Warga 1")
    erasures = removal.remove(home, stores(home), LIMITS, erasure_list.add(home, Erasures(), line))
    assert erasures.whole == {sha256}
    assert "Warga" not in archived(home)


def test_personal_columns_leave_staged_rows_and_earlier_versions_alone(home: Home) -> None:
    sha256 = send(home, "a.csv")
    staged = home.staging / "1234" / f"{sha256[:16]}.parquet"
    staged.parent.mkdir(parents=True)
    staged.write_text("rows")
    version = home.warehouse / "versions" / "000001"
    version.mkdir(parents=True)
    erasures = erase(home, sha256, kind="personal")
    assert "Warga" not in archived(home)
    assert "Nama" in archived(home)
    removal.finish(home, erasures, HeldLock(home))
    assert erasure_list.is_done(home, erasures)
    assert staged.exists()
    assert version.exists()
    removal.finish(home, erase(home, sha256), HeldLock(home))
    assert not staged.exists()
    assert not version.exists()
