"""Loading: every table, typed and commented; what contradicts the contract is said and leaves nothing."""

import shutil
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import polars as pl
import pytest

from contracts.analyst_views import VIEWS
from contracts.columns import Table
from contracts.lineage_tables import FINDING
from contracts.public_tables import PUBLIC_TABLES
from contracts.tables import WAREHOUSE_TABLES
from tests.unit.warehouse.conftest import response, write_tables
from warehouse.build import ParquetMismatchError, build_database, built_database, replace_table
from warehouse.connection import reading_connection
from warehouse.contents import contents_hash
from warehouse.ddl import column_types, create_table, literal, table_comment


def selected(database: Path, sql: str) -> list[tuple[object, ...]]:
    connection = reading_connection(database)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


@pytest.fixture
def database(small_version: Path) -> Path:
    return small_version / "skm.duckdb"


@pytest.fixture(scope="module")
def comments(small_version: Path) -> dict[str, str | None]:
    """Of every table there."""
    sql = "SELECT table_name, comment FROM duckdb_tables() WHERE schema_name = 'main'"
    return dict(selected(small_version / "skm.duckdb", sql))


@pytest.fixture(scope="module")
def columns(small_version: Path) -> dict[str, list[tuple[str, str, bool, str | None]]]:
    """Of every table and view there, in their order: name, type, whether it may be empty, comment."""
    found: dict[str, list[tuple[str, str, bool, str | None]]] = {}
    for table, *column in selected(
        small_version / "skm.duckdb",
        "SELECT table_name, column_name, data_type, is_nullable, comment FROM duckdb_columns() "
        "WHERE schema_name = 'main' ORDER BY table_name, column_index",
    ):
        found.setdefault(table, []).append(tuple(column))
    return found


@pytest.mark.parametrize("table", WAREHOUSE_TABLES, ids=lambda table: table.name)
def test_columns_types_and_required_values_are_the_contract_s(columns, table: Table) -> None:
    found = [(name, kind, nullable) for name, kind, nullable, _ in columns[table.name]]
    types = column_types(table)
    formerly = [(old, types[new], True) for new, old in table.former_names.items()]
    assert found == [*((column.name, types[column.name], column.nullable) for column in table.shown_columns), *formerly]


@pytest.mark.parametrize("table", WAREHOUSE_TABLES, ids=lambda table: table.name)
def test_comments_can_be_read_back_and_begin_with_the_grain(comments, columns, table: Table) -> None:
    comment = comments[table.name]
    assert comment == table_comment(table)
    assert str(comment).splitlines()[0] == table.grain
    found = [comment for *_, comment in columns[table.name]]
    formerly = [f"usang sejak 0.2.0, gunakan {name}" for name in table.former_names]
    assert found == [*(column.meaning for column in table.shown_columns), *formerly]


@pytest.mark.parametrize("table", PUBLIC_TABLES, ids=lambda table: table.name)
def test_public_tables_stand_apart_as_the_contract_says(database: Path, table: Table) -> None:
    found = selected(
        database,
        "SELECT column_name, data_type, is_nullable, comment FROM duckdb_columns() "
        f"WHERE schema_name = 'public' AND table_name = '{table.name}' ORDER BY column_index",
    )
    types = column_types(table)
    formerly = [(old, types[new], True, f"usang sejak 0.2.0, gunakan {new}") for new, old in table.former_names.items()]
    assert found == [*((one.name, types[one.name], one.nullable, one.meaning) for one in table.columns), *formerly]


def test_values_arrive_unchanged(database: Path) -> None:
    assert selected(
        database, "SELECT response_key, response_date, period_code, u9 FROM response ORDER BY response_key"
    ) == [
        (1, date(2024, 3, 1), None, 3),
        (2, date(2024, 8, 1), None, 3),
        (2**63 - 1, None, "2024", 3),
    ]
    assert selected(database, "SELECT ikm FROM ikm_unit WHERE unit_code = '35.16.02'") == [(Decimal("88.31"),)]
    assert selected(database, "SELECT suggestion FROM suggestion") == [("Tambah kursi; 'ruang tunggu' sempit",)]


def test_empty_tables_are_tables(tmp_path: Path, parquet_dir: Path) -> None:
    for path in parquet_dir.rglob("*.parquet"):
        pl.read_parquet(path).clear().write_parquet(path)
    build_database(tmp_path / "empty.duckdb", parquet_dir)
    counted = selected(tmp_path / "empty.duckdb", "SELECT count(*) FROM duckdb_tables()")
    assert counted == [(len(WAREHOUSE_TABLES) + len(PUBLIC_TABLES),)]


def test_nothing_but_the_database_is_left_beside_it(small_version: Path) -> None:
    assert sorted(path.name for path in small_version.iterdir()) == ["parquet", "skm.duckdb"]


def test_an_existing_database_is_never_overwritten(database: Path, parquet_dir: Path) -> None:
    before = database.read_bytes()
    with pytest.raises(FileExistsError):
        build_database(database, parquet_dir)
    assert database.read_bytes() == before


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda frame: frame.with_columns(nik=pl.lit("1")), "column nik that the contract does not know"),
        (lambda frame: frame.drop("unit_name"), "no column unit_name"),
        (lambda frame: frame.with_columns(unit_name=pl.lit(1)), "unit_name is INTEGER, declared VARCHAR"),
        (lambda frame: frame.with_columns(unit_name=pl.lit(None, pl.String)), "NOT NULL"),
    ],
    ids=["unknown column", "missing column", "other type", "empty value"],
)
def test_parquet_that_contradicts_the_contract_is_named(
    tmp_path: Path, parquet_dir: Path, change: Callable[[pl.DataFrame], pl.DataFrame], said: str
) -> None:
    path = parquet_dir / "unit.parquet"
    change(pl.read_parquet(path)).write_parquet(path)
    with pytest.raises(ParquetMismatchError, match=said) as caught:
        build_database(tmp_path / "new.duckdb", parquet_dir)
    assert "unit.parquet" in str(caught.value)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["parquet"]


def test_a_missing_or_unreadable_parquet_is_named(tmp_path: Path, parquet_dir: Path) -> None:
    (parquet_dir / "run.parquet").write_bytes(b"PAR1 no")
    with pytest.raises(ParquetMismatchError, match=r"run\.parquet"):
        build_database(tmp_path / "new.duckdb", parquet_dir)
    (parquet_dir / "run.parquet").unlink()
    with pytest.raises(ParquetMismatchError, match=r"run\.parquet: missing"):
        build_database(tmp_path / "new.duckdb", parquet_dir)


def test_one_table_is_replaced_whole_or_not_at_all(tmp_path: Path, database: Path, parquet_dir: Path) -> None:
    new = Path(shutil.copy(database, tmp_path / "new.duckdb"))
    path = parquet_dir / "finding.parquet"
    frame = pl.read_parquet(path)
    pl.concat([frame, frame.with_columns(suite=pl.lit("warehouse"))]).write_parquet(path)
    replace_table(new, FINDING, parquet_dir)
    assert selected(new, "SELECT suite, count(*) FROM finding GROUP BY suite ORDER BY suite") == [
        ("responses", 2),
        ("warehouse", 2),
    ]
    frame.with_columns(suite=pl.lit(None, pl.String)).write_parquet(path)
    with pytest.raises(ParquetMismatchError, match="NOT NULL"):
        replace_table(new, FINDING, parquet_dir)
    assert selected(new, "SELECT count(*) FROM finding") == [(4,)]
    assert selected(new, "SELECT comment FROM duckdb_tables() WHERE table_name = 'finding'") == [
        (table_comment(FINDING),)
    ]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new.duckdb", "parquet"]


def test_of_the_file_before_what_is_the_same_stays_and_what_differs_is_loaded(
    tmp_path: Path, database: Path, parquet_dir: Path
) -> None:
    """A table whose Parquet is the same as beside the file before is not looked at again; one row more in another."""
    before = tmp_path / "before"
    (before / "parquet").mkdir(parents=True)
    shutil.copytree(parquet_dir, before / "parquet", dirs_exist_ok=True)
    shutil.copy(database, before / "skm.duckdb")
    with duckdb.connect(str(before / "skm.duckdb")) as connection:
        connection.execute("UPDATE unit SET unit_name = 'as it was'")
    path = parquet_dir / "ikm_unit.parquet"
    frame = pl.read_parquet(path)
    frame.with_columns(respondents=pl.col("respondents") + 1).write_parquet(path)
    of_both = ("A", "B")
    with built_database(tmp_path / "new.duckdb", parquet_dir, before / "skm.duckdb", of_both, of_both):
        pass
    assert selected(tmp_path / "new.duckdb", "SELECT DISTINCT unit_name FROM unit") == [("as it was",)]
    assert selected(tmp_path / "new.duckdb", "SELECT DISTINCT respondents FROM ikm_unit") == [(3,)]
    (before / "parquet/unit.parquet").unlink()
    with built_database(tmp_path / "anew.duckdb", parquet_dir, before / "skm.duckdb", of_both, of_both):
        pass
    assert selected(tmp_path / "anew.duckdb", "SELECT count(*) FROM unit WHERE unit_name = 'as it was'") == [(0,)]
    assert selected(tmp_path / "anew.duckdb", "SELECT count(*) FROM unit") == [(3,)]


def test_contents_hash_knows_equal_contents(tmp_path: Path, database: Path, parquet_dir: Path) -> None:
    """Order of rows, and what only tells of runs, do not count."""
    for name in ("response", "run"):
        path = parquet_dir / f"{name}.parquet"
        frame = pl.read_parquet(path).reverse()
        if name == "run":
            frame = frame.with_columns(run_id=pl.lit("r2"))
        frame.write_parquet(path)
    build_database(tmp_path / "again.duckdb", parquet_dir)
    assert contents_hash(tmp_path / "again.duckdb") == contents_hash(database)


def test_contents_hash_knows_one_changed_answer(tmp_path: Path, database: Path, parquet_dir: Path) -> None:
    path = parquet_dir / "response.parquet"
    frame = pl.read_parquet(path)
    changed = pl.when(pl.col("response_key") == 2).then(4).otherwise(pl.col("u5"))
    frame.with_columns(u5=changed.cast(pl.Int16)).write_parquet(path)
    build_database(tmp_path / "changed.duckdb", parquet_dir)
    assert contents_hash(tmp_path / "changed.duckdb") != contents_hash(database)


def test_identifiers_and_texts_are_quoted() -> None:
    assert literal("Krejcie's") == "'Krejcie''s'"
    table = Table("order", "one row", "none", WAREHOUSE_TABLES[0].columns[:1], key=("unit_code",))
    with duckdb.connect() as connection:
        connection.execute(create_table(table))
        assert connection.execute('SELECT count(*) FROM "order"').fetchone() == (0,)


def test_what_is_protected_stands_in_the_parquet_only(tmp_path: Path) -> None:
    """So nobody who asks the database, and no view, finds it; what counts people reads the Parquet."""
    parquet = write_tables(tmp_path / "parquet", {"response": [response(1, "A", "f1", 2, disability="ya")]})
    build_database(tmp_path / "skm.duckdb", parquet)
    assert "disability" in pl.read_parquet_schema(parquet / "response.parquet")
    found = selected(
        tmp_path / "skm.duckdb",
        "SELECT table_name, column_name FROM duckdb_columns() WHERE column_name ILIKE '%disab%'",
    )
    assert found == []
    views = " ".join(column.sql for view in VIEWS for column in view.columns)
    assert "disability" not in views
