"""The registry as it is now: staff add and rename units while the server runs.

Belongs here: reading it anew when its file changed. Not here: what stands in it (`contracts.registry`).
"""

from contextlib import suppress
from pathlib import Path

from contracts.errors import SkmError
from contracts.registry import Registry, load_registry


class RegistryNow:
    """Gives the registry of a home. One that cannot be meant is passed over: the last good one holds."""

    def __init__(self, path: Path) -> None:
        """Raises ConfigurationError where the first one cannot be read."""
        self._path = path
        self._seen = self._stamp()
        self._registry = load_registry(path)

    def __call__(self) -> Registry:
        """The registry."""
        if (seen := self._stamp()) != self._seen:
            with suppress(SkmError):
                self._registry = load_registry(self._path)
            self._seen = seen
        return self._registry

    def _stamp(self) -> tuple[int, int]:
        try:
            found = self._path.stat()
        except OSError:
            return (0, 0)
        return (found.st_mtime_ns, found.st_ino)
