"""Frames of the tables that `contracts.tables` declares: their Polars schemas, and the check that a
frame really has one.

The only place where a column type is turned into a Polars type. Not here: any column, any value.
"""

from typing import TypeVar

import polars as pl

from contracts.columns import ColumnType, Table

AnyFrame = TypeVar("AnyFrame", pl.DataFrame, pl.LazyFrame)

POLARS_TYPES: dict[ColumnType, pl.DataType] = {
    ColumnType.TEXT: pl.String(),
    ColumnType.ANSWER: pl.Int16(),
    ColumnType.INTEGER: pl.Int32(),
    ColumnType.COUNT: pl.Int64(),
    ColumnType.KEY: pl.Int64(),
    ColumnType.HASH: pl.UInt64(),
    ColumnType.INDEX: pl.Decimal(7, 2),
    ColumnType.RATIO: pl.Float64(),
    ColumnType.DATE: pl.Date(),
    ColumnType.TIMESTAMP: pl.Datetime("us"),
    ColumnType.BOOLEAN: pl.Boolean(),
}


class FrameMismatchError(ValueError):
    """A frame is not what its table declares: our fault, never the data's."""


def frame_schema(table: Table) -> pl.Schema:
    """Names and Polars types of a table's columns, in order."""
    return pl.Schema({column.name: POLARS_TYPES[column.type] for column in table.columns})


def empty_frame(table: Table) -> pl.DataFrame:
    """A frame of that table without rows."""
    return pl.DataFrame(schema=frame_schema(table))


def with_todays_names(frame: AnyFrame, table: Table) -> AnyFrame:
    """A frame of that table that an earlier release may have written, with its columns named as they are now."""
    former = table.former_names_in(frame.collect_schema().names())
    return frame.rename({old: new for new, old in former.items()})


def with_former_names(frame: pl.DataFrame, table: Table) -> pl.DataFrame:
    """A frame of that table with the former names of its columns beside them, for one release: after all others."""
    return frame.with_columns(pl.col(new).alias(old) for new, old in table.former_names.items())


def conform(frame: pl.DataFrame, table: Table) -> pl.DataFrame:
    """The frame as the table declares it: its columns in order, cast; other columns fall away.

    Raises FrameMismatchError for a missing column, a value that does not fit its type, or an empty
    value where the table allows none."""
    schema = frame_schema(table)
    missing = [name for name in schema if name not in frame.columns]
    if missing:
        raise FrameMismatchError(f"{table.name}: frame has no column {', '.join(missing)}")
    try:
        casts = (pl.col(name).cast(dtype) for name, dtype in schema.items())  # made only where they are needed
        conformed = frame if frame.schema == schema else frame.select(casts)
    except pl.exceptions.PolarsError as error:
        raise FrameMismatchError(f"{table.name}: {error}") from error
    if conformed.height:
        required = [column.name for column in table.columns if not column.nullable]
        empty = [name for name in required if conformed.get_column(name).null_count()]
        if empty:
            raise FrameMismatchError(f"{table.name}: empty values in {', '.join(empty)}, which must not be empty")
    return conformed
