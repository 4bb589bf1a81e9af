"""Documents of the published figures: which are due, making them in child processes, the manifests.

Belongs here: when a document is made again, where it lies, what the manifest of a period says. Not here:
what a bundle consists of (`pipeline.documents.bundles`), any figure, Prefect.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from pydantic import Field, ValidationError

from contracts.clock import now
from contracts.errors import raise_if_of_the_machine, trace_of
from contracts.home import Home
from contracts.periods import is_period_code
from contracts.records import Record
from contracts.settings import Settings
from pipeline.documents import document_journal
from pipeline.documents.bundles import (
    Bundle,
    PeriodFigures,
    UnitBundle,
    responses_by_unit,
    responses_of,
)
from pipeline.documents.document_journal import NotedDocument
from pipeline.documents.documents_put_away import put_away
from pipeline.documents.photographs import handed_on
from reports.documents import DocumentKind
from reports.figures.apart_figures import ApartFigures
from reports.figures.regency_figures import RegencyFigures
from reports.figures.unit_figures import PhotographFigure, ResponseFigure
from storage.store import Store
from warehouse import published
from warehouse.read import open_published

if TYPE_CHECKING:
    from pipeline.stores import Stores

MANIFEST = "manifest.json"
_READ_AT_ONCE = 64


class ManifestEntry(Record):
    """One file that leaves the house."""

    size: int
    sha256: str
    inputs: str
    """The hash of what it was made from, and after a space the code that is printed in it; only the hash where none is,
    or an earlier release made it. Together, for a release of before knows no other field."""

    @property
    def code(self) -> str:
        """That is printed in it; empty where none is, or an earlier release made it."""
        return self.inputs.partition(" ")[2]


class Manifest(Record):
    """Every document of a period."""

    made_from: str = ""
    """The published run and the version of documents that all documents were last compared with."""
    files: dict[str, ManifestEntry] = Field(default_factory=dict)
    failed: tuple[str, ...] = ()
    """Codes of the units, and REGENCY, whose documents our code failed to make: they are not there."""
    beside_from: str = ""
    """Of a closed period, what the documents beside its official ones were last compared with."""

    def as_json(self) -> bytes:
        """As it is written. What is not there is not said: releases that do not know it read the rest."""
        return self.model_dump_json(indent=1, exclude=None if self.beside_from else {"beside_from"}).encode()


class DueBundle(NamedTuple):
    """A bundle to be made, and where."""

    period_code: str
    bundle: Bundle


class FailedBundle(NamedTuple):
    """A unit, or REGENCY, whose documents could not be made, and where our code failed (`trace_of`)."""

    owner: str
    fault: str


class MadeDocument(NamedTuple):
    """A document that was made."""

    name: str
    entry: ManifestEntry


class DueDocuments(NamedTuple):
    """What has to be made for a period."""

    bundles: list[DueBundle]
    current: int
    """Documents that need nothing."""
    made_from: str
    failed: tuple[FailedBundle, ...] = ()
    """Units whose figures could not be told."""
    put_away: tuple[str, ...] = ()
    """Documents that are valid no more, where they lie in the archive now."""
    beside_from: str = ""
    """For the manifest of a closed period."""


def request_documents(reports: Store, period_codes: Iterable[str]) -> None:
    """From now on the documents of these periods are kept up to date, from the day on which they have figures."""
    for period_code in period_codes:
        if not reports.exists(_manifest(period_code)):
            _save_manifest(reports, period_code, Manifest())


def periods_with_documents(home: Home, reports: Store, settings: Settings) -> list[str]:
    """Periods whose documents are kept up to date, oldest first: those of the kinds in the settings, and
    those somebody asked for once."""
    with open_published(home) as reader:
        periods = published.periods(reader)
    codes = [period.of("period_code", str) for period in periods]
    folders = set(reports.folders())
    asked_for = reports.present(_manifest(code) for code in codes if code in folders)
    return [
        code
        for code, period in zip(codes, periods, strict=True)
        if period["kind"] in settings.reports.kinds or _manifest(code) in asked_for
    ]


def documents_due(home: Home, stores: "Stores", figures: PeriodFigures, *, again: bool = False) -> DueDocuments:
    """Bundles of a period whose figures differ from those they were last made from; with `again` all of them. The
    regency's, and putting away documents of units that no longer have an index, only where the figures are of all
    units. Where nothing can have changed, no figures are read."""
    period_code = figures.period_code
    made_from = figures.made_from
    if not again and (current := current_documents(stores, period_code, made_from)):
        return current
    manifest, there = _as_they_are(stores, period_code)
    apart, failed_apart = figures.apart
    bundles: list[Bundle] = [
        *figures.units,
        *apart,
        *figures.accounts,
        *([figures.regency] if figures.unit_code is None else []),
    ]
    faults = {**figures.failed, **failed_apart}
    gone: list[str] = []
    if figures.unit_code is None:
        kept = {name for bundle in bundles for name in bundle.names}
        gone = _put_away_others(stores, period_code, kept, {bundle.owner for bundle in bundles}, faults)
        _remove_others(stores.reports, period_code, load_manifest(stores.reports, period_code), kept)
    due = [DueBundle(period_code, one) for one in (bundles if again else _to_be_made(bundles, manifest, there))]
    needs_nothing = sum(len(bundle.names) for bundle in bundles) - sum(len(one.bundle.names) for one in due)
    failed = tuple(FailedBundle(unit_code, fault) for unit_code, fault in faults.items())
    made_from = made_from if figures.unit_code is None else manifest.made_from
    return DueDocuments(due, needs_nothing, made_from, failed, tuple(gone))


def current_documents(stores: "Stores", period_code: str, made_from: str) -> DueDocuments | None:
    """Nothing is due in a period; None where something may be: its figures have to be read."""
    manifest, there = _as_they_are(stores, period_code)
    is_current = manifest.made_from == made_from and there == manifest.files.keys()
    return DueDocuments([], len(manifest.files), made_from) if is_current else None


def due_beside_official(
    stores: "Stores", figures: PeriodFigures, official: Collection[str], made_from: str
) -> DueDocuments:
    """What has to be made beside the documents of a closed period (`official`, by their names), which stay as they are;
    what is valid no more beside them is put away. Where nothing can have changed, no figures are read."""
    period_code, beside_from = figures.period_code, figures.made_from
    manifest, there = _as_they_are(stores, period_code)
    if manifest.beside_from == beside_from and there == manifest.files.keys():
        return DueDocuments([], len(manifest.files), made_from, beside_from=beside_from)
    bundles, failed = figures.beside_official
    wanted = {*official, *(name for bundle in bundles for name in bundle.names)}
    gone: list[str] = []
    if figures.unit_code is None:
        owners = {name.partition("/")[0] for name in wanted}
        gone = _put_away_others(stores, period_code, wanted, owners, failed)
    manifest = load_manifest(stores.reports, period_code)
    there = stores.reports.below(period_code).present(manifest.files)
    due = [DueBundle(period_code, bundle) for bundle in _to_be_made(bundles, manifest, there)]
    current = len(wanted) - sum(len(one.bundle.names) for one in due)
    faults = tuple(FailedBundle(unit_code, fault) for unit_code, fault in failed.items())
    beside_from = beside_from if figures.unit_code is None else manifest.beside_from
    return DueDocuments(due, current, made_from, faults, tuple(gone), beside_from)


def put_away_periods(stores: "Stores", period_codes: Collection[str]) -> dict[str, list[str]]:
    """Puts the documents of periods away that no longer have any figures (`period_codes` have); by period, where they
    lie in the archive now."""
    gone: dict[str, list[str]] = {}
    for code in stores.reports.folders():
        if is_period_code(code) and code not in period_codes and stores.reports.exists(_manifest(code)):
            _record_noted(stores, code)
            if moved := _put_away_others(stores, code, set(), set(), ()):
                gone[code] = moved
    return gone


def write_rows(home: Home, staging: Store, due: Sequence[DueBundle], name: str) -> None:
    """Writes what `render` needs of the warehouse for bundles of one period under that name: whoever makes the
    documents has no warehouse."""
    units = [one.bundle.owner for one in due if isinstance(one.bundle, UnitBundle) and one.bundle.made == "period"]
    with open_published(home) as reader:
        rows = responses_of(reader, due[0].period_code, units)
    with staging.preparing() as folder:
        rows.write_parquet(folder / "rows.parquet", compression="lz4", statistics=False)
        staging.take_all({name: folder / "rows.parquet"})


def render(stores: "Stores", rows: str, due: Sequence[DueBundle]) -> list[list[MadeDocument] | FailedBundle]:
    """Makes the bundles of one period; the documents of each, or how our code failed at it. `rows`: the name that
    `write_rows` wrote. Runs in a child process, of any machine."""
    with stores.staging.temporary_local_paths([rows]) as (path,):
        responses = responses_by_unit(path)
    made: list[list[MadeDocument] | FailedBundle] = []
    for one in due:
        try:
            photographs = _photographs(stores.staging, one.bundle, rows)
            contents = dict(written_bundle(one.bundle, responses.get(one.bundle.owner, []), photographs))
        except Exception as error:
            raise_if_of_the_machine(error)
            made.append(FailedBundle(one.bundle.owner, trace_of(error)))
        else:
            made.append(_write_noted(stores, one.period_code, one.bundle, contents))
    return made


def _photographs(staging: Store, bundle: Bundle, rows: str) -> Sequence[tuple[PhotographFigure, bytes]]:
    if not isinstance(bundle, UnitBundle):
        return ()
    return handed_on(staging, bundle.owner, f"{rows}.{bundle.made}", bundle.figures.photographs)


def written_bundle(
    bundle: Bundle,
    responses: Sequence[ResponseFigure],
    photographs: Sequence[tuple[PhotographFigure, bytes]] = (),
) -> Iterator[tuple[str, bytes]]:
    """Every document of a bundle, with its name. `responses`: the unit's rows of the period; `photographs`: those
    of its report, with their files' bytes."""
    from reports.rendering import UnitSource, written  # only children need the writers of all formats

    def source(kind: DocumentKind) -> UnitSource | ApartFigures | RegencyFigures:
        if not isinstance(bundle, UnitBundle):
            return bundle.figures
        one = bundle.of(kind)
        printed = {"responses": tuple(responses)} if bundle.rows_printed else {}
        figures = one.figures.model_copy(update=printed)
        return UnitSource(figures, one.public, one.small_cell, responses, photographs)

    for kind in bundle.kinds:
        for ending, content in written(kind, source(kind)):
            yield bundle.name(kind, ending), content


def record(
    stores: "Stores",
    period_code: str,
    made: Iterable[MadeDocument],
    made_from: str,
    failed: Mapping[str, Sequence[str]] | None = None,
    beside_from: str = "",
) -> None:
    """Enters new documents into the manifest of their period, replaced atomically. `failed`: whose documents could not
    be made, with their names; what lies there of earlier figures is removed, and the next run tries again."""
    failed = failed or {}
    stale = {name for names in failed.values() for name in names}
    manifest = load_manifest(stores.reports, period_code)
    if stale:
        _remove_others(stores.reports, period_code, manifest, set(manifest.files) - stale)
        manifest = load_manifest(stores.reports, period_code)
    files = manifest.files | {document.name: document.entry for document in made}
    updated = Manifest(
        made_from="" if failed else made_from,
        files=dict(sorted(files.items())),
        failed=tuple(sorted(failed)),
        beside_from="" if failed else beside_from,
    )
    if updated != manifest:
        _save_manifest(stores.reports, period_code, updated)
    document_journal.forget(stores.journal, period_code)


def rename_edited_documents(reports: Store, period_code: str, names: Iterable[str], at: datetime) -> list[str]:
    """Documents that somebody changed since they were made get another name, so that new ones do not
    replace them: the report is edited in Word, the follow-up workbook filled in where it lies. Returns
    the new names, as they lie in `reports`."""
    files = load_manifest(reports, period_code).files
    digests = _digests(reports.below(period_code), [name for name in names if name in files])
    aside = []
    for name, digest in digests.items():
        if digest == files[name].sha256:
            continue
        path = PurePosixPath(period_code, name)
        kept = path.with_name(f"{path.stem} - suntingan {at:%Y-%m-%d %H%M%S}{path.suffix}").as_posix()
        reports.rename(path.as_posix(), kept)
        aside.append(kept)
    return aside


def remove_documents(reports: Store, period_code: str, names: Iterable[str]) -> None:
    """Removes documents, edited or not, and forgets them: where they are due, the next run makes them."""
    gone = set(names)
    for name in gone:
        reports.remove(f"{period_code}/{name}")
    manifest = load_manifest(reports, period_code)
    kept = {name: entry for name, entry in manifest.files.items() if name not in gone}
    if kept != manifest.files:
        _save_manifest(reports, period_code, manifest.model_copy(update={"files": kept, "made_from": ""}))


def load_manifest(reports: Store, period_code: str) -> Manifest:
    """The manifest of a period; an empty one where there is none, or where it is of an earlier make: then
    every document is made again."""
    try:
        return Manifest.model_validate_json(reports.read(_manifest(period_code)))
    except (FileNotFoundError, ValidationError):
        return Manifest()


def _manifest(period_code: str) -> str:
    return f"{period_code}/{MANIFEST}"


def _as_they_are(stores: "Stores", period_code: str) -> tuple[Manifest, set[str]]:
    """A period's manifest, and which of its documents are there."""
    _record_noted(stores, period_code)
    manifest = load_manifest(stores.reports, period_code)
    return manifest, stores.reports.below(period_code).present(manifest.files)


def _record_noted(stores: "Stores", period_code: str) -> None:
    """Enters into the manifest what a run wrote that was killed before it could: else its documents would
    be taken for edited ones."""
    noted = {document.name: document for document in document_journal.noted(stores.journal, period_code)}
    if noted:
        reports = stores.reports.below(period_code)
        reports.discard_incomplete(noted)
        manifest = load_manifest(stores.reports, period_code)
        files = dict(manifest.files)
        for name, digest in _digests(reports, noted).items():
            entry = ManifestEntry(**noted[name].model_dump(exclude={"name"}))
            if digest == entry.sha256:
                files[name] = entry
            elif name not in files:
                # Not what we wrote, or never written: due, and put aside like any other that was edited.
                files[name] = entry.model_copy(update={"inputs": ""})
        if files != manifest.files:
            updated = manifest.model_copy(update={"files": dict(sorted(files.items()))})
            _save_manifest(stores.reports, period_code, updated)
    document_journal.forget(stores.journal, period_code)


def _write_noted(
    stores: "Stores", period_code: str, bundle: Bundle, contents: Mapping[str, bytes]
) -> list[MadeDocument]:
    """Writes the documents of a bundle, each whole, after the journal says so."""
    inputs = _inputs(bundle)
    made = [
        MadeDocument(name, ManifestEntry(size=len(content), sha256=_digest(content), inputs=inputs[name]))
        for name, content in contents.items()
    ]
    noted = [NotedDocument(name=document.name, **dict(document.entry)) for document in made]
    document_journal.note(stores.journal, period_code, bundle.names[0], noted)
    stores.reports.below(period_code).write_all(contents)
    return made


def _digests(reports: Store, names: Iterable[str]) -> dict[str, str]:
    """SHA-256 of those documents that are there; a few at a time, for together they may be larger than memory."""
    wanted = list(names)
    return {
        name: _digest(content)
        for start in range(0, len(wanted), _READ_AT_ONCE)
        for name, content in reports.read_all(wanted[start : start + _READ_AT_ONCE]).items()
    }


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _inputs(bundle: Bundle) -> dict[str, str]:
    """By name, what a manifest says that each document of a bundle is made from."""
    return {name: " ".join(filter(None, made_from)) for name, made_from in bundle.made_from.items()}


def _to_be_made(bundles: Iterable[Bundle], manifest: Manifest, there: set[str]) -> Iterator[Bundle]:
    """Bundles with the documents that are not there, or were made from something else."""
    known = {name: entry.inputs for name, entry in manifest.files.items() if name in there}
    for bundle in bundles:
        if names := [name for name, inputs in _inputs(bundle).items() if known.get(name) != inputs]:
            yield bundle.with_only(names)


def _put_away_others(
    stores: "Stores", period_code: str, wanted: set[str], owners: set[str], failed: Collection[str]
) -> list[str]:
    """Puts away what we made and is valid no more, and all that lies in the folder of a unit without an index, also
    what somebody changed or put there; nothing of those whose figures our code `failed` at."""
    manifest = load_manifest(stores.reports, period_code)
    known = {name for name in manifest.files if name not in wanted}
    without_index = {name.partition("/")[0] for name in known if "/" in name} - owners
    for owner in without_index:
        known |= {name.removeprefix(f"{period_code}/") for name in stores.reports.files(f"{period_code}/{owner}")}
    stale = [f"{period_code}/{name}" for name in known if name.partition("/")[0] not in failed]
    moved = put_away(stores.reports, stores.archive, stale, now())
    if stale:
        gone = {name.removeprefix(f"{period_code}/") for name in stale}
        kept = {name: entry for name, entry in manifest.files.items() if name not in gone}
        _save_manifest(stores.reports, period_code, manifest.model_copy(update={"files": kept, "made_from": ""}))
    return moved


def _remove_others(reports: Store, period_code: str, manifest: Manifest, wanted: set[str]) -> None:
    """Removes documents that could not be made again: only files as we made them."""
    others = {name: entry for name, entry in manifest.files.items() if name not in wanted}
    for name, digest in _digests(reports.below(period_code), others).items():
        if digest == others[name].sha256:
            reports.remove(f"{period_code}/{name}")
    if others:
        kept = {name: entry for name, entry in manifest.files.items() if name in wanted}
        _save_manifest(reports, period_code, manifest.model_copy(update={"files": kept}))


def _save_manifest(reports: Store, period_code: str, manifest: Manifest) -> None:
    reports.write(_manifest(period_code), manifest.as_json())
