"""What holds for every answer: security headers, the host asked for, an error that tells nothing.

Belongs here: the outermost layer of the app. Not here: who may see what (`portal.server.app_context`).
"""

import logging
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from portal.server.origin import Origins

HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; img-src 'self' data:; style-src 'self'; script-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
STRICT_TRANSPORT: Final = "max-age=31536000"
_log = logging.getLogger("skm.portal")


class SecurityHeaders:
    """Wraps the app."""

    def __init__(self, app: ASGIApp, *, origins: Origins, failure: Callable[[int], Response]) -> None:
        """`failure`: the page for a status code."""
        self._app = app
        self._origins = origins
        self._failure = failure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        is_https = request.url.scheme == "https"
        started = False

        async def guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                if is_https:
                    headers["Strict-Transport-Security"] = STRICT_TRANSPORT
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        if not self._origins.is_ours(request):
            await self._failure(400)(scope, receive, guarded)
            return
        try:
            await self._app(scope, receive, guarded)
        except Exception as error:
            _log.error("%s: %s", scope["method"], _place(error))
            if started:
                raise
            await self._failure(500)(scope, receive, guarded)


def _place(error: Exception) -> str:
    """What went wrong and where, without its message: that may hold somebody's data."""
    frames = traceback.extract_tb(error.__traceback__)
    where = " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(frames[-4:]))
    return f"{type(error).__name__} ({where})"
