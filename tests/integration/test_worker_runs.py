"""`skm run --by-worker` on a real Prefect server: the run is the deployment's, and it is told as one of the command's
own. The worker is played here: its process is what `tests/integration/test_standing.py` starts."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from cli.consolidation import consolidate_and_show
from contracts.errors import SkmError
from contracts.home import Home
from flows.consolidate import consolidate
from operations import services, standing_server, worker_runs
from operations.services import PrefectApi
from pipeline import job_records
from pipeline.prefect_settings import AUTH_FILE
from pipeline.progress import LogListener
from tests.integration.offices import SETTINGS, home_at, respondents, same, send

Said = Callable[[], tuple[str, str]]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = home_at(tmp_path / "data")
    send(home, "Kecamatan Mawar 2024.csv", respondents(same(3, 12)))
    return home


@pytest.fixture
def up(prefect_server: None, home: Home, monkeypatch: pytest.MonkeyPatch) -> Iterator[PrefectApi]:
    """The session's server, known to the home as that of `skm up`, with the deployment of prefect.yaml."""
    from prefect.settings import PREFECT_API_AUTH_STRING, PREFECT_API_URL

    api = PrefectApi(str(PREFECT_API_URL.value()), is_ours=False, auth=str(PREFECT_API_AUTH_STRING.value()))
    services.make_pool(api)
    flow: Any = api.ask("POST", "/flows/", {"name": "consolidate"})
    parameters = {"home": str(home.root), "inbox": None, "documents": True, "wait_minutes": 0}
    deployment = {"name": "harian", "flow_id": flow["id"], "parameters": parameters, "work_pool_name": services.POOL}
    api.ask("POST", "/deployments/", deployment | {"enforce_parameter_schema": False})
    folder = home.root / "prefect"
    folder.mkdir()
    (folder / AUTH_FILE).touch(0o600)
    (folder / AUTH_FILE).write_text(str(api.auth), encoding="utf-8")
    monkeypatch.setenv("PREFECT_HOME", str(folder))
    with standing_server.announced(folder, api.url):
        yield api


def of_this_home(api: PrefectApi, home: Home, *states: str) -> list[dict[str, Any]]:
    found: Any = api.ask("POST", "/flow_runs/filter", {"flow_runs": {"state": {"type": {"any_": states}}}})
    return [one for one in found if one["parameters"].get("home") == str(home.root)]


def asked_for(home: Home, api: PrefectApi, before: Callable[[], object] = lambda: None) -> object:
    """The command, in a thread of its own, while this one takes what it asks for as a worker does; what it gave, or
    what it failed with. `before`: happens while the run waits."""
    from prefect.client.orchestration import get_client
    from prefect.flow_engine import run_flow

    given: list[object] = []

    def command() -> None:
        try:
            given.append(consolidate_and_show(home.root, None, documents=False, by_worker=True, as_json=False))
        except SkmError as error:
            given.append(error)

    asking = threading.Thread(target=command)
    asking.start()
    while asking.is_alive() and not (waiting := of_this_home(api, home, "SCHEDULED")):
        time.sleep(0.05)
    if asking.is_alive():
        before()
        with get_client(sync_client=True) as client:
            run = client.read_flow_run(waiting[0]["id"])
        run_flow(consolidate, flow_run=run, parameters=run.parameters, return_type="state")
    asking.join()
    return given[0]


def test_the_deployment_runs_and_the_command_tells_how_it_goes_and_what_came_out(
    home: Home, up: PrefectApi, capsys: pytest.CaptureFixture[str]
) -> None:
    assert asked_for(home, up) == (0, False)
    said = capsys.readouterr()
    assert "Menunggu giliran: pekerja Prefect sedang menyiapkannya." in said.err
    stages = [line.partition(":")[0] for line in said.err.splitlines() if line.endswith(" detik)")]
    assert stages[0] == "Kotak masuk"
    assert "Menghitung" in stages
    assert "Selesai: diterbitkan." in said.out
    assert "74,25" in said.out
    assert job_records.load(home, "consolidation").good == 1
    (run,) = of_this_home(up, home, "COMPLETED")
    assert (run["deployment_id"] is not None, run["tags"]) == (True, ["sekarang"])

    # With nothing to do it is none for the worker; what fails while it runs is said as the command would say it.
    assert asked_for(home, up) == (0, False)
    assert "tidak ada yang berubah sejak terbitan terakhir" in capsys.readouterr().out
    send(home, "Kecamatan Melati 2024.csv", respondents(same(4, 12)))
    failed = asked_for(home, up, lambda: home.settings.write_text(f"{SETTINGS}[salah]\n", encoding="utf-8"))
    assert isinstance(failed, SkmError)
    assert "salah" in str(failed)
    assert f"Catatan lengkapnya: {up.page}/runs/flow-run/" in str(failed)
    assert len(of_this_home(up, home, "COMPLETED")) == 1


def test_what_is_not_taken_runs_no_more(home: Home, up: PrefectApi) -> None:
    worker = worker_runs.worker_of(home, up)
    assert worker is not None
    run = worker.asked(LogListener(), documents=False, wait_minutes=0)
    asked_at = time.monotonic()
    assert run.look(asked_at + 1) == "goes on"
    assert run.look(asked_at + worker_runs.SECONDS_TO_TAKE + 1) == "not taken"
    assert len(of_this_home(up, home, "CANCELLED")) == 1
