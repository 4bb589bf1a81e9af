"""A seeded share of the exports that `make fuzz` makes: what does not change what was answered changes no figure, and
what damages a file is asked about, refused, or costs its own rows."""

import pytest

from tests.property.made_exports import DAMAGING, KEEPING, make, outcomes

SHARES = 4
SEEDS = 10
"""Of each share. Which seeds it are does not matter: `make fuzz` reads tens of thousands."""


@pytest.mark.parametrize("share", range(SHARES))
def test_what_was_not_answered_never_counts_and_what_was_answered_is_never_lost(share: int) -> None:
    seeds = range(1 + share * SEEDS, 1 + (share + 1) * SEEDS)
    wrong = {seed: (made.changes, result) for seed, made, result in outcomes(seeds) if result.kind.isupper()}
    assert wrong == {}


def test_most_exports_are_read_without_a_question() -> None:
    """One that held all would let no wrong figure through either."""
    kinds = [result.kind for _, _, result in outcomes(seed for seed in range(500, 520) if not make(seed).damaged)]
    assert kinds.count("exact") >= 0.9 * len(kinds)


def test_damage_is_noticed() -> None:
    damaged = list(outcomes(seed for seed in range(600, 650) if make(seed).damaged))
    assert {name for _, made, _ in damaged for name in made.changes} >= {change.__name__ for change in DAMAGING}
    assert {result.kind for _, _, result in damaged} <= {"held", "refused", "rejected"}


def test_every_change_is_tried() -> None:
    tried = {name for seed in range(1, 1 + SHARES * SEEDS) for name in make(seed).changes}
    assert tried >= {change.__name__ for change in KEEPING}
