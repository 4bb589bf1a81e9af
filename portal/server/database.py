"""The server's own SQLite file: accounts, sessions, the audit log.

Belongs here: its tables, opening it, transactions. Not here: any rule about them (`accounts`, `sessions`,
`audit`). It is the only thing the server keeps that cannot be made again: see docs/portal.md.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Final

from contracts.errors import HomeError

_SECONDS_TO_WAIT: Final = 10.0
_VERSION: Final = 3
_BEFORE_VERSION_1: Final = "DROP TABLE IF EXISTS session;"
"""The sessions of a file of an older make lack columns: whoever is logged in has to log in once more."""
_ACCOUNT: Final = """(
    name TEXT PRIMARY KEY,
    password_hash TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('unit', 'staff', 'leader', 'analyst')),
    unit_code TEXT,
    created_at TEXT NOT NULL,
    disabled INTEGER NOT NULL DEFAULT 0,
    CHECK ((role = 'unit') = (unit_code IS NOT NULL))
) STRICT;
"""
_WITH_ALL_ROLES: Final = f"""
CREATE TABLE account_now {_ACCOUNT}
INSERT INTO account_now SELECT name, password_hash, role, unit_code, created_at, disabled FROM account;
DROP TABLE account;
ALTER TABLE account_now RENAME TO account;
"""
"""The table once allowed two roles, then three; SQLite changes what a table allows by making it anew."""
_TABLES: Final = f"""
CREATE TABLE IF NOT EXISTS account {_ACCOUNT}
CREATE TABLE IF NOT EXISTS session (
    token_hash TEXT PRIMARY KEY,
    account TEXT NOT NULL REFERENCES account (name),
    csrf_token TEXT NOT NULL,
    created_at TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    address TEXT NOT NULL,
    waits_for_code INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS second_factor (
    account TEXT PRIMARY KEY REFERENCES account (name),
    secret TEXT NOT NULL,
    confirmed INTEGER NOT NULL DEFAULT 0,
    last_step INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE IF NOT EXISTS invitation (
    token_hash TEXT PRIMARY KEY,
    account TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL,
    unit_code TEXT,
    made_by TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    is_new INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS audit (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    account TEXT NOT NULL,
    action TEXT NOT NULL,
    object TEXT NOT NULL,
    address TEXT NOT NULL
) STRICT;
"""


class Database:
    """The file, readable by its owner only. A connection lives as long as one transaction, so that threads
    and the command beside a running server need not know of each other; one that is asked nothing keeps the file open
    (`kept_open`)."""

    def __init__(self, path: Path) -> None:
        """Makes the file and its tables where they are missing. Raises HomeError where that cannot be."""
        self._path = path
        try:
            # Made before SQLite opens it: its journals take over the mode. What is there is not opened: closing it
            # would let go the locks that SQLite has on it in this process.
            with suppress(FileExistsError):
                os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
            path.chmod(0o600)
            with closing(self._connect()) as connection:
                connection.execute("PRAGMA journal_mode = WAL")
                if (made_by := connection.execute("PRAGMA user_version").fetchone()[0]) < _VERSION:
                    connection.execute("PRAGMA foreign_keys = OFF")  # a table others refer to is made anew
                    steps = (_BEFORE_VERSION_1 if made_by < 1 else "", _TABLES, _WITH_ALL_ROLES)
                    script = "".join(steps)
                    connection.executescript(f"BEGIN IMMEDIATE;{script}PRAGMA user_version = {_VERSION};COMMIT;")
        except (OSError, sqlite3.Error) as error:
            raise HomeError(f"Daftar akun {path} tidak dapat dibuka atau dibuat ({error}).") from error

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """A transaction that may write: what is read in it still holds when it ends."""
        with closing(self._connect()) as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    @contextmanager
    def kept_open(self) -> Iterator[None]:
        """Within the block the file stays open: after the last connection SQLite writes its journal back into it,
        which takes longer than all else of a transaction."""
        with closing(self._connect()) as connection:
            connection.execute("PRAGMA user_version").fetchone()  # opened by the first question only
            yield

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection for one question."""
        with closing(self._connect()) as connection:
            yield connection

    def copy_to(self, target: Path) -> None:
        """A copy of one moment, while others read and write. Without sessions and links: who logs in to the
        copy does so with a password."""
        with closing(self._connect()) as connection, closing(sqlite3.connect(target)) as copy:
            connection.backup(copy)
            copy.execute("DELETE FROM session")
            copy.execute("DELETE FROM invitation")
            copy.commit()
            copy.execute("VACUUM")  # what was deleted does not stay in the file

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=_SECONDS_TO_WAIT, isolation_level=None)
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")  # what was said to be done survives a loss of power
        return connection


def moment(at: datetime) -> str:
    """A moment as the file keeps it: text that sorts."""
    return at.isoformat(sep=" ", timespec="microseconds")
