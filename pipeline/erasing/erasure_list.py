"""The list of erasures in a home: append-only, with who, when and why, and never a value.

Belongs here: reading it, checking that nothing was changed or cut out, adding a line, taking over a newer list after
restoring an older backup, and up to which line all is done. Not here: erasing (`pipeline.erasing.removal`).
"""

from pathlib import Path

from pydantic import ValidationError

from contracts.atomic_file import append_durably, write_atomically
from contracts.erasures import Erasure, Erasures
from contracts.errors import HomeError
from contracts.home import Home


def load(home: Home) -> Erasures:
    """Every erasure so far. Raises HomeError where a line cannot be read, was changed, or is missing."""
    return load_file(home.erasures)


def load_file(path: Path) -> Erasures:
    """The same of a list that lies elsewhere; empty where there is none."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return Erasures()
    except (OSError, UnicodeDecodeError) as error:
        raise _damaged(path, "tidak dapat dibaca") from error
    found: list[Erasure] = []
    for number, line in enumerate(lines, start=1):
        try:
            erasure = Erasure.model_validate_json(line)
        except ValidationError as error:
            raise _damaged(path, f"baris {number} tidak dapat dibaca") from error
        if erasure.number != number or erasure.previous != (found[-1].hash if found else ""):
            raise _damaged(path, f"baris {number} tidak menyambung baris sebelumnya")
        found.append(erasure)
    return Erasures(lines=tuple(found))


def add(home: Home, erasures: Erasures, erasure: Erasure) -> Erasures:
    """Appends one line; its `number` and `previous` are given here. Call with the home's lock."""
    line = erasure.model_copy(update={"number": len(erasures.lines) + 1, "previous": erasures.state})
    append_durably(home.erasures, line.model_dump_json())
    return Erasures(lines=(*erasures.lines, line))


def take_over(home: Home, newer: Path) -> None:
    """Lets a list kept elsewhere go on where that of a restored home ends. Raises HomeError where one is not the
    beginning of the other; nothing is changed then."""
    if not newer.is_file():
        raise HomeError(f"Daftar penghapusan {newer} tidak ada. Tunjuk erasures.jsonl dari folder data yang lama.")
    ours, theirs = load(home).lines, load_file(newer).lines
    shared = min(len(ours), len(theirs))
    if ours[:shared] != theirs[:shared]:
        raise HomeError(
            f"Daftar penghapusan {newer} tidak menyambung daftar di cadangan: keduanya dari folder data yang berbeda. "
            "Tunjuk daftar dari folder data yang dicadangkan."
        )
    if len(theirs) > len(ours):
        text = "".join(f"{line.model_dump_json()}\n" for line in theirs)
        write_atomically(home.erasures, text.encode())


def is_done(home: Home, erasures: Erasures) -> bool:
    """Whether nothing is left anywhere of what was erased; where nobody knows, no."""
    return not not_done(home, erasures)


def not_done(home: Home, erasures: Erasures) -> tuple[Erasure, ...]:
    """The lines since the one up to which nothing is left; all of them where nobody knows."""
    try:
        done = home.erasures_done.read_text(encoding="utf-8")
    except FileNotFoundError:
        done = ""
    known = next((place for place, line in enumerate(erasures.lines, start=1) if line.hash == done), 0)
    return erasures.lines[known:]


def note_done(home: Home, erasures: Erasures) -> None:
    """From now on `is_done` says yes, until something else is erased."""
    write_atomically(home.erasures_done, erasures.state.encode())


def _damaged(path: Path, what: str) -> HomeError:
    return HomeError(
        f"Daftar penghapusan {path} rusak: {what}. Yang sudah terbit tidak berubah. Kembalikan berkas itu dari "
        "cadangan ('skm restore'), lalu jalankan lagi."
    )
