"""The folder of editions: written whole or not at all, read back as it was, and said when it is not."""

import os
from datetime import datetime
from pathlib import Path

import pytest

from contracts.atomic_file import file_sha256
from contracts.columns import Column, Table
from contracts.comparison_tables import COMPARISON_TABLES
from contracts.home import Home
from contracts.settings import Storage
from contracts.tables import RESPONSE, UNIT
from pipeline import editions
from pipeline.documents import documents, edition_documents
from pipeline.documents.documents import MANIFEST, MadeDocument, ManifestEntry
from pipeline.editions import ClosedPeriod, DamagedEditionError, Edition, Editions, KeptEdition, Reopening
from pipeline.stores import Stores, open_stores
from tests.made_rows import made_frame
from transforms.figures.edition_changes import EDITION_FRAMES
from transforms.schema import empty_frame

NOW = datetime(2025, 2, 1, 9)
CODE = "2024-S1"
NAME = "U-1/laporan-skm-u-1-2024-S1.pdf"


def stores(home: Home) -> Stores:
    return open_stores(home, Storage())


def put_document(home: Home, content: bytes) -> Path:
    path = home.reports / CODE / NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    entry = ManifestEntry(size=len(content), sha256=file_sha256(path), inputs="x")
    documents.record(stores(home), CODE, [MadeDocument(NAME, entry)], "run-1")
    return path


def fill(folder: Path, home: Home, unit_name: str = "Kecamatan Mawar") -> None:
    for table in EDITION_FRAMES:
        frame = empty_frame(table)
        if table.name == "unit":
            frame = made_frame(UNIT, {"unit_code": "U-1", "unit_name": unit_name, "unit_type": "kecamatan"})
        frame.write_parquet(folder / editions.FIGURES / f"{table.name}.parquet")
    empty_frame(RESPONSE).write_parquet(folder / editions.RESPONSES)
    edition_documents.copy_into(folder, stores(home).reports, CODE)


def record(folder: Path, revision: int = 0) -> Edition:
    return Edition(
        period_code=CODE,
        revision=revision,
        closed_by="ani",
        closed_at=NOW,
        run_id="r",
        code_version="1",
        settings_hash="s",
        inputs_hash="i",
        files=editions.hashes(folder),
    )


def close(home: Home, revision: int = 0) -> KeptEdition:
    with editions.new_edition_folder(home, CODE) as folder:
        fill(folder, home)
        return editions.make_official(editions.write_record(folder, record(folder, revision)))


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path)
    put_document(home, b"isi")
    return home


def test_a_home_where_nothing_was_closed(tmp_path: Path) -> None:
    assert not editions.load(Home(tmp_path))
    assert editions.load(Home(tmp_path)).fingerprint == ""


def test_what_was_closed_is_read_back(home: Home) -> None:
    close(home)
    known = editions.load(home)
    assert list(known.closed) == [CODE]
    edition = known.closed[CODE]
    assert edition.record.closed_by == "ani"
    assert editions.load_figures(edition)["unit"]["unit_name"].to_list() == ["Kecamatan Mawar"]
    assert editions.load_document(edition, NAME) == b"isi"
    editions.verify(edition)
    assert not os.access(edition.folder / "edition.json", os.W_OK) or os.geteuid() == 0
    assert [path.name for path in (home.editions / CODE).iterdir()] == ["0"]


STEPS = ("write_text", "chmod", "fsync", "rename")


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("revision", [0, 1])
def test_killed_at_any_step_the_period_is_as_it_was(
    home: Home, monkeypatch: pytest.MonkeyPatch, step: str, revision: int
) -> None:
    for before in range(revision):
        close(home, before)
    known = editions.load(home)

    def fails(*_: object, **__: object) -> None:
        raise OSError("power")

    with monkeypatch.context() as patch:
        patch.setattr(*((os, "fsync") if step == "fsync" else (Path, step)), fails)
        with pytest.raises(OSError, match="power"):
            close(home, revision)
    assert editions.load(home) == known
    close(home, revision)
    assert editions.load(home).closed[CODE].record.revision == revision


def test_what_a_killed_process_left_is_no_edition_and_is_cleared_away(home: Home) -> None:
    left = home.editions / CODE / ".writing" / "figures"
    left.mkdir(parents=True)
    (left / "old.parquet").write_bytes(b"half")
    assert not editions.load(home)
    assert not any("old" in name for name in close(home).record.files)


def test_reopened_and_closed_again(home: Home) -> None:
    close(home)
    first = editions.load(home).fingerprint
    editions.write_reopening(home, CODE, Reopening(revision=1, reason="terlambat", by="budi", at=NOW))
    opened = editions.load(home)
    period = opened.of(CODE)
    assert period is not None
    assert (period.is_closed, opened.closed) == (False, {})
    close(home, 1)
    again = editions.load(home)
    assert again.closed[CODE].record.revision == 1
    assert len({first, opened.fingerprint, again.fingerprint}) == 3


def test_one_edition_more_closes_its_period(home: Home) -> None:
    kept = close(home)
    reopened = Editions({CODE: ClosedPeriod((kept,), Reopening(revision=1, reason="x", by="y", at=NOW))})
    more = reopened.with_edition(KeptEdition(kept.record.model_copy(update={"revision": 1}), kept.folder))
    assert more.closed[CODE].record.revision == 1


def overwrite(path: Path, content: bytes) -> None:
    path.chmod(0o644)
    path.write_bytes(content)


# The columns of the first release. What an edition closed by it holds never changes: this list neither.
FIRST_RELEASE = {
    "period": "period_code kind start_date end_date label",
    "ikm_unsur": (
        "period_code unit_code unsur_code respondents total nrr nrr_weighted score mutu kinerja lowest_rank "
        "highest_rank"
    ),
    "ikm_unit": (
        "period_code unit_code respondents ikm ikm_exact weight mutu kinerja mutu_exact "
        "grade_depends_on_weight ikm_low ikm_high service_recipients sample_needed sample_met change "
        "publishable"
    ),
    "ikm_ranking": "period_code scope unit_code ikm rank rank_low rank_high tied units",
    "ikm_regency": "period_code method ikm ikm_exact weight mutu kinerja units respondents headline",
    "ikm_regency_unsur": "period_code unsur_code method nrr score mutu kinerja lowest_rank highest_rank",
    "respondent_profile": "period_code unit_code characteristic category respondents share",
    "public_profile": "period_code unit_code characteristic category respondents share suppressed",
    "collection": "period_code unit_code dated_respondents first_response_date last_response_date working_days",
    "missing_unit": "period_code unit_code",
    "suggestion_theme": "period_code unit_code theme suggestions example further_example",
    "unit": "unit_code unit_name unit_type bps_code",
}
LATER_TABLES = {
    *("ikm_service", "ikm_service_unsur", "ikm_service_ranking", "ikm_scope", "further_index"),
    *(table.name for table in COMPARISON_TABLES),
}
"""Tables that came after it: an edition closed by it has none of them."""
FROM_THE_FIRST = [table for table in EDITION_FRAMES if table.name not in LATER_TABLES]


@pytest.mark.parametrize("table", FROM_THE_FIRST, ids=lambda table: str(table.name))
def test_a_column_that_came_after_the_first_release_says_since_when(table: Table) -> None:
    """Or what it was called then. Else an edition that was closed before could not be opened."""
    first = FIRST_RELEASE[table.name].split()
    later = [column for column in table.columns if table.former_names.get(column.name, column.name) not in first]
    assert [column.name for column in later if not column.since] == []


def test_an_edition_of_the_first_release_is_opened(home: Home) -> None:
    """Whatever columns and tables came since: they are empty, all others as they were, some by another name."""
    with editions.new_edition_folder(home, CODE) as folder:
        fill(folder, home)
        rows = {}
        for name in LATER_TABLES:
            (folder / editions.FIGURES / f"{name}.parquet").unlink(missing_ok=True)
        for table in FROM_THE_FIRST:
            path = folder / editions.FIGURES / f"{table.name}.parquet"
            written = made_frame(table, {}).rename(table.former_names).select(FIRST_RELEASE[table.name].split())
            written.write_parquet(path)
            rows[table.name] = written.rename({old: new for new, old in table.former_names.items()})
        editions.make_official(editions.write_record(folder, record(folder)))
    figures = editions.load_figures(editions.load(home).closed[CODE])
    assert {name for name, frame in figures.items() if frame.is_empty()} == LATER_TABLES
    for table in FROM_THE_FIRST:
        opened = figures[table.name]
        assert opened.select(rows[table.name].columns).equals(rows[table.name])
        assert set(opened.drop(rows[table.name].columns).row(0)) <= {None}


@pytest.mark.parametrize(
    ("table", "column"),
    [(table, column) for table in EDITION_FRAMES for column in table.columns if column.nullable],
    ids=lambda one: str(one.name),
)
def test_an_edition_without_a_column_is_opened_and_the_column_is_empty(
    home: Home, table: Table, column: Column
) -> None:
    with editions.new_edition_folder(home, CODE) as folder:
        fill(folder, home)
        whole = made_frame(table, {})
        whole.drop(column.name).write_parquet(folder / editions.FIGURES / f"{table.name}.parquet")
        editions.make_official(editions.write_record(folder, record(folder)))
    opened = editions.load_figures(editions.load(home).closed[CODE])[table.name]
    assert opened.schema == whole.schema
    assert opened.drop(column.name).equals(whole.drop(column.name))
    assert opened.get_column(column.name).to_list() == [None]


def test_a_damaged_figure_is_named_with_what_to_do(home: Home) -> None:
    edition = close(home)
    overwrite(edition.folder / "figures" / "ikm_unit.parquet", b"x")
    with pytest.raises(DamagedEditionError, match=r"ikm_unit\.parquet .* cadangan"):
        editions.load(home)


@pytest.mark.parametrize("content", [b"{", b"{}"])
def test_a_damaged_record(home: Home, content: bytes) -> None:
    overwrite(close(home).folder / "edition.json", content)
    with pytest.raises(DamagedEditionError, match=r"edition\.json"):
        editions.load(home)


def test_a_lost_revision(home: Home) -> None:
    for revision in (0, 1):
        close(home, revision)
    (home.editions / CODE / "0").rename(home.root / "away")
    with pytest.raises(DamagedEditionError, match="2024-S1/0"):
        editions.load(home)


def test_damaged_responses_and_documents_are_found_where_they_are_used(home: Home) -> None:
    edition = close(home)
    overwrite(edition.folder / "response.parquet", b"x")
    overwrite(edition.folder / "documents" / NAME, b"x")
    editions.load(home)
    with pytest.raises(DamagedEditionError, match=r"response\.parquet"):
        editions.load_responses(edition)
    with pytest.raises(DamagedEditionError, match=r"laporan-skm"):
        editions.load_document(edition, NAME)
    with pytest.raises(DamagedEditionError):
        editions.verify(edition)


def test_documents_of_a_closed_period_are_put_back(home: Home) -> None:
    edition = close(home)
    path = home.reports / CODE / NAME
    first = edition_documents.put_back(stores(home), edition, NOW)
    assert (first.documents, first.restored, first.aside) == ((NAME,), (), ())
    path.unlink()
    assert edition_documents.put_back(stores(home), edition, NOW).restored == (NAME,)
    assert path.read_bytes() == b"isi"
    path.write_bytes(b"ubah")
    done = edition_documents.put_back(stores(home), edition, NOW)
    assert (done.restored, path.read_bytes()) == ((NAME,), b"isi")
    assert [(home.reports / one).read_bytes() for one in done.aside] == [b"ubah"]
    assert "suntingan" in done.aside[0]


def test_a_document_of_the_same_size_is_looked_into(home: Home) -> None:
    edition = close(home)
    edition_documents.put_back(stores(home), edition, NOW)
    path = home.reports / CODE / NAME
    times = path.stat().st_atime_ns, path.stat().st_mtime_ns
    path.write_bytes(b"isu")
    os.utime(path, ns=times)
    assert edition_documents.put_back(stores(home), edition, NOW).restored == (NAME,)


def test_documents_are_put_back_where_the_whole_folder_is_gone(home: Home) -> None:
    edition = close(home)
    (home.reports / CODE / NAME).unlink()
    (home.reports / CODE / MANIFEST).unlink()
    assert edition_documents.put_back(stores(home), edition, NOW).restored == (NAME,)
    assert documents.load_manifest(stores(home).reports, CODE).files.keys() == {NAME}


def test_untouched_documents_are_not_read_again(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    edition = close(home)
    for _ in range(2):
        edition_documents.put_back(stores(home), edition, NOW)
    monkeypatch.setattr(documents, "rename_edited_documents", lambda *_: pytest.fail("read"))
    assert edition_documents.put_back(stores(home), edition, NOW).restored == ()


def test_a_document_that_changes_while_the_period_is_closed_stops_it(home: Home) -> None:
    (home.reports / CODE / NAME).write_bytes(b"lain")
    with pytest.raises(edition_documents.ChangedWhileClosingError), editions.new_edition_folder(home, CODE) as folder:
        fill(folder, home)
    assert not editions.load(home)


def test_an_edition_is_rewritten_whole_and_says_what_it_holds_now(home: Home) -> None:
    kept = close(home)
    rewritten = editions.rewrite(kept, {editions.ERASED: b"new"}, {f"{editions.DOCUMENTS}/{NAME}"})
    assert rewritten.record.files.keys() == {*kept.record.files, editions.ERASED} - {f"{editions.DOCUMENTS}/{NAME}"}
    (period,) = editions.load(home).periods.values()
    assert period.newest == rewritten
    editions.verify(rewritten)
    assert sorted(path.name for path in kept.folder.parent.iterdir()) == ["0"]


@pytest.mark.parametrize("fails", ["first", "second"])
def test_killed_while_it_is_rewritten_it_is_the_old_or_the_new_one(
    home: Home, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    kept = close(home)
    rename, done = Path.rename, list[Path]()

    def dying(path: Path, target: Path) -> Path:
        done.append(path)
        if len(done) == {"first": 1, "second": 2}[fails]:
            raise KeyboardInterrupt
        return rename(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", dying)
        with pytest.raises(KeyboardInterrupt):
            editions.rewrite(kept, {editions.ERASED: b"new"}, set())
    editions.recover(home)
    (period,) = editions.load(home).periods.values()
    editions.verify(period.newest)
    assert (editions.ERASED in period.newest.record.files) == (fails == "second")
    assert sorted(path.name for path in kept.folder.parent.iterdir()) == ["0"]
