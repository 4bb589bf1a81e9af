"""A new warehouse file from the Parquet of its tables.

Belongs here: creating, loading and commenting every table the contracts declare, in an empty file or in a copy of the
one before. Not here: making the
figures (`transforms`), judging the result (`expectations.warehouse`), publishing it.
"""

from __future__ import annotations  # evaluated ones would keep DuckDB alive beyond the interpreter: it then complains

import shutil
from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from filecmp import cmp
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

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
_FEW_ROWS: Final = 10_000
"""To load: not compressed. DuckDB tries out for each column how it is stored best, which takes as long as loading it,
and the file gets hardly smaller."""


class _Source(NamedTuple):
    """A table, the Parquet it is loaded from, and the schema it lies in."""

    table: Table
    parquet: Path
    schema: str = "main"


class ParquetMismatchError(ValueError):
    """A Parquet file is not what its table declares: our fault, never the data's."""


def build_database(database: Path, parquet_dir: Path) -> None:
    """As `built_database`, all of it from the Parquet, and closed."""
    with built_database(database, parquet_dir):
        pass


@contextmanager
def built_database(
    database: Path,
    parquet_dir: Path,
    before: Path | None = None,
    units_before: Collection[str] = (),
    figures_before: Collection[str] = (),
) -> Iterator[None]:
    """Creates `database` with all WAREHOUSE_TABLES, each from `<table>.parquet` in `parquet_dir`, and all
    PUBLIC_TABLES in a schema of their own, from the folder of that name; and the VIEWS. Of `units_before`, which have
    the same responses in the database `before` of the same tables, these are taken over from there; of
    `figures_before`, which have the same figures there, the rows of `ikm_unsur` and `respondent_profile`; and of the
    other tables those whose Parquet beside that database is the same. It stays open within the block: who opens it
    there with `working_options` shares DuckDB's instance of it.

    Raises FileExistsError where the database is already there, ParquetMismatchError where a Parquet file
    is missing or its columns, their types, or its empty values contradict the contract. Then no database
    is left behind. Rows of a table stand in no particular order."""
    if database.exists():
        raise FileExistsError(database)
    with ExitStack() as opened:
        try:
            if not (
                before
                and units_before
                and _loaded_into_copy(opened, database, parquet_dir, before, units_before, figures_before)
            ):
                opened.close()
                _load_anew(opened, database, parquet_dir)
        except BaseException:
            opened.close()
            database.unlink(missing_ok=True)
            Path(f"{database}.wal").unlink(missing_ok=True)
            raise
        yield


def _load_anew(opened: ExitStack, database: Path, parquet_dir: Path) -> None:
    database.write_bytes(_without_rows())
    connection = opened.enter_context(working_connection(database.parent, database))
    connection.execute("BEGIN")
    for source in _with_rows(connection, _sources(parquet_dir)):
        _load(connection, source)
    connection.execute("COMMIT")
    connection.execute("CHECKPOINT")


def _loaded_into_copy(
    opened: ExitStack,
    database: Path,
    parquet_dir: Path,
    before: Path,
    units_before: Collection[str],
    figures_before: Collection[str],
) -> bool:
    """Whether a copy of the file before became the new one; not where too much of it is unused."""
    shutil.copyfile(before, database)
    parquet_before = before.with_name(PARQUET_NAME)
    others = "SELECT response_key FROM {} ANTI JOIN unit_before USING (unit_code)"
    others_before = others.format(identifier(RESPONSE.name))
    connection = opened.enter_context(working_connection(database.parent, database))
    blocks = connection.execute("SELECT free_blocks, total_blocks FROM pragma_database_size()").fetchone()
    if not blocks or blocks[0] > _MOST_UNUSED * blocks[1]:
        return False
    for name, units in (("unit_before", units_before), ("figures_before", figures_before)):
        listed = f"CREATE TEMP TABLE {name} AS SELECT unnest(?::VARCHAR[]) AS unit_code"
        connection.execute(listed, [list(units)])
    changed = [
        one
        for one in _sources(parquet_dir)
        if one.table in _ANSWERS or not _is_same(one.parquet, parquet_before / one.parquet.relative_to(parquet_dir))
    ]
    with_rows = _with_rows(connection, changed)
    connection.execute("BEGIN")
    for table in _ANSWERS:
        connection.execute(f"DELETE FROM {identifier(table.name)} WHERE response_key IN ({others_before})")
    connection.execute("SET VARIABLE response = ?", [str(parquet_dir / f"{RESPONSE.name}.parquet")])
    new = others.format("read_parquet(getvariable('response'))")
    for source in changed:
        which = ""
        if source.table in _ANSWERS:
            which = f"SEMI JOIN ({new}) USING (response_key)"
        elif source.table in _FIGURES and source.schema == "main":
            which = "WHERE unit_code NOT IN (SELECT unit_code FROM figures_before)"
            connection.execute(f"DELETE FROM {identifier(source.table.name)} {which}")
        else:
            connection.execute(f"DELETE FROM {identifier(source.schema)}.{identifier(source.table.name)}")
        if source in with_rows:
            _load(connection, source, which)
    connection.execute("COMMIT")
    connection.execute("CHECKPOINT")
    return True


def _is_same(parquet: Path, before: Path) -> bool:
    return parquet.is_file() and before.is_file() and cmp(parquet, before, shallow=False)


def _sources(parquet_dir: Path) -> list[_Source]:
    """Of all tables."""
    return [
        *(_Source(table, parquet_dir / f"{table.name}.parquet") for table in WAREHOUSE_TABLES),
        *(_Source(table, parquet_dir / PUBLIC_NAME / f"{table.name}.parquet", PUBLIC_NAME) for table in PUBLIC_TABLES),
    ]


def replace_table(database: Path, table: Table, parquet_dir: Path) -> None:
    """Loads one table of an unpublished database again, from its Parquet. Raises ParquetMismatchError
    like `build_database`; the table then is as it was."""
    source = _Source(table, parquet_dir / f"{table.name}.parquet")
    with working_connection(database.parent, database) as connection:
        connection.execute("BEGIN")
        connection.execute(f"DELETE FROM {identifier(table.name)}")
        for with_rows in _with_rows(connection, [source]):
            _load(connection, with_rows)
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


def _with_rows(connection: duckdb.DuckDBPyConnection, sources: Collection[_Source]) -> list[_Source]:
    """Those whose Parquet has rows. All are checked; and where they have few, nothing of this database is
    compressed from now on."""
    rows = _checked(connection, sources)
    if sum(rows.values()) <= _FEW_ROWS:
        connection.execute("SET force_compression = 'uncompressed'")
    return [one for one in sources if rows[one.parquet]]


def _load(connection: duckdb.DuckDBPyConnection, source: _Source, which: str = "") -> None:
    columns = ", ".join(identifier(name) for name in source.table.shown_names)
    into = f"INSERT INTO {identifier(source.schema)}.{identifier(source.table.name)} ({columns})"
    try:
        connection.execute(f"{into} SELECT {columns} FROM read_parquet(?) {which}", [str(source.parquet)])
    except duckdb.ConstraintException as error:
        raise ParquetMismatchError(f"{source.parquet.name}: {error}") from error


def _checked(connection: duckdb.DuckDBPyConnection, sources: Collection[_Source]) -> dict[Path, int]:
    """How many rows each Parquet has. Names and types exactly as declared: a cast here could round a figure unseen. All
    in one look: each on its own takes six times as long."""
    declared = {one.parquet: column_types(one.table) for one in sources}
    for parquet in declared:
        if not parquet.is_file():
            raise ParquetMismatchError(f"{parquet.name}: missing in {parquet.parent}")
    found: dict[Path, dict[str, str]] = {parquet: {} for parquet in declared}
    if not found:
        return {}
    files = [[str(parquet) for parquet in declared]]
    try:
        columns = "SELECT file_name, name, duckdb_type FROM parquet_schema(?) WHERE duckdb_type IS NOT NULL"
        for parquet, name, kind in connection.execute(columns, files).fetchall():
            found[Path(parquet)][name] = kind
        counted = connection.execute("SELECT file_name, num_rows FROM parquet_file_metadata(?)", files).fetchall()
    except duckdb.Error as error:
        raise ParquetMismatchError(str(error)) from error
    for parquet, kinds in declared.items():
        _check(parquet, kinds, found[parquet])
    return {Path(parquet): rows for parquet, rows in counted}


def _check(parquet: Path, declared: Mapping[str, str], found: Mapping[str, str]) -> None:
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
