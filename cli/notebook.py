"""`skm notebook`: the notebook of analysts, served on this machine.

Belongs here: starting marimo so that nobody else reads what it shows. Not here: what stands in the notebook
(`cli.analyst_notebook`).
"""

import secrets
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from cli.output import console
from contracts.errors import HomeError, SkmError
from contracts.home import Home
from warehouse.publish import published_version

_NOTEBOOK: Final = Path(__file__).with_name("analyst_notebook.py")


class NotebookMissingError(SkmError):
    """marimo is not installed: it is an extra."""

    exit_code = 2


def serve_notebook(root: Path, port: int) -> int:
    """Serves the notebook on localhost, read-only, behind a password of this start, until it is stopped; marimo's exit
    code. Raises NotebookMissingError, or HomeError where nothing is published."""
    if find_spec("marimo") is None:
        raise NotebookMissingError(
            "Buku catatan memerlukan marimo, yang tidak terpasang. Pasang tambahan 'notebook' dari program ini "
            "(pip install 'skm-mojokerto[notebook]'), lalu ulangi."
        )
    if published_version(Home(root)) is None:
        raise HomeError("Belum ada yang dipublikasikan. Jalankan 'skm run'.")
    password = secrets.token_urlsafe(24)
    address = f"http://127.0.0.1:{port}/?access_token={password}"
    console().print(f"Buku catatan: {address} (hentikan dengan Ctrl+C).", markup=False, soft_wrap=True)
    sys.stdout.flush()
    # The password goes in by standard input: arguments stand in the list of processes.
    done = subprocess.run(command(root, port), input=password, text=True, check=False)
    return done.returncode


def command(root: Path, port: int) -> list[str]:
    """How marimo is started: as an app, whose code nobody changes."""
    served = ["run", "--headless", "--host", "127.0.0.1", "--port", str(port), "--token", "--token-password-file", "-"]
    return [sys.executable, "-m", "marimo", "--quiet", *served, str(_NOTEBOOK), "--", "--home", str(root.resolve())]
