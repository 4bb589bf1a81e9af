"""What stands: runs that are lost with their worker, the server's port, the environment of all children."""

import os
import socket
import time
import urllib.error
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path
from typing import cast

import pytest

from contracts.errors import HomeError
from contracts.home import Home
from operations import services
from operations.supervisor import Child, Service, Supervisor


@dataclass(frozen=True)
class Answers(services.PrefectApi):
    """A server that answers from here, and remembers what states it was given."""

    workers: tuple[str, ...] = ()
    crashed: list[str] = field(default_factory=list)

    def ask(self, method: str, path: str, body: object | None = None) -> object:
        if path.endswith("/workers/filter"):
            return [{"name": name, "status": "ONLINE"} for name in self.workers]
        if path == "/flow_runs/filter":
            return [{"id": "1"}, {"id": "2"}]
        self.crashed.append(path)
        return None


@pytest.mark.parametrize(("workers", "lost"), [((), 2), (("skm-here",), 2), (("skm-here", "skm-there"), 0)])
def test_runs_are_given_up_only_where_nobody_else_may_be_at_them(workers: tuple[str, ...], lost: int) -> None:
    api = Answers("http://127.0.0.1:1/api", is_ours=True, workers=workers)
    assert services.close_lost_runs(api, "skm-here") == lost
    assert api.crashed == [f"/flow_runs/{number}/set_state" for number in range(1, lost + 1)]


def test_which_server_is_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    for name in ("PREFECT_API_URL", "PREFECT_SERVER_EPHEMERAL_ENABLED", "PREFECT_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(HomeError, match=f"Porta {port}.*sudah dipakai"):
            services.find_api(port)
    assert services.find_api(port) == services.PrefectApi(f"http://127.0.0.1:{port}/api", is_ours=True)
    monkeypatch.setenv("PREFECT_API_URL", "http://10.0.0.5:4200/api")
    assert services.find_api(port) == services.PrefectApi("http://10.0.0.5:4200/api", is_ours=False)
    monkeypatch.setenv("PREFECT_API_URL", "")
    assert services.find_api(port).is_ours


class Fallen:
    """A child that ended at once."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.pid = None


def test_a_server_that_is_not_reached_is_said_within_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))  # nobody listens
        url = f"http://127.0.0.1:{free.getsockname()[1]}/api"
        supervisor = Supervisor({}, say=print)
        monkeypatch.setattr(services, "SECONDS_TO_REACH", 0.1)
        with pytest.raises(services.ServicesError, match=f"{url} tidak menjawab.*PREFECT_API_URL"):
            services.wait_for(services.PrefectApi(url, is_ours=False), supervisor)
        ours = services.PrefectApi(url, is_ours=True)
        supervisor.children.append(cast("Child", Fallen(services.server(ours))))
        with pytest.raises(services.ServicesError, match=r"berhenti sebelum menjawab.*hapus folder 'prefect'"):
            services.wait_for(ours, supervisor)


def test_what_the_operator_sets_wins_but_for_what_must_agree(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PREFECT_HOME", "/elsewhere")
    monkeypatch.setenv("PREFECT_API_URL", "http://wrong/api")
    api = services.PrefectApi("http://127.0.0.1:1/api", is_ours=True)
    given = services.environment(Home(tmp_path), api)
    assert (given["PREFECT_HOME"], given["PREFECT_API_URL"]) == ("/elsewhere", api.url)
    monkeypatch.delenv("PREFECT_HOME")
    given_here = services.environment(Home(tmp_path), api)
    assert given_here["PREFECT_HOME"] == str(tmp_path / "prefect")
    # Not into Prefect's own package, which a unit of systemd and a container may only read.
    assert given_here["PREFECT_SERVER_UI_STATIC_DIRECTORY"] == str(tmp_path / "prefect" / "pages")
    assert given["PREFECT_SERVER_UI_STATIC_DIRECTORY"] == "/elsewhere/pages"
    assert given["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"


def test_our_server_removes_old_runs_by_prefects_own_setting(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from prefect.settings.models.server.services import ServerServicesDBVacuumSettings

    name = "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED"
    api = services.PrefectApi("http://127.0.0.1:1/api", is_ours=True)
    monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(name, services.environment(Home(tmp_path), api)[name])
    settings = ServerServicesDBVacuumSettings()
    assert (settings.enabled_vacuum_types, settings.retention_period.days) == ({"events", "flow_runs", "orphans"}, 90)
    monkeypatch.setenv(name, "events")
    assert services.environment(Home(tmp_path), api)[name] == "events"


def test_our_server_has_a_login_and_a_configured_one_what_the_operator_says(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("PREFECT_SERVER_API_AUTH_STRING", "PREFECT_API_AUTH_STRING", "PREFECT_HOME"):
        monkeypatch.delenv(name, raising=False)
    home = Home(tmp_path)
    theirs = services.closed(home, services.PrefectApi("http://10.0.0.5:4200/api", is_ours=False))
    assert theirs.auth is None
    assert not (tmp_path / "prefect").exists()
    assert not [name for name in services.environment(home, theirs) if name.endswith("API_AUTH_STRING")]
    monkeypatch.setenv("PREFECT_API_AUTH_STRING", "kami:rahasia")
    assert services.environment(home, theirs)["PREFECT_API_AUTH_STRING"] == "kami:rahasia"

    ours = services.closed(home, services.PrefectApi("http://127.0.0.1:1/api", is_ours=True))
    assert ours.auth == (tmp_path / "prefect" / "api-auth").read_text(encoding="utf-8").strip()
    given = services.environment(home, ours)
    assert given["PREFECT_API_AUTH_STRING"] == given["PREFECT_SERVER_API_AUTH_STRING"] == ours.auth
    assert given["PREFECT_SERVER_CORS_ALLOWED_ORIGINS"] == "http://127.0.0.1:1"
    assert ours.auth not in repr(ours)
    monkeypatch.setenv("PREFECT_SERVER_API_AUTH_STRING", "kami:sendiri")
    assert services.closed(home, ours).auth == "kami:sendiri"


def test_a_login_that_cannot_be_kept_is_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("PREFECT_SERVER_API_AUTH_STRING", raising=False)
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path / "file"))
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    with pytest.raises(HomeError, match=r"Kata sandi server Prefect tidak dapat disimpan.*PREFECT_HOME"):
        services.closed(Home(tmp_path), services.PrefectApi("http://127.0.0.1:1/api", is_ours=True))


@pytest.mark.parametrize(
    ("workers", "is_online"),
    [
        ([{"name": f"skm-{socket.gethostname()}", "status": "ONLINE"}], True),
        ([{"name": f"skm-{socket.gethostname()}", "status": "OFFLINE"}, {"name": "skm-x", "status": "ONLINE"}], False),
        ([], False),
        (OSError(), False),
    ],
)
def test_a_container_s_worker_is_known_by_its_own_name(
    monkeypatch: pytest.MonkeyPatch, workers: list[dict[str, str]] | OSError, is_online: bool
) -> None:
    def ask(api: services.PrefectApi, method: str, path: str, body: object | None = None) -> object:
        assert (api.url, api.auth, path) == ("http://server:4200/api", "skm:x", "/work_pools/skm/workers/filter")
        if isinstance(workers, OSError):
            raise workers
        return workers

    monkeypatch.setattr(services.PrefectApi, "ask", ask)
    monkeypatch.setenv("PREFECT_API_URL", "http://server:4200/api")
    monkeypatch.setenv("PREFECT_API_AUTH_STRING", "skm:x")
    assert services.worker_is_online() is is_online


@dataclass(frozen=True)
class Keeps(services.PrefectApi):
    """A server with a Secret block, or without (404), or that refuses (401)."""

    value: object = None
    status: int = 200

    def ask(self, method: str, path: str, body: object | None = None) -> object:
        assert path.endswith("/skm-storage?include_secrets=true")
        if self.status != 200:
            raise urllib.error.HTTPError(self.url, self.status, "no", Message(), None)
        return {"data": {"value": self.value}}


def test_the_portal_is_handed_the_credentials_of_the_store() -> None:
    assert services.storage_options(Keeps("", True, value='{"key": "a"}')) == '{"key": "a"}'
    assert services.storage_options(Keeps("", True, value={"key": "a"})) == '{"key": "a"}'
    assert services.storage_options(Keeps("", True, status=404)) is None
    with pytest.raises(services.ServicesError, match="skm-storage"):
        services.storage_options(Keeps("", True, status=401))


def test_the_worker_s_scratch_lies_in_the_home_and_does_not_grow(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path / "p"))
    monkeypatch.setattr(services, "LONGEST_SCRATCH_PATH", 1000)
    home = Home(tmp_path)
    folder = tmp_path / "p" / "scratch"
    assert services.scratch(home) == {"TMPDIR": str(folder)}
    assert folder.stat().st_mode & 0o777 == 0o700
    for name, days in (("old", 8), ("new", 1)):
        (folder / name).mkdir()
        (folder / name / "a").touch()
        moment = time.time() - days * 86_400
        os.utime(folder / name, (moment, moment))
    services.scratch(home)
    assert [path.name for path in folder.iterdir()] == ["new"]
    monkeypatch.setattr(services, "LONGEST_SCRATCH_PATH", len(str(folder)) - 1)
    assert services.scratch(home) == {}


def test_a_run_is_waited_for_where_a_socket_fits(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path / "p"))
    path = tmp_path / "p" / "waiting-run"
    monkeypatch.setattr(services, "LONGEST_SOCKET_PATH", len(str(path)))
    assert services.waiting_socket(Home(tmp_path)) == {"SKM_WAITING_RUN": str(path)}
    assert path.parent.is_dir()
    monkeypatch.setattr(services, "LONGEST_SOCKET_PATH", len(str(path)) - 1)
    assert services.waiting_socket(Home(tmp_path)) == {}


def test_two_homes_on_one_machine_do_not_meet(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("PREFECT_HOME", "PREFECT_API_URL", "PREFECT_PROFILE", "PREFECT_SERVER_API_AUTH_STRING"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(services, "LONGEST_SCRATCH_PATH", 1000)
    seen = []
    for name in ("a", "b"):
        home = Home(tmp_path / name)
        api = services.closed(home, services.find_api(0))
        given = services.environment(home, api) | services.scratch(home)
        seen.append(
            (given["PREFECT_API_AUTH_STRING"], given["TMPDIR"], given["PREFECT_HOME"], given["SKM_HOME"], api.url)
        )
        assert all(str(home.root) in one for one in seen[-1][1:4])
    assert not set(seen[0]) & set(seen[1])
