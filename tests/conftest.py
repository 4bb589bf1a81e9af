"""What several kinds of tests share: the samples, and one consolidation of them on a real Prefect server.

The server is started once a session, and only for tests that ask for it."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
os.environ.setdefault("DO_NOT_TRACK", "1")

from contracts.home import Home

SAMPLES = Path(__file__).parent.parent / "samples"


@pytest.fixture(scope="session")
def expected() -> dict[str, dict[str, dict[str, object]]]:
    """The truth about the samples: `files` by path, `units` by "name|period"."""
    truth: dict[str, dict[str, dict[str, object]]] = json.loads((SAMPLES / "expected.json").read_text(encoding="utf-8"))
    return truth


@pytest.fixture(scope="session")
def prefect_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A real Prefect server with a database of its own. Flow runs send no heartbeats: joining their thread
    would cost each run a second."""
    os.environ["PREFECT_HOME"] = str(tmp_path_factory.mktemp("prefect"))
    from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings
    from prefect.testing.utilities import prefect_test_harness

    with (
        prefect_test_harness(server_startup_timeout=120),
        temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}),
    ):
        yield


@pytest.fixture(scope="session")
def samples_home(prefect_server: None, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home whose samples were consolidated by the real flow, documents included. Tests only read it."""
    from flows.consolidate import consolidate
    from flows.homes import prepare_home

    home = Home(tmp_path_factory.mktemp("samples") / "data")
    prepare_home(home, with_samples=True)
    consolidate(home=home.root)
    return home
