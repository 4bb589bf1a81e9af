"""A run that the worker of `skm up` was asked for: whose turn it is, how far it is, how it ends."""

import re
import urllib.error
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path

import pytest

from contracts.home import Home
from operations import worker_runs
from operations.services import PrefectApi
from operations.worker_runs import SECONDS_TO_BEGIN, SECONDS_TO_REACH, SECONDS_TO_TAKE, WorkerRun, WorkerRunError
from pipeline import summary
from pipeline.lock import one_run_at_a_time
from pipeline.progress import listener as listening
from pipeline.run_progress import recorded
from pipeline.summary import RunSummary
from tests.unit.pipeline.test_pipeline_run_progress import Told

RUN = "00000000-0000-0000-0000-000000000001"
OTHER = {"id": "2", "name": "konsolidasi 2026-11-28 18.00, 3 berkas baru"}
WAIT = 3600.0
DONE = RunSummary(
    run_id="1", flow_run_id=RUN, published=True, contents_read=1, files={"loaded": 1}, responses=4, missing=0,
    documents_made=0, documents_kept=0, documents_changed=(), to_senders=0, site_files=0, failed=(),
)  # fmt: skip


@dataclass(frozen=True)
class Prefect(PrefectApi):
    """A server with one run, and what it was asked."""

    state: dict[str, str] = field(default_factory=lambda: {"type": "SCHEDULED", "message": ""})
    others: list[dict[str, str]] = field(default_factory=list)
    asked: list[tuple[str, object]] = field(default_factory=list)
    taken_back: str = "CANCELLED"
    home: str = ""

    def ask(self, method: str, path: str, body: object | None = None) -> object:
        if self.state["type"] == "silent":
            raise urllib.error.URLError("refused")
        if self.state["type"] == "gone":
            raise urllib.error.HTTPError(path, 404, "", Message(), None)
        self.asked.append((path, body))
        if path == "/flow_runs/filter":
            return [{"id": RUN, "name": "ours"}, *self.others]
        if path.endswith("/set_state"):
            return {"state": {"type": self.taken_back}}
        if path.startswith("/deployments/name/"):
            return {"id": "d", "parameters": {"home": self.home}}
        return {"id": RUN, "state_type": self.state["type"], "state": self.state}

    def comes_to(self, state: str, message: str = "") -> None:
        self.state.update(type=state, message=message)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def prefect() -> Prefect:
    return Prefect("http://127.0.0.1:4200/api", is_ours=False)


@pytest.fixture
def run(home: Home, prefect: Prefect, told: Told) -> WorkerRun:
    return WorkerRun(home, prefect, RUN, told, 0.0, WAIT)


def said(told: Told) -> list[object]:
    """What was noticed, without stages."""
    return [one[0] for one in told.heard if len(one) == 1]


def test_who_waits_says_for_whom_and_goes_on_when_it_is_their_turn(
    home: Home, prefect: Prefect, run: WorkerRun, told: Told
) -> None:
    prefect.others.append(OTHER)
    assert [run.look(at) for at in (0.0, 1.0, 10 * SECONDS_TO_TAKE)] == ["goes on"] * 3
    assert said(told) == [f"Menunggu giliran: {OTHER['name']} sedang berjalan."], "once"
    prefect.others.clear()
    assert run.look(10 * SECONDS_TO_TAKE + 1) == "goes on", "only now nobody else is at it"
    assert said(told)[1:] == ["Menunggu giliran: pekerja Prefect sedang menyiapkannya."]

    # It begins, and waits for the home: who holds it is said once that is no moment any more.
    prefect.comes_to("RUNNING")
    with one_run_at_a_time(home):
        assert [run.look(at) for at in (1000.0, 1002.0)] == ["goes on"] * 2
        assert len(said(told)) == 2
        run.look(1003.0)
    assert "Menunggu giliran: folder data sedang dipakai (proses" in str(said(told)[2])

    with recorded(home, RUN):
        inner = listening.get()
        inner.started("baca", 3)
        inner.finished("baca", "3 isi baru")
    with recorded(home, "another run"):
        listening.get().started("hitung", 0)
    run.look(1004.0)
    assert ("baca", 3) not in told.heard, "another run's stages are not its own"
    with recorded(home, RUN):
        inner = listening.get()
        inner.started("baca", 3)
        inner.stepped("baca", 2)
        inner.finished("baca", "3 isi baru")
    for at in (1005.0, 1006.0):
        run.look(at)
    prefect.comes_to("COMPLETED")
    assert run.summary() is None
    summary.keep(home, DONE)
    assert (run.look(1007.0), run.summary()) == ("done", DONE)
    assert [one for one in told.heard if len(one) > 1] == [("baca", 3), ("baca", 2), ("baca", "3 isi baru")]


@pytest.mark.parametrize(("state", "patience"), [("SCHEDULED", SECONDS_TO_TAKE), ("PENDING", SECONDS_TO_BEGIN)])
def test_a_worker_that_takes_nothing_is_not_waited_for(
    prefect: Prefect, run: WorkerRun, state: str, patience: float
) -> None:
    prefect.comes_to(state)
    assert [run.look(at) for at in (0.0, patience, patience + 1)] == ["goes on", "goes on", "not taken"]
    path, body = prefect.asked[-1]
    assert path == f"/flow_runs/{RUN}/set_state"
    assert isinstance(body, dict)
    assert body["state"]["type"] == "CANCELLING", "so that it does not come later too"


@pytest.mark.parametrize("ends", ["CANCELLED", "CANCELLING", "COMPLETED"])
def test_one_that_has_a_process_is_not_taken_once_its_worker_ended_it(home: Home, told: Told, ends: str) -> None:
    prefect = Prefect("http://127.0.0.1:4200/api", is_ours=False, taken_back="CANCELLING")
    prefect.comes_to("PENDING")
    run = WorkerRun(home, prefect, RUN, told, 0.0, WAIT)
    begins = SECONDS_TO_BEGIN + 1
    assert run.look(begins) == "goes on"
    prefect.comes_to("CANCELLING")
    assert run.look(begins + 1) == "goes on"
    prefect.comes_to(ends)  # or the worker is not there to end it; or it was faster
    assert run.look(begins + SECONDS_TO_BEGIN + 1) == ("done" if ends == "COMPLETED" else "not taken")


def test_a_turn_that_does_not_come_is_given_back(prefect: Prefect, run: WorkerRun) -> None:
    prefect.others.append(OTHER)
    assert run.look(WAIT) == "goes on"
    with pytest.raises(WorkerRunError, match="permintaan ini dibatalkan"):
        run.look(WAIT + 1)


@pytest.mark.parametrize(
    ("state", "message", "sentence"),
    [
        (
            "FAILED",
            "Flow run encountered an exception: ConfigurationError: settings.toml, baris 3: tulis angka.\nLalu ulangi.",
            "settings.toml, baris 3: tulis angka.",
        ),
        ("FAILED", "", "prosesnya berhenti sebelum selesai"),
        ("CRASHED", "Its worker ended.", "prosesnya berhenti sebelum selesai"),
        ("CANCELLED", "", "dibatalkan di halaman Prefect"),
    ],
)
def test_how_it_failed_what_to_do_and_where_the_log_lies(
    prefect: Prefect, run: WorkerRun, state: str, message: str, sentence: str
) -> None:
    prefect.comes_to(state, message)
    with pytest.raises(WorkerRunError) as failed:
        run.look(0.0)
    assert sentence in str(failed.value)
    assert re.search("lagi|ulangi", str(failed.value))
    assert str(failed.value).endswith(f"http://127.0.0.1:4200/runs/flow-run/{RUN}")


def test_a_server_that_goes_away_takes_the_run_along_unless_it_was_done(
    home: Home, prefect: Prefect, run: WorkerRun
) -> None:
    prefect.comes_to("RUNNING")
    run.look(0.0)
    prefect.comes_to("silent")
    assert run.look(SECONDS_TO_REACH) == "goes on", "it may be started again"
    with pytest.raises(WorkerRunError, match="mungkin masih berjalan"):
        run.look(SECONDS_TO_REACH + 1)
    prefect.comes_to("gone")
    with pytest.raises(WorkerRunError, match="dihapus dari riwayat Prefect"):
        run.look(0.0)
    summary.keep(home, DONE)
    assert run.look(SECONDS_TO_REACH + 2) == "done"


def test_the_worker_of_another_home_is_none(home: Home, told: Told) -> None:
    def worker(of: str) -> worker_runs.Worker | None:
        return worker_runs.worker_of(home, Prefect("http://127.0.0.1:1/api", is_ours=False, home=of))

    assert worker(str(home.root.parent)) is None
    ours = worker(str(home.root))
    assert ours is not None
    assert isinstance(ours.asked(told, documents=True, wait_minutes=240), WorkerRun)
    assert worker_runs.worker_of(home, PrefectApi("http://127.0.0.1:1/api", is_ours=False)) is None
