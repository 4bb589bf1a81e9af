"""What killed runs were just writing."""

from pathlib import Path

from contracts.home import Home
from contracts.settings import Limits
from pipeline import cleanup
from pipeline.homes import prepare_home
from pipeline.run import begin
from pipeline.versions import reading_version


def test_what_was_never_finished_is_removed_and_nothing_else(tmp_path: Path) -> None:
    home = Home(tmp_path)
    prepare_home(home, with_samples=False)
    (home.inbox / "berkas.csv").write_text("x", encoding="utf-8")
    run = begin(home.root, None)
    prepared = {path for path in tmp_path.rglob("*") if path.is_file()}
    current = home.staging / reading_version(Limits())
    unfinished = (
        home.archive / ".incoming-ab" / "original",
        home.archive / ".ledger-cd",
        current / ".incoming-ef" / "rows.parquet",
        home.staging / "another version" / "x.parquet",
        home.staging / "run" / "file.parquet",
        home.quarantine / "U-1" / ".berkas - perbaikan.xlsx",
        home.warehouse / "daily" / ".new-2026-01-01",
    )
    finished = (
        home.ledger,
        home.archive / "ab" / "abcd",
        current / "x.parquet",
        home.quarantine / "U-1" / "berkas - perbaikan.xlsx",
        home.warehouse / "daily" / "2026-01-01.duckdb",
    )
    for path in (*unfinished, *finished):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    cleanup.clean_up(run)
    assert {path for path in tmp_path.rglob("*") if path.is_file()} == prepared | set(finished)
    assert run.work.is_dir()
    cleanup.remove_work(run)
    assert not run.work.exists()
