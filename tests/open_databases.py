"""Databases that stay open between tests: DuckDB makes an instance of a database for its first connection and takes it
apart after its last, which takes 35 ms of CPU; a run opens what is published some ten times, a test looks once more.

Belongs here: keeping the newest few open. Not here: how one is opened (`warehouse.connection`), what is asked of it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest

from warehouse import connection, contents, read

_KEPT = 3
"""Databases; one that several readers hold would stay open in any case."""


class _OpenDatabases:
    """In the place of `reading_connection`. A file that is another one, or was changed, is opened anew."""

    def __init__(self) -> None:
        self._kept: dict[tuple[object, ...], duckdb.DuckDBPyConnection] = {}

    def __call__(self, database: Path) -> duckdb.DuckDBPyConnection:
        mark = self._mark(database)
        if mark not in self._kept:
            for other in [other for other in self._kept if other[0] == database] or [*self._kept][: 1 - _KEPT]:
                self._kept.pop(other).close()
            self._kept[mark] = connection.reading_connection(database)
        return connection.reading_connection(database)

    def close(self) -> None:
        """Lets all go."""
        for kept in self._kept.values():
            kept.close()

    @staticmethod
    def _mark(database: Path) -> tuple[object, ...]:
        if not database.exists():
            return (database,)
        there = database.stat()
        return (database, there.st_ino, there.st_mtime_ns, there.st_size)


@contextmanager
def databases_stay_open() -> Iterator[None]:
    """Within the block whoever reads a database opens one that is open already, where it was read before."""
    kept = _OpenDatabases()
    with pytest.MonkeyPatch.context() as patch:
        for reading in (read, contents):
            patch.setattr(reading, "reading_connection", kept)
        try:
            yield
        finally:
            kept.close()
