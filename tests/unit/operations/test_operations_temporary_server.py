"""The server of one run, with a small one in Prefect's place; and standing ones that answer, refuse or keep silent."""

import contextlib
import socket
import sqlite3
import stat
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from operations import temporary_server
from operations.temporary_server import ServerError, ServerForOneRun, StandingServer

# As Prefect's: makes its database or refuses one that is none, then answers until its input closes.
SMALL_SERVER = """
import os, sqlite3, sys, threading
from http.server import BaseHTTPRequestHandler, HTTPServer
path = os.environ["PREFECT_SERVER_DATABASE_CONNECTION_URL"].removeprefix("sqlite+aiosqlite:///")
print("opens", path, flush=True)
with sqlite3.connect(path) as database:
    database.execute("CREATE TABLE IF NOT EXISTS flow_run (name)")
class Healthy(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
threading.Thread(target=lambda: (os.read(0, 1), os._exit(0)), daemon=True).start()
HTTPServer((sys.argv[2], int(sys.argv[1])), Healthy).serve_forever()
"""


@pytest.fixture
def prefect_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path / "prefect"))
    monkeypatch.setenv("PREFECT_API_URL", "")
    monkeypatch.setenv("PREFECT_UI_URL", "")
    monkeypatch.setenv("PREFECT_API_AUTH_STRING", "")
    for name, value in temporary_server._ASK_NO_MORE.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(temporary_server, "_SERVER", SMALL_SERVER)
    return tmp_path / "prefect"


@contextlib.contextmanager
def one_run() -> Iterator[ServerForOneRun]:
    server = ServerForOneRun()
    try:
        server.wait()
        yield server
    finally:
        server.stop()


def folders(prefect_home: Path) -> list[Path]:
    return sorted((prefect_home / "runs").iterdir())


def flow_runs(folder: Path) -> list[tuple[str]]:
    with contextlib.closing(sqlite3.connect(folder / "prefect.db")) as database:
        return database.execute("SELECT name FROM flow_run").fetchall()


def test_the_recorder_of_the_server_for_one_run_waits_between_flushes() -> None:
    """Prefect's task run recorder spins on a whole core when its interval is below a second."""
    interval = temporary_server._FOR_ONE_RUN.get("PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_FLUSH_INTERVAL", "1")
    assert float(interval) >= 1


@pytest.mark.parametrize(("database", "events"), [(None, "false"), ("sqlite+aiosqlite:///{}/mine.db", None)])
def test_events_are_kept_where_somebody_keeps_the_database(
    database: str | None, events: str | None, prefect_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if database:
        monkeypatch.setenv("PREFECT_SERVER_DATABASE_CONNECTION_URL", database.format(tmp_path))
    with one_run() as server:
        environment = Path(f"/proc/{server._process.pid}/environ").read_text(encoding="utf-8").split("\0")
    given = dict(line.split("=", 1) for line in environment if line)
    assert given.get("PREFECT_SERVER_SERVICES_EVENT_PERSISTER_ENABLED") == events
    assert given.get("PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED") == events
    assert server.hears_heartbeats == (events is None)


def test_each_run_has_a_database_of_its_own_and_the_last_one_stays(prefect_home: Path) -> None:
    with one_run() as first:
        assert first.lost() is None
        (folder,) = folders(prefect_home)
        with contextlib.closing(sqlite3.connect(folder / "prefect.db")) as database:
            database.execute("INSERT INTO flow_run VALUES ('first')")
            database.commit()
        with one_run():  # another, of a run that waits for the lock
            (other,) = set(folders(prefect_home)) - {folder}
            assert flow_runs(other) == []
        assert flow_runs(folder) == [("first",)]
    del first
    with one_run():
        pass
    assert len(folders(prefect_home)) <= 2
    (empty,) = prefect_home.glob("empty-*.db")
    assert empty.stat().st_size < 100_000
    assert stat.S_IMODE(empty.stat().st_mode) == 0o600


def test_an_empty_database_that_cannot_be_used_is_made_anew(prefect_home: Path) -> None:
    with one_run():
        (empty,) = prefect_home.glob("empty-*.db")
    empty.write_bytes(b"no database" * 1000)
    with one_run():
        assert empty.read_bytes().startswith(b"SQLite format 3")


def test_an_empty_database_of_another_version_is_not_used(prefect_home: Path) -> None:
    prefect_home.mkdir()
    (prefect_home / "empty-3.8.8.db").write_bytes(b"old")
    with one_run():
        (empty,) = prefect_home.glob("empty-*.db")
    assert empty.name != "empty-3.8.8.db"


def test_a_server_that_cannot_start_is_a_sentence(prefect_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(temporary_server, "_SERVER", "import sys; sys.exit('what it had to say')")
    server = ServerForOneRun()
    with pytest.raises(ServerError, match=r"tidak dapat dijalankan \(kode 1\).*kirim .*server\.log"):
        server.wait()
    (folder,) = folders(prefect_home)
    assert (folder / "server.log").read_text(encoding="utf-8").strip() == "what it had to say"


def test_a_folder_that_cannot_be_written_is_a_sentence(prefect_home: Path) -> None:
    prefect_home.write_text("not a folder", encoding="utf-8")
    with pytest.raises(ServerError, match=f"{prefect_home}.*PREFECT_HOME"):
        ServerForOneRun()


def test_a_server_that_is_killed_is_noticed(prefect_home: Path) -> None:
    told: list[str] = []
    noticed = threading.Event()

    def end(sentence: str) -> None:
        told.append(sentence)
        noticed.set()

    with one_run() as server, temporary_server.ending_with(server, end):
        server._process.kill()
        assert noticed.wait(20)
    assert "berhenti di tengah konsolidasi (sinyal 9" in told[0]


class Answering(BaseHTTPRequestHandler):
    status = 200

    def do_GET(self) -> None:
        self.send_response(self.status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing."""


@contextlib.contextmanager
def listening(status: int) -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), type("Answers", (Answering,), {"status": status}))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/api"
    server.shutdown()
    server.server_close()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    def be(**seconds: float) -> None:
        for name, value in seconds.items():
            monkeypatch.setattr(temporary_server, name, value)

    return be


@pytest.mark.parametrize("status", [200, 401])
def test_a_standing_server_is_found_and_its_end_is_noticed(status: int, impatient: Callable[..., None]) -> None:
    with listening(status) as url:
        server = StandingServer(url, "Hidupkan.")
        server.wait()
        assert server.lost() is None
    assert server.lost() is None  # it may be started again
    assert server.lost(at_once=True) is not None
    impatient(SECONDS_TO_REACH=0.01)
    time.sleep(0.02)
    sentence = server.lost()
    assert sentence is not None
    assert sentence.startswith(f"Server Prefect {url} tidak terjangkau. Hidupkan. Konsolidasi dihentikan")
    assert "yang sudah terbit tetap utuh" in sentence


def test_a_standing_server_that_is_not_there_is_a_sentence(impatient: Callable[..., None]) -> None:
    impatient(SECONDS_TO_FIND=0.0)
    with listening(503) as url, pytest.raises(ServerError, match=r"tidak terjangkau. Hidupkan. Tidak ada yang berubah"):
        StandingServer(url, "Hidupkan.")
    with pytest.raises(ServerError, match=f"{url} tidak terjangkau"):
        StandingServer(url, "Hidupkan.")


def test_one_that_keeps_silent_is_given_more_time(impatient: Callable[..., None]) -> None:
    with listening(200) as url:
        server = StandingServer(url, "Hidupkan.")
    impatient(SECONDS_TO_REACH=0.05)
    port = int(url.split(":")[2].split("/")[0])
    with socket.socket() as silent:
        silent.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        silent.bind(("127.0.0.1", port))
        silent.listen()
        time.sleep(0.1)
        assert server.lost() is None
        impatient(SECONDS_TO_ANSWER=0.05)
        assert server.lost() is not None
