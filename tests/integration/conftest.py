"""What the tests of whole stories share: typing the command as its own tests do, that `skm doctor` imports little, and
hearing what staff are told."""

from collections.abc import Iterator

import pytest

from pipeline.progress import listener
from tests.integration.offices import Heard
from tests.integration.without_prefect import flow_without_prefect, stories_are_real
from tests.unit.cli.conftest import little_imported as little_imported
from tests.unit.cli.conftest import skm as skm


@pytest.fixture
def heard() -> Iterator[Heard]:
    hearing = Heard()
    token = listener.set(hearing)
    yield hearing
    listener.reset(token)


@pytest.fixture(scope="module")
def without_prefect(request: pytest.FixtureRequest) -> Iterator[None]:
    """The flow runs in this process alone: see `tests.integration.without_prefect`. Not where SKM_STORIES=real
    (`make stories`): then it is the flow on the session's Prefect server, as anywhere else."""
    if not stories_are_real():
        with flow_without_prefect():
            yield
        return
    request.getfixturevalue("prefect_server")
    from prefect.settings import PREFECT_API_URL

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PREFECT_API_URL", str(PREFECT_API_URL.value()))  # a command that is typed finds it there
        yield
