"""Prefect as anybody installs it, without anything of ours around it: its server, `prefect deploy --all`, its worker.
A cron of prefect.yaml fires."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from operations import services
from tests.integration.offices import home_at, respondents, same, send
from tests.integration.test_own_server import environment, keep_empty_database

ROOT = Path(__file__).parents[2]
PREFECT = (sys.executable, "-m", "prefect", "--no-prompt")
DAILY = "0 18 * * *"
OFTEN = "* * * * * */20"
"""Every twenty seconds: nobody waits for a minute to begin."""


@contextmanager
def running(log: Path, env: dict[str, str], *words: str) -> Iterator[None]:
    """A command of Prefect's, ended with the body."""
    with log.open("wb") as said:
        process = subprocess.Popen(
            [*PREFECT, *words],
            env=env,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            start_new_session=True,
        )
        try:
            yield
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def test_a_cron_fires(prefect_server: None, tmp_path: Path) -> None:
    home = home_at(tmp_path / "data")
    home.settings.write_text('[reports]\nkinds = ["year"]\n', encoding="utf-8")
    keep_empty_database(tmp_path / "prefect", "prefect.db")
    send(home, "Kecamatan Mawar 2024.csv", respondents(same(3, 4)))
    everything = (ROOT / "prefect.yaml").read_text(encoding="utf-8")
    assert everything.count(f'"{DAILY}"') == 1
    (tmp_path / "prefect.yaml").write_text(everything.replace(DAILY, OFTEN), encoding="utf-8")

    port = services._free(0)
    api = services.PrefectApi(f"http://127.0.0.1:{port}/api", is_ours=True)
    env = environment(
        PREFECT_HOME=str(tmp_path / "prefect"),
        PREFECT_API_URL=api.url,
        PREFECT_SERVER_ANALYTICS_ENABLED="false",
        PREFECT_WORKER_QUERY_SECONDS="2",
        DO_NOT_TRACK="1",
        GX_ANALYTICS_ENABLED="false",
        SKM_HOME=str(home.root),
    )
    log = tmp_path / "server"

    def asked(*words: str) -> None:
        ran = subprocess.run([*PREFECT, *words], env=env, cwd=ROOT, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stdout + ran.stderr

    def of_state(*states: str) -> list[dict[str, object]]:
        answer = api.ask(
            "POST", "/flow_runs/filter", {"flow_runs": {"state": {"type": {"any_": list(states)}}}, "limit": 200}
        )
        assert isinstance(answer, list)
        return answer

    def until(seconds: float, *states: str) -> list[dict[str, object]]:
        end = time.monotonic() + seconds
        while not (found := of_state(*states)):
            assert time.monotonic() < end, log.read_text(encoding="utf-8")
            time.sleep(0.5)
        return found

    with running(log, env, "server", "start", "--host", "127.0.0.1", "--port", str(port)):
        end = time.monotonic() + 120
        while not services.is_healthy(api):
            assert time.monotonic() < end, log.read_text(encoding="utf-8")
            time.sleep(0.2)
        api.ask("POST", "/work_pools/", {"name": "skm", "type": "process"})  # as `prefect work-pool create` does
        with running(tmp_path / "worker", env, "worker", "start", "--pool", "skm", "--type", "process", "--limit", "1"):
            asked("deploy", "--all", "--prefect-file", str(tmp_path / "prefect.yaml"))
            assert len(until(60, "SCHEDULED")) > 3
            (completed, *_) = until(240, "COMPLETED")
    assert completed["auto_scheduled"] is True
    assert home.database.exists()
