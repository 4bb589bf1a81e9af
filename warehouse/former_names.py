"""A DuckDB file of an earlier release, asked by the names that columns have today.

Belongs here: finding that a file has former names, and giving it those of today beside them. Not here: which columns
were renamed (`contracts`, `Column.formerly`), the former names in the files of this release (`warehouse.ddl`), frames
(`transforms.schema`).
"""

from __future__ import annotations  # evaluated ones would keep DuckDB alive beyond the interpreter: it then complains

from collections.abc import Collection, Sequence
from functools import cache
from typing import TYPE_CHECKING

import duckdb

from contracts.public_tables import PUBLIC_TABLES
from contracts.tables import WAREHOUSE_TABLES
from warehouse.ddl import identifier
from warehouse.publish import PUBLIC_NAME

if TYPE_CHECKING:
    from contracts.columns import Table


def name_as_today(connection: duckdb.DuckDBPyConnection, schema: str = "main") -> None:
    """Gives the tables of a schema the names of today too, for this connection alone. A file of this release costs one
    question, which reads no row."""
    tables = _renamed(schema)
    if not tables or _knows(connection, schema, tables):
        return
    [(catalog,)] = connection.execute("SELECT current_database()").fetchall()
    for table in tables:
        place = f"{identifier(catalog)}.{identifier(schema)}.{identifier(table.name)}"
        if there := _columns(connection, place):
            more = (f", {identifier(old)} AS {identifier(new)}" for new, old in table.former_names_in(there).items())
            connection.execute(f"CREATE TEMP VIEW {identifier(table.name)} AS SELECT *{''.join(more)} FROM {place}")


def names_there(table: Table, there: Collection[str]) -> dict[str, str]:
    """By its name of today, what each column of a table is called in a database where these columns are."""
    former = table.former_names_in(there)
    return {name: former.get(name, name) for name in table.shown_names}


@cache
def _renamed(schema: str) -> Sequence[Table]:
    tables = PUBLIC_TABLES if schema == PUBLIC_NAME else WAREHOUSE_TABLES
    return tuple(table for table in tables if table.former_names)


def _knows(connection: duckdb.DuckDBPyConnection, schema: str, tables: Sequence[Table]) -> bool:
    asked = (
        f"(SELECT {', '.join(map(identifier, table.former_names))} FROM {identifier(schema)}.{identifier(table.name)})"
        for table in tables
    )
    try:
        connection.execute(f"SELECT 1 FROM {', '.join(asked)} LIMIT 0")
    except (duckdb.BinderException, duckdb.CatalogException):
        return False
    return True


def _columns(connection: duckdb.DuckDBPyConnection, place: str) -> list[str]:
    """Names of the columns of a table; none where the file has no such table."""
    try:
        return [str(name) for name, *_ in connection.execute(f"SELECT * FROM {place} LIMIT 0").description or ()]
    except duckdb.CatalogException:
        return []
