"""The tables of the published warehouse as SQL, with their comments: made from `contracts.tables`.

The only place where a column type is turned into a DuckDB type. Not here: any column, any value.
"""

from typing import Final

from contracts.columns import Column, ColumnType, Table, literal
from contracts.views import VIEW_SCHEMA, View

DUCKDB_TYPES: Final[dict[ColumnType, str]] = {
    ColumnType.TEXT: "VARCHAR",
    ColumnType.ANSWER: "SMALLINT",
    ColumnType.INTEGER: "INTEGER",
    ColumnType.COUNT: "BIGINT",
    ColumnType.KEY: "BIGINT",
    ColumnType.HASH: "UBIGINT",
    ColumnType.INDEX: "DECIMAL(7,2)",
    ColumnType.RATIO: "DOUBLE",
    ColumnType.DATE: "DATE",
    ColumnType.TIMESTAMP: "TIMESTAMP",
    ColumnType.BOOLEAN: "BOOLEAN",
}


def identifier(name: str) -> str:
    """A name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def column_types(table: Table) -> dict[str, str]:
    """DuckDB type of each column as it stands in Parquet, in order."""
    return {column.name: DUCKDB_TYPES[column.type] for column in table.columns}


def create_table(table: Table) -> str:
    """CREATE TABLE with types and NOT NULL.

    Without PRIMARY KEY: its index makes loading 10⁷ responses three and a half times as long and the
    file two and a half times as large; with the figures of many units, of 10⁵ responses the whole build takes twice
    the time and the file six times the room, even where only the other tables have keys. FOREIGN KEY needs them. The
    audit proves every key unique (`contracts.rules`), the dictionary says how tables join (`contracts.relations`).

    Former names of columns are columns that are computed when they are asked for: they take no room, and only a
    `SELECT *` or their name finds them."""
    formerly = (_formerly(column, one.name) for one in table.columns for column in one.deprecated)
    columns = ", ".join([*map(_column, table.shown_columns), *formerly])
    return f"CREATE TABLE {identifier(table.name)} ({columns})"


def table_comment(table: Table) -> str:
    """What a table's comment says: its first line is the grain."""
    return f"{table.grain}\n{table.meaning}"


def comments(table: Table) -> list[str]:
    """COMMENT ON statements of a table and each of its columns."""
    name = identifier(table.name)
    return [
        f"COMMENT ON TABLE {name} IS {literal(table_comment(table))}",
        *(
            f"COMMENT ON COLUMN {name}.{identifier(column.name)} IS {literal(column.meaning)}"
            for column in table.shown_columns
        ),
        *(
            f"COMMENT ON COLUMN {name}.{identifier(column.name)} IS {literal(column.indonesian)}"
            for column in table.deprecated_columns
        ),
    ]


def create_view(view: View) -> str:
    """CREATE VIEW in the schema of the views."""
    return f"CREATE VIEW {VIEW_SCHEMA}.{identifier(view.name)} AS {view.select}"


def view_comments(view: View) -> list[str]:
    """COMMENT ON statements of a view and each of its columns."""
    name = f"{VIEW_SCHEMA}.{identifier(view.name)}"
    text = literal(f"{view.grain}\n{view.meaning}")
    return [
        f"COMMENT ON VIEW {name} IS {text}",
        *(f"COMMENT ON COLUMN {name}.{identifier(one.name)} IS {literal(one.meaning)}" for one in view.columns),
    ]


def _column(column: Column) -> str:
    required = "" if column.nullable else " NOT NULL"
    return f"{identifier(column.name)} {DUCKDB_TYPES[column.type]}{required}"


def _formerly(column: Column, name: str) -> str:
    """A column by its former name; `name` is that of today."""
    return f"{identifier(column.name)} {DUCKDB_TYPES[column.type]} GENERATED ALWAYS AS ({identifier(name)}) VIRTUAL"
