"""Prefect's server as we start it: its own application, closed.

    uvicorn --factory flows.prefect_server:create_app          (`skm up`, `skm run`, deploy/compose.yaml)

Belongs here: what must be so whoever starts it. Not here: starting it (`operations.services`,
`operations.temporary_server`), the login (`pipeline.prefect_settings`).
"""

import os
from typing import Final
from urllib.parse import urlsplit

from prefect.server.api import server
from starlette.datastructures import MutableHeaders
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pipeline.prefect_settings import SERVER_AUTH

_OF_ITSELF: Final = ("127.0.0.1", "localhost")
_ADDRESSES: Final = ("PREFECT_API_URL", "PREFECT_UI_URL")
_OTHERS: Final = 0o077
_POLICY: Final = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)


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
    return TrustedHostMiddleware(_kept_here(server.create_app(final=True)), allowed_hosts=hosts, www_redirect=False)


def _kept_here(app: ASGIApp) -> ASGIApp:
    """The application, whose pages a browser lets ask nobody else: Prefect's ask a statistics service when they open,
    whatever its settings, and an artifact may show a picture from anywhere."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_policy(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["Content-Security-Policy"] = _POLICY
            await send(message)

        await app(scope, receive, send_with_policy)

    return answer
