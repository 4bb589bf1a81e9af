"""Python's collector of garbage, where much is imported.

Belongs here: only that. It is the setting of a whole process: for those of a run, not for a room that is asked by others.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

OFTEN_ENOUGH: Final = (20_000, 20, 100)


@contextmanager
def importing_much() -> Iterator[None]:
    """Within the block nothing is collected: among thousands of modules there is nothing (a second). What is there
    at its end is looked at by no collection any more (a tenth of a small run's own time), and others are rarer."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.set_threshold(*OFTEN_ENOUGH)
        gc.enable()
