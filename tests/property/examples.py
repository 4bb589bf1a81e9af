"""How many examples a property is tried with: few in `make test`, many times as many in `make fuzz`."""

import os

from hypothesis import settings

TIMES = int(os.environ.get("SKM_TIMES", "1"))


def examples(count: int) -> settings:
    """So many in `make test`."""
    return settings(max_examples=count * TIMES)
