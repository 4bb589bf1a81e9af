"""What programs that watch the service ask: `/health` for everybody, `/metrics` for whoever may.

Belongs here: these two answers. They tell of the service only: no unit, no file name, no figure, nobody. Not here: what
is overdue (`contracts.jobs`), the page for staff (`portal.server.staff_pages`).
"""

import hmac
import json
import threading
import urllib.request
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from http.client import HTTPException as BrokenAnswer
from time import monotonic
from typing import Final

from prometheus_client import CollectorRegistry, Gauge, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from contracts.clock import TIME_ZONE
from contracts.errors import SkmError
from contracts.home import Home
from contracts.jobs import JobState
from portal.server.origin import asks_this_machine_itself
from warehouse import published
from warehouse.read import open_published

SECONDS_KEPT: Final = 10.0
"""An answer serves everybody who asks within so long: asking often costs nothing."""
SECONDS_TO_REACH: Final = 2.0
_BEARER: Final = "Bearer "


@dataclass(frozen=True)
class Monitored:
    """What is known outside of the portal."""

    job_states: Callable[[], Sequence[JobState]] = tuple
    """Every job as it stands."""
    prefect_url: str = ""
    """The API of Prefect's server; empty: nobody told the portal of one."""
    metrics_token: str = field(default="", repr=False)
    """Who shows it may read `/metrics` from anywhere; empty: nobody may."""


@dataclass(frozen=True)
class Health:
    """The service at a moment."""

    published_at: datetime | None
    files: Mapping[str, int]
    """Published files by status."""
    prefect_up: bool | None
    """None: the portal knows of no server."""
    jobs: Sequence[JobState]

    @property
    def is_well(self) -> bool:
        """Whether nobody has to look."""
        return self.prefect_up is not False and all(job.is_well for job in self.jobs)


class Monitoring:
    """`/health` and `/metrics`."""

    def __init__(self, home: Home, monitored: Monitored, now: Callable[[], datetime]) -> None:
        self._home = home
        self._monitored = monitored
        self._now = now
        self._lock = threading.Lock()
        self._known: tuple[float, Health] | None = None

    def routes(self) -> list[Route]:
        """The addresses."""
        return [Route("/health", self._health), Route("/metrics", self._metrics)]

    def _health(self, request: Request) -> Response:
        """Always 200 where the portal answers: a proxy must not take the public site away because something behind it
        waits. `well` says whether somebody has to look."""
        health = self._seen()
        age = self._age(health.published_at)
        return JSONResponse(
            {
                "portal": "up",
                "warehouse_age_seconds": None if age is None else round(age),
                "prefect": {None: "unknown", True: "up", False: "down"}[health.prefect_up],
                "overdue": [job.job for job in health.jobs if job.due_at is not None],
                "failed": [job.job for job in health.jobs if job.record.failed_last],
                "well": health.is_well,
            }
        )

    def _metrics(self, request: Request) -> Response:
        if not self._may_read(request):
            raise HTTPException(404)
        return Response(generate_latest(_gauges(self._seen(), self._age)), media_type=CONTENT_TYPE_PLAIN_0_0_4)

    def _may_read(self, request: Request) -> bool:
        shown = request.headers.get("authorization", "")
        if shown.startswith(_BEARER) and (token := self._monitored.metrics_token):
            return hmac.compare_digest(shown.removeprefix(_BEARER).encode(), token.encode())
        return asks_this_machine_itself(request)

    def _seen(self) -> Health:
        with self._lock:
            if self._known is None or monotonic() - self._known[0] > SECONDS_KEPT:
                self._known = monotonic(), self._look()
            return self._known[1]

    def _look(self) -> Health:
        published_at, files = None, Counter[str]()
        try:
            with open_published(self._home) as reader:
                published_at = max((run.of("finished_at", datetime) for run in published.runs(reader)), default=None)
                files.update(file.of("status", str) for file in published.files(reader))
        except SkmError:
            pass  # nothing is published, or nothing whole: the age says so
        return Health(published_at, files, _is_up(self._monitored.prefect_url), tuple(self._monitored.job_states()))

    def _age(self, moment: datetime | None) -> float | None:
        return None if moment is None else max(0.0, (self._now() - moment).total_seconds())


def _gauges(health: Health, age: Callable[[datetime | None], float | None]) -> CollectorRegistry:
    registry = CollectorRegistry()

    def gauge(name: str, meaning: str, *labels: str) -> Gauge:
        return Gauge(f"skm_{name}", meaning, labels, registry=registry)

    gauge("well", "Whether nobody has to look.").set(health.is_well)
    if (since := age(health.published_at)) is not None:
        gauge("warehouse_age_seconds", "Since the published version was made.").set(since)
    if health.prefect_up is not None:
        gauge("prefect_up", "Whether Prefect's server answers.").set(health.prefect_up)
    files = gauge("files", "Published files by status.", "status")
    for status, count in health.files.items():
        files.labels(status).set(count)
    good = gauge("job_good", "Times a job ended well in this home.", "job")
    failed = gauge("job_failed", "Times a job failed in this home.", "job")
    overdue = gauge("job_overdue", "Whether a job should have run and has not.", "job")
    last = gauge("job_last_good_timestamp_seconds", "When a job last ended well.", "job")
    seconds = gauge("job_last_duration_seconds", "How long that took.", "job")
    for state in health.jobs:
        good.labels(state.job).set(state.record.good)
        failed.labels(state.job).set(state.record.failed)
        overdue.labels(state.job).set(state.due_at is not None)
        if state.record.good_at is not None:
            last.labels(state.job).set(state.record.good_at.replace(tzinfo=TIME_ZONE).timestamp())
        if state.record.seconds is not None:
            seconds.labels(state.job).set(state.record.seconds)
    return registry


def _is_up(url: str) -> bool | None:
    """Whether Prefect's server says that it is well; None where there is none to ask."""
    if not url:
        return None
    try:
        with urllib.request.urlopen(f"{url}/health", timeout=SECONDS_TO_REACH) as answer:
            return json.loads(answer.read(100)) is True
    except (OSError, BrokenAnswer, ValueError):
        return False
