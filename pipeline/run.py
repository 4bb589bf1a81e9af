"""What every step of one consolidation knows: home, inboxes, settings, registry, stores, editions.

Belongs here: reading and checking, once, what a run stands on. Not here: any step.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from contracts.clock import now
from contracts.home import Home
from contracts.records import Sighting
from contracts.registry import Registry, load_registry
from contracts.settings import Limits, Settings, Storage, load_settings
from ingest import intake
from pipeline import editions, homes, inboxes, run_times, versions
from pipeline.editions import Editions
from pipeline.inboxes import Source
from pipeline.staging import StagingArea
from pipeline.stores import Stores, open_stores


@dataclass(frozen=True)
class Run:
    """What every stage of one consolidation knows."""

    run_id: str
    started_at: datetime
    home: Home
    inboxes: tuple[Source, ...]
    settings: Settings
    registry: Registry
    settings_hash: str
    stores: Stores
    area: StagingArea
    accepted: frozenset[str]
    """Contents that staff accepted although they were held back."""
    editions: Editions
    """Periods that were ever closed: their official figures go over the live ones."""

    @property
    def work(self) -> Path:
        """For what lives only during the run."""
        return self.home.staging / "run"

    def inputs_hash(self, sightings: Iterable[Sighting]) -> str:
        """Hash of everything the published contents depend on."""
        return versions.inputs_hash(self.settings_hash, sightings, self.accepted, self.editions.fingerprint)


def ready(root: Path, inbox: Path | str | None) -> Home:
    """The home, after everything a run stands on was checked, before anything is made. Raises ConfigurationError or
    HomeError. With an inbox of its own, a folder or a URL, a run works on a bare folder: what the home lacks is
    created."""
    home = Home(root)
    homes.check_ready(home, None if inbox is None else str(inbox))
    if inbox is not None:
        homes.prepare_home(home, with_samples=False)
    return home


def begin(root: Path, inbox: Path | str | None, storage: Storage | None = None) -> Run:
    """What the run stands on, checked (see `ready`). Whoever changes anything holds the lock before: settings, ledger
    and editions are those of this moment. `storage`: instead of what the settings say."""
    home = ready(root, inbox)
    settings = load_settings(home.settings)
    registry = load_registry(home.units)
    started_at = run_times.run_start_time(home, now())
    stores = open_stores(home, storage or settings.storage)
    return Run(
        run_id=started_at.strftime("%Y%m%dT%H%M%S%f"),
        started_at=started_at,
        home=home,
        inboxes=inboxes.sources_of(home, settings, None if inbox is None else str(inbox)),
        settings=settings,
        registry=registry,
        settings_hash=versions.settings_hash(settings, home.units),
        stores=stores,
        area=staging_area(stores, settings.limits, registry),
        accepted=intake.load_accepted(home),
        editions=editions.load(home),
    )


def staging_area(stores: Stores, limits: Limits, registry: Registry) -> StagingArea:
    """Where contents are staged by this code."""
    return StagingArea(stores.archive, stores.staging.below(versions.reading_version(limits)), limits, registry)
