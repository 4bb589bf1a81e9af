"""What the published contents depend on, as hashes: code, settings, registry, archive.

Belongs here: which modules make a result, and fingerprints. Not here: which sources these lead to
(`pipeline.sources`), deciding what to do when a fingerprint differs (`pipeline.reading`, `pipeline.documents`).
"""

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Final

from contracts.records import Sighting
from contracts.settings import Limits, Settings
from pipeline.sources import fingerprint

STAGED_ROWS: Final = ("pipeline.staging",)
FIGURES: Final = (*STAGED_ROWS, "pipeline.judging", "pipeline.publishing")
DOCUMENTS: Final = ("pipeline.documents.documents",)
SITE: Final = ("pipeline.documents.site",)
"""The modules that make a result. What they import decides it too."""


def code_version() -> str:
    """Version of the package and of the sources that decide what is published."""
    return f"{version('skm-mojokerto')}+{_version(FIGURES)}"


def reading_version(limits: Limits, questionnaires: str = "") -> str:
    """Version of what was staged: code that reads and types, the guards' limits, and the fingerprint of the registered
    questionnaires."""
    text = _version(STAGED_ROWS) + limits.model_dump_json() + questionnaires
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def documents_version() -> str:
    """Version of how figures become documents."""
    return _version(DOCUMENTS)


def site_version() -> str:
    """Version of how figures and documents become the public site."""
    return _version(SITE)


def settings_hash(settings: Settings, registry: Path) -> str:
    """Hash of every setting and of the registry."""
    return hashlib.sha256(settings.fingerprint.encode() + registry.read_bytes()).hexdigest()[:16]


def inputs_hash(
    settings_and_registry: str,
    sightings: Iterable[Sighting],
    decisions: str,
    editions: str = "",
    erasures: str = "",
    services: str = "",
    questionnaires: str = "",
    targets: str = "",
) -> str:
    """Hash of everything the published contents depend on, and of nothing else. `decisions`: fingerprint of what
    people decided; `editions`: hash of what was closed and reopened; `erasures`: of what was erased; `services`,
    `questionnaires`, `targets`: of these registers; each empty where nothing was."""
    digest = hashlib.sha256(f"{code_version()}\0{settings_and_registry}\0".encode())
    for sighting in sightings:
        digest.update(sighting.model_dump_json().encode())
    digest.update(f"{decisions}\0{editions}".encode())
    if erasures:
        digest.update(f"\0{erasures}".encode())
    if services:
        digest.update(f"\0services {services}".encode())
    if questionnaires:
        digest.update(f"\0questionnaires {questionnaires}".encode())
    if targets:
        digest.update(f"\0targets {targets}".encode())
    return digest.hexdigest()[:16]


def with_publications(inputs: str, publications: str) -> str:
    """The same hash with that of the record of what was public; as it is where nothing was."""
    return hashlib.sha256(f"{inputs}\0{publications}".encode()).hexdigest()[:16] if publications else inputs


@cache
def _version(made_by: tuple[str, ...]) -> str:
    return fingerprint(made_by)[:12]
