"""A home for the server, and the server over it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from types import CodeType

import pytest
from jinja2.bccache import Bucket, BytecodeCache

from contracts.home import Home
from portal.server import accounts, pages
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


class _CompiledTemplates(BytecodeCache):
    """Of this process."""

    def __init__(self) -> None:
        self._code: dict[str, CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._code.get(bucket.key)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key] = bucket.code


@pytest.fixture(scope="session", autouse=True)
def templates_compiled_once() -> Iterator[None]:
    """Hundreds of servers are made in this process, of the same templates."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pages, "Environment", partial(pages.Environment, bytecode_cache=_CompiledTemplates()))
        yield


@pytest.fixture
def home(tmp_path: Path, small_warehouse: Path) -> Home:
    return small_home(tmp_path / "data", small_warehouse)


@pytest.fixture
def serving(home: Home) -> Iterator[MakeServer]:
    """Makes the server, with what stands in [portal] of the settings."""
    with ExitStack() as stack:

        def serve(**portal: object) -> Server:
            server = Server(home, **portal)
            server.portal = stack.enter_context(server.browser()).portal
            return server

        yield serve


@pytest.fixture
def server(serving: MakeServer) -> Server:
    return serving()
