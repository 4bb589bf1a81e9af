"""Prefect's own pages, as the standing server of `skm up` hands them out: behind its login, and leaving no machine."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.metadata import version
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Request, expect

from contracts.home import Home
from operations.services import PrefectApi, closed, environment, find_api, prefect_folder, server
from pipeline.prefect_settings import prefect_home

RUN = "konsolidasi-percobaan"
SECONDS_TO_START = 120


@pytest.fixture(scope="module", name="api")
def fixture_api(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrefectApi]:
    """The server as `skm up` starts it, with a run in its records."""
    home = Home(tmp_path_factory.mktemp("prefect") / "data")
    with pytest.MonkeyPatch.context() as patch:
        empty = prefect_home() / f"empty-{version('prefect')}.db"  # left by the server of the session
        for name in [name for name in os.environ if name.startswith("PREFECT_")]:
            patch.delenv(name)
        folder = prefect_folder(home)
        folder.mkdir(parents=True)
        shutil.copyfile(empty, folder / "prefect.db")
        api = closed(home, find_api(0))
        service, variables = server(api), environment(home, api)
    child = subprocess.Popen([sys.executable, "-m", *service.module], env=variables)
    try:
        _keep_a_run(api)
        assert {path.stat().st_mode & 0o777 for path in folder.glob("prefect.db*")} == {0o600}  # its owner's alone
        yield api
    finally:
        child.terminate()
        child.wait(60)


def _keep_a_run(api: PrefectApi) -> None:
    """As soon as the server answers."""
    until = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            flow = api.ask("POST", "/flows/", {"name": "consolidate"})
            assert isinstance(flow, dict)
            ended = {"type": "COMPLETED", "name": "Completed"}
            api.ask("POST", "/flow_runs/", {"flow_id": flow["id"], "name": RUN, "state": ended})
        except OSError:
            assert time.monotonic() < until
            time.sleep(0.1)
        else:
            return


def test_prefects_pages_ask_for_the_login(chromium: Browser, api: PrefectApi) -> None:
    elsewhere: set[str] = set()

    def note(request: Request) -> None:
        if (parts := urlsplit(request.url)).scheme in ("http", "https", "ws", "wss") and parts.hostname != "127.0.0.1":
            elsewhere.add(request.url)

    context = chromium.new_context(base_url=api.page)
    context.set_default_timeout(20_000)
    context.on("request", note)
    page = context.new_page()
    page.goto("/")
    password = page.locator("input[type=password]")
    expect(password).to_be_visible()
    password.fill("skm:bukan kata sandinya")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Invalid credentials").first).to_be_visible()
    page.goto("/v2/runs")
    expect(password).to_be_visible()
    expect(page.get_by_text(RUN)).to_have_count(0)
    password.fill(api.auth or "")
    page.keyboard.press("Enter")
    expect(page.get_by_text(RUN).first).to_be_visible()
    context.close()
    assert elsewhere == set()  # Prefect's pages ask a statistics service, whatever its settings: our policy lets none
