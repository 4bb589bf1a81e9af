"""A consolidation by the worker of `skm up`: asked for as a run of its deployment, and followed from here to its end.

Belongs here: whether a worker stands for a home, asking it, whose turn it is, what became of the run. Not here: where
its server is (`operations.standing_server`), the run itself (`flows.consolidate`), what is shown of it
(`cli.consolidation`). The run goes on without whoever follows it: it is the worker's child.
"""

import re
import time
import urllib.error
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final, Literal

from contracts.errors import SkmError
from contracts.home import Home
from contracts.jobs import StageProgress
from operations import standing_server
from operations.services import POOL, PrefectApi
from pipeline import summary
from pipeline.lock import holder
from pipeline.prefect_settings import configured_url, prefect_home
from pipeline.progress import Listener
from pipeline.summary import RunSummary
from portal.server.run_progress import written_progress

DEPLOYMENT: Final = "consolidate/harian"
"""Flow and deployment, as prefect.yaml has them: what runs every evening, now."""
SECONDS_TO_TAKE: Final = 60.0
"""A worker looks every five seconds: one that takes nothing for so long, while nothing else runs, is not there."""
SECONDS_TO_BEGIN: Final = 180.0
"""From then on: the run's process imports what it needs."""
SECONDS_TO_REACH: Final = 300.0
"""A server that is silent for so long is not followed any more; one that is started again in between is waited for."""
SECONDS_UNTIL_SAID: Final = 3.0
"""So long another may hold the home before it is said: most do for a moment."""
_LOOK_EVERY_SECONDS: Final = 0.5
_OF_ERROR: Final = re.compile(r"encountered an exception: \w+: (.*)", re.DOTALL)

_REPEAT: Final = (
    "Yang sudah terbit tetap utuh. Lihat apakah konsolidasi lain sudah mengulanginya; bila belum, jalankan lagi."
)


class WorkerRunError(SkmError):
    """The worker's run did not end well: why, and what to do."""


class WorkerRun:
    """A run that was asked for. `begun_at`, and each look's moment: seconds of a clock that never goes back."""

    def __init__(
        self, home: Home, api: PrefectApi, run_id: str, listener: Listener, begun_at: float, wait_seconds: float
    ) -> None:
        self._home = home
        self._api = api
        self._run_id = run_id
        self._listener = listener
        self._give_up_at = begun_at + wait_seconds
        self._reached_at = self._nobody_else_since = begun_at
        self._other_since: float | None = None
        self._taken_back_at: float | None = None
        self._gave_up = False
        self._said = ""
        self._has_begun = False
        self._stages: dict[str, StageProgress] = {}

    def look(self, at: float) -> Literal["goes on", "not taken", "done"]:
        """How far it is; what is new is told. Raises WorkerRunError where it will not end well."""
        try:
            return self._looked(at)
        except OSError as error:
            return self._unreached(at, error)

    def _looked(self, at: float) -> Literal["goes on", "not taken", "done"]:
        run: Any = self._api.ask("GET", f"/flow_runs/{self._run_id}")
        self._reached_at = at
        state = run["state_type"]
        if state in ("SCHEDULED", "PENDING"):
            return self._waited(at, SECONDS_TO_TAKE if state == "SCHEDULED" else SECONDS_TO_BEGIN)
        if self._taken_back_at is not None and state in ("CANCELLING", "CANCELLED"):
            return self._ends(at, state)
        self._tell_stages()
        if state == "COMPLETED":
            return "done"
        if state in ("FAILED", "CRASHED", "CANCELLED"):
            raise WorkerRunError(self._failure(state, (run["state"] or {}).get("message") or ""))
        self._tell_who_holds(at)
        return "goes on"

    def summary(self) -> RunSummary | None:
        """What it did, once it is done; None where another run has written over it."""
        return summary.kept(self._home, self._run_id)

    def _waited(self, at: float, patience: float) -> Literal["goes on", "not taken"]:
        if others := self._others():
            self._nobody_else_since = at
            self._say(f"Menunggu giliran: {', '.join(others)} sedang berjalan.")
            self._gave_up = at > self._give_up_at
            return self._taken_back(at) if self._gave_up else "goes on"
        self._say("Menunggu giliran: pekerja Prefect sedang menyiapkannya.")
        return self._taken_back(at) if at - self._nobody_else_since > patience else "goes on"

    def _others(self) -> list[str]:
        """Names of the runs that the pool is at."""
        under_way: Any = self._api.ask(
            "POST",
            "/flow_runs/filter",
            {
                "flow_runs": {"state": {"type": {"any_": ["PENDING", "RUNNING", "CANCELLING"]}}},
                "work_pools": {"name": {"any_": [POOL]}},
            },
        )
        return [one["name"] for one in under_way if one["id"] != self._run_id]

    def _taken_back(self, at: float) -> Literal["goes on", "not taken"]:
        """Asks that it runs no more: at once where it has no process; else its worker ends the process, also one that
        begins at this very moment. One that was only called cancelled could still begin."""
        state = {"type": "CANCELLING", "name": "Cancelling", "message": "It was not taken in time."}
        answer: Any = self._api.ask("POST", f"/flow_runs/{self._run_id}/set_state", {"state": state})
        self._taken_back_at = self._taken_back_at or at  # asked again, where it was refused: the first time counts
        return self._ends(at, answer["state"]["type"])

    def _ends(self, at: float, state: str) -> Literal["goes on", "not taken"]:
        """How far taking it back is; a worker that does not end it in time is not there."""
        if state != "CANCELLED" and at - (self._taken_back_at or at) <= SECONDS_TO_BEGIN:
            return "goes on"
        if self._gave_up:
            raise WorkerRunError(
                "Konsolidasi lain belum selesai juga, jadi permintaan ini dibatalkan. Yang sudah terbit tidak "
                "berubah. Tunggu sampai selesai, lalu jalankan lagi."
            )
        return "not taken"

    def _tell_stages(self) -> None:
        progress = written_progress(self._home)
        if progress is None or progress.flow_run_id != self._run_id:
            return
        self._has_begun = True
        for stage in progress.stages:
            told = self._stages.get(stage.name)
            if told is None:
                self._listener.started(stage.name, stage.steps)
            if (more := stage.done - (told.done if told else 0)) > 0:
                self._listener.stepped(stage.name, more)
            if stage.outcome is not None and (told is None or told.outcome is None):
                self._listener.finished(stage.name, stage.outcome)
            self._stages[stage.name] = stage

    def _tell_who_holds(self, at: float) -> None:
        who = None if self._has_begun else holder(self._home)
        if who is None:
            self._other_since = None
        elif self._other_since is None:
            self._other_since = at
        elif at - self._other_since >= SECONDS_UNTIL_SAID:
            self._say(f"Menunggu giliran: folder data sedang dipakai ({who}).")

    def _say(self, sentence: str) -> None:
        if sentence != self._said:
            self._listener.noticed(sentence)
        self._said = sentence

    def _unreached(self, at: float, error: OSError) -> Literal["goes on", "done"]:
        if self.summary() is not None:
            return "done"  # and the server was ended after it
        if isinstance(error, urllib.error.HTTPError) and error.code == HTTPStatus.NOT_FOUND:
            raise WorkerRunError(f"Konsolidasi ini dihapus dari riwayat Prefect. {_REPEAT}")
        if at - self._reached_at > SECONDS_TO_REACH:
            raise WorkerRunError(
                f"Server Prefect {self._api.page} tidak terjangkau lagi, jadi konsolidasi ini tidak dapat diikuti "
                "sampai selesai; mungkin masih berjalan. Yang sudah terbit tetap utuh. Lihat 'skm status', dan "
                "jalankan lagi bila belum selesai."
            )
        return "goes on"

    def _failure(self, state: str, message: str) -> str:
        where = f"Catatan lengkapnya: {self._api.page}/runs/flow-run/{self._run_id}"
        if state == "FAILED" and (found := _OF_ERROR.search(message)):
            return f"{found[1]} {where}"
        if state == "CANCELLED":
            return f"Konsolidasi ini dibatalkan di halaman Prefect. {_REPEAT} {where}"
        return f"Konsolidasi ini terputus: prosesnya berhenti sebelum selesai. {_REPEAT} {where}"


class Worker:
    """The worker of `skm up` for a home."""

    def __init__(self, home: Home, api: PrefectApi, deployment_id: str) -> None:
        self._home = home
        self._api = api
        self._deployment_id = deployment_id

    def asked(self, listener: Listener, *, documents: bool, wait_minutes: int) -> WorkerRun:
        """Asks for a consolidation. Raises WorkerRunError where the server takes no request."""
        body = {
            "state": {"type": "SCHEDULED"},
            "parameters": {"documents": documents, "wait_minutes": wait_minutes},
            "tags": ["sekarang"],
        }
        try:
            run: Any = self._api.ask("POST", f"/deployments/{self._deployment_id}/create_flow_run", body)
        except OSError as error:
            raise WorkerRunError(
                f"Server Prefect {self._api.page} menolak permintaan ini ({error}). Tidak ada yang berubah; coba lagi."
            ) from error
        listener.noticed("Dijalankan pekerja Prefect: tetap berjalan walaupun halaman atau portal ini berhenti.")
        return WorkerRun(self._home, self._api, run["id"], listener, time.monotonic(), 60.0 * wait_minutes)


def found(home: Home) -> Worker | None:
    """The worker of the `skm up` that runs for this home; None where there is none, or another server is configured."""
    known = None if configured_url() else standing_server.found(prefect_home())
    return None if known is None else worker_of(home, PrefectApi(known.url, is_ours=False, auth=known.auth))


def worker_of(home: Home, api: PrefectApi) -> Worker | None:
    """The same, of a server; None where its deployment is not there, or is another home's."""
    try:
        deployment: Any = api.ask("GET", f"/deployments/name/{DEPLOYMENT}")
    except OSError:
        return None
    of = Path(str(deployment["parameters"].get("home")))
    return Worker(home, api, deployment["id"]) if of.resolve() == home.root.resolve() else None


def followed(run: WorkerRun) -> bool:
    """Looks until the run is over; whether it ended well, or was not taken. Raises WorkerRunError."""
    while (how := run.look(time.monotonic())) == "goes on":
        time.sleep(_LOOK_EVERY_SECONDS)
    return how == "done"
