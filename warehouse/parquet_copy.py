"""A whole table or view of the published warehouse as a Parquet file.

Belongs here: copying, by names of the contracts. Not here: SQL that somebody wrote (`warehouse.read.query`), other
formats (`pipeline`).
"""

from __future__ import annotations  # evaluated ones would keep DuckDB alive beyond the interpreter: it then complains

from pathlib import Path
from typing import Final

import duckdb

from contracts.analyst_views import VIEWS
from contracts.columns import literal
from contracts.errors import HomeError
from contracts.home import Home
from contracts.public_tables import PUBLIC_TABLES
from contracts.tables import WAREHOUSE_TABLES
from contracts.views import VIEW_SCHEMA
from warehouse.connection import working_connection
from warehouse.ddl import identifier
from warehouse.publish import DATABASE_NAME, PUBLIC_NAME, published_version

_BY_SCHEMA: Final = ((VIEW_SCHEMA, VIEWS), ("main", WAREHOUSE_TABLES), (PUBLIC_NAME, PUBLIC_TABLES))
COPIED: Final = {
    f"{schema}.{one.name}": f"{identifier(schema)}.{identifier(one.name)}"
    for schema, all_ in _BY_SCHEMA
    for one in all_
}
"""What may be copied, by its name with its schema, as SQL writes it: views for analysts first."""


def write_parquet(home: Home, name: str, target: Path) -> None:
    """Writes a table or view. Raises KeyError for a name that is none of COPIED, HomeError where nothing is published
    or it cannot be written."""
    source, version = COPIED[name], published_version(home)
    if version is None:
        raise HomeError("Belum ada yang dipublikasikan. Jalankan 'skm run'.")
    try:
        with working_connection(target.parent) as connection:
            connection.execute(f"ATTACH {literal(str(version / DATABASE_NAME))} AS published (READ_ONLY)")
            connection.execute("USE published")
            connection.execute(f"COPY (FROM {source}) TO {literal(str(target))} (FORMAT parquet)")
    except duckdb.Error as error:
        first = str(error).partition("\n")[0]
        raise HomeError(f"{name} tidak dapat ditulis ({first}). Coba sekali lagi.") from error
