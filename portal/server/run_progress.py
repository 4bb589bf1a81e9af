"""How far the consolidation is that runs in a home, whoever started it.

Belongs here: reading what a run writes of itself (`pipeline.run_progress`). Not here: how it looks.
"""

import os
import socket

from pydantic import ValidationError

from contracts.home import Home
from contracts.jobs import RunProgress


def progress_of(home: Home) -> RunProgress | None:
    """The run under way; None where none is, as far as that can be seen from here."""
    found = written_progress(home)
    return found if found is not None and found.ended_at is None and _is_alive(found) else None


def written_progress(home: Home) -> RunProgress | None:
    """What the last run wrote, whether it is over or not; None where none did."""
    try:
        return RunProgress.model_validate_json(home.run_progress.read_bytes())
    except (OSError, ValidationError):
        return None


def _is_alive(progress: RunProgress) -> bool:
    """Whether its process is there; of another machine's nothing is known but that it has not ended."""
    if progress.machine != socket.gethostname():
        return True
    try:
        os.kill(progress.process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
