"""A regency on a virtual clock: the days of `tests.property.histories` with runs that publish, closings as `skm close`
makes them, settings that change, clocks set back, and whatever may happen at any write (`tests.property.faults`).

    python -m tests.property.simulation --days 10000 [--seed 1]

After each step: what is published is whole; after each run: it is what a plain counting of the events comes to, the
closed period is as it was closed, nothing small is public; at the end of a year: it is what is made of nothing kept.

Belongs here: days, and what must hold after them. Not here: the events of offices and staff
(`tests.property.histories`); Prefect, Great Expectations' own machinery, child processes, documents: others test them.
"""

import argparse
import contextvars
import logging
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from functools import partial
from pathlib import Path
from typing import Final

import polars as pl
import pytest

from contracts import clock
from contracts.decisions import Decision
from contracts.edition_tables import LATE_RESPONSE
from contracts.errors import HomeError, SkmError
from contracts.home import Home
from contracts.settings import Settings, settings_template
from contracts.tables import IKM_UNIT, IKM_UNSUR, RESPONSE
from pipeline import child_processes, cleanup, decisions, editions, judging, publishing, reading, rebuilding, staging
from pipeline.closing import closing
from pipeline.homes import prepare_home
from pipeline.run import Run, one_run
from tests.open_databases import databases_stay_open
from tests.property.faults import Disturbance, Killed, beside, disturbed, fill_the_disk, kill
from tests.property.histories import REGISTRY, Year, told_plainly
from tests.property.pipeline_counting import this_process, told_by, without_great_expectations
from tests.property.plain_counting import PERIOD, Told, standing
from warehouse.intact import damaged_file
from warehouse.publish import PARQUET_NAME, published_version, versions
from warehouse.read import open_published

FIRST_DAY: Final = datetime(2024, 7, 10, 18)
"""PERIOD is over."""
DAYS_OF_A_YEAR: Final = 25
RUNS: Final = 0.5
"""How likely a day ends with a run that publishes."""
DISTURBED: Final = 0.6
"""How likely a command is disturbed; also the one that repeats it."""
MOST_WRITES: Final = 100
"""Of a command that was not yet tried."""
NIGHT: Final = 8 * 3600
"""Seconds."""
SET_BACK: Final = 0.05
"""How likely the clock of a day is set back."""


class VirtualClock(datetime):
    """Stands where it is put, and moves a moment with every look."""

    moment: datetime = FIRST_DAY

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> "VirtualClock":
        """The moment, in any zone."""
        VirtualClock.moment += timedelta(milliseconds=1)
        at = VirtualClock.moment
        return cls(at.year, at.month, at.day, at.hour, at.minute, at.second, at.microsecond, tzinfo=tz)


@dataclass
class Tally:
    """What happened."""

    days: int = 0
    publications: int = 0
    closings: int = 0
    disturbed: Counter[str] = field(default_factory=Counter)
    places: set[str] = field(default_factory=set)
    """Where in our code it happened."""


class BrokenRuleError(AssertionError):
    """Something that must hold does not."""


@dataclass
class SimulatedYear(Year):
    """A year whose days are real runs, under disturbances drawn by its seed."""

    tally: Tally = field(default_factory=Tally)
    closed: dict[str, pl.DataFrame] = field(default_factory=dict)
    """The figures of PERIOD as they were closed."""
    places: dict[str, list[str]] = field(default_factory=dict)
    """Where each write is of the longest command of a kind."""
    is_published: bool = False

    # The days

    def lives_for(self, days: int) -> None:
        """Day after day, then what was made of all that was kept against what is made of nothing kept."""
        for day, event in zip(range(days), self.happens(), strict=False):
            self._sets_the_clock(day)
            self._changes_settings()
            event()
            self._looks()
            if self.draw.random() < RUNS:
                self.publishes()
            self.tally.days += 1
        self.publishes()
        if differing := rebuilding.tables_that_differ(self.home.root):
            raise BrokenRuleError(f"made of nothing kept, other tables: {', '.join(differing)}")
        self._check_nothing_left_over()

    def _sets_the_clock(self, day: int) -> None:
        back = timedelta(days=self.draw.choice([3, 400])) if self.draw.random() < SET_BACK else timedelta()
        if not self.contents:  # no home knows better yet: answers of this year are then of the future, and rejected
            back = timedelta()
        VirtualClock.moment = FIRST_DAY + timedelta(days=day) - back

    def _changes_settings(self) -> None:
        if self.draw.random() < 0.05:
            settings = Settings()
            method = settings.method.model_copy(update={"weight": self.draw.choice(["0.11", "1/9"])})
            thresholds = settings.thresholds.model_copy(update={"small_cell": self.draw.choice([5, 10, 12])})
            changed = settings.model_copy(update={"method": method, "thresholds": thresholds})
            self.home.settings.write_text(settings_template(changed), encoding="utf-8")

    # The commands, each repeated until one came to its end

    def publishes(self) -> None:
        """A run, from the inbox to what is published."""
        self._undisturbed_in_the_end("run", lambda: published_by_one_run(self.home))
        self.tally.publications += 1
        self._check_figures()

    def closes(self) -> None:
        """`skm close`, of what a run has just published."""
        if self.official is not None or not standing(self.contents):
            return
        self.publishes()
        with suppress(closing.CannotCloseError) if VirtualClock.moment < FIRST_DAY else ExitStack():
            self._undisturbed_in_the_end("close", self._close, self._is_closed)
        if self._is_closed():
            self.official = standing(self.contents)
            self.closed = self._figures_of_the_edition()
            self.tally.closings += 1
            self._check_figures()

    def reopens(self) -> None:
        """`skm reopen`."""
        if self.official is not None:
            again = lambda: closing.reopen(self.home.root, PERIOD, "Siti", "terlambat")  # noqa: E731
            self._undisturbed_in_the_end("reopen", again, lambda: not self._is_closed())
            self.official = None
            self.closed = {}

    def _close(self) -> None:
        closing.close(self.home.root, PERIOD, "Siti", confirm=True)

    def _is_closed(self) -> bool:
        period = editions.load(self.home).of(PERIOD)
        return period is not None and period.is_closed

    def _looks(self) -> None:
        self._undisturbed_in_the_end("look", super()._looks)

    def _enter(self, decision_of: Callable[[Run], Decision]) -> None:
        before, enter = len(decisions.load(self.home).lines), partial(super()._enter, decision_of)
        self._undisturbed_in_the_end("decide", enter, lambda: len(decisions.load(self.home).lines) > before)

    def _undisturbed_in_the_end(
        self, kind: str, command: Callable[[], object], is_done: Callable[[], bool] = lambda: False
    ) -> None:
        while True:
            disturbance = self._drawn(kind)
            try:
                with disturbed(disturbance):
                    command()
            except Killed:
                pass
            except (SkmError, OSError) as error:
                if not (disturbance.kind is fill_the_disk and disturbance.is_over):
                    raise
                if not (isinstance(error, OSError) or "penuh" in str(error).lower()):
                    raise BrokenRuleError(f"a full disk is said to be: {error}") from error
            else:
                if len(disturbance.places) > len(self.places.get(kind, [])):
                    self.places[kind] = disturbance.places
                self._noted(disturbance)
                return
            self._noted(disturbance)
            self._check_whole()
            if is_done():
                return

    def _drawn(self, kind: str) -> Disturbance:
        at, what = 0, kill
        if self.draw.random() < DISTURBED:
            places = self.places.get(kind) or [str(number) for number in range(MOST_WRITES)]
            place = self.draw.choice(sorted(set(places)))  # the many files of a version do not hide the rest
            at = self.draw.choice([number for number, one in enumerate(places, start=1) if one == place])
            what = self.draw.choice([kill, kill, fill_the_disk, beside])
        return Disturbance(self.home.root, at, what, then=self._somebody_else)

    def _noted(self, disturbance: Disturbance) -> None:
        if disturbance.is_over:
            self.tally.disturbed[disturbance.kind.__name__] += 1
            self.tally.places.add(disturbance.places[disturbance.at - 1])

    def _somebody_else(self) -> None:
        """Reads what is published, and begins a command of their own, which is refused or comes first."""
        self._check_whole()
        moment = VirtualClock.moment
        with suppress(HomeError):
            contextvars.Context().run(super()._looks)
        VirtualClock.moment = moment

    # What must hold

    def _check_whole(self) -> None:
        """Whoever reads now finds one whole version, and every kept one is whole."""
        version = published_version(self.home)
        if version is None:
            if self.is_published:
                raise BrokenRuleError("nothing is published any more")
            return
        self.is_published = True
        for kept in {version, *versions(self.home)}:
            if damaged := damaged_file(kept):
                raise BrokenRuleError(f"{kept.name}: {damaged} is not what was written")
        with open_published(self.home) as reader:
            (respondents,) = (row.of("n", int) for row in reader.rows("SELECT count(*) AS n FROM response"))
        found = pl.scan_parquet(version / PARQUET_NAME / f"{RESPONSE.name}.parquet").select(pl.len()).collect().item()
        if respondents != found:
            raise BrokenRuleError(f"{version.name}: {respondents} in the database, {found} in Parquet")

    def _check_figures(self) -> None:
        """What is published is what the events come to."""
        self._check_whole()
        if not self.contents:
            return
        found, expected = told_by_what_is_published(self.home), told_plainly(self)
        if found != expected:
            raise BrokenRuleError(f"expected {expected}\nfound    {found}")
        for name, frame in self.closed.items():
            published = _table(self.home, name).filter(period_code=PERIOD)
            columns = [column for column in frame.columns if column in published.columns]
            if not published.select(columns).sort(columns).equals(frame.select(columns).sort(columns)):
                raise BrokenRuleError(f"{name} of the closed period is not as it was closed")

    def _figures_of_the_edition(self) -> dict[str, pl.DataFrame]:
        period = editions.load(self.home).of(PERIOD)
        assert period is not None
        return {name: editions.load_figures(period.newest)[name] for name in (IKM_UNIT.name, IKM_UNSUR.name)}

    def _check_nothing_left_over(self) -> None:
        """No half-made file stays after a run that came to its end."""
        left = [path for path in self.home.root.rglob(".*") if path != self.home.lock and not path.is_symlink()]
        if left or (self.home.staging / "run").exists():
            raise BrokenRuleError(f"left over: {', '.join(str(path) for path in left) or 'staging/run'}")


def published_by_one_run(home: Home) -> None:
    """The steps of `flows.consolidate` up to what is published, in this process."""
    with one_run(home.root, None) as (run, lock):
        cleanup.clean_up(run)
        sightings = reading.take_in(run)
        to_read = reading.to_read(run, sightings)
        for batch in to_read.batches:
            staging.stage(run.area, batch)
        readings = reading.readings_of(run, to_read, 0)
        if not reading.is_up_to_date(run, sightings):
            files = judging.resolve(run, sightings, readings)
            verdict = judging.validate(run, files, readings)
            building = publishing.compute(run, judging.decide_outcomes(run, files, readings, verdict), lock)
            publishing.build(run, building, sightings, verdict)
            publishing.publish(run, building, lock)
        cleanup.remove_work(run)


def told_by_what_is_published(home: Home) -> Told:
    """As `pipeline_counting.told_by_the_pipeline`, of the published version."""
    return told_by(*(_table(home, table.name) for table in (RESPONSE, IKM_UNSUR, LATE_RESPONSE)))


def _table(home: Home, name: str) -> pl.DataFrame:
    with open_published(home) as reader:
        return pl.read_parquet(reader.parquet(name))


@contextmanager
def simulated() -> Iterator[None]:
    """The virtual clock, rules judged by their own queries, no children, no documents."""
    with without_great_expectations(), databases_stay_open(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "datetime", VirtualClock)
        patch.setattr(child_processes, "child_pool", this_process)
        patch.setattr(closing, "_make_documents", lambda *_: None)
        yield


def lived(seed: int, folder: Path, days: int, tally: Tally) -> SimulatedYear:
    """The year of a seed, in a home in that folder. Raises BrokenRuleError where something does not hold."""
    home = Home(folder / "data")
    home.root.mkdir(mode=0o700, parents=True)
    home.units.write_text(REGISTRY, encoding="utf-8")
    prepare_home(home, with_samples=False)
    year = SimulatedYear(home, random.Random(seed), tally=tally)
    with simulated():
        year.lives_for(days)
    return year


def main() -> None:
    """Lives many days and says what happened; names the seed of a year in which something does not hold."""
    arguments = argparse.ArgumentParser(description=main.__doc__)
    arguments.add_argument("--days", type=int, default=10_000)
    arguments.add_argument("--seed", type=int, default=1)
    given = arguments.parse_args()
    logging.getLogger("skm").setLevel(logging.ERROR)  # that a clock was set back is told many times
    memory = Path("/dev/shm")
    tally, broken, seed, begun_at = Tally(), 0, given.seed, time.monotonic()
    while tally.days < given.days:
        days = min(DAYS_OF_A_YEAR, given.days - tally.days)
        with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
            begun = tally.days
            try:
                lived(seed, Path(folder), days, tally)
            except Exception as error:
                broken += 1
                print(f"seed {seed}, day {tally.days - begun}: {type(error).__name__}: {error}", flush=True)
                tally.days = begun + days
        seed += 1
    happened = ", ".join(f"{name} {count}" for name, count in sorted(tally.disturbed.items()))
    print(
        f"{tally.days} days from seed {given.seed}: {tally.publications} runs, {tally.closings} closings; "
        f"{happened} at {len(tally.places)} places; {broken} years broken. "
        f"A night of eight hours would give {round(tally.days * NIGHT / (time.monotonic() - begun_at), -2):,.0f} days."
    )
    sys.exit(bool(broken))


if __name__ == "__main__":
    main()
