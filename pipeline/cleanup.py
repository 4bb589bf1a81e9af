"""What killed runs and other versions of the code left behind: removed by the next run, which holds the home's lock.

Belongs here: leftovers that nobody else replaces or removes, and the folder of the run itself. Not here: unfinished
versions of the warehouse (`warehouse.publish`), the site's (`pipeline.documents.site_folder`), documents
(`pipeline.documents.document_journal`).
"""

import shutil

from pipeline import versions
from pipeline.run import Run
from warehouse.daily import remove_unfinished


def clean_up(run: Run, *, from_scratch: bool = False) -> None:
    """Removes copies, ledgers and workbooks that were never finished, rows staged by other versions of the code, and
    makes the run's own folder anew. `from_scratch`: those of this version too. Call with the home's lock."""
    for store in run.stores:
        store.discard_preparations()
    for leftover in (*run.home.archive.glob(".ledger*"), *run.home.quarantine.rglob(".*")):
        if leftover.is_dir():
            shutil.rmtree(leftover, ignore_errors=True)
        else:
            leftover.unlink(missing_ok=True)
    remove_unfinished(run.home.warehouse)
    current = versions.reading_version(run.settings.limits, run.questionnaires.state)
    for folder in run.stores.staging.folders():
        if folder != current or from_scratch:
            run.stores.staging.remove_folder(folder)
    remove_work(run)
    run.work.mkdir(parents=True)


def remove_work(run: Run) -> None:
    """Removes what lives only during the run."""
    shutil.rmtree(run.work, ignore_errors=True)
