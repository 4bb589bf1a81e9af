"""The register of services: which services (jenis layanan) a unit gives, and how its files write each (`services.csv`).

Belongs here: what its lines say, and checking them. A home without the file has no register, and everything is as if
there were no services. Not here: what is proposed from the answers (`transforms.services`), the file
(`pipeline.service_register`), figures (`transforms.figures.services`).
"""

import re
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

from contracts.errors import ConfigurationError
from contracts.register_rows import (
    check_unit,
    first_and_last_day,
    register_rows,
    register_state,
    several,
    unknown_column,
)
from contracts.written_words import word_key

REQUIRED: Final = ("unit_code", "service_code", "service_name")
OPTIONAL: Final = ("aliases", "valid_from", "valid_to", "charged")
SERVICE_COLUMNS: Final = (*REQUIRED, *OPTIONAL)
UNKNOWN_SERVICE: Final = "unknown"
"""Stands for the service of an answer that names none, or one that the register does not have; therefore no code."""
LEAST_ANSWERS: Final = 3
"""That a new service must have to be proposed."""
UNKNOWN_SERVICE_NAME: Final = "Tidak disebut atau tidak terdaftar"
CHARGED: Final = {"ya": True, "yes": True, "tidak": False, "no": False}
"""How `charged` is written: whether the service costs anything."""
_CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True)
class Service:
    """One service of one unit; its code is the unit's own. `charged` is None where nobody has said."""

    unit_code: str
    service_code: str
    service_name: str
    aliases: tuple[str, ...] = ()
    """Other spellings in files."""
    valid_from: date | None = None
    """Its first day; None: it was always given."""
    valid_to: date | None = None
    """Its last day; None: it is still given."""
    charged: bool | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Everything it is called in a file, the official name first."""
        return (self.service_name, *self.aliases)

    @property
    def keys(self) -> frozenset[str]:
        """What the spellings of it share with a file's (`word_key`): no case, no punctuation, no spaces."""
        return frozenset(map(word_key, self.names))

    def overlaps(self, other: "Service") -> bool:
        """Whether there is a day on which both are given."""
        starts = max(self.valid_from or date.min, other.valid_from or date.min)
        return starts <= min(self.valid_to or date.max, other.valid_to or date.max)


@dataclass(frozen=True)
class Services:
    """All services, in the order of the file."""

    services: tuple[Service, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.services)

    @property
    def units(self) -> tuple[str, ...]:
        """Codes of the units that have any, sorted."""
        return tuple(sorted({one.unit_code for one in self.services}))

    def of_unit(self, unit_code: str) -> tuple[Service, ...]:
        """Those of one unit."""
        return tuple(one for one in self.services if one.unit_code == unit_code)

    @property
    def state(self) -> str:
        """A hash that changes with whatever is registered; empty where nothing is."""
        return register_state(self.services)


NO_SERVICES: Final = Services()


def services_of(path: Path, text: str, unit_codes: Collection[str]) -> Services:
    """The register of the text of `services.csv` (`path` is only named). `unit_codes`: those of the registry. Raises
    ConfigurationError naming line, column, value and what is right."""
    rows = register_rows(path, text, REQUIRED, partial(_check_column, path), "layanan")
    services = [(line, _service(path, line, row, unit_codes)) for line, row in rows]
    _check_unique(path, services)
    return Services(tuple(service for _, service in services))


def _check_column(path: Path, name: str) -> None:
    if name not in OPTIONAL:
        raise unknown_column(path, name, SERVICE_COLUMNS)


def _service(path: Path, line: int, row: dict[str, str], unit_codes: Collection[str]) -> Service:
    place = f"{path} baris {line}"
    unit_code, code = row["unit_code"], row["service_code"]
    check_unit(place, unit_code, unit_codes)
    if not _CODE.fullmatch(code) or code.casefold() == UNKNOWN_SERVICE:
        raise ConfigurationError(
            f"{place}: service_code '{code}' hanya boleh berisi huruf, angka, titik, garis bawah, dan tanda hubung, "
            f"dan bukan '{UNKNOWN_SERVICE}'. Contoh: ktp-el."
        )
    charged = row.get("charged", "")
    if charged and charged.casefold() not in CHARGED:
        raise ConfigurationError(
            f"{place}: charged '{charged}' bukan ya atau tidak. Tulis ya bila layanannya berbiaya, tidak bila gratis, "
            "atau kosongkan."
        )
    valid_from, valid_to = first_and_last_day(path, line, row)
    service = Service(
        unit_code=unit_code,
        service_code=code,
        service_name=row["service_name"],
        aliases=several(row.get("aliases", "")),
        valid_from=valid_from,
        valid_to=valid_to,
        charged=CHARGED.get(charged.casefold()),
    )
    for name in service.names:
        if not word_key(name):
            raise ConfigurationError(f"{place}: nama '{name}' tidak berisi huruf atau angka. Tulis nama layanannya.")
    return service


def _check_unique(path: Path, services: list[tuple[int, Service]]) -> None:
    """A code once in a unit, and a spelling once on any day."""
    lines: dict[tuple[str, str], int] = {}
    spelled: defaultdict[tuple[str, str], list[tuple[int, Service]]] = defaultdict(list)
    for line, service in services:
        first = lines.setdefault((service.unit_code, service.service_code.casefold()), line)
        if first != line:
            raise ConfigurationError(
                f"{path} baris {line}: service_code '{service.service_code}' unit {service.unit_code} sudah ada pada "
                f"baris {first}. Satu layanan satu baris: gabungkan aliasnya, atau pakai kode lain."
            )
        for key, name in {word_key(name): name for name in service.names}.items():
            for other_line, other in spelled[service.unit_code, key]:
                if service.overlaps(other):
                    raise ConfigurationError(
                        f"{path} baris {line}: nama '{name}' unit {service.unit_code} dipakai juga oleh layanan "
                        f"'{other.service_code}' pada baris {other_line}. Satu tulisan milik satu layanan: hapus dari "
                        "salah satunya, atau beri keduanya valid_from dan valid_to yang tidak bertumpuk."
                    )
            spelled[service.unit_code, key].append((line, service))
