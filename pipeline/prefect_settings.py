"""What Prefect is told before it is imported: where its files lie, that nobody hears of a run, which server is meant.

Belongs here: variables of the environment, and reading which server is configured. Not here: starting one
(`operations.temporary_server`, `operations.services`). Imports only the standard library: every command asks.
"""

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

OFFLINE: Final = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "GX_ANALYTICS_ENABLED": "false",
    "PREFECT_LOGGING_LEVEL": "WARNING",
}
"""Nobody is told about a run."""

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
        return _url_that_prefect_finds().rstrip("/") or None
    return None


def _url_that_prefect_finds() -> str:
    """Asked of Prefect in a process of its own, as it knows profiles and files; here it is not imported yet."""
    code = "from prefect.settings import PREFECT_API_URL; print(PREFECT_API_URL.value() or '')"
    asked = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=SECONDS_TO_ASK, check=False
    )
    return asked.stdout.strip()
