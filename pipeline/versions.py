"""What the published contents depend on, as hashes: code, settings, registry, archive.

Belongs here: fingerprints. Not here: deciding what to do when one differs (`flows.consolidate`).
"""

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path

import contracts
from contracts.records import Sighting
from contracts.settings import Limits, Settings

_READING_LIBRARIES = ("polars", "python-calamine", "lxml")
_PUBLISHING_LIBRARIES = (*_READING_LIBRARIES, "duckdb", "scipy")
"""Their releases may read, hash or round differently."""
_READING_ROOMS = ("contracts", "ingest", "transforms")
_PUBLISHING_ROOMS = (*_READING_ROOMS, "expectations", "warehouse")
_ROOT = Path(contracts.__file__).parent.parent


@cache
def _sources(rooms: tuple[str, ...], libraries: tuple[str, ...]) -> str:
    """Hash of the rooms' source files and of the releases they stand on: code that reads differently may
    find something else."""
    digest = hashlib.sha256(" ".join(f"{library} {version(library)}" for library in libraries).encode())
    for room in rooms:
        for path in sorted((_ROOT / room).rglob("*.py")):
            digest.update(path.relative_to(_ROOT).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def code_version() -> str:
    """Version of the package and of the sources that decide what is published."""
    return f"{version('skm-mojokerto')}+{_sources(_PUBLISHING_ROOMS, _PUBLISHING_LIBRARIES)}"


def reading_version(limits: Limits) -> str:
    """Version of what was staged: code that reads and types, and the guards' limits."""
    text = _sources(_READING_ROOMS, _READING_LIBRARIES) + limits.model_dump_json()
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def settings_hash(settings: Settings, registry: Path) -> str:
    """Hash of every setting and of the registry."""
    return hashlib.sha256(settings.fingerprint.encode() + registry.read_bytes()).hexdigest()[:16]


def inputs_hash(settings_and_registry: str, sightings: Iterable[Sighting], decisions: str, editions: str = "") -> str:
    """Hash of everything the published contents depend on, and of nothing else. `decisions`: fingerprint of what
    people decided; `editions`: hash of what was closed and reopened; both empty where nothing was."""
    digest = hashlib.sha256(f"{code_version()}\0{settings_and_registry}\0".encode())
    for sighting in sightings:
        digest.update(sighting.model_dump_json().encode())
    digest.update(f"{decisions}\0{editions}".encode())
    return digest.hexdigest()[:16]


def with_publications(inputs: str, publications: str) -> str:
    """The same hash with that of the record of what was public; as it is where nothing was."""
    return hashlib.sha256(f"{inputs}\0{publications}".encode()).hexdigest()[:16] if publications else inputs
