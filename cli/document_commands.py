"""The commands about single documents: arguments only.

Belongs here: one function a command, which asks a module of this room to do and show it.
"""

from pathlib import Path
from typing import Annotated

import typer

from cli.help_texts import Application
from cli.options import DEFAULT_HOME, HomeOption, JsonOption
from contracts.errors import SkmError

document_app = Application()


@document_app.command()
def verify(
    file: Annotated[Path, typer.Argument(help="A document: laporan-skm-35.16.01-2024.pdf.")],
    home: HomeOption = DEFAULT_HOME,
    receipts: Annotated[
        Path | None, typer.Option("--receipts", help="The list of the site, keaslian.json, instead of a home.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Whether a document is one of ours, as it was made: original, altered or unknown. Needs no network."""
    from cli.verifying import show_verdict

    if not show_verdict(file, home, receipts, as_json=as_json):
        raise typer.Exit(SkmError.exit_code)
