"""What killed runs were just writing: removed by the next one, which holds the home's lock.

Belongs here: leftovers that nobody else replaces or removes. Not here: unfinished versions of the warehouse
(`warehouse.publish`), the site's (`pipeline.documents.site_folder`), documents (`pipeline.documents.document_journal`).
"""

import shutil

from contracts.home import Home
from pipeline.stores import Stores


def remove(home: Home, stores: Stores) -> None:
    """Removes copies, ledgers and workbooks that were never finished. Call with the home's lock."""
    for store in stores:
        store.discard_preparations()
    unfinished = (
        *home.archive.glob(".ledger-*"),
        *home.quarantine.rglob(".*"),
    )
    for leftover in unfinished:
        if leftover.is_dir():
            shutil.rmtree(leftover, ignore_errors=True)
        else:
            leftover.unlink(missing_ok=True)
