"""What Prefect is told before it is imported: where its files lie, that nobody hears of a run, which server is meant,
and what a client must show it.

Belongs here: variables of the environment, reading which server is configured, and the login of our own. Not here:
starting one (`operations.temporary_server`, `operations.services`). Imports only the standard library: every command
asks.
"""

import base64
import os
import secrets
import stat
import subprocess
import sys
from pathlib import Path
from typing import Final

OFFLINE: Final = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "GX_ANALYTICS_ENABLED": "false",
    "PREFECT_LOGGING_LEVEL": "WARNING",
    # It has a level of its own: an event that a server which ended does not take any more is printed whole.
    "PREFECT_INTERNAL_LOGGING_LEVEL": "CRITICAL",
}
"""Nobody is told about a run."""

SERVER_AUTH: Final = "PREFECT_SERVER_API_AUTH_STRING"
"""What a server asks for, "name:password". Without it Prefect answers everybody."""
CLIENT_AUTH: Final = "PREFECT_API_AUTH_STRING"
"""The same, as a client shows it."""
STANDING_URL: Final = "SKM_PREFECT_URL"
"""Where the standing server is, for who may ask it only whether it is well: the portal has no login to it."""
AUTH_FILE: Final = "api-auth"
"""In Prefect's folder: what the server of `skm up` asks for."""
_NAME: Final = "skm:"
_TOKEN_BYTES: Final = 32

SECONDS_TO_ASK: Final = 60.0
_ACCOUNT: Final = Path("~/.prefect")


def stay_offline() -> None:
    """Sets what must be in the environment before Prefect or Great Expectations is imported; what
    the user has set wins."""
    for name, value in OFFLINE.items():
        os.environ.setdefault(name, value)


def keep_in(home: Path) -> None:
    """From now on Prefect keeps its files in `prefect/` of that home, and finds its profiles there: what lies in the
    account's ~/.prefect belongs to other programs. What the user has set wins: PREFECT_HOME, and PREFECT_PROFILE,
    which names a profile of the account's own file."""
    if "PREFECT_HOME" in os.environ:
        return
    if "PREFECT_PROFILE" in os.environ:
        os.environ.setdefault("PREFECT_PROFILES_PATH", str(_ACCOUNT.expanduser() / "profiles.toml"))
    os.environ["PREFECT_HOME"] = str(home.resolve() / "prefect")


def prefect_home() -> Path:
    """Where Prefect's files lie."""
    return Path(os.environ.get("PREFECT_HOME") or _ACCOUNT).expanduser()


def configured_url() -> str | None:
    """The API of the standing server that is configured, by PREFECT_API_URL, a profile, `.env` or `prefect.toml`;
    None where there is none."""
    if url := os.environ.get("PREFECT_API_URL"):
        return url.rstrip("/")
    profiles = Path(os.environ.get("PREFECT_PROFILES_PATH") or prefect_home() / "profiles.toml")
    if "PREFECT_PROFILE" in os.environ or any(file.exists() for file in (profiles, Path(".env"), Path("prefect.toml"))):
        return _that_prefect_finds("PREFECT_API_URL").rstrip("/") or None
    return None


def configured_auth() -> str | None:
    """What the standing server that is configured asks for, from the same places as its address; None where nothing
    is set."""
    if os.environ.get("PREFECT_API_URL") or os.environ.get(CLIENT_AUTH):
        return os.environ.get(CLIENT_AUTH) or None
    return _that_prefect_finds(CLIENT_AUTH) or None


def new_auth() -> str:
    """A name and a password that nobody has seen."""
    return _NAME + secrets.token_urlsafe(_TOKEN_BYTES)


def own_auth(folder: Path) -> str:
    """What the standing server of that Prefect folder asks for: made once, in a file for its owner alone. One that
    others may have read or written is replaced. Raises OSError where the file cannot be written."""
    if (known := kept_auth(folder)) is not None:
        return known
    file = folder / AUTH_FILE
    folder.mkdir(parents=True, exist_ok=True)
    file.unlink(missing_ok=True)
    auth = new_auth()
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, stat.S_IRUSR | stat.S_IWUSR), "w") as writing:
        writing.write(f"{auth}\n")
    return auth


def kept_auth(folder: Path) -> str | None:
    """The same, where it was made."""
    if (descriptor := opened_own(folder / AUTH_FILE)) is None:
        return None
    with os.fdopen(descriptor) as reading:
        auth = reading.read().strip()
    return auth if auth.startswith(_NAME) and len(auth) >= len(_NAME) + _TOKEN_BYTES else None


def opened_own(file: Path) -> int | None:
    """A descriptor to read a file of ours that nobody else may have read or written; None where there is none."""
    try:
        descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        return None
    is_ours = os.fstat(descriptor)
    if is_ours.st_uid == os.geteuid() and not is_ours.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        return descriptor
    os.close(descriptor)
    return None


def authorization(auth: str | None) -> dict[str, str]:
    """The header of a request that shows it."""
    return {"Authorization": f"Basic {base64.b64encode(auth.encode()).decode()}"} if auth else {}


def _that_prefect_finds(name: str) -> str:
    """Asked of Prefect in a process of its own, as it knows profiles and files; here it is not imported yet."""
    code = f"from prefect.settings import {name}; print({name}.value() or '')"
    asked = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=SECONDS_TO_ASK, check=False
    )
    return asked.stdout.strip()
