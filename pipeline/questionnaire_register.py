"""The register of questionnaires in a home, `questionnaires.toml`: reading it.

Not here: what it may say (`contracts.questionnaires`), the command (`cli.questionnaires`).
"""

from contracts.errors import ConfigurationError
from contracts.home import Home
from contracts.questionnaires import NO_QUESTIONNAIRES, Questionnaires, questionnaires_of
from contracts.registry import Registry


def load(home: Home, registry: Registry) -> Questionnaires:
    """The register of a home; there is none where the file is not. Raises ConfigurationError naming what is wrong and
    where."""
    try:
        text = home.questionnaires.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return NO_QUESTIONNAIRES
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(
            f"Daftar kuesioner {home.questionnaires} tidak dapat dibaca ({error}). Simpan ulang sebagai teks UTF-8."
        ) from error
    return questionnaires_of(home.questionnaires, text, registry.by_code)
