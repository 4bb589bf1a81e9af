"""Files without identity: whether a newer one of a unit replaces an older one, adds to it, or must be asked about.

A snapshot lives in the months of its dates, or in the period it names. It takes the place of an older one there only
where it holds the same people (`transforms.responses.same_people.containment`); else somebody says. Beside one that
names a longer period around its own it stands: the same people stay in the shorter one, and count in both. Not here:
rows with an identity of their own, and the rows of a snapshot that fall (`transforms.responses.identity`).
"""

import dataclasses
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from itertools import groupby, product
from typing import NamedTuple

import polars as pl

from contracts.decisions import (
    ADD,
    ADDS_OR_REPLACES,
    IN_LONGER_PERIOD,
    PARTLY_THE_SAME,
    REFUSE,
    REPLACE,
    SAME_PEOPLE,
)
from contracts.periods import parse_period, periods_of
from contracts.records import whole_of
from transforms.responses.newer_files import NewerFile, which_rows
from transforms.responses.same_people import PERSON_COLUMNS, Containment, containment


@dataclass(frozen=True)
class HeldBecause:
    """A snapshot of `rows` rows would replace `rows_replaced` rows of the content `replaces`."""

    replaces: str
    rows: int
    rows_replaced: int


class Slot(NamedTuple):
    """A stretch of time that a snapshot fills: a month of its dated rows, or the period it names."""

    is_dated: bool
    code: str

    def conflicts(self) -> Iterator["Slot"]:
        """Slots that may tell of the same people: the same one; a month and any named period around it."""
        yield self
        period = parse_period(self.code)
        if self.is_dated:
            for around in periods_of(period.start_date):
                yield Slot(False, around.code)
        else:
            for month in range(period.start_date.month, period.end_date.month + 1):
                yield Slot(True, f"{period.year:04d}-{month:02d}")


@dataclass
class Snapshot:
    """A file without identity, together with the rows put right in its correction workbooks.

    `newness` orders snapshots. `own_rows` and `corrected_rows` count by slot. `members`: the contents its rows are of.
    """

    content_id: str
    unit_code: str
    path: str
    newness: int
    members: list[str] = field(default_factory=list)
    own_rows: dict[Slot, int] = field(default_factory=dict)
    corrected_rows: dict[Slot, int] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """All rows that may count."""
        return sum(self.own_rows.values()) + sum(self.corrected_rows.values())

    @property
    def slots(self) -> frozenset[Slot]:
        """All slots its rows lie in."""
        return frozenset({*self.own_rows, *self.corrected_rows})

    @property
    def covers(self) -> Collection[Slot]:
        """Slots it takes over. A corrected row fills none for a file that has rows of its own: one
        row given another month must not wipe out that month."""
        return self.own_rows.keys() or self.corrected_rows.keys()


IN_PARTS = pl.Schema({"content_id": pl.String(), "row_index": pl.Int32(), "part": pl.String()})
"""`part`: the content that holds the person too."""


@dataclass(frozen=True)
class Replacement:
    """`replaced_by`: of a snapshot and its slot, the content that took it over. Contents that take no part: `held`,
    `asked` while nobody has answered, and `refused`, of which somebody said so."""

    replaced_by: dict[tuple[str, Slot], str] = field(default_factory=dict)
    held: dict[str, HeldBecause] = field(default_factory=dict)
    asked: dict[str, NewerFile] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    as_said: set[tuple[str, Slot]] = field(default_factory=set)
    """Snapshots and slots that were taken over because somebody said so: their people are not the newer file's."""
    in_parts: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=IN_PARTS))
    """Rows of files that name a longer period whose people stand in one that names a shorter period within."""


class _Met(NamedTuple):
    """An older snapshot that a newer one meets: its `slots` there, and how much of what it has there the newer holds.
    `is_part`: the newer has nobody else."""

    older: str
    slots: frozenset[Slot]
    found: Containment
    is_part: bool


class _Within(NamedTuple):
    """Two snapshots without dates, of a period and of a shorter one within: by content and slot. `older`: which of them
    is the older. `found`: how much of the shorter one's rows the other holds."""

    longer: tuple[str, Slot]
    shorter: tuple[str, Slot]
    older: str
    found: Containment


def slot_of(month: date | None, period_code: str | None) -> Slot:
    """Where a row lies. Raises ValueError for a row without a date in a file without a period."""
    if month is not None:
        return Slot(True, f"{month:%Y-%m}")
    if period_code is None:
        raise ValueError("a row without a date in a file without a period cannot have been resolved")
    return Slot(False, period_code)


def replace(
    snapshots: Iterable[Snapshot],
    people: Mapping[str, pl.DataFrame],
    answers: Mapping[str, Mapping[str, str]],
    accepted_contents: Collection[str],
    snapshot_shrink: float,
) -> Replacement:
    """Lets each snapshot, oldest first, take the place of older ones, stand beside them, or wait.

    `people`: by snapshot its rows in order (`content_id`, `row_index`, `month`, `period_code` and the columns of
    PERSON_COLUMNS); one that meets no other may be missing. `answers`: by content, question → choice. One that would
    replace more than `snapshot_shrink` times its rows is held, whatever holds for others of its unit, unless it is
    one of `accepted_contents`."""
    replacement = Replacement()
    current: dict[str, dict[str, Snapshot]] = {}
    left: dict[str, set[Slot]] = {}
    same_people: list[_Within] = []
    for snapshot in snapshots:
        older = current.setdefault(snapshot.unit_code, {})
        met = [one for other in older.values() if (one := _meet(other, left[other.content_id], snapshot, people))]
        taken = {one.older: one.slots for one in met if one.found.presence == "contained"}
        held_there = frozenset(taken)
        unclear = [one for one in met if not _inherits(one, taken)]
        decided = answers.get(snapshot.members[0], {})
        asked: NewerFile | None = None
        said: list[str | None] = []
        for code, presence in ((PARTLY_THE_SAME, "partly"), (ADDS_OR_REPLACES, "other")):
            group = [one for one in unclear if one.found.presence == presence]
            choice = decided.get(code)
            if not group:
                continue
            if choice == REPLACE:
                taken.update((one.older, one.slots) for one in group)
            said.append(choice)
            if choice not in (ADD, REPLACE, REFUSE):
                asked = asked or _ask(code, group, snapshot, people, left)
        within = [pair for other in older.values() if (pair := _within_one_other(other, left, snapshot, people))]
        unknown = [one for one in within if one.found.presence != "contained"]
        choice = decided.get(IN_LONGER_PERIOD)
        if unknown:
            said.append(choice)
            if choice not in (ADD, SAME_PEOPLE, REFUSE):
                asked = asked or _ask_of_periods(within, unknown, snapshot, people)
        if REFUSE in said:
            replacement.refused.update(snapshot.members)
            continue
        if asked is not None:
            replacement.asked.update(dict.fromkeys(snapshot.members, asked))
            continue
        because = _too_small(snapshot, {name: (older[name], slots) for name, slots in taken.items()}, snapshot_shrink)
        if because is not None and not any(member in accepted_contents for member in snapshot.members):
            replacement.held.update(dict.fromkeys(snapshot.members, because))
            continue
        for name, slots in taken.items():
            if name not in held_there:
                replacement.as_said.update((name, slot) for slot in slots)
            replacement.replaced_by.update(((name, slot), snapshot.members[0]) for slot in slots)
            left[name] -= slots
            if not left[name]:
                del older[name]
        older[snapshot.content_id] = snapshot
        left[snapshot.content_id] = set(snapshot.slots)
        same_people += within if choice == SAME_PEOPLE else [one for one in within if one not in unknown]
    still = [one for one in same_people if all(slot in left[name] for name, slot in (one.longer, one.shorter))]
    return dataclasses.replace(replacement, in_parts=_in_parts(still, people))


def _meet(older: Snapshot, left: Collection[Slot], newer: Snapshot, people: Mapping[str, pl.DataFrame]) -> _Met | None:
    """What the newer snapshot holds of the older one, in the slots they share; of a file that was edited in place,
    of all that is left of it."""
    of_older, of_newer = partial(_within, people, older.content_id), partial(_within, people, newer.content_id)
    if older.path == newer.path and whole_of(older.content_id) != whole_of(newer.content_id):
        found = containment(of_older(left), of_newer(newer.slots))
        if found.presence == "contained" and not _moved_on(left, newer.slots):
            return _Met(older.content_id, frozenset(left), found, is_part=False)
    covered = {slot: frozenset(slot.conflicts()) for slot in newer.covers}
    shared = frozenset(slot for slot in left if any(slot in conflicts for conflicts in covered.values()))
    if not shared:
        return None
    was = of_older(shared)
    now = of_newer([slot for slot, conflicts in covered.items() if conflicts & shared])
    found = containment(was, now)
    is_part = found.presence != "contained" and containment(now, was).presence == "contained"
    if is_part:  # no others, however small a part of the older one they are
        found = Containment(found.rows, found.equal, "partly")
    return _Met(older.content_id, shared, found, is_part)


def _within_one_other(
    older: Snapshot, left: Mapping[str, Collection[Slot]], newer: Snapshot, people: Mapping[str, pl.DataFrame]
) -> _Within | None:
    """Of two snapshots without dates, how much of the shorter period the longer one holds."""
    was = [(older.content_id, slot) for slot in left[older.content_id] if not slot.is_dated]
    now = [(newer.content_id, slot) for slot in newer.slots if not slot.is_dated]
    for longer, shorter in (*product(was, now), *product(now, was)):
        if parse_period(longer[1].code) in parse_period(shorter[1].code).around:
            found = containment(*(_within(people, name, [slot]) for name, slot in (shorter, longer)))
            return _Within(longer, shorter, older.content_id, found)
    return None


def _in_parts(same_people: Iterable[_Within], people: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Which rows of the longer periods are the people of the shorter ones: those that say the same and, where some are
    left that the longer file has otherwise (put right there, or here), as many of its other rows, in order."""
    found = pl.DataFrame(schema=IN_PARTS)
    place = ["content_id", "row_index"]

    def length(of: tuple[str, Slot]) -> tuple[int, str]:
        period = parse_period(of[1].code)
        return -len(period.around), period.code

    ordered = sorted(same_people, key=lambda one: (length(one.longer), one.longer, length(one.shorter), one.shorter))
    for (name, slot), pairs in groupby(ordered, key=lambda one: one.longer):
        rows = _within(people, name, [slot])
        otherwise: list[str] = []
        for one in pairs:
            part = _within(people, one.shorter[0], [one.shorter[1]]).join(found, on=place, how="anti")
            both = [column for column in PERSON_COLUMNS if part[column].count() and rows[column].count()]
            number = pl.int_range(pl.len()).over(both).alias("number")
            equal = rows.join(found, on=place, how="anti", maintain_order="left").with_columns(number)
            equal = equal.join(part.with_columns(number), on=[*both, "number"], how="semi", nulls_equal=True)
            found = pl.concat([found, _of_part(equal, one.shorter[0])])
            otherwise += [one.shorter[0]] * (part.height - equal.height)
        left = rows.join(found, on=place, how="anti", maintain_order="left").head(len(otherwise))
        found = pl.concat([found, _of_part(left, *otherwise[: left.height])])
    return found


def _of_part(rows: pl.DataFrame, *parts: str) -> pl.DataFrame:
    """These rows as IN_PARTS; `parts`: of each row, or one of all."""
    names = pl.Series("part", parts * rows.height if len(parts) == 1 else parts, pl.String)
    return rows.select("content_id", "row_index").with_columns(names.head(rows.height)).cast(IN_PARTS)


def _ask_of_periods(
    within: Sequence[_Within], unknown: Sequence[_Within], snapshot: Snapshot, people: Mapping[str, pl.DataFrame]
) -> NewerFile:
    """What is to be asked about the `unknown` among all that a snapshot lies within, or that lie within it."""
    own = people[snapshot.content_id]
    older = pl.concat([people[one.older] for one in within])
    together = which_rows(older, own)

    def without(same_people: Iterable[_Within]) -> pl.DataFrame:
        return together.join(_in_parts(same_people, people), on=["content_id", "row_index"], how="anti")

    return NewerFile(
        code=IN_LONGER_PERIOD,
        older=tuple(one.older for one in unknown),
        rows=own.height,
        older_rows=sum(people[one.older].height for one in unknown),
        equal=sum(one.found.equal for one in unknown),
        is_part=False,
        is_known=False,
        gives={
            SAME_PEOPLE: without(within),
            ADD: without(one for one in within if one not in unknown),
            REFUSE: which_rows(older),
        },
    )


def _moved_on(older: Collection[Slot], newer: Collection[Slot]) -> bool:
    """The newer months begin later and end later: what lies before them was only not exported again."""
    was, now = ({slot.code for slot in slots if slot.is_dated} for slots in (older, newer))
    return bool(was and now) and min(was) < min(now) and max(was) < max(now)


def _within(people: Mapping[str, pl.DataFrame], content_id: str, slots: Collection[Slot]) -> pl.DataFrame:
    """Rows of a snapshot in some of its slots, in order."""
    rows = people[content_id]
    months = [parse_period(slot.code).start_date for slot in slots if slot.is_dated]
    periods = [slot.code for slot in slots if not slot.is_dated]
    return rows.filter(
        pl.col("month").is_in(months) | (pl.col("month").is_null() & pl.col("period_code").is_in(periods))
    )


def _inherits(met: _Met, taken: Mapping[str, frozenset[Slot]]) -> bool:
    """It stands beside one that the newer file only is a newer version of, so somebody said that both count."""
    return met.found.presence == "other" and any(met.slots & slots for slots in taken.values())


def _too_small(
    snapshot: Snapshot, taken: Mapping[str, tuple[Snapshot, frozenset[Slot]]], snapshot_shrink: float
) -> HeldBecause | None:
    rows = {
        name: sum(filled.get(slot, 0) for filled in (older.own_rows, older.corrected_rows) for slot in slots)
        for name, (older, slots) in taken.items()
    }
    most = max(rows, key=lambda name: (rows[name], name), default=None)
    if most is None or rows[most] <= snapshot_shrink * snapshot.rows:
        return None
    return HeldBecause(most, snapshot.rows, rows[most])


def _ask(
    code: str,
    met: list[_Met],
    snapshot: Snapshot,
    people: Mapping[str, pl.DataFrame],
    left: Mapping[str, Collection[Slot]],
) -> NewerFile:
    before = pl.concat([_within(people, one.older, left[one.older]) for one in met])
    kept = pl.concat([_within(people, one.older, set(left[one.older]) - one.slots) for one in met])
    own = people[snapshot.content_id]
    is_part = any(one.is_part for one in met)
    gives = {REPLACE: which_rows(kept, own), REFUSE: which_rows(before)}
    return NewerFile(
        code=code,
        older=tuple(one.older for one in met),
        rows=own.height,
        older_rows=sum(one.found.rows for one in met),
        equal=sum(one.found.equal for one in met),
        is_part=is_part,
        is_known=False,
        gives=gives if is_part else {ADD: which_rows(before, own), **gives},
    )
