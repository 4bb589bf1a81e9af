"""Manifests, files that somebody edited, and the list of documents in Prefect."""

import hashlib
from datetime import datetime
from pathlib import Path

from contracts.home import Home
from flows.artifacts import document_links
from flows.documents import MANIFEST, MadeDocument, ManifestEntry, load_manifest, record, set_edited_aside

NOW = datetime(2025, 1, 7, 8, 30)
NAME = "u-1/laporan-skm-u-1-2024.docx"


def entry_of(content: bytes) -> ManifestEntry:
    return ManifestEntry(size=len(content), sha256=hashlib.sha256(content).hexdigest(), inputs="x")


def made(home: Home, content: bytes) -> Path:
    path = home.reports / "2024" / NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    record(home, "2024", [MadeDocument(NAME, entry_of(content))], "run-1")
    return path


def test_a_manifest_lists_every_document_and_what_it_was_compared_with(tmp_path: Path) -> None:
    home = Home(tmp_path)
    made(home, b"isi")
    manifest = load_manifest(home, "2024")
    assert manifest.made_from == "run-1"
    assert manifest.files == {NAME: entry_of(b"isi")}


def test_a_manifest_of_an_earlier_make_means_that_everything_is_made_again(tmp_path: Path) -> None:
    home = Home(tmp_path)
    (home.reports / "2024").mkdir(parents=True)
    (home.reports / "2024" / MANIFEST).write_text('{"u-1/skm-u-1-2024.pdf": {"size": 1}}', encoding="utf-8")
    assert load_manifest(home, "2024").files == {}


def test_a_document_that_was_edited_is_kept_beside_the_new_one(tmp_path: Path) -> None:
    home = Home(tmp_path)
    path = made(home, b"isi")
    assert set_edited_aside(home, "2024", [NAME], NOW) == []
    path.write_bytes(b"isi yang disunting")
    kept = set_edited_aside(home, "2024", [NAME], NOW)
    assert [one.name for one in kept] == ["laporan-skm-u-1-2024 - suntingan 2025-01-07 083000.docx"]
    assert kept[0].read_bytes() == b"isi yang disunting"
    assert not path.exists()


def test_the_list_of_documents_links_every_file_and_no_name_breaks_the_table(tmp_path: Path) -> None:
    names = ["laporan-skm-kabupaten-2024.pdf", NAME, "u-1/kartu-skm-u-1-2024.png"]
    text = document_links(tmp_path, names, {"u-1": "Dinas | [x](http://jahat)"})
    lines = text.splitlines()
    assert len(lines) == 4
    assert lines[2].startswith(f"| Kabupaten | [laporan-skm PDF]({tmp_path.as_uri()}/laporan-skm-kabupaten-2024.pdf)")
    assert lines[3].count("|") == 3
    assert "[x]" not in lines[3]
    assert "[laporan-skm DOCX]" in lines[3]
    assert "[kartu-skm PNG]" in lines[3]


def test_a_home_may_be_named_by_a_relative_path() -> None:
    assert f"({Path.cwd().as_uri()}/data/reports/2024/{NAME})" in document_links(Path("data/reports/2024"), [NAME], {})
