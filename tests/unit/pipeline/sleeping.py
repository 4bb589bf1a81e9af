"""What a child does that never comes to its end. Run in child processes, found there by name."""

import os
import time
from collections.abc import Sequence
from pathlib import Path


def sleep(places: Sequence[str]) -> list[str]:
    """Says which process it is, and sleeps."""
    Path(places[0]).write_text(str(os.getpid()), encoding="utf-8")
    time.sleep(120)
    return list(places)
