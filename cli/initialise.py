"""`skm init` and `skm template`: a home, and forms for units without a survey program.

Belongs here: whose home it is to be, asked where a person types, and what is said of it. Not here: what a home
contains (`pipeline.homes`).
"""

import sys
from pathlib import Path
from typing import Final, NamedTuple

import typer

from cli.output import console, to_type
from contracts.errors import ConfigurationError
from contracts.home import Home
from contracts.registry import load_registry
from contracts.settings import Regency
from pipeline.homes import prepare_home, prepare_own_home

UNKNOWN: Final = "–"
"""A code that nobody gave: shown as it is, until it is written in the settings."""
_KINDS: Final = ("Kabupaten ", "Kota ")


class Given(NamedTuple):
    """What was said of the regency on the command line; empty: nothing."""

    regency: str = ""
    capital: str = ""
    code: str = ""
    bps_code: str = ""
    registry: Path | None = None


def initialise(root: Path, given: Given, *, samples: bool) -> None:
    """Prepares the home and says what was created. Raises ConfigurationError where nobody says whose it is."""
    home = Home(root)
    if samples:
        if any(given):
            raise ConfigurationError("--samples membuat folder data contoh: tanpa --regency dan --registry.")
        created = prepare_home(home, with_samples=True)
    elif home.settings.exists() and home.units.exists() and not any(given):
        created = prepare_home(home, with_samples=False)
    else:
        given = _completed(given)
        regency = Regency(
            name=given.regency,
            capital=given.capital,
            code=given.code or UNKNOWN,
            bps_code=given.bps_code or UNKNOWN,
        )
        created = prepare_own_home(home, regency, given.registry)
    _show(home, created)


def make_forms(root: Path, unit: str | None, target: Path) -> None:
    """Writes empty forms for units without a survey program, and says where they lie."""
    from pipeline.documents.answer_forms import write_forms

    for path in write_forms(Home(root), unit, target):
        console().print(f"dibuat: {path}", markup=False)


def _completed(given: Given) -> Given:
    """With what is missing asked for. Raises ConfigurationError where there is no one to ask."""
    if given.regency and given.capital:
        return given
    if not sys.stdin.isatty():
        raise ConfigurationError(
            "Sebutkan kabupatennya: skm init --regency 'Kabupaten Lumajang' --capital Lumajang --registry units.csv. "
            "--capital: tempat pada blok tanda tangan; --registry: daftar unit (CSV), boleh menyusul. "
            "Untuk mencoba dengan data contoh: skm init --samples."
        )
    name = given.regency or _asked("Nama kabupaten atau kota, misalnya Kabupaten Lumajang")
    kind = next((kind for kind in _KINDS if name.startswith(kind)), "")
    capital = given.capital or _asked("Tempat pada blok tanda tangan", name.removeprefix(kind))
    if any(given):
        return given._replace(regency=name, capital=capital)
    file = _asked("Daftar unit (CSV); Enter: diisi kemudian", "")
    return Given(
        name,
        capital,
        _asked("Kode Kemendagri, misalnya 35.08; Enter: diisi kemudian", ""),
        _asked("Kode BPS, misalnya 3508; Enter: diisi kemudian", ""),
        Path(file).expanduser() if file else None,
    )


def _asked(question: str, default: str | None = None) -> str:
    answer: str = typer.prompt(question, default=default, show_default=bool(default))
    return answer.strip()


def _show(home: Home, created: list[Path]) -> None:
    out = console()
    exports = [path for path in created if path.is_relative_to(home.inbox) and path.is_file()]
    for path in created:
        if path not in exports:
            out.print(f"dibuat: {path}", markup=False)
    if exports:
        out.print(f"disalin: {len(exports)} berkas contoh ke {home.inbox}", markup=False)
    if not created:
        out.print(f"{home.root} sudah siap; tidak ada yang diubah.", markup=False)
    if not _has_units(home):
        out.print(f"Isi dulu {home.units}: satu baris untuk setiap unit.", markup=False)
    command = f"skm run --home {to_type(home.root)}"
    out.print(f"Berikutnya: taruh berkas unit di {home.inbox}, lalu jalankan {command}", markup=False)


def _has_units(home: Home) -> bool:
    try:
        return bool(load_registry(home.units).units)
    except ConfigurationError:
        return False
