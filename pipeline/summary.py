"""What a consolidation did, for whoever started it.

Belongs here: the summary, and leaving it in the home for whoever asked a worker for the run. Not here: how it is shown
(`cli.consolidation`, `flows.artifacts`).
"""

from collections import Counter
from collections.abc import Mapping
from contextlib import suppress

from pydantic import Field, ValidationError

from contracts.atomic_file import write_atomically
from contracts.home import Home
from contracts.records import Record
from pipeline.corrections import ToSenders
from pipeline.documents.document_stages import PeriodDocuments
from pipeline.documents.site_folder import SiteChange
from pipeline.run import Run
from warehouse import published
from warehouse.pin import pinned
from warehouse.read import open_published


class RunSummary(Record):
    """What a consolidation did, for whoever started it."""

    run_id: str
    flow_run_id: str | None = None
    published: bool
    """False: nothing the contents depend on had changed, or a version is held."""
    held_version: str | None = None
    """The version that stays published until it is released (`skm rollback`)."""
    contents_read: int
    files: dict[str, int]
    """Files by status."""
    responses: int
    missing: int
    """Units of the registry without an index in the latest year."""
    documents_made: int
    documents_kept: int
    documents_changed: tuple[str, ...]
    """Periods with new documents."""
    documents_for: tuple[str, ...] = ()
    """Codes of the units with new documents."""
    to_senders: int
    """Workbooks and notes in the quarantine folder."""
    site_files: int
    """Files of the public site that are new or changed."""
    failed: tuple[str, ...]
    """What our code failed at, each by itself: a file (its path in the inbox), or what should have been made of one."""
    rows: dict[str, int] = Field(default_factory=dict)
    """Rows of all files of answers: read, accepted, rejected, duplicate, replaced."""


def summarise(
    run: Run,
    contents_read: int,
    published_now: bool,
    documents: Mapping[str, PeriodDocuments],
    to_senders: ToSenders,
    site: SiteChange | None,
) -> RunSummary:
    """What the run did, from what is published. `documents`: by period."""
    with open_published(run.home) as reader:
        files = published.files(reader)
        year = published.latest_period(reader, "year")
        without = published.missing_units(reader, year) if year else []
        missing = sum(not one.get("reason") for one in without)
    statuses = Counter(file.of("status", str) for file in files)
    rows = published.rows_of_answers(files)
    held = pinned(run.home)
    return RunSummary(
        run_id=run.run_id,
        published=published_now,
        held_version=held.version if held else None,
        contents_read=contents_read,
        files=dict(sorted(statuses.items())),
        responses=rows["accepted"],
        rows=rows,
        missing=missing,
        documents_made=sum(len(of_period.made) for of_period in documents.values()),
        documents_kept=sum(of_period.kept for of_period in documents.values()),
        documents_changed=tuple(period_code for period_code, of_period in documents.items() if of_period.made),
        documents_for=tuple(sorted({owner for of_period in documents.values() for owner in of_period.units_made})),
        to_senders=to_senders.files,
        site_files=site.written if site else 0,
        failed=(
            *(f"berkas {file['path']}" for file in published.failed_at(files)),
            *(f"perbaikan {path}" for path in to_senders.failed),
            *(f"dokumen {name}" for of_period in documents.values() for name in of_period.failed),
            *(f"halaman {name}" for name in (site.failed if site else ())),
        ),
    )


def keep(home: Home, done: RunSummary) -> None:
    """Leaves the summary of a run that ended well. What cannot be written fails no run."""
    with suppress(OSError):
        write_atomically(home.run_summary, done.model_dump_json().encode())


def kept(home: Home, flow_run_id: str) -> RunSummary | None:
    """The summary that a run left; None where another came after it."""
    try:
        found = RunSummary.model_validate_json(home.run_summary.read_bytes())
    except (OSError, ValidationError):
        return None
    return found if found.flow_run_id == flow_run_id else None
