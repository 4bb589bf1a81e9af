"""Reading what is published, read-only, for every other room and for the staff's own SQL.

Belongs here: opening the published version, rows, errors a person understands. Not here: the questions
other rooms ask (`warehouse.published`), writing of any kind.
"""

from __future__ import annotations  # evaluated ones would keep DuckDB alive beyond the interpreter: it then complains

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

import duckdb

from contracts import home_format
from contracts.errors import HomeError, SkmError
from contracts.home import Home
from contracts.public_tables import PUBLIC_TABLES, PUBLIC_TABLES_BY_NAME
from contracts.tables import WAREHOUSE_TABLES, WAREHOUSE_TABLES_BY_NAME
from warehouse.connection import reading_connection
from warehouse.ddl import identifier
from warehouse.former_names import name_as_today
from warehouse.publish import DATABASE_NAME, PARQUET_NAME, PUBLIC_NAME, published_version

Value = str | int | float | bool | Decimal | date | datetime | None
V = TypeVar("V", str, int, float, bool, Decimal, date, datetime)

Answers = dict[tuple[object, ...], list["Row"]]
"""Rows by version and question, for readers that ask the same more than once."""

_OPENING_ATTEMPTS = 5
_REMEMBERED = 200
"""Rows: a longer answer is asked again. So what is remembered stays small, and of few units it is nearly everything."""


class QueryError(SkmError):
    """The staff's own SQL cannot be run: what DuckDB says about it."""

    exit_code = 2


class Row(dict[str, Value]):
    """One row: column name to value. INDEX columns are Decimal."""

    def of(self, column: str, kind: type[V]) -> V:
        """The value of a column that must be of that type. Raises TypeError where it is another, or empty."""
        value = self[column]
        if not isinstance(value, kind):
            raise TypeError(f"{column} holds {type(value).__name__}, not {kind.__name__}")
        return value


class QueryResult(NamedTuple):
    """What a person's own SQL gives: column names, and rows of values in that order; `is_cut` where there are more."""

    columns: tuple[str, ...]
    rows: list[tuple[object, ...]]
    is_cut: bool = False


class Reader:
    """Reads one version; what is published meanwhile does not change what it sees. For one thread."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        version: Path,
        *,
        public: bool = False,
        answers: Answers | None = None,
    ) -> None:
        """`version` is the version's folder, links resolved. `answers`: what is taken from there instead of asked, and
        remembered there."""
        self._connection = connection
        self._public = public
        self._answers = answers
        self.version = version

    def public(self) -> Reader:
        """A reader of the same version that answers with what everyone may have: where there is a public table of a
        name, it is that one. It lives as long as this one."""
        connection = self._connection.cursor()
        connection.execute(f"SET search_path = '{PUBLIC_NAME},main'")
        name_as_today(connection, PUBLIC_NAME)
        return Reader(connection, self.version, public=True, answers=self._answers)

    def rows(self, sql: str, parameters: Mapping[str, Value] | None = None) -> list[Row]:
        """Rows of a SELECT of ours; values go in as `$name` parameters, never into the text.

        Raises HomeError where the version lacks a table or column: it was made by another release."""
        if self._answers is None:
            return self._asked(sql, parameters)
        question = (self.version, self._public, sql, *sorted((parameters or {}).items()))
        if question in self._answers:
            return list(self._answers[question])
        rows = self._asked(sql, parameters)
        if len(rows) <= _REMEMBERED:
            self._answers[question] = list(rows)
        return rows

    def _asked(self, sql: str, parameters: Mapping[str, Value] | None) -> list[Row]:
        try:
            self._connection.execute(sql, dict(parameters or {}))
            columns = [str(name) for name, *_ in self._connection.description or ()]
            return [Row(zip(columns, values, strict=True)) for values in self._connection.fetchall()]
        except (duckdb.BinderException, duckdb.CatalogException) as error:
            raise HomeError(
                "Data yang dipublikasikan dibuat oleh versi program yang lain. Jalankan 'skm run' sekali, lalu ulangi. "
                f"({_first_line(error)})"
            ) from error
        except (
            duckdb.IOException,
            duckdb.SerializationException,
            duckdb.InternalException,
            duckdb.FatalException,
        ) as error:
            raise _damaged(self.version, error) from error

    def table(self, name: str) -> list[Row]:
        """All rows of a table of the contract, by its key. Raises KeyError for any other name."""
        table = WAREHOUSE_TABLES_BY_NAME[name]
        return self.rows(f"SELECT * FROM {identifier(table.name)} ORDER BY {', '.join(map(identifier, table.key))}")

    def has(self, name: str) -> bool:
        """Whether the version has that table: an earlier release may have published it without."""
        return bool(self.rows("SELECT 1 FROM duckdb_tables() WHERE table_name = $name", {"name": name}))

    def parquet(self, name: str) -> Path:
        """The Parquet file of a table of the contract, of this same version. Raises KeyError for any other name."""
        if self._public:
            return self.version / PARQUET_NAME / PUBLIC_NAME / f"{PUBLIC_TABLES_BY_NAME[name].name}.parquet"
        return self.version / PARQUET_NAME / f"{WAREHOUSE_TABLES_BY_NAME[name].name}.parquet"


@contextmanager
def open_published(home: Home, answers: Answers | None = None) -> Iterator[Reader]:
    """A reader of the version published now, that remembers short `answers`. Raises HomeError where nothing is, it
    cannot be opened, or a newer program has changed the home."""
    home_format.about(home)
    connection, version = _open(home)
    try:
        yield Reader(connection, version, answers=answers)
    finally:
        connection.close()


@contextmanager
def open_database(database: Path) -> Iterator[Reader]:
    """A reader of another warehouse than the published one, by its file: of an edition, or of a day. Raises HomeError
    where it cannot be opened."""
    connection = _opened(database)
    try:
        yield Reader(connection, database.parent)
    finally:
        connection.close()


@contextmanager
def kept_open(home: Home) -> Iterator[None]:
    """Inside, the version that is published at the beginning stays open: opening one takes DuckDB 15 ms, and what this
    process has open already, none. Where nothing can be opened, whoever reads next says why."""
    with ExitStack() as kept:
        with suppress(HomeError):
            connection, _ = _open(home)
            kept.callback(connection.close)
        yield


def check_readable(version: Path) -> None:
    """Raises HomeError where a version, by its folder, lacks a table or column that this release reads. A column may
    have its former name."""
    try:
        connection = reading_connection(version / DATABASE_NAME)
    except duckdb.Error as error:
        raise HomeError(f"Versi {version.name} tidak dapat dibuka: {_first_line(error)}") from error
    try:
        columns = "SELECT schema_name, table_name, column_name FROM duckdb_columns()"
        there = set(connection.execute(columns).fetchall())
    finally:
        connection.close()
    missing = [
        f"{table.name}.{name}"
        for schema, tables in (("main", WAREHOUSE_TABLES), (PUBLIC_NAME, PUBLIC_TABLES))
        for table in tables
        for name in table.shown_names
        if not there & {(schema, table.name, one) for one in (name, table.former_names.get(name))}
    ]
    if missing:
        raise HomeError(
            f"Versi {version.name} dibuat oleh versi program yang lain dan tidak dapat diterbitkan oleh yang ini "
            f"(tidak ada: {', '.join(missing[:3])}). Pilih versi yang lebih baru."
        )


def query(home: Home, sql: str, most_rows: int | None = None, *, database: Path | None = None) -> QueryResult:
    """What one SELECT of the staff gives on the published version, or its first `most_rows`; `database`: on that one
    instead.

    It reaches no file, no network, no setting, and writes nothing. Raises QueryError where it is not one
    SELECT or DuckDB refuses it, HomeError where nothing is published."""
    try:
        kinds = [statement.type for statement in duckdb.extract_statements(sql)]
    except duckdb.Error as error:
        raise QueryError(_said_of(error)) from error
    if len(kinds) != 1 or kinds[0] not in (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN):
        raise QueryError("Hanya satu perintah SELECT yang dapat dijalankan; data yang dipublikasikan tidak diubah.")
    connection = _open(home)[0] if database is None else _opened(database)
    try:
        connection.execute(sql)
        columns = tuple(str(name) for name, *_ in connection.description or ())
        if most_rows is None:
            return QueryResult(columns, connection.fetchall())
        rows = connection.fetchmany(most_rows + 1)
        return QueryResult(columns, rows[:most_rows], is_cut=len(rows) > most_rows)
    except duckdb.Error as error:
        raise QueryError(_said_of(error)) from error
    finally:
        connection.close()


def without_texts(sql: str) -> str:
    """The SQL as a log may keep it: in one line, without comments, and with … for every text and number in it, which
    may be somebody's. What is not SQL at all is `…`."""
    try:
        tokens = duckdb.tokenize(sql)
    except duckdb.Error:
        return "…"
    written = sql.encode()
    parts = []
    for (start, kind), (end, _) in zip(tokens, [*tokens, (len(written), None)][1:], strict=True):
        if kind in (duckdb.token_type.string_const, duckdb.token_type.numeric_const):
            parts.append("… ")
        elif kind != duckdb.token_type.comment:
            parts.append(written[start:end].decode(errors="replace"))
    return " ".join("".join(parts).split())


_SAID: Final[tuple[tuple[type[Exception], str], ...]] = (
    (duckdb.ParserException, "SQL tidak dapat dibaca: periksa ejaan, koma, tanda kutip, dan kurung."),
    (duckdb.BinderException, "SQL tidak dapat dijalankan: ada kolom atau fungsi yang tidak dikenal, atau tidak cocok."),
    (duckdb.CatalogException, "SQL tidak dapat dijalankan: ada tabel, tampilan, atau fungsi yang tidak dikenal."),
    (
        duckdb.ConversionException,
        "SQL tidak dapat dijalankan: ada nilai yang tidak dapat diubah jenisnya.",
    ),
    (duckdb.OutOfRangeException, "SQL tidak dapat dijalankan: ada hasil hitungan di luar batas jenisnya."),
    (
        duckdb.OutOfMemoryException,
        "SQL tidak dapat dijalankan: memerlukan terlalu banyak memori. Saring dulu barisnya.",
    ),
    (duckdb.PermissionException, "SQL tidak dapat dijalankan: tidak diizinkan, yang dapat dibaca hanya gudang data."),
)


def _said_of(error: duckdb.Error) -> str:
    """What is wrong with a SELECT, and in which words DuckDB says so."""
    said = next((words for kind, words in _SAID if isinstance(error, kind)), "SQL tidak dapat dijalankan.")
    return f"{said} Kata DuckDB: {error}"


def _opened(database: Path) -> duckdb.DuckDBPyConnection:
    try:
        return _connected(database)
    except duckdb.Error as error:
        raise HomeError(f"Gudang data {database} tidak dapat dibuka ({_first_line(error)}).") from error


def _open(home: Home) -> tuple[duckdb.DuckDBPyConnection, Path]:
    """Opens the version's own path, never the link: DuckDB hands out an instance it already has open
    for a path, and behind the link that may be an older version."""
    for _ in range(_OPENING_ATTEMPTS):
        version = published_version(home)
        if version is None:
            break
        database = version / DATABASE_NAME
        try:
            return _connected(database), version
        except duckdb.Error as error:
            if not database.exists():
                continue  # pruned between finding it and opening it: a newer one is published
            raise _damaged(version, error) from error
    raise HomeError("Belum ada yang dipublikasikan. Jalankan 'skm run'.")


def _connected(database: Path) -> duckdb.DuckDBPyConnection:
    """Reads a file by the names of today, whatever release made it."""
    connection = reading_connection(database)
    try:
        name_as_today(connection)
    except duckdb.Error:
        connection.close()
        raise
    return connection


def _damaged(version: Path, error: Exception) -> HomeError:
    return HomeError(
        f"Gudang data {version / DATABASE_NAME} rusak ({_first_line(error)}). Jalankan 'skm run': gudang data disusun "
        "lagi dari arsip."
    )


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
