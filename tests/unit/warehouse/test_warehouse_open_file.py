"""The DuckDB file of the open data: the public tables with their words, the same bytes for the same tables."""

from decimal import Decimal
from pathlib import Path

import duckdb
import polars as pl
import pytest

from contracts.home import Home
from contracts.public_tables import PUBLIC_TABLES
from contracts.tables import SUGGESTION
from tests.published_rows import publish_rows
from tests.unit.warehouse.test_warehouse_older_duckdb import _INSTALLED as INSTALLED
from tests.unit.warehouse.test_warehouse_older_duckdb import seen_by
from warehouse import open_file
from warehouse.connection import STORAGE_VERSION
from warehouse.read import open_published

ROWS: dict[str, list[dict[str, object]]] = {
    "unit": [{"unit_code": "U-2"}, {"unit_code": "U-1"}],
    "ikm_unit": [{"period_code": "2024", "unit_code": "U-1", "ikm": Decimal("81.50")}],
    SUGGESTION.name: [{"suggestion": "Rahasia sekali"}],
}


@pytest.fixture(name="home")
def fixture_home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    home.root.mkdir()
    publish_rows(home, ROWS)
    return home


def written(home: Home) -> bytes:
    with open_published(home) as reader:
        return open_file.open_database(reader.public())


def test_it_holds_the_public_tables_in_their_order_and_says_what_they_mean(home: Home, tmp_path: Path) -> None:
    (tmp_path / "skm_terbuka.duckdb").write_bytes(written(home))
    with (
        open_published(home) as reader,
        duckdb.connect(str(tmp_path / "skm_terbuka.duckdb"), read_only=True) as opened,
    ):
        for table in PUBLIC_TABLES:
            public = pl.read_parquet(reader.public().parquet(table.name))
            rows = opened.table(table.name).select(*table.column_names).fetchall()
            assert pl.DataFrame(rows, schema=public.schema, orient="row").equals(public), table.name
            for new, old in table.former_names.items():
                told = opened.table(table.name).select(new, old).fetchall()
                assert all(today == formerly for today, formerly in told)
        assert [code for (code,) in opened.execute("SELECT unit_code FROM unit").fetchall()] == ["U-2", "U-1"]
        said = dict(opened.execute("SELECT table_name, comment FROM duckdb_tables()").fetchall())
        assert said["unit"].startswith("satu baris per unit pelayanan yang terdaftar\n")
        columns = opened.execute("SELECT comment FROM duckdb_columns() WHERE NOT internal").fetchall()
        assert all(comment for (comment,) in columns)
        storage = opened.execute("SELECT tags['storage_version'] FROM duckdb_databases() WHERE NOT internal")
        assert storage.fetchall() == [(f"{STORAGE_VERSION}+",)]


def test_the_same_tables_give_the_same_bytes_whatever_this_process_did_before(home: Home) -> None:
    first = written(home)
    with duckdb.connect() as other:
        other.execute("CREATE TABLE kept AS SELECT 'Rahasia' || i AS text FROM range(100000) AS numbers(i)")
    open_file._without_rows.cache_clear()
    assert written(home) == first
    assert b"Rahasia" not in first


@pytest.mark.parametrize("release", ["1.3.2", "1.5.0"])
def test_an_older_release_sees_all_that_ours_sees(home: Home, tmp_path: Path, release: str) -> None:
    folder = INSTALLED / release
    if not (folder / "duckdb").is_dir():
        pytest.skip(f"DuckDB {release} is not beside the environment: `make compatible` puts it there")
    (tmp_path / "skm_terbuka.duckdb").write_bytes(written(home))
    questions = ("SELECT unit_code FROM unit", "SELECT table_name, comment FROM duckdb_tables()")
    ours = seen_by(questions, tmp_path / "skm_terbuka.duckdb", None)
    assert seen_by(questions, tmp_path / "skm_terbuka.duckdb", folder) == [release, ours[1]]
