"""What was typed into forms whose session had ended when they were sent: kept until somebody has logged in again.

Belongs here: keeping such a form for a while, and giving it back to the page it was typed on. Not here: which pages
take it back (`portal.server.app`), the login.

In memory, and never in an address, a log or a file: rows of people are typed too. A form is given to whoever shows its
random name on the page it was sent to, which asks for its own session first. Anybody may send one, so an address and
all of them together have little room; the oldest goes first.
"""

import secrets
import threading
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from portal.server.throttle import places_of

KEPT: Final = timedelta(hours=2)
MOST_OF_AN_ADDRESS: Final = 8
"""Of one of IPv6 the network that a household has, as for wrong passwords (`portal.server.throttle`)."""
MOST_FORMS: Final = 2_000
MOST_BYTES: Final = 32_000_000
"""Of all forms together, about."""
_FIELD_BYTES: Final = 200
"""What the two texts of a field take besides their letters."""
_NAME_BYTES: Final = 16


@dataclass(frozen=True)
class _TypedForm:
    path: str
    fields: dict[str, str]
    places: tuple[str, ...]
    at: datetime
    size: int


class TypedForms:
    """The forms that wait for a login. One process serves the portal."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._forms: dict[str, _TypedForm] = {}
        """By name, the oldest first."""
        self._of_place: defaultdict[str, list[str]] = defaultdict(list)
        self._size = 0

    def keep(self, path: str, fields: Mapping[str, str], address: str) -> str:
        """Keeps what was sent to a path from an address; the name by which it is found."""
        name = secrets.token_urlsafe(_NAME_BYTES)
        size = sum(len(one) + len(text) + _FIELD_BYTES for one, text in fields.items())
        most = {place: MOST_OF_AN_ADDRESS * times for place, times in places_of(address).items()}
        with self._lock:
            self._forms[name] = _TypedForm(path, dict(fields), tuple(most), self._now(), size)
            self._size += size
            for place in most:
                self._of_place[place].append(name)
            self._make_room(most)
        return name

    def find(self, path: str, name: str) -> dict[str, str]:
        """What was typed there; nothing where it is not kept, or was typed elsewhere."""
        with self._lock:
            form = self._forms.get(name)
        if form is None or form.path != path or self._is_old(form):
            return {}
        return dict(form.fields)

    def _is_old(self, form: _TypedForm) -> bool:
        return self._now() - form.at >= KEPT

    def _make_room(self, most: Mapping[str, int]) -> None:
        for place, forms in most.items():
            while len(self._of_place[place]) > forms:
                self._forget(self._of_place[place][0])
        while self._forms:
            oldest, form = next(iter(self._forms.items()))
            if not (self._is_old(form) or len(self._forms) > MOST_FORMS or self._size > MOST_BYTES):
                break
            self._forget(oldest)

    def _forget(self, name: str) -> None:
        form = self._forms.pop(name)
        self._size -= form.size
        for place in form.places:
            self._of_place[place].remove(name)
            if not self._of_place[place]:
                del self._of_place[place]
