"""The targets of units: which IKM a unit is to reach in a year, and where that was decided (`targets.csv`).

Belongs here: what its lines say, and checking them. A home without the file has no targets, and everything is as if
there were none. Not here: what was reached of one (`transforms.figures.targets`), the registry (`contracts.registry`).
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Final

from contracts.errors import ConfigurationError
from contracts.register_rows import check_unit, register_rows, unknown_column

REQUIRED: Final = ("unit_code", "year", "target")
OPTIONAL: Final = ("source",)
_YEAR: Final = re.compile(r"20\d\d")
_INDEX: Final = re.compile(r"\d{1,3}(?:[.,]\d{1,2})?")
LOWEST: Final = Decimal(25)
HIGHEST: Final = Decimal(100)
"""What an IKM can be."""


@dataclass(frozen=True)
class Target:
    """The IKM that a unit is to reach in a year."""

    year: int
    ikm: Decimal
    """With two places."""
    source: str = ""
    """Where it was decided: `Renstra`, `IKU`, `Perjanjian Kinerja`."""


def targets_of(path: Path, text: str, unit_codes: Collection[str]) -> Mapping[str, tuple[Target, ...]]:
    """The targets of the text of `targets.csv` (`path` is only named), by unit. `unit_codes`: those of the registry.
    Raises ConfigurationError naming line, column, value and what is right."""
    targets: dict[str, tuple[Target, ...]] = {}
    lines: dict[tuple[str, int], int] = {}
    for line, row in register_rows(path, text, REQUIRED, partial(_check_column, path), "target"):
        unit_code, target = row["unit_code"], _target(f"{path} baris {line}", row)
        check_unit(f"{path} baris {line}", unit_code, unit_codes)
        first = lines.setdefault((unit_code, target.year), line)
        if first != line:
            raise ConfigurationError(
                f"{path} baris {line}: target unit {unit_code} tahun {target.year} sudah ada pada baris {first}. Satu "
                "target untuk satu unit dan tahun: hapus salah satunya."
            )
        targets[unit_code] = (*targets.get(unit_code, ()), target)
    return targets


def _check_column(path: Path, name: str) -> None:
    if name not in OPTIONAL:
        raise unknown_column(path, name, (*REQUIRED, *OPTIONAL))


def _target(place: str, row: Mapping[str, str]) -> Target:
    if not _YEAR.fullmatch(row["year"]):
        raise ConfigurationError(f"{place}: year '{row['year']}' bukan tahun. Contoh: 2024.")
    ikm = Decimal(row["target"].replace(",", ".")) if _INDEX.fullmatch(row["target"]) else None
    if ikm is None or not LOWEST <= ikm <= HIGHEST:
        raise ConfigurationError(
            f"{place}: target '{row['target']}' bukan IKM. Tulis angka 25 sampai 100, paling banyak dua desimal, "
            "misalnya 88,50."
        )
    return Target(int(row["year"]), ikm.quantize(Decimal("0.01")), row.get("source", ""))
