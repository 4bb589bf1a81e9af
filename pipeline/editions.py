"""The editions of a home: what was made official, kept for ever.

    editions/
      2024-S1/0/edition.json             who closed it when, from what, and the SHA-256 of every file beside it
      2024-S1/0/figures/<table>.parquet  the period's rows of every figure table, and the units
      2024-S1/0/response.parquet         the responses the figures stand on
      2024-S1/0/response_apart.parquet   those to questionnaires that leave an unsur out; only where there are any
      2024-S1/0/made_with.json           settings and registry they were computed with (`pipeline.pinned_version`)
      2024-S1/0/erased.parquet           which of them were erased since (`skm erase`); only where any were
      2024-S1/0/documents/…              all documents of the period, with their manifest
      2024-S1/reopened.json              which revision is open, and why

A period is closed when no revision is open after its newest edition. An edition is written beside its place, made
to last, and renamed once: killed at any moment it is there whole or not at all. Belongs here: these files. Not
here: what stands in a figure (`transforms.figures.edition_changes`), the documents
(`pipeline.documents.edition_documents`), closing (`pipeline.closing.closing`). Whoever writes holds the home's
lock.
"""

import hashlib
import shutil
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final, TypeVar

import polars as pl
from pydantic import ValidationError

from contracts.atomic_file import file_sha256, sync, write_atomically
from contracts.edition_tables import LATE_RESPONSE
from contracts.errors import SkmError
from contracts.home import Home
from contracts.periods import is_period_code, parse_period
from contracts.records import OpenEnd, Record
from contracts.tables import RESPONSE_APART
from transforms.figures.edition_changes import EDITION_FRAMES, as_declared
from transforms.schema import empty_frame

EDITION: Final = "edition.json"
REOPENED: Final = "reopened.json"
RESPONSES: Final = "response.parquet"
APART: Final = "response_apart.parquet"
ERASED: Final = "erased.parquet"
FIGURES: Final = "figures"
DOCUMENTS: Final = "documents"
_WRITING: Final = ".writing"
_REWRITTEN: Final = ".rewritten-"
_REPLACED: Final = ".replaced-"

Kept = TypeVar("Kept", bound=Record)


class DamagedEditionError(SkmError):
    """A file of an edition is not what it was when the period was closed."""


class Edition(Record):
    """`edition.json`. `reason`, `reopened_by`, `reopened_at` tell of the edition before: only in a revision."""

    period_code: str
    revision: int
    closed_by: str
    closed_at: datetime
    reason: str | None = None
    reopened_by: str | None = None
    reopened_at: datetime | None = None
    run_id: str
    code_version: str
    settings_hash: str
    inputs_hash: str
    open_ends: tuple[OpenEnd, ...] = ()
    """What was not settled when it was closed; editions of earlier releases do not tell."""
    plans: tuple[str, ...] | None = None
    """Contents (`content_id`) of the follow-up workbooks whose plans its documents print; None where an earlier release
    closed it: then those that had come by then."""
    files: dict[str, str]
    """SHA-256 of every other file, by its path in the edition."""

    def hash_of(self, folder: str) -> str:
        """One hash of all files in one of its folders."""
        named = sorted((name, sha256) for name, sha256 in self.files.items() if name.startswith(f"{folder}/"))
        return hashlib.sha256("".join(f"{name} {sha256}\n" for name, sha256 in named).encode()).hexdigest()[:16]


class Reopening(Record):
    """`reopened.json`: the revision that was opened, why, by whom and when."""

    revision: int
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True)
class KeptEdition:
    """An edition and where its files lie."""

    record: Edition
    folder: Path

    @property
    def name(self) -> str:
        """`2024-S1@0`."""
        return f"{self.record.period_code}@{self.record.revision}"


@dataclass(frozen=True)
class ClosedPeriod:
    """A period that was ever closed: its editions by revision, and the reopening that no edition has answered yet."""

    editions: tuple[KeptEdition, ...]
    reopening: Reopening | None = None

    @property
    def newest(self) -> KeptEdition:
        """The edition with the highest revision."""
        return self.editions[-1]

    @property
    def is_closed(self) -> bool:
        """Its newest edition is what counts; else a revision is open."""
        return self.reopening is None


@dataclass(frozen=True)
class Editions:
    """All periods that were ever closed, by their code."""

    periods: Mapping[str, ClosedPeriod] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.periods)

    @property
    def closed(self) -> dict[str, KeptEdition]:
        """The official edition of every period that is closed now."""
        return {code: period.newest for code, period in self.periods.items() if period.is_closed}

    def of(self, period_code: str) -> ClosedPeriod | None:
        """One period; None where it was never closed."""
        return self.periods.get(period_code)

    def with_edition(self, edition: KeptEdition) -> "Editions":
        """The same with one edition more, which closes its period."""
        code = edition.record.period_code
        before = self.periods[code].editions if code in self.periods else ()
        return Editions({**self.periods, code: ClosedPeriod((*before, edition))})

    @property
    def fingerprint(self) -> str:
        """Hash of everything the published contents depend on here; empty where nothing was ever closed."""
        if not self.periods:
            return ""
        made = hashlib.sha256()
        for code, period in sorted(self.periods.items()):
            for record in (*(one.record for one in period.editions), period.reopening):
                made.update(f"{code}\0{record.model_dump_json() if record else ''}\0".encode())
        return made.hexdigest()


def load(home: Home) -> Editions:
    """What was ever closed in a home. Raises DamagedEditionError where a record cannot be read or a figure is
    not what it was; responses and documents are looked at where they are used."""
    if not home.editions.is_dir():
        return Editions()
    periods = {}
    for folder in sorted(home.editions.iterdir()):
        if folder.is_dir() and is_period_code(folder.name) and (period := _period(folder)):
            periods[folder.name] = period
    return Editions(periods)


def find(known: Editions, wanted: str) -> KeptEdition:
    """The edition of a name like `2024-S1@0`. Raises SkmError where there is none, and says which there are."""
    code, _, number = wanted.partition("@")
    try:
        period_code = parse_period(code.strip().upper()).code
    except ValueError as error:
        raise SkmError(f"Edisi '{wanted}' tidak dikenal. Contoh: 2024-S1@0.") from error
    period = known.of(period_code)
    kept = {str(one.record.revision): one for one in period.editions} if period else {}
    if number not in kept:
        there = ", ".join(f"{period_code}@{one}" for one in kept) or "belum ada; periode ini belum pernah ditutup"
        raise SkmError(f"Edisi '{wanted}' tidak ada. Yang ada: {there}.")
    return kept[number]


def load_figures(edition: KeptEdition) -> dict[str, pl.DataFrame]:
    """The figures of an edition by table name, verified. A table that a later release brought is empty."""
    frames = {}
    for table in EDITION_FRAMES:
        name = f"{FIGURES}/{table.name}.parquet"
        if name in edition.record.files:
            frames[table.name] = as_declared(pl.read_parquet(verified(edition, name)), table)
        else:
            frames[table.name] = empty_frame(table)
    return frames


def load_written_figures(edition: KeptEdition, name: str) -> pl.DataFrame | None:
    """One table of the figures with the columns it was written with, verified; None where the edition has none."""
    path = f"{FIGURES}/{name}.parquet"
    return pl.read_parquet(verified(edition, path)) if path in edition.record.files else None


def load_responses(edition: KeptEdition) -> Path:
    """The responses an edition stands on (RESPONSE), verified."""
    return verified(edition, RESPONSES)


def load_apart(edition: KeptEdition) -> pl.DataFrame:
    """The responses to questionnaires that leave an unsur out (RESPONSE_APART), verified."""
    if APART not in edition.record.files:
        return empty_frame(RESPONSE_APART)
    return as_declared(pl.read_parquet(verified(edition, APART)), RESPONSE_APART)


def answers_by_file(edition: KeptEdition, unit_code: str | None = None) -> Counter[str]:
    """By file_id, the answers that an edition stands on, of a unit where given, but for those erased since; also those
    to questionnaires that leave an unsur out."""
    found: Counter[str] = Counter()
    for answers in (pl.scan_parquet(load_responses(edition)), load_apart(edition).lazy()):
        of_unit = answers if unit_code is None else answers.filter(pl.col("unit_code") == unit_code)
        found.update(dict(of_unit.group_by("file_id").len().collect().iter_rows()))
    return found


def load_erased(edition: KeptEdition) -> pl.DataFrame:
    """The responses behind its figures that were erased since (LATE_RESPONSE), verified."""
    if ERASED not in edition.record.files:
        return empty_frame(LATE_RESPONSE)
    return as_declared(pl.read_parquet(verified(edition, ERASED)), LATE_RESPONSE)


def load_document(edition: KeptEdition, name: str) -> bytes:
    """One document of an edition, verified; `name` as in the period's manifest."""
    return verified(edition, f"{DOCUMENTS}/{name}").read_bytes()


def verify(edition: KeptEdition) -> None:
    """Raises DamagedEditionError where any file of an edition is missing or not what it was."""
    for name in edition.record.files:
        verified(edition, name)


@contextmanager
def new_edition_folder(home: Home, period_code: str) -> Iterator[Path]:
    """An empty folder beside the editions of a period, to be filled and handed to `write_record`. What is still in it
    at the end, and what a killed process left, is removed."""
    folder = home.editions / period_code / _WRITING
    shutil.rmtree(folder, ignore_errors=True)
    for part in (FIGURES, DOCUMENTS):
        (folder / part).mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def hashes(folder: Path) -> dict[str, str]:
    """SHA-256 of every file in a folder, by its path in it."""
    return {
        path.relative_to(folder).as_posix(): file_sha256(path) for path in sorted(folder.rglob("*")) if path.is_file()
    }


def write_record(folder: Path, record: Edition) -> KeptEdition:
    """Writes `edition.json` and makes everything in the folder survive a loss of power. Not official yet."""
    (folder / EDITION).write_text(record.model_dump_json(indent=1), encoding="utf-8")
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            path.chmod(0o440)
        sync(path)
    sync(folder)
    return KeptEdition(record, folder)


def make_official(edition: KeptEdition) -> KeptEdition:
    """One rename: before it the period is open, after it closed."""
    place = edition.folder.with_name(str(edition.record.revision))
    edition.folder.rename(place)
    for folder in (place.parent, place.parent.parent, place.parent.parent.parent):
        sync(folder)
    return KeptEdition(edition.record, place)


def rewrite(edition: KeptEdition, changed: Mapping[str, bytes], without: Collection[str]) -> KeptEdition:
    """The same edition with some files changed or added and some left out, its record telling their hashes: for
    erasing alone, an edition changes by nothing else. It is written beside and put in its place by two renames; killed
    between them, `recover` makes the second."""
    place = edition.folder
    folder, replaced = place.with_name(_REWRITTEN + place.name), place.with_name(_REPLACED + place.name)
    for leftover in (folder, replaced):
        shutil.rmtree(leftover, ignore_errors=True)
    names = {*edition.record.files, *changed}.difference(without)
    for name in sorted(names):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if name in changed:
            target.write_bytes(changed[name])
        else:
            target.hardlink_to(place / name)
    written = write_record(folder, edition.record.model_copy(update={"files": hashes(folder)}))
    place.rename(replaced)
    folder.rename(place)
    sync(place.parent)
    shutil.rmtree(replaced)
    return KeptEdition(written.record, place)


def recover(home: Home) -> None:
    """Finishes what a killed `rewrite` left."""
    for folder in home.editions.glob(f"*/{_REWRITTEN}*"):
        place = folder.with_name(folder.name.removeprefix(_REWRITTEN))
        if place.exists() or not (folder / EDITION).exists():
            shutil.rmtree(folder)
        else:
            folder.rename(place)
            sync(place.parent)
    for replaced in home.editions.glob(f"*/{_REPLACED}*"):
        shutil.rmtree(replaced)


def write_reopening(home: Home, period_code: str, reopening: Reopening) -> None:
    """Opens the next revision, in one rename."""
    path = home.editions / period_code / REOPENED
    write_atomically(path, reopening.model_dump_json(indent=1).encode())


def _period(folder: Path) -> ClosedPeriod | None:
    """The editions in a period's folder; None where its first closing was never finished."""
    revisions = sorted(int(one.name) for one in folder.iterdir() if one.name.isdecimal() and one.is_dir())
    if not revisions:
        return None
    if revisions != list(range(len(revisions))):
        lost = next(number for number in range(len(revisions) + 1) if number not in revisions)
        raise _damaged(folder / str(lost))
    editions = tuple(_edition(folder / str(revision)) for revision in revisions)
    note = folder / REOPENED
    if not note.exists():
        return ClosedPeriod(editions)
    reopening = _loaded(note, Reopening)
    is_open = reopening.revision == editions[-1].record.revision + 1
    return ClosedPeriod(editions, reopening if is_open else None)


def _edition(folder: Path) -> KeptEdition:
    edition = KeptEdition(_loaded(folder / EDITION, Edition), folder)
    if (edition.record.period_code, str(edition.record.revision)) != (folder.parent.name, folder.name):
        raise _damaged(folder / EDITION)
    for name in edition.record.files:
        if name.startswith(f"{FIGURES}/"):
            verified(edition, name)
    return edition


def _loaded(path: Path, kind: type[Kept]) -> Kept:
    try:
        return kind.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise _damaged(path) from error


def verified(edition: KeptEdition, name: str) -> Path:
    """One of its files. Raises DamagedEditionError where it is missing or not what it was."""
    path = edition.folder / name
    expected = edition.record.files.get(name)
    if expected is None or not path.is_file() or file_sha256(path) != expected:
        raise _damaged(path)
    return path


def _damaged(path: Path) -> DamagedEditionError:
    return DamagedEditionError(
        f"Edisi resmi rusak: {path} hilang atau bukan lagi isinya saat periode ditutup. Yang sudah terbit tidak "
        "berubah. Pulihkan folder editions/ dari cadangan ('skm backup'), lalu jalankan lagi."
    )
