"""Options and arguments that several commands of `skm` have in common.

Belongs here: their names and help. Not here: any command (`cli.main`).
"""

from pathlib import Path
from typing import Annotated, Final

import typer


def _at_home(home: Path) -> Path:
    from pipeline.prefect_settings import keep_in

    keep_in(home)
    return home


HomeOption = Annotated[
    Path,
    typer.Option(
        "--home", envvar="SKM_HOME", help="Where the regency's data lives.", show_default=True, callback=_at_home
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Write JSON for programs.")]
PeriodArgument = Annotated[str, typer.Argument(help="2024, 2024-S1, 2024-TW3 or 2024-07.")]
DEFAULT_HOME: Final = Path("data")
