"""Shares as they are printed.

Belongs here: rounding shares of one whole so that what is printed adds up. Not here: counting (`transforms.figures`),
how a percentage is written (`reports.wording.indonesian`).
"""

from collections.abc import Sequence
from typing import Final

STEPS: Final = 1000
"""Of a whole: tenths of a percent."""


def printed_shares(counts: Sequence[int]) -> list[float]:
    """The share of each count in their sum, 0 to 1, in tenths of a percent that together are the whole: each rounded
    down, and those with the largest remainders up (of equal ones the first). Of nothing every share is 0."""
    whole = sum(counts)
    if not whole:
        return [0.0 for _ in counts]
    steps = [count * STEPS // whole for count in counts]
    by_remainder = sorted(range(len(counts)), key=lambda place: -(counts[place] * STEPS % whole))
    for place in by_remainder[: STEPS - sum(steps)]:
        steps[place] += 1
    return [step / STEPS for step in steps]
