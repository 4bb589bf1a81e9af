"""The list of erasures in a home: append-only, with who, when and why, and never a value.

Belongs here: reading it, adding a line, taking over a newer list after restoring an older backup, and up to which line
all is done. Not here: the chain of its lines (`pipeline.chained_lines`), erasing (`pipeline.erasing.removal`).
"""

from pathlib import Path

from contracts.atomic_file import write_atomically
from contracts.erasures import Erasure, Erasures
from contracts.errors import HomeError
from contracts.home import Home
from pipeline import chained_lines


def load(home: Home) -> Erasures:
    """Every erasure so far. Raises HomeError where a line cannot be read, was changed, or is missing."""
    return load_file(home.erasures)


def load_file(path: Path) -> Erasures:
    """The same of a list that lies elsewhere; empty where there is none."""
    return Erasures(lines=chained_lines.read(path, Erasure, "Daftar penghapusan"))


def add(home: Home, erasures: Erasures, erasure: Erasure) -> Erasures:
    """Appends one line; its `number` and `previous` are given here. Call with the home's lock."""
    return Erasures(lines=(*erasures.lines, chained_lines.add(home.erasures, erasures.lines, erasure)))


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
