"""A changed setting: the new text of `settings.toml`, checked before it is written. Comments and order stay.

Belongs here: making and writing that text. Not here: which settings staff may change (`contracts.staff_settings`), the
command (`cli.staff_settings`).
"""

import tempfile
from datetime import date
from pathlib import Path

import tomlkit
from tomlkit.exceptions import TOMLKitError

from contracts.atomic_file import write_atomically
from contracts.errors import ConfigurationError
from contracts.home import Home
from contracts.settings import Settings, load_settings
from contracts.staff_settings import typed_value


def with_setting(home: Home, key: str, typed: str) -> str:
    """The text of the settings with another value, `section.key`; without the key where the program's own value is
    wanted. Raises ConfigurationError for a setting that is not staff's, a value that it cannot have, or text that is no
    TOML; what else is wrong in it `load_settings` says."""
    value = typed_value(key, typed)
    section, _, name = key.partition(".")
    try:
        document = tomlkit.parse(home.settings.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, TOMLKitError) as error:
        raise ConfigurationError(f"Pengaturan {home.settings} tidak dapat dibaca ({error}).") from error
    table = document.get(section, {})
    if value is None:
        table.pop(name, None)
    else:
        table = document.setdefault(section, tomlkit.table())
        table[name] = [_item(one) for one in value] if isinstance(value, list) else value
    return tomlkit.dumps(document)


def checked(text: str) -> Settings:
    """The settings of a text, as a run would read them. Raises ConfigurationError, which says what is right."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "settings.toml"
        path.write_text(text, encoding="utf-8")
        try:
            return load_settings(path)
        except ConfigurationError as error:
            raise ConfigurationError(str(error).replace(f"{path}: ", "")) from error


def write(home: Home, text: str) -> None:
    """Puts the text in its place. Call with the home's lock."""
    write_atomically(home.settings, text.encode())


def _item(text: str) -> str | date:
    """Days stand in the file as days."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text
