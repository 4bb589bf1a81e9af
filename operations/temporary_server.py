"""Prefect's API for one run: the standing server that is configured, that of `skm up`, or a server of its own.

Belongs here: which of them it is, starting Prefect's own server early and stopping it when everything is recorded, and
noticing that a server is gone. Not here: which one is configured (`pipeline.prefect_settings`), where that of `skm up`
is (`operations.standing_server`), what stands for longer (`operations.services`). Imports only the standard library, so
that a command can start the server before it imports Prefect: the two imports then run beside each other on two cores
(measured: 13.4 s become 5.5 s).

Each server has a database of its own, `runs/<run>/prefect.db` in Prefect's folder: nothing grows, two servers never
share one, and none is ever migrated. It begins as a copy of `empty-<version>.db`, which the first server leaves there
(measured: 2.5 s to an answer instead of 6.5 s). The last run's folder stays, with what its server had to say. Each has
a login of its own too, which is written nowhere.
"""

import atexit
import fcntl
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from http import HTTPStatus
from importlib.metadata import version
from pathlib import Path
from typing import Final, Literal, Protocol

from contracts.errors import SkmError
from operations import standing_server
from pipeline.prefect_settings import (
    CLIENT_AUTH,
    SERVER_AUTH,
    authorization,
    configured_url,
    new_auth,
    prefect_home,
)

_FOR_ONE_RUN: Final = {
    "PREFECT__SERVER_EPHEMERAL": "1",
    "PREFECT__SERVER_FINAL": "1",
    "PREFECT_SERVER_UI_ENABLED": "false",
    "PREFECT_SERVER_REGISTER_BLOCKS_ON_START": "false",
    "PREFECT_SERVER_MEMOIZE_BLOCK_AUTO_REGISTRATION": "false",
    "PREFECT_SERVER_CSRF_PROTECTION_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_FLUSH_INTERVAL": "0.1",
}
_WITH_ITS_OWN_DATABASE: Final = {
    "PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_ENABLED": "false",
    "PREFECT_SERVER_EVENTS_STREAM_OUT_ENABLED": "false",
    "PREFECT_SERVER_LOGS_STREAM_OUT_ENABLED": "false",
}
"""A database that is thrown away has no automations, and nobody looks at its events. (For automations the server would
build its whole application a second time.)"""
_ASK_NO_MORE: Final = {
    "PREFECT_CLIENT_SERVER_VERSION_CHECK_ENABLED": "false",
    "PREFECT_CLIENT_CSRF_SUPPORT_ENABLED": "false",
}
"""Of a client: the server is of this very installation, and wants no token against forms of other pages."""
# The task run recorder keeps its own interval of one second: below that Prefect 3.9's loop spins and takes a
# whole core from the run (measured: reading 1,000 workbooks 30 s instead of 13 s).

# The server ends when its standard input closes: with the command, however that ended. The collector is
# off while thousands of modules are imported (0.7 s), and need never look at them again.
_SERVER: Final = """
import gc, os, signal, sys, threading
gc.disable()
threading.Thread(target=lambda: (os.read(0, 1), os.kill(os.getpid(), signal.SIGTERM)), daemon=True).start()
import uvicorn
from flows.prefect_server import create_app
gc.freeze()
gc.enable()
uvicorn.run(create_app, factory=True, host=sys.argv[2], port=int(sys.argv[1]), log_level="error", lifespan="on")
"""

_LOOPBACK: Final = "127.0.0.1"
SECONDS_TO_START: Final = 120.0
SECONDS_TO_SETTLE: Final = 5.0
SECONDS_TO_FIND: Final = 3.0
"""A standing server that does not answer for so long at the beginning is not there."""
SECONDS_TO_REACH: Final = 10.0
"""A standing server that refuses this long is gone; one that is started again in between is waited for."""
SECONDS_TO_ANSWER: Final = 60.0
"""One that takes this long for nothing at all is gone too."""
_LOOK_EVERY_SECONDS: Final = 0.5
_DATABASES: Final = ("PREFECT_SERVER_DATABASE_CONNECTION_URL", "PREFECT_API_DATABASE_CONNECTION_URL")


class ServerError(SkmError):
    """Prefect's server did not start, is not reached, or went away."""


class Server(Protocol):
    """What a run needs of Prefect's server."""

    hears_heartbeats: bool
    """Whether what it hears is kept longer than a run, so that those of one that is lost can be missed."""
    flow_run_id: str | None
    """The run whose tasks must be recorded before the server stops; set by whoever ran it."""

    def wait(self) -> None:
        """Returns when it answers. Raises ServerError when it does not."""

    def lost(self, *, at_once: bool = False) -> str | None:
        """A sentence where it is gone; `at_once`: without waiting whether it comes back."""


def server_of_run() -> Server:
    """The server that is configured, that of `skm up` for this home, or one of the run's own. From now on this process
    asks that one. Raises ServerError where the configured one does not answer or none can be started."""
    if url := configured_url():
        return StandingServer(url, _CONFIGURED)
    if known := standing_server.found(prefect_home()):
        os.environ |= {"PREFECT_API_URL": known.url, CLIENT_AUTH: known.auth, **_ASK_NO_MORE}
        return StandingServer(known.url, _OF_UP)
    return ServerForOneRun()


class StandingServer:
    """A server that others started: at that address, and for longer than one run. `whose`: what to do about one that is
    not reached, and who runs it. Raises ServerError where nothing answers."""

    hears_heartbeats = True

    def __init__(self, url: str, whose: str) -> None:
        self._url = url
        self._whose = whose
        self.flow_run_id: str | None = None
        self.wait()  # before anything heavy is imported

    def wait(self) -> None:
        """Asks for a few seconds. Raises ServerError where nothing answers."""
        end = time.monotonic() + SECONDS_TO_FIND
        while _ask(self._url) != "answers":
            if time.monotonic() > end:
                raise ServerError(f"{self._unreached()} Tidak ada yang berubah.")
            time.sleep(_LOOK_EVERY_SECONDS)
        self._answered_at = time.monotonic()

    def lost(self, *, at_once: bool = False) -> str | None:
        """It may take as long as an answer may."""
        how = _ask(self._url)
        if how == "answers":
            self._answered_at = time.monotonic()
            return None
        patience = 0.0 if at_once else SECONDS_TO_REACH if how == "refuses" else SECONDS_TO_ANSWER
        return f"{self._unreached()} {_STOPPED}" if time.monotonic() - self._answered_at > patience else None

    def _unreached(self) -> str:
        return f"Server Prefect {self._url} tidak terjangkau. {self._whose}"


_CONFIGURED: Final = (
    "Hidupkan server itu atau betulkan alamatnya (PREFECT_API_URL atau profil Prefect); tanpa alamat, skm menjalankan "
    "servernya sendiri."
)
_OF_UP: Final = "Server itu milik 'skm up', yang baru saja berhenti."
_STOPPED: Final = "Konsolidasi dihentikan; yang sudah terbit tetap utuh. Jalankan lagi kapan saja."


class ServerForOneRun:
    """Prefect's server as a child process, on a free port of the loopback interface. Raises ServerError where its
    files cannot be written."""

    def __init__(self) -> None:
        with socket.socket() as probe:
            probe.bind((_LOOPBACK, 0))
            self._port = probe.getsockname()[1]
        self._url = f"http://{_LOOPBACK}:{self._port}/api"
        self._auth = new_auth()
        self._has_own_database = not any(os.environ.get(name) for name in _DATABASES)
        self.hears_heartbeats = not self._has_own_database
        self._empty = prefect_home() / f"empty-{version('prefect')}.db"
        try:
            self._folder, self._held = _folder_of_a_run(prefect_home() / "runs")
            self._process = self._start()
        except OSError as error:
            raise ServerError(
                f"Server Prefect tidak dapat dijalankan: {error.filename or prefect_home()} ({error.strerror}). "
                "Beri izin tulis dan ruang di sana, atau tunjuk tempat lain dengan PREFECT_HOME."
            ) from error
        os.environ["PREFECT_API_URL"] = self._url
        os.environ[CLIENT_AUTH] = self._auth
        os.environ["PREFECT_UI_URL"] = ""  # no link to a server that goes away
        os.environ |= _ASK_NO_MORE
        self.flow_run_id: str | None = None
        # Handlers run last-registered first: Prefect, imported later, still flushes its logs to this server.
        atexit.register(self.stop)

    def _start(self) -> "subprocess.Popen[bytes]":
        environment = {
            **os.environ,
            **_FOR_ONE_RUN,
            SERVER_AUTH: self._auth,
            "PREFECT_API_URL": self._url,
            "PREFECT_SERVER_CORS_ALLOWED_ORIGINS": self._url.removesuffix("/api"),
        }
        if self._has_own_database:
            database = self._folder / "prefect.db"
            database.touch(mode=0o600)
            with suppress(FileNotFoundError):
                shutil.copyfile(self._empty, database)
            environment |= _WITH_ITS_OWN_DATABASE | {_DATABASES[0]: f"sqlite+aiosqlite:///{database}"}
        with self._log.open("wb") as log:
            return subprocess.Popen(
                [sys.executable, "-c", _SERVER, str(self._port), _LOOPBACK],
                env=environment,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                pass_fds=(self._held,),  # the folder is its own as long as it lives
                start_new_session=True,  # Ctrl-C ends the command first, which then still can report to its server
            )

    @property
    def _log(self) -> Path:
        return self._folder / "server.log"

    def wait(self) -> None:
        """Returns when the server answers. Raises ServerError when it ended or took too long."""
        end = time.monotonic() + SECONDS_TO_START
        while _ask(self._url) != "answers":
            if self._process.poll() is not None and not self._started_anew():
                raise ServerError(
                    f"Server Prefect untuk konsolidasi ini tidak dapat dijalankan ({self._how_it_ended()}). Yang sudah "
                    f"terbit tidak berubah. Jalankan sekali lagi; bila berulang, kirim {self._log} kepada pengembang."
                )
            if time.monotonic() > end:
                raise ServerError(
                    f"Server Prefect tidak menjawab dalam {SECONDS_TO_START:.0f} detik: mesin ini terlalu sibuk, atau "
                    f"ada yang salah menurut {self._log}. Jalankan sekali lagi."
                )
            time.sleep(0.05)
        self._leave_empty()

    def _started_anew(self) -> bool:
        """An empty database that the server cannot work with is thrown away; whether it was started without."""
        if not (self._has_own_database and self._empty.exists()):
            return False
        self._empty.unlink(missing_ok=True)
        for path in self._folder.glob("prefect.db*"):
            path.unlink()
        self._process.communicate()
        self._process = self._start()
        return True

    def _leave_empty(self) -> None:
        """Leaves the database as it is now, made and not yet used, for the servers to come."""
        if not self._has_own_database or self._empty.exists():
            return
        for old in self._empty.parent.glob("empty-*.db"):  # of another version
            old.unlink(missing_ok=True)
        unfinished = self._folder / self._empty.name
        with suppress(sqlite3.Error, OSError):  # then the next server makes its own
            unfinished.touch(mode=0o600)
            with (
                closing(sqlite3.connect(self._folder / "prefect.db")) as used,
                closing(sqlite3.connect(unfinished)) as empty,
            ):
                used.backup(empty)
            unfinished.replace(self._empty)

    def lost(self, *, at_once: bool = False) -> str | None:
        """A child that ended does not come back."""
        if self._process.poll() is None:
            return None
        return f"Server Prefect berhenti di tengah konsolidasi ({self._how_it_ended()}; {self._log}). {_STOPPED}"

    def _how_it_ended(self) -> str:
        code = self._process.returncode
        return f"sinyal {-code}" if code < 0 else f"kode {code}"

    def stop(self) -> None:
        """Stops the server once it has recorded every task of the run: their states reach it as events."""
        atexit.unregister(self.stop)
        if self.flow_run_id is not None:
            self._settle(self.flow_run_id)
        self._process.terminate()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._process.communicate()  # closes its input
        os.close(self._held)

    def _settle(self, flow_run_id: str) -> None:
        end = time.monotonic() + SECONDS_TO_SETTLE
        before: tuple[int, int] | None = None
        while time.monotonic() < end and self._process.poll() is None:
            try:
                now = (self._count(flow_run_id), self._count(flow_run_id, "PENDING", "RUNNING", "SCHEDULED"))
            except OSError:
                return
            if now == before and now[1] == 0:
                return
            before = now
            time.sleep(0.1)

    def _count(self, flow_run_id: str, *states: str) -> int:
        body: dict[str, object] = {"flow_runs": {"id": {"any_": [flow_run_id]}}}
        if states:
            body["task_runs"] = {"state": {"type": {"any_": states}}}
        headers = {"Content-Type": "application/json", **authorization(self._auth)}
        request = urllib.request.Request(f"{self._url}/task_runs/count", json.dumps(body).encode(), headers)
        return int(urllib.request.urlopen(request, timeout=5).read())


@contextmanager
def ending_with(server: Server, end: Callable[[str], None]) -> Iterator[None]:
    """While the body runs, looks whether the server is still there; when it is gone, `end` is told a sentence, in a
    thread of its own. It must end the process: Prefect itself would try for minutes, with the home's lock held."""
    done = threading.Event()

    def look() -> None:
        while not done.wait(_LOOK_EVERY_SECONDS):
            if (sentence := server.lost()) and not done.is_set():
                end(sentence)
                return

    threading.Thread(target=look, daemon=True, name="prefect-server").start()
    try:
        yield
    finally:
        done.set()


def _folder_of_a_run(runs: Path) -> tuple[Path, int]:
    """A new folder and the descriptor that holds it; folders that nobody holds any more are removed."""
    runs.mkdir(parents=True, exist_ok=True)
    one_at_a_time = os.open(runs, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(one_at_a_time, fcntl.LOCK_EX)
        for old in runs.iterdir():
            with suppress(OSError):  # held, or gone, or not ours to remove
                os.close(_hold(old))
                shutil.rmtree(old)
        folder = Path(tempfile.mkdtemp(dir=runs))
        return folder, _hold(folder)
    finally:
        os.close(one_at_a_time)


def _hold(folder: Path) -> int:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def _ask(url: str) -> Literal["answers", "refuses", "is silent"]:
    """How a server takes the simplest of questions. One that wants a password first does answer."""
    try:
        urllib.request.urlopen(f"{url}/health", timeout=SECONDS_TO_REACH).read()
    except urllib.error.HTTPError as error:
        return "answers" if error.code < HTTPStatus.INTERNAL_SERVER_ERROR else "refuses"
    except OSError as error:
        slow = isinstance(error, TimeoutError) or isinstance(getattr(error, "reason", None), TimeoutError)
        return "is silent" if slow else "refuses"
    return "answers"
