"""What follows from everything that was public: integer programmes over all sets of answers at once.

The attacker knows more than anyone can: who stands in which public set, with which number of answers, only not what
they said. Belongs here: bounds and candidates. Not here: what was public (`tests.privacy.regencies`).
"""

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations, pairwise, product
from typing import Final, NamedTuple

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.special import stdtrit

from tests.privacy.regencies import Person, Seen, Year

_SUMS: Final = {**{f"U{unsur + 1}": (unsur,) for unsur in range(9)}, "U1 to U9": tuple(range(9))}
_TOLERANCE: Final = 1e-6
_MOST_TARGETS: Final = 12
_ROW_TOTALS: Final = (9, 36)


class Atoms(NamedTuple):
    """Answers that stand in the same public sets: which sets, and how many answers."""

    patterns: tuple[tuple[bool, ...], ...]
    sizes: tuple[int, ...]
    members: tuple[frozenset[int], ...]

    def of(self, people: frozenset[int]) -> list[int]:
        """The atoms a set of people consists of."""
        return [place for place, members in enumerate(self.members) if members <= people]


def recovered(year: Year, small_cell: int) -> list[str]:
    """What of a few people's answers, or of a small cell, follows for certain."""
    found = [f"{name} changes with what is hidden" for name in year.told_of_hidden]
    found += [f"{name} tells more than the indices beside it" for name in year.told_beyond]
    for unit, seen in year.seen.items():
        found += [f"{unit}: {one}" for one in _answers(seen, year.people, small_cell)]
        found += [f"{unit}: {one}" for one in _cells(seen, year.people, small_cell)]
        found += [f"{unit}: {one}" for one in _everyone(seen, year.people)]
    return found


def _atoms(seen: Sequence[Seen]) -> Atoms:
    by_pattern: defaultdict[tuple[bool, ...], set[int]] = defaultdict(set)
    for person in frozenset().union(*(one.people for one in seen)):
        by_pattern[tuple(person in one.people for one in seen)].add(person)
    patterns = tuple(sorted(by_pattern))
    members = tuple(frozenset(by_pattern[pattern]) for pattern in patterns)
    return Atoms(patterns, tuple(map(len, members)), members)


def _answers(seen: Sequence[Seen], people: dict[int, Person], small_cell: int) -> Iterator[str]:
    """Sums of an unsur, or of all nine, over fewer than `small_cell` people."""
    atoms = _atoms(seen)
    groups = _small_groups(seen, atoms, small_cell)
    matrix = np.array([[float(pattern[row]) for pattern in atoms.patterns] for row in range(len(seen))])
    sizes = np.array(atoms.sizes, dtype=float)
    counts = np.array([len(one.people) for one in seen], dtype=float)
    for group, (name, of_name) in product(groups, _SUMS.items()):
        ends = np.array([one.means[of_name[0] if len(of_name) == 1 else -1] for one in seen])
        constraint = LinearConstraint(matrix, ends[:, 0] * counts - _TOLERANCE, ends[:, 1] * counts + _TOLERANCE)
        each = sizes * len(of_name)
        low, high = _bounds(group, len(sizes), constraint, Bounds(each, 4 * each))
        # Where everyone in a mean gave the lowest or the highest answer, the mean itself says so.
        size = sum(atoms.sizes[place] for place in group)
        if high - low < 1 / 2 and low not in (size * len(of_name), 4 * size * len(of_name)):
            numbers = frozenset().union(*(atoms.members[place] for place in group))
            truth = sum(people[number].answers[unsur] for number in numbers for unsur in of_name)
            yield f"{name} of {size} people is {low:g} (truly {truth})"


def _small_groups(seen: Sequence[Seen], atoms: Atoms, small_cell: int) -> list[tuple[int, ...]]:
    """Few people who stand apart: atoms, and whoever stands in one public set and not in another."""
    groups = {(place,) for place, size in enumerate(atoms.sizes) if size < small_cell}
    for one, other in combinations(seen, 2):
        for people in (one.people - other.people, other.people - one.people):
            if 0 < len(people) < small_cell:
                groups.add(tuple(atoms.of(people)))
    return sorted(groups, key=lambda group: (sum(atoms.sizes[place] for place in group), group))[:_MOST_TARGETS]


def _cells(seen: Sequence[Seen], people: dict[int, Person], small_cell: int) -> Iterator[str]:
    """Counts of a category, below `small_cell`, of a public set or of whoever stands in one and not in another."""
    told = [one for one in seen if any(value is not None for value in one.cells.values())]
    if not told:
        return
    atoms = _atoms(told)
    targets = {tuple(atoms.of(one.people)) for one in told}
    for one, other in pairwise(told):
        targets |= {tuple(atoms.of(one.people - other.people)), tuple(atoms.of(other.people - one.people))}
    for name in ("gender", "age_band"):
        categories = sorted({category for characteristic, category in told[0].cells if characteristic == name})
        variables, width = len(atoms.sizes) * len(categories), len(categories)
        rows, values = [], []
        for place, size in enumerate(atoms.sizes):
            row = np.zeros(variables)
            row[place * width : (place + 1) * width] = 1
            rows.append(row)
            values.append(size)
        for number, one in enumerate(told):
            for position, category in enumerate(categories):
                if (shown := one.cells.get((name, category))) is not None:
                    row = np.zeros(variables)
                    row[position::width] = [pattern[number] for pattern in atoms.patterns]
                    rows.append(row)
                    values.append(shown)
        constraint = LinearConstraint(np.array(rows), values, values)
        limits = Bounds(np.zeros(variables), np.repeat(np.array(atoms.sizes, dtype=float), width))
        for group, position in product(sorted(targets - {()})[:_MOST_TARGETS], range(width)):
            low, high = _bounds([place * width + position for place in group], variables, constraint, limits)
            if high - low < 1 / 2 and low < small_cell:
                numbers = frozenset().union(*(atoms.members[place] for place in group))
                truth = sum(getattr(people[number], name) == categories[position] for number in numbers)
                yield f"{name} {categories[position]} of {len(numbers)} people is {low:g} (truly {truth})"


def _everyone(seen: Sequence[Seen], people: dict[int, Person]) -> Iterator[str]:
    """Whether index and interval leave one possible set of scores only: no other is found near the true one."""
    chance = random.Random(0)
    for one in seen:
        if one.interval is None:
            continue
        scores = [sum(people[number].answers) for number in sorted(one.people)]
        if not looks_like(scores, one.interval, one.like):
            raise AssertionError(f"{one.period}: what is public is not what the attacker takes it for")
        if not any(looks_like(other, one.interval, one.like) for other in _neighbours(scores, chance)):
            yield f"all scores of {len(scores)} people in {one.period}"


def _neighbours(scores: Sequence[int], chance: random.Random) -> Iterable[list[int]]:
    """Other scores with the same sum, and about the same squares."""
    lowest, highest = _ROW_TOTALS
    for _ in range(3000):
        other = list(scores)
        for _ in range(chance.choice((1, 2))):
            up, down = chance.sample(range(len(other)), 2)
            other[up] += 1
            other[down] -= 1
        if lowest <= min(other) and max(other) <= highest and sorted(other) != sorted(scores):
            yield other


def looks_like(scores: Sequence[int], interval: tuple[float, float], like: tuple[Fraction, Fraction]) -> bool:
    """Whether these scores have that public interval: its ends to the hundredth, then outwards to the tenth. `like`:
    what the units like it say (`oracle.like_units`)."""
    n, mean = len(scores), sum(scores) / len(scores)
    apart = sum((score - mean) ** 2 for score in scores) + 4 * float(like[0])
    largest = (n - 1) * (mean - 9) * (36 - mean) + 4 * float(like[1])
    reach = stdtrit(n + 3, 0.025) ** 2 * apart / largest / n
    half_width = (reach * (reach * 27**2 + 4 * (mean - 9) * (36 - mean))) ** 0.5 / 2 / (1 + reach)
    middle = (mean + 22.5 * reach) / (1 + reach)
    low, high = (np.floor(end * 275 + 0.5) for end in (middle - half_width, middle + half_width))
    return bool(np.floor(low / 10) == round(interval[0] * 10) and np.ceil(high / 10) == round(interval[1] * 10))


def _bounds(group: Iterable[int], variables: int, constraint: LinearConstraint, limits: Bounds) -> tuple[float, float]:
    """The least and the most that the variables of a group may sum to."""
    objective = np.zeros(variables)
    objective[list(group)] = 1
    ends = []
    for sign in (1, -1):
        solved = milp(sign * objective, constraints=constraint, bounds=limits, integrality=np.ones(variables))
        if not solved.success:
            raise AssertionError(f"no world looks like this: {solved.message}")
        ends.append(round(sign * solved.fun, 6))
    return ends[0], ends[1]
