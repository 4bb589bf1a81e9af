"""What the tests of whole stories share: typing the command as its own tests do, that `skm doctor` imports little, what
of a build no story looks at, and hearing what staff are told."""

from collections.abc import Iterator

import pytest

from pipeline.progress import listener
from tests.integration.offices import Heard
from tests.unit.cli.conftest import little_imported as little_imported
from tests.unit.cli.conftest import skm as skm
from warehouse import build


@pytest.fixture(scope="module", autouse=True)
def without_comments() -> Iterator[None]:
    """What tables and columns mean is not written into the warehouses of the stories: a third of what a build takes,
    and asked for by `tests/unit/warehouse`."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build, "comments", lambda _: ())
        yield


@pytest.fixture
def heard() -> Iterator[Heard]:
    hearing = Heard()
    token = listener.set(hearing)
    yield hearing
    listener.reset(token)
