"""The long-running services that `skm up` starts: Prefect's server, its deployments, a worker, the portal, the watch
on the inbox.

Belongs here: which processes these are, their environment, and getting the server ready. Not here: keeping
processes running (`operations.supervisor`), what is said to the operator (`cli.operating`). Prefect itself is never
imported: only its server, its command and its worker, each a process of its own, are that large.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from pathlib import Path
from typing import Final

from contracts.clock import TIME_ZONE_NAME
from contracts.errors import HomeError, SkmError
from contracts.home import Home
from operations.end_with_parent import PARENT
from operations.handover import SOCKET
from operations.supervisor import Service, Supervisor, without
from pipeline.credentials import BLOCKS
from pipeline.prefect_settings import (
    CLIENT_AUTH,
    OFFLINE,
    SERVER_AUTH,
    STANDING_URL,
    authorization,
    configured_auth,
    configured_url,
    own_auth,
)

CHECKOUT: Final = Path(__file__).parent.parent
"""Where prefect.yaml and the flows lie."""
POOL: Final = "skm"
LOOPBACK: Final = "127.0.0.1"
LONGEST_SOCKET_PATH: Final = 107
"""Bytes that the kernel has room for."""
LONGEST_SCRATCH_PATH: Final = 70
"""Of these; what Python makes below it needs the rest."""
SCRATCH_KEPT_SECONDS: Final = 7 * 86_400.0
SECONDS_TO_START: Final = 180.0
SECONDS_TO_REACH: Final = 15.0
SECONDS_TO_ANSWER: Final = 30.0
SECONDS_TO_DEPLOY: Final = 300.0

_STANDING: Final = {
    **OFFLINE,
    "PREFECT_LOGGING_LEVEL": "INFO",
    "PREFECT_INTERNAL_LOGGING_LEVEL": "ERROR",
    "PREFECT_LOGGING_EXTRA_LOGGERS": "skm",
    "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
    "PREFECT_SERVER_UI_API_URL": "/api",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    # Runs go after 90 days with their tasks, logs and artifacts, events after a week: every hour, a few at a time.
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
    "PREFECT_WORKER_QUERY_SECONDS": "5",
    "PREFECT_TASKS_DEFAULT_NO_CACHE": "true",
    "PREFECT_CLI_COLORS": "false",
    "PREFECT_CLI_WRAP_LINES": "false",
    "NO_COLOR": "1",
}
_CREDENTIALS: Final = tuple(BLOCKS)
_OF_THE_SERVER: Final = (
    SERVER_AUTH,
    "PREFECT_SERVER_DATABASE_",
    "PREFECT_API_DATABASE_",
    "PREFECT_SERVER_ENCRYPTION_KEY",
    "ORION_ENCRYPTION_KEY",
)
"""What Prefect's server alone is given: its login to a database, its keys."""
# Of a flow run: it ends with the worker, as the worker ends with us.
_RUN_COMMAND: Final = (sys.executable, "-m", "operations.handover")


class ServicesError(SkmError):
    """The server cannot be used: what it said."""


@dataclass(frozen=True)
class PrefectApi:
    """A Prefect server. `is_ours`: started and stopped by us."""

    url: str
    is_ours: bool
    auth: str | None = field(default=None, repr=False, compare=False)
    """What it asks for, "name:password"."""

    @property
    def page(self) -> str:
        """Its user interface."""
        return self.url.removesuffix("/api")

    def ask(self, method: str, path: str, body: object | None = None) -> object:
        """The answer to a request, as JSON gives it. Raises OSError, of which HTTPError."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json", **authorization(self.auth)}
        request = urllib.request.Request(f"{self.url}{path}", data, headers, method=method)
        answer = urllib.request.urlopen(request, timeout=SECONDS_TO_ANSWER).read()
        return json.loads(answer) if answer else None


def find_api(port: int) -> PrefectApi:
    """The server that is configured, or the one to be started on that port (0: any free one). Raises HomeError where
    the port is taken."""
    if url := configured_url():
        return PrefectApi(url, is_ours=False, auth=configured_auth())
    return PrefectApi(f"http://{LOOPBACK}:{_free(port)}/api", is_ours=True)


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    return _free(0)


def closed(home: Home, api: PrefectApi) -> PrefectApi:
    """The same with its login: of a server of ours what the operator has set for it, or what the home keeps; and what
    that server has written is made its owner's alone. Raises HomeError where that cannot be done."""
    if not api.is_ours:
        return api
    folder = prefect_folder(home)
    try:
        for database in folder.glob("prefect.db*"):
            database.chmod(0o600)
        return replace(api, auth=os.environ.get(SERVER_AUTH) or own_auth(folder))
    except OSError as error:
        raise HomeError(
            f"Kata sandi server Prefect tidak dapat disimpan di {error.filename or folder} ({error.strerror}). "
            "Beri izin tulis di sana, atau tunjuk tempat lain dengan PREFECT_HOME."
        ) from error


def prefect_folder(home: Home) -> Path:
    """Where Prefect keeps its files."""
    return Path(os.environ.get("PREFECT_HOME") or home.root.resolve() / "prefect").expanduser()


def environment(home: Home, api: PrefectApi) -> dict[str, str]:
    """Of all children, each of which is given what it needs of it (`Service.withheld`). What the operator has set wins,
    but for what must agree among them."""
    login = {} if api.auth is None else {CLIENT_AUTH: api.auth, **({SERVER_AUTH: api.auth} if api.is_ours else {})}
    return {
        **_STANDING,
        "PREFECT_SERVER_CORS_ALLOWED_ORIGINS": api.page,  # to no page but its own
        # Its pages are written at the start: our own code, where Prefect would write them, may be read-only.
        "PREFECT_SERVER_UI_STATIC_DIRECTORY": str(prefect_folder(home) / "pages"),
        **os.environ,
        "PREFECT_HOME": str(prefect_folder(home)),
        **login,
        "PREFECT_API_URL": api.url,
        STANDING_URL: api.url,
        "SKM_HOME": str(home.root.resolve()),
        "TZ": TIME_ZONE_NAME,  # one clock, also where Prefect tells the time
        PARENT: str(os.getpid()),
    }


def portal_environment(home: Home, prefect_port: int) -> dict[str, str]:
    """Of the portal, before anything is known to be right: it needs nothing of Prefect but the address, to say whether
    the server there is well."""
    url = configured_url() or f"http://{LOOPBACK}:{prefect_port}/api"
    return {**os.environ, STANDING_URL: url, "SKM_HOME": str(home.root.resolve())}


def server(api: PrefectApi) -> Service:
    """Prefect's server with all its services, on the loopback interface only, closed to whoever has no login."""
    place = ("--host", LOOPBACK, "--port", api.page.rpartition(":")[2], "--log-level", "warning")
    module = ("uvicorn", "--factory", "flows.prefect_server:create_app", *place)
    return Service("Server Prefect", module, withheld=_CREDENTIALS)


def worker() -> Service:
    """What starts the flow runs."""
    name = f"{POOL}-{socket.gethostname()}"
    module = ("prefect", "worker", "start", "--pool", POOL, "--type", "process", "--name", name)
    # Asked to end, it waits for whatever runs, and idle for a quarter of a minute: nothing is lost by ending it.
    return Service("Pekerja", module, seconds_to_stop=3.0, withheld=_OF_THE_SERVER)


def waiting_run() -> Service:
    """What has imported all that a run needs, and becomes the worker's next one."""
    return Service("Penyiap konsolidasi", ("operations.waiting_run",), withheld=_OF_THE_SERVER, serves_once=True)


def scratch(home: Home) -> dict[str, str]:
    """Where the worker and its runs keep what they need for a moment: in the home, not in /tmp, where a folder of
    another user may stand in the way and space may be short. Nowhere in particular where the path is too long for a
    socket. What killed runs left there goes after a while. Raises HomeError where it cannot be written."""
    folder = prefect_folder(home) / "scratch"
    if len(os.fsencode(folder)) > LONGEST_SCRATCH_PATH:
        return {}
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for leftover in folder.iterdir():
            if time.time() - leftover.stat().st_mtime > SCRATCH_KEPT_SECONDS:
                shutil.rmtree(leftover, ignore_errors=True)
    except OSError as error:
        raise HomeError(f"{error.filename or folder} tidak dapat ditulisi ({error.strerror}).") from error
    return {"TMPDIR": str(folder)}


def waiting_socket(home: Home) -> dict[str, str]:
    """Where the worker finds who waits for its next run; nowhere where the path is too long for a socket. Raises
    HomeError where it cannot be written."""
    path = prefect_folder(home) / "waiting-run"
    if len(os.fsencode(path)) > LONGEST_SOCKET_PATH:
        return {}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise HomeError(f"{error.filename or path.parent} tidak dapat ditulisi ({error.strerror}).") from error
    return {SOCKET: str(path)}


def portal(home: Home, host: str, port: int) -> Service:
    """The site, and behind a login the private files. It is what strangers reach: it has no login to Prefect."""
    place = ("--home", str(home.root.resolve()), "--host", host, "--port", str(port))
    withheld = ("PREFECT_", *_OF_THE_SERVER, "SKM_NOTIFY_URLS", "SKM_INBOX_OPTIONS")
    return Service("Portal", ("cli.main", "serve", *place), withheld=withheld)


def inbox_watch(home: Home) -> Service:
    """What sees that units have sent something."""
    withheld = (*_OF_THE_SERVER, "SKM_NOTIFY_URLS", "SKM_STORAGE_OPTIONS")
    return Service("Pengawas kotak masuk", ("operations.inbox_watch", str(home.root.resolve())), withheld=withheld)


def is_healthy(api: PrefectApi) -> bool:
    """Whether the server answers."""
    try:
        return api.ask("GET", "/health") is True
    except OSError:
        return False


def worker_is_online() -> bool:
    """Whether this machine's worker has shown itself to the configured server lately: for the health check of its
    container. False too where the server does not answer."""
    url = configured_url()
    if url is None:
        return False
    try:
        workers = PrefectApi(url, False, configured_auth()).ask("POST", f"/work_pools/{POOL}/workers/filter", {})
    except OSError:
        return False
    known = workers if isinstance(workers, list) else []
    return any(one["status"] == "ONLINE" and one["name"] == f"{POOL}-{socket.gethostname()}" for one in known)


def make_pool(api: PrefectApi) -> None:
    """Makes the pool that the deployments name, or puts it right. Its runs are started so that they end with the
    worker. Raises ServicesError where the server refuses."""
    template = {
        "job_configuration": {"command": " ".join(_RUN_COMMAND), "env": "{{ env }}", "stream_output": True},
        "variables": {"type": "object", "properties": {"env": {"type": "object", "default": {}}}},
    }
    try:
        try:
            api.ask("POST", "/work_pools/", {"name": POOL, "type": "process", "base_job_template": template})
        except urllib.error.HTTPError as error:
            if error.code != 409:
                raise
            api.ask("PATCH", f"/work_pools/{POOL}", {"base_job_template": template})
    except OSError as error:
        raise ServicesError(f"Server Prefect {api.url} menolak kumpulan kerja '{POOL}' ({error}).") from error


def storage_options(api: PrefectApi) -> str | None:
    """The credentials of the store, from the server's Secret block, for the portal, which may not ask there; None where
    there is no such block. Raises ServicesError where the server refuses."""
    block = BLOCKS["SKM_STORAGE_OPTIONS"]
    try:
        answer = api.ask("GET", f"/block_types/slug/secret/block_documents/name/{block}?include_secrets=true")
    except urllib.error.HTTPError as error:
        if error.code == HTTPStatus.NOT_FOUND:
            return None
        raise ServicesError(f"Blok Secret '{block}' tidak dapat dibaca dari {api.url} ({error}).") from error
    except OSError as error:
        raise ServicesError(f"Blok Secret '{block}' tidak dapat dibaca dari {api.url} ({error}).") from error
    stored = answer["data"]["value"] if isinstance(answer, dict) else None
    return stored if isinstance(stored, str) else json.dumps(stored)


def apply_deployments(environment: Mapping[str, str]) -> None:
    """Applies prefect.yaml. Raises ServicesError with the last of what Prefect said."""
    command = [sys.executable, "-m", "operations.end_with_parent", "prefect", "--no-prompt", "deploy", "--all"]
    try:
        ran = subprocess.run(
            command,
            cwd=CHECKOUT,
            env=without(environment, (*_OF_THE_SERVER, *_CREDENTIALS)),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=SECONDS_TO_DEPLOY,
            check=False,
            start_new_session=True,
        )
    except subprocess.TimeoutExpired as error:
        raise ServicesError(
            f"Jadwal dari {CHECKOUT / 'prefect.yaml'} belum terpasang setelah {SECONDS_TO_DEPLOY:.0f} detik: mesin ini "
            "terlalu sibuk."
        ) from error
    if ran.returncode != 0:
        said = "\n".join((ran.stdout + ran.stderr).strip().splitlines()[-15:])
        raise ServicesError(f"Jadwal dari {CHECKOUT / 'prefect.yaml'} tidak dapat dipasang:\n{said}")


def close_lost_runs(api: PrefectApi, worker_name: str | None = None) -> int:
    """Runs whose worker was killed would stay 'running' for ever, and hold back the next
    one: they are marked as crashed. Nothing is touched while another worker serves the pool. Returns how many."""
    own = worker_name or f"{POOL}-{socket.gethostname()}"
    workers = api.ask("POST", f"/work_pools/{POOL}/workers/filter", {})
    if isinstance(workers, list) and any(one["status"] == "ONLINE" and one["name"] != own for one in workers):
        return 0
    lost = api.ask(
        "POST",
        "/flow_runs/filter",
        {
            "flow_runs": {"state": {"type": {"any_": ["RUNNING", "PENDING", "CANCELLING"]}}},
            "work_pools": {"name": {"any_": [POOL]}},
        },
    )
    runs = lost if isinstance(lost, list) else []
    state = {"type": "CRASHED", "name": "Crashed", "message": "Its worker ended."}
    for run in runs:
        api.ask("POST", f"/flow_runs/{run['id']}/set_state", {"state": state})
    return len(runs)


def _free(port: int) -> int:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError as error:
            raise HomeError(
                f"Porta {port} untuk server Prefect sudah dipakai. Hentikan pemakainya, pilih --prefect-port lain, "
                f"atau pakai server yang sudah berjalan itu: PREFECT_API_URL=http://{LOOPBACK}:{port}/api."
            ) from error
        return int(probe.getsockname()[1])


def wait_for(api: PrefectApi, supervisor: Supervisor) -> None:
    """Returns when the server answers. Raises ServicesError when it took too long, or is ours and fell."""
    seconds = SECONDS_TO_START if api.is_ours else SECONDS_TO_REACH
    end = time.monotonic() + seconds
    while not is_healthy(api):
        for child in supervisor.children:
            if child.service == server(api) and child.pid is None:
                raise ServicesError(
                    "Server Prefect berhenti sebelum menjawab; sebabnya tertulis di atas. Bila itu basis datanya "
                    "(dibuat versi lain, atau rusak), hapus folder 'prefect' di folder data: hanya riwayat konsolidasi "
                    "yang hilang, jadwal dipasang lagi."
                )
        if time.monotonic() > end:
            advice = (
                "Mesin ini terlalu sibuk, atau sebabnya tertulis di atas."
                if api.is_ours
                else "Hidupkan server itu, betulkan alamatnya (PREFECT_API_URL atau profil Prefect), atau hapus alamat "
                "itu agar 'skm up' menjalankan servernya sendiri."
            )
            raise ServicesError(f"Server Prefect {api.url} tidak menjawab dalam {seconds:.0f} detik. {advice}")
        supervisor.restart_due()
        time.sleep(0.2)
