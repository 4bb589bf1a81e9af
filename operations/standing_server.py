"""The server of `skm up`, for the other commands of the same home: where it is, as long as it is.

    prefect/api-url        its address; `skm up` holds a lock on the file while it lives

Belongs here: making the address known, and finding it. Not here: the server that an operator has configured, which
comes first, and the login (`pipeline.prefect_settings`); using it (`operations.temporary_server`). Nobody is shown the
login who merely answers at an address that was left behind: without the lock there is no server.
"""

import fcntl
import json
import os
import stat
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Final, NamedTuple

from pipeline.prefect_settings import SERVER_AUTH, authorization, kept_auth, opened_own

ADDRESS_FILE: Final = "api-url"
"""In Prefect's folder."""
SECONDS_TO_ANSWER: Final = 5.0
"""One that takes longer has enough to do."""
_LONGEST_ADDRESS: Final = 1000


class Found(NamedTuple):
    """A server that answered, and what it asks for."""

    url: str
    auth: str


@contextmanager
def announced(folder: Path, url: str) -> Iterator[None]:
    """Within the block the server at `url` is found by the commands that keep Prefect's files in `folder`. Not where
    another process has its own there. Raises OSError where the file cannot be written."""
    file = folder / ADDRESS_FILE
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, stat.S_IRUSR | stat.S_IWUSR)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield
            return
        os.truncate(descriptor, 0)
        os.write(descriptor, url.encode())
        try:
            yield
        finally:
            file.unlink(missing_ok=True)
    finally:
        os.close(descriptor)


def found(folder: Path) -> Found | None:
    """The server of `skm up` that keeps its files there, where it answers, takes the login that we know, and is of the
    Prefect that we are; else None."""
    url, auth = _address(folder / ADDRESS_FILE), os.environ.get(SERVER_AUTH) or kept_auth(folder)
    if url is None or auth is None:
        return None
    request = urllib.request.Request(f"{url}/admin/version", headers=authorization(auth))
    try:
        answer = json.loads(urllib.request.urlopen(request, timeout=SECONDS_TO_ANSWER).read())
    except (OSError, ValueError):
        return None
    return Found(url, auth) if answer == version("prefect") else None


def _address(file: Path) -> str | None:
    """What stands in the file, where somebody holds it."""
    if (descriptor := opened_own(file)) is None:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return os.read(descriptor, _LONGEST_ADDRESS).decode() or None
    finally:
        os.close(descriptor)
    return None
