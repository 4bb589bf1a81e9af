"""Manifests, files that somebody edited, and the list of documents in Prefect."""

import hashlib
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import cast

from contracts.home import Home
from contracts.settings import Settings, Storage
from flows.artifacts import document_links
from pipeline.documents import document_journal, document_stages, documents
from pipeline.documents.bundles import PeriodFigures
from pipeline.documents.document_journal import NotedDocument
from pipeline.documents.document_stages import Rendered
from pipeline.documents.documents import (
    MANIFEST,
    DueDocuments,
    MadeDocument,
    ManifestEntry,
    load_manifest,
    record,
    rename_edited_documents,
)
from pipeline.run import Run
from pipeline.stores import Stores, open_stores
from storage.store import LocalStore
from tests.unit.pipeline.small_year import NAMES, publish_year, registry

NOW = datetime(2025, 1, 7, 8, 30)
NAME = "u-1/laporan-skm-u-1-2024.docx"


def entry_of(content: bytes) -> ManifestEntry:
    return ManifestEntry(size=len(content), sha256=hashlib.sha256(content).hexdigest(), inputs="x")


def stores(home: Home) -> Stores:
    return open_stores(home, Storage())


def made(home: Home, content: bytes) -> Path:
    path = home.reports / "2024" / NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    record(stores(home), "2024", [MadeDocument(NAME, entry_of(content))], "run-1")
    return path


def test_a_manifest_lists_every_document_and_what_it_was_compared_with(tmp_path: Path) -> None:
    home = Home(tmp_path)
    made(home, b"isi")
    manifest = load_manifest(stores(home).reports, "2024")
    assert manifest.made_from == "run-1"
    assert manifest.files == {NAME: entry_of(b"isi")}


def test_a_manifest_of_an_earlier_make_means_that_everything_is_made_again(tmp_path: Path) -> None:
    home = Home(tmp_path)
    (home.reports / "2024").mkdir(parents=True)
    (home.reports / "2024" / MANIFEST).write_text('{"u-1/skm-u-1-2024.pdf": {"size": 1}}', encoding="utf-8")
    assert load_manifest(stores(home).reports, "2024").files == {}


def test_a_document_that_was_edited_is_kept_beside_the_new_one(tmp_path: Path) -> None:
    home = Home(tmp_path)
    path = made(home, b"isi")
    assert rename_edited_documents(stores(home).reports, "2024", [NAME], NOW) == []
    path.write_bytes(b"isi yang disunting")
    kept = rename_edited_documents(stores(home).reports, "2024", [NAME], NOW)
    assert kept == ["2024/u-1/laporan-skm-u-1-2024 - suntingan 2025-01-07 083000.docx"]
    assert (home.reports / kept[0]).read_bytes() == b"isi yang disunting"
    assert not path.exists()


def test_the_list_of_documents_links_every_file_and_no_name_breaks_the_table(tmp_path: Path) -> None:
    names = ["laporan-skm-kabupaten-2024.pdf", NAME, "u-1/kartu-skm-u-1-2024.png"]
    text = document_links(LocalStore(tmp_path), names, {"u-1": "Dinas | [x](http://jahat)"})
    lines = text.splitlines()
    assert len(lines) == 4
    assert lines[2].startswith(f"| Kabupaten | [laporan-skm PDF]({tmp_path.as_uri()}/laporan-skm-kabupaten-2024.pdf)")
    assert lines[3].count("|") == 3
    assert "[x]" not in lines[3]
    assert "[laporan-skm DOCX]" in lines[3]
    assert "[kartu-skm PNG]" in lines[3]


def test_where_the_portal_has_an_address_its_documents_are_linked_there(tmp_path: Path) -> None:
    names = ["laporan-skm-kabupaten-2024.pdf", NAME]
    text = document_links(LocalStore(tmp_path), names, {}, "https://skm.go.id/berkas/2024")
    assert "(https://skm.go.id/berkas/2024/kabupaten/laporan-skm-kabupaten-2024.pdf)" in text
    assert f"(https://skm.go.id/berkas/2024/{NAME})" in text
    assert tmp_path.as_uri() not in text


def test_a_home_may_be_named_by_a_relative_path() -> None:
    assert f"({Path.cwd().as_uri()}/data/reports/2024/{NAME})" in document_links(
        LocalStore(Path("data/reports/2024")), [NAME], {}
    )


def noted(home: Home, content: bytes, inputs: str = "x") -> None:
    entry = entry_of(content)
    document_journal.note(
        stores(home).journal,
        "2024",
        NAME,
        [NotedDocument(name=NAME, size=entry.size, sha256=entry.sha256, inputs=inputs)],
    )


def after_a_killed_run(home: Home) -> tuple[list[str], ManifestEntry | None]:
    """What the next run sets aside, and what it knows of the document."""
    documents._record_noted(stores(home), "2024")
    aside = rename_edited_documents(stores(home).reports, "2024", [NAME], NOW)
    assert list(document_journal.noted(stores(home).journal, "2024")) == []
    return aside, load_manifest(stores(home).reports, "2024").files.get(NAME)


def test_what_a_killed_run_wrote_is_ours_and_need_not_be_made_again(tmp_path: Path) -> None:
    home = Home(tmp_path)
    path = made(home, b"lama")
    noted(home, b"baru", "y")
    path.write_bytes(b"baru")
    assert after_a_killed_run(home) == ([], entry_of(b"baru").model_copy(update={"inputs": "y"}))


def test_killed_before_it_wrote_the_old_one_is_still_ours(tmp_path: Path) -> None:
    home = Home(tmp_path)
    path = made(home, b"lama")
    noted(home, b"baru")
    half = path.with_name(f".{path.name}")
    half.write_bytes(b"ba")
    assert after_a_killed_run(home) == ([], entry_of(b"lama"))
    assert path.read_bytes() == b"lama"
    assert not half.exists()


def test_what_a_person_edited_after_a_killed_run_is_kept(tmp_path: Path) -> None:
    home = Home(tmp_path)
    path = made(home, b"lama")
    (home.reports / "2024" / MANIFEST).unlink()
    noted(home, b"baru")
    path.write_bytes(b"disunting")
    aside, entry = after_a_killed_run(home)
    assert [(home.reports / one).read_bytes() for one in aside] == [b"disunting"]
    assert entry is not None
    assert entry.inputs == ""


def test_a_line_of_the_journal_that_was_cut_off_says_nothing(tmp_path: Path) -> None:
    home = Home(tmp_path)
    noted(home, b"baru")
    [journal] = home.documents_journal.rglob("*.jsonl")
    journal.write_bytes(journal.read_bytes() + b'{"name": "u-1/lapo')
    assert [one.name for one in document_journal.noted(stores(home).journal, "2024")] == [NAME]


def test_recording_forgets_the_journal(tmp_path: Path) -> None:
    home = Home(tmp_path)
    noted(home, b"isi")
    made(home, b"isi")
    assert list(document_journal.noted(stores(home).journal, "2024")) == []


def in_archive(home: Home) -> dict[str, bytes]:
    folder = home.archive / "documents"
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_documents_of_a_unit_without_an_index_go_to_the_archive_edited_or_not(tmp_path: Path) -> None:
    home, gone = Home(tmp_path), "35.16.09"
    publish_year(home)
    reports = stores(home).reports
    contents = {f"{gone}/laporan-skm-{gone}-2024.docx": b"lama", f"{gone}/olah-data-skm-{gone}-2024.xlsx": b"rows"}
    reports.write_all({f"2024/{name}": content for name, content in contents.items()})
    record(stores(home), "2024", [MadeDocument(name, entry_of(one)) for name, one in contents.items()], "run-1")
    reports.write(f"2024/{gone}/laporan-skm-{gone}-2024.docx", b"disunting")
    reports.write(f"2024/{gone}/catatan camat.txt", b"catatan")
    reports.write_all({"2024/rapat.txt": b"bukan dokumen unit", "2024/rapat/notulen.txt": b"bukan unit"})
    figures = PeriodFigures(home, Settings(), registry(*NAMES), "2024")
    due = documents.documents_due(home, stores(home), figures)
    assert reports.files("2024") == ["2024/manifest.json", "2024/rapat.txt", "2024/rapat/notulen.txt"]
    assert load_manifest(reports, "2024").files == {}
    assert sorted(in_archive(home).values()) == [b"catatan", b"disunting", b"rows"]
    assert {f"documents/{name}" for name in in_archive(home)} == set(due.put_away)
    assert all(name.startswith(f"2024/{gone}/") and " - tidak berlaku sejak 20" in name for name in in_archive(home))
    assert documents.documents_due(home, stores(home), figures).put_away == ()


def test_documents_of_a_period_without_figures_go_to_the_archive(tmp_path: Path) -> None:
    home = Home(tmp_path)
    made(home, b"isi")
    reports = stores(home).reports
    reports.write("rapat/catatan.txt", b"bukan periode")
    assert documents.put_away_periods(stores(home), {"2024"}) == {}
    assert documents.request_documents(reports, ["2025"]) is None  # asked for before there are any figures
    (moved,) = documents.put_away_periods(stores(home), {"2023"})["2024"]
    assert moved.startswith("documents/2024/u-1/laporan-skm-u-1-2024 - tidak berlaku sejak ")
    assert reports.files() == ["2024/manifest.json", "2025/manifest.json", "rapat/catatan.txt"]
    assert load_manifest(reports, "2024") == documents.Manifest()
    assert in_archive(home) == {moved.removeprefix("documents/"): b"isi"}


def test_a_unit_that_fails_in_two_batches_keeps_no_document_of_earlier_figures(tmp_path: Path) -> None:
    home = Home(tmp_path)
    made(home, b"lama")
    run = cast(Run, SimpleNamespace(stores=stores(home)))
    failed = (Rendered([], {"u-1": (NAME,)}), Rendered([], {"u-1": ("u-1/laporan-tindak-lanjut-skm-u-1-2024.pdf",)}))
    document_stages.record(run, "2024", DueDocuments([], 0, "run-2"), failed)
    assert load_manifest(stores(home).reports, "2024").files == {}
    assert not (home.reports / "2024" / NAME).exists()
