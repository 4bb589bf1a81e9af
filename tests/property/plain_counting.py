"""Who counts, worked out slowly and plainly from what became of the files: the oracle of `tests.property.histories`.

Belongs here: the rules as a person would say them. Not here: anything of the pipeline.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

SNAPSHOT_UNIT: Final = "U-3"
"""Sends files without ids or moments."""
PERIOD: Final = "2024-S1"
"""Holds all answers, and is closed."""
UNSUR: Final = 9
ADDS_OR_REPLACES, PARTLY_THE_SAME = "adds_or_replaces", "partly_the_same"
ADD, REPLACE, REFUSE = "add", "replace", "refuse"


class Row(NamedTuple):
    """What one respondent answered, nine digits; rejected where the day is a bad one."""

    identity: str
    digits: str
    is_good: bool = True

    @property
    def age(self) -> int:
        """A person's age is the same in every file."""
        return 20 + int(self.identity[-5:]) % 40


@dataclass
class Content:
    """What the plain counting knows of one content: whose it is, and how new."""

    rows: tuple[Row, ...]
    unit: str
    age: int
    """Number of the event that sent it last."""
    origin: str | None = None
    """The content whose rows it puts right."""
    withdrawn_at: int | None = None
    came_again_at: int | None = None
    """After it was withdrawn."""
    counts_again: bool | None = None
    """What was decided about that."""
    answers: dict[str, str] = field(default_factory=dict)
    """What was decided about it and older snapshots."""
    is_assigned: bool = False
    """Somebody said whose it is, whatever its folder says."""

    @property
    def is_gone(self) -> bool:
        """Withdrawn, and nobody said that it counts again."""
        return self.withdrawn_at is not None and self.counts_again is not True


Said = tuple[int, str]
"""Age and answers."""
Standing = dict[str, dict[object, Said]]
"""By unit, who counts with what: by the person's identity, of a snapshot by its content and row."""
Counted = dict[str, tuple[int, tuple[int, ...]]]
"""By unit: respondents, and the sum of each unsur."""
Late = Counter[tuple[str, str]]
"""Unit and change → how many answers the official figures do not show as they stand now."""


@dataclass(frozen=True)
class Told:
    """What a year ends in: who counts, the figures of PERIOD, and what its official figures do not show."""

    counted: Counted
    of_period: Counted
    late: Late


class Question(NamedTuple):
    """What is asked of a snapshot, and what may be answered."""

    code: str
    choices: tuple[str, ...]


def standing(contents: Mapping[str, Content]) -> Standing:
    """Of each person the newest good row among the contents of the unit that count; of snapshots that do, all rows."""
    found: Standing = {}
    for content in sorted(contents.values(), key=lambda one: one.age):
        of = content if content.origin is None else contents[content.origin]
        if of.unit != SNAPSHOT_UNIT and not content.is_gone and not of.is_gone:
            people = found.setdefault(of.unit, {})
            people.update({row.identity: (row.age, row.digits) for row in content.rows if row.is_good})
    for name in snapshots(contents)[0]:
        rows = found.setdefault(SNAPSHOT_UNIT, {})
        rows.update({(name, place): (row.age, row.digits) for place, row in enumerate(contents[name].rows)})
    return {unit: people for unit, people in found.items() if people}


def counted(found: Standing) -> Counted:
    """Respondents and sums."""
    return {
        unit: (
            len(people),
            tuple(sum(int(digits[place]) for _, digits in people.values()) for place in range(UNSUR)),
        )
        for unit, people in found.items()
    }


def late(official: Standing, now: Standing) -> Late:
    """What came, was corrected or fell away since. Two who say the same are one where nothing else tells them apart."""
    found: Late = Counter()
    for unit in official.keys() | now.keys():
        was, now_there = official.get(unit, {}), now.get(unit, {})
        found[unit, "corrected"] = sum(was[one] != now_there[one] for one in was.keys() & now_there.keys())
        came = Counter(said for one, said in now_there.items() if one not in was)
        gone = Counter(said for one, said in was.items() if one not in now_there)
        found[unit, "new"], found[unit, "withdrawn"] = (came - gone).total(), (gone - came).total()
    return +found


def snapshots(contents: Mapping[str, Content]) -> tuple[list[str], dict[str, Question]]:
    """The snapshots that count, and those of which must be asked first. One replaces an older one that it holds; what
    it holds partly, or not at all, a person says. What stands beside one that it replaces stays there."""
    counting: list[str] = []
    asked: dict[str, Question] = {}
    ordered = sorted((one.age, name) for name, one in contents.items() if one.unit == SNAPSHOT_UNIT)
    for _, name in ordered:
        newer = contents[name]
        if newer.is_gone:
            continue
        held = {older: _held(contents[older].rows, newer.rows) for older in counting}
        for older, presence in held.items():
            if presence == "other" and _held(newer.rows, contents[older].rows) == "contained":
                held[older] = "partly"
        replaced = {older for older, presence in held.items() if presence == "contained"}
        groups = {PARTLY_THE_SAME: [older for older, presence in held.items() if presence == "partly"]}
        groups[ADDS_OR_REPLACES] = [] if replaced else [one for one, presence in held.items() if presence == "other"]
        open_ones = [code for code, group in groups.items() if group and code not in newer.answers]
        said = {code: newer.answers[code] for code, group in groups.items() if group and code in newer.answers}
        if REFUSE in said.values():
            continue
        if open_ones:
            within = any(_held(newer.rows, contents[older].rows) == "contained" for older in groups[PARTLY_THE_SAME])
            asked[name] = Question(
                open_ones[0],
                (REPLACE, REFUSE) if within and open_ones[0] == PARTLY_THE_SAME else (ADD, REPLACE, REFUSE),
            )
            continue
        replaced.update(older for code, choice in said.items() if choice == REPLACE for older in groups[code])
        counting = [older for older in counting if older not in replaced] + [name]
    return counting, asked


def _held(older: tuple[Row, ...], newer: tuple[Row, ...]) -> str:
    """How much of an older file stands in a newer one in the same order: nine of ten rows, less, or nobody. What agrees
    with the newer one read backwards too is luck, and says nothing."""
    equal, luck = _in_order(older, newer), _in_order(older, newer[::-1])
    beyond = (equal - luck) / max(1, len(older) - luck)
    if equal >= 0.9 * len(older):
        return "contained" if equal - luck >= 3 and beyond >= 0.5 else "partly"
    return "other" if beyond < 0.25 else "partly"


def _in_order(older: tuple[Row, ...], newer: tuple[Row, ...]) -> int:
    lengths = [[0] * (len(newer) + 1) for _ in range(len(older) + 1)]
    for i, one in enumerate(older, start=1):
        for j, other in enumerate(newer, start=1):
            longest = max(lengths[i - 1][j], lengths[i][j - 1])
            lengths[i][j] = lengths[i - 1][j - 1] + 1 if one == other else longest
    return lengths[-1][-1]
