"""An earlier version is held (`skm rollback`): what that means for a run.

Belongs here: what a version, or an edition, was made with, kept beside it, so that its documents and the site can be
made again as they were; whose settings and registry a run shows. Not here: the pin itself (`warehouse.pin`), the
command (`pipeline.closing.rollback`).
"""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pydantic import ValidationError

from contracts.errors import HomeError
from contracts.home import Home
from contracts.lock import HeldLock
from contracts.questionnaires import NO_QUESTIONNAIRES, Questionnaires
from contracts.records import Record
from contracts.registry import Registry
from contracts.services import NO_SERVICES, Services
from contracts.settings import OPERATION, Settings
from pipeline.progress import listener
from warehouse.pin import Pin, pinned
from warehouse.publish import published_version, rollback

if TYPE_CHECKING:
    from pipeline.run import Run

MADE_WITH: Final = "made_with.json"


class MadeWith(Record):
    """Settings and registers that a version's figures were computed with."""

    settings: Settings
    registry: Registry
    services: Services = NO_SERVICES
    questionnaires: Questionnaires = NO_QUESTIONNAIRES
    """None where a release made it that knew of none, as of services."""


def keep_made_with(version: Path, run: "Run") -> None:
    """Keeps those of a run in the version's folder, before it is published."""
    made_with = MadeWith(
        settings=run.settings, registry=run.registry, services=run.services, questionnaires=run.questionnaires
    )
    (version / MADE_WITH).write_text(made_with.model_dump_json(), encoding="utf-8")


def load_made_with(version: Path) -> MadeWith:
    """What a version was made with. Raises HomeError where it was made by a release that kept it otherwise."""
    try:
        return MadeWith.model_validate_json((version / MADE_WITH).read_bytes())
    except (FileNotFoundError, ValidationError) as error:
        raise HomeError(
            f"Versi {version.name} dibuat oleh versi program yang lain: pengaturan dan daftar unitnya tidak dapat "
            "dibaca, sehingga dokumennya tidak dapat dibuat. Pilih versi yang lebih baru."
        ) from error


def sentence(held: Pin) -> str:
    """The sentence for staff while a version is held."""
    return (
        f"Penerbitan dikunci pada versi {held.version} (oleh {held.by}, {held.at:%d/%m/%Y %H.%M}). Berkas baru "
        "diarsipkan, tetapi belum dihitung dan belum terbit. Buka kunci: skm rollback --release, lalu skm run."
    )


def refuse_while_held(home: Home) -> None:
    """Raises HomeError while a version is held: what would be made official is not what came in."""
    if held := pinned(home):
        raise HomeError(sentence(held))


def with_published_settings(run: "Run", lock: HeldLock) -> "Run":
    """The run as its documents and the site have to speak: with the settings and the registry that the held
    version was made with; unchanged where none is held.

    A rollback that was killed before the version changed is brought to its end."""
    held = pinned(run.home)
    if held is None:
        return run
    listener.get().noticed(sentence(held))
    return with_settings(run, load_made_with(_published(run.home, held, lock)))


def _published(home: Home, held: Pin, lock: HeldLock) -> Path:
    current = published_version(home)
    return current if current is not None and current.name == held.version else rollback(home, held.version, lock=lock)


def with_settings(run: "Run", made_with: MadeWith) -> "Run":
    """The run with these instead of what the home says now; how the work is done stays."""
    # How the work is done is today's affair: where originals lie, how many children work.
    today = {name: getattr(run.settings, name) for name in OPERATION}
    settings = made_with.settings.model_copy(update=today)
    return replace(
        run,
        settings=settings,
        registry=made_with.registry,
        services=made_with.services,
        questionnaires=made_with.questionnaires,
    )
