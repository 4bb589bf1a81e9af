"""The registry: every unit that must survey its visitors (`units.csv`).

Belongs here: reading and checking the registry. Not here: finding a unit in a text
(`ingest.identify`), changing the file (`pipeline.registry_changes`).
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from typing import Final

from contracts.errors import ConfigurationError
from contracts.periods import Period, parse_period
from contracts.register_rows import (
    first_and_last_day,
    register_rows,
    register_state,
    register_text,
    several,
    unknown_column,
)
from contracts.targets import Target, targets_of
from contracts.unsur import UNSUR_ORDERS

REQUIRED: Final = ("unit_code", "unit_name", "unit_type")
SIGNATORY: Final = ("signatory_office", "signatory_name", "signatory_rank", "signatory_nip")
"""Who signs the unit's documents: jabatan, nama, pangkat, NIP."""
LIFE: Final = ("valid_from", "valid_to", "successor", "former_names")
"""First and last day of the unit (empty: always, still), the codes of the units that took over its work, what it was
called before. Several codes or names stand with | between them."""
SURVEY_MODES: Final = {
    "daring": "secara daring",
    "luring": "secara luring dengan kuesioner kertas",
    "campuran": "secara daring dan dengan kuesioner kertas (campuran)",
}
"""How a unit's questionnaire is filled in (`survey_mode`), as a sentence says it."""
OPTIONAL: Final = (
    *("bps_code", "aliases", "unsur_order", "address", "contact", "survey_mode", "survey_means"),
    *SIGNATORY,
    *LIFE,
)
RECIPIENTS_PREFIX: Final = "service_recipients_"
SCOPE_ALL: Final = "all"
"""The scope of the ranking of all units together; therefore no unit type."""
_UNIT_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True)
class Unit:
    """One unit. `service_recipients` maps a period code to the people served in it. `address` and
    `contact` stand in its letterhead; the signatory is who signs its documents. Empty is printed as
    nothing, or as a line to fill in."""

    unit_code: str
    unit_name: str
    unit_type: str
    bps_code: str | None
    aliases: tuple[str, ...]
    unsur_order: str | None
    service_recipients: tuple[tuple[str, int], ...]
    address: str = ""
    contact: str = ""
    signatory_office: str = ""
    signatory_name: str = ""
    signatory_rank: str = ""
    signatory_nip: str = ""
    survey_mode: str = ""
    """One of SURVEY_MODES; empty: not said."""
    survey_means: tuple[str, ...] = ()
    """What else it collects with, such as `stiker QR di loket`, `FGD dalam rapat bersama`."""
    valid_from: date | None = None
    """Its first day; None: it was always there."""
    valid_to: date | None = None
    """Its last day; None: it is still there."""
    successors: tuple[str, ...] = ()
    """Codes of the units that took over its work: one where it was merged into another, several where it was split."""
    former_names: tuple[str, ...] = ()
    targets: tuple[Target, ...] = ()
    """Those of `targets.csv`."""

    @property
    def names(self) -> tuple[str, ...]:
        """Everything it is or was called in a file, the official name first."""
        return (self.unit_name, *self.aliases, *self.former_names)

    def owes(self, period: Period) -> bool:
        """Whether it has to report for a period (`Period.is_owed`)."""
        return period.is_owed(self.valid_from, self.valid_to)


@dataclass(frozen=True)
class Registry:
    """All units, in the order of the file."""

    units: tuple[Unit, ...]

    @cached_property
    def by_code(self) -> dict[str, Unit]:
        """Units by their code."""
        return {unit.unit_code: unit for unit in self.units}

    @property
    def targets_state(self) -> str:
        """A hash that changes with their targets; empty where there are none."""
        return register_state([(unit.unit_code, unit.targets) for unit in self.units if unit.targets])


def load_registry(path: Path) -> Registry:
    """Reads and checks `units.csv`. Raises ConfigurationError naming line, column and what is right."""
    text = register_text(path, "Daftar unit")
    if text is None:
        raise ConfigurationError(f"Daftar unit {path} tidak ada. Jalankan 'skm init' atau salin units.csv ke sana.")
    return registry_of(path, text)


def with_targets(registry: Registry, path: Path) -> Registry:
    """The registry with the targets of `targets.csv`; the same where there is no such file. Raises ConfigurationError
    naming line, column and what is right."""
    text = register_text(path, "Daftar target")
    if text is None:
        return registry
    targets = targets_of(path, text, registry.by_code)
    return Registry(tuple(replace(unit, targets=targets.get(unit.unit_code, ())) for unit in registry.units))


def registry_of(path: Path, text: str) -> Registry:
    """The registry of the text of `units.csv` (`path` is only named). Raises ConfigurationError as `load_registry`."""
    rows = register_rows(path, text, REQUIRED, partial(_check_column, path), "unit")
    units = [_unit(path, line, row) for line, row in rows]
    _check_unique(path, units)
    return Registry(tuple(units))


def _check_column(path: Path, name: str) -> None:
    if name in OPTIONAL:
        return
    if not name.startswith(RECIPIENTS_PREFIX):
        raise unknown_column(path, name, (*REQUIRED, *OPTIONAL), f" dan {RECIPIENTS_PREFIX}<periode>")
    code = name.removeprefix(RECIPIENTS_PREFIX)
    try:
        parse_period(code)
    except ValueError as error:
        raise ConfigurationError(
            f"{path}: kolom '{name}': '{code}' bukan kode periode. Contoh yang benar: "
            f"{RECIPIENTS_PREFIX}2024 atau {RECIPIENTS_PREFIX}2024-S1."
        ) from error


def _unit(path: Path, line: int, row: dict[str, str]) -> Unit:
    if not _UNIT_CODE.fullmatch(row["unit_code"]):
        raise ConfigurationError(
            f"{path} baris {line}: unit_code '{row['unit_code']}' hanya boleh berisi huruf, angka, titik, "
            "garis bawah, dan tanda hubung, karena menjadi nama folder."
        )
    order = row.get("unsur_order") or None
    if order is not None and order not in UNSUR_ORDERS:
        raise ConfigurationError(
            f"{path} baris {line}: unsur_order '{order}' tidak dikenal. Pilihan: {', '.join(UNSUR_ORDERS)}, "
            "atau kosongkan."
        )
    mode = row.get("survey_mode", "").casefold()
    if mode and mode not in SURVEY_MODES:
        raise ConfigurationError(
            f"{path} baris {line}: survey_mode '{row['survey_mode']}' tidak dikenal. Pilihan: "
            f"{', '.join(SURVEY_MODES)}, atau kosongkan."
        )
    recipients: list[tuple[str, int]] = []
    for name, value in row.items():
        if name.startswith(RECIPIENTS_PREFIX) and value:
            digits = value.replace(".", "")
            if not digits.isdecimal() or int(digits) == 0:
                raise ConfigurationError(
                    f"{path} baris {line}: {name} '{value}' "
                    "bukan bilangan bulat di atas nol; kosongkan bila tidak tahu."
                )
            recipients.append((name.removeprefix(RECIPIENTS_PREFIX), int(digits)))
    valid_from, valid_to = first_and_last_day(path, line, row)
    if row.get("successor") and valid_to is None:
        raise ConfigurationError(
            f"{path} baris {line}: successor diisi tetapi valid_to kosong. Isi hari terakhir unit ini, misalnya "
            "2025-12-31."
        )
    return Unit(
        unit_code=row["unit_code"],
        unit_name=row["unit_name"],
        unit_type=row["unit_type"],
        bps_code=row.get("bps_code") or None,
        aliases=several(row.get("aliases", "")),
        unsur_order=order,
        service_recipients=tuple(recipients),
        survey_mode=mode,
        survey_means=several(row.get("survey_means", "")),
        valid_from=valid_from,
        valid_to=valid_to,
        successors=several(row.get("successor", "")),
        former_names=several(row.get("former_names", "")),
        address=row.get("address", ""),
        contact=row.get("contact", ""),
        signatory_office=row.get("signatory_office", ""),
        signatory_name=row.get("signatory_name", ""),
        signatory_rank=row.get("signatory_rank", ""),
        signatory_nip=row.get("signatory_nip", ""),
    )


def _check_unique(path: Path, units: list[Unit]) -> None:
    if not units:
        raise ConfigurationError(f"{path}: tidak ada satu unit pun. Isi satu baris untuk setiap unit.")
    seen_codes: dict[str, str] = {}
    seen_names: dict[str, str] = {}
    seen_types: dict[str, str] = {}
    for unit in units:
        if unit.unit_code.casefold() in seen_codes:
            raise ConfigurationError(f"{path}: unit_code '{unit.unit_code}' muncul dua kali.")
        seen_codes[unit.unit_code.casefold()] = unit.unit_name
        for name in unit.names:
            other = seen_names.setdefault(name.casefold(), unit.unit_code)
            if other != unit.unit_code:
                raise ConfigurationError(
                    f"{path}: nama '{name}' dipakai oleh {other} dan {unit.unit_code}. Nama, alias, dan nama lama "
                    "harus unik."
                )
        known = seen_types.setdefault(" ".join(unit.unit_type.casefold().split()), unit.unit_type)
        if known != unit.unit_type:
            raise ConfigurationError(
                f"{path}: unit_type '{known}' dan '{unit.unit_type}' ({unit.unit_code}) hanya berbeda huruf besar atau "
                "spasi. Tulis sama: peringkat dan rata-rata jenis unit menganggapnya dua jenis."
            )
        if unit.unit_type == SCOPE_ALL:
            raise ConfigurationError(f"{path}: unit_type 'all' dipakai untuk peringkat keseluruhan; pilih kata lain.")
    for unit in units:
        for code in unit.successors:
            if code.casefold() not in seen_codes or code == unit.unit_code:
                raise ConfigurationError(
                    f"{path}: successor '{code}' dari {unit.unit_code} bukan kode unit lain dalam daftar ini."
                )
