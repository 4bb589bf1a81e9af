"""Documents of closed periods: into an edition when a period is closed, and back where one is missing.

Belongs here: comparing the documents of a period with those of its edition, byte by byte. Not here: the
edition's own files (`pipeline.editions`), documents of periods that are open (`pipeline.documents.documents`).
"""

from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from contracts.atomic_file import file_sha256
from pipeline.documents import documents
from pipeline.documents.documents import MANIFEST, Manifest, ManifestEntry
from pipeline.editions import DOCUMENTS, KeptEdition, load_document
from pipeline.stores import Stores
from reports.documents import becomes_official
from storage.store import Store


class PutBack(NamedTuple):
    """What was done so that a closed period's documents are those of its edition."""

    made_from: str
    """For the period's manifest: no run makes them."""
    documents: tuple[str, ...]
    """All of the edition."""
    restored: tuple[str, ...]
    aside: tuple[str, ...]
    """Documents that somebody changed, under their new names."""


class ChangedWhileClosingError(RuntimeError):
    """A document is not what its manifest says, although it was just made: somebody writes into the folder."""


def copy_into(folder: Path, reports: Store, period_code: str) -> int:
    """Copies the documents of a period that become official, with their manifest, into an edition's folder; returns how
    many. Raises ChangedWhileClosingError where one is not what the manifest says."""
    manifest = documents.load_manifest(reports, period_code)
    official = {name: entry for name, entry in manifest.files.items() if becomes_official(PurePosixPath(name).name)}
    manifest = manifest.model_copy(update={"files": official, "beside_from": ""})
    for name, entry in manifest.files.items():
        target = folder / DOCUMENTS / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(reports.read(f"{period_code}/{name}"))
        if file_sha256(target) != entry.sha256:
            raise ChangedWhileClosingError(f"{period_code}/{name}")
    (folder / DOCUMENTS / MANIFEST).write_bytes(manifest.as_json())
    return len(manifest.files)


def put_back(stores: Stores, edition: KeptEdition, now: datetime) -> PutBack:
    """Makes the documents of a closed period those of its edition: what is missing is copied back, what somebody
    changed gets another name first. Documents that nobody touched since the manifest was written are not read."""
    period_code = edition.record.period_code
    made_from = f"{period_code}@{edition.record.revision}"
    official = Manifest.model_validate_json(load_document(edition, MANIFEST)).files
    reports = stores.reports.below(period_code)
    known = documents.load_manifest(stores.reports, period_code)
    # Supplements lie beside them.
    is_ours = known.made_from == made_from and official.items() <= known.files.items()
    suspected = _suspected(reports, official, reports.stamps([MANIFEST])[MANIFEST].changed_at if is_ours else 0)
    if is_ours and not suspected:
        return PutBack(made_from, tuple(official), (), ())
    made = [documents.MadeDocument(name, entry) for name, entry in official.items()]
    documents.record(stores, period_code, made, made_from)
    aside = documents.rename_edited_documents(stores.reports, period_code, suspected, now)
    there = reports.present(suspected)
    missing = [name for name in suspected if name not in there]
    for name in missing:
        reports.write(name, load_document(edition, name))
    reports.write(MANIFEST, reports.read(MANIFEST))  # later than all of them: the next run need not read them
    return PutBack(made_from, tuple(official), tuple(missing), tuple(aside))


def _suspected(reports: Store, files: dict[str, ManifestEntry], since: float) -> list[str]:
    """Documents that are missing, of another size, or were touched since (by the clock of the place)."""
    stamps = reports.stamps(files)

    def is_suspected(name: str, entry: ManifestEntry) -> bool:
        stamp = stamps.get(name)
        return stamp is None or stamp.size != entry.size or stamp.changed_at >= since

    return [name for name, entry in files.items() if is_suspected(name, entry)]
