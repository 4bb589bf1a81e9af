"""Runs that are killed with SIGKILL at any moment, readers beside them, and what is left in the end.

    python -m benchmarks.kills --times 200 [--seed 1] [--small] [--folder PLACE]

Every trial is a home in one of several states; a run of the real flow on one standing Prefect server is begun in
it and killed at a random moment, again and again, until a run is let come to its end. Then everything must be as
after a run that nobody disturbed: what is published, documents, manifests, site, quarantine, archive. Meanwhile a
reader asks all that is published (`benchmarks.kill_readers`). Ends with 1 where anything differed.

A run is forked from this process, which has imported everything and started no thread: it takes no seconds to
start. Half of the kills hit its whole process group at once, half only the run itself, whose children must then
end by themselves and harm nobody. Clocks stand still, so that contents do not tell when a run began.
"""

import argparse
import gc
import json
import multiprocessing
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path

MOMENT = datetime(2026, 11, 22, 8)
FRESH, NEW_FILE, SETTINGS, STAGING = SCENARIOS = (
    "a fresh home",
    "a new file",
    "other settings",
    "staging deleted and a new file",
)
KILL_AGAIN = 0.8
"""How likely it is that the run after a killed one is killed too."""
TOGETHER = 0.5
"""How likely it is that the whole process group is killed, and not only the run."""


@dataclass
class Scenario:
    """A home as it stands before a run."""

    name: str
    before: Path
    seconds: float = 0.0
    """What an undisturbed run took."""
    expected: dict[str, str] = field(default_factory=dict)


@dataclass
class Tally:
    """What came out."""

    kills: int = 0
    alone: int = 0
    finished_before: int = 0
    trials: int = 0
    stages: Counter[str] = field(default_factory=Counter)
    queries: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)


def _in_child(function: Callable[[], object]) -> tuple[int, Connection]:
    """Forks; the child runs the function, sends what it gives, and ends without any clean-up of ours."""
    ours, theirs = multiprocessing.Pipe(duplex=False)
    sys.stdout.flush()
    pid = os.fork()
    if pid:
        theirs.close()
        return pid, ours
    code = 1
    try:
        ours.close()
        theirs.send(function())
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def _answer(function: Callable[[], object]) -> object:
    """What a function gives in a child: this process starts no thread of any library."""
    pid, pipe = _in_child(function)
    try:
        return pipe.recv()
    finally:
        os.waitpid(pid, 0)


def _run(home_root: Path, moment: datetime, stages_file: Path) -> object:
    """One run of the real flow, in the process that may be killed. Leads a process group of its own."""
    os.setsid()
    from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

    from flows.consolidate import consolidate
    from pipeline import publishing, reading, run
    from pipeline.documents import document_stages
    from pipeline.progress import LogListener, listener

    class Notes(LogListener):
        def started(self, stage: str, steps: int) -> None:
            stages_file.write_text(stage, encoding="utf-8")

    for module in (run, reading, publishing, document_stages):
        module.now = lambda: moment  # type: ignore[attr-defined]
    stages_file.write_text("(start)", encoding="utf-8")
    listener.set(Notes())
    with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):  # joining their thread takes a second
        consolidate(home=home_root)
    return "finished"


def _group_is_gone(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return True
    return all(_is_zombie(int(entry.name)) for entry in Path("/proc").iterdir() if entry.name.isdecimal()
               and _group_of(int(entry.name)) == group)  # fmt: skip


def _group_of(pid: int) -> int | None:
    with suppress(ProcessLookupError, PermissionError):
        return os.getpgid(pid)
    return None


def _is_zombie(pid: int) -> bool:
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    return True


class Harness:
    """All trials of one call."""

    def __init__(self, folder: Path, seed: int, *, small: bool, writing: bool = False) -> None:
        self._folder = folder
        self._chance = random.Random(seed)
        self._small = small
        self._writing = writing
        self.tally = Tally()
        self.scenarios: list[Scenario] = []

    def prepare(self, only: str) -> None:
        """The homes that runs begin in, and what an undisturbed run makes of each."""
        first = self._folder / "first"
        _answer(lambda: _new_home(first, small=self._small))
        if only in ("", FRESH):
            self._add(FRESH, first)
        published = self._folder / "published"
        shutil.copytree(first, published, symlinks=True)
        self._finish(published, MOMENT)
        for name, change in (
            (NEW_FILE, _send_more),
            (SETTINGS, _other_weight),
            (STAGING, lambda home: (shutil.rmtree(home / "staging"), _send_more(home))),
        ):
            if only not in ("", name):
                continue
            before = self._folder / name.replace(" ", "-")
            shutil.copytree(published, before, symlinks=True)
            change(before)
            self._add(name, before)

    def _add(self, name: str, before: Path) -> None:
        home = self._folder / "undisturbed"
        shutil.copytree(before, home, symlinks=True)
        started = time.monotonic()
        self._finish(home, MOMENT + timedelta(days=1))
        scenario = Scenario(name, before, time.monotonic() - started, self._fingerprint(home))
        self.scenarios.append(scenario)
        if left := _left(home):
            self.tally.failures.append(f"{name}: an undisturbed run leaves {left}")
        print(f"{name}: {scenario.seconds:.1f} s undisturbed, {len(scenario.expected)} files", flush=True)
        shutil.rmtree(home)

    def _fingerprint(self, home: Path) -> dict[str, str]:
        def take() -> object:
            from benchmarks.kill_readers import fingerprint
            from contracts.home import Home
            from warehouse.contents import contents_hash

            return fingerprint(Home(home), contents_hash(Home(home).database.resolve()))

        found = _answer(take)
        assert isinstance(found, dict)
        return found

    def _begin(self, home: Path, moment: datetime) -> tuple[int, Connection]:
        return _in_child(lambda: _run(home, moment, self._stage_of(home)))

    def _stage_of(self, home: Path) -> Path:
        return home.with_suffix(".stage")

    def _finish(self, home: Path, moment: datetime) -> int:
        """A run that nobody kills; its exit code."""
        pid, _said = self._begin(home, moment)
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])

    def trial(self, number: int, kills_left: int) -> None:
        """One home, killed at least once, and its end."""
        from benchmarks.kill_readers import wait_for, watch
        from contracts.home import Home

        scenario = self.scenarios[number % len(self.scenarios)]
        home = self._folder / f"trial-{number}"
        shutil.copytree(scenario.before, home, symlinks=True)
        stop, stopped = multiprocessing.Pipe()

        def read() -> object:
            stop.close()  # so that a reader ends with this process, however that ends
            return watch(Home(home), stopped)

        reader, answers = _in_child(read)
        stopped.close()
        moment = MOMENT + timedelta(days=1)
        story: list[str] = []
        groups: list[int] = []
        while kills_left and (not story or self._chance.random() < KILL_AGAIN):
            kills_left -= 1
            story.append(self._kill_one(scenario, home, moment, groups))
        code = self._finish(home, moment)
        stop.send("stop")
        watched = answers.recv()
        os.waitpid(reader, 0)
        self.tally.trials += 1
        self.tally.queries.update(watched.queries)
        failures = [f"reader: {complaint}" for complaint in dict.fromkeys(watched.complaints)]
        if code:
            failures.append(f"the run after the kills ended with {code}")
        else:
            found = self._fingerprint(home)
            failures += _differences(found, scenario.expected)
            failures += [f"left over: {path}" for path in _left(home)]
        if living := [group for group in groups if not wait_for(lambda group=group: _group_is_gone(group), 10)]:
            failures.append(f"children of {len(living)} killed runs live on")
            for group in living:
                os.killpg(group, signal.SIGKILL)
        verdict = "ok" if not failures else f"{len(failures)} FAILURES, kept in {home}"
        print(f"{self.tally.kills:4} kills  trial {number:3}  {scenario.name:<32} {', '.join(story)}: {verdict}",
              flush=True)  # fmt: skip
        for failure in failures[:12]:
            print(f"            {failure}", flush=True)
        self.tally.failures += [f"trial {number} ({scenario.name}; {', '.join(story)}): {one}" for one in failures]
        if not failures:
            shutil.rmtree(home)

    def _wait(self, seconds: float, pid: int, home: Path) -> None:
        """So long; or until documents are being written, and a part of a second more."""
        if not self._writing:
            time.sleep(seconds)
            return
        from benchmarks.kill_readers import wait_for
        from contracts.home import Home

        journal = Home(home).documents_journal
        wait_for(lambda: any(journal.rglob("*.jsonl")) or _is_zombie(pid), 120)
        time.sleep(self._chance.uniform(0.0, 0.3))

    def _kill_one(self, scenario: Scenario, home: Path, moment: datetime, groups: list[int]) -> str:
        """Begins a run and kills it; where and how, for people."""
        after = self._chance.uniform(0.0, 1.05 * scenario.seconds)
        together = self._chance.random() < TOGETHER
        self._stage_of(home).unlink(missing_ok=True)
        pid, _said = self._begin(home, moment)
        groups.append(pid)
        self._wait(after, pid, home)
        if os.waitpid(pid, os.WNOHANG)[0]:
            self.tally.finished_before += 1
            scenario.seconds *= 0.95  # the machine is less busy than when it was measured
            return f"finished within {after:.2f} s"
        if together:
            with suppress(ProcessLookupError):  # killed before it led a group
                os.killpg(pid, signal.SIGKILL)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        stage = self._stage_of(home).read_text(encoding="utf-8") if self._stage_of(home).exists() else "(fork)"
        self.tally.kills += 1
        self.tally.alone += not together
        self.tally.stages[stage] += 1
        return f"{after:.2f} s {stage}{'' if together else ' alone'}"


def _differences(found: dict[str, str], expected: dict[str, str]) -> list[str]:
    return [
        *(f"{name}: missing" for name in sorted(expected.keys() - found.keys())),
        *(f"{name}: not expected" for name in sorted(found.keys() - expected.keys())),
        *(f"{name}: differs" for name in sorted(expected) if name in found and found[name] != expected[name]),
    ]


def _left(home: Path) -> list[str]:
    from benchmarks.kill_readers import leftovers
    from contracts.home import Home

    return leftovers(Home(home))


def _new_home(root: Path, *, small: bool) -> object:
    """The samples, or three small offices; with documents of years and the site."""
    from contracts.home import Home
    from pipeline.homes import prepare_home

    home = Home(root)
    if small:
        home.inbox.mkdir(parents=True)
        home.units.write_text("unit_code,unit_name,unit_type,aliases,unsur_order\nU-1,Kecamatan Mawar,kecamatan,,\n"
                              "U-2,Kecamatan Melati,kecamatan,,\n", encoding="utf-8")  # fmt: skip
        _write_export(home.inbox / "Kecamatan Mawar.csv", "3", 12, broken=True)
        _write_export(home.inbox / "Kecamatan Melati.csv", "4", 11)
        (home.inbox / "entah.csv").write_text("bukan survei\n", encoding="utf-8")
    prepare_home(home, with_samples=not small)
    home.settings.write_text('[reports]\nkinds = ["year"]\n', encoding="utf-8")
    home.accounts.write_bytes(b"not to be touched")
    for path in home.inbox.rglob("*"):
        os.utime(path, (MOMENT.timestamp(), MOMENT.timestamp()))
    return None


def _write_export(path: Path, answer: str, count: int, *, broken: bool = False) -> None:
    names = ("Persyaratan", "Sistem, Mekanisme, dan Prosedur", "Waktu Penyelesaian", "Biaya/Tarif",
             "Produk Spesifikasi Jenis Pelayanan", "Kompetensi Pelaksana", "Perilaku Pelaksana",
             "Penanganan Pengaduan, Saran dan Masukan", "Sarana dan Prasarana")  # fmt: skip
    lines = [["Tanggal", "Umur", *names]]
    for number in range(count):
        answers = list(answer * 9)
        if broken and number == 0:
            answers[0] = "7"
        lines.append([f"{number % 27 + 1:02}/02/2024", str(20 + number), *answers])
    path.write_text("".join(";".join(f'"{cell}"' for cell in line) + "\n" for line in lines), encoding="utf-8")


def _send_more(root: Path) -> None:
    registered = (root / "units.csv").read_text(encoding="utf-8").splitlines()[1].split(",")[1].strip('"')
    path = root / "inbox" / f"{registered} susulan 2024.csv"
    _write_export(path, "2", 14)
    os.utime(path, (MOMENT.timestamp() + 3600, MOMENT.timestamp() + 3600))


def _other_weight(root: Path) -> None:
    (root / "settings.toml").write_text('[reports]\nkinds = ["year"]\n[method]\nweight = "1/9"\n', encoding="utf-8")


def main() -> int:
    """Runs trials until as many kills were made as asked for; how the process ends."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=200, help="kills")
    parser.add_argument("--minutes", type=float, default=24 * 60, help="end after so long")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--small", action="store_true", help="two small offices instead of the samples")
    parser.add_argument("--only", default="", choices=["", *SCENARIOS], help="homes in one state only")
    parser.add_argument("--writing", action="store_true", help="kill only while documents are written")
    parser.add_argument("--folder", type=Path, help="where the homes lie; a new temporary one")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kills-", ignore_cleanup_errors=True) as temporary:
        folder = (arguments.folder or Path(temporary)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        os.environ.setdefault("PREFECT_HOME", str(folder / "prefect"))
        from operations import temporary_server
        from pipeline.prefect_settings import stay_offline

        stay_offline()
        os.environ["PREFECT_LOGGING_LEVEL"] = "CRITICAL"
        own_server = None if "PREFECT_API_URL" in os.environ else temporary_server.ServerForOneRun()
        import benchmarks.kill_readers  # noqa: F401 - what runs and readers are forked with
        import expectations
        import flows.consolidate  # noqa: F401

        expectations.warm_up()
        if own_server is not None:
            own_server.wait()
        gc.freeze()
        started = time.monotonic()
        harness = Harness(folder, arguments.seed, small=arguments.small, writing=arguments.writing)
        harness.prepare(arguments.only)
        number = 0
        end = time.monotonic() + 60 * arguments.minutes
        while harness.tally.kills < arguments.times and time.monotonic() < end:
            harness.trial(number, arguments.times - harness.tally.kills)
            number += 1
        tally = harness.tally
        print(json.dumps({
            "kills": tally.kills, "of them the run alone": tally.alone, "finished before": tally.finished_before,
            "trials": tally.trials, "killed in": dict(tally.stages.most_common()), "looks": dict(tally.queries),
            "failures": len(tally.failures), "minutes": round((time.monotonic() - started) / 60, 1),
        }, ensure_ascii=False, indent=1))  # fmt: skip
        for failure in tally.failures[:100]:
            print(failure)
        if own_server is not None:
            own_server.stop()
        return 1 if tally.failures else 0


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    os._exit(code)  # DuckDB, imported and never used here, would complain of what it could not free
