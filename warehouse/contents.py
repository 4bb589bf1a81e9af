"""One hash of the contents of a warehouse: the same answers and figures give the same, run after run.

DuckDB files of equal contents differ in their bytes, so the rows are hashed. Not here: the hash of what
contents depend on (`pipeline.versions`).
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from contracts.columns import literal
from contracts.lineage_tables import FINDING, RUN
from contracts.public_tables import PUBLIC_TABLES
from contracts.tables import WAREHOUSE_TABLES
from warehouse.connection import reading_connection
from warehouse.ddl import identifier
from warehouse.former_names import names_there
from warehouse.publish import PUBLIC_NAME

LINEAGE: Final = frozenset({RUN.name, FINDING.name})
"""Tables that tell of runs: they grow even when nothing else changes."""


def contents_hash(database: Path) -> str:
    """Hash of all rows of all tables but LINEAGE, whatever their order and their columns are called: 16 hex digits.

    Comparable between warehouses made with one version of DuckDB, whose row hash it stands on."""
    text = "".join(f"{name} {counted}\n" for name, counted in table_hashes(database).items())
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def table_hashes(database: Path) -> dict[str, str]:
    """The same table by table, by schema and name: how many rows, and their hashes."""
    tables = {
        (schema, table.name): table
        for schema, declared in (("main", WAREHOUSE_TABLES), (PUBLIC_NAME, PUBLIC_TABLES))
        for table in declared
        if table.name not in LINEAGE
    }
    connection = reading_connection(database)
    try:
        there: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        columns = "SELECT schema_name, table_name, column_name FROM duckdb_columns()"
        for schema, name, column in connection.execute(columns).fetchall():
            there[schema, name].append(column)
        # One look: each on its own takes four times as long where the tables are small.
        counted = connection.execute(
            " UNION ALL ".join(_counted(place, names_there(tables[place], there[place]).values()) for place in tables)
        ).fetchall()
    finally:
        connection.close()
    found = {name: str(tuple(hashes)) for name, *hashes in counted}
    return {f"{schema} {name}": found[f"{schema} {name}"] for schema, name in tables}


def _counted(place: tuple[str, str], columns: Iterable[str]) -> str:
    hashed = f"hash({', '.join(map(identifier, columns))})"
    return (
        f"SELECT {literal(' '.join(place))}, count(*), sum({hashed}::HUGEINT), bit_xor({hashed}) "
        f"FROM {'.'.join(map(identifier, place))}"
    )
