"""Python's collector of garbage, where much is imported.

Belongs here: only that. It is a setting of the whole process: for whoever is one run, not for what others ask.
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
