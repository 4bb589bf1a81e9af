"""Running the app: the socket, uvicorn, an end without noise.

Belongs here: how the server listens and stops. Not here: what it answers (`portal.server.app`).
"""

import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

import uvicorn
from starlette.applications import Starlette

from contracts.errors import SkmError
from portal.server.deadlines import protocol

_SECONDS_TO_FINISH: Final = 10
_LOOK_EVERY_SECONDS: Final = 3.0
_STOPS: Final = (signal.SIGTERM, signal.SIGINT)


def serve(
    app: Starlette,
    host: str,
    port: int,
    *,
    request_seconds: float,
    listening: Callable[[str], None],
    is_over: Callable[[], bool] | None = None,
) -> bool:
    """Serves until SIGTERM or Ctrl+C; requests under way are finished. A request that is sent by half only, or slower
    than anybody sends, ends after `request_seconds`. `listening` is told the address. `is_over` is asked from time to
    time; returns whether that ended it.

    Forwarded headers are the app's business: uvicorn by itself believes them of anybody on the same machine. Raises
    SkmError where the address cannot be listened on."""
    with _listening(host, port) as listener, _signals_only_stop():
        shown = f"[{host}]" if ":" in host else host
        config = uvicorn.Config(
            app,
            proxy_headers=False,
            server_header=False,
            access_log=False,
            log_level="warning",
            ws="none",
            http=protocol(request_seconds),
            timeout_graceful_shutdown=_SECONDS_TO_FINISH,
        )
        listening(f"http://{shown}:{listener.getsockname()[1]}")
        server = uvicorn.Server(config)
        with _ending(server, is_over) as ended:
            server.run(sockets=[listener])
        return ended.is_set()


@contextmanager
def _ending(server: uvicorn.Server, is_over: Callable[[], bool] | None) -> Iterator[threading.Event]:
    """Within the block the server ends once it is over, which the event then tells."""
    ended, done = threading.Event(), threading.Event()

    def look() -> None:
        while is_over is not None and not done.wait(_LOOK_EVERY_SECONDS):
            if is_over():
                ended.set()
                server.should_exit = True
                return

    threading.Thread(target=look, daemon=True, name="is-over").start()
    try:
        yield ended
    finally:
        done.set()


@contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family)
    except (OSError, OverflowError) as error:
        raise SkmError(
            f"Tidak dapat membuka {host} port {port} ({error}). Pilih yang lain dengan --host atau --port."
        ) from error
    with listener:
        yield listener


@contextmanager
def _signals_only_stop() -> Iterator[None]:
    """uvicorn sends itself the signal again that stopped it; here being stopped is the ordinary end."""

    def stopped(number: int, frame: FrameType | None) -> None:
        return

    before = {number: signal.signal(number, stopped) for number in _STOPS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
