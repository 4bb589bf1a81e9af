"""`skm up`: everything that runs by itself, under one command, with plain lines about what runs where.

Belongs here: the order in which things start, and what the operator is told. Not here: the processes
(`operations.services`), keeping them running (`operations.supervisor`).
"""

import os
import signal
import sys
import time
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import Final

from contracts.clock import now
from contracts.errors import SkmError
from contracts.home import Home
from contracts.safe_text import shown_text
from contracts.settings import load_settings
from operations import inbox_watch, services
from operations.supervisor import Supervisor
from pipeline.homes import check_prepared
from pipeline.prefect_settings import AUTH_FILE, SERVER_AUTH

LOOK_EVERY_SECONDS: Final = 0.5


def run_everything(root: Path, host: str, port: int, prefect_port: int, *, with_portal: bool = True) -> None:
    """Runs until it is told to stop (Ctrl-C, SIGTERM). Raises ConfigurationError, HomeError or StandingError where it
    cannot begin."""
    home = Home(root.resolve())
    check_prepared(home)
    settings = load_settings(home.settings)
    api = services.closed(home, services.find_api(prefect_port))
    environment = services.environment(home, api)
    supervisor = Supervisor(environment, _say)
    for stopping in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(stopping, _interrupt)
    try:
        if api.is_ours:
            _say(f"Server Prefect dijalankan di {api.page} (data: {environment['PREFECT_HOME']}).")
            _say(f"Masuk ke halamannya dengan isi {_where_its_login_is(home)}.")
            supervisor.start(services.server(api))
        else:
            _say(f"Memakai server Prefect yang sudah ada: {api.page}")
        keeps_elsewhere = bool(settings.storage.url) and not environment.get("SKM_STORAGE_OPTIONS")
        if with_portal and not keeps_elsewhere:
            supervisor.start(services.portal(home, host, port))
        services.wait_for(api, supervisor)
        if with_portal and keeps_elsewhere:
            supervisor.start(services.portal(home, host, port), SKM_STORAGE_OPTIONS=services.storage_options(api) or "")
        services.make_pool(api)
        lost = _close_lost_runs(api)
        supervisor.start(services.worker())  # it begins while the deployments are applied
        services.apply_deployments(environment)
        _ask_again(home, api, lost)
        supervisor.start(services.inbox_watch(home))
        _say(f"Jadwal terpasang: {api.page}/deployments. Pekerja '{services.POOL}' berjalan.")
        _say(f"Kotak masuk {home.inbox} diperiksa tiap {settings.inbox.poll_seconds} detik. Hentikan dengan Ctrl+C.")
        _keep(supervisor, home, api)
    except KeyboardInterrupt:
        _say("Dihentikan: menunggu semua proses berakhir.")
    finally:
        for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(ignored, signal.SIG_IGN)
        supervisor.stop()
    _say("Semua berhenti. Yang terbit tetap utuh.")


def tell_of_failed_service(root: Path, service: str) -> None:
    """Sends the notification, and says what became of it. Raises SkmError where nobody took it."""
    from flows.notifications import NotSentError, notify_service_failed

    try:
        went_out = notify_service_failed(Home(root), service)
    except NotSentError as error:
        raise SkmError(f"Kegagalan {service} tidak dapat diberitahukan: {error}.") from None
    _say(f"Kegagalan {service} {'diberitahukan' if went_out else 'tidak diberitahukan: sudah, atau tidak diminta'}.")


def _keep(supervisor: Supervisor, home: Home, api: services.PrefectApi) -> None:
    """Restarts children until the process is ended."""
    worker = services.worker()
    while True:
        if worker in supervisor.restart_due():
            _ask_again(home, api, _close_lost_runs(api))
        time.sleep(LOOK_EVERY_SECONDS)


def _close_lost_runs(api: services.PrefectApi) -> int:
    """How many runs a worker took with it when it was killed."""
    try:
        return services.close_lost_runs(api)
    except OSError as error:
        _say(f"Konsolidasi yang terputus tidak dapat ditandai ({error}).")
        return 0


def _ask_again(home: Home, api: services.PrefectApi, lost: int) -> None:
    """A lost run may have taken in files already, which the watch then does not see as new."""
    if not lost:
        return
    try:
        inbox_watch.emit(api.url, home, api.auth)
    except OSError as error:
        _say(f"{lost} konsolidasi terputus, dan tidak dapat diulang sekarang ({error}): menunggu jadwal berikutnya.")
    else:
        _say(f"{lost} konsolidasi terputus bersama pekerjanya; diulang. Yang terbit tetap utuh.")


def _where_its_login_is(home: Home) -> str:
    """For the operator. The login itself is never shown: the journal keeps what is said here."""
    if os.environ.get(SERVER_AUTH):
        return f"variabel {SERVER_AUTH}"
    return str(services.prefect_folder(home) / AUTH_FILE)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _say(sentence: str) -> None:
    moment: datetime = now()
    sys.stdout.write(f"{moment:%Y-%m-%d %H:%M:%S} {shown_text(sentence)}\n")
    sys.stdout.flush()
