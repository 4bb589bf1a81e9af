"""A run beside `skm up`: what its worker takes for one changed file.

Belongs here: starting `skm up` for a home, asking for a run, and its seconds as Prefect's server has them. Not here:
what is compared (`benchmarks.run`).
"""

import subprocess
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from benchmarks.measuring import BIN, OUT
from operations import standing_server
from operations.services import PrefectApi
from operations.worker_runs import DEPLOYMENT

SECONDS_TO_STAND: Final = 120.0
SECONDS_TO_REST: Final = 15.0
"""Until the process that waits has imported what it hands over."""
_SAYS_IT_STANDS: Final = b"Jadwal terpasang"


def seconds_of_change(home: Path, inbox: Path, change: Callable[[], None]) -> float:
    """From the moment in which the worker takes a run to its end; the run finds what `change` did to the inbox."""
    log = OUT / "standing.log"
    with log.open("wb") as said:
        command = [str(BIN / "skm"), "up", "--home", str(home), "--port", "0", "--prefect-port", "0", "--no-portal"]
        up = subprocess.Popen(command, stdout=said, stderr=subprocess.STDOUT)
    try:
        _wait_for(lambda: _SAYS_IT_STANDS in log.read_bytes(), log)
        time.sleep(SECONDS_TO_REST)
        server = standing_server.found(home / "prefect")
        if server is None:
            raise RuntimeError(f"no server stands: {log}")
        change()
        return _seconds(PrefectApi(server.url, is_ours=False, auth=server.auth), inbox)
    finally:
        up.terminate()
        up.wait(60)


def _seconds(api: PrefectApi, inbox: Path) -> float:
    deployment: Any = api.ask("GET", f"/deployments/name/{DEPLOYMENT}")
    body = {"state": {"type": "SCHEDULED"}, "parameters": {"inbox": str(inbox), "documents": False}}
    run: Any = api.ask("POST", f"/deployments/{deployment['id']}/create_flow_run", body)
    states: list[dict[str, Any]] = []

    def is_done() -> bool:
        found: Any = api.ask("GET", f"/flow_run_states/?flow_run_id={run['id']}")
        states[:] = found
        return any(state["type"] in ("COMPLETED", "FAILED", "CRASHED") for state in states)

    _wait_for(is_done, OUT / "standing.log")
    at = {state["type"]: datetime.fromisoformat(state["timestamp"]) for state in states}
    return (at["COMPLETED"] - at["PENDING"]).total_seconds()


def _wait_for(happens: Callable[[], bool], log: Path) -> None:
    end = time.monotonic() + SECONDS_TO_STAND
    while not happens():
        if time.monotonic() > end:
            raise RuntimeError(f"nothing happened for {SECONDS_TO_STAND:.0f} seconds: {log}")
        time.sleep(0.2)
