"""What killed runs were just writing."""

from pathlib import Path

from contracts.home import Home
from contracts.settings import Storage
from pipeline import cleanup
from pipeline.stores import open_stores


def test_what_was_never_finished_is_removed_and_nothing_else(tmp_path: Path) -> None:
    home = Home(tmp_path)
    unfinished = (
        home.archive / ".incoming-ab" / "original",
        home.archive / ".ledger-cd",
        home.staging / "v1" / ".incoming-ef" / "rows.parquet",
        home.quarantine / "U-1" / ".berkas - perbaikan.xlsx",
    )
    finished = (
        home.ledger,
        home.archive / "ab" / "abcd",
        home.staging / "v1" / "x.parquet",
        home.quarantine / "U-1" / "berkas - perbaikan.xlsx",
    )
    for path in (*unfinished, *finished):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    cleanup.remove(home, open_stores(home, Storage()))
    assert sorted(path for path in tmp_path.rglob("*") if path.is_file()) == sorted(finished)
