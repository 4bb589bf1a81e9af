"""Passwords and addresses that hold them: from the environment, or from a Secret block of Prefect.

Belongs here: where a credential is read. Not here: what it opens. A value is handed on and never written,
logged, shown, or put into the sentence of an error.
"""

import json
import os
import sys
from typing import Final, Literal

from contracts.errors import SkmError
from pipeline.prefect_settings import configured_url

CredentialName = Literal["SKM_NOTIFY_URLS", "SKM_INBOX_OPTIONS", "SKM_STORAGE_OPTIONS"]
BLOCKS: Final[dict[CredentialName, str]] = {
    "SKM_NOTIFY_URLS": "skm-notify",
    "SKM_INBOX_OPTIONS": "skm-inbox",
    "SKM_STORAGE_OPTIONS": "skm-storage",
}
"""By variable of the environment, the Secret block that is asked where it is not set."""


class CredentialError(SkmError):
    """A credential cannot be read, or is not what it should be. Names the place, never the value."""

    exit_code = 2


def secret(name: CredentialName) -> str | None:
    """A credential as text; None where neither the environment nor Prefect's server has one.

    Blocks are looked up where an API is configured (in a run always): no server is started to look. Raises
    CredentialError where the server does not answer."""
    if value := os.environ.get(name, "").strip():
        return value
    # Prefect takes a second to import: a command that has no server to ask does not wait for it.
    if "prefect" not in sys.modules and configured_url() is None:
        return None
    from prefect.client.orchestration import get_client
    from prefect.exceptions import ObjectNotFound
    from prefect.settings import PREFECT_API_URL

    if not PREFECT_API_URL.value():
        return None
    try:
        with get_client(sync_client=True) as client:
            stored = client.read_block_document_by_name(BLOCKS[name], "secret").data["value"]
    except ObjectNotFound:
        return None
    except Exception as error:
        # The error may quote what the server answered: only its kind is passed on.
        raise CredentialError(
            f"Blok Secret '{BLOCKS[name]}' tidak dapat dibaca dari server Prefect ({type(error).__name__}). "
            f"Periksa server itu, atau isi variabel lingkungan {name}."
        ) from None
    return (stored if isinstance(stored, str) else json.dumps(stored)).strip() or None


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
