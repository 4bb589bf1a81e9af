"""A new warehouse file from the Parquet of its tables.

Belongs here: creating, loading and commenting every table the contracts declare, in an empty file or in a copy of the
one before. Not here: making the
figures (`transforms`), judging the result (`expectations.warehouse`), publishing it.
"""

from __future__ import annotations  # evaluated ones would keep DuckDB alive beyond the interpreter: it then complains

import shutil
from collections.abc import Collection, Iterator
from filecmp import cmp
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import duckdb

from contracts.analyst_views import VIEWS
from contracts.columns import Table
from contracts.public_tables import PUBLIC_TABLES
from contracts.tables import IKM_UNSUR, RESPONDENT_PROFILE, RESPONSE, SUGGESTION, WAREHOUSE_TABLES
from contracts.views import VIEW_SCHEMA
from warehouse.connection import working_connection
from warehouse.ddl import column_types, comments, create_table, create_view, identifier, view_comments
from warehouse.publish import PARQUET_NAME, PUBLIC_NAME

_ANSWERS: Final = (SUGGESTION, RESPONSE)
_FIGURES: Final = (IKM_UNSUR, RESPONDENT_PROFILE)
"""Large tables, of which the file before keeps the rows of some units; of the others, those that are the same."""
_MOST_UNUSED: Final = 1 / 3
"""Of a file: what is replaced in it stays as unused blocks, which the next one fills. A file beyond is made anew."""


class ParquetMismatchError(ValueError):
    """A Parquet file is not what its table declares: our fault, never the data's."""


def build_database(
    database: Path,
    parquet_dir: Path,
    before: Path | None = None,
    units_before: Collection[str] = (),
    figures_before: Collection[str] = (),
) -> None:
    """Creates `database` with all WAREHOUSE_TABLES, each from `<table>.parquet` in `parquet_dir`, and all
    PUBLIC_TABLES in a schema of their own, from the folder of that name; and the VIEWS. Of `units_before`, which have
    the same responses in the database `before` of the same tables, these are taken over from there; of
    `figures_before`, which have the same figures there, the rows of `ikm_unsur` and `respondent_profile`; and of the
    other tables those whose Parquet beside that database is the same.

    Raises FileExistsError where the database is already there, ParquetMismatchError where a Parquet file
    is missing or its columns, their types, or its empty values contradict the contract. Then no database
    is left behind. Rows of a table stand in no particular order."""
    if database.exists():
        raise FileExistsError(database)
    try:
        if before and units_before:
            shutil.copyfile(before, database)
            if _loaded_into_copy(database, parquet_dir, before.with_name(PARQUET_NAME), units_before, figures_before):
                return
        database.write_bytes(_without_rows())
        with working_connection(database.parent, database) as connection:
            connection.execute("BEGIN")
            for table, parquet, schema in _sources(parquet_dir):
                _load(connection, table, parquet, schema)
            connection.execute("COMMIT")
            connection.execute("CHECKPOINT")
    except BaseException:
        database.unlink(missing_ok=True)
        Path(f"{database}.wal").unlink(missing_ok=True)
        raise


def _loaded_into_copy(
    database: Path,
    parquet_dir: Path,
    parquet_before: Path,
    units_before: Collection[str],
    figures_before: Collection[str],
) -> bool:
    """Whether a copy of the file before became the new one; not where too much of it is unused."""
    others = "SELECT response_key FROM {} ANTI JOIN unit_before USING (unit_code)"
    others_before = others.format(identifier(RESPONSE.name))
    with working_connection(database.parent, database) as connection:
        blocks = connection.execute("SELECT free_blocks, total_blocks FROM pragma_database_size()").fetchone()
        if not blocks or blocks[0] > _MOST_UNUSED * blocks[1]:
            return False
        for name, units in (("unit_before", units_before), ("figures_before", figures_before)):
            listed = f"CREATE TEMP TABLE {name} AS SELECT unnest(?::VARCHAR[]) AS unit_code"
            connection.execute(listed, [list(units)])
        connection.execute("BEGIN")
        for table in _ANSWERS:
            connection.execute(f"DELETE FROM {identifier(table.name)} WHERE response_key IN ({others_before})")
        connection.execute("SET VARIABLE response = ?", [str(parquet_dir / f"{RESPONSE.name}.parquet")])
        new = others.format("read_parquet(getvariable('response'))")
        for table, parquet, schema in _sources(parquet_dir):
            if table in _ANSWERS:
                _load(connection, table, parquet, schema, f"SEMI JOIN ({new}) USING (response_key)")
            elif table in _FIGURES and schema == "main":
                kept = "SELECT unit_code FROM figures_before"
                connection.execute(f"DELETE FROM {identifier(table.name)} WHERE unit_code NOT IN ({kept})")
                _load(connection, table, parquet, schema, f"WHERE unit_code NOT IN ({kept})")
            elif not _is_same(parquet, parquet_before / parquet.relative_to(parquet_dir)):
                connection.execute(f"DELETE FROM {identifier(schema)}.{identifier(table.name)}")
                _load(connection, table, parquet, schema)
        connection.execute("COMMIT")
        connection.execute("CHECKPOINT")
    return True


def _is_same(parquet: Path, before: Path) -> bool:
    return parquet.is_file() and before.is_file() and cmp(parquet, before, shallow=False)


def _sources(parquet_dir: Path) -> Iterator[tuple[Table, Path, str]]:
    """All tables, the Parquet of each, and the schema it lies in."""
    for table in WAREHOUSE_TABLES:
        yield table, parquet_dir / f"{table.name}.parquet", "main"
    for table in PUBLIC_TABLES:
        yield table, parquet_dir / PUBLIC_NAME / f"{table.name}.parquet", PUBLIC_NAME


def replace_table(database: Path, table: Table, parquet_dir: Path) -> None:
    """Loads one table of an unpublished database again, from its Parquet. Raises ParquetMismatchError
    like `build_database`; the table then is as it was."""
    with working_connection(database.parent, database) as connection:
        connection.execute("BEGIN")
        connection.execute(f"DELETE FROM {identifier(table.name)}")
        _load(connection, table, parquet_dir / f"{table.name}.parquet")
        connection.execute("COMMIT")
        connection.execute("CHECKPOINT")


@cache
def _without_rows() -> bytes:
    """The database before anything is loaded: made once a process, for the comments alone take a tenth of a second."""
    schemas = (("main", WAREHOUSE_TABLES), (PUBLIC_NAME, PUBLIC_TABLES))
    statements = [f"CREATE SCHEMA {identifier(name)}" for name in (PUBLIC_NAME, VIEW_SCHEMA)]
    for schema, tables in schemas:
        statements.append(f"USE {identifier(schema)}")
        statements += [statement for table in tables for statement in (create_table(table), *comments(table))]
    statements += [statement for view in VIEWS for statement in (create_view(view), *view_comments(view))]
    with TemporaryDirectory() as folder:
        database = Path(folder) / "empty.duckdb"
        with working_connection(Path(folder), database) as connection:
            connection.execute("; ".join(("BEGIN", *statements, "COMMIT", "CHECKPOINT")))
        return database.read_bytes()


def _load(
    connection: duckdb.DuckDBPyConnection, table: Table, parquet: Path, schema: str = "main", which: str = ""
) -> None:
    _check(connection, table, parquet)
    columns = ", ".join(identifier(name) for name in table.shown_names)
    into = f"INSERT INTO {identifier(schema)}.{identifier(table.name)} ({columns})"
    try:
        connection.execute(f"{into} SELECT {columns} FROM read_parquet(?) {which}", [str(parquet)])
    except duckdb.ConstraintException as error:
        raise ParquetMismatchError(f"{parquet.name}: {error}") from error


def _check(connection: duckdb.DuckDBPyConnection, table: Table, parquet: Path) -> None:
    """Names and types exactly as declared: a cast here could round a figure unseen."""
    if not parquet.is_file():
        raise ParquetMismatchError(f"{parquet.name}: missing in {parquet.parent}")
    try:
        described = connection.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(parquet)]).fetchall()
    except duckdb.Error as error:
        raise ParquetMismatchError(f"{parquet.name}: {error}") from error
    found = {str(name): str(kind) for name, kind, *_ in described}
    declared = column_types(table)
    problems = [
        *(f"has no column {name}" for name in declared if name not in found),
        *(f"has a column {name} that the contract does not know" for name in found if name not in declared),
        *(
            f"column {name} is {found[name]}, declared {kind}"
            for name, kind in declared.items()
            if name in found and found[name] != kind
        ),
    ]
    if problems:
        raise ParquetMismatchError(f"{parquet.name}: {'; '.join(problems)}")
