"""How long a client may take to send a request: its head, and its body.

Belongs here: ending the connection of whoever sends half a request and waits, or a byte now and then (Slowloris).
uvicorn has a limit for idle connections only. Not here: how large a body may be (`portal.server.app_context`,
`portal.server.upload_pages`).
"""

import asyncio
from typing import Any, Final

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

SLOWEST: Final = 2_000
"""Bytes a second below which a body is not waited for: a tenth of a poor mobile connection."""


class BodyDeadline:
    """Wraps the app. A body has so many `seconds`, and one more for every SLOWEST bytes that have come."""

    def __init__(self, app: ASGIApp, *, seconds: float) -> None:
        self._app = app
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request; the handler that reads a body too slow to come gets HTTPException 408."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        loop = asyncio.get_running_loop()
        begun: float | None = None
        count, is_whole = 0, False

        async def timed() -> Message:
            nonlocal begun, count, is_whole
            if is_whole:  # what comes now is that the client went away, which may take as long as it likes
                return await receive()
            begun = loop.time() if begun is None else begun
            try:
                async with asyncio.timeout_at(begun + self._seconds + count / SLOWEST):
                    message = await receive()
            except TimeoutError as error:
                raise HTTPException(408, headers={"Connection": "close"}) from error
            count += len(message.get("body", b""))
            is_whole = not message.get("more_body", False)
            return message

        await self._app(scope, timed, send)


def protocol(seconds: float) -> type[H11Protocol]:
    """uvicorn's protocol, with a limit for everything that comes while no request is being answered: a head that is not
    whole, and the rest of a body that nobody wanted. It has as long as a body has, from
    its first byte, or from when the connection was made."""

    class HeadDeadline(H11Protocol):
        _timer: asyncio.TimerHandle | None = None
        _begun = 0.0
        _count = 0

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self._watch(0)

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            self._watch(len(data))

        def connection_lost(self, exc: Exception | None) -> None:
            self._stop()
            super().connection_lost(exc)

        def _watch(self, count: int) -> None:
            # uvicorn says that there is always a cycle: before the first request there is none.
            cycle: Any = self.cycle
            if cycle is not None and not cycle.response_complete:
                self._stop()
            elif self._timer is None:
                self._begun, self._count = self.loop.time(), count
                self._timer = self.loop.call_later(seconds, self._look)
            else:
                self._count += count

        def _look(self) -> None:
            left = self._begun + seconds + self._count / SLOWEST - self.loop.time()
            if left <= 0:
                self.transport.abort()
            else:
                self._timer = self.loop.call_later(left, self._look)

        def _stop(self) -> None:
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None

    return HeadDeadline
