"""Waiting after failed logins: by user name, and by address.

Belongs here: counting and waiting. Not here: whether a password is right (`portal.server.accounts`).
Kept in memory only: what was typed as a name may be a password.
"""

import ipaddress
import threading
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

_HOME_NETWORK: Final = 64
"""One customer has that much of IPv6: its addresses count as one."""

_NAMES_AT_AN_ADDRESS: Final = 10
"""An office has one address for all its people: it may fail so many times as often as one name."""


class Throttle:
    """Attempts of the last minutes. An attempt is entered before its password is looked at, so that many at
    once do not slip through, and taken back when it was right."""

    def __init__(self, now: Callable[[], datetime], *, attempts: int, wait: timedelta) -> None:
        """After so many failed `attempts` of a name within `wait`, or ten times as many from an address, the
        next has to wait until the oldest of them is that old."""
        self._now = now
        self._attempts = attempts
        self._wait = wait
        self._failures: defaultdict[str, list[datetime]] = defaultdict(list)
        self._lock = threading.Lock()

    def admit(self, name: str, address: str) -> timedelta | None:
        """Enters an attempt; None. Or, where there were too many, how long to wait."""
        now = self._now()
        subjects = {
            _name_subject(name): self._attempts,
            _address_subject(address): self._attempts * _NAMES_AT_AN_ADDRESS,
        }
        with self._lock:
            self._forget(now - self._wait)
            for subject, attempts in subjects.items():
                last = self._failures.get(subject, [])[-attempts:]
                if len(last) == attempts:
                    return last[0] + self._wait - now
            for subject in subjects:
                self._failures[subject].append(now)
        return None

    def forgive(self, name: str, address: str) -> None:
        """The attempt was right: the name's failures are forgotten, of the address only this attempt; else
        one right password would buy any number of wrong ones for other names."""
        with self._lock:
            self._failures.pop(_name_subject(name), None)
            if self._failures.get(_address_subject(address)):
                self._failures[_address_subject(address)].pop()

    def _forget(self, until: datetime) -> None:
        for subject, moments in list(self._failures.items()):
            kept = [moment for moment in moments if moment > until]
            if kept:
                self._failures[subject] = kept
            else:
                del self._failures[subject]


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
