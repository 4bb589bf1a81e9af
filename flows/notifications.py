"""Telling people by e-mail or webhook what needs them: a run that failed, files newly refused, units that became late.

Belongs here: when one is sent, and sending. Not here: the words (`reports.letters.notices`), what was sent before
(`pipeline.notified`), apprise (`flows.notification_sender`). Addresses hold passwords: they go from
`pipeline.credentials` to the sender and nowhere else. A notification that cannot be sent fails nothing: it is logged,
without the address, and what could not be sent is sent by the next run.
"""

import json
import logging
import socket
import subprocess
import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from prefect.logging.loggers import flow_run_logger
from prefect.utilities.urls import url_for

from contracts.clock import now
from contracts.errors import ConfigurationError, InternalError, published_before, raised_at
from contracts.home import Home
from contracts.jobs import JobName
from contracts.settings import Settings, load_settings
from flows import secret_blocks
from pipeline import job_records
from pipeline.credentials import secret
from pipeline.documents.reminder_lists import ReminderList
from pipeline.notified import Event, key_of_file, note_told, told
from reports.letters.notices import (
    Failure,
    Notice,
    RefusedFile,
    failure_notice,
    late_notice,
    refused_notice,
    service_notice,
)
from warehouse import published
from warehouse.read import Row, open_published

if TYPE_CHECKING:
    from prefect import Flow
    from prefect.client.schemas.objects import FlowRun, State

RunLog = logging.Logger | logging.LoggerAdapter[logging.Logger]
SECONDS_TO_SEND: Final = 60
_SENDER: Final = Path(__file__).with_name("notification_sender.py")
_JOBS: Final[Mapping[str, JobName]] = {"consolidate": "consolidation", "remind": "reminder"}
_BY_HAND: Final = logging.getLogger(__name__)


class NotSentError(Exception):
    """No address took a message: how many there are, never which."""


def notify_failed(flow: "Flow[..., Any]", flow_run: "FlowRun", state: "State") -> None:
    """Hook of a flow: notes and notifies that a run failed or its process was ended.

    Where the settings cannot be read, which may be why it failed, nobody can have switched this off: it is sent
    to the addresses there are."""
    with _failing_nothing(flow_run_logger(flow_run)):
        home = _home(flow_run)
        error = _error(state)
        if isinstance(error, KeyboardInterrupt):
            return  # whoever pressed the keys knows
        kind = place = None
        if isinstance(error, InternalError):
            kind, place = error.kind, error.place
        elif isinstance(error, Exception):
            kind, place = type(error).__name__, raised_at(error)
        job_records.note_failed(home, _JOBS[flow.name], kind)
        try:
            settings = load_settings(home.settings)
        except ConfigurationError:
            regency = None
        else:
            if "failed" not in settings.notifications.events:
                return
            regency = settings.regency.name
        failure = Failure(
            flow=flow.name,
            at=now(),
            home=home.root.absolute(),
            machine=socket.gethostname(),
            error=kind,
            place=place,
            run_name=flow_run.name,
            published=None if error is None else published_before(error),
            run_url=url_for("flow-run", obj_id=flow_run.id),
        )
        _check_all(send(failure_notice(regency, failure)))


def notify_refused(home: Home, settings: Settings, run_log: RunLog) -> None:
    """Notifies of the files that were not taken in whole, once each, as it is published now."""
    with _failing_nothing(run_log):
        if "refused" not in settings.notifications.events:
            return
        with open_published(home) as reader:
            pending = {key_of_file(file): file for file in published.not_taken_in(published.files(reader))}
        _notify_of_news(
            home,
            "refused",
            pending,
            lambda news: refused_notice(
                settings.regency.name, [_refused_file(pending[key]) for key in news], home.root.absolute()
            ),
        )


def notify_late(home: Home, listed: ReminderList, letters: Path, run_log: RunLog) -> None:
    """Notifies of the units that are late in a period, once each."""
    with _failing_nothing(run_log):
        if "late" not in listed.settings.notifications.events:
            return
        pending = {f"{one.period_code} {one.unit_code}": one for one in listed.overdue}
        _notify_of_news(
            home,
            "late",
            pending,
            lambda news: late_notice(
                listed.settings.regency.name,
                listed.period,
                listed.last_day,
                [pending[key] for key in news],
                len(pending),
                letters.absolute(),
            ),
            of_others=lambda key: not key.startswith(f"{listed.period.code} "),
        )


def notify_service_failed(home: Home, service: str) -> bool:
    """Notifies that a service of the machine failed, once an hour at most, however often it fails; whether a message
    went out now. Raises NotSentError or CredentialError where none could."""
    try:
        settings = load_settings(home.settings)
    except ConfigurationError:
        regency = None  # which may be why it failed
    else:
        if "failed" not in settings.notifications.events:
            return False
        regency = settings.regency.name
    at = now()
    key = f"{service} {at:%Y-%m-%d %H}"
    if key in told(home, "service"):
        return False
    _check_all(send(service_notice(regency, service, at, home.root.absolute(), socket.gethostname())))
    note_told(home, "service", [key])
    return True


def send(notice: Notice) -> list[bool]:
    """Sends a message to every address, and says which took it, in their order. Raises NotSentError where none
    did, CredentialError where the addresses cannot be read."""
    with secret_blocks.offered():  # a hook may run where no flow offered them
        urls = (secret("SKM_NOTIFY_URLS") or "").split()
    if not urls:
        raise NotSentError("no address: SKM_NOTIFY_URLS and the Secret block 'skm-notify' are empty")
    sending = {"urls": urls, "subject": notice.subject, "text": notice.text}
    try:
        sender = subprocess.run(
            [sys.executable, "-P", str(_SENDER)],
            input=json.dumps(sending),
            capture_output=True,
            text=True,
            timeout=SECONDS_TO_SEND,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise NotSentError(f"no answer from {len(urls)} addresses within {SECONDS_TO_SEND} s") from None
    lines = sender.stdout.splitlines()
    taken: list[bool] = json.loads(lines[-1]) if sender.returncode == 0 and lines else [False] * len(urls)
    if not any(taken):
        raise NotSentError(f"none of {len(urls)} addresses took the message")
    return taken


def _check_all(taken: list[bool]) -> None:
    """Raises NotSentError naming the places in the list of the addresses that did not take a message."""
    if not all(taken):
        places = ", ".join(str(place) for place, took in enumerate(taken, start=1) if not took)
        raise NotSentError(f"address {places} of {len(taken)} did not take the message")


def _notify_of_news(
    home: Home,
    event: Event,
    pending: Collection[str],
    notice: Callable[[list[str]], Notice],
    of_others: Callable[[str], bool] = lambda key: False,
) -> None:
    """Notifies of what is pending and was not sent yet, and notes it as sent once the message went out.

    What is no longer pending is forgotten, so that it is sent again should it come back; `of_others` says which
    noted keys this one knows nothing of."""
    sent = told(home, event)
    news = [key for key in pending if key not in sent]
    taken = send(notice(news)) if news else []
    kept = {*pending, *(key for key in sent if of_others(key))}
    if kept != sent:
        note_told(home, event, kept)
    _check_all(taken)


@contextmanager
def _failing_nothing(run_log: RunLog) -> Iterator[None]:
    """Logs whatever goes wrong inside. Its kind and place, not its message: that may quote what was sent, or where
    to. Where Prefect is silenced, because somebody started the run by hand, it goes to a logger of our own."""
    try:
        yield
    except Exception as error:
        what = str(error) if isinstance(error, NotSentError) else f"{type(error).__name__} at {raised_at(error)}"
        log = run_log if run_log.isEnabledFor(logging.WARNING) else _BY_HAND
        log.warning("Notification not sent: %s", what)


def _home(flow_run: "FlowRun") -> Home:
    return Home(Path(str(flow_run.parameters["home"])))


def _error(state: "State") -> BaseException | None:
    """What ended the run; None where its process was ended from outside."""
    ended_by = getattr(state.data, "result", state.data)
    return ended_by if isinstance(ended_by, BaseException) else None


def _refused_file(file: Row) -> RefusedFile:
    return RefusedFile(
        path=file.of("path", str),
        unit_name=None if file["unit_name"] is None else file.of("unit_name", str),
        status=file.of("status", str),
        reason=None if file["reason"] is None else file.of("reason", str),
        rows_read=file.of("rows_read", int),
        rows_rejected=file.of("rows_rejected", int),
    )
