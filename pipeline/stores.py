"""The folders that several machines may share: where originals, staged rows and documents lie.

Belongs here: which stores there are, and opening them as the settings say. Not here: how a store works
(`storage.store`), what lies in one.

Without `storage.url` they lie in the home. Everything else always does: ledger, warehouse, site and the lock need
renames of one file system.
"""

from typing import NamedTuple

from contracts.home import Home
from contracts.settings import Storage
from pipeline.credentials import secret_options
from storage.open import open_store
from storage.store import Store


class Stores(NamedTuple):
    """What a worker needs to reach, all it needs: with these it works without the home."""

    archive: Store
    """Originals, by content hash."""
    staging: Store
    """Typed rows and readings, by the version of the code that read them; what lives only during a run."""
    reports: Store
    """Documents, and the manifest of every period."""
    journal: Store
    """What is being written into `reports`."""


def open_stores(home: Home, storage: Storage) -> Stores:
    """The stores of a home. Credentials are asked for only where the settings name another place."""
    options = secret_options("SKM_STORAGE_OPTIONS") if storage.url else {}
    place = open_store(storage.url, beside=home.root, cache=home.copies, options=options)
    return Stores(
        *(place.below(folder.name) for folder in (home.archive, home.staging, home.reports, home.documents_journal))
    )
