"""Rows that a test makes up: what it cares for it says, the rest follows from the contract.

A test that writes rows down need not know every column: one that is added later is filled here.
"""

from datetime import date, datetime
from decimal import Decimal

import polars as pl

from contracts.columns import Between, Column, ColumnType, OneOf, Table
from contracts.registry import Registry, Unit
from transforms.figures.periods import counted_periods
from transforms.schema import frame_schema

_ANYTHING: dict[ColumnType, object] = {
    ColumnType.TEXT: "x",
    ColumnType.ANSWER: 3,
    ColumnType.INTEGER: 1,
    ColumnType.COUNT: 1,
    ColumnType.KEY: 1,
    ColumnType.HASH: 1,
    ColumnType.INDEX: Decimal("75.00"),
    ColumnType.RATIO: 3.0,
    ColumnType.DATE: date(2024, 1, 1),
    ColumnType.TIMESTAMP: datetime(2024, 1, 1, 8),
    ColumnType.BOOLEAN: False,
}


def made_row(table: Table, **values: object) -> dict[str, object]:
    """A row of the table: the values given; in other columns nothing where they may be empty, else something that
    is allowed. Raises KeyError for a value of no column."""
    unknown = set(values) - set(table.column_names)
    if unknown:
        raise KeyError(f"{table.name} has no column {', '.join(sorted(unknown))}")
    return {column.name: values[column.name] if column.name in values else _made(column) for column in table.columns}


def made_frame(table: Table, *rows: dict[str, object]) -> pl.DataFrame:
    """A frame of such rows."""
    return pl.DataFrame([made_row(table, **row) for row in rows], schema=frame_schema(table), orient="row")


def insert(table: Table, **values: object) -> str:
    """The SQL that inserts such a row into the database."""
    row = made_row(table, **values)
    cells = ", ".join(f"{_literal(row[name])} AS {name}" for name in table.shown_names)
    return f"INSERT INTO {table.name} BY NAME SELECT {cells}"


def _made(column: Column) -> object:
    if column.nullable:
        return None
    match column.allowed:
        case OneOf(values=allowed):
            return allowed[0]
        case Between(lowest=lowest):
            return lowest
    return _ANYTHING[column.type]


def _literal(value: object) -> str:
    match value:
        case None:
            return "NULL"
        case bool() | int() | float() | Decimal():
            return str(value)
    return "'" + str(value).replace("'", "''") + "'"


def counted_of(responses: pl.LazyFrame) -> pl.DataFrame:
    """The table `counted_period` of responses, all of units that were always there; no period has ended."""
    slots = responses.select("unit_code", "period_code", pl.col("response_date").dt.month_start().alias("month"))
    slots = slots.collect()
    codes = slots.get_column("unit_code").unique()
    units = tuple(Unit(code, f"Unit {code}", "kecamatan", None, (), None, ()) for code in codes)
    return counted_periods(slots, Registry(units), None)
