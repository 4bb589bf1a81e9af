"""Prefect's API for one run, where no standing server is configured.

Belongs here: starting Prefect's own server early and stopping it when everything is recorded. Imports
only the standard library, so that a command can start the server before it imports Prefect: the two
imports then run beside each other on two cores (measured: 13.4 s become 5.5 s). With a standing server
(`PREFECT_API_URL`, or a Prefect profile) nothing is started and Prefect does as always.
"""

import atexit
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Final

OFFLINE: Final = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "GX_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    "PREFECT_LOGGING_LEVEL": "WARNING",
}
"""Nobody is told about a run, and the fallback server gets time to migrate a fresh database."""

_FOR_ONE_RUN: Final = {
    "PREFECT__SERVER_EPHEMERAL": "1",
    "PREFECT__SERVER_FINAL": "1",
    "PREFECT_SERVER_UI_ENABLED": "false",
    "PREFECT_SERVER_REGISTER_BLOCKS_ON_START": "false",
    "PREFECT_SERVER_MEMOIZE_BLOCK_AUTO_REGISTRATION": "false",
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_FLUSH_INTERVAL": "0.1",
}
# The task run recorder keeps its own interval of one second: below that Prefect 3.8's loop spins and takes a
# whole core from the run (measured: reading 1,000 workbooks 30 s instead of 13 s).

# The server ends when its standard input closes: with the command, however that ended. The collector is
# off while thousands of modules are imported (0.7 s), and need never look at them again.
_SERVER: Final = """
import gc, os, signal, sys, threading
gc.disable()
threading.Thread(target=lambda: (os.read(0, 1), os.kill(os.getpid(), signal.SIGTERM)), daemon=True).start()
import uvicorn
from prefect.server.api.server import create_app
gc.freeze()
gc.enable()
uvicorn.run(create_app, factory=True, host="127.0.0.1", port=int(sys.argv[1]), log_level="error", lifespan="on")
"""

_CONFIGURING: Final = ("PREFECT_API_URL", "PREFECT_SERVER_EPHEMERAL_ENABLED", "PREFECT_PROFILE")
SECONDS_TO_START: Final = 120.0
SECONDS_TO_SETTLE: Final = 5.0


class ServerError(RuntimeError):
    """Prefect's server did not start."""


def configured() -> bool:
    """Whether anything names an API or forbids one of our own: then all is left to Prefect."""
    home = Path(os.environ.get("PREFECT_HOME", "~/.prefect")).expanduser()
    profiles = Path(os.environ.get("PREFECT_PROFILES_PATH", home / "profiles.toml"))
    files = (profiles, Path(".env"), Path("prefect.toml"))
    return any(name in os.environ for name in _CONFIGURING) or any(file.exists() for file in files)


def stay_offline() -> None:
    """Sets what must be in the environment before Prefect or Great Expectations is imported; what
    the user has set wins."""
    for name, value in OFFLINE.items():
        os.environ.setdefault(name, value)


class ServerForOneRun:
    """Prefect's server as a child process, on a free port of the loopback interface."""

    def __init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self._url = f"http://127.0.0.1:{port}/api"
        self._process = subprocess.Popen(
            [sys.executable, "-c", _SERVER, str(port)],
            env={**os.environ, **_FOR_ONE_RUN},
            stdin=subprocess.PIPE,
            start_new_session=True,  # Ctrl-C ends the command first, which then still can report to its server
        )
        os.environ["PREFECT_API_URL"] = self._url
        os.environ["PREFECT_UI_URL"] = ""  # no link to a server that goes away
        self.flow_run_id: str | None = None
        """The run whose tasks must be recorded before the server stops; set by whoever ran it."""
        # Handlers run last-registered first: Prefect, imported later, still flushes its logs to this server.
        atexit.register(self.stop)

    def wait(self) -> None:
        """Returns when the server answers. Raises ServerError when it ended or took too long."""
        end = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < end:
            if self._process.poll() is not None:
                raise ServerError(f"Prefect's server ended with code {self._process.returncode}; run again")
            try:
                urllib.request.urlopen(f"{self._url}/health", timeout=5).read()
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise ServerError(f"Prefect's server did not answer within {SECONDS_TO_START:.0f} s")

    def stop(self) -> None:
        """Stops the server once it has recorded every task of the run: their states reach it as events."""
        if self.flow_run_id is not None:
            self._settle(self.flow_run_id)
        self._process.terminate()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

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
        request = urllib.request.Request(
            f"{self._url}/task_runs/count", json.dumps(body).encode(), {"Content-Type": "application/json"}
        )
        return int(urllib.request.urlopen(request, timeout=5).read())
