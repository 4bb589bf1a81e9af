"""How the published tables belong together: a column of that name is the key of that table.

Belongs here: those names. Not here: the tables (`contracts.tables`). DuckDB is not told: the indexes behind keys cost
more than they give (`warehouse.ddl.create_table`).
"""

from typing import Final

from contracts.columns import Table
from contracts.lineage_tables import INGEST_FILE, RUN
from contracts.tables import PERIOD, RESPONSE, UNIT, UNSUR_TABLE

_OF_KEY: Final = {table.key[0]: table for table in (UNIT, PERIOD, UNSUR_TABLE, RESPONSE, INGEST_FILE, RUN)}


def relations(table: Table) -> dict[str, Table]:
    """By column of a table, the table whose key it is. There need not be a row: a column may be empty, `period` has
    only periods with data, an answer that fell away after closing is in no `response`."""
    return {name: _OF_KEY[name] for name in table.column_names if name in _OF_KEY and _OF_KEY[name] is not table}
