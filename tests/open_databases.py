"""Databases that are opened without an instance of DuckDB for each: making one and taking it apart takes 25 ms of CPU,
most of it the list of functions; a run opens what is published some ten times, a test looks once more, and responses
are written by two that hold nothing when they begin.

Belongs here: instances that stay, and what each has attached. Not here: how one is opened
(`warehouse.connection`, which says of a file what is wrong with it), what is asked of it. SQL reaches no file here
either, but those of the tests: tests of that ask for `databases_opened_alone`.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from types import TracebackType

import duckdb
import pytest

from contracts.columns import literal
from warehouse import connection, contents, read, responses

_CATALOG = "skm"


class _Instance:
    """DuckDB with one database attached, as if it had been opened."""

    def __init__(self) -> None:
        # As everybody reads, and the databases of the tests can be attached: said before anything is forbidden.
        self.duckdb = duckdb.connect(":memory:", config={**connection.READING, "enable_external_access": "true"})
        self.duckdb.execute("SET allowed_directories = [?]", [f"{tempfile.gettempdir()}/"])
        self.duckdb.execute("SET enable_external_access = false")
        self.mark: tuple[object, ...] | None = None
        self.readers = 0

    def attach(self, database: Path, mark: tuple[object, ...]) -> None:
        if self.mark is not None:
            self.mark = None
            self.duckdb.execute(f"DETACH {_CATALOG}")
        self.duckdb.execute(f"ATTACH {literal(str(database))} AS {_CATALOG} (READ_ONLY)")
        self.mark = mark

    def reader(self) -> duckdb.DuckDBPyConnection:
        cursor = self.duckdb.cursor()
        cursor.execute("SET enable_progress_bar = false")
        cursor.execute(f"USE {_CATALOG}")
        return cursor


class _Connection:
    """A connection that says when it is closed: the instance may then attach another database."""

    def __init__(self, instance: _Instance, lock: Lock) -> None:
        self._instance, self._lock, self._is_open = instance, lock, True
        self._reader = instance.reader()
        self._more: list[duckdb.DuckDBPyConnection] = []

    def __getattr__(self, name: str) -> object:
        return getattr(self._reader, name)

    def cursor(self) -> duckdb.DuckDBPyConnection:
        self._more.append(self._instance.reader())
        return self._more[-1]

    def close(self) -> None:
        for reader in (self._reader, *self._more):
            reader.close()
        with self._lock:
            self._instance.readers -= self._is_open
            self._is_open = False

    def __enter__(self) -> "_Connection":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _OpenDatabases:
    """In the place of `reading_connection`. A file that is another one, or was changed, is attached anew."""

    def __init__(self) -> None:
        self._instances: list[_Instance] = []
        self._lock = Lock()

    def __call__(self, database: Path) -> "duckdb.DuckDBPyConnection | _Connection":
        if (mark := _mark(database)) is None:
            return connection.reading_connection(database)
        with self._lock:
            instance = next((one for one in self._instances if one.mark == mark), None)
            if instance is None:
                instance = next((one for one in self._instances if not one.readers), None)
                if instance is None:
                    self._instances.append(instance := _Instance())
                try:
                    instance.attach(database, mark)
                except duckdb.Error:
                    return connection.reading_connection(database)
            instance.readers += 1
        return _Connection(instance, self._lock)

    def close(self) -> None:
        """Lets all go."""
        for instance in self._instances:
            instance.duckdb.close()


class _WorkingDatabases:
    """In the place of `working_connection` for those who work in memory: each finds an empty database."""

    def __init__(self) -> None:
        self._idle: list[duckdb.DuckDBPyConnection] = []

    @contextmanager
    def __call__(self, folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
        try:
            instance = self._idle.pop()
        except IndexError:
            instance = duckdb.connect(":memory:", config=dict(connection.working_options(folder)))
        instance.execute(f"SET temp_directory = {literal(connection.working_options(folder)['temp_directory'])}")
        instance.execute(f"ATTACH ':memory:' AS {_CATALOG}")
        try:
            with instance.cursor() as working:  # what is set of a session goes with it
                working.execute("SET enable_progress_bar = false")
                working.execute(f"USE {_CATALOG}")
                yield working
        finally:
            instance.execute(f"DETACH {_CATALOG}")
            instance.execute("RESET disabled_optimizers")  # of the instance, not of the session
            self._idle.append(instance)

    def close(self) -> None:
        """Lets all go."""
        for instance in self._idle:
            instance.close()


def _mark(database: Path) -> tuple[object, ...] | None:
    try:
        there = database.stat()
    except OSError:
        return None
    return there.st_dev, there.st_ino, there.st_mtime_ns, there.st_size


@contextmanager
def databases_stay_open() -> Iterator[None]:
    """Within the block whoever reads a database, or writes responses, asks an instance that is there already."""
    kept, working = _OpenDatabases(), _WorkingDatabases()
    with pytest.MonkeyPatch.context() as patch:
        for reading in (read, contents):
            patch.setattr(reading, "reading_connection", kept)
        patch.setattr(responses, "working_connection", working)
        try:
            yield
        finally:
            kept.close()
            working.close()
