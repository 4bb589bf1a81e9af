"""Who may log in: names, passwords, and what each may see.

Belongs here: accounts and the check of a password. Not here: which passwords are refused
(`portal.server.passwords`), being logged in (`portal.server.sessions`), waiting after failures
(`portal.server.throttle`).

A removed account stays, disabled and without a password: its name in the audit log keeps meaning one person.
"""

import re
import secrets
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from contracts.registry import Registry
from contracts.settings import Settings
from portal.server.database import Database, moment
from portal.server.passwords import LONGEST_PASSWORD, AccountError, PasswordRule

Role = Literal["unit", "staff", "leader", "analyst"]
ROLES_OF_THE_REGENCY: Final[Mapping[str, Role]] = {"staff": "staff", "leader": "leader", "analyst": "analyst"}
LONGEST_NAME: Final = 64
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9._-]*")
_NO_PASSWORD: Final = "!"
"""Stands where a hash would stand: nothing verifies against it."""


@dataclass(frozen=True)
class Account:
    """Somebody who may log in, or could once."""

    name: str
    role: Role
    unit_code: str | None
    created_at: datetime
    disabled: bool

    @property
    def is_staff(self) -> bool:
        """Of the regency: sees every unit, and has things done."""
        return self.role == "staff"

    @property
    def is_leader(self) -> bool:
        """Leads the regency: sees what staff see, and changes nothing."""
        return self.role == "leader"

    @property
    def sees_all(self) -> bool:
        """Whether every unit is its business."""
        return self.is_staff or self.is_leader

    @property
    def is_analyst(self) -> bool:
        """Asks the warehouse and takes it away: all answers, and nothing else of the portal."""
        return self.role == "analyst"

    @property
    def sends(self) -> bool:
        """Whether it sends files and answers for them."""
        return self.role in ("unit", "staff")

    @property
    def first_page(self) -> str:
        """Where its owner begins."""
        return {"staff": "/petugas", "leader": "/pimpinan", "analyst": "/analis"}.get(
            self.role, f"/unit/{self.unit_code}"
        )

    def may_see(self, unit_code: str) -> bool:
        """Whether a unit's private files are this account's business."""
        return self.sees_all or self.unit_code == unit_code


class Accounts:
    """The accounts of a home."""

    def __init__(
        self,
        database: Database,
        now: Callable[[], datetime],
        hasher: PasswordHasher | None = None,
        known_words: Iterable[str] = (),
    ) -> None:
        """`hasher`: Argon2id with the library's own parameters unless given. `known_words`: what nobody's password
        may be made of, beside what is common everywhere: names of the regency and its offices."""
        self._database = database
        self._now = now
        self._hasher = hasher or PasswordHasher()
        self._rule = PasswordRule(known_words)
        self._nobodys_hash = self._hasher.hash(secrets.token_urlsafe())

    def add(self, name: str, password: str, *, unit_code: str | None, role: Role = "staff") -> Account:
        """A new account: of a unit, or where `unit_code` is None one of the regency with that role. A name that was
        removed may come back. Raises AccountError."""
        name = account_name(name)
        role = "unit" if unit_code is not None else role
        password_hash = self._hash(password, name)
        with self._database.transaction() as connection:
            old = _find(connection, name)
            if old is not None and not old.disabled:
                raise AccountError(f"Akun '{name}' sudah ada. Ganti sandinya dengan 'skm user password {name}'.")
            connection.execute(
                "INSERT OR REPLACE INTO account (name, password_hash, role, unit_code, created_at) "
                "VALUES (?, ?, ?, ?, ?)",
                (name, password_hash, role, unit_code, moment(self._now())),
            )
            connection.execute("DELETE FROM invitation WHERE account = ?", (name,))
        return Account(name, role, unit_code, self._now(), disabled=False)

    def remove(self, name: str) -> None:
        """Disables an account and ends its sessions. Raises AccountError where there is none."""
        self._replace_hash(name, _NO_PASSWORD, disabled=True)

    def set_password(self, name: str, password: str) -> None:
        """A new password; all sessions of the account end. Raises AccountError."""
        self._replace_hash(name, self._hash(password, account_name(name)), disabled=False)

    def all(self) -> list[Account]:
        """Every account, by name, removed ones too."""
        with self._database.reading() as connection:
            return [account_of(row) for row in connection.execute("SELECT * FROM account ORDER BY name")]

    def exists(self, name: str) -> bool:
        """Whether there is, or was, an account of that name."""
        with self._database.reading() as connection:
            return _find(connection, name) is not None

    def verified(self, name: str, password: str) -> Account | None:
        """The account whose name and password these are; None otherwise. An unknown name costs the same time
        as a wrong password."""
        if len(password) > LONGEST_PASSWORD:
            return None
        with self._database.reading() as connection:
            row = connection.execute("SELECT * FROM account WHERE name = ? AND NOT disabled", (name,)).fetchone()
        password_hash = self._nobodys_hash if row is None else str(row["password_hash"])
        try:
            self._hasher.verify(password_hash, password)
        except (VerificationError, InvalidHashError):
            return None
        return None if row is None else account_of(row)

    def _hash(self, password: str, name: str) -> str:
        self._rule.check(password, name)
        return self._hasher.hash(password)

    def _replace_hash(self, name: str, password_hash: str, *, disabled: bool) -> None:
        name = account_name(name)
        with self._database.transaction() as connection:
            old = _find(connection, name)
            if old is None or old.disabled:
                raise AccountError(f"Akun '{name}' tidak ada. Lihat 'skm user list'.")
            connection.execute(
                "UPDATE account SET password_hash = ?, disabled = ? WHERE name = ?", (password_hash, disabled, name)
            )
            connection.execute("DELETE FROM session WHERE account = ?", (name,))
            connection.execute("DELETE FROM invitation WHERE account = ?", (name,))
            if disabled:
                connection.execute("DELETE FROM second_factor WHERE account = ?", (name,))
                # Nor does whoever left come back by a link made before.
                connection.execute("DELETE FROM invitation WHERE made_by = ?", (name,))


def account_name(text: str) -> str:
    """A name as it is kept: small letters, digits, point, dash, underscore. Raises AccountError."""
    name = text.strip().lower()
    if len(name) > LONGEST_NAME or not _NAME.fullmatch(name):
        raise AccountError(
            f"Nama akun '{text}' tidak dapat dipakai. Pakai huruf kecil, angka, titik, tanda hubung, atau garis bawah, "
            f"paling banyak {LONGEST_NAME}."
        )
    return name


def words_of(settings: Settings, registry: Registry) -> list[str]:
    """What nobody's password may be made of here: the names of the regency and of its offices."""
    regency = settings.regency
    names = [name for unit in registry.units for name in (unit.unit_type, *unit.names)]
    return [regency.name, regency.capital, regency.organiser, *names]


def role_of(text: str) -> Role:
    """A role by its name in the file; that of a unit, which sees least, for any other."""
    return ROLES_OF_THE_REGENCY.get(text, "unit")


def account_of(row: sqlite3.Row) -> Account:
    """The account in a row with the columns of `account`."""
    role = role_of(row["role"])
    created_at = datetime.fromisoformat(row["created_at"])
    return Account(row["name"], role, row["unit_code"], created_at, bool(row["disabled"]))


def _find(connection: sqlite3.Connection, name: str) -> Account | None:
    row = connection.execute("SELECT * FROM account WHERE name = ?", (name,)).fetchone()
    return None if row is None else account_of(row)
