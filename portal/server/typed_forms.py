"""What was typed into forms whose session had ended when they were sent: kept until somebody has logged in again.

Belongs here: keeping such a form for a while, and giving it back to the page it was typed on. Not here: which pages
take it back (`portal.server.app`), the login.

In memory, and never in an address, a log or a file: rows of people are typed too. A form is given to whoever shows its
random name on the page it was sent to, which asks for its own session first. Anybody may send one, so an address and
all of them together have little room; the oldest goes first.
"""

import secrets
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

KEPT: Final = timedelta(hours=2)
MOST_OF_AN_ADDRESS: Final = 8
MOST_LETTERS: Final = 16_000_000
"""Of all forms together."""
_NAME_BYTES: Final = 16


@dataclass(frozen=True)
class _TypedForm:
    path: str
    fields: dict[str, str]
    address: str
    at: datetime

    @property
    def letters(self) -> int:
        return sum(len(name) + len(text) for name, text in self.fields.items())


class TypedForms:
    """The forms that wait for a login. One process serves the portal."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._forms: dict[str, _TypedForm] = {}

    def keep(self, path: str, fields: Mapping[str, str], address: str) -> str:
        """Keeps what was sent to a path from an address; the name by which it is found."""
        name = secrets.token_urlsafe(_NAME_BYTES)
        with self._lock:
            self._forms[name] = _TypedForm(path, dict(fields), address, self._now())
            self._make_room(address)
        return name

    def find(self, path: str, name: str) -> dict[str, str]:
        """What was typed there; nothing where it is not kept, or was typed elsewhere."""
        with self._lock:
            form = self._forms.get(name)
        if form is None or form.path != path or self._now() - form.at >= KEPT:
            return {}
        return dict(form.fields)

    def _make_room(self, address: str) -> None:
        old = [name for name, form in self._forms.items() if self._now() - form.at >= KEPT]
        theirs = [name for name, form in self._forms.items() if form.address == address and name not in old]
        for name in (*old, *theirs[:-MOST_OF_AN_ADDRESS]):
            del self._forms[name]
        letters = sum(form.letters for form in self._forms.values())
        while letters > MOST_LETTERS:
            oldest = next(iter(self._forms))
            letters -= self._forms.pop(oldest).letters
