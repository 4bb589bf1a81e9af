"""The audit log: who logged in, fetched, sent and changed what, was refused what, when and from where.

Belongs here: writing, reading and pruning it. Never in it: passwords, what stands in a file or a row.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from portal.server.database import Database, moment

Action = Literal[
    "login",
    "login_failed",
    "login_throttled",
    "code_failed",
    "logout",
    "denied",
    "session_ended",
    "password_changed",
    "code_set_up",
    "download",
    "query",
    "upload",
    "confirm",
    "cancel",
    "photo_added",
    "photo_removed",
    "services_wished",
    "wish_seen_to",
    "answer",
    "explain",
    "take_back",
    "job_asked",
    "job_done",
    "job_failed",
    "user_invited",
    "user_added",
    "user_removed",
    "user_password",
    "user_code_reset",
]
UNKNOWN: Final = "(tidak dikenal)"
"""Stands for a name that is no account's: somebody may have typed a password there."""
COMMAND: Final = "(perintah skm)"
"""Stands for whoever uses the command on the machine itself."""
_LONGEST_OBJECT: Final = 1_000


@dataclass(frozen=True)
class Entry:
    """One line of the log."""

    at: datetime
    account: str
    action: str
    object: str
    address: str


class AuditLog:
    """The log of a home."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    def write(self, account: str, action: Action, thing: str, address: str) -> None:
        """Enters that an account did something to a thing."""
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO audit (at, account, action, object, address) VALUES (?, ?, ?, ?, ?)",
                (moment(self._now()), account, action, thing[:_LONGEST_OBJECT], address),
            )

    def prune(self, kept: timedelta) -> None:
        """Deletes what is older than it has to be kept."""
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM audit WHERE at < ?", (moment(self._now() - kept),))

    def last(self, count: int) -> list[Entry]:
        """The last entries, newest first."""
        with self._database.reading() as connection:
            rows = connection.execute("SELECT * FROM audit ORDER BY id DESC LIMIT ?", (count,)).fetchall()
        return [
            Entry(datetime.fromisoformat(row["at"]), row["account"], row["action"], row["object"], row["address"])
            for row in rows
        ]
