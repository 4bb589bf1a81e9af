"""`skm submit`: what the regency hands in for a period, in one folder.

Belongs here: the command, and what it says. Not here: what is handed in (`pipeline.documents.submission`).
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from cli.options import DEFAULT_HOME, HomeOption, JsonOption, PeriodArgument
from cli.output import console, errors, print_unbroken, show_json, show_table
from contracts.errors import SkmError

_COLUMNS = {"unit_name": "Unit", "missing": "Yang belum ada"}


def submit(
    period: PeriodArgument,
    home: HomeOption = DEFAULT_HOME,
    into: Annotated[Path, typer.Option("--into", help="Folder in which the folder to hand in is made.")] = Path(),
    as_json: JsonOption = False,
) -> None:
    """Make one folder of what the regency hands in: recapitulation, PEKPPP, letter, evidence, and what is missing."""
    from cli.ranking import chosen_period
    from pipeline.documents import submission
    from pipeline.pinned_version import with_published_settings
    from pipeline.run import one_run
    from warehouse.read import open_published

    with one_run(home, None) as begun:
        run = with_published_settings(*begun)
        with open_published(run.home) as reader:
            period_code = chosen_period(reader, period)
        made = submission.submit(run, period_code, into)
    units = made.figures.units
    if as_json:
        missing = {unit.unit_code: list(unit.missing) for unit in units if unit.missing}
        failed = list(made.figures.failed)
        about = {"folder": str(made.folder), "units": len(units), "evidence": made.evidence}
        show_json({**about, "missing": missing, "failed": failed})
        _end(failed)
        return
    incomplete = [{"unit_name": one.unit_name, "missing": len(one.missing)} for one in units if one.missing]
    if incomplete:
        show_table("Belum lengkap", incomplete, _COLUMNS, right=("missing",))
    complete = len(units) - len(incomplete)
    console().print(f"{len(units)} unit, {complete} lengkap; {made.evidence} berkas bukti.", markup=False)
    print_unbroken(f"Penyampaian: {made.folder}")
    _end(made.figures.failed)


def _end(failed: Sequence[str]) -> None:
    """Units that our code failed at are in no table: staff have to know before they sign."""
    if failed:
        errors().print(f"Belum disertakan karena kesalahan program: {', '.join(failed)}.", markup=False)
        raise typer.Exit(SkmError.exit_code)
