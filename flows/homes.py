"""Preparing a home: the folders, the settings and the registry a regency starts from.

Belongs here: what a new home contains. Not here: where things lie in it (`contracts.home`).
"""

import os
import shutil
from pathlib import Path
from typing import Final

import contracts
from contracts.errors import HomeError
from contracts.home import Home
from contracts.registry import load_registry
from contracts.settings import load_settings, settings_template

SAMPLES: Final = Path(contracts.__file__).parent.parent / "samples"


def prepare_home(home: Home, *, with_samples: bool) -> list[Path]:
    """Creates what a home lacks and returns it; what is there is never touched. Raises HomeError
    where the place cannot be written."""
    created: list[Path] = []
    try:
        for folder in (home.root, home.inbox):
            if not folder.is_dir():
                folder.mkdir(parents=True)
                created.append(folder)
        if not home.settings.exists():
            home.settings.write_text(settings_template(), encoding="utf-8")
            created.append(home.settings)
        if not home.units.exists():
            shutil.copyfile(SAMPLES / "units.csv", home.units)
            created.append(home.units)
        if with_samples:
            created += _copy_samples(home.inbox)
    except OSError as error:
        raise HomeError(
            f"Folder data {home.root} tidak dapat dibuat atau ditulisi ({error.strerror}). "
            "Pilih tempat lain dengan --home, atau beri izin tulis."
        ) from error
    return created


def check_home(home: Home) -> None:
    """Raises what is wrong with a home before anything is made in it: not there, not writable, settings
    or registry that cannot be meant."""
    if not home.settings.exists() or not home.units.exists():
        raise HomeError(
            f"Folder data {home.root} belum disiapkan (settings.toml atau units.csv tidak ada). "
            "Jalankan 'skm init' dulu, atau tunjuk folder yang benar dengan --home."
        )
    if not os.access(home.root, os.W_OK):
        raise HomeError(f"Folder data {home.root} tidak dapat ditulisi. Beri izin tulis kepada pengguna ini.")
    load_settings(home.settings)
    load_registry(home.units)


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
