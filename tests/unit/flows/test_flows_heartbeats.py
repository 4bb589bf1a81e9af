"""A run tells a server that it lives where that can miss it (docs/operation.md), and no other."""

import pytest
from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, get_current_settings, temporary_settings

from flows.heartbeats import heartbeats
from operations.temporary_server import ServerForOneRun, StandingServer


@pytest.mark.parametrize(("server", "every"), [(ServerForOneRun, None), (StandingServer, 30)])
def test_heartbeats_are_sent_to_a_server_that_stands(
    server: type[ServerForOneRun | StandingServer], every: int | None
) -> None:
    with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: 30}), heartbeats(sent=server.hears_heartbeats):
        assert get_current_settings().flows.heartbeat_frequency == every
