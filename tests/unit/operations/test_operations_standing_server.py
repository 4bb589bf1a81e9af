"""The server of `skm up`, found by the commands of its home and by no others."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib.metadata import version
from pathlib import Path

import pytest

from operations import standing_server, temporary_server
from operations.temporary_server import ServerError, StandingServer, server_of_run
from pipeline.prefect_settings import CLIENT_AUTH, SERVER_AUTH, authorization, own_auth


class Server(HTTPServer):
    """Says which Prefect it is to who shows its login, and remembers who asked."""

    def __init__(self, auth: str) -> None:
        super().__init__(("127.0.0.1", 0), Asked)
        self.expected = authorization(auth)["Authorization"]
        self.version = version("prefect")
        self.shown: list[str | None] = []
        self.url = f"http://127.0.0.1:{self.server_address[1]}/api"
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Asked(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        if self.path == "/api/admin/version":
            self.server.shown.append(self.headers["Authorization"])
        self.send_response(200 if self.headers["Authorization"] == self.server.expected else 401)
        self.end_headers()
        self.wfile.write(json.dumps(self.server.version).encode())

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Prefect's folder of a home; nothing is configured."""
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path))
    for name in ("PREFECT_API_URL", CLIENT_AUTH, SERVER_AUTH, *temporary_server._ASK_NO_MORE):
        monkeypatch.setenv(name, "")
    return tmp_path


@pytest.fixture
def server(folder: Path) -> Iterator[Server]:
    server = Server(own_auth(folder))
    yield server
    server.shutdown()
    server.server_close()


def test_it_is_found_while_it_is_announced(folder: Path, server: Server) -> None:
    assert standing_server.found(folder) is None
    with standing_server.announced(folder, server.url):
        assert standing_server.found(folder) == (server.url, own_auth(folder))
    assert standing_server.found(folder) is None
    assert not (folder / standing_server.ADDRESS_FILE).exists()


def test_an_address_that_was_left_behind_is_shown_no_login(folder: Path, server: Server) -> None:
    """`skm up` was killed, and whoever listens there now is somebody else."""
    file = folder / standing_server.ADDRESS_FILE
    file.touch(0o600)
    file.write_text(server.url, encoding="utf-8")
    assert standing_server.found(folder) is None
    assert server.shown == []


@pytest.mark.parametrize("amiss", ["login", "no login", "release", "silent", "for all to read"])
def test_one_that_cannot_be_used_is_none(folder: Path, server: Server, amiss: str) -> None:
    with standing_server.announced(folder, server.url):
        if amiss == "login":
            server.expected = authorization("skm:another")["Authorization"]
        elif amiss == "no login":
            (folder / "api-auth").unlink()
        elif amiss == "release":
            server.version = "3.0.0"
        elif amiss == "silent":
            server.shutdown()
            server.server_close()
        else:
            (folder / standing_server.ADDRESS_FILE).chmod(0o644)
        assert standing_server.found(folder) is None


def test_the_operators_own_login_is_known_from_the_environment(
    folder: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.expected = authorization("kami:sendiri")["Authorization"]
    with standing_server.announced(folder, server.url):
        assert standing_server.found(folder) is None
        monkeypatch.setenv(SERVER_AUTH, "kami:sendiri")
        assert standing_server.found(folder) == (server.url, "kami:sendiri")


def test_homes_never_meet_and_the_first_of_a_home_stays(folder: Path, server: Server) -> None:
    other = folder / "other"
    own_auth(other)
    with standing_server.announced(folder, server.url):
        assert standing_server.found(other) is None
        with standing_server.announced(folder, "http://127.0.0.1:9/api"):
            pass
        assert standing_server.found(folder) == (server.url, own_auth(folder))


def test_a_run_uses_it_and_says_whose_it_was(folder: Path, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    with standing_server.announced(folder, server.url):
        found = server_of_run()
        assert isinstance(found, StandingServer)
        assert {name: temporary_server.os.environ[name] for name in ("PREFECT_API_URL", CLIENT_AUTH)} == {
            "PREFECT_API_URL": server.url, CLIENT_AUTH: own_auth(folder)
        }  # fmt: skip
        assert found.lost() is None
        server.shutdown()
        server.server_close()
        assert "milik 'skm up'" in str(found.lost(at_once=True))

        monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")  # configured: it comes first
        monkeypatch.setattr(temporary_server, "SECONDS_TO_FIND", 0.0)
        with pytest.raises(ServerError, match=r"127\.0\.0\.1:9/api tidak terjangkau.*PREFECT_API_URL"):
            server_of_run()
