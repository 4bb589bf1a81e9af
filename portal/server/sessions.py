"""Being logged in: sessions that the server keeps, and the tokens that forms carry.

Belongs here: making, finding and ending a session; what a form must bring along. Not here: cookies
(`portal.server.cookies`), passwords (`portal.server.accounts`).
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from portal.server.accounts import Account, account_of
from portal.server.database import Database, moment

LONGEST: Final = timedelta(hours=12)
"""A session ends then, however busy it is."""
LONGEST_WAIT_FOR_CODE: Final = timedelta(minutes=10)
"""So long a right password waits for its code."""
_TOKEN_BYTES: Final = 32
_ENTRY_ID: Final = 16


@dataclass(frozen=True)
class Session:
    """Somebody who is logged in, or who has given a password and not yet the code. Forms carry the `csrf_token`."""

    account: Account
    csrf_token: str


@dataclass(frozen=True)
class SessionEntry:
    """One session in its owner's list."""

    entry_id: str
    """Says which one it is; nobody can log in with it."""
    created_at: datetime
    seen_at: datetime
    address: str
    is_this_one: bool


class Sessions:
    """The sessions of a home. Of a token only its hash is kept: who reads the file cannot log in with it."""

    def __init__(self, database: Database, now: Callable[[], datetime], idle: timedelta, most: int) -> None:
        """`idle`: a session without a request for so long ends. `most`: an account has so many; the one that was
        without a request for longest ends."""
        self._database = database
        self._now = now
        self._idle = idle
        self._most = most

    def begin(self, account: Account, address: str, *, waits_for_code: bool = False) -> str:
        """A new session; its token. One that waits for the code opens nothing else than the page for it."""
        token, now = secrets.token_urlsafe(_TOKEN_BYTES), moment(self._now())
        with self._database.transaction() as connection:
            connection.execute(
                "DELETE FROM session WHERE account = ?1 AND token_hash NOT IN "
                "(SELECT token_hash FROM session WHERE account = ?1 ORDER BY seen_at DESC, rowid DESC LIMIT ?2)",
                (account.name, self._most - 1),
            )
            connection.execute(
                "INSERT INTO session (token_hash, account, csrf_token, created_at, seen_at, address, waits_for_code) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    _hash(token),
                    account.name,
                    secrets.token_urlsafe(_TOKEN_BYTES),
                    now,
                    now,
                    address,
                    int(waits_for_code),
                ),
            )
        return token

    def find(self, token: str | None, *, waits_for_code: bool = False) -> Session | None:
        """The session of a token, which goes on from now; None where there is none, or not any more."""
        if not token:
            return None
        now = self._now()
        longest = LONGEST_WAIT_FOR_CODE if waits_for_code else LONGEST
        with self._database.transaction() as connection:
            row = connection.execute(
                "SELECT account.*, csrf_token FROM session JOIN account ON account.name = session.account "
                "WHERE token_hash = ? AND NOT disabled AND waits_for_code = ? AND session.seen_at > ? "
                "AND session.created_at > ?",
                (_hash(token), int(waits_for_code), moment(now - self._idle), moment(now - longest)),
            ).fetchone()
            if row is None:
                return None
            connection.execute("UPDATE session SET seen_at = ? WHERE token_hash = ?", (moment(now), _hash(token)))
        return Session(account_of(row), row["csrf_token"])

    def of(self, account: Account, token: str | None) -> list[SessionEntry]:
        """An account's sessions, the one used last first. `token`: of whoever asks."""
        now = self._now()
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT * FROM session WHERE account = ? AND NOT waits_for_code AND seen_at > ? AND created_at > ? "
                "ORDER BY seen_at DESC, rowid DESC",
                (account.name, moment(now - self._idle), moment(now - LONGEST)),
            ).fetchall()
        return [
            SessionEntry(
                entry_id=row["token_hash"][:_ENTRY_ID],
                created_at=datetime.fromisoformat(row["created_at"]),
                seen_at=datetime.fromisoformat(row["seen_at"]),
                address=row["address"],
                is_this_one=token is not None and row["token_hash"] == _hash(token),
            )
            for row in rows
        ]

    def end(self, token: str | None) -> None:
        """Ends a session, where there is one."""
        if token:
            with self._database.transaction() as connection:
                connection.execute("DELETE FROM session WHERE token_hash = ?", (_hash(token),))

    def end_of(self, account: Account, entry_id: str) -> None:
        """Ends one session of an account, where it has it."""
        with self._database.transaction() as connection:
            connection.execute(
                "DELETE FROM session WHERE account = ? AND substr(token_hash, 1, ?) = ?",
                (account.name, _ENTRY_ID, entry_id),
            )

    def sweep(self) -> None:
        """Forgets the sessions that are over."""
        now = self._now()
        with self._database.transaction() as connection:
            connection.execute(
                "DELETE FROM session WHERE seen_at <= ? OR created_at <= ?",
                (moment(now - self._idle), moment(now - LONGEST)),
            )


class LoginTokens:
    """Tokens for the login form, before there is a session: a random cookie, and in the form its signature."""

    def __init__(self) -> None:
        """The key lives as long as the server: a form that was open over a restart is asked for again."""
        self._key = secrets.token_bytes(_TOKEN_BYTES)

    def new_cookie(self) -> str:
        """A value for the cookie."""
        return secrets.token_urlsafe(_TOKEN_BYTES)

    def token(self, cookie: str) -> str:
        """What the form carries for that cookie."""
        return hmac.new(self._key, cookie.encode(), hashlib.sha256).hexdigest()

    def belongs(self, cookie: str | None, token: str) -> bool:
        """Whether the form came with its cookie."""
        return bool(cookie) and same(self.token(cookie or ""), token)


def same(expected: str, given: str) -> bool:
    """Whether two tokens are equal, without telling by the time it takes."""
    return hmac.compare_digest(expected.encode(), given.encode("utf-8", "surrogatepass"))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
