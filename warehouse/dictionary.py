"""The data dictionary, made from the contracts: `python -m warehouse.dictionary` writes it.

Not here: any table or column. A test keeps the written file true.
"""

from pathlib import Path
from typing import Final

from contracts.analyst_views import VIEWS
from contracts.columns import Column, Table
from contracts.public_tables import PUBLIC_TABLES
from contracts.relations import relations
from contracts.staged_tables import ROW_FINDING, ROW_OUTCOME, STAGED_FOLLOW_UP, STAGED_RESPONSE
from contracts.tables import WAREHOUSE_TABLES
from contracts.views import VIEW_SCHEMA, View
from warehouse.ddl import DUCKDB_TYPES

DICTIONARY: Final = Path(__file__).parent.parent / "docs" / "data-dictionary.md"

_NOT_PUBLISHED: Final = (STAGED_RESPONSE, STAGED_FOLLOW_UP, ROW_FINDING, ROW_OUTCOME)

_INTRODUCTION: Final = """\
# Data dictionary

Made from the tables that `contracts/tables.py` and `contracts/staged_tables.py` list, by
`python -m warehouse.dictionary`; do not edit. The same words are in the warehouse itself:
`SELECT table_name, comment FROM duckdb_tables()` and `SELECT table_name, column_name, comment FROM duckdb_columns()`.

Each table begins with its grain: what one row is. Times are local (Asia/Jakarta), without zone.
*Internal* tables never leave the regency. Of *public* ones everyone has a table of the same name, which may hold
less (`contracts/public_tables.py`), with its meaning and unit in Bahasa Indonesia.

*Joins* are the columns that are the key of another table. Keys and joins are not declared in the file: their indexes
make loading ten million responses three and a half times as long (`warehouse.ddl.create_table`), and the audit proves
every key unique before anything is published. Every key fits a signed number of 64 bits.
"""

_VIEWS: Final = """\
## Views for analysts

In the schema `analisis`, in Bahasa Indonesia: names in place of codes, ready to be filtered and counted
([analysts.md](analysts.md) asks them fifteen questions). Internal, like the tables they stand on.
"""


def data_dictionary() -> str:
    """The data dictionary as Markdown: published tables, then those between the stages."""
    parts = [_INTRODUCTION, "## The published warehouse\n"]
    parts += [section(table, "public" if table.public else "internal") for table in WAREHOUSE_TABLES]
    parts += [
        "## What everyone may have\n\nIn the schema `public` of the same warehouse, in the open data and behind every "
        "public page: these tables and nothing else.\n"
    ]
    parts += [section(table, "public", "public.") for table in PUBLIC_TABLES]
    parts += [_VIEWS, *map(view_section, VIEWS)]
    parts += ["## Between the stages\n\nParquet files that are not published.\n"]
    parts += [section(table, "not published") for table in _NOT_PUBLISHED]
    return "\n".join(parts)


def view_section(view: View) -> str:
    """A view in the dictionary."""
    lines = [
        f"### `{VIEW_SCHEMA}.{view.name}`",
        "",
        f"**{view.grain[0].upper()}{view.grain[1:]}.** {view.meaning}",
        "",
        _line("kolom", "arti"),
        "|---|---|",
        *(_line(f"`{column.name}`", column.meaning) for column in view.columns),
    ]
    return "\n".join([*lines, ""])


def section(table: Table, reach: str, schema: str = "") -> str:
    """A table in the dictionary; `reach` is who may see it."""
    lines = [
        f"### `{schema}{table.name}`",
        "",
        f"**{table.grain[0].upper()}{table.grain[1:]}.** {table.meaning}",
        "",
        f"Key: {', '.join(f'`{name}`' for name in table.key)}.{_joins(table)} *{reach.capitalize()}*.",
        "",
        _line("column", "type", "may be empty", "allowed", "meaning", *(("arti", "satuan") if table.public else ())),
        "|" + "---|" * (7 if table.public else 5),
    ]
    for column in (*table.columns, *table.deprecated_columns):
        empty = "yes" if column.nullable else ""
        allowed = str(column.allowed or "")
        indonesian = (column.indonesian, column.unit) if table.public else ()
        lines.append(
            _line(f"`{column.name}`", DUCKDB_TYPES[column.type], empty, allowed, _meaning(table, column), *indonesian)
        )
    return "\n".join([*lines, ""])


def _joins(table: Table) -> str:
    joins = ", ".join(f"`{name}` → `{other.name}`" for name, other in relations(table).items())
    return f" Joins: {joins}." if joins and table not in _NOT_PUBLISHED else ""


def _meaning(table: Table, column: Column) -> str:
    since = f"; since {column.since}, empty in editions closed before" if column.since else ""
    internal = "; *internal*" if table.public and not column.public else ""
    protected = "; *protected: in the Parquet only, not in the database and not in exports*" if column.protected else ""
    return f"{column.meaning}{since}{internal}{protected}"


def _line(*cells: str) -> str:
    return "".join(f"| {cell.replace('|', chr(92) + '|')} " for cell in cells) + "|"


if __name__ == "__main__":
    DICTIONARY.write_text(data_dictionary(), encoding="utf-8")
