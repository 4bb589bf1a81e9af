"""Waiting after failed logins: by user name, and by address.

Belongs here: counting and waiting. Not here: whether a password is right (`portal.server.accounts`).
"""

import ipaddress
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from portal.server.database import Database, moment

_HOME_NETWORK: Final = 64
"""One customer has that much of IPv6: its addresses count as one."""


class Throttle:
    """Attempts of the last minutes. An attempt is entered before its password is looked at, so that many at
    once do not slip through, and taken back when it was right."""

    def __init__(self, database: Database, now: Callable[[], datetime], *, attempts: int, wait: timedelta) -> None:
        """After so many failed `attempts` within `wait` the next has to wait until the oldest is that old."""
        self._database = database
        self._now = now
        self._attempts = attempts
        self._wait = wait

    def admit(self, name: str, address: str) -> timedelta | None:
        """Enters an attempt; None. Or, where there were too many, how long to wait."""
        now = self._now()
        subjects = (_name_subject(name), _address_subject(address))
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM login_attempt WHERE at <= ?", (moment(now - self._wait),))
            for subject in subjects:
                rows = connection.execute(
                    "SELECT at FROM login_attempt WHERE subject = ? ORDER BY at DESC LIMIT ?", (subject, self._attempts)
                ).fetchall()
                if len(rows) >= self._attempts:
                    return datetime.fromisoformat(rows[-1]["at"]) + self._wait - now
            connection.executemany(
                "INSERT INTO login_attempt (subject, at) VALUES (?, ?)", [(one, moment(now)) for one in subjects]
            )
        return None

    def forgive(self, name: str, address: str) -> None:
        """The attempt was right: the name's failures are forgotten, of the address only this attempt; else
        one right password would buy any number of wrong ones for other names."""
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM login_attempt WHERE subject = ?", (_name_subject(name),))
            connection.execute(
                "DELETE FROM login_attempt WHERE id = (SELECT max(id) FROM login_attempt WHERE subject = ?)",
                (_address_subject(address),),
            )


def _name_subject(name: str) -> str:
    return f"name {name}"


def _address_subject(address: str) -> str:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return f"address {address}"
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped is None:
        return f"address {ipaddress.ip_network((parsed, _HOME_NETWORK), strict=False)}"
    return f"address {parsed}"
