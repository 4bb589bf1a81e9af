"""Documents of the published figures: made in child processes, only where their figures changed.

Belongs here: which documents there are, where they lie, the manifest of each period. Not here: how a
document looks or what it says (`reports`), any figure (`warehouse.figures` reads them), Prefect.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from pydantic import TypeAdapter

import reports
from contracts.home import Home
from contracts.records import Record
from contracts.settings import Settings
from reports.figures import UnitFigures, unit_figures
from reports.pdf import render_unit_pdf
from warehouse import figures as published
from warehouse.read import Reader, Row, open_published

MANIFEST = "manifest.json"


class ManifestEntry(Record):
    """One file that leaves the house. `inputs` is the hash of what it was made from."""

    size: int
    sha256: str
    inputs: str


_MANIFEST = TypeAdapter(dict[str, ManifestEntry])


class Document(NamedTuple):
    """A document to be made: where it goes, what from, and the hash of that."""

    period_code: str
    name: str
    figures: UnitFigures
    inputs: str

    def path(self, home: Home) -> Path:
        """Where it lies."""
        return home.reports / self.period_code / self.name


class MadeDocument(NamedTuple):
    """A document that was made."""

    period_code: str
    name: str
    entry: ManifestEntry


def documents_due(home: Home, settings: Settings) -> tuple[list[Document], int]:
    """Documents whose figures differ from those they were last made from, and how many need nothing.
    Files of units that no longer have an index in a period are removed."""
    due: list[Document] = []
    current = 0
    with open_published(home) as reader:
        for kind in settings.reports.kinds:
            for period in published.periods(reader, kind):
                period_code = period.of("period_code", str)
                wanted = _documents_of(reader, period_code, settings)
                manifest = _load_manifest(home, period_code)
                _remove_others(home, period_code, manifest, {document.name for document in wanted})
                for document in wanted:
                    if _is_current(home, document, manifest):
                        current += 1
                    else:
                        due.append(document)
    return due, current


def render(home: Home, documents: Sequence[Document]) -> list[MadeDocument]:
    """Makes documents. Runs in a child process."""
    made = []
    for document in documents:
        content = render_unit_pdf(document.figures)
        path = document.path(home)
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".{path.name}")
        temporary.write_bytes(content)
        temporary.replace(path)
        digest = hashlib.sha256(content).hexdigest()
        entry = ManifestEntry(size=len(content), sha256=digest, inputs=document.inputs)
        made.append(MadeDocument(document.period_code, document.name, entry))
    return made


def record(home: Home, made: Iterable[MadeDocument]) -> None:
    """Enters new documents into the manifests of their periods, each replaced atomically."""
    entries: defaultdict[str, dict[str, ManifestEntry]] = defaultdict(dict)
    for period_code, name, entry in made:
        entries[period_code][name] = entry
    for period_code, new in entries.items():
        _save_manifest(home, period_code, _load_manifest(home, period_code) | new)


def _documents_of(reader: Reader, period_code: str, settings: Settings) -> list[Document]:
    """The documents of all units of a period: five queries, however many units there are."""
    units = {unit.of("unit_code", str): unit for unit in published.units(reader)}
    unsur = _by_unit(published.unit_unsur(reader, period_code))
    ranks = _by_unit(published.unit_ranks(reader, period_code))
    profiles = _by_unit(published.profile(reader, period_code))
    files = _by_unit(published.contributing_files(reader, period_code))
    documents = []
    for index in published.unit_index(reader, period_code):
        unit_code = index.of("unit_code", str)
        figures = unit_figures(
            regency=settings.regency,
            unit=units[unit_code],
            period_code=period_code,
            ikm_unit=index,
            ikm_unsur=unsur[unit_code],
            ikm_ranking=ranks[unit_code],
            respondent_profile=profiles[unit_code],
            ingest_file=files[unit_code],
            run={"code_version": version("skm-mojokerto"), "inputs_hash": ""},
        )
        inputs = _inputs(figures)
        edition = figures.edition.model_copy(update={"inputs_hash": inputs})
        name = f"{unit_code}/skm-{unit_code}-{period_code}.pdf"
        documents.append(Document(period_code, name, figures.model_copy(update={"edition": edition}), inputs))
    return documents


def _by_unit(rows: Iterable[Row]) -> Mapping[str, list[Row]]:
    grouped: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row.of("unit_code", str)].append(row)
    return grouped


def _inputs(figures: UnitFigures) -> str:
    """Hash of the figures and of the code and templates that show them. The document carries it: what
    other units sent since then does not make it another document."""
    return hashlib.sha256((figures.model_dump_json() + _appearance()).encode()).hexdigest()[:16]


def _appearance() -> str:
    digest = hashlib.sha256()
    for path in sorted(Path(reports.__file__).parent.rglob("*")):
        if path.suffix in (".py", ".typ"):
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _is_current(home: Home, document: Document, manifest: Mapping[str, ManifestEntry]) -> bool:
    entry = manifest.get(document.name)
    path = document.path(home)
    return (
        entry is not None and entry.inputs == document.inputs and path.is_file() and path.stat().st_size == entry.size
    )


def _remove_others(home: Home, period_code: str, manifest: dict[str, ManifestEntry], wanted: set[str]) -> None:
    """Removes documents of units that no longer have an index: only files the manifest knows as ours."""
    others = set(manifest) - wanted
    for name in others:
        (home.reports / period_code / name).unlink(missing_ok=True)
    if others:
        _save_manifest(home, period_code, {name: entry for name, entry in manifest.items() if name in wanted})


def _load_manifest(home: Home, period_code: str) -> dict[str, ManifestEntry]:
    path = home.reports / period_code / MANIFEST
    return _MANIFEST.validate_json(path.read_bytes()) if path.exists() else {}


def _save_manifest(home: Home, period_code: str, manifest: Mapping[str, ManifestEntry]) -> None:
    path = home.reports / period_code / MANIFEST
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{MANIFEST}")
    temporary.write_bytes(_MANIFEST.dump_json(dict(sorted(manifest.items())), indent=1))
    temporary.replace(path)
