"""What the tests of whole stories share: typing the command as its own tests do, that `skm doctor` imports little, and
hearing what staff are told."""

from collections.abc import Iterator

import pytest

from pipeline.progress import listener
from tests.integration.offices import Heard
from tests.integration.without_prefect import flow_without_prefect
from tests.unit.cli.conftest import little_imported as little_imported
from tests.unit.cli.conftest import skm as skm


@pytest.fixture
def heard() -> Iterator[Heard]:
    hearing = Heard()
    token = listener.set(hearing)
    yield hearing
    listener.reset(token)


@pytest.fixture(scope="module")
def without_prefect() -> Iterator[None]:
    """The flow runs in this process alone: see `tests.integration.without_prefect`."""
    with flow_without_prefect():
        yield
