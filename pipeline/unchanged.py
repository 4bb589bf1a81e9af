"""A run that has nothing to do: found out before anything heavy is imported or started.

Belongs here: asking every step whether it would do anything. Not here: any step. What is asked is what the steps ask
of themselves; whatever is in doubt, the flow runs.
"""

from collections.abc import Sequence

from contracts.records import Reading, Sighting
from ingest import intake
from pipeline import cleanup, corrections, inboxes, notified, reading, staging, summary
from pipeline.documents import document_stages
from pipeline.erasing import erasure_list
from pipeline.run import Run
from pipeline.summary import RunSummary
from warehouse import published
from warehouse.read import kept_open, open_published


def without_anything_to_do(run: Run, *, documents: bool) -> RunSummary | None:
    """The summary of a run that has nothing to do, after the steps that only look; None where there is something.
    Under the lock of the home. Raises HomeError where archive, ledger and what is published disagree."""
    with kept_open(run.home):
        ledger = intake.load_ledger(run.home)
        if not _is_as_left(run, ledger):
            return None
        readings = _readings(run, ledger)
        made = document_stages.nothing_due(run) if documents else {}
        if readings is None or made is None:
            return None
        cleanup.clean_up(run)
        if len(reading.take_in(run)) != len(run.counted(ledger)):
            return None  # came in this very moment
        to_senders = corrections.return_to_senders(run, readings)
        cleanup.remove_work(run)
        return summary.summarise(run, 0, False, made, to_senders, None)


def _is_as_left(run: Run, ledger: Sequence[Sighting]) -> bool:
    """Nothing came, nothing else changed that figures depend on, and nobody waits to be told."""
    return (
        not reading.is_held(run)
        and reading.is_up_to_date(run, run.counted(ledger))
        and not inboxes.has_news(run.inboxes, list(ledger))
        and erasure_list.is_done(run.home, run.erasures)
        and _is_told(run)
    )


def _is_told(run: Run) -> bool:
    """Whether nobody is to be notified of a refused file (`flows.notifications`)."""
    if "refused" not in run.settings.notifications.events:
        return True
    with open_published(run.home) as reader:
        keys = {notified.key_of_file(file) for file in published.not_taken_in(published.files(reader))}
    try:
        return keys == notified.told(run.home, "refused")
    except ValueError:
        return False  # said by whoever tells


def _readings(run: Run, ledger: Sequence[Sighting]) -> dict[str, Reading] | None:
    """Every content's reading; None where one is to be read again."""
    contents = {one.content_id for one in run.counted(ledger) if one.refusal is None}
    readings = staging.load_readings(run.area, contents)
    return staging.with_parts(readings) if readings.keys() == contents else None
