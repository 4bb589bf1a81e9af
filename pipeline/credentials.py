"""Passwords and addresses that hold them: from the environment, or from where whoever started this keeps them.

Belongs here: where a credential is read. Not here: what it opens; Prefect's Secret blocks, which flows and commands
offer as the other place (`flows.secret_blocks`). A value is handed on and never written, logged, shown, or put into the
sentence of an error.
"""

import json
import os
from collections.abc import Callable
from contextvars import ContextVar
from typing import Final, Literal

from contracts.errors import SkmError

CredentialName = Literal["SKM_NOTIFY_URLS", "SKM_INBOX_OPTIONS", "SKM_STORAGE_OPTIONS"]
BLOCKS: Final[dict[CredentialName, str]] = {
    "SKM_NOTIFY_URLS": "skm-notify",
    "SKM_INBOX_OPTIONS": "skm-inbox",
    "SKM_STORAGE_OPTIONS": "skm-storage",
}
"""By variable of the environment, the Secret block that is asked where it is not set."""


Source = Callable[[CredentialName], str | None]
"""Gives a credential, or None where it has none. Raises CredentialError."""


def _nowhere(name: CredentialName) -> None:
    """Without anybody who offers another place there is only the environment."""


elsewhere: ContextVar[Source] = ContextVar("elsewhere", default=_nowhere)
"""Where a credential is looked for that the environment does not have."""


class CredentialError(SkmError):
    """A credential cannot be read, or is not what it should be. Names the place, never the value."""

    exit_code = 2


def secret(name: CredentialName) -> str | None:
    """A credential as text; None where neither the environment nor the other place (`elsewhere`) has one. Raises
    CredentialError where that place does not answer."""
    return os.environ.get(name, "").strip() or elsewhere.get()(name)


def secret_options(name: CredentialName) -> dict[str, object]:
    """A credential that is a JSON object, as options of a file system; empty where there is none. Raises
    CredentialError where it is anything else."""
    value = secret(name)
    if value is None:
        return {}
    try:
        options = json.loads(value)
    except json.JSONDecodeError:
        options = None
    if not isinstance(options, dict):
        raise CredentialError(
            f"{name} (atau blok Secret '{BLOCKS[name]}') bukan objek JSON. "
            'Contoh yang benar: {"username": "skm", "password": "…"}.'
        )
    return options
