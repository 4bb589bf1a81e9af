"""One hash of the contents of a warehouse: the same answers and figures give the same, run after run.

DuckDB files of equal contents differ in their bytes, so the rows are hashed. Not here: the hash of what
contents depend on (`pipeline.versions`).
"""

import hashlib
from pathlib import Path
from typing import Final

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
    hashes: dict[str, str] = {}
    connection = reading_connection(database)
    try:
        tables = [("main", one) for one in WAREHOUSE_TABLES] + [(PUBLIC_NAME, one) for one in PUBLIC_TABLES]
        for schema, table in tables:
            if table.name in LINEAGE:
                continue
            place = f"{identifier(schema)}.{identifier(table.name)}"
            there = connection.execute(f"SELECT * FROM {place} LIMIT 0").description or ()
            columns = ", ".join(map(identifier, names_there(table, [str(name) for name, *_ in there]).values()))
            counted = connection.execute(
                f"SELECT count(*), sum(hash({columns})::HUGEINT), bit_xor(hash({columns})) FROM {place}"
            ).fetchone()
            hashes[f"{schema} {table.name}"] = str(counted)
    finally:
        connection.close()
    return hashes
