"""`skm up` for a home, as an operator runs it: what it runs, what it says, and how its server is asked.

Belongs here: starting and ending it, with PostgreSQL as Prefect's own database. Not here: any expectation of a test.
"""

import base64
import json
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from contracts.home import Home
from tests.integration.clusters import Cluster, cluster
from tests.integration.offices import home_at
from tests.integration.test_own_server import environment

SKM = str(Path(sys.executable).parent / "skm")
SETTINGS = (
    '[inbox]\npoll_seconds = 5\nsettle_seconds = 0\n[schedules]\nconsolidation = "17:30"\n[reports]\nkinds = ["year"]\n'
)
NOTIFY = "json://pengguna:rahasia@127.0.0.1:9/"
ENCRYPTION_KEY = base64.urlsafe_b64encode(bytes(32)).decode()


@dataclass(frozen=True)
class Standing:
    """A server that answers, and its login."""

    url: str
    auth: str = field(repr=False)

    def asked(
        self, method: str, path: str, body: object | None = None, *, auth: str | None = None, **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        """What a request is answered: status, headers in small letters, body. `headers`: Host and the like."""
        if auth is not None:
            headers["Authorization"] = f"Basic {base64.b64encode(auth.encode()).decode()}"
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            f"{self.url}{path}", data, {"Content-Type": "application/json", **named}, method=method
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, {name.lower(): value for name, value in answer.headers.items()}, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, {name.lower(): value for name, value in error.headers.items()}, error.read()


@dataclass(frozen=True)
class Up:
    """What `skm up` runs for a home, and what it says."""

    home: Home
    server: Standing
    database: Cluster
    """Prefect's own."""
    running: "subprocess.Popen[bytes]"
    log: Path
    children: dict[str, dict[str, str]]
    """Environments, by a word of the command."""

    @property
    def said(self) -> str:
        """Until now."""
        return self.log.read_text(encoding="utf-8")

    def until(self, happens: Callable[[], object], seconds: float) -> None:
        """Waits so long for it."""
        _until(happens, seconds, self.log)

    def processes(self, word: str = "") -> list[int]:
        """Everything it started and that still lives; with a word, what has it in its command."""
        found = []
        for process in psutil.process_iter():
            try:
                if (
                    process.environ().get("SKM_HOME") == str(self.home.root)
                    and process.status() != psutil.STATUS_ZOMBIE
                ):
                    command = process.cmdline()  # a process that ended meanwhile raises here
                    if not word or word in command:
                        found.append(process.pid)
            except psutil.Error:
                continue
        return found

    def worker(self) -> int | None:
        """Prefect's worker."""
        found = self.processes("worker")
        return found[0] if found else None


@contextmanager
def skm_up(folder: Path) -> Iterator[Up]:
    """A new home below that folder and what runs for it, until the body ends or before."""
    home = home_at(folder / "data")
    home.settings.write_text(SETTINGS, encoding="utf-8")
    (home.root / "prefect").mkdir()
    (home.root / "prefect" / "prefect.db").touch(0o644)  # as an older release left it
    log = folder / "log"
    with cluster() as database, log.open("wb") as said:
        running = subprocess.Popen(
            [SKM, "up", "--home", "data", "--port", "0", "--prefect-port", "0"],
            cwd=folder,  # nothing hangs on the folder it is started in
            env=environment(
                PREFECT_API_DATABASE_CONNECTION_URL=database.url,
                SKM_NOTIFY_URLS=NOTIFY,
                PREFECT_SERVER_ENCRYPTION_KEY=ENCRYPTION_KEY,
                PREFECT_LOGGING_LEVEL="WARNING",
            ),
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        try:
            _until(
                lambda: running.poll() is not None or "diperiksa tiap 5 detik" in log.read_text(encoding="utf-8"),
                180,
                log,
            )
            text = log.read_text(encoding="utf-8")
            url = re.search(r"Server Prefect dijalankan di (http://\S+)", text)
            assert url is not None, text
            file = home.root / "prefect" / "api-auth"
            auth = file.read_text(encoding="utf-8").strip() if file.exists() else "skm:there is none"
            children = psutil.Process(running.pid).children()
            words = ("create_app", "worker", "serve", "operations.inbox_watch", "operations.waiting_run")
            environments = {word: one.environ() for word in words for one in children
                            if any(part.endswith(word) for part in one.cmdline())}  # fmt: skip
            yield Up(home, Standing(f"{url[1]}/api", auth), database, running, log, environments)
        finally:
            running.terminate()
            running.wait(60)


def _until(happens: Callable[[], object], seconds: float, said: Path) -> None:
    end = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < end, said.read_text(encoding="utf-8")
        time.sleep(0.4)  # many questions of `happens` start a process, or look at all there are
