"""`skm services …`: arguments of the commands about the register of services.

Belongs here: one function a command. Not here: what it does (`cli.service_register`).
"""

from typing import Annotated

import typer

from cli.help_texts import Application
from cli.options import DEFAULT_HOME, HomeOption, JsonOption

services_app = Application(
    help="The register of services (jenis layanan): what a unit's files call each, proposed from its answers.",
    rich_markup_mode="rich",
)
UnitArgument = Annotated[str, typer.Argument(help="A unit: its code or name.")]
LeastOption = Annotated[int | None, typer.Option("--least", help="Answers that a new service must have.", min=1)]


@services_app.callback(invoke_without_command=True)
def services(context: typer.Context, home: HomeOption = DEFAULT_HOME, as_json: JsonOption = False) -> None:
    """The register of services (jenis layanan): what a unit's files call each, proposed from its answers."""
    if context.invoked_subcommand is None:
        from cli.service_register import show_services

        show_services(home, as_json=as_json)


@services_app.command("propose")
def services_propose(
    unit: UnitArgument, home: HomeOption = DEFAULT_HOME, least: LeastOption = None, as_json: JsonOption = False
) -> None:
    """Group what the unit's answers call services: nothing is written until a person accepts it."""
    from cli.service_register import show_proposal

    show_proposal(home, unit, least, as_json=as_json)


@services_app.command("accept")
def services_accept(
    unit: UnitArgument,
    codes: Annotated[list[str] | None, typer.Argument(help="Codes of the proposal; none: all of it.")] = None,
    home: HomeOption = DEFAULT_HOME,
    least: LeastOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")] = False,
) -> None:
    """Enter what is proposed into services.csv, all of it or the services named."""
    from cli.service_register import accept_services

    accept_services(home, unit, codes or (), least, dry_run=dry_run)
