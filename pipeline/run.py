"""What every step of one consolidation knows: home, inboxes, settings, registry, stores, editions.

Belongs here: reading and checking, once and under the lock, what a run stands on. Not here: any step.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from contracts import home_format
from contracts.clock import now
from contracts.decisions import NO_DECISIONS, Decisions
from contracts.erasures import Erasures
from contracts.errors import note_published
from contracts.home import Home
from contracts.lock import HeldLock
from contracts.questionnaires import NO_QUESTIONNAIRES, Questionnaires
from contracts.records import Sighting
from contracts.registry import Registry
from contracts.services import Services
from contracts.settings import Limits, Settings, Storage, load_settings
from pipeline import decisions, editions, homes, publications, run_times, versions
from pipeline.editions import Editions
from pipeline.erasing import erasure_list
from pipeline.inboxes import InboxSource
from pipeline.lock import one_run_at_a_time
from pipeline.os_errors import os_errors_as_home_errors
from pipeline.progress import listener
from pipeline.publications import MadeFrom, Publications
from pipeline.staging import StagingArea
from pipeline.stores import Stores, open_stores
from warehouse.publish import published_version, set_damaged_aside


@dataclass(frozen=True)
class Run:
    """What every stage of one consolidation knows."""

    run_id: str
    started_at: datetime
    home: Home
    inboxes: tuple[InboxSource, ...]
    settings: Settings
    registry: Registry
    services: Services
    questionnaires: Questionnaires
    settings_hash: str
    stores: Stores
    area: StagingArea
    decisions: Decisions
    """What people answered and decided."""
    erasures: Erasures
    """What was erased, and so what stands in the archive for an original."""
    editions: Editions
    """Periods that were ever closed: their official figures go over the live ones."""
    publications: Publications
    """What was ever public: what the public may see next depends on it."""
    from_scratch: bool = False
    """Nothing is taken over from the published version."""

    @property
    def work(self) -> Path:
        """For what lives only during the run."""
        return self.home.staging / "run"

    def counted(self, sightings: Iterable[Sighting]) -> list[Sighting]:
        """Those of which anything is left in the archive."""
        return [one for one in sightings if one.sha256 not in self.erasures.whole]

    def inputs_hash(self, sightings: Iterable[Sighting]) -> str:
        """Hash of everything the published contents depend on."""
        made_from = self.made_from(sightings)
        return versions.with_publications(made_from.inputs, made_from.before)

    def made_from(self, sightings: Iterable[Sighting]) -> MadeFrom:
        """The same in two: everything but the record of what was public, and that."""
        inputs = versions.inputs_hash(
            self.settings_hash,
            sightings,
            self.decisions.state,
            self.editions.fingerprint,
            self.erasures.of_rows,
            self.services.state,
            self.questionnaires.state,
            self.registry.targets_state,
        )
        return MadeFrom(inputs=inputs, before=self.publications.fingerprint(inputs))


class Begun(NamedTuple):
    """A run, and the lock of its home that was held before anything it stands on was read."""

    run: Run
    lock: HeldLock


_handed_on: ContextVar[Begun | None] = ContextVar("handed_on", default=None)


@contextmanager
def one_run(root: Path, inbox: Path | str | None, *, wait_seconds: float = 0) -> Iterator[Begun]:
    """Takes the lock of a home, then reads and checks, once, what a run stands on: what is held is of this moment.
    Within the block whoever begins a run of that home gets the very same: a command begins, its flow goes on.

    With an inbox of its own, a folder or a URL, a run works on a bare folder: what the home lacks is created. Where
    the lock is held, waits up to `wait_seconds`. Raises ConfigurationError or HomeError; HomeError also for an error
    of the file system inside the block that a person can mend."""
    home = Home(root)
    with noting_what_is_published(home), os_errors_as_home_errors(home):
        handed = _handed_on.get()
        if handed is not None and handed.lock.is_of(home):
            yield handed
            return
        homes.check_home(home, None if inbox is None else str(inbox))
        if inbox is not None:
            homes.prepare_home(home, with_samples=False)
        with one_run_at_a_time(home, wait_seconds=wait_seconds) as lock:
            home_format.enter(home, versions.code_version())
            if damaged := set_damaged_aside(home, lock=lock):
                listener.get().noticed(damaged)
            decisions.collect(home)
            _finish_erasing(home)
            begun = Begun(begin(root, inbox), lock)
            token = _handed_on.set(begun)
            try:
                yield begun
            finally:
                _handed_on.reset(token)


@contextmanager
def noting_what_is_published(home: Home) -> Iterator[None]:
    """Every error that leaves the block knows whether something was published within it."""
    before = published_version(home)
    try:
        yield
    except BaseException as error:
        after = published_version(home)
        note_published(error, after.name if after is not None and after != before else "")
        raise


def _finish_erasing(home: Home) -> None:
    """Takes out what is left of erased rows, where a process was killed at it or an older backup was restored."""
    erasures = erasure_list.load(home)
    if erasure_list.is_done(home, erasures):
        return
    from pipeline.erasing.removal import remove  # brings what is only needed then

    settings = load_settings(home.settings) if home.settings.exists() else Settings()
    remove(home, open_stores(home, settings.storage), settings.limits, erasures)


def begin(root: Path, inbox: Path | str | None, storage: Storage | None = None) -> Run:
    """What the run stands on, read and checked (`pipeline.homes.check_ready`). Whoever changes anything holds the lock
    before: see `one_run`. `storage`: instead of what the settings say."""
    home = Home(root)
    ready = homes.check_ready(home, None if inbox is None else str(inbox))
    settings, registry, questionnaires = ready.settings, ready.registry, ready.questionnaires
    started_at = run_times.run_start_time(home, now())
    stores = open_stores(home, storage or settings.storage)
    decided = decisions.load(home)
    return Run(
        run_id=started_at.strftime("%Y%m%dT%H%M%S%f"),
        started_at=started_at,
        home=home,
        inboxes=ready.inboxes,
        settings=settings,
        registry=registry,
        services=ready.services,
        questionnaires=questionnaires,
        settings_hash=versions.settings_hash(settings, home.units),
        stores=stores,
        area=staging_area(stores, settings.limits, registry, decided, questionnaires),
        decisions=decided,
        erasures=erasure_list.load(home),
        editions=editions.load(home),
        publications=publications.load(home),
    )


def staging_area(
    stores: Stores,
    limits: Limits,
    registry: Registry,
    decided: Decisions = NO_DECISIONS,
    questionnaires: Questionnaires = NO_QUESTIONNAIRES,
) -> StagingArea:
    """Where contents are staged by this code."""
    store = stores.staging.below(versions.reading_version(limits, questionnaires.state))
    return StagingArea(stores.archive, store, limits, registry, decided, questionnaires)
