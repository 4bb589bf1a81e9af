"""Clients that send half a request and wait, or a byte now and then: the real server and real sockets."""

import os
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from contracts.home import Home
from tests.unit.portal.server.server_home import small_home, write

PATIENCE = 30
"""Seconds after which a test gives up waiting for the server to end a connection."""


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory, small_warehouse: Path) -> Iterator[int]:
    """Of a server that waits one second for a request."""
    home: Home = small_home(tmp_path_factory.mktemp("slow") / "data", small_warehouse)
    write(home.settings, "[portal]\nrequest_seconds = 1\n")
    command = [sys.executable, "-m", "cli.main", "serve", "--home", str(home.root), "--port", "0"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"}
    ) as process:
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline().split()[3].rpartition(":")[2])
        finally:
            process.terminate()


def connect(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)


def rest(connection: socket.socket) -> bytes:
    """What comes until the server ends the connection; TimeoutError where it does not."""
    said = b""
    try:
        while part := connection.recv(1 << 16):
            said += part
    except ConnectionResetError:
        pass
    return said


def test_two_hundred_half_sent_requests_stop_nobody_and_each_is_ended(port: int) -> None:
    with ExitStack() as stack:
        slow = [stack.enter_context(connect(port)) for _ in range(200)]
        for number, one in enumerate(slow):
            one.sendall((b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: localhost\r\nX-A: ")[number % 3])
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=PATIENCE) as answer:
            assert b"isi portal" in answer.read()
        assert {rest(one) for one in slow} == {b""}


def drip(connection: socket.socket, stop: threading.Event) -> None:
    """A byte now and then, as long as somebody takes it."""
    try:
        while not stop.wait(0.1):
            connection.sendall(b"a")
    except OSError:
        pass


@pytest.mark.parametrize(
    "head",
    [
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX-A: ",
        b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\nGET / HTTP/1.1\r\nX-A: ",
        b"POST /masuk HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n\r\nnama=",
        b"POST /tidak-ada HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n\r\n",
        b"POST /unggah HTTP/1.1\r\nHost: localhost\r\nContent-Length: 50000000\r\n\r\n",
    ],
    ids=["head", "second head", "form", "body that nobody reads", "upload of nobody"],
)
def test_a_byte_now_and_then_does_not_keep_a_connection(port: int, head: bytes) -> None:
    with connect(port) as connection:
        connection.sendall(head)
        stop = threading.Event()
        dripping = threading.Thread(target=drip, args=(connection, stop))
        dripping.start()
        try:
            said = rest(connection)
        finally:
            stop.set()
            dripping.join()
    if head.startswith(b"POST /masuk"):
        assert said.startswith(b"HTTP/1.1 408 ")
        assert b"Terlalu lambat" in said
        assert b"x-frame-options" in said.lower()


def test_a_request_that_stops_in_its_body_is_answered_and_ended(port: int) -> None:
    with connect(port) as connection:
        connection.sendall(b"POST /masuk HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500\r\n\r\nnama=")
        assert rest(connection).startswith(b"HTTP/1.1 408 ")


def test_a_body_that_comes_steadily_may_take_longer(port: int) -> None:
    """Half as long again as the limit, at ten times the slowest pace."""
    with connect(port) as connection:
        connection.sendall(b"POST /masuk HTTP/1.1\r\nHost: localhost\r\nContent-Length: 30000\r\n\r\n")
        for _ in range(15):
            connection.sendall(b"a" * 2_000)
            time.sleep(0.1)
        assert connection.recv(1 << 16).startswith(b"HTTP/1.1 403 ")


def test_a_connection_is_used_again(port: int) -> None:
    with connect(port) as connection:
        for _ in range(3):
            connection.sendall(b"HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert connection.recv(1 << 16).startswith(b"HTTP/1.1 200 ")
