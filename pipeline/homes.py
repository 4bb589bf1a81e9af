"""A home before a run: preparing one, and checking that it is ready.

Belongs here: what a new home contains, what must be there for a run. Not here: where things lie in it
(`contracts.home`).
"""

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

import contracts
from contracts import home_format
from contracts.errors import ConfigurationError, HomeError
from contracts.home import PRIVATE_FOLDER, Home
from contracts.periods import parse_period
from contracts.questionnaires import Questionnaires
from contracts.registry import OPTIONAL, REQUIRED, Registry, load_registry, with_targets
from contracts.services import Services
from contracts.settings import SAMPLES_REGENCY, Regency, Settings, load_settings, own_settings, settings_template
from pipeline import questionnaire_register, service_register, versions
from pipeline.inboxes import InboxSource, sources_of

SAMPLES: Final = Path(contracts.__file__).parent.parent / "samples"
MOST_NAMED: Final = 3
_BLANK_REGISTRY: Final = ("\ufeff" + ";".join((*REQUIRED, *OPTIONAL)) + "\r\n").encode()
"""As Excel in Indonesia opens it."""


def prepare_home(home: Home, *, with_samples: bool) -> list[Path]:
    """Creates what a home of the samples' regency lacks and returns it; what is there is never touched. Raises
    HomeError where the place cannot be written, ConfigurationError where samples would come into another regency's."""
    if with_samples and home.settings.exists():
        name = load_settings(home.settings).regency.name
        if name != SAMPLES_REGENCY.name:
            raise ConfigurationError(f"{home.root} milik {name}. Berkas contoh ditaruh di folder data lain: --home.")
    with _written(home):
        created = _create(home, settings_template(), (SAMPLES / "units.csv").read_bytes())
        return created + (_copy_samples(home.inbox) if with_samples else [])


def prepare_own_home(home: Home, regency: Regency, registry: Path | None) -> list[Path]:
    """Creates what a home of a regency lacks and returns it; what is there is never touched, but for a registry in
    which nothing was filled in. Without a registry, its header is written.

    Raises ConfigurationError where the home is another regency's or has another registry, where the registry cannot be
    meant or holds what the samples made up; HomeError as `prepare_home`."""
    if home.settings.exists() and (of := load_settings(home.settings).regency.name) != regency.name:
        raise ConfigurationError(f"{home.settings} sudah ada, milik {of}. Ubah di sana, atau pilih --home lain.")
    units = _BLANK_REGISTRY
    if registry is not None:
        check_own(registry, regency, load_registry(registry))
        units = registry.read_bytes()
        if home.units.exists() and home.units.read_bytes() not in (units, _BLANK_REGISTRY):
            raise ConfigurationError(f"{home.units} sudah ada dan tidak sama dengan {registry}. Ubah di sana.")
    with _written(home):
        if units != _BLANK_REGISTRY and home.units.exists() and home.units.read_bytes() == _BLANK_REGISTRY:
            home.units.unlink()
        return _create(home, settings_template(own_settings(regency)), units)


def check_own(path: Path, regency: Regency, registry: Registry) -> None:
    """Raises ConfigurationError naming what a regency's own registry still holds of the samples' one: their numbers of
    people served, which nobody counted; in another regency their kecamatan too. An office may be called the same."""
    known = load_registry(SAMPLES / "units.csv").by_code
    pairs = [(unit, known[unit.unit_code]) for unit in registry.units if unit.unit_code in known]
    names = [unit.unit_name for unit, _ in pairs if unit.unit_code.startswith(f"{SAMPLES_REGENCY.code}.")]
    if names and regency.name != SAMPLES_REGENCY.name:
        more = f" dan {len(names) - MOST_NAMED} lainnya" if names[MOST_NAMED:] else ""
        raise ConfigurationError(
            f"{path}: masih memuat unit contoh milik {SAMPLES_REGENCY.name}: {', '.join(names[:MOST_NAMED])}{more}. "
            f"Ganti dengan unit {regency.name}."
        )
    for unit, sample in pairs:
        for code, count in sorted(set(unit.service_recipients) & set(sample.service_recipients)):
            raise ConfigurationError(
                f"{path}: penerima layanan {unit.unit_name}, {parse_period(code).label}, masih {count}: itu angka "
                "contoh. Isi angka yang sebenarnya, atau kosongkan."
            )


@contextmanager
def _written(home: Home) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise HomeError(
            f"Folder data {home.root} tidak dapat dibuat atau ditulisi ({error.strerror}). "
            "Pilih tempat lain dengan --home, atau beri izin tulis."
        ) from error


def _create(home: Home, settings: str, units: bytes) -> list[Path]:
    created: list[Path] = []
    for folder in (home.root, home.inbox):
        if not folder.is_dir():
            folder.mkdir(parents=True)
            folder.chmod(PRIVATE_FOLDER)
            created.append(folder)
    for path, content in ((home.settings, settings.encode()), (home.units, units)):
        if not path.exists():
            path.write_bytes(content)
            created.append(path)
    home_format.enter(home, versions.code_version())
    return created


def check_prepared(home: Home) -> None:
    """Raises HomeError if `skm init` has not prepared the home."""
    for path in (home.settings, home.units):
        if not path.exists():
            raise HomeError(
                f"Folder data {home.root} belum disiapkan: {path.name} tidak ada. "
                "Jalankan 'skm init' dulu, atau tunjuk folder yang benar dengan --home."
            )


class Ready(NamedTuple):
    """What a run stands on of what people keep in the home, read and checked."""

    settings: Settings
    registry: Registry
    services: Services
    questionnaires: Questionnaires
    inboxes: tuple[InboxSource, ...]


def check_home(home: Home, inbox: str | None) -> None:
    """Raises what is said before anything is made or waited for: a home that is not prepared or not writable, not one
    file to read. With an inbox of its own (a folder or a URL) a run prepares a bare home itself."""
    if inbox is None:
        check_prepared(home)
    if home.root.exists() and not (home.root.is_dir() and os.access(home.root, os.W_OK | os.X_OK)):
        raise HomeError(f"Folder data {home.root} tidak dapat ditulisi. Beri izin tulis kepada pengguna ini.")
    if inbox is not None:
        check_inboxes(home, sources_of(home, Settings(), inbox))
    elif not has_files(home.inbox) and not home.ledger.exists():
        # Nothing ever came: in a home that is left as it is, not even a lock remains.
        check_inboxes(home, sources_of(home, load_settings(home.settings), None))


def check_ready(home: Home, inbox: str | None) -> Ready:
    """Reads settings and registers, and checks that there is something to read. Raises what stands in the way of a run:
    see `check_home`; settings or a register that cannot be meant. An inbox elsewhere is not asked yet."""
    check_home(home, inbox)
    settings = load_settings(home.settings) if home.settings.exists() else Settings()
    registry = load_registry(home.units) if home.units.exists() else Registry(())
    if settings.regency.name != SAMPLES_REGENCY.name:
        check_own(home.units, settings.regency, registry)
    registry = with_targets(registry, home.targets)
    services = service_register.load(home, registry)
    questionnaires = questionnaire_register.load(home, registry)
    sources = sources_of(home, settings, inbox)
    check_inboxes(home, sources)
    return Ready(settings, registry, services, questionnaires, sources)


def check_inboxes(home: Home, sources: Sequence[InboxSource]) -> None:
    """Raises HomeError where an inbox of this machine is not there, or all are empty and nothing ever came."""
    for source in sources:
        folder = Path(source.place.path)
        if source.is_here and not folder.is_dir() and folder != home.inbox:
            raise HomeError(f"Kotak masuk {folder} tidak ada atau bukan folder. Tunjuk folder berisi berkas unit.")
    empty = all(source.is_here and not has_files(Path(source.place.path)) for source in sources)
    if empty and not home.ledger.exists():
        places = " atau ".join(source.place.shown for source in sources)
        raise HomeError(f"Tidak ada berkas di {places}. Taruh hasil survei unit di sana, lalu jalankan lagi.")


def has_files(folder: Path) -> bool:
    """Whether any file lies in a folder or below it."""
    return folder.is_dir() and any(names for _, _, names in os.walk(folder))


def _copy_samples(inbox: Path) -> list[Path]:
    """Copies the sample exports. All get one modification time: which of two copies is the newer must
    not depend on the order a checkout wrote them in."""
    copied = []
    for source in sorted((SAMPLES / "inbox").rglob("*")):
        target = inbox / source.relative_to(SAMPLES / "inbox")
        if source.is_file() and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
            copied.append(target)
    moment = inbox.stat().st_mtime
    for path in copied:
        os.utime(path, (moment, moment))
    return copied
