"""Append-only files of JSON lines of which each carries the hash of the one before, so that a line that was changed or
cut out shows.

Belongs here: reading and checking one, adding a line. Not here: what a line says (`contracts.decisions`,
`contracts.erasures`), what follows from it (`pipeline.decisions`, `pipeline.erasing`).
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from contracts.atomic_file import append_durably
from contracts.decisions import Decision
from contracts.erasures import Erasure
from contracts.errors import HomeError

Line = TypeVar("Line", Decision, Erasure)


def read(path: Path, kind: type[Line], called: str) -> tuple[Line, ...]:
    """Every line, oldest first; none where there is no file. `called`: what staff call the file. Raises HomeError
    where a line cannot be read, was changed, or is missing."""
    found: list[Line] = []
    for number, text in enumerate(texts(path, called), start=1):
        try:
            line = kind.model_validate_json(text)
        except ValidationError as error:
            raise _damaged(path, called, f"baris {number} tidak dapat dibaca") from error
        if line.number != number or line.previous != _hash_of_last(found):
            raise _damaged(path, called, f"baris {number} tidak menyambung baris sebelumnya")
        found.append(line)
    return tuple(found)


def add(path: Path, before: Sequence[Line], line: Line) -> Line:
    """Appends a line; its `number` and `previous` are given here. Call with the home's lock."""
    numbered = line.model_copy(update={"number": len(before) + 1, "previous": _hash_of_last(before)})
    append_durably(path, numbered.model_dump_json())
    return numbered


def texts(path: Path, called: str) -> list[str]:
    """The lines of a file as text; none where there is no file. Raises HomeError where it cannot be read."""
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        raise _damaged(path, called, "tidak dapat dibaca") from error


def _hash_of_last(lines: Sequence[Line]) -> str:
    return lines[-1].hash if lines else ""


def _damaged(path: Path, called: str, what: str) -> HomeError:
    return HomeError(
        f"{called} {path} rusak: {what}. Yang sudah terbit tidak berubah. Kembalikan berkas itu dari cadangan "
        "('skm restore'), lalu jalankan lagi."
    )
