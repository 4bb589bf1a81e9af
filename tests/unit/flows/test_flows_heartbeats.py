"""A run tells a server that it lives where that can miss it (docs/operation.md), and no other."""

import pytest
from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, get_current_settings, temporary_settings

from flows.heartbeats import heartbeats


@pytest.mark.parametrize(("sent", "every"), [(False, None), (True, 30)])
def test_heartbeats_are_sent_or_not(sent: bool, every: int | None) -> None:
    with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: 30}), heartbeats(sent=sent):
        assert get_current_settings().flows.heartbeat_frequency == every
