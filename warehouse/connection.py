"""How DuckDB is opened: to work on files with bounded memory, or to read what is published.

Belongs here: every option DuckDB is given, once. Not here: SQL about any table.
"""

from __future__ import annotations  # evaluated ones would keep DuckDB alive beyond the interpreter: it then complains

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import duckdb

WORKING_MEMORY: Final = "1GB"
"""What DuckDB may hold while loading; beyond it, it spills to disk. 10⁷ responses stay below it."""
READING_MEMORY: Final = "2GB"
"""What all readers of one process may hold together. They never write, so they never spill."""

STORAGE_VERSION: Final = "v1.2.0"
"""The oldest format of a file that we write, whatever DuckDB we have: from release 1.2 on every DuckDB opens it, and so
does what is built on one. DuckDB's own choice, `latest`, is opened by no other release."""

_OFFLINE: Final = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
READING: Final = {
    **_OFFLINE,
    "enable_external_access": "false",  # SQL reads no file and writes none
    "python_enable_replacements": "false",  # SQL sees no variable of this process
    "temp_directory": "",
    "memory_limit": READING_MEMORY,
}
"""The same for every reader: DuckDB shares one instance per path in a process, and refuses a second
connection with other options."""


def working_options(folder: Path) -> dict[str, str]:
    """What DuckDB works with on a new database, spilling into `folder`. Connections to one file with these options
    share DuckDB's instance of it, which takes 20 ms to make and to take apart."""
    return {
        **_OFFLINE,
        "memory_limit": WORKING_MEMORY,
        "temp_directory": str(folder / ".duckdb-spill"),
        "preserve_insertion_order": "false",
        "storage_compatibility_version": STORAGE_VERSION,
    }


@contextmanager
def working_connection(folder: Path, database: Path | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """DuckDB on a new database file, or in memory, spilling into `folder`. Rows come out in no particular
    order unless asked for: keeping it costs time, and joins do not keep it in any case. What was spilled goes with the
    connection: whoever shares its instance asks for nothing more after it."""
    options = working_options(folder)
    connection = duckdb.connect(str(database or ":memory:"), config=dict(options))
    try:
        connection.execute("SET enable_progress_bar = false")
        yield connection
    finally:
        connection.close()
        shutil.rmtree(options["temp_directory"], ignore_errors=True)


@contextmanager
def repeatable_connection(database: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """DuckDB on a small database file that is the same, byte by byte, whenever the same is written: one thread, rows in
    order, nothing compressed (how well a column compresses is tried on a sample drawn by chance), small blocks."""
    connection = duckdb.connect(
        str(database),
        config={
            **_OFFLINE,
            "memory_limit": WORKING_MEMORY,
            "temp_directory": "",
            "threads": "1",
            "force_compression": "uncompressed",
            "default_block_size": "16384",
            "storage_compatibility_version": STORAGE_VERSION,
        },
    )
    try:
        yield connection
    finally:
        connection.close()


def reading_connection(database: Path) -> duckdb.DuckDBPyConnection:
    """A read-only connection whose SQL reaches nothing but this file. The caller closes it."""
    connection = duckdb.connect(str(database), read_only=True, config=dict(READING))
    try:
        # A setting of the connection, not of the instance: it cannot be given on connecting. So the
        # configuration is not locked, which would hold for the next connection too; external access
        # cannot be had back while the instance lives, and `warehouse.read.query` passes no SET.
        connection.execute("SET enable_progress_bar = false")
    except duckdb.Error:
        connection.close()
        raise
    return connection
