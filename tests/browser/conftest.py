"""A real Chromium, a real `skm serve` on a copy of the consolidated samples, and what must hold on every page.

Chromium and the server are started once. Every page is watched: no request may leave the machine, nothing may be
written to the console, and the content security policy may not have to step in.
"""

import hashlib
import io
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, sync_playwright

from cli import main as command
from contracts.home import Home
from contracts.lineage_tables import INGEST_FILE, QUESTION
from ingest import intake
from portal.server import accounts
from tests.browser.visitors import PASSWORDS, UNITS, WIDTHS, Browse, Portal, Watch, log_in
from tests.integration.offices import copied
from tests.made_rows import made_frame
from tests.unit.portal.server.server_home import CHEAP

START_SECONDS = 30


@pytest.fixture(scope="package")
def chromium(samples_home: Home) -> Iterator[Browser]:
    """Started after the samples were consolidated: Playwright keeps this thread's event loop to itself. The shell draws
    the same pages with half the work: it has none of the browser that stands around them."""
    executable = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if executable is None:
        pytest.fail("Chromium is missing. 'make tools' installs it; 'make test' does so by itself.", pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def portal(samples_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """`skm serve` on a copy of the samples' home."""
    home = _copied(samples_home, tmp_path_factory.mktemp("portal"))
    _hold_a_file(home)
    with _served(home) as served:
        yield served


def _copied(samples_home: Home, folder: Path) -> Home:
    home = copied(samples_home, folder / "data")
    _add_users(home)
    return home


@contextmanager
def _served(home: Home) -> Iterator[Portal]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    log = home.root.parent / "server.log"
    with log.open("wb") as output:
        command = [sys.executable, "-m", "cli.main", "serve", "--home", str(home.root), "--port", str(port)]
        server = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
        try:
            _wait_for(address, server, log)
            yield Portal(address, home)
        finally:
            server.terminate()
            server.wait(20)
    said = log.read_text(encoding="utf-8", errors="replace")
    assert "Traceback" not in said, said


def _hold_a_file(home: Home) -> None:
    """A file of a unit that waits for an answer, as if the run had found it: in the archive, in its ledger, and in the
    copy of what is published."""
    path, content = "gondang/ditahan.csv", b"ditahan"
    sha256 = hashlib.sha256(content).hexdigest()
    original = home.archive / intake.archived(sha256)
    original.parent.mkdir(exist_ok=True)
    original.write_bytes(content)
    seen = intake.load_ledger(home)
    sighting = seen[-1].model_copy(
        update={"file_id": "ditahan", "content_id": sha256[:16], "sha256": sha256, "path": path, "size": len(content)}
    )
    intake.save_ledger(home, [*seen, sighting])
    of_file = {"file_id": "ditahan", "path": path, "content_id": sha256[:16], "unit_code": "35.16.02"}
    rows = dict.fromkeys(("rows_read", "rows_accepted", "rows_rejected", "rows_duplicate"), 0)
    held = {**of_file, **rows, "kind": "responses", "status": "held", "reason": "Berkas ditahan.", "layout": "judul"}
    asked = {"file_id": "ditahan", "number": 1, "code": "control_total", "question": "Jumlah U1 tidak cocok."}
    choices = [
        {**asked, "choice": "count", "label": "hitung yang terbaca", "respondents": 4, "ikm": Decimal("86.63")},
        {**asked, "choice": "refuse", "label": "jangan dihitung", "respondents": 0, "ikm": None},
    ]
    with duckdb.connect(str(home.database.resolve())) as database:
        for table, lines in ((INGEST_FILE, [held]), (QUESTION, choices)):
            rows_of = home.root / f"{table.name}.parquet"
            made_frame(table, *lines).write_parquet(rows_of)
            database.execute(f"INSERT INTO {table.name} BY NAME SELECT * FROM read_parquet(?)", [str(rows_of)])
            rows_of.unlink()


def _add_users(home: Home) -> None:
    """As `skm user add` does, in this process: starting Python takes longer than adding an account. The passwords are
    cheap to check: every login of a browser checks one."""
    for name, password in PASSWORDS.items():
        whose = ["--unit", UNITS[name]] if name in UNITS else ["--analyst" if name == "analis" else "--staff"]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(accounts, "PasswordHasher", lambda: CHEAP)
            patch.setattr(sys, "argv", ["skm", "user", "add", name, *whose, "--home", str(home.root)])
            patch.setattr(sys, "stdin", io.StringIO(f"{password}\n"))
            assert command._exit_code() == 0


def _wait_for(address: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"{address}/", timeout=5).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            if server.poll() is not None:
                break
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"skm serve did not answer:\n{log.read_text(encoding='utf-8', errors='replace')}")


@pytest.fixture
def browse(chromium: Browser, portal: Portal) -> Iterator[Browse]:
    """Opens pages, each in a browser of its own; at the end none of them may have done what it must not."""
    with _browsing(chromium, portal) as page:
        yield page


@pytest.fixture(scope="module")
def browse_on(chromium: Browser, portal: Portal) -> Iterator[Browse]:
    """The same for pages that several tests visit one after the other: most of what a page costs is its process."""
    with _browsing(chromium, portal) as page:
        yield page


@contextmanager
def _browsing(chromium: Browser, portal: Portal) -> Iterator[Browse]:
    contexts: list[BrowserContext] = []
    watch = Watch()

    def page(width: str = "desktop", **options: object) -> Page:
        wide, high = WIDTHS[width]
        context = chromium.new_context(
            base_url=portal.address, viewport={"width": wide, "height": high}, locale="id-ID", **options
        )  # type: ignore[arg-type]
        context.set_default_timeout(5_000)
        contexts.append(context)
        opened = context.new_page()
        watch.look_at(opened)
        return opened

    yield page
    for context in contexts:
        context.close()
    assert not watch.complaints, "\n".join(watch.complaints)


@pytest.fixture(scope="package")
def sessions() -> dict[str, StorageState]:
    """Cookies of accounts that have logged in once."""
    return {}


@pytest.fixture
def logged_in(browse: Browse, sessions: dict[str, StorageState]) -> Browse:
    """A page of somebody who has logged in, on the page that follows the login."""

    def page(name: str, width: str = "desktop") -> Page:
        if name in sessions:
            opened = browse(width, storage_state=sessions[name])
            opened.goto("/unit")
            return opened
        opened = browse(width)
        opened.goto("/masuk")
        log_in(opened, name, PASSWORDS[name])
        sessions[name] = opened.context.storage_state()
        return opened

    return page
