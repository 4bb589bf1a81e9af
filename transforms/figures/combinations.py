"""Whether what may be added and subtracted of public sums stands on a few people.

Pure, and about sets of cells only: a cell is a group of answers that stand in the same sets, named by its number.
Belongs here: the rule. Not here: which sets there are, and what is done with the answer
(`transforms.figures.publication`).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from typing import Final

_MOST_SMALL_ATOMS: Final = 10
"""Beyond, combinations are not tried one by one: the new figures wait."""

Row = Mapping[int, int | Fraction]
"""A combination: by place, what is not zero there."""


def gives_away(sets: Sequence[Collection[int]], sizes: Sequence[int], small_cell: int) -> bool:
    """Whether some combination of sums over these sets of cells (by number, so many answers each) stands on some
    answers, but on fewer than `small_cell`. Where that would take too long to say: yes."""
    atoms: defaultdict[tuple[int, ...], int] = defaultdict(int)
    for number, size in enumerate(sizes):
        if size and any(pattern := tuple(int(number in one) for one in sets)):
            atoms[pattern] += size
    ordered = sorted(atoms.items(), key=lambda item: -item[1])
    small = {place: size for place, (_, size) in enumerate(ordered) if size < small_cell}
    if not small:
        return False
    rows = [{place: 1 for place, (pattern, _) in enumerate(ordered) if pattern[row]} for row in range(len(sets))]
    basis = [row for lead, row in _echelon(rows) if lead in small]
    if len(basis) < 2:
        return any(sum(small[place] for place in row) < small_cell for row in basis)
    if len(small) > _MOST_SMALL_ATOMS:
        return True
    return any(  # not all of them together: of two rows, a combination leaves out one place at least
        sum(small[place] for place in group) < small_cell and _reached(basis, set(group))
        for length in range(1, len(small))
        for group in combinations(small, length)
    )


class ToldSets:
    """Sets of cells that were told, such that no combination of them gives away: which set may be told beside them,
    such that still none does.

    Quick for many sets, and stricter than `gives_away`: may say no where that says no harm is done."""

    def __init__(self, cells: int) -> None:
        self.patterns = [0] * cells
        """Of each cell the sets it stands in, one bit a set."""
        self._sets: list[Collection[int]] = []
        self._order: list[int] = []
        """A cell of each atom, in the order that the rows of the basis have."""
        self._basis: list[tuple[int, Row]] = []
        self._spanned = 0
        """How many of the sets the basis spans."""

    def add(self, members: Collection[int]) -> None:
        """One more set, of cells by number."""
        for number in members:
            self.patterns[number] |= 1 << len(self._sets)
        self._sets.append(members)

    def stands_apart(self, members: Collection[int], counted: Sequence[int], small_cell: int) -> bool:
        """Whether this set may be told too. `counted`: how many answers of each cell surely are a person each, whoever
        it stands for.

        Call atoms the answers of cells that stand in the same sets. A combination with the new set is one of the
        others, which has one factor on the whole of an atom, and another factor, not zero, on the new set's answers.
        So of each atom that the new set divides it stands on the one side at least, or on the other; of those told
        nowhere, on all that the new set has. Where these together are `small_cell`, no combination stands on fewer.

        A set that divides none may be told where it is no combination of the others on atoms of `small_cell` or more:
        then one with it is not zero on all of these. And where it is one of the others on all atoms: it adds none."""
        inside, outside = defaultdict[int, int](int), defaultdict[int, int](int)
        for number, (pattern, size) in enumerate(zip(self.patterns, counted, strict=True)):
            (inside if number in members else outside)[pattern] += size
        sides = [min(size, outside.get(pattern, 0)) if pattern else size for pattern, size in inside.items()]
        if sum(sides) >= small_cell:
            return True
        if 0 in inside or inside.keys() & outside.keys():
            return False
        first = {pattern: number for number, pattern in reversed([*enumerate(self.patterns)]) if pattern}
        size_of = {**inside, **outside}
        large_first = sorted(first, key=lambda pattern: (size_of[pattern] < small_cell, first[pattern]))
        order = [first[pattern] for pattern in large_first]
        if order != self._order:
            self._order, self._basis, self._spanned = order, [], 0
        for one in self._sets[self._spanned :]:
            _extend(self._basis, _row(order, one))
        self._spanned = len(self._sets)
        rest = _less(_row(order, members), self._basis)
        return not rest or size_of[large_first[min(rest)]] >= small_cell


def _row(order: Sequence[int], members: Collection[int]) -> Row:
    return {place: 1 for place, number in enumerate(order) if number in members}


def _echelon(rows: Iterable[Row]) -> list[tuple[int, Row]]:
    """Gauss: rows that span the same, each after the place where it leads: its first, where no row after it has
    anything."""
    found: list[tuple[int, Row]] = []
    for row in rows:
        _extend(found, row)
    return found


def _extend(basis: list[tuple[int, Row]], row: Row) -> None:
    """One more row, where it is no combination of those before."""
    if rest := _less(row, basis):
        lead = min(rest)
        factor = rest[lead]
        if factor != 1:
            rest = {place: Fraction(value) / factor for place, value in rest.items()}
        basis.append((lead, rest))


def _less(row: Row, basis: Iterable[tuple[int, Row]]) -> Row:
    """What is left of a row, less what the rows of a basis (`_echelon`) have where they lead."""
    rest = dict(row)
    for lead, other in basis:
        if factor := rest.get(lead):
            for place, value in other.items():
                left = rest.get(place, 0) - factor * value
                if left:
                    rest[place] = left
                else:
                    del rest[place]
    return rest


def _reached(basis: Sequence[Row], group: Collection[int]) -> bool:
    """Whether a combination of the rows is empty everywhere but in that group of places."""
    outside = ({place: value for place, value in row.items() if place not in group} for row in basis)
    return len(_echelon(outside)) < len(basis)
