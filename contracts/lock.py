"""The proof that a process holds the lock of a home: what whoever changes what is published must show.

Belongs here: the proof. Not here: taking the lock (`pipeline.lock`).
"""

from typing import Final

from contracts.home import Home

FOR_ACCOUNT: Final = "SKM_FOR_ACCOUNT"
"""Variable of the environment: the account of the portal that asked for a command, and holds the lock by it."""


class NotLockedError(RuntimeError):
    """Somebody would change what is published without holding the home's lock: our fault."""


class HeldLock:
    """Made by `pipeline.lock.one_run_at_a_time`; valid until that context ends."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._held = True

    def release(self) -> None:
        """From now on it proves nothing."""
        self._held = False

    def is_of(self, home: Home) -> bool:
        """Whether it is this home's lock, and still held."""
        return self._held and self._home.root.resolve() == home.root.resolve()

    def check(self, home: Home) -> None:
        """Raises NotLockedError unless it is this home's lock, and still held."""
        if not self.is_of(home):
            raise NotLockedError(f"the lock of {home.root} is not held")
