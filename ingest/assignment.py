"""The best way to give each target one column, and how much better it is than the next best way.

Belongs here: the search, exact, on plain numbers. Not here: where the scores come from (`mapping`).
"""

from collections.abc import Mapping
from dataclasses import dataclass

_KEPT_PER_STATE = 2


@dataclass(frozen=True)
class Assignment:
    """Columns given to targets. `runner_up` is the best assignment that differs in at least one pair."""

    total: float
    column_of: Mapping[str, int]
    runner_up_total: float
    runner_up: Mapping[str, int]


def best_assignment(scores: Mapping[int, Mapping[str, float]]) -> Assignment:
    """Maximises the sum of scores; each target and each column is used at most once, a pair without a
    score never. `scores` maps column -> target -> score (> 0).

    Exact: a dynamic programme over the columns, whose state is the set of targets already given. With
    nine targets that is at most 512 states; the two best ways into each are kept, which is enough to
    know the two best overall. (scipy's solver gives the same total, but costs a second to import.)"""
    targets = sorted({target for claims in scores.values() for target in claims})
    bit_of = {target: 1 << position for position, target in enumerate(targets)}
    states: dict[int, list[tuple[float, tuple[tuple[str, int], ...]]]] = {0: [(0.0, ())]}
    for column in sorted(scores):
        grown = {taken: list(ways) for taken, ways in states.items()}
        for taken, ways in states.items():
            for target, score in scores[column].items():
                if not taken & bit_of[target]:
                    grown.setdefault(taken | bit_of[target], []).extend(
                        (total + score, (*pairs, (target, column))) for total, pairs in ways
                    )
        states = {taken: sorted(ways, reverse=True)[:_KEPT_PER_STATE] for taken, ways in grown.items()}
    ways = sorted((way for kept in states.values() for way in kept), reverse=True)
    best = ways[0]
    second = ways[1] if len(ways) > 1 else (0.0, ())
    return Assignment(best[0], dict(best[1]), second[0], dict(second[1]))
