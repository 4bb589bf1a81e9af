"""The same flow with its files in an object store, and with its batches on the workers of a cluster: same results."""

import hashlib
from datetime import datetime
from pathlib import Path

import dask
import pytest
from distributed import Client, LocalCluster

from contracts.errors import ConfigurationError, HomeError
from contracts.home import Home
from contracts.settings import load_settings
from flows import task_runner
from pipeline import staging
from pipeline.stores import open_stores
from tests.integration.killers import deadly_here, stage_or_die
from tests.integration.offices import State, contents, home_at, respondents, run, same, send
from tests.shares import PASSWORD, s3, unused_port

pytestmark = pytest.mark.usefixtures("prefect_server")

DAY = datetime(2026, 1, 6, 8)
BASICS = '[reports]\nkinds = ["year"]\n[limits]\nparser_seconds = 20\n'


def sent(root: Path, settings: str = "") -> Home:
    """A home to which three offices sent, one of them a file that kills its reader."""
    home = home_at(root)
    home.settings.write_text(BASICS + settings, encoding="utf-8")
    send(home, "Kecamatan Mawar.csv", respondents([*same(4, 12), *same(3, 12), "912341234"]))
    send(home, "Kecamatan Melati mati.csv", respondents(same(3, 9)))
    send(home, "Dinas Kenanga.csv", respondents(same(2, 9)))
    return home


def documents(home: Home) -> dict[str, str]:
    reports = open_stores(home, load_settings(home.settings).storage).reports
    return {name: hashlib.sha256(content).hexdigest() for name, content in reports.read_all(reports.files()).items()
            if not name.endswith("manifest.json")}  # fmt: skip


@pytest.fixture(scope="module")
def deadly() -> object:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(staging, "stage", stage_or_die)
        yield


@pytest.fixture(scope="module")
def here(deadly: object, tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, State]:
    home = sent(tmp_path_factory.mktemp("here") / "data")
    return home, run(home, at=DAY, documents=True)


def same_as(here: tuple[Home, State], home: Home, state: State) -> None:
    there, expected = here
    assert contents(home) == contents(there)
    assert documents(home) == documents(there)
    assert state.why("Kecamatan Melati mati.csv") == "reader_crashed"
    assert state.summary.documents_made == expected.summary.documents_made > 0
    assert state.summary.site_files == expected.summary.site_files


def test_its_files_in_an_object_store_and_its_batches_on_a_cluster(
    here: tuple[Home, State], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (
        s3() as share,
        # Child processes of a worker are what keeps a crash from it; a daemon may have none.
        dask.config.set({"distributed.worker.daemon": False}),
        LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        client.run(deadly_here)
        workers = set(cluster.scheduler.workers)
        monkeypatch.setattr("pipeline.stores.secret_options", lambda name: share.options)
        engine_setting = f'[engine]\ntask_runner = "dask"\ndask_scheduler = "{cluster.scheduler_address}"\n'
        home = sent(tmp_path / "data", f'[storage]\nurl = "{share.url}"\n{engine_setting}')
        same_as(here, home, run(home, at=DAY, documents=True))
        assert set(cluster.scheduler.workers) == workers
        places = {path.relative_to(home.root).parts[0] for path in home.root.rglob("*") if path.is_file()}
        assert "reports" not in places
        assert [path.name for path in home.archive.iterdir()] == ["ledger.jsonl"]
        assert not any(PASSWORD in path.read_text(errors="replace") for path in home.root.rglob("*") if path.is_file())


def test_a_cluster_that_is_not_there_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = sent(tmp_path / "data", '[engine]\ntask_runner = "dask"\n')
    monkeypatch.delenv(task_runner.SCHEDULER, raising=False)
    with (
        pytest.raises(ConfigurationError, match="dask_scheduler"),
        task_runner.batch_executor(load_settings(home.settings)),
    ):
        pass
    monkeypatch.setenv(task_runner.SCHEDULER, f"tcp://127.0.0.1:{unused_port()}")
    with (
        dask.config.set({"distributed.comm.timeouts.connect": "300ms"}),
        pytest.raises(HomeError, match="tidak terjangkau"),
        task_runner.batch_executor(load_settings(home.settings)),
    ):
        pass
