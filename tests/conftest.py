"""What several kinds of tests share: the samples, and one consolidation of them on a real Prefect server.

A server is started only where something asks for it."""

import gc
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
import typer.main
from hypothesis import HealthCheck, settings

os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
os.environ.setdefault("DO_NOT_TRACK", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # no test multiplies large matrices

from contracts.home import Home
from tests.open_databases import databases_stay_open
from tests.property.examples import TIMES
from warehouse import read
from warehouse.connection import reading_connection

for needless in ("pymupdf.layout", "pymupdf4llm"):
    sys.modules[needless] = None  # would load a model of pages: a second, and threads

settings.register_profile(
    "skm",
    max_examples=50 * TIMES,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("skm")

SAMPLES = Path(__file__).parent.parent / "samples"


SERVERS_THAT_END = {"test_own_server", "test_schedules", "test_standing"}
"""Modules that start servers, workers and runs of their own, kill some, and wait for them."""
READERS_THAT_END = {"test_crash_isolation", "test_other_machines", "test_survival", "test_upload_check"}
"""Modules that start readers, kill some, and wait for them: beside what else runs flows on the session's server."""


def pytest_configure(config: pytest.Config) -> None:
    """Prefect's files of the tests lie in a folder of their own, before any test can import it."""
    folder = tempfile.TemporaryDirectory(prefix="skm-prefect-", ignore_cleanup_errors=True)
    config.add_cleanup(folder.cleanup)
    os.environ["PREFECT_HOME"] = folder.name
    gc.disable()  # nothing to collect among thousands of modules


def pytest_collection_finish() -> None:
    """What is imported stays: looking at all of it again and again took a seventh of the tests' time."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)
    gc.enable()


def pytest_itemcollected(item: pytest.Item) -> None:
    """Marks what `make test` runs together, in a process of its own (`tests.side_by_side`): what mostly waits, what
    looks at the consolidated samples, what else runs flows on a Prefect server."""
    asked = getattr(item, "fixturenames", ())
    if item.path.stem in SERVERS_THAT_END:
        item.add_marker(pytest.mark.together("servers that end", first=True))
    elif "samples_home" in asked:
        item.add_marker(pytest.mark.together("samples_home"))
    elif "prefect_server" in asked or item.path.stem in READERS_THAT_END:
        item.add_marker(pytest.mark.together("prefect_server", first=True))


@pytest.fixture(scope="session", autouse=True)
def commands_made_once() -> Iterator[None]:
    """The command is typed hundreds of times in this process: it is made of its declarations once (0.05 s)."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(typer.main, "get_command", cache(typer.main.get_command))
        yield


@pytest.fixture(scope="session", autouse=True)
def databases_open_once() -> Iterator[None]:
    """What is published is read without an instance of DuckDB for each."""
    with databases_stay_open():
        yield


@pytest.fixture
def databases_opened_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each by itself, as outside of the tests: SQL then reaches nothing else."""
    monkeypatch.setattr(read, "reading_connection", reading_connection)


@pytest.fixture(scope="session")
def expected() -> dict[str, dict[str, dict[str, object]]]:
    """The truth about the samples: `files` by path, `units` by "name|period"."""
    truth: dict[str, dict[str, dict[str, object]]] = json.loads((SAMPLES / "expected.json").read_text(encoding="utf-8"))
    return truth


@pytest.fixture(scope="session")
def prefect_server(request: pytest.FixtureRequest) -> Iterator[None]:
    """A real Prefect server with a fresh database, to the end of the session."""
    with _prefect_server(request.config):
        yield


@contextmanager
def _prefect_server(config: pytest.Config) -> Iterator[None]:
    """The one that `skm run` starts, which answers in half the time of Prefect's own test harness. Flow runs send no
    heartbeats: joining their thread would cost each run a second."""
    from operations.temporary_server import ServerForOneRun
    from pipeline.prefect_settings import prefect_home, stay_offline

    stay_offline()
    kept = config.cache.mkdir("prefect")  # made once, as for the runs of one home: half of what starting takes
    for empty in kept.glob("empty-*.db"):
        shutil.copy(empty, prefect_home())
    with pytest.MonkeyPatch.context() as patch:
        # Three quarters of its work is writing down what the tasks of a run did, which no test here asks for;
        # tests/integration/test_own_server.py does, of a server of its own.
        for service in ("TASK_RUN_RECORDER", "EVENT_PERSISTER"):
            patch.setenv(f"PREFECT_SERVER_SERVICES_{service}_ENABLED", "false")
        server = ServerForOneRun()
    from prefect.events.worker import EventsWorker
    from prefect.settings import (
        PREFECT_API_AUTH_STRING,
        PREFECT_API_URL,
        PREFECT_FLOWS_HEARTBEAT_FREQUENCY,
        temporary_settings,
    )

    server.wait()
    for empty in prefect_home().glob("empty-*.db"):
        if not (kept / empty.name).exists():
            beside = kept / f"{os.getpid()}.db"
            shutil.copyfile(empty, beside)
            beside.replace(kept / empty.name)
    url, auth = (os.environ.pop(name) for name in ("PREFECT_API_URL", "PREFECT_API_AUTH_STRING"))
    try:
        with temporary_settings(
            {PREFECT_API_URL: url, PREFECT_API_AUTH_STRING: auth, PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}
        ):
            yield
    finally:
        EventsWorker.drain_all()
        server.stop()


@pytest.fixture(scope="session")
def samples_home(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home whose samples were consolidated by the real flow, with the documents of 2024, which are a quarter of
    them. Tests only read it."""
    from flows.consolidate import consolidate
    from pipeline.documents import document_stages
    from pipeline.homes import prepare_home

    home = Home(tmp_path_factory.mktemp("samples") / "data")
    prepare_home(home, with_samples=True)
    home.settings.write_text('[reports]\nkinds = ["year"]\n', encoding="utf-8")
    with _prefect_server(request.config), pytest.MonkeyPatch.context() as patch:
        patch.setattr(document_stages, "periods_with_documents", lambda *_: ["2024"])
        consolidate(home=home.root)
    return home
