"""The DuckDB file of the open data: the public tables and nothing else, for everybody.

Belongs here: creating it from the Parquet of a version's public tables, with comments in Bahasa Indonesia. Not here:
which rows are public (`transforms.figures.withholding`), where the file lies in the site (`contracts.places`).
"""

from __future__ import annotations  # evaluated ones would keep DuckDB alive beyond the interpreter: it then complains

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from contracts.columns import Table, literal
from contracts.public_tables import PUBLIC_TABLES
from warehouse.connection import repeatable_connection
from warehouse.ddl import create_table, identifier
from warehouse.former_names import names_there
from warehouse.read import Reader


def open_database(public: Reader) -> bytes:
    """A DuckDB file with the rows of every PUBLIC_TABLES, in the order in which they were published, as anybody may
    have it. The same tables give the same bytes: whoever compares two files learns of the tables alone, and nothing
    that this process held before can stand between them. `public`: a reader of what everyone may have."""
    with TemporaryDirectory() as folder:
        database = Path(folder) / "open.duckdb"
        database.write_bytes(_without_rows())
        with repeatable_connection(database) as connection:
            connection.execute("BEGIN")
            for table in PUBLIC_TABLES:
                _load(connection, table, public.parquet(table.name))
            connection.execute("COMMIT")
            connection.execute("CHECKPOINT")
        return database.read_bytes()


@cache
def _without_rows() -> bytes:
    """The database before anything is loaded: made once a process, for its comments take longer than its rows."""
    statements = [statement for table in PUBLIC_TABLES for statement in (create_table(table), *_comments(table))]
    with TemporaryDirectory() as folder:
        database = Path(folder) / "empty.duckdb"
        with repeatable_connection(database) as connection:
            connection.execute("; ".join(("BEGIN", *statements, "COMMIT", "CHECKPOINT")))
        return database.read_bytes()


def _comments(table: Table) -> Iterator[str]:
    """What a table and its columns mean, in the words of the open data."""
    name = identifier(table.name)
    if words := table.indonesian:
        text = literal(f"{words.grain}\n{words.meaning}")
        yield f"COMMENT ON TABLE {name} IS {text}"
    for column in (*table.columns, *table.deprecated_columns):
        unit = f" ({column.unit})" if column.unit else ""
        text = literal(f"{column.indonesian}{unit}")
        yield f"COMMENT ON COLUMN {name}.{identifier(column.name)} IS {text}"


def _load(connection: duckdb.DuckDBPyConnection, table: Table, parquet: Path) -> None:
    columns = ", ".join(map(identifier, table.column_names))
    there = connection.execute("SELECT * FROM read_parquet(?) LIMIT 0", [str(parquet)]).description or ()
    read = ", ".join(map(identifier, names_there(table, [str(name) for name, *_ in there]).values()))
    connection.execute(
        f"INSERT INTO {identifier(table.name)} ({columns}) SELECT {read} FROM read_parquet(?)", [str(parquet)]
    )
