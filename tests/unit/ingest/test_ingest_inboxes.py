"""A folder as an inbox: what it lists, and what it says of folders and links that it cannot look into."""

import errno
import os

import pytest

from contracts.errors import HomeError
from ingest.inboxes import LocalInbox, may_be_export, may_hold_exports


def names(inbox: LocalInbox) -> dict[str, str]:
    """Why nothing is read of an entry, by its name; empty where it is read."""
    return {one.name: one.waits or (one.refusal.code if one.refusal else "") for one in inbox.entries()}


@pytest.mark.parametrize(
    ("name", "may"),
    [
        *(("skm.xlsx", True), (".skm.xlsx", False), ("~$skm.xlsx", False), ("~skm.xlsx", True)),
        *(("Thumbs.db", False), ("DESKTOP.INI", False), ("thumbs", True)),
    ],
)
def test_names_that_may_be_exports(name, may):
    assert may_be_export(name) == may


@pytest.mark.parametrize(("name", "may"), [("2024", True), (".git", False), ("__MACOSX", False), ("MACOSX", True)])
def test_folders_that_may_hold_exports(name, may):
    assert may_hold_exports(name) == may


def test_files_links_and_what_is_passed_over(tmp_path):
    inbox, elsewhere = tmp_path / "inbox", tmp_path / "elsewhere"
    for folder in (inbox / "b", inbox / ".git", elsewhere):
        folder.mkdir(parents=True)
    for path in (inbox / "b" / "2.csv", inbox / "a.csv", inbox / ".git" / "x", inbox / "~$a.csv", elsewhere / "z.csv"):
        path.write_text("1")
    (inbox / "l").symlink_to(elsewhere)
    (inbox / "m.csv").symlink_to(inbox / "a.csv")
    (inbox / "n").symlink_to(inbox / "n")
    os.mkfifo(inbox / "p")
    found = LocalInbox(inbox, "x/")
    assert names(found) == {"x/a.csv": "", "x/b/2.csv": "", "x/l": "link", "x/m.csv": "link", "x/n": "link"} | {
        "x/p": "not_a_file"
    }
    said = {one.address: one.refusal.message for one in found.entries() if one.refusal}
    assert "di luar kotak masuk" in said["l"]
    assert "ke tempat lain di kotak masuk" in said["m.csv"]
    entry = next(one for one in found.entries() if one.address == "a.csv")
    assert (entry.size, found.look(entry), b"".join(found.chunks(entry))) == (1, entry, b"1")
    (inbox / "a.csv").unlink()
    assert found.look(entry) is None


@pytest.mark.parametrize(
    ("place", "error", "outcome"),
    [
        ("", errno.ENOENT, "lost"),
        ("", errno.EACCES, "lost"),
        ("", errno.EIO, "lost"),
        ("sub", errno.ENOENT, "passed over"),
        ("sub", errno.ENOTDIR, "passed over"),
        ("sub", errno.EACCES, "waits"),
        ("sub", errno.EIO, "lost"),
    ],
)
def test_a_folder_that_cannot_be_listed(tmp_path, monkeypatch, place, error, outcome):
    (tmp_path / "a.csv").write_text("1")

    def walk(folder, onerror, followlinks):
        onerror(OSError(error, "x", str(tmp_path / place)))
        yield str(tmp_path), [], ["a.csv"]

    monkeypatch.setattr("ingest.inboxes.os.walk", walk)
    if outcome == "lost":
        with pytest.raises(HomeError):
            names(LocalInbox(tmp_path))
        return
    found = names(LocalInbox(tmp_path))
    assert found.pop("a.csv") == ""
    assert (list(found) == ["sub"] and found["sub"] != "") == (outcome == "waits")


def test_an_inbox_that_is_no_folder_or_is_emptied_while_it_is_read(tmp_path, monkeypatch):
    with pytest.raises(HomeError, match="tidak ada atau bukan folder"):
        names(LocalInbox(tmp_path / "none"))
    for left, is_lost in (([], True), (["b.csv"], False)):
        listings = iter([["a.csv"], left])

        def walk(folder, onerror, followlinks, listings=listings):
            yield str(tmp_path), [], next(listings)

        monkeypatch.setattr("ingest.inboxes.os.walk", walk)
        if is_lost:
            with pytest.raises(HomeError):
                names(LocalInbox(tmp_path))
        else:
            assert names(LocalInbox(tmp_path)) == {}
