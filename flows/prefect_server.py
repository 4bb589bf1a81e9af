"""Prefect's server as we start it: its own application, closed.

    uvicorn --factory flows.prefect_server:create_app          (`skm up`, `skm run`, deploy/compose.yaml)

Belongs here: what must be so whoever starts it. Not here: starting it (`operations.services`,
`operations.temporary_server`), the login (`pipeline.prefect_settings`).
"""

import os
from typing import Final
from urllib.parse import urlsplit

from prefect.server.api import server
from starlette.middleware.trustedhost import TrustedHostMiddleware

from pipeline.prefect_settings import SERVER_AUTH

_OF_ITSELF: Final = ("127.0.0.1", "localhost")
_ADDRESSES: Final = ("PREFECT_API_URL", "PREFECT_UI_URL")
_OTHERS: Final = 0o077


def create_app() -> TrustedHostMiddleware:
    """Prefect's API and pages. They ask for a login, and answer under this machine's own names and the hosts of
    PREFECT_API_URL and PREFECT_UI_URL only: a page elsewhere cannot have its own name lead here. What the process
    writes is its owner's alone. Raises RuntimeError where no login is set."""
    if not os.environ.get(SERVER_AUTH):
        raise RuntimeError(f"{SERVER_AUTH} is not set: Prefect would answer everybody.")
    os.umask(_OTHERS)
    named = (urlsplit(os.environ.get(name, "")).hostname for name in _ADDRESSES)
    hosts = [*_OF_ITSELF, *filter(None, named)]
    # Around the application, not in it: its automations ask it from within, under a name of their own.
    return TrustedHostMiddleware(server.create_app(final=True), allowed_hosts=hosts, www_redirect=False)
