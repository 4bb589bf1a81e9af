"""Links by which somebody makes their own password: once, and within a week.

Belongs here: making, finding and using one. Not here: what an account is (`portal.server.accounts`), the pages
(`portal.server.account_pages`). Of a link only a hash is kept: who reads the file cannot use it, and it is shown once.
"""

import hashlib
import secrets
import sqlite3
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from portal.server.accounts import Accounts, Role, account_name, role_of
from portal.server.database import Database, moment
from portal.server.passwords import AccountError

HOLDS: Final = timedelta(days=7)
_TOKEN_BYTES: Final = 32


@dataclass(frozen=True)
class Invitation:
    """A link that may still be used."""

    name: str
    role: Role
    unit_code: str | None
    made_by: str
    expires_at: datetime
    is_new: bool
    """For an account to be made; else for another password of one that is there."""


class Invitations:
    """The links of a home. One process serves it: a link is used once."""

    def __init__(self, database: Database, accounts: Accounts, now: Callable[[], datetime]) -> None:
        self._database = database
        self._accounts = accounts
        self._now = now
        self._using = threading.Lock()

    def invite(self, name: str, role: Role, unit_code: str | None, by: str) -> tuple[str, Invitation]:
        """A link's token for a new account, in place of any before for that name. Raises AccountError where the name
        cannot be used or is taken."""
        name = account_name(name)
        if any(one.name == name and not one.disabled for one in self._accounts.all()):
            raise AccountError(f"Akun '{name}' sudah ada. Pakai nama lain, atau buatkan tautan sandi baru untuknya.")
        return self._make(Invitation(name, role, unit_code, by, self._now() + HOLDS, is_new=True))

    def renew(self, name: str, by: str) -> tuple[str, Invitation]:
        """A link's token for another password of an account. Raises AccountError where there is none."""
        account = next((one for one in self._accounts.all() if one.name == name and not one.disabled), None)
        if account is None:
            raise AccountError(f"Akun '{name}' tidak ada.")
        return self._make(Invitation(name, account.role, account.unit_code, by, self._now() + HOLDS, is_new=False))

    def find(self, token: str) -> Invitation | None:
        """What a token is for; None where it never was, was used, or is over."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT * FROM invitation WHERE token_hash = ? AND expires_at > ?",
                (_hash(token), moment(self._now())),
            ).fetchone()
        return None if row is None else _invitation(row)

    def use(self, token: str, password: str) -> Invitation | None:
        """Makes the account, or gives it the password, either of which ends the link; None where the link cannot be
        used. Raises AccountError for a password that is refused: the link can be used again."""
        with self._using:
            found = self.find(token)
            if found is None:
                return None
            if found.is_new:
                self._accounts.add(found.name, password, role=found.role, unit_code=found.unit_code)
            else:
                self._accounts.set_password(found.name, password)
        return found

    def waiting(self) -> list[Invitation]:
        """Links that may still be used, by name."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT * FROM invitation WHERE expires_at > ? ORDER BY account", (moment(self._now()),)
            ).fetchall()
        return [_invitation(row) for row in rows]

    def take_back(self, name: str) -> None:
        """The link of a name leads nowhere any more."""
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM invitation WHERE account = ?", (name,))

    def sweep(self) -> None:
        """Forgets the links that are over."""
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM invitation WHERE expires_at <= ?", (moment(self._now()),))

    def _make(self, invitation: Invitation) -> tuple[str, Invitation]:
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        self.take_back(invitation.name)
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO invitation (token_hash, account, role, unit_code, made_by, expires_at, is_new) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    _hash(token),
                    invitation.name,
                    invitation.role,
                    invitation.unit_code,
                    invitation.made_by,
                    moment(invitation.expires_at),
                    int(invitation.is_new),
                ),
            )
        return token, invitation


def _invitation(row: sqlite3.Row) -> Invitation:
    expires_at = datetime.fromisoformat(row["expires_at"])
    return Invitation(
        row["account"], role_of(row["role"]), row["unit_code"], row["made_by"], expires_at, bool(row["is_new"])
    )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
