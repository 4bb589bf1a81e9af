"""Nothing that is kept is taken on trust: what was altered, cut, emptied or lost in a home is noticed before anything
is published from it, and what can be made again is."""

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from cli.consolidation import places_of
from contracts.errors import HomeError
from contracts.home import Home
from ingest import intake
from pipeline import reading
from pipeline.run import one_run
from tests.integration.offices import Heard, contents, home_at, respondents, rows, run, same, send
from warehouse.publish import published_version, versions

pytestmark = pytest.mark.usefixtures("without_prefect")


def altered(path: Path) -> None:
    """Another byte in the middle of a file."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.chmod(0o600)
    path.write_bytes(content)


def staged(home: Home, ending: str) -> list[Path]:
    return sorted(path for path in home.staging.glob(f"*/*{ending}") if path.parent.name != "run")


@pytest.fixture(scope="module")
def told_apart(without_prefect: None, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Two offices, published; nobody changes it."""
    home = home_at(tmp_path_factory.mktemp("trust") / "data")
    send(home, "Kecamatan Mawar.csv", respondents([*same(3, 6), *same(4, 6)]))
    send(home, "Kecamatan Melati.csv", respondents(same(2, 7)))
    run(home)
    return home


def test_what_can_be_made_again_is_and_an_altered_original_is_not_read(tmp_path: Path, heard: Heard) -> None:
    home = home_at(tmp_path / "data")
    send(home, "Kecamatan Mawar.csv", respondents([*same(3, 6), *same(4, 6)]))
    before, published = run(home), contents(home)
    first = published_version(home)
    assert first is not None

    # A damaged warehouse: told, and made again under a name that was never used.
    altered(first / "skm.duckdb")
    after = run(home)
    assert (contents(home), after.indexes, after.summary.published) == (published, before.indexes, True)
    assert [one for one in heard.sentences if "Gudang data versi 000001 rusak (skm.duckdb" in one]
    assert [version.name for version in versions(home)] == ["000002"]
    assert not run(home).summary.published

    # Altered rows and an altered reading in the cache: read again, as the other setting is computed.
    (table,), (read,) = staged(home, ".parquet"), staged(home, ".json")
    frame = pl.read_parquet(table).with_columns(u1=pl.lit(1, pl.read_parquet_schema(table)["u1"]))
    table.unlink()
    frame.write_parquet(table)
    home.settings.write_text("[thresholds]\nsmall_cell = 6\n", encoding="utf-8")
    changed = run(home)
    assert (changed.summary.contents_read, changed.indexes, changed.totals) == (1, before.indexes, before.totals)
    read.write_bytes(read.read_bytes().replace(b'"rows":12', b'"rows":11'))
    home.settings.write_text("[thresholds]\nsmall_cell = 5\n", encoding="utf-8")
    changed = run(home)
    assert (changed.summary.contents_read, changed.counts("Kecamatan Mawar.csv")) == (1, (12, 12, 0, 0))

    # An original that is not what was received, and one that is gone: said, nothing published.
    (original,) = home.archive.glob("??/*")
    kept, published = original.read_bytes(), contents(home)
    for damage, said in ((altered, "bukan lagi isi yang diterima"), (Path.unlink, "hilang")):
        for path in staged(home, ""):
            path.unlink()
        damage(original)
        with pytest.raises(HomeError, match=f"'Kecamatan Mawar.csv' di arsip {said}.*skm restore"):
            run(home)
        assert contents(home) == published
    # The way back without a backup: the same file once more.
    (home.inbox / "Kecamatan Mawar.csv").unlink()
    send(home, "lagi/Kecamatan Mawar.csv", kept)
    assert run(home).indexes == before.indexes


def cut_tail(home: Home) -> None:
    home.ledger.write_bytes(home.ledger.read_bytes().splitlines(keepends=True)[0])


def cut_head(home: Home) -> None:
    home.ledger.write_bytes(home.ledger.read_bytes().splitlines(keepends=True)[-1])


def cut_inside(home: Home) -> None:
    home.ledger.write_bytes(home.ledger.read_bytes()[:-40])


def change(home: Home) -> None:
    home.ledger.write_bytes(home.ledger.read_bytes().replace(b"Mawar", b"Mawur"))


def one_less(home: Home) -> None:
    """A whole ledger of an earlier day."""
    intake.save_ledger(home, intake.load_ledger(home)[:1])


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        pytest.param(lambda home: home.ledger.write_bytes(b""), "rusak: kosong", id="emptied"),
        pytest.param(lambda home: home.ledger.unlink(), "rusak: berkasnya hilang", id="gone"),
        pytest.param(lambda home: home.ledger.write_bytes(b"\xff\n"), "rusak: isinya bukan teks", id="no text"),
        pytest.param(cut_tail, "rusak: bagian akhirnya hilang", id="cut after a line"),
        pytest.param(cut_inside, "rusak: baris 2 tidak dapat dibaca", id="cut inside a line"),
        pytest.param(cut_head, "rusak: baris 1 tidak menyambung", id="cut at the beginning"),
        pytest.param(change, "rusak: baris 2 tidak menyambung", id="changed"),
        pytest.param(one_less, "1 berkas yang sudah terbit tidak tercatat .* 'Kecamatan Melati", id="old"),
    ],
)
def test_a_ledger_that_is_not_what_was_written(told_apart: Home, damage: Callable[[Home], object], said: str) -> None:
    home = told_apart
    ledger, published = home.ledger.read_bytes(), contents(home)
    gone = home.inbox / "Kecamatan Melati.csv"
    sent = gone.read_bytes()
    try:
        gone.unlink()  # nothing in the inbox from which its line could be written again
        damage(home)
        with pytest.raises(HomeError, match=said), one_run(home.root, None) as (begun, _):
            reading.take_in(begun)
        assert contents(home) == published
    finally:
        home.ledger.write_bytes(ledger)
        gone.write_bytes(sent)


def test_an_original_that_no_ledger_knows(told_apart: Home) -> None:
    unknown = told_apart.archive / intake.archived("ab" * 32)
    unknown.parent.mkdir()
    unknown.write_bytes(b"siapa")
    try:
        with (
            pytest.raises(HomeError, match="1 berkas asli yang tidak tercatat"),
            one_run(told_apart.root, None) as (begun, _),
        ):
            reading.take_in(begun)
    finally:
        unknown.unlink()
        unknown.parent.rmdir()


def test_a_database_that_ends_too_early_is_said_to_be_damaged(told_apart: Home) -> None:
    database = told_apart.database.resolve()
    content = database.read_bytes()
    database.chmod(0o600)
    try:
        for kept in (0, 5_000, len(content) // 2):
            database.write_bytes(content[:kept])
            with pytest.raises(HomeError, match=r"rusak .*Jalankan 'skm run'"):
                rows(told_apart, "SELECT * FROM ikm_unit, run")
    finally:
        database.write_bytes(content)


def test_parquet_is_named_by_the_path_of_its_version(told_apart: Home) -> None:
    with one_run(told_apart.root, None) as (begun, _):
        folder = Path(places_of(begun)["Parquet"])
    assert folder == told_apart.warehouse / "versions/000001/parquet"
    assert not any(path.is_symlink() for path in (folder, folder.parent, folder.parent.parent))
    assert pl.read_parquet(folder / "ikm_unit.parquet").height > 0
