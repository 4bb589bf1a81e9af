"""A home for the server, and the server over it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from contracts.home import Home
from portal.server import accounts
from tests.unit.portal.server.server_home import CHEAP, Server, build_warehouse, small_home

MakeServer = Callable[..., Server]


@pytest.fixture(scope="session")
def small_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = Home(tmp_path_factory.mktemp("warehouse"))
    build_warehouse(home)
    return home.warehouse


@pytest.fixture(autouse=True)
def cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Accounts that are given no hasher, as those of the command: what one password costs is asked by the one test
    that takes this back."""
    monkeypatch.setattr(accounts, "PasswordHasher", lambda: CHEAP)


@pytest.fixture
def home(tmp_path: Path, small_warehouse: Path) -> Home:
    return small_home(tmp_path / "data", small_warehouse)


@pytest.fixture
def serving(home: Home) -> Iterator[MakeServer]:
    """Makes the server, with what stands in [portal] of the settings."""
    with ExitStack() as stack:

        def serve(**portal: object) -> Server:
            server = Server(home, **portal)
            stack.enter_context(server.browser())
            return server

        yield serve


@pytest.fixture
def server(serving: MakeServer) -> Server:
    return serving()
