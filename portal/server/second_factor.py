"""The code from a phone (TOTP, RFC 6238) beside the password.

Belongs here: setting it up, checking a code, forgetting it when a phone is lost. Not here: who must have one and when
it is asked for (`portal.server.login`), waiting after wrong ones (`portal.server.throttle`).
"""

import hmac
from collections.abc import Callable
from datetime import datetime
from typing import Final

import pyotp

from contracts.clock import TIME_ZONE
from portal.server.accounts import Account
from portal.server.database import Database

_STEPS_APART: Final = 1
"""A phone's clock may be so many times 30 seconds off, either way."""


class SecondFactor:
    """The codes of a home's accounts."""

    def __init__(self, database: Database, now: Callable[[], datetime], issuer: str) -> None:
        """`issuer`: what the app on the phone calls us."""
        self._database = database
        self._now = now
        self._issuer = issuer

    def is_set_up(self, account: Account) -> bool:
        """Whether the account has given a code of its phone once."""
        with self._database.reading() as connection:
            found = connection.execute("SELECT 1 FROM second_factor WHERE account = ? AND confirmed", (account.name,))
            return found.fetchone() is not None

    def offered(self, account: Account) -> str:
        """The `otpauth:` address of the account's secret, to be set up: the same until a code of it was given.
        Raises ValueError where it is set up already: a secret is never shown again."""
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO second_factor (account, secret) VALUES (?, ?) ON CONFLICT DO NOTHING",
                (account.name, pyotp.random_base32()),
            )
            row = connection.execute("SELECT * FROM second_factor WHERE account = ?", (account.name,)).fetchone()
        if row["confirmed"]:
            raise ValueError("set up already")
        return pyotp.TOTP(row["secret"]).provisioning_uri(name=account.name, issuer_name=self._issuer)

    def accept(self, account: Account, code: str) -> bool:
        """Whether a code is right; it is then used up, and the second factor set up."""
        given = "".join(code.split())
        with self._database.transaction() as connection:
            row = connection.execute("SELECT * FROM second_factor WHERE account = ?", (account.name,)).fetchone()
            if row is None or not given.isascii():
                return False
            totp = pyotp.TOTP(row["secret"])
            present = totp.timecode(self._now().replace(tzinfo=TIME_ZONE))
            for step in range(present - _STEPS_APART, present + _STEPS_APART + 1):
                if step > row["last_step"] and hmac.compare_digest(totp.generate_otp(step), given):
                    connection.execute(
                        "UPDATE second_factor SET confirmed = 1, last_step = ? WHERE account = ?", (step, account.name)
                    )
                    return True
        return False

    def forget(self, name: str) -> bool:
        """Takes an account's second factor away and ends its sessions; whether it had one."""
        with self._database.transaction() as connection:
            had = connection.execute("DELETE FROM second_factor WHERE account = ?", (name,)).rowcount > 0
            connection.execute("DELETE FROM session WHERE account = ?", (name,))
        return had
