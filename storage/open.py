"""The store that the settings name: a folder here, or one behind a URL.

Belongs here: choosing it. Not here: how a store works (`storage.store`, `storage.remote_store`).
"""

from collections.abc import Mapping
from pathlib import Path

from contracts.errors import ConfigurationError
from storage.store import WHOLE, LocalStore, Store


def open_store(url: str, *, beside: Path, cache: Path, options: Mapping[str, object]) -> Store:
    """The store at a URL or path; a relative path lies `beside`. `cache`: where copies of files that lie elsewhere
    are kept; `options`: credentials and what else the place wants, of fsspec. Nothing is made or asked yet. Raises
    ConfigurationError for a protocol that cannot replace a file whole."""
    scheme, separator, rest = url.partition("://")
    if separator and scheme not in ("file", *WHOLE):
        raise ConfigurationError(
            f"'storage.url' adalah alamat {scheme}://. Yang dapat dipakai: folder, juga folder jaringan, "
            f"atau {', '.join(f'{one}://' for one in WHOLE)}."
        )
    if scheme in WHOLE:
        from storage.remote_store import RemoteStore  # brings what a folder here never needs

        return RemoteStore(url.rstrip("/"), cache, options)
    return LocalStore(beside / (rest if separator else url))
