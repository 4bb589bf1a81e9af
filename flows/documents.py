"""Documents of the published figures: which are due, making them in child processes, the manifests.

Belongs here: when a document is made again, where it lies, what the manifest of a period says. Not here:
what a bundle consists of (`flows.bundles`), any figure, Prefect.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from pydantic import Field, ValidationError

from contracts.home import Home
from contracts.records import Record
from contracts.registry import Registry
from contracts.settings import Settings
from flows import document_journal
from flows.bundles import (
    Bundle,
    UnitBundle,
    appearance,
    regency_bundle,
    responses_of,
    unit_bundles,
)
from flows.document_journal import NotedDocument
from warehouse import figures as published
from warehouse.read import open_published

MANIFEST = "manifest.json"


class ManifestEntry(Record):
    """One file that leaves the house. `inputs` is the hash of what it was made from."""

    size: int
    sha256: str
    inputs: str


class Manifest(Record):
    """Every document of a period."""

    made_from: str = ""
    """The published run and the appearance that all documents were last compared with."""
    files: dict[str, ManifestEntry] = Field(default_factory=dict)


class DueBundle(NamedTuple):
    """A bundle to be made, and where."""

    period_code: str
    bundle: Bundle


class MadeDocument(NamedTuple):
    """A document that was made."""

    name: str
    entry: ManifestEntry


class Due(NamedTuple):
    """What has to be made for a period."""

    bundles: list[DueBundle]
    current: int
    """Documents that need nothing."""
    made_from: str


def ask_for(home: Home, period_codes: Iterable[str]) -> None:
    """From now on the documents of these periods are kept up to date, from the day on which they have figures."""
    for period_code in period_codes:
        if not _manifest_path(home, period_code).exists():
            _save_manifest(home, period_code, Manifest())


def periods_with_documents(home: Home, settings: Settings) -> list[str]:
    """Periods whose documents are kept up to date, oldest first: those of the kinds in the settings, and
    those somebody asked for once."""
    with open_published(home) as reader:
        periods = published.periods(reader)
    return [
        period.of("period_code", str)
        for period in periods
        if period["kind"] in settings.reports.kinds or _manifest_path(home, period.of("period_code", str)).exists()
    ]


def documents_due(
    home: Home,
    settings: Settings,
    registry: Registry,
    period_code: str,
    *,
    unit_code: str | None = None,
    again: bool = False,
) -> Due:
    """Bundles of a period whose figures differ from those they were last made from. With `again` all of
    them, of one unit where given. Documents of units that no longer have an index are removed."""
    _record_noted(home, period_code)
    manifest = load_manifest(home, period_code)
    with open_published(home) as reader:
        made_from = f"{published.runs(reader)[0]['run_id']} {appearance()[:16]}"
        if not again and manifest.made_from == made_from and _all_there(home, period_code, manifest.files):
            return Due([], len(manifest.files), made_from)
        bundles: list[Bundle] = list(unit_bundles(reader, period_code, settings, registry, unit_code))
        if unit_code is None:
            bundles.append(regency_bundle(reader, period_code, settings))
    if unit_code is None:
        _remove_others(home, period_code, manifest, {name for bundle in bundles for name in bundle.names})
    due = [
        DueBundle(period_code, bundle)
        for bundle in bundles
        if again or not _is_current(home, period_code, bundle, manifest)
    ]
    current = sum(len(bundle.names) for bundle in bundles) - sum(len(one.bundle.names) for one in due)
    return Due(due, current, made_from if unit_code is None else manifest.made_from)


def render(home: Home, due: Sequence[DueBundle]) -> list[list[MadeDocument]]:
    """Makes the bundles of one period; the documents of each. Runs in a child process."""
    from flows.rendering import make_bundle  # only children need the writers of all formats

    period_code = due[0].period_code
    units = [one.bundle.figures.unit_code for one in due if isinstance(one.bundle, UnitBundle)]
    with open_published(home) as reader:
        responses = responses_of(reader, period_code, units) if units else {}
    made = []
    for one in due:
        bundle, rows = one.bundle, []
        if isinstance(bundle, UnitBundle):
            rows = responses.get(bundle.figures.unit_code, [])
            if bundle.rows_printed:
                bundle = bundle._replace(figures=bundle.figures.model_copy(update={"responses": tuple(rows)}))
        made.append(
            [
                MadeDocument(name, _write_noted(home, period_code, bundle, name, content))
                for name, content in make_bundle(bundle, rows)
            ]
        )
    return made


def record(home: Home, period_code: str, made: Iterable[MadeDocument], made_from: str) -> None:
    """Enters new documents into the manifest of their period, replaced atomically."""
    manifest = load_manifest(home, period_code)
    files = manifest.files | {document.name: document.entry for document in made}
    updated = Manifest(made_from=made_from, files=dict(sorted(files.items())))
    if updated != manifest:
        _save_manifest(home, period_code, updated)
    document_journal.forget(home, period_code)


def set_edited_aside(home: Home, period_code: str, names: Iterable[str], now: datetime) -> list[Path]:
    """Documents that somebody changed since they were made get another name, so that new ones do not
    replace them: the report is edited in Word, the follow-up workbook filled in where it lies. Returns
    the new names."""
    files = load_manifest(home, period_code).files
    aside = []
    for name in names:
        path, entry = home.reports / period_code / name, files.get(name)
        if entry is None or not path.is_file() or _digest(path.read_bytes()) == entry.sha256:
            continue
        kept = path.with_name(f"{path.stem} - suntingan {now:%Y-%m-%d %H%M%S}{path.suffix}")
        path.rename(kept)
        aside.append(kept)
    return aside


def load_manifest(home: Home, period_code: str) -> Manifest:
    """The manifest of a period; an empty one where there is none, or where it is of an earlier make: then
    every document is made again."""
    path = _manifest_path(home, period_code)
    if not path.exists():
        return Manifest()
    try:
        return Manifest.model_validate_json(path.read_bytes())
    except ValidationError:
        return Manifest()


def _manifest_path(home: Home, period_code: str) -> Path:
    return home.reports / period_code / MANIFEST


def _record_noted(home: Home, period_code: str) -> None:
    """Enters into the manifest what a run wrote that was killed before it could: else its documents would
    be taken for edited ones."""
    manifest = load_manifest(home, period_code)
    files = dict(manifest.files)
    for document in document_journal.noted(home, period_code):
        path = home.reports / period_code / document.name
        _temporary(path).unlink(missing_ok=True)
        entry = ManifestEntry(size=document.size, sha256=document.sha256, inputs=document.inputs)
        if not path.is_file():
            continue
        if _digest(path.read_bytes()) == entry.sha256:
            files[document.name] = entry
        elif document.name not in files:
            # Not what we wrote, or never written: due, and put aside like any other that was edited.
            files[document.name] = entry.model_copy(update={"inputs": ""})
    if files != manifest.files:
        _save_manifest(home, period_code, manifest.model_copy(update={"files": dict(sorted(files.items()))}))
    document_journal.forget(home, period_code)


def _write_noted(home: Home, period_code: str, bundle: Bundle, name: str, content: bytes) -> ManifestEntry:
    """Writes a document whole, after the journal says so."""
    entry = ManifestEntry(size=len(content), sha256=_digest(content), inputs=bundle.inputs)
    document_journal.note(home, period_code, bundle.names[0], NotedDocument(name=name, **dict(entry)))
    path = home.reports / period_code / name
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = _temporary(path)
    temporary.write_bytes(content)
    temporary.replace(path)
    return entry


def _temporary(path: Path) -> Path:
    return path.with_name(f".{path.name}")


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _is_current(home: Home, period_code: str, bundle: Bundle, manifest: Manifest) -> bool:
    entries = {name: manifest.files.get(name) for name in bundle.names}
    return all(entry is not None and entry.inputs == bundle.inputs for entry in entries.values()) and _all_there(
        home, period_code, entries
    )


def _all_there(home: Home, period_code: str, names: Iterable[str]) -> bool:
    return all((home.reports / period_code / name).is_file() for name in names)


def _remove_others(home: Home, period_code: str, manifest: Manifest, wanted: set[str]) -> None:
    """Removes documents of units that no longer have an index: only files as we made them."""
    others: Mapping[str, ManifestEntry] = {name: entry for name, entry in manifest.files.items() if name not in wanted}
    for name, entry in others.items():
        path = home.reports / period_code / name
        if path.is_file() and _digest(path.read_bytes()) == entry.sha256:
            path.unlink()
    if others:
        kept = {name: entry for name, entry in manifest.files.items() if name in wanted}
        _save_manifest(home, period_code, manifest.model_copy(update={"files": kept}))


def _save_manifest(home: Home, period_code: str, manifest: Manifest) -> None:
    path = _manifest_path(home, period_code)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{MANIFEST}")
    temporary.write_text(manifest.model_dump_json(indent=1), encoding="utf-8")
    temporary.replace(path)
