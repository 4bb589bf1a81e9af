"""Whether a run tells Prefect's server that it lives.

Belongs here: that setting. Not here: which server it is (`operations.temporary_server`).
"""

from contextlib import AbstractContextManager, nullcontext

from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, Settings, temporary_settings


def heartbeats(*, sent: bool) -> AbstractContextManager[Settings | None]:
    """While the block lasts runs send them, as Prefect is set, or none: it waits up to a second for their thread when a
    run ends."""
    return nullcontext() if sent else temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None})
