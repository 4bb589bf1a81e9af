"""`skm template`: empty forms for offices without a survey program, as files.

Belongs here: of which offices, under which names. Not here: what is in a form (`reports.workbooks.answer_form`).
"""

import re
from pathlib import Path
from typing import Final

from contracts.atomic_file import write_atomically
from contracts.errors import SkmError
from contracts.home import Home
from contracts.registry import Registry, Unit, load_registry
from contracts.settings import load_settings
from pipeline.homes import check_prepared
from reports.workbooks.answer_form import answer_form, answer_form_csv

_NOT_IN_NAMES: Final = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
MOST_NAMED: Final = 8


def write_forms(home: Home, wanted: str | None, target: Path) -> list[Path]:
    """Writes the form of a unit, or of all, into a folder, as XLSX and as CSV; the name of each names the unit, so that
    what comes back is recognised. A file that is there is never replaced: somebody may have filled it in. Raises
    HomeError for a home that is not prepared, SkmError where there is no such unit or the folder cannot be written."""
    check_prepared(home)
    registry, organiser = load_registry(home.units), load_settings(home.settings).regency.organiser
    units = registry.units if wanted is None else (_find(registry, wanted),)
    contents: dict[Path, bytes] = {}
    for unit in units:
        stem = f"Isian SKM {' '.join(_NOT_IN_NAMES.sub(' ', unit.unit_name).split())}"
        contents[target / f"{stem}.xlsx"] = answer_form(unit.unit_name, organiser)
        contents[target / f"{stem}.csv"] = answer_form_csv()
    if there := [path for path in contents if path.exists()]:
        raise SkmError(f"{there[0]} sudah ada dan mungkin sudah diisi. Pilih folder lain dengan --to.")
    try:
        target.mkdir(parents=True, exist_ok=True)
        for path, content in contents.items():
            write_atomically(path, content)
    except OSError as error:
        raise SkmError(f"Formulir tidak dapat ditulis: {target} ({error.strerror or error}).") from error
    return list(contents)


def _find(registry: Registry, wanted: str) -> Unit:
    """The unit with that code, name or alias; part of a name is enough where only one has it."""
    asked = wanted.casefold()
    known = {unit: [name.casefold() for name in (unit.unit_name, *unit.aliases)] for unit in registry.units}
    exact = [unit for unit, names in known.items() if asked in (unit.unit_code.casefold(), *names)]
    found = exact or [unit for unit, names in known.items() if any(asked in name for name in names)]
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(f"{unit.unit_code} {unit.unit_name}" for unit in found[:MOST_NAMED])
        raise SkmError(f"'{wanted}' cocok dengan beberapa unit: {names}. Tulis kodenya.")
    raise SkmError(f"Unit '{wanted}' tidak ada dalam daftar unit: units.csv.")
