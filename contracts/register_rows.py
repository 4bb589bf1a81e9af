"""What people keep as a register, with a spreadsheet or without (`units.csv`, `services.csv`), and its lines.

Belongs here: reading one, what its cells are, whatever they say, and what every register asks of a line. Not here:
what a register says (`contracts.registry`, `contracts.services`), changing a line (`pipeline.register_lines`).
"""

import csv
import hashlib
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date
from pathlib import Path

from contracts.errors import ConfigurationError
from contracts.written_dates import read_date


def register_text(path: Path, called: str, kind: str = "CSV UTF-8") -> str | None:
    """A register as text; None where there is no such file. `called`: what it is (Bahasa Indonesia). Raises
    ConfigurationError where it cannot be read, with how to save it again."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(
            f"{called} {path} tidak dapat dibaca ({error}). Simpan ulang sebagai {kind}."
        ) from error


def register_state(entries: Collection[object]) -> str:
    """A hash that changes with whatever a register says; empty where it says nothing."""
    return hashlib.sha256(repr(entries).encode()).hexdigest()[:16] if entries else ""


def check_unit(place: str, unit_code: str, unit_codes: Collection[str]) -> None:
    """Raises ConfigurationError for a unit that the registry does not have."""
    if unit_code not in unit_codes:
        raise ConfigurationError(
            f"{place}: unit_code '{unit_code}' tidak ada dalam units.csv. Tulis kode unitnya (lihat: skm units), atau "
            "hapus baris ini."
        )


def register_rows(
    path: Path, text: str, required: Sequence[str], check_other: Callable[[str], None], subject: str
) -> Iterator[tuple[int, dict[str, str]]]:
    """Each line that says something, with its number: cells by their column. `path` is only named. `required` columns
    must be there and filled in; `check_other` is asked of every other column; `subject`: what a line is about (Bahasa
    Indonesia). Raises ConfigurationError naming line, column and what is right."""
    rows = csv.DictReader(text.splitlines(), delimiter=delimiter_of(text), restkey="", restval="")
    header = [name.strip() for name in rows.fieldnames or []]
    rows.fieldnames = header
    for name in required:
        if name not in header:
            raise ConfigurationError(f"{path}: kolom '{name}' tidak ada. Kolom wajib: {', '.join(required)}.")
    for name in header:
        if name not in required:
            check_other(name)
    for row in rows:
        if not any(row.values()):
            continue
        cells = {name: (row[name] or "").strip() for name in header}
        for name in required:
            if not cells[name]:
                raise ConfigurationError(f"{path} baris {rows.line_num}: '{name}' kosong. Isi untuk setiap {subject}.")
        yield rows.line_num, cells


def unknown_column(path: Path, name: str, known: Collection[str], more: str = "") -> ConfigurationError:
    """What is said of a column that no register of this kind has."""
    return ConfigurationError(f"{path}: kolom '{name}' tidak dikenal. Kolom yang dikenal: {', '.join(known)}{more}.")


def first_and_last_day(path: Path, line: int, row: dict[str, str]) -> tuple[date | None, date | None]:
    """valid_from and valid_to; None for an empty cell. Raises ConfigurationError where one is no day, or they are the
    wrong way round."""
    first, last = (_day(path, line, name, row.get(name, "")) for name in ("valid_from", "valid_to"))
    if first and last and first > last:
        raise ConfigurationError(f"{path} baris {line}: valid_from {first} sesudah valid_to {last}.")
    return first, last


def delimiter_of(text: str) -> str:
    """What stands between the columns: a comma, or what a spreadsheet here writes instead."""
    header = text.partition("\n")[0]
    return ";" if header.count(";") > header.count(",") else ","


def several(cell: str) -> tuple[str, ...]:
    """The names or codes of a cell that may hold several."""
    return tuple(one.strip() for one in cell.split("|") if one.strip())


def _day(path: Path, line: int, name: str, text: str) -> date | None:
    """A day as it is written, or as a spreadsheet here writes it again: 2025-12-31, 31/12/2025."""
    written = read_date(text) if text else None
    day = written.day_first if written is not None else None
    if text and day is None:
        raise ConfigurationError(f"{path} baris {line}: {name} '{text}' bukan tanggal. Tulis misalnya 2025-12-31.")
    return day
