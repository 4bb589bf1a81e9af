"""The register of questionnaires in a home, `questionnaires.toml`: reading it.

Not here: what it may say (`contracts.questionnaires`), the command (`cli.questionnaires`).
"""

from contracts.home import Home
from contracts.questionnaires import NO_QUESTIONNAIRES, Questionnaires, questionnaires_of
from contracts.register_rows import register_text
from contracts.registry import Registry


def load(home: Home, registry: Registry) -> Questionnaires:
    """The register of a home; there is none where the file is not. Raises ConfigurationError naming what is wrong and
    where."""
    text = register_text(home.questionnaires, "Daftar kuesioner", "teks UTF-8")
    return NO_QUESTIONNAIRES if text is None else questionnaires_of(home.questionnaires, text, registry.by_code)
