"""A year of three offices, drawn by a seed: files sent, changed in place, sent again, moved, withdrawn, put right, what
was decided taken back; a period closed, reopened and closed again. One office sends snapshots: files without ids or
moments. What must count then is worked out twice: by the pipeline, and from the list of events by a slow plain counting
that knows nothing of it.

Belongs here: the events, `python -m tests.property.histories` for many. Closing is the editions' own code, without
documents and without a published warehouse. Not here: the two countings (`tests.property.plain_counting`,
`tests.property.pipeline_counting`).
"""

import argparse
import hashlib
import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from contracts.decisions import ASSIGNED_UNIT, COUNT_AGAIN, WITHDRAWN, Decision
from contracts.home import Home
from contracts.unsur import UNSUR
from pipeline import decisions, editions, reading
from pipeline.closing import closing
from pipeline.editions import Edition
from pipeline.homes import prepare_home
from pipeline.official_figures import of_period
from pipeline.run import Run, one_run
from tests.made_rows import counted_of
from tests.property.pipeline_counting import counting, published_figures, publishes, told_by_the_pipeline
from tests.property.plain_counting import (
    PERIOD,
    SNAPSHOT_UNIT,
    Content,
    Row,
    Standing,
    Told,
    counted,
    late,
    snapshots,
    standing,
)

UNITS = {"U-1": "Kecamatan Mawar", "U-2": "Kecamatan Melati"}
NAMES = {**UNITS, SNAPSHOT_UNIT: "Kecamatan Kenanga"}
REGISTRY = "unit_code,unit_name,unit_type\n" + "".join(f"{code},{name},kecamatan\n" for code, name in NAMES.items())
HEADER = ["ID Responden", "Tanggal", "Umur", *(unsur.name for unsur in UNSUR)]
ORIGIN = ["Asal Berkas", "Asal Lembar", "Asal Baris"]
GOOD_DAY, BAD_DAY = "05/02/2024", "05/02/2093"
"""The second is after the day the file came: its row is rejected."""
FIRST_ROW = 2


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
    official: Standing | None = None
    """Who counted when PERIOD was closed; None before, and while it is reopened."""

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

    def sends_a_snapshot(self) -> None:
        """An export without ids: all so far and a few more, or other people; perhaps under the name of one before."""
        there = sorted((one.age, name) for name, one in self.contents.items() if one.unit == SNAPSHOT_UNIT)
        before = self.contents[there[-1][1]].rows if there and self.draw.random() < 0.6 else ()
        new = self.draw.randint(1, 3) if before else self.draw.randint(4, 8)
        rows = (*before, *(Row(self._new_person(), self._digits()) for _ in range(new)))
        path = f"{NAMES[SNAPSHOT_UNIT]}/kiriman {len(self.events)}.csv"
        lying = sorted(one for one, name in self.lying.items() if self.contents[name].unit == SNAPSHOT_UNIT)
        self._put(self.draw.choice(lying) if lying and self.draw.random() < 0.3 else path, SNAPSHOT_UNIT, rows)

    def says_of_a_snapshot(self) -> None:
        """Staff: whether it adds to older ones, replaces them, or must not count."""
        asked = sorted(snapshots(self.contents)[1].items())
        if asked:
            content_id, question = self.draw.choice(asked)
            choice = self.draw.choice(question.choices)
            self._decide(content_id, question.code, choice)
            self.contents[content_id].answers[question.code] = choice

    def closes(self) -> None:
        """Staff: what counts in PERIOD now is official."""
        now = standing(self.contents)
        if self.official is None and now:
            with counting(self.home) as (run, responses):
                period = run.editions.of(PERIOD)
                reopening = period.reopening if period else None
                with editions.new_edition_folder(self.home, PERIOD) as folder:
                    figures = of_period(published_figures(run, responses), PERIOD)
                    counted = counted_of(pl.scan_parquet(responses))
                    closing.write_figures(folder, responses, counted, PERIOD, figures)
                    record = Edition(
                        period_code=PERIOD, revision=reopening.revision if reopening else 0, closed_by="Siti",
                        closed_at=run.started_at, reason=reopening.reason if reopening else None, run_id=run.run_id,
                        code_version="", settings_hash="", inputs_hash="", files=editions.hashes(folder),
                    )  # fmt: skip
                    editions.make_official(editions.write_record(folder, record))
            self.official = now

    def reopens(self) -> None:
        """Staff: it is not, after all."""
        if self.official is not None:
            closing.reopen(self.home.root, PERIOD, "Siti", "terlambat")
            self.official = None

    def changes_in_place(self) -> None:
        """The office corrects two answers and exports to the same file, perhaps with one more person. (Not one that was
        said to be the other office's.)"""
        if (path := self._some_file()) and not self.contents[self.lying[path]].is_assigned:
            content = self.contents[self.lying[path]]
            rows = list(content.rows)
            for place in self.draw.sample(range(len(rows)), min(2, len(rows))):
                rows[place] = rows[place]._replace(digits=self._digits())
            rows += [Row(self._new_person(), self._digits()) for _ in range(self.draw.randint(0, 1))]
            self.changed.add(self.lying[path])
            self._put(path, content.unit, tuple(rows))

    def sends_again(self) -> None:
        """The same content under another name, to the same office's folder; or put there once more."""
        if path := self._some_file(with_corrections=True):
            content_id = self.lying[path]
            unit = self.contents[content_id].unit
            again = f"{NAMES[unit]}/lagi {len(self.events)}.csv" if self.draw.random() < 0.7 else path
            content = (self.home.inbox / path).read_bytes()
            (self.home.inbox / again).parent.mkdir(exist_ok=True)
            (self.home.inbox / again).write_bytes(content)
            self.lying[again] = content_id
            self._came_again(content_id)

    def moves(self) -> None:
        """A file is moved to the other office's folder, all copies of it. (Not what is left of one that was changed in
        place: its people stand in the newer file; no snapshot.)"""
        path = self._some_file()
        if path and self.lying[path] not in self.changed and self.contents[self.lying[path]].unit != SNAPSHOT_UNIT:
            content_id = self.lying[path]
            content = self.contents[content_id]
            (other,) = (code for code, name in UNITS.items() if not path.startswith(name))
            for number, copy in enumerate([path for path, lies in self.lying.items() if lies == content_id]):
                moved = f"{UNITS[other]}/pindahan {len(self.events)}-{number}.csv"
                (self.home.inbox / moved).parent.mkdir(exist_ok=True)
                (self.home.inbox / copy).rename(self.home.inbox / moved)
                del self.lying[copy]
                self.lying[moved] = content_id
            if content.withdrawn_at is not None and content.came_again_at is None:
                content.came_again_at = len(self.events)  # it lies somewhere new: that is asked about
            if not content.is_assigned:
                content.unit = other

    def assigns(self) -> None:
        """Staff: a file is the other office's, wherever it lies. (Not what is left of one changed in place.)"""
        path = self._some_file()
        if path and self.lying[path] not in self.changed and self.contents[self.lying[path]].unit != SNAPSHOT_UNIT:
            content = self.contents[self.lying[path]]
            (other,) = UNITS.keys() - {content.unit}
            self._decide(self.lying[path], ASSIGNED_UNIT, other)
            content.unit, content.is_assigned = other, True

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

            def back(run: Run) -> Decision:
                line = run.decisions.withdrawals[content_id].decision
                return line.taken_back(why="keliru", by="Siti", at=run.started_at)

            self._enter(back)
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
                (row._replace(is_good=True, digits=self._digits()), [origin, "", str(place)])
                for place, row in enumerate(of.rows, start=FIRST_ROW)
                if not row.is_good
            ]
            path = f"{UNITS[of.unit]}/perbaikan {len(self.events)}.csv"
            self._put(path, of.unit, tuple(row for row, _ in lines), [place for _, place in lines], origin)

    # What they are made of

    def lives(self, events: int) -> None:
        """So many events, each followed by a look into the inbox, and a run in the middle, which keeps what it read and
        judged."""
        for number, event in zip(range(events), self.happens(), strict=False):
            event()
            self._looks()
            if number == events // 2:
                with counting(self.home):
                    pass

    def happens(self) -> Iterator[Callable[[], None]]:
        """Event after event; one year in three is of snapshots alone."""
        of_all = [
            *[self.changes_in_place] * 2,
            *[self.sends_again] * 2,
            *[self.withdraws] * 2,
            self.takes_back,
            self.decides,
            *[self.closes] * 2,
            self.reopens,
        ]
        of_snapshots = [*[self.sends_a_snapshot] * 4, *[self.says_of_a_snapshot] * 4]
        of_others = [*[self.sends] * 3, self.moves, self.assigns, *[self.puts_right] * 2, self.sends_a_snapshot]
        begins = self.sends_a_snapshot if self.draw.random() < 1 / 3 else self.sends
        every = [*of_all, *(of_others if begins == self.sends else of_snapshots)]
        while True:
            event = self.draw.choice(every) if self.contents else begins
            self.events.append(event.__name__)
            yield event

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
            cells = [row.identity, GOOD_DAY if row.is_good else BAD_DAY, str(row.age), *row.digits]
            lines.append([*cells, *(places[number] if places else [])])
        if unit == SNAPSHOT_UNIT:
            lines = [line[1:] for line in lines]
        text = "".join(";".join(f'"{cell}"' for cell in line) + "\n" for line in lines)
        file = self.home.inbox / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        content_id = content_id_of(file)
        self.lying[path] = content_id
        self.contents[content_id] = Content(rows, unit, len(self.events), origin)

    def _came_again(self, content_id: str) -> None:
        content = self.contents[content_id]
        content.age = len(self.events)
        if content.withdrawn_at is not None and content.came_again_at is None:
            content.came_again_at = len(self.events)

    def _decide(self, content_id: str, code: str, choice: str) -> None:
        def decision(run: Run) -> Decision:
            return Decision(
                number=0, content_id=content_id, path="", code=code, question="", choice=choice, label="", why="ya",
                by="Siti", at=run.started_at,
            )  # fmt: skip

        self._enter(decision)

    def _enter(self, decision_of: Callable[[Run], Decision]) -> None:
        with one_run(self.home.root, None) as (run, _):
            decisions.add(self.home, run.decisions, decision_of(run))

    def _looks(self) -> None:
        with one_run(self.home.root, None) as (run, _):
            reading.take_in(run)


def content_id_of(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:16]


def told_plainly(year: Year) -> Told:
    """From the events alone. The figures of a closed period are those of its closing."""
    now = standing(year.contents)
    if year.official is None:
        return Told(counted(now), counted(now), Counter())
    return Told(counted(now), counted(year.official), late(year.official, now))


def lived(seed: int, folder: Path, events: int) -> Year:
    """The year of a seed, in a home in that folder."""
    year = _year(seed, folder)
    year.lives(events)
    return year


def differing_tables(seed: int, folder: Path, runs: int) -> list[str]:
    """A year in which what counts is published after every second event, and sometimes a setting or the registry
    changes; the tables that would have been others, were every version made of nothing that stood in the one before."""
    year = _year(seed, folder)
    found: list[str] = []
    for number in range(runs):
        year.lives(2)
        if year.draw.random() < 0.2:
            year.home.settings.write_text(f"[thresholds]\nsmall_cell = {year.draw.randint(2, 5)}\n", encoding="utf-8")
        if year.draw.random() < 0.2:
            kind = year.draw.choice(["kecamatan", "dinas"])
            registry = REGISTRY.replace("Melati,kecamatan", f"Melati,{kind}")
            year.home.units.write_text(registry, encoding="utf-8")
        found += [f"run {number}: {table}" for table in publishes(year.home)]
    return found


def _year(seed: int, folder: Path) -> Year:
    home = Home(folder / "data")
    home.root.mkdir(mode=0o700, parents=True)
    home.units.write_text(REGISTRY, encoding="utf-8")
    prepare_home(home, with_samples=False)
    return Year(home, random.Random(seed))


def main() -> None:
    """Lives many years and compares; names the first seed that differs, and its events."""
    arguments = argparse.ArgumentParser(description=main.__doc__)
    arguments.add_argument("--count", type=int, default=10_000)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--publish", action="store_true", help="compare versions with those made from scratch")
    given = arguments.parse_args()
    memory = Path("/dev/shm")
    different = 0
    for seed in range(given.seed, given.seed + given.count):
        with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
            if given.publish:
                if tables := differing_tables(seed, Path(folder), 2 + seed % 4):
                    different += 1
                    print(f"seed {seed}: {', '.join(tables)}", flush=True)
                continue
            year = lived(seed, Path(folder), 3 + seed % 10)
            expected, found = told_plainly(year), told_by_the_pipeline(year.home)
            shutil.rmtree(year.home.staging)
            found = found if found == told_by_the_pipeline(year.home) else None
        if expected != found:
            different += 1
            print(f"seed {seed}: {' '.join(year.events)}\n  expected {expected}\n  found    {found}", flush=True)
    print(f"{given.count} years from seed {given.seed}: {different} differ")
    sys.exit(bool(different))


if __name__ == "__main__":
    main()
