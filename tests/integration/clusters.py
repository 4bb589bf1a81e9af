"""A PostgreSQL of its own for a test: a new cluster in a temporary folder, reached through a Unix socket only.

Belongs here: making and ending it. PostgreSQL refuses to run as root: then it runs as the user `postgres`.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

USER = "prefect"


@dataclass(frozen=True)
class Cluster:
    """A running cluster; `folder` holds its socket."""

    folder: Path

    @property
    def url(self) -> str:
        """As Prefect's setting PREFECT_API_DATABASE_CONNECTION_URL takes it."""
        return f"postgresql+asyncpg://{USER}@/postgres?host={self.folder}"

    def select(self, sql: str) -> list[str]:
        """The lines of an answer, columns parted by |."""
        command = [_command("psql"), "-h", str(self.folder), "-U", USER, "-d", "postgres", "-Atc", sql]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()


@contextmanager
def cluster() -> Iterator[Cluster]:
    """Runs one."""
    folder = Path(tempfile.mkdtemp(prefix="skm-pg-"))
    as_postgres = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if as_postgres:
        shutil.chown(folder, "postgres")
    data = folder / "data"

    def run(*command: str) -> None:
        subprocess.run([*as_postgres, *command], check=True, stdout=subprocess.DEVNULL, cwd="/")

    try:
        run(_command("initdb"), "-D", str(data), "-U", USER, "-A", "trust", "--no-sync", "--no-instructions")
        settings = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
        run(_command("pg_ctl"), "-D", str(data), "-w", "-l", str(folder / "log"), "-o", settings, "start")
        try:
            yield Cluster(folder)
        finally:
            run(_command("pg_ctl"), "-D", str(data), "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


def _command(name: str) -> str:
    """Debian keeps most of PostgreSQL's commands off the path."""
    installed = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return str(installed[-1]) if installed else shutil.which(name) or name
