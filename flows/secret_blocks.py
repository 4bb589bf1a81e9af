"""Credentials from Secret blocks of Prefect's server.

Belongs here: reading a block, and offering that to whoever looks for a credential. Not here: which credentials there
are, the environment, which comes first (`pipeline.credentials`).
"""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from pipeline.credentials import BLOCKS, CredentialError, CredentialName, elsewhere
from pipeline.prefect_settings import configured_url


@contextmanager
def offered() -> Iterator[None]:
    """Within the block, credentials that the environment does not have are looked for in Secret blocks."""
    token = elsewhere.set(read)
    try:
        yield
    finally:
        elsewhere.reset(token)


def read(name: CredentialName) -> str | None:
    """A credential as text; None where the server has no such block.

    Blocks are looked up where an API is configured (in a run always): no server is started to look. Raises
    CredentialError where the server does not answer."""
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
