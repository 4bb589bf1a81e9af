"""How a run tells what it is doing, to whoever started it.

Belongs here: the one-way channel from a stage to a listener. Not here: bars and colours (`cli.progress`).
The listener is carried in a context variable, which Prefect hands on to the threads its tasks run in.
"""

import logging
from contextvars import ContextVar
from typing import Final, Protocol

from contracts.safe_text import shown_line

logger = logging.getLogger("skm")
logger.setLevel(logging.INFO)  # Prefect hands on what a logger lets through, and the root's own level is WARNING


class Listener(Protocol):
    """Somebody who wants to know."""

    def started(self, stage: str, steps: int) -> None:
        """A stage of so many steps begins; 0 steps: it is done at once or its length is unknown."""

    def stepped(self, stage: str, steps: int) -> None:
        """So many steps of it are done."""

    def finished(self, stage: str, outcome: str) -> None:
        """It is done; `outcome` says in a few words what came out (Bahasa Indonesia)."""

    def noticed(self, sentence: str) -> None:
        """Something the person who started the run should know (Bahasa Indonesia)."""


class LogListener:
    """Writes to the log: what a scheduled run has."""

    def started(self, stage: str, steps: int) -> None:
        """A stage of so many steps begins; 0 steps: it is done at once or its length is unknown."""
        logger.info("%s: started%s", stage, f" ({steps} steps)" if steps else "")

    def stepped(self, stage: str, steps: int) -> None:
        """So many steps of it are done. Single steps are not worth a line."""

    def finished(self, stage: str, outcome: str) -> None:
        """It is done; `outcome` says in a few words what came out (Bahasa Indonesia)."""
        logger.info("%s: %s", stage, outcome)

    def noticed(self, sentence: str) -> None:
        """Something the person who started the run should know (Bahasa Indonesia)."""
        logger.warning("%s", shown_line(sentence))


_LOG: Final = LogListener()
listener: ContextVar[Listener] = ContextVar("listener", default=_LOG)


def shown_count(number: int) -> str:
    """A count as staff read it: `13.759`."""
    return f"{number:,}".replace(",", ".")
