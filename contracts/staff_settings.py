"""The settings that staff own: how they are called, what they mean, and what a person types for a value.

Belongs here: which sections these are, and reading a typed value; pure. Not here: the settings themselves
(`contracts.settings`), changing the file (`pipeline.settings_changes`). What is not here belongs to whoever runs the
server: addresses, limits, credentials, and what erases.
"""

from typing import Any, Final, Literal, NamedTuple, get_args, get_origin

from contracts.errors import ConfigurationError
from contracts.settings import OPERATION, Section, Settings

SECTIONS: Final[dict[str, str]] = {
    "signature": "Penanda tangan",
    "letterhead": "Kop surat",
    "survey": "Pelaksanaan survei",
    "reports": "Laporan",
    "reminders": "Pengingat",
    "schedules": "Jadwal",
    "closing": "Batas perubahan saat menutup",
    "ranking": "Peringkat",
    "method": "Metode",
    "thresholds": "Ambang",
}
DEFAULT: Final = "bawaan"
"""Typed for whatever the program takes where nothing is set."""
_YES: Final = {"ya": True, "tidak": False, "true": True, "false": False}


class StaffSetting(NamedTuple):
    """One setting: `section.key`."""

    key: str
    meaning: str
    shown: str
    """What stands now, as a person would type it."""
    decides_figures: bool
    """Another value makes what is published, or printed, anew."""


def staff_settings(settings: Settings) -> dict[str, list[StaffSetting]]:
    """All of them by section, as they are."""
    return {name: _of_section(name, getattr(settings, name)) for name in SECTIONS}


def typed_value(key: str, text: str) -> str | int | float | bool | list[str] | None:
    """What a person typed for a setting, as the file holds it; None for DEFAULT. Several are divided by semicolons,
    decimals have a comma. Raises ConfigurationError for a key that is none of these, or a value of another
    kind; what the value may be is for the settings to judge."""
    section, _, name = key.partition(".")
    field = Settings.model_fields.get(section) if section in SECTIONS else None
    kind = field.annotation if field else None
    known = kind.model_fields.get(name) if isinstance(kind, type) and issubclass(kind, Section) else None
    if known is None:
        raise ConfigurationError(f"Pengaturan '{key}' tidak ada, atau bukan milik petugas. Lihat 'skm settings'.")
    text = text.strip()
    if text.casefold() == DEFAULT:
        return None
    if get_origin(known.annotation) is tuple:
        return [one.strip() for one in text.split(";") if one.strip()]
    try:
        return _scalar(known.annotation, text)
    except (ValueError, KeyError):
        choices = get_args(known.annotation) if get_origin(known.annotation) is Literal else ()
        among = f"Pilihannya: {', '.join(choices)}. " if choices else ""
        raise ConfigurationError(
            f"'{key}' diisi '{text}', tidak dapat dipakai. Artinya: {known.description}. {among}Bawaan program: "
            f"{shown_value(known.default)}."
        ) from None


def shown_value(value: object) -> str:
    """A value as a person would type it."""
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, tuple | list):
        return "; ".join(map(str, value))
    return f"{value:g}".replace(".", ",") if isinstance(value, float) else str(value)


def _scalar(kind: Any, text: str) -> str | int | float | bool:  # noqa: ANN401 - an annotation, whatever it is
    if kind is bool:
        return _YES[text.casefold()]
    if kind in (int, float) and "_" in text:  # Python's way to write a thousand, and nobody's here
        raise ValueError(text)
    if kind is int:
        return int(text)
    if kind is float:
        return float(text.replace(",", "."))
    if get_origin(kind) is Literal and text not in get_args(kind):
        raise ValueError(text)
    return text


def _of_section(section: str, values: Section) -> list[StaffSetting]:
    decides = section not in OPERATION
    return [
        StaffSetting(f"{section}.{name}", field.description or "", shown_value(getattr(values, name)), decides)
        for name, field in type(values).model_fields.items()
    ]
