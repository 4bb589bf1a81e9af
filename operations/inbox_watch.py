"""The watch on the inbox: new files lead to a consolidation once nothing has changed for a while.

    python -m operations.inbox_watch HOME       (a child of `skm up`; PREFECT_API_URL says where the server is,
    PREFECT_API_AUTH_STRING what it asks for)

Belongs here: polling, debouncing, and emitting the event to Prefect. The watch consolidates nothing: it emits the event
`skm.inbox.changed`, which the deployment `kotak-masuk` waits for (prefect.yaml). Anything else may emit it too. Only
the standard library speaks to the server, so that the watch stays small.
"""

import json
import logging
import os
import sys
import time
import urllib.request
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from contracts.errors import SkmError
from contracts.home import Home
from contracts.settings import Inbox, load_settings
from flows import secret_blocks
from pipeline.inboxes import news
from pipeline.prefect_settings import CLIENT_AUTH, authorization

EVENT: Final = "skm.inbox.changed"
RESOURCE: Final = "skm.inbox"
ASK_AGAIN_SECONDS: Final = 600.0
"""What was asked for and is still new after so long is asked for again, each time after twice as long: the event
was lost, or the run failed."""
LONGEST_ASK_AGAIN_SECONDS: Final = 6 * 3600.0
SECONDS_TO_ANSWER: Final = 10.0

logger = logging.getLogger("skm.watch")


class Debounce:
    """Decides when what was seen is to be asked for."""

    def __init__(self) -> None:
        self._seen: str | None = None
        self._since = 0.0
        self._asked: str | None = None
        self._ask_again_at = 0.0
        self._pause = ASK_AGAIN_SECONDS

    def is_due(self, seen: str | None, at: float, settle_seconds: float) -> bool:
        """Whether to ask now. `seen`: what `news` gave; `at`: seconds of a clock that never goes back."""
        if seen != self._seen:
            self._seen, self._since = seen, at
        if seen is None:
            self._asked = None
            return False
        if seen == self._asked:
            return at >= self._ask_again_at
        return at - self._since >= settle_seconds

    def asked(self, at: float) -> None:
        """It was asked for."""
        self._pause = min(self._pause * 2, LONGEST_ASK_AGAIN_SECONDS) if self._seen == self._asked else (
            ASK_AGAIN_SECONDS
        )  # fmt: skip
        self._asked, self._ask_again_at = self._seen, at + self._pause


class Watch:
    """Looks into a home's inbox, step by step."""

    def __init__(self, home: Home, api: str, auth: str | None = None) -> None:
        self._home = home
        self._api = api
        self._auth = auth
        self._patience = Debounce()
        self._settings = Inbox()
        self._trouble: str | None = None

    def step(self, at: float) -> float:
        """Looks once, and asks if it is time; returns the seconds to the next look. What stands in the way is said
        once, and again when it is over."""
        try:
            settings = load_settings(self._home.settings)
            self._settings = settings.inbox
            if self._patience.is_due(news(self._home, settings), at, settings.inbox.settle_seconds):
                emit(self._api, self._home, self._auth)
                self._patience.asked(at)
                logger.info("the inbox has news: a consolidation was asked for")
        except (SkmError, OSError) as error:
            if self._trouble != str(error):
                logger.warning("%s", error)
            self._trouble = str(error)
        else:
            if self._trouble is not None:
                logger.info("the inbox and the server can be reached again")
            self._trouble = None
        return self._settings.poll_seconds


def emit(api: str, home: Home, auth: str | None = None) -> None:
    """Tells Prefect that the inbox has news; `auth`: what its server asks for. Raises OSError where the server does not
    take it."""
    event = {
        "id": str(uuid.uuid4()),
        "occurred": datetime.now(UTC).isoformat(),
        "event": EVENT,
        "resource": {"prefect.resource.id": RESOURCE, "prefect.resource.name": str(home.inbox)},
        "related": [],
        "payload": {},
    }
    headers = {"Content-Type": "application/json", **authorization(auth)}
    request = urllib.request.Request(f"{api}/events", json.dumps([event]).encode(), headers)
    urllib.request.urlopen(request, timeout=SECONDS_TO_ANSWER).read()


def main() -> None:
    """Watches until it is ended."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    watch = Watch(Home(Path(sys.argv[1])), os.environ["PREFECT_API_URL"], os.environ.get(CLIENT_AUTH))
    with secret_blocks.offered():
        while True:
            time.sleep(watch.step(time.monotonic()))


if __name__ == "__main__":
    main()
