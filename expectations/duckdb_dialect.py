"""A SQLAlchemy dialect through which Great Expectations reaches DuckDB.

Belongs here: what must differ from duckdb-engine's dialect, each with its reason. Not here: which
database is opened and how (`expectations.checker`), or any rule.

Why there is one at all: Great Expectations fetches a result after it has given its connection
back, and giving it back rolls back. SQLite and psycopg2 hold their rows by then; DuckDB drops an
open result on rollback, and every expectation comes back as failed with a hidden exception. So the
cursor here takes its rows when it executes.
"""

import atexit
from collections.abc import Mapping, Sequence
from typing import Final

import duckdb
import duckdb_engine
import sqlalchemy as sa
from duckdb_engine import DBAPI, ConnectionWrapper, CursorWrapper
from duckdb_engine import Dialect as DuckDBDialect
from sqlalchemy.engine.interfaces import DBAPIConnection, ReflectedColumn, ReflectedPrimaryKeyConstraint

SCHEME: Final = "skm_duckdb"
"""Scheme of the URLs that reach this dialect: `skm_duckdb:////folder/file.duckdb`."""

BUFFERED_ROWS: Final = 1_000
"""Rows a cursor holds at most. Great Expectations looks at 200 rows of a result and leaves the rest, which
may be every row of the batch: DuckDB streams, so rows beyond these are never made."""


class ResultTooLargeError(RuntimeError):
    """Somebody read past the rows a cursor holds. Never happens silently: a result cut short is a
    wrong answer."""


Row = tuple[object, ...]


class BufferedCursor:
    """A DB-API cursor that holds the first rows of its result, whatever becomes of the connection."""

    arraysize = 1
    rowcount = -1
    lastrowid = None

    def __init__(self, cursor: CursorWrapper, connection: "BufferedConnection") -> None:
        self.connection = connection
        self.description: Sequence[Sequence[object]] | None = None
        self._cursor = cursor
        self._rows: list[Row] = []
        self._next = 0
        self._is_whole = True

    def execute(self, statement: str, parameters: Sequence[object] | None = None) -> None:
        """Runs the statement and takes its first rows."""
        self._cursor.execute(statement, tuple(parameters) if parameters else None)
        self.description = self._cursor.description
        self._rows = self._cursor.fetchmany(BUFFERED_ROWS + 1) if self.description else []
        self._next = 0
        self._is_whole = len(self._rows) <= BUFFERED_ROWS

    def fetchmany(self, size: int | None = None) -> list[Row]:
        """The next rows. Raises ResultTooLargeError past what is held."""
        last = self._next + (size or self.arraysize)
        if last > BUFFERED_ROWS and not self._is_whole:
            raise ResultTooLargeError(f"a result of more than {BUFFERED_ROWS} rows was read to its end")
        rows = self._rows[self._next : last]
        self._next += len(rows)
        return rows

    def fetchone(self) -> Row | None:
        """The next row, or None after the last."""
        rows = self.fetchmany(1)
        return rows[0] if rows else None

    def fetchall(self) -> list[Row]:
        """All rows that are left. Raises ResultTooLargeError when not all are held."""
        return self.fetchmany(len(self._rows))

    def close(self) -> None:
        """Lets the rows go."""
        self._rows = []


class BufferedConnection:
    """duckdb-engine's connection with buffered cursors; all else is its own."""

    def __init__(self, connection: ConnectionWrapper) -> None:
        self._connection = connection

    def cursor(self) -> BufferedCursor:
        """A new cursor."""
        return BufferedCursor(self._connection.cursor(), self)

    def commit(self) -> None:
        """Commits. DuckDB complains where nothing was begun; there is nothing to keep then."""
        try:
            self._connection.commit()
        except DBAPI.TransactionException as error:
            if "no transaction is active" not in str(error):
                raise

    def __getattr__(self, name: str) -> object:
        return getattr(self._connection, name)


class BufferedDuckDBDialect(DuckDBDialect):
    """duckdb-engine's dialect with buffered cursors and a reflection that DuckDB 2.0 can answer."""

    # SQLAlchemy warns where a dialect does not say; each of our statements runs once or twice.
    supports_statement_cache = False

    def connect(self, database: str, url_config: Mapping[str, str]) -> DBAPIConnection:
        """Opens the database. duckdb-engine would add its own name to the options: DuckDB then shares its instance of
        the file with nobody who opened it before."""
        connection = duckdb.connect(database, config=dict(url_config))
        # DuckDB draws its bar on a terminal or not, and this is set for each connection alone.
        connection.execute("SET enable_progress_bar = false")
        return BufferedConnection(ConnectionWrapper(connection))  # type: ignore[return-value]  # close: by __getattr__

    def get_columns(
        self, connection: sa.Connection, table_name: str, schema: str | None = None, **_options: object
    ) -> list[ReflectedColumn]:
        """Columns of a table or view. duckdb-engine asks PostgreSQL's catalogue, of which DuckDB 2.0 lacks parts.

        Great Expectations wants to know which columns there are; none of our expectations looks at a type."""
        columns = connection.exec_driver_sql(
            "SELECT column_name, is_nullable FROM duckdb_columns() "
            "WHERE table_name = $1 AND schema_name = $2 ORDER BY column_index",
            (table_name, schema or "main"),
        )
        reflected: list[ReflectedColumn] = [
            {"name": name, "type": sa.types.NULLTYPE, "nullable": nullable, "default": None}
            for name, nullable in columns
        ]
        if not reflected:
            raise sa.exc.NoSuchTableError(table_name)
        return reflected

    def get_pk_constraint(
        self, connection: sa.Connection, table_name: str, schema: str | None = None, **_options: object
    ) -> ReflectedPrimaryKeyConstraint:
        """No key: Great Expectations asks, and none of our expectations looks at one."""
        return {"constrained_columns": [], "name": None}


def register() -> None:
    """Makes the scheme known to SQLAlchemy. Doing it again changes nothing."""
    sa.dialects.registry.register(SCHEME, __name__, BufferedDuckDBDialect.__name__)
    atexit.unregister(_let_duckdb_go)
    atexit.register(_let_duckdb_go)


def _let_duckdb_go() -> None:
    """Great Expectations keeps SQLAlchemy, and that keeps duckdb-engine, beyond the interpreter's end, where
    DuckDB's binding then prints a hundred lines about leaks. There is nothing left to use it for."""
    vars(duckdb_engine).clear()
