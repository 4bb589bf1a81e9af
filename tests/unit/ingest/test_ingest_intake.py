"""From the inbox to the archive and its ledger."""

import hashlib
import os
from datetime import datetime

import pytest

from contracts.erasures import Erasure, Erasures
from contracts.errors import HomeError
from contracts.home import Home
from contracts.records import Sighting
from contracts.settings import Limits
from ingest import intake
from ingest.inbox_faults import CLOSED_FOLDER
from ingest.inboxes import InboxEntry, LocalInbox
from storage.store import LocalStore

FIRST = datetime(2026, 1, 5, 8)
LATER = datetime(2026, 1, 6, 8)
AFTER = datetime(2026, 1, 7, 8)
LIMITS = Limits()


@pytest.fixture
def home(tmp_path):
    home = Home(tmp_path / "data")
    home.inbox.mkdir(parents=True)
    return home


def put(home, name, content=b"a", modified=1_700_000_000):
    path = home.inbox / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    os.utime(path, (modified, modified))
    return path


def take_in(home, known=(), seen_at=FIRST, limits=LIMITS):
    found = intake.take_in(LocalStore(home.archive), LocalInbox(home.inbox), list(known), limits, seen_at)
    return [*known, *(one for one in found if isinstance(one, Sighting))]


def archived(home, sha256):
    return home.archive / intake.archived(sha256)


def paths(ledger):
    return [sighting.path for sighting in ledger]


def test_contents_are_archived_by_their_hash(home):
    put(home, "a/b.csv", b"isi")
    (sighting,) = take_in(home)
    sha256 = hashlib.sha256(b"isi").hexdigest()
    assert (sighting.path, sighting.sha256, sighting.content_id) == ("a/b.csv", sha256, sha256[:16])
    assert (sighting.size, sighting.first_seen_at, sighting.refusal) == (3, FIRST, None)
    assert archived(home, sha256).read_bytes() == b"isi"
    assert archived(home, sha256).stat().st_mode & 0o222 == 0
    assert [path.name for path in home.archive.iterdir()] == [sha256[:2]]


def test_in_order_of_path_whatever_the_folder_says(home):
    for name in ("c.csv", "a/z.csv", "b.csv", "a.csv"):
        put(home, name, name.encode())
    assert paths(take_in(home)) == ["a.csv", "a/z.csv", "b.csv", "c.csv"]


def test_an_unchanged_file_is_not_opened_again(home):
    path = put(home, "a.csv")
    ledger = take_in(home)
    path.chmod(0)
    before = path.stat().st_atime_ns
    assert take_in(home, ledger, LATER) == ledger
    assert path.stat().st_atime_ns == before


def test_the_same_put_there_again_is_sent_again_and_no_other_file(home):
    """Were it not noted, every run would read it again, and no period could be closed."""
    put(home, "a.csv")
    put(home, "b.csv", b"lain")
    ledger = take_in(home)
    (home.inbox / "b.csv").rename(home.inbox / "c.csv")
    put(home, "a.csv", modified=1_700_000_500)
    again = take_in(home, ledger, LATER)
    assert [(one.path, one.first_seen_at) for one in again[2:]] == [("a.csv", LATER), ("c.csv", LATER)]
    assert again[2].file_id == ledger[0].file_id
    assert moved_from(home, ledger) == [("a.csv", ()), ("c.csv", ("b.csv",))]
    assert take_in(home, again, AFTER) == again
    assert not intake.has_news(LocalInbox(home.inbox), again)


def test_another_content_under_a_known_path_is_another_file(home):
    put(home, "a.csv", b"satu")
    ledger = take_in(home)
    put(home, "a.csv", b"dua", modified=1_700_000_500)
    ledger = take_in(home, ledger, LATER)
    assert paths(ledger) == ["a.csv", "a.csv"]
    assert len({sighting.file_id for sighting in ledger}) == 2
    assert ledger[1].first_seen_at == LATER
    # And the old one back again was sent again: once.
    put(home, "a.csv", b"satu", modified=1_700_000_900)
    again = take_in(home, ledger, AFTER)
    assert [one.file_id for one in again] == [ledger[0].file_id, ledger[1].file_id, ledger[0].file_id]
    assert again[2].first_seen_at == AFTER
    assert take_in(home, again, AFTER) == again
    assert not intake.has_news(LocalInbox(home.inbox), again)


def moved_from(home, ledger, seen_at=LATER):
    """What a run sees of known contents, and the paths they left; all paths of the ledger are of this inbox."""
    its_paths = frozenset(one.path for one in ledger)
    found = intake.take_in(
        *(LocalStore(home.archive), LocalInbox(home.inbox), ledger, LIMITS, seen_at), its_paths=its_paths
    )
    return [(one.path, one.moved_from) for one in found if isinstance(one, Sighting)]


def test_a_file_that_lies_elsewhere_now_was_moved(home):
    path = put(home, "pacet/a.csv")
    ledger = take_in(home)
    (home.inbox / "gedeg").mkdir()
    path.rename(home.inbox / "gedeg" / "a.csv")
    assert moved_from(home, ledger) == [("gedeg/a.csv", ("pacet/a.csv",))]
    assert [one.moved_from for one in take_in(home, ledger, LATER)] == [(), ()]  # of an inbox it knows nothing of


def test_a_copy_was_not_moved(home):
    put(home, "pacet/a.csv")
    ledger = take_in(home)
    put(home, "gedeg/a.csv")
    assert moved_from(home, ledger) == [("gedeg/a.csv", ())]


def test_moved_and_another_put_in_its_place(home):
    put(home, "pacet/a.csv", b"satu")
    ledger = take_in(home)
    put(home, "pacet/a.csv", b"dua", modified=1_700_000_500)
    put(home, "gedeg/a.csv", b"satu")
    assert moved_from(home, ledger) == [("pacet/a.csv", ()), ("gedeg/a.csv", ("pacet/a.csv",))]


def test_what_was_replaced_before_was_not_moved(home):
    put(home, "a.csv", b"satu")
    ledger = take_in(home)
    put(home, "a.csv", b"dua", modified=1_700_000_500)
    ledger = take_in(home, ledger, LATER)
    put(home, "b.csv", b"satu")
    assert moved_from(home, ledger, AFTER) == [("b.csv", ())]


def test_moved_back_is_seen_too(home):
    path = put(home, "a.csv")
    ledger = take_in(home)
    path.rename(home.inbox / "b.csv")
    (moved,) = intake.take_in(
        *(LocalStore(home.archive), LocalInbox(home.inbox), ledger, LIMITS, LATER), its_paths=frozenset({"a.csv"})
    )
    (home.inbox / "b.csv").rename(path)
    assert moved_from(home, [*ledger, moved], AFTER) == [("a.csv", ("b.csv",))]


def test_what_lies_in_a_closed_folder_was_not_moved(home, monkeypatch):
    put(home, "tutup/a.csv")
    ledger = take_in(home)
    put(home, "a.csv")
    (entry,) = [one for one in LocalInbox(home.inbox).entries() if one.name == "a.csv"]
    closed = InboxEntry("tutup", "tutup", 0, FIRST, waits=CLOSED_FOLDER)
    monkeypatch.setattr(LocalInbox, "entries", lambda _: iter([closed, entry]))
    assert moved_from(home, ledger) == [("a.csv", ())]


def test_a_refusal_in_between_is_no_other_content(home):
    put(home, "a.csv", b"satu")
    ledger = take_in(home)
    put(home, "a.csv", b"s" * 2_000_000, modified=1_700_000_500)
    ledger = take_in(home, ledger, LATER, Limits(file_megabytes=1))
    assert ledger[1].refusal is not None
    put(home, "a.csv", b"satu", modified=1_700_000_900)
    again = take_in(home, ledger, AFTER)
    assert [(one.file_id, one.moved_from) for one in again[2:]] == [(ledger[0].file_id, ())]


def test_the_same_content_under_another_path_is_another_file(home):
    put(home, "a.csv")
    ledger = take_in(home)
    put(home, "b.csv")
    ledger = take_in(home, ledger, LATER)
    assert len({sighting.file_id for sighting in ledger}) == 2
    assert len({sighting.content_id for sighting in ledger}) == 1


def test_what_goes_from_the_inbox_stays_in_the_ledger(home):
    path = put(home, "a.csv")
    ledger = take_in(home)
    path.unlink()
    assert take_in(home, ledger, LATER) == ledger


@pytest.mark.parametrize("name", [".a.csv", "~$a.xlsx", "Thumbs.db", "desktop.ini", "__MACOSX/a.csv", ".git/a.csv"])
def test_what_file_managers_leave_behind(home, name):
    put(home, name)
    assert take_in(home) == []


def test_links_are_refused_and_never_followed(home, tmp_path):
    (tmp_path / "luar").mkdir()
    (tmp_path / "luar" / "rahasia.csv").write_bytes(b"rahasia")
    put(home, "asli.csv")
    (home.inbox / "keluar.csv").symlink_to(tmp_path / "luar" / "rahasia.csv")
    (home.inbox / "folder").symlink_to(tmp_path / "luar")
    (home.inbox / "ke asli.csv").symlink_to(home.inbox / "asli.csv")
    (home.inbox / "buntu.csv").symlink_to("tidak ada")
    (home.inbox / "putar").symlink_to(home.inbox)
    ledger = take_in(home)
    refused = {sighting.path: sighting.refusal.message for sighting in ledger if sighting.refusal}
    assert set(refused) == {"keluar.csv", "folder", "ke asli.csv", "buntu.csv", "putar"}
    assert "di luar kotak masuk" in refused["keluar.csv"]
    assert "tempat lain di kotak masuk" in refused["ke asli.csv"]
    assert all(sighting.sha256 == "" for sighting in ledger if sighting.refusal)
    assert [path.read_bytes() for path in home.archive.rglob("*") if path.is_file()] == [b"a"]


def test_a_link_that_leads_to_itself_stops_nothing(home):
    put(home, "asli.csv")
    (home.inbox / "loop.csv").symlink_to("loop.csv")
    (home.inbox / "x.csv").symlink_to("y.csv")
    (home.inbox / "y.csv").symlink_to("x.csv")
    refused = {sighting.path: sighting.refusal for sighting in take_in(home)}
    assert refused.pop("asli.csv") is None
    assert {refusal.code for refusal in refused.values()} == {"link"}
    assert len(refused) == 3


def test_a_refusal_is_one_line_however_often_it_is_seen(home):
    os.mkfifo(home.inbox / "pipa")
    ledger = take_in(home)
    assert [sighting.refusal.code for sighting in ledger] == ["not_a_file"]
    assert take_in(home, ledger, LATER) == ledger


def test_a_file_put_in_place_of_a_refused_link(home, tmp_path):
    link = home.inbox / "a.csv"
    link.symlink_to(tmp_path / "luar.csv")
    ledger = take_in(home)
    link.unlink()
    put(home, "a.csv")
    assert [sighting.refusal is None for sighting in take_in(home, ledger, LATER)] == [False, True]


def test_too_large_is_not_even_copied(home):
    put(home, "a.csv", b"x" * 1_000_001)
    (sighting,) = take_in(home, limits=Limits(file_megabytes=1))
    assert sighting.refusal is not None
    assert sighting.refusal.code == "too_large"
    assert not home.archive.exists()


def test_a_file_still_being_written_waits_for_the_next_run(home, monkeypatch):
    path = put(home, "a.csv", b"baru separuh")
    digest = hashlib.sha256

    class GrowsMeanwhile:
        def __init__(self):
            self.digest = digest()

        def update(self, chunk):
            self.digest.update(chunk)
            with path.open("ab") as file:
                file.write(b" dan selesai") if path.stat().st_size < 20 else None

        def hexdigest(self):
            return self.digest.hexdigest()

    monkeypatch.setattr(intake.hashlib, "sha256", GrowsMeanwhile)
    assert take_in(home) == []
    monkeypatch.undo()
    (sighting,) = take_in(home, seen_at=LATER)
    assert archived(home, sighting.sha256).read_bytes() == b"baru separuh dan selesai"


def test_a_name_that_is_not_utf8(home):
    (home.inbox / os.fsdecode(b"surve\xe9.csv")).write_bytes(b"a")
    (sighting,) = take_in(home)
    assert sighting.path == "surve\ufffd.csv"
    intake.save_ledger(home, [sighting])
    assert intake.load_ledger(home) == [sighting]


def test_the_ledger_comes_back_as_it_was(home):
    put(home, 'aneh "nama"\n.csv')
    os.mkfifo(home.inbox / "pipa")
    assert intake.load_ledger(home) == []
    ledger = take_in(home)
    intake.save_ledger(home, ledger)
    assert intake.load_ledger(home) == ledger
    assert home.ledger.read_text(encoding="utf-8").count("\n") == len(ledger)


def test_a_ledger_from_before_its_lines_were_chained_is_taken_as_it_is(home):
    put(home, "a\u2028b.csv")
    put(home, "c.csv", b"lain")
    ledger = take_in(home)
    home.ledger.write_text("".join(f"{one.model_dump_json()}\n" for one in ledger), encoding="utf-8")
    assert intake.load_ledger(home) == ledger
    intake.save_ledger(home, ledger)
    assert intake.load_ledger(home) == ledger
    lines = home.ledger.read_text(encoding="utf-8").split("\n")
    home.ledger.write_text(f"{ledger[0].model_dump_json()}\n{lines[1]}\n", encoding="utf-8")
    with pytest.raises(HomeError, match="baris 2 tidak menyambung"):
        intake.load_ledger(home)


def test_no_inbox(home):
    home.inbox.rmdir()
    with pytest.raises(HomeError, match="tidak ada atau bukan folder"):
        take_in(home)


def test_a_content_of_which_something_was_erased_does_not_come_back(home):
    sha256 = hashlib.sha256(b"isi").hexdigest()
    line = Erasure(
        number=1, kind="rows", sha256=sha256, path="a.csv", before=sha256, after="1" * 64, why="", by="", at=FIRST
    )  # fmt: skip
    erasures = Erasures(lines=(line,))
    put(home, "a.csv", b"isi")
    archive = LocalStore(home.archive)
    found = list(intake.take_in(archive, LocalInbox(home.inbox), [], LIMITS, FIRST, erasures))
    assert [one.refusal.code for one in found] == ["erased_before"]
    assert not archived(home, sha256).exists()
    assert intake.archived_now(sha256, erasures) == f"11/{'1' * 64}.redacted"
    assert intake.archived_now("2" * 64, erasures) == intake.archived("2" * 64)
