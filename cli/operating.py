"""`skm up`: everything that runs by itself, under one command, with plain lines about what runs where.

Belongs here: the order in which things start, what is tried again, and what the operator is told. Not here: the
processes (`operations.services`), keeping them running (`operations.supervisor`).
"""

import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import Final, TypeVar

from cli.output import console
from contracts.clock import now
from contracts.errors import HomeError, SkmError
from contracts.home import Home
from contracts.safe_text import shown_text
from contracts.settings import Settings, load_settings
from operations import inbox_watch, schedules, services, standing_server
from operations.supervisor import LONGEST_BACKOFF_SECONDS, Supervisor
from pipeline import job_records
from pipeline.homes import check_prepared
from pipeline.prefect_settings import AUTH_FILE, SERVER_AUTH, configured_auth, configured_url
from reports.wording.job_words import schedules_in_words

LOOK_EVERY_SECONDS: Final = 0.5
BUSY_SECONDS: Final = 30.0
"""A server that answers may still refuse for so long (503): its database is being made."""
LOOK_AT_SETTINGS_SECONDS: Final = 15.0
T = TypeVar("T")


class Patience:
    """Tries again what must not take down what runs already: once a site is published, the public keeps it, whatever is
    wrong behind it. A home without a site has nothing to keep: there the first error ends the command, but for what a
    server that has just started may refuse for a moment."""

    def __init__(self, supervisor: Supervisor, *, is_patient: bool) -> None:
        self._supervisor = supervisor
        self.is_patient = is_patient

    def until(self, step: Callable[[], T], *, at_least: float = 0.0) -> T:
        """What the step gives, once it does. What is wrong is said once, and again when it is over. `at_least`: seconds
        for which it is tried in any case."""
        pause, said, end = 1.0, "", time.monotonic() + at_least
        while True:
            try:
                given = step()
            except (SkmError, OSError) as error:
                if not self.is_patient and time.monotonic() >= end:
                    raise
                if str(error) != said:
                    said = str(error)
                    _say(f"{said} Dicoba lagi; yang sudah berjalan, juga situs publik, tetap berjalan.")
                self._wait(pause)
                pause = min(2 * pause, LONGEST_BACKOFF_SECONDS)
            else:
                if said:
                    _say("Itu sudah teratasi.")
                return given

    def _wait(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._supervisor.restart_due()
            time.sleep(LOOK_EVERY_SECONDS)


def run_everything(root: Path, host: str, port: int, prefect_port: int, *, with_portal: bool = True) -> None:
    """Runs until it is told to stop (Ctrl-C, SIGTERM). Raises ConfigurationError, HomeError or ServicesError where it
    cannot begin and no site is published yet; else it tries again."""
    home = Home(root.resolve())
    check_prepared(home)
    prefect_port = prefect_port or services.free_port()
    supervisor = Supervisor(services.portal_environment(home, prefect_port), _say)
    patience = Patience(supervisor, is_patient=home.site.exists())
    for stopping in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(stopping, _interrupt)

    for_commands = ExitStack()

    def begin() -> tuple[Settings, services.PrefectApi]:
        settings = load_settings(home.settings)
        return settings, services.closed(home, services.find_api(prefect_port))

    try:
        begun = None if patience.is_patient else begin()
        if with_portal:
            supervisor.start(services.portal(home, host, port))
        settings, api = begun or patience.until(begin)
        supervisor.environment = environment = services.environment(home, api)
        if api.is_ours:
            _say(f"Server Prefect dijalankan di {api.page} (data: {environment['PREFECT_HOME']}).")
            _say(f"Masuk ke halamannya dengan isi {_where_its_login_is(home)}.")
            supervisor.start(services.server(api))
        else:
            _say(f"Memakai server Prefect yang sudah ada: {api.page}")
        patience.until(lambda: services.wait_for(api, supervisor))
        if with_portal and settings.storage.url and not environment.get("SKM_STORAGE_OPTIONS"):
            options = patience.until(lambda: services.storage_options(api), at_least=BUSY_SECONDS)
            supervisor.replace(services.portal(home, host, port), SKM_STORAGE_OPTIONS=options or "")
        patience.until(lambda: services.make_pool(api), at_least=BUSY_SECONDS)
        lost = _close_lost_runs(api)
        socket = patience.until(lambda: services.waiting_socket(home))
        places = socket | patience.until(lambda: services.scratch(home))
        supervisor.start(services.worker(), **places)  # it begins while the deployments are applied
        if socket:
            supervisor.start(services.waiting_run(), **places)
        patience.until(lambda: services.apply_deployments(environment), at_least=BUSY_SECONDS)
        patience.until(lambda: schedules.apply(api, settings.schedules), at_least=BUSY_SECONDS)
        job_records.note_scheduled(home)
        _ask_again(home, api, lost)
        if api.is_ours:
            folder = services.prefect_folder(home)
            patience.until(lambda: for_commands.enter_context(standing_server.announced(folder, api.url)))
        supervisor.start(services.inbox_watch(home))
        _say(f"Jadwal terpasang: {api.page}/deployments. Pekerja '{services.POOL}' berjalan.")
        _say_schedules(settings)
        _say(f"Kotak masuk {home.inbox} diperiksa tiap {settings.inbox.poll_seconds} detik. Hentikan dengan Ctrl+C.")
        _keep(supervisor, home, api, settings)
    except KeyboardInterrupt:
        _say("Dihentikan: menunggu semua proses berakhir.")
    finally:
        for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(ignored, signal.SIG_IGN)
        for_commands.close()
        supervisor.stop()
    _say("Semua berhenti. Yang terbit tetap utuh.")


def show_schedules(root: Path, *, to_apply: bool) -> None:
    """Shows when things run by themselves; `to_apply`: tells the configured Prefect server first. Raises ServicesError
    where that refuses, HomeError where none is configured."""
    home = Home(root)
    check_prepared(home)
    settings = load_settings(home.settings)
    if to_apply:
        if (url := configured_url()) is None:
            raise HomeError(
                "Tidak ada server Prefect yang ditunjuk. Isi PREFECT_API_URL (dan PREFECT_API_AUTH_STRING); 'skm up' "
                "menerapkan jadwal sendiri."
            )
        schedules.apply(services.PrefectApi(url, is_ours=False, auth=configured_auth()), settings.schedules)
        job_records.note_scheduled(home)
        console().print(f"Diterapkan di {url}.", markup=False)
    for name, when in schedules_in_words(settings.schedules, now()):
        console().print(f"{name}: {when}.", markup=False)


def tell_of_failed_service(root: Path, service: str) -> None:
    """Sends the notification, and says what became of it. Raises SkmError where nobody took it."""
    from flows.notifications import NotSentError, notify_service_failed

    try:
        went_out = notify_service_failed(Home(root), service)
    except NotSentError as error:
        raise SkmError(f"Kegagalan {service} tidak dapat diberitahukan: {error}.") from None
    _say(f"Kegagalan {service} {'diberitahukan' if went_out else 'tidak diberitahukan: sudah, atau tidak diminta'}.")


def _keep(supervisor: Supervisor, home: Home, api: services.PrefectApi, settings: Settings) -> None:
    """Restarts children, and applies schedules that changed, until the process is ended."""
    worker = services.worker()
    changing = ChangingSchedules(home, api, settings)
    while True:
        if worker in supervisor.restart_due():
            _ask_again(home, api, _close_lost_runs(api))
        changing.look(time.monotonic())
        time.sleep(LOOK_EVERY_SECONDS)


class ChangingSchedules:
    """The schedules as the settings have them from moment to moment."""

    def __init__(self, home: Home, api: services.PrefectApi, settings: Settings) -> None:
        self._home = home
        self._api = api
        self._applied = settings.schedules
        self._look_at = 0.0
        self._said = ""

    def look(self, at: float) -> None:
        """Applies what changed since, from time to time; what is wrong is said once."""
        if at < self._look_at:
            return
        self._look_at = at + LOOK_AT_SETTINGS_SECONDS
        try:
            settings = load_settings(self._home.settings)
            if settings.schedules != self._applied:
                schedules.apply(self._api, settings.schedules)
                self._applied = settings.schedules
                _say("Jadwal di pengaturan berubah; sudah diterapkan.")
                _say_schedules(settings)
            self._said = ""
        except (SkmError, OSError) as error:
            if str(error) != self._said:
                _say(f"{error} Yang berlaku tetap jadwal sebelumnya.")
            self._said = str(error)


def _say_schedules(settings: Settings) -> None:
    for name, when in schedules_in_words(settings.schedules, now()):
        _say(f"{name}: {when}.")


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
