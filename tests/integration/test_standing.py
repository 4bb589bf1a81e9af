"""`skm up` as an operator runs it: what is dropped into the inbox is published, what is killed is started again, and a
signal ends it all.

And what somebody who reaches Prefect's port, and a web page that is open in a browser that does, would each have to do
to run a command as the worker's user, or to read a password, step by step. Against its server, and that of one run.
Neither has the login. A page elsewhere is sent by a browser with its own origin (no answer may allow it), or has its
own name lead to the port (then the Host header has that name)."""

import asyncio
import json
import os
import re
import signal
import stat
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
import websockets
from websockets.typing import Subprotocol

from operations import standing_server
from pipeline import job_records
from pipeline.prefect_settings import prefect_home
from portal.server.run_progress import written_progress
from tests.integration.offices import respondents, same, send
from tests.integration.standing import ENCRYPTION_KEY, NOTIFY, Standing, Up, skm_up
from warehouse import published
from warehouse.publish import published_version
from warehouse.read import open_published

ELSEWHERE = "https://jahat.example"


@pytest.fixture(scope="module")
def up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Up]:
    with skm_up(tmp_path_factory.mktemp("standing")) as up:
        yield up


def test_everything_runs_by_itself(up: Up) -> None:
    """The server may ask itself: its automations do, from within and under a name of their own. The event of the watch
    leads to a run."""
    home, database = up.home, up.database
    assert published_version(home) is None
    (waiting,) = up.processes("operations.waiting_run")
    send(home, "Kecamatan Mawar 2024.csv", respondents(same(3, 20)))
    done = "SELECT count(*) FROM flow_run WHERE state_type = 'COMPLETED'"
    up.until(lambda: database.select(done) == ["1"], 180)
    with open_published(home) as reader:
        assert [(row["unit_code"], str(row["ikm"])) for row in published.ranking(reader, "2024")] == [("U-1", "74.25")]
    (deployment,) = database.select(
        "SELECT name FROM deployment WHERE id IN (SELECT deployment_id FROM flow_run WHERE state_type = 'COMPLETED')"
    )
    assert deployment == "kotak-masuk"
    scheduled = database.select(
        "SELECT name FROM deployment WHERE id IN (SELECT deployment_id FROM flow_run WHERE auto_scheduled)"
    )
    assert set(scheduled) == {"harian", "akhir-periode", "pengingat"}
    portal = re.search(r"Portal terbuka di (http://\S+)", up.said)
    assert portal is not None
    assert b"Mawar" in urllib.request.urlopen(portal[1], timeout=20).read()
    crons = database.select("SELECT schedule->>'cron' FROM deployment_schedule WHERE active")
    assert set(crons) == {"30 17 * * *", "0 4 1 1,4,7,10 *", "0 7 * * 1"}  # the first by the settings
    assert "Konsolidasi: tiap hari pukul 17.30 WIB, berikutnya" in up.said
    health = json.loads(urllib.request.urlopen(f"{portal[1]}/health", timeout=20).read())
    assert (health["portal"], health["prefect"], health["well"]) == ("up", "up", True)
    assert job_records.load(home, "consolidation").good == 1
    assert (of_run := written_progress(home)) is not None
    assert of_run.process == waiting  # which had imported all that a run needs, and became it
    up.until(lambda: up.processes("operations.waiting_run") not in ([], [waiting]), 30)  # for the next one
    assert "Penyiap" not in up.said

    before = up.worker()
    assert before is not None
    os.kill(before, signal.SIGKILL)
    up.until(lambda: up.worker() not in (None, before), 20)
    assert "Pekerja berhenti (sinyal SIGKILL)" in up.said


@pytest.fixture(scope="module")
def one_run(prefect_server: None) -> tuple[Standing, Path]:
    """The server of one run, and Prefect's folder."""
    from prefect.settings import PREFECT_API_AUTH_STRING, PREFECT_API_URL

    return Standing(str(PREFECT_API_URL.value()), str(PREFECT_API_AUTH_STRING.value())), prefect_home()


@pytest.fixture(params=["skm up", "skm run"])
def server(request: pytest.FixtureRequest) -> Standing:
    if request.param == "skm up":
        up: Up = request.getfixturevalue("up")
        return up.server
    standing: tuple[Standing, Path] = request.getfixturevalue("one_run")
    return standing[0]


TEMPLATE = {"base_job_template": {"job_configuration": {"command": "touch /tmp/owned"}, "variables": {}}}
BLOCK = "/block_types/slug/secret/block_documents/name/skm-notify?include_secrets=true"
STEPS = [
    ("GET", "/work_pools/skm", None),
    ("POST", "/work_pools/filter", {}),
    ("POST", "/work_pools/", {"name": "mine", "type": "process", **TEMPLATE}),
    ("PATCH", "/work_pools/skm", TEMPLATE),
    ("POST", "/deployments/filter", {}),
    ("POST", "/flows/", {"name": "mine"}),
    ("POST", "/flow_runs/", {"flow_id": "00000000-0000-0000-0000-000000000000"}),
    ("POST", "/block_documents/filter", {"include_secrets": True}),
    ("GET", BLOCK, None),
    ("POST", "/variables/filter", {}),
    ("POST", "/logs/filter", {}),
    ("POST", "/events", []),
    ("POST", "/admin/database/clear", {"confirm": True}),
    ("GET", "/admin/settings", None),
    ("GET", "/version", None),
    ("GET", "/docs", None),
]
"""What an attacker asks for: to set the command, to start a run, to read secrets, and the rest of it."""


@pytest.mark.parametrize(("method", "path", "body"), STEPS, ids=lambda part: str(part)[:40])
def test_nobody_without_the_login_is_answered(server: Standing, method: str, path: str, body: object) -> None:
    for auth in (None, "skm:", "skm:wrong", server.auth[:-1], server.auth + "x"):
        assert server.asked(method, path, body, auth=auth)[0] == 401


def test_who_has_the_login_is_answered(server: Standing) -> None:
    status, _, answer = server.asked("POST", "/work_pools/filter", {}, auth=server.auth)
    assert status == 200
    assert all("touch" not in json.dumps(pool) for pool in json.loads(answer))
    assert server.asked("GET", "/health")[0] == 200  # says that it is there, and nothing else


@pytest.mark.parametrize(("method", "path", "body"), STEPS[:9], ids=lambda part: str(part)[:40])
def test_no_page_elsewhere_may_ask_or_read(server: Standing, method: str, path: str, body: object) -> None:
    asks_first = {"Access_Control_Request_Method": method, "Access_Control_Request_Headers": "authorization"}
    for auth in (None, server.auth):
        status, headers, _ = server.asked("OPTIONS", path, Origin=ELSEWHERE, auth=auth, **asks_first)
        assert status == 400
        assert "access-control-allow-origin" not in headers
        _, headers, _ = server.asked("GET", "/health", Origin=ELSEWHERE, auth=auth)
        assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize("host", ["jahat.example", "jahat.example:4200", "127.0.0.1.jahat.example", "192.168.1.7", ""])
def test_no_name_of_somebody_elses_leads_here(server: Standing, host: str) -> None:
    for path in ("/health", "/work_pools/skm", "/../", "/../ui-settings"):
        assert server.asked("GET", path, Host=host, auth=server.auth)[0] == 400
    for known in ("localhost:14200", "127.0.0.1"):  # the end of a tunnel
        assert server.asked("GET", "/health", Host=known)[0] == 200


SOCKETS = (
    "/events/in",
    "/events/out",
    "/logs/out",
    "/task_runs/subscriptions/scheduled",
    "/work_pools/skm/workers/connect",
)


@pytest.mark.parametrize("path", SOCKETS)
def test_no_socket_opens_without_the_login(server: Standing, path: str) -> None:
    async def is_let_in(token: str | None, subprotocols: list[Subprotocol] | None, host: str = "") -> bool:
        address = f"{server.url.replace('http', 'ws', 1)}{path}"
        headers = {"Host": host} if host else {}
        try:
            async with websockets.connect(
                address, subprotocols=subprotocols, additional_headers=headers, open_timeout=20
            ) as socket:
                await socket.send(json.dumps({"type": "auth", "token": token}))
                return json.loads(await asyncio.wait_for(socket.recv(), 20)) == {"type": "auth_success"}
        except websockets.WebSocketException:
            return False

    prefect = [Subprotocol("prefect")]
    for token in (None, "skm:wrong", ""):
        assert not asyncio.run(is_let_in(token, prefect))
    assert not asyncio.run(is_let_in(server.auth, None))
    assert asyncio.run(is_let_in(server.auth, prefect))


def test_a_command_of_the_home_finds_the_server(up: Up) -> None:
    assert standing_server.found(up.home.root / "prefect") == (up.server.url, up.server.auth)


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_what_the_servers_keep_is_their_owners_alone(up: Up, one_run: tuple[Standing, Path]) -> None:
    prefect = up.home.root / "prefect"
    assert re.fullmatch(r"skm:[\w-]{43}", up.server.auth)
    kept = [prefect / "api-auth", prefect / "api-url", *prefect.glob("*.db*")]
    assert {path.name: mode_of(path) for path in kept}.items() >= {
        "api-auth": 0o600, "api-url": 0o600, "prefect.db": 0o600
    }.items()  # fmt: skip
    server, folder = one_run
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert any(path.name == "prefect.db" for path in files)
    for path in [*folder.glob("runs/*/*.db*"), *prefect.glob("*.db*")]:
        assert mode_of(path) == 0o600, path
    assert server.auth != up.server.auth
    secret = server.auth.encode()
    assert not [path for path in files if secret in path.read_bytes()]  # written nowhere


def test_each_child_is_given_what_it_needs(up: Up) -> None:
    given = up.children
    assert set(given) == {"create_app", "worker", "serve", "operations.inbox_watch", "operations.waiting_run"}
    assert up.server.auth not in "".join(given["serve"].values())
    assert NOTIFY not in given["serve"].values()
    assert not [name for name in given["serve"] if name.startswith("PREFECT_")]
    assert {word for word, its in given.items() if ENCRYPTION_KEY in its.values()} == {"create_app"}
    assert {word for word, its in given.items() if NOTIFY in its.values()} == {"worker", "operations.waiting_run"}
    assert {word for word, its in given.items() if "PREFECT_SERVER_API_AUTH_STRING" in its} == {"create_app"}


def test_the_operator_is_told_where_the_login_is_and_not_what(up: Up) -> None:
    assert str(up.home.root / "prefect" / "api-auth") in up.said
    assert up.server.auth not in up.said
    assert up.server.auth.removeprefix("skm:") not in up.said
    page = Standing(up.server.url.removesuffix("/api"), up.server.auth)
    assert json.loads(page.asked("GET", "/ui-settings")[2])["auth"] == "BASIC"  # the pages ask for it
    assert b"<html" in page.asked("GET", "/", Accept="text/html")[2]


def test_a_server_without_a_login_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its process ends where the application cannot be made: uvicorn is given the function."""
    from flows.prefect_server import create_app

    monkeypatch.delenv("PREFECT_SERVER_API_AUTH_STRING", raising=False)
    with pytest.raises(RuntimeError, match="PREFECT_SERVER_API_AUTH_STRING is not set"):
        create_app()


def test_a_signal_ends_it_all(up: Up) -> None:
    up.running.send_signal(signal.SIGTERM)
    assert up.running.wait(60) == 0
    assert up.processes() == []
    assert not (up.home.root / "prefect" / "api-url").exists()
    assert (up.home.root / "prefect" / "prefect.db").stat().st_size == 0  # PostgreSQL stands in its place
