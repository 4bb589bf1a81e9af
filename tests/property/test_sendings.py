"""Files sent, sent again, moved, removed, withdrawn and let count again, in any order: what each event changes, and
that it changes nothing else. A real inbox and its ledger; what would be read of a content is made up."""

import hashlib
import os
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from contracts.decisions import COUNT_AGAIN, WITHDRAWN, Decision, Decisions
from contracts.records import Reading, Sighting
from contracts.registry import Registry, Unit
from contracts.settings import Limits
from ingest import intake
from ingest.inboxes import LocalInbox
from ingest.resolve import resolve
from storage.store import LocalStore
from tests.property.examples import examples

REGISTRY = Registry(
    tuple(Unit(name, f"Kecamatan {name}", "kecamatan", None, (), None, ()) for name in ("Mawar", "Melati"))
)
PATHS = ("Mawar/1.csv", "Mawar/2.csv", "Melati/1.csv", "Melati/2.csv", "lama/1.csv")
CONTENTS = ("A", "B", "C")
BEGIN = datetime(2026, 1, 1)

paths, contents = st.sampled_from(PATHS), st.sampled_from(CONTENTS)
events = st.one_of(
    st.tuples(st.just("put"), paths, contents),
    st.tuples(st.just("put"), paths, contents),
    st.tuples(st.just("move"), paths, paths),
    st.tuples(st.just("remove"), paths, paths),
    st.tuples(st.just("withdraw"), contents, contents),
)


class Counts(NamedTuple):
    content: str
    unit: str | None
    path: str


class World:
    """An inbox, its archive, the two ledgers; a day passes with every event."""

    def __init__(self, root: Path) -> None:
        self.inbox, self.archive = root / "inbox", LocalStore(root / "archive")
        self.inbox.mkdir()
        self.ledger: list[Sighting] = []
        self.lines: tuple[Decision, ...] = ()
        self.content_of: dict[str, str] = {}
        self.today = BEGIN

    def counting(self) -> list[Counts]:
        """What counts, the oldest first."""
        self.today += timedelta(days=1)
        its_paths = frozenset(one.path for one in self.ledger)
        inbox = LocalInbox(self.inbox)
        found = intake.take_in(self.archive, inbox, self.ledger, Limits(), self.today, its_paths=its_paths)
        self.ledger += [one for one in found if isinstance(one, Sighting)]
        names = {one.content_id for one in self.ledger}
        readings = {name: Reading(content_id=name, format="csv", rows=10, dated=True) for name in names}
        files = resolve(self.ledger, readings, REGISTRY, Decisions(lines=self.lines))
        assert {one.version for one in files} == set(range(1, len(files) + 1))
        assert len({one.file_id for one in files}) == len(files)
        counting = sorted((one for one in files if one.counts), key=lambda one: one.version)
        assert len({one.content_id for one in counting}) == len(counting)
        return [Counts(self.content_of[one.content_id], one.unit_code, one.path) for one in counting]

    def at(self, path: str) -> str | None:
        return (self.inbox / path).read_text() if (self.inbox / path).exists() else None

    def put(self, path: str, content: str) -> None:
        (self.inbox / path).parent.mkdir(exist_ok=True)
        (self.inbox / path).write_text(content)
        os.utime(self.inbox / path, (self.today.timestamp(), self.today.timestamp()))
        self.content_of[hashlib.sha256(content.encode()).hexdigest()[:16]] = content

    def move(self, path: str, to: str) -> None:
        (self.inbox / to).parent.mkdir(exist_ok=True)
        (self.inbox / path).rename(self.inbox / to)

    def decide(self, content: str, code: str, choice: str, undoes: int | None = None) -> None:
        content_id = next((one for one, text in self.content_of.items() if text == content), content)
        words = {"path": "?", "question": "?", "label": "?", "why": "?", "by": "?"}
        line = Decision(
            number=len(self.lines) + 1,
            content_id=content_id,
            code=code,
            choice=choice,
            at=self.today + timedelta(hours=1),
            undoes=undoes,
            **words,
        )
        self.lines = (*self.lines, line)


def others(state: list[Counts], content: str) -> list[Counts]:
    return [one for one in state if one.content != content]


def unit_of(path: str) -> str:
    return path.partition("/")[0]


@examples(60)
@given(st.lists(events, max_size=12))
def test_every_event_changes_what_it_is_about_and_nothing_else(history: list[tuple[str, str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder))
        state: list[Counts] = []
        for what, first, second in history:
            if what == "put":
                state = after_putting(world, state, first, second)
            elif what == "move" and world.at(first) is not None and world.at(second) is None:
                state = after_moving(world, state, first, second)
            elif what == "remove" and world.at(first) is not None:
                (world.inbox / first).unlink()
                assert world.counting() == state
            elif what == "withdraw" and any(one.content == first for one in state):
                state = after_withdrawing(world, state, first)
        assert world.counting() == state


def after_putting(world: World, before: list[Counts], path: str, content: str) -> list[Counts]:
    held = next((one for one in before if one.content == content), None)
    lies_there = held is not None and world.at(held.path) == content
    world.put(path, content)
    after = world.counting()
    assert others(after, content) == others(before, content)
    if lies_there and held is not None and unit_of(path) == held.unit:
        assert after[-1] == Counts(content, held.unit, path)
    elif lies_there:
        assert after == before
    return after


def after_moving(world: World, before: list[Counts], path: str, to: str) -> list[Counts]:
    content = str(world.at(path))
    last = intake.latest_by_path(world.ledger).get(to)
    was_there = last is not None and world.content_of[last.content_id] == content
    world.move(path, to)
    after = world.counting()
    assert others(after, content) == others(before, content)
    if any(one.content == content and one.path == path for one in before) and not was_there:
        unit, at = (unit_of(to), to) if unit_of(to) != "lama" else (unit_of(path), path)
        assert after == [Counts(content, unit, at) if one.content == content else one for one in before]
    return after


def after_withdrawing(world: World, before: list[Counts], content: str) -> list[Counts]:
    """Withdrawn, taken back, withdrawn again; and let count again where it is asked about."""
    world.decide(content, WITHDRAWN, WITHDRAWN)
    without = others(before, content)
    assert world.counting() == without
    world.decide(content, "-", "-", undoes=len(world.lines))
    assert world.counting() == before
    world.decide(content, WITHDRAWN, WITHDRAWN)
    assert world.counting() == without
    free = next((path for path in ("Mawar/3.csv", "Mawar/4.csv", "Mawar/5.csv") if world.at(path) is None), None)
    if free is None or intake.latest_by_path(world.ledger).get(free) is not None:
        return without
    world.put(free, content)
    assert world.counting() == without
    number = next(one.number for one in reversed(world.lines) if one.code == WITHDRAWN)
    world.decide(content, f"sent_after_withdrawal:{number}", COUNT_AGAIN)
    after = world.counting()
    assert after == [*without, Counts(content, "Mawar", free)]
    return after
