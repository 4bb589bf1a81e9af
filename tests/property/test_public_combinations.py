"""The rule about combinations of public sums, against linear algebra by another road: every small group, one by one."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.property.examples import examples
from transforms.figures.combinations import ToldSets, gives_away

SMALL_CELL = 4


@st.composite
def public_sets(draw: st.DrawFn) -> tuple[list[set[int]], list[int]]:
    sizes = draw(st.lists(st.integers(0, 6), min_size=1, max_size=6))
    sets = draw(st.lists(st.sets(st.integers(0, len(sizes) - 1)), min_size=1, max_size=5))
    return sets, sizes


def a_small_group_follows(sets: Sequence[set[int]], sizes: Sequence[int]) -> bool:
    atoms: defaultdict[tuple[bool, ...], int] = defaultdict(int)
    for number, size in enumerate(sizes):
        pattern = tuple(number in one for one in sets)
        if size and any(pattern):
            atoms[pattern] += size
    if not atoms:
        return False
    patterns = list(atoms)
    matrix = np.array([[float(pattern[row]) for pattern in patterns] for row in range(len(sets))])
    rank = np.linalg.matrix_rank(matrix)
    for length in range(1, len(patterns) + 1):
        for group in combinations(range(len(patterns)), length):
            if sum(atoms[patterns[place]] for place in group) < SMALL_CELL:
                outside = [place for place in range(len(patterns)) if place not in group]
                if not outside or np.linalg.matrix_rank(matrix[:, outside]) < rank:
                    return True
    return False


@examples(120)
@given(public_sets())
def test_a_combination_on_a_few_people_is_always_found_and_nothing_else(case: tuple[list[set[int]], list[int]]) -> None:
    sets, sizes = case
    assert gives_away(sets, sizes, SMALL_CELL) == a_small_group_follows(sets, sizes)


@examples(120)
@given(st.lists(st.integers(1, 6), min_size=1, max_size=6), st.data())
def test_what_stands_apart_gives_nothing_away(sizes: list[int], data: st.DataObject) -> None:
    """Set after set: whatever may be told beside those before, no combination of all stands on a few. Answers that do
    not count only make it stricter."""
    places = st.sets(st.integers(0, len(sizes) - 1), min_size=1)
    told, sets = ToldSets(len(sizes)), list[set[int]]()
    for members in data.draw(st.lists(places, min_size=1, max_size=7)):
        counted = [data.draw(st.integers(0, size)) for size in sizes]
        if told.stands_apart(members, sizes, SMALL_CELL):
            told.add(members)
            sets.append(members)
            assert not a_small_group_follows(sets, sizes)
        else:
            assert not told.stands_apart(members, counted, SMALL_CELL)
