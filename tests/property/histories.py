"""A year of two offices, drawn by a seed: files sent, changed in place, sent again, moved, withdrawn, put right, and
what was decided taken back. What must count then is worked out twice: by the pipeline, and from the list of events by
a slow plain counting that knows nothing of it.

Belongs here: the events, the two countings, `python -m tests.property.histories` for many. The pipeline's steps run in
this process and without Prefect; Great Expectations is replaced by the queries it would run.
"""

import argparse
import hashlib
import random
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl
import pytest

from contracts.decisions import COUNT_AGAIN, WITHDRAWN, Decision
from contracts.home import Home
from contracts.unsur import UNSUR, UNSUR_COLUMNS
from expectations import rows as rows_of_expectations
from expectations.checker import open_engine
from expectations.findings import CheckResult
from expectations.suites import CODE
from pipeline import decisions, judging, reading, staging
from pipeline.homes import prepare_home
from pipeline.run import one_run
from warehouse.responses import write_responses

UNITS = {"U-1": "Kecamatan Mawar", "U-2": "Kecamatan Melati"}
REGISTRY = "unit_code,unit_name,unit_type\n" + "".join(f"{code},{name},kecamatan\n" for code, name in UNITS.items())
HEADER = ["ID Responden", "Tanggal", "Umur", *(unsur.name for unsur in UNSUR)]
ORIGIN = ["Asal Berkas", "Asal Lembar", "Asal Baris"]
GOOD_DAY, BAD_DAY = "05/02/2024", "05/02/2093"
"""The second is after the day the file came: its row is rejected."""
FIRST_ROW = 2
Counted = dict[str, tuple[int, tuple[int, ...]]]
"""By unit: respondents, and the sum of each unsur."""


@dataclass(frozen=True)
class Row:
    """What one respondent answered, nine digits; rejected where the day is a bad one."""

    identity: str
    digits: str
    is_good: bool = True


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


@dataclass
class Year:
    """A home, the events so far, and what is known of them."""

    home: Home
    draw: random.Random
    contents: dict[str, Content] = field(default_factory=dict)
    lying: dict[str, str] = field(default_factory=dict)
    """Path → content, of the files that lie in the inbox."""
    changed: set[str] = field(default_factory=set)
    """Contents that were changed in place, perhaps of one copy only."""
    events: list[str] = field(default_factory=list)
    people: int = 0

    # The events

    def sends(self) -> None:
        """A new file: some people of the office it knew before, some new ones."""
        unit = self.draw.choice(list(UNITS))
        known = sorted({row.identity for one in self.contents.values() if one.unit == unit for row in one.rows})
        again = self.draw.sample(known, min(len(known), self.draw.randint(0, 4)))
        new = [self._new_person() for _ in range(self.draw.randint(4, 8))]
        bad = self.draw.choice([*again, *new]) if self.draw.random() < 0.5 else None  # more, and all of it is refused
        people = [Row(identity, self._digits(), identity != bad) for identity in (*again, *new)]
        self._put(f"{UNITS[unit]}/kiriman {len(self.events)}.csv", unit, tuple(people))

    def changes_in_place(self) -> None:
        """The office corrects two answers and exports to the same file, perhaps with one more person."""
        if path := self._some_file():
            content = self.contents[self.lying[path]]
            rows = list(content.rows)
            for place in self.draw.sample(range(len(rows)), min(2, len(rows))):
                rows[place] = replace(rows[place], digits=self._digits())
            rows += [Row(self._new_person(), self._digits()) for _ in range(self.draw.randint(0, 1))]
            self.changed.add(self.lying[path])
            self._put(path, content.unit, tuple(rows))

    def sends_again(self) -> None:
        """The same content under another name, to the same office's folder; or put there once more."""
        if path := self._some_file(with_corrections=True):
            content_id = self.lying[path]
            unit = self.contents[content_id].unit
            again = f"{UNITS[unit]}/lagi {len(self.events)}.csv" if self.draw.random() < 0.7 else path
            content = (self.home.inbox / path).read_bytes()
            (self.home.inbox / again).write_bytes(content)
            self.lying[again] = content_id
            self._came_again(content_id)

    def moves(self) -> None:
        """A file is moved to the other office's folder, all copies of it. (Not what is left of one that was changed in
        place: its people stand in the newer file.)"""
        if (path := self._some_file()) and self.lying[path] not in self.changed:
            content_id = self.lying[path]
            content = self.contents[content_id]
            (other,) = UNITS.keys() - {content.unit}
            for number, copy in enumerate([path for path, lies in self.lying.items() if lies == content_id]):
                moved = f"{UNITS[other]}/pindahan {len(self.events)}-{number}.csv"
                (self.home.inbox / moved).parent.mkdir(exist_ok=True)
                (self.home.inbox / copy).rename(self.home.inbox / moved)
                del self.lying[copy]
                self.lying[moved] = content_id
            if content.withdrawn_at is not None and content.came_again_at is None:
                content.came_again_at = len(self.events)  # it lies somewhere new: that is asked about
            content.unit = other

    def withdraws(self) -> None:
        """Staff: a file was sent by mistake."""
        standing = [name for name, one in self.contents.items() if one.withdrawn_at is None]
        if standing:
            content_id = self.draw.choice(standing)
            self._decide(content_id, WITHDRAWN, WITHDRAWN)
            content = self.contents[content_id]
            content.withdrawn_at, content.came_again_at, content.counts_again = len(self.events), None, None

    def takes_back(self) -> None:
        """Staff: it was none."""
        withdrawn = [name for name, one in self.contents.items() if one.withdrawn_at is not None]
        if withdrawn:
            content_id = self.draw.choice(withdrawn)
            with one_run(self.home.root, None) as (run, _):
                line = run.decisions.withdrawals[content_id].decision
                back = line.taken_back(why="keliru", by="Siti", at=run.started_at)
                decisions.add(self.home, run.decisions, back)
            content = self.contents[content_id]
            content.withdrawn_at = content.came_again_at = content.counts_again = None

    def decides(self) -> None:
        """Staff: whether what was withdrawn and came again counts."""
        asked = [
            name for name, one in self.contents.items() if one.came_again_at is not None and one.counts_again is None
        ]
        if asked:
            content_id = self.draw.choice(asked)
            counts = self.draw.random() < 0.5
            with one_run(self.home.root, None) as (run, _):
                question = run.decisions.withdrawals[content_id].question
            self._decide(content_id, question, COUNT_AGAIN if counts else WITHDRAWN)
            self.contents[content_id].counts_again = counts

    def puts_right(self) -> None:
        """A correction workbook of a file with rejected rows comes back."""
        faulty = [
            name
            for name, one in self.contents.items()
            if one.origin is None and one.withdrawn_at is None and not all(row.is_good for row in one.rows)
        ]
        if faulty:
            origin = self.draw.choice(faulty)
            of = self.contents[origin]
            lines = [
                (replace(row, is_good=True, digits=self._digits()), [origin, "", str(place)])
                for place, row in enumerate(of.rows, start=FIRST_ROW)
                if not row.is_good
            ]
            path = f"{UNITS[of.unit]}/perbaikan {len(self.events)}.csv"
            self._put(path, of.unit, tuple(row for row, _ in lines), [place for _, place in lines], origin)

    # What they are made of

    def lives(self, events: int) -> None:
        """So many events, each followed by a look into the inbox."""
        every = [
            *[self.sends] * 3,
            *[self.changes_in_place] * 2,
            *[self.sends_again] * 2,
            self.moves,
            *[self.withdraws] * 2,
            self.takes_back,
            self.decides,
            *[self.puts_right] * 2,
        ]
        for _ in range(events):
            event = self.sends if not self.contents else self.draw.choice(every)
            self.events.append(event.__name__)
            event()
            with one_run(self.home.root, None) as (run, _):
                reading.take_in(run)

    def _some_file(self, *, with_corrections: bool = False) -> str | None:
        files = [path for path, name in self.lying.items() if with_corrections or self.contents[name].origin is None]
        return self.draw.choice(sorted(files)) if files else None

    def _new_person(self) -> str:
        self.people += 1
        return f"SKM-2024-{self.people:05d}"

    def _digits(self) -> str:
        return "".join(self.draw.choice("1234") for _ in UNSUR)

    def _put(
        self,
        path: str,
        unit: str,
        rows: tuple[Row, ...],
        places: Sequence[Sequence[str]] = (),
        origin: str | None = None,
    ) -> None:
        lines = [[*HEADER, *(ORIGIN if places else [])]]
        for number, row in enumerate(rows):
            cells = [row.identity, GOOD_DAY if row.is_good else BAD_DAY, str(20 + number % 40), *row.digits]
            lines.append([*cells, *(places[number] if places else [])])
        text = "".join(";".join(f'"{cell}"' for cell in line) + "\n" for line in lines)
        file = self.home.inbox / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        content_id = _content_id(file)
        self.lying[path] = content_id
        self.contents[content_id] = Content(rows, unit, len(self.events), origin)

    def _came_again(self, content_id: str) -> None:
        content = self.contents[content_id]
        content.age = len(self.events)
        if content.withdrawn_at is not None and content.came_again_at is None:
            content.came_again_at = len(self.events)

    def _decide(self, content_id: str, code: str, choice: str) -> None:
        with one_run(self.home.root, None) as (run, _):
            decision = Decision(
                number=0, content_id=content_id, path="", code=code, question="", choice=choice, label="", why="ya",
                by="Siti", at=run.started_at,
            )  # fmt: skip
            decisions.add(self.home, run.decisions, decision)


def _content_id(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:16]


def counted_plainly(year: Year) -> Counted:
    """From the events alone: of each person the newest good row among the contents of the unit that count."""
    found: dict[str, dict[str, str]] = {unit: {} for unit in UNITS}
    for content in sorted(year.contents.values(), key=lambda one: one.age):
        of = content if content.origin is None else year.contents[content.origin]
        if _is_gone(content) or _is_gone(of):
            continue
        found[of.unit].update({row.identity: row.digits for row in content.rows if row.is_good})
    return {
        unit: (len(people), tuple(sum(int(digits[place]) for digits in people.values()) for place in range(len(UNSUR))))
        for unit, people in found.items()
        if people
    }


def _is_gone(content: Content) -> bool:
    return content.withdrawn_at is not None and content.counts_again is not True


def counted_by_the_pipeline(home: Home) -> Counted:
    """By the steps of a run, up to the responses that are published."""
    with one_run(home.root, None) as (run, _), _without_great_expectations():
        sightings = reading.take_in(run)
        for batch in reading.batches_to_read(run, sightings):
            staging.stage(run.area, batch)
        readings = reading.readings_of(run, sightings, 0)
        run.work.mkdir(parents=True, exist_ok=True)
        files = judging.resolve(run, sightings, readings)
        verdict = judging.validate(run, files)
        outcomes = judging.decide_outcomes(run, files, readings, verdict)
        responses = run.work / "response.parquet"
        write_responses(
            outcomes.staged,
            files=outcomes.files,
            outcomes=outcomes.outcomes,
            findings=outcomes.findings,
            responses=responses,
            suggestions=run.work / "suggestion.parquet",
        )
        by_unit = pl.read_parquet(responses).group_by("unit_code").agg(pl.len(), pl.col(*UNSUR_COLUMNS).sum())
        shutil.rmtree(run.work)
    return {str(unit): (count, tuple(sums)) for unit, count, *sums in by_unit.iter_rows()}


class _Queries:
    """In the place of Great Expectations: each rule's own query, counted."""

    def __init__(self, database: str, options: dict[str, str]) -> None:
        self._engine = open_engine(database, options)

    def run(self, suite: object, table: str) -> tuple[CheckResult, ...]:
        found = []
        with self._engine.connect() as connection:
            for one in suite.expectations:  # type: ignore[attr-defined]
                query = one.unexpected_rows_query.format(batch=table)
                count = int(connection.exec_driver_sql(f"SELECT count(*) FROM ({query})").scalar_one())
                found.append(CheckResult(one.meta[CODE], "failed" if count else "passed", count))
        self._engine.dispose()
        return tuple(found)


@contextmanager
def _without_great_expectations() -> Iterator[None]:
    @contextmanager
    def queries(database: str, options: dict[str, str]) -> Iterator[_Queries]:
        yield _Queries(database, options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rows_of_expectations, "checker", queries)
        yield


def lived(seed: int, folder: Path, events: int) -> Year:
    """The year of a seed, in a home in that folder."""
    home = Home(folder / "data")
    home.root.mkdir(mode=0o700, parents=True)
    home.units.write_text(REGISTRY, encoding="utf-8")
    prepare_home(home, with_samples=False)
    year = Year(home, random.Random(seed))
    year.lives(events)
    return year


def main() -> None:
    """Lives many years and compares; names the first seed that differs, and its events."""
    arguments = argparse.ArgumentParser(description=main.__doc__)
    arguments.add_argument("--count", type=int, default=10_000)
    arguments.add_argument("--seed", type=int, default=1)
    given = arguments.parse_args()
    memory = Path("/dev/shm")
    different = 0
    for seed in range(given.seed, given.seed + given.count):
        with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
            year = lived(seed, Path(folder), 3 + seed % 10)
            expected, found = counted_plainly(year), counted_by_the_pipeline(year.home)
        if expected != found:
            different += 1
            print(f"seed {seed}: {' '.join(year.events)}\n  expected {expected}\n  found    {found}", flush=True)
    print(f"{given.count} years from seed {given.seed}: {different} differ")
    sys.exit(bool(different))


if __name__ == "__main__":
    main()
