"""`skm run` as people start it: a process of its own, with its own Prefect server or a standing one."""

import fcntl
import importlib
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from cli import examination
from contracts.home import Home
from operations import standing_server
from pipeline import prefect_settings
from pipeline.lock import one_run_at_a_time
from pipeline.prefect_settings import prefect_home as prefect_home_here
from tests.integration.offices import SETTINGS, home_at, respondents, same, send
from warehouse.publish import published_version, versions

SKM = str(Path(sys.executable).parent / "skm")
CONFIGURING = ("PREFECT_", "SKM_", "COLUMNS", "GX_", "DO_NOT_TRACK", "POLARS_")


def environment(**more: str) -> dict[str, str]:
    """This process's, without what tests or a person have configured."""
    return {name: value for name, value in os.environ.items() if not name.startswith(CONFIGURING)} | more


def tiny_home(root: Path) -> Home:
    home = home_at(root)
    send(home, "Kecamatan Mawar.csv", respondents(same(3, 4)))
    send(home, "entah.csv", respondents(same(3, 3)))
    return home


def keep_empty_database(prefect_home: Path, name: str = "") -> None:
    """That Prefect home has an empty database, as an earlier server left it, under its own name or that one: making it
    is half of what starting takes. Asks for `prefect_server`, which has one."""
    prefect_home.mkdir()
    (empty,) = prefect_home_here().glob("empty-*.db")
    shutil.copyfile(empty, prefect_home / (name or empty.name))


def using(prefect_home: Path) -> list[int]:
    """Processes that work with that Prefect home."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get("PREFECT_HOME") == str(prefect_home) and process.status() != "zombie":
                found.append(process.pid)
        except psutil.Error:
            continue
    return found


def in_time(happens: Callable[[], bool], seconds: float) -> bool:
    """Whether it does, within that time."""
    end = time.monotonic() + seconds
    while not happens():
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


def ended(prefect_home: Path, seconds: float) -> bool:
    """Whether they all end within that time."""
    return in_time(lambda: not using(prefect_home), seconds)


def test_with_a_server_of_its_own(prefect_server: None, tmp_path: Path) -> None:
    """An account that has no folder of its own, and a profile there is none of ours: neither is asked. The server's
    empty database is one that was made before; `.ci/main_job` begins without."""
    home, account = tiny_home(tmp_path / "data"), tmp_path / "account"
    home.settings.write_text(f'{SETTINGS}[reports]\nkinds = ["year"]\n', encoding="utf-8")
    prefect_home = home.root / "prefect"
    keep_empty_database(prefect_home)
    (account / ".prefect").mkdir(parents=True)
    (account / ".prefect" / "profiles.toml").write_text(
        'active = "x"\n[profiles.x]\nPREFECT_API_URL = "http://127.0.0.1:9/api"\n', encoding="utf-8"
    )
    account.chmod(0o555)
    ran = subprocess.run(
        [SKM, "run", "--home", str(home.root)],
        env=environment(HOME=str(account)),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert "\x1b" not in ran.stdout + ran.stderr
    assert "Peringkat IKM Tahun 2024" in ran.stdout
    assert "74,25" in ran.stdout
    # Plain lines of ours, and nothing any library has to say.
    stages = [line.partition(":")[0] for line in ran.stderr.splitlines()]
    assert stages[0] == "Kotak masuk"
    assert stages[-1] == "Situs"
    assert all(line.endswith(" detik)") for line in ran.stderr.splitlines()), ran.stderr
    assert using(prefect_home) == []
    assert [path.name for path in (account / ".prefect").iterdir()] == ["profiles.toml"]
    (database_file,) = prefect_home.glob("runs/*/prefect.db")
    with sqlite3.connect(database_file) as database:
        flow_runs = database.execute("SELECT state_type FROM flow_run").fetchall()
        task_runs = database.execute("SELECT state_type FROM task_run").fetchall()
    assert flow_runs == [("COMPLETED",)]
    assert len(task_runs) >= 10
    assert {state for (state,) in task_runs} == {"COMPLETED"}


def test_its_server_ends_with_a_command_that_is_killed(tmp_path: Path) -> None:
    starts = (
        "from operations.temporary_server import ServerForOneRun; ServerForOneRun(); print('up', flush=True); input()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", starts],
        cwd=Path(__file__).parents[2],
        env=environment(PREFECT_HOME=str(tmp_path)),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as command:
        assert command.stdout is not None
        assert command.stdout.readline() == b"up\n"
        assert in_time(lambda: len(using(tmp_path)) == 2, 20)  # the server's environment may not be its own yet
        command.kill()
    assert ended(tmp_path, 20)


def test_a_server_that_is_killed_ends_the_run_in_a_sentence_and_frees_the_lock(
    prefect_server: None, tmp_path: Path
) -> None:
    home = tiny_home(tmp_path / "data")
    keep_empty_database(home.root / "prefect")
    with subprocess.Popen(
        [SKM, "run", "--home", str(home.root), "--no-documents"],
        env=environment(),
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stderr is not None
        said = []
        for line in running.stderr:
            said.append(line)
            if line.startswith("Menghitung"):
                for pid in set(using(home.root / "prefect")) - {running.pid}:
                    if "create_app" in " ".join(psutil.Process(pid).cmdline()):
                        os.kill(pid, signal.SIGKILL)
    assert running.returncode == 1
    assert said[-1].startswith("skm: Server Prefect berhenti di tengah konsolidasi (sinyal 9")
    assert all(line.endswith(" detik)\n") for line in said[:-1]), said
    with home.lock.open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    assert ended(home.root / "prefect", 20)


def test_a_configured_server_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    home = tiny_home(tmp_path / "data")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))  # nobody listens
        url = f"http://127.0.0.1:{free.getsockname()[1]}/api"
        ran = subprocess.run(
            [SKM, "run", "--home", str(home.root)],
            env=environment(PREFECT_API_URL=url),
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    assert ran.returncode == 1
    assert ran.stderr.startswith(f"skm: Server Prefect {url} tidak terjangkau. ")
    assert ran.stderr.count("\n") == 1
    with one_run_at_a_time(home):
        pass


def test_what_a_run_imports_can_be_and_doctor_says_what_cannot(tmp_path: Path) -> None:
    """All of it can be imported, here, where most of it is already; and in a process of its own what is given is.
    `.ci/main_job` has doctor import all of it, on every Python."""
    for name in examination.IMPORTED:
        importlib.import_module(name)
    asks = "print(examination._check('', examination._libraries).seen)"
    given = "examination.IMPORTED = "
    starts = f"from cli import examination; {given}('contracts',); {asks}; {given}('no_module_of_ours',); {asks}"
    said = subprocess.run(
        [sys.executable, "-c", starts],
        env=environment(HOME="/"),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    whole, broken = said.splitlines()
    assert "prefect 3." in whole
    assert "tidak dapat dimuat" not in whole
    assert "tidak dapat dimuat" in broken
    assert "no_module_of_ours" in broken
    assert "prefect 3." not in broken


@pytest.fixture(scope="module")
def standing(prefect_server: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Environment of a command that finds a standing server, as `skm up` makes its own known."""
    from prefect.settings import PREFECT_API_AUTH_STRING, PREFECT_API_URL

    folder = tmp_path_factory.mktemp("standing")
    login = folder / prefect_settings.AUTH_FILE
    login.touch(0o600)
    login.write_text(str(PREFECT_API_AUTH_STRING.value()), encoding="utf-8")
    with standing_server.announced(folder, str(PREFECT_API_URL.value())):
        yield environment(PREFECT_HOME=str(folder))


@pytest.fixture(scope="module")
def killed(standing: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home whose first run was killed while it counted."""
    home = tiny_home(tmp_path_factory.mktemp("killed") / "data")
    with subprocess.Popen(
        [SKM, "run", "--home", str(home.root), "--no-documents"],
        env=standing,
        cwd=home.root.parent,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stderr is not None
        for line in running.stderr:
            if line.startswith("Menghitung"):
                running.send_signal(signal.SIGKILL)
    return home


def test_killed_in_the_middle_nothing_is_published_and_nobody_stays(killed: Home, standing: dict[str, str]) -> None:
    assert published_version(killed) is None
    assert ended(Path(standing["PREFECT_HOME"]), 20)  # those that read files
    assert not (Path(standing["PREFECT_HOME"]) / "runs").exists()  # no server of its own


def test_with_a_standing_server_it_goes_on_where_it_was_killed(
    killed: Home, standing: dict[str, str], tmp_path: Path
) -> None:
    from prefect.client.orchestration import get_client

    ran = subprocess.run(
        [SKM, "run", "--home", str(killed.root), "--no-documents", "--json", "--strict"],
        env=standing,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert ran.returncode == 3, ran.stderr  # something was refused, and --strict
    summary = json.loads(ran.stdout)
    assert (summary["responses"], summary["files"]) == (4, {"loaded": 1, "rejected": 1})
    assert summary["contents_read"] == 0  # what was read before the kill need not be read again
    assert Path(summary["places"]["Gudang data"]).is_file()
    assert [version.name for version in versions(killed)] == ["000001"]
    with get_client(sync_client=True) as client:
        state = client.read_flow_run(summary["flow_run_id"]).state
    assert state is not None
    assert state.is_completed()
