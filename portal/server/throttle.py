"""Waiting after failed logins: by account from where it is asked for, and by address whatever the account.

Belongs here: counting and waiting. Not here: whether a password or a code is right (`portal.server.accounts`,
`portal.server.second_factor`). Kept in memory only: what was typed as a name may be a password.

A name is counted together with the address: who fails on purpose makes nobody wait who is somewhere else. The codes of
an account are counted by the account alone: whoever gets as far as a code has its password.
"""

import ipaddress
import threading
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

_NETWORKS: Final = {64: 1, 48: 10}
"""Of IPv6: what one household or office has, and what one customer may have. From the larger there may be so many
times as many failures as from the smaller."""
_NAMES_AT_AN_ADDRESS: Final = 10
"""An office has one address for all its people: it may fail so many times as often as one name."""


@dataclass(frozen=True)
class Wait:
    """An attempt that came too soon."""

    left: timedelta
    is_first: bool
    """Whether nobody was told to wait for this reason since the last failure: the audit log is told once."""


class Throttle:
    """Attempts of the last minutes. An attempt is entered before its password is looked at, so that many at
    once do not slip through, and taken back when it was right."""

    def __init__(self, now: Callable[[], datetime], *, attempts: int, wait: timedelta) -> None:
        """After so many failed `attempts` of a name from an address within `wait`, or ten times as many from an
        address, the next has to wait until the oldest of them is that old."""
        self._now = now
        self._attempts = attempts
        self._wait = wait
        self._failures: defaultdict[str, list[datetime]] = defaultdict(list)
        self._told: dict[str, datetime] = {}
        self._lock = threading.Lock()

    def admit(self, name: str, address: str) -> Wait | None:
        """Enters an attempt with a password; None. Or, where there were too many, how long to wait."""
        return self._admit(self._of_password(name, address))

    def admit_code(self, name: str) -> Wait | None:
        """The same for an attempt with a code, by whoever gave the right password."""
        return self._admit({_code_subject(name): self._attempts})

    def forgive(self, name: str, address: str) -> None:
        """The password was right: the name's failures from there are forgotten, of the address only this attempt;
        else one right password would buy any number of wrong ones for other names."""
        with self._lock:
            for subject in self._of_password(name, address):
                if subject.startswith("name "):
                    self._failures.pop(subject, None)
                elif self._failures.get(subject):
                    self._failures[subject].pop()

    def forgive_code(self, name: str) -> None:
        """The code was right."""
        with self._lock:
            self._failures.pop(_code_subject(name), None)

    def _admit(self, subjects: Mapping[str, int]) -> Wait | None:
        now = self._now()
        with self._lock:
            self._forget(now - self._wait)
            for subject, attempts in subjects.items():
                last = self._failures.get(subject, [])[-attempts:]
                if len(last) == attempts:
                    is_first = self._told.get(subject) != last[-1]
                    self._told[subject] = last[-1]
                    return Wait(last[0] + self._wait - now, is_first)
            for subject in subjects:
                self._failures[subject].append(now)
        return None

    def _of_password(self, name: str, address: str) -> dict[str, int]:
        """What an attempt counts for, and how many failures each may have."""
        subjects = {}
        for place, times in places_of(address).items():
            subjects[f"name {name} from {place}"] = self._attempts * times
            subjects[f"from {place}"] = self._attempts * times * _NAMES_AT_AN_ADDRESS
        return subjects

    def _forget(self, until: datetime) -> None:
        for subject, moments in list(self._failures.items()):
            kept = [moment for moment in moments if moment > until]
            if kept:
                self._failures[subject] = kept
            else:
                del self._failures[subject]
        self._told = {subject: last for subject, last in self._told.items() if last > until}


def _code_subject(name: str) -> str:
    return f"code of {name}"


def places_of(address: str) -> dict[str, int]:
    """What is counted of an address, the smallest first, and how many times as often as of that."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return {address: 1}
    if isinstance(parsed, ipaddress.IPv4Address):
        return {str(parsed): 1}
    if parsed.ipv4_mapped is not None:
        return {str(parsed.ipv4_mapped): 1}
    return {
        str(ipaddress.ip_network((int(parsed), length), strict=False)): times for length, times in _NETWORKS.items()
    }
