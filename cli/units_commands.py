"""`skm units …`: arguments of the commands about the registry.

Belongs here: one function a command. Not here: what it does (`cli.registering`).
"""

from typing import Annotated

import typer

from cli.help_texts import Application
from cli.options import DEFAULT_HOME, HomeOption, JsonOption

units_app = Application(
    help="The registry: every unit; adding, renaming and closing one, with what that would change.",
    rich_markup_mode="rich",
)
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")]
UnitArgument = Annotated[str, typer.Argument(help="A unit: its code or name.")]


@units_app.callback(invoke_without_command=True)
def units(context: typer.Context, home: HomeOption = DEFAULT_HOME, as_json: JsonOption = False) -> None:
    """The registry: every unit; adding, renaming and closing one, with what that would change."""
    if context.invoked_subcommand is None:
        from cli.registering import show_units

        show_units(home, as_json=as_json)


@units_app.command("add")
def units_add(
    code: Annotated[str, typer.Argument(help="Code of the unit; it never changes.")],
    name: Annotated[str, typer.Argument(help="Official name.")],
    unit_type: Annotated[str, typer.Option("--type", help="kecamatan, dinas, puskesmas …: ranking is within a type.")],
    home: HomeOption = DEFAULT_HOME,
    first_day: Annotated[str | None, typer.Option("--from", help="Its first day, such as 2026-01-01.")] = None,
    alias: Annotated[list[str] | None, typer.Option("--alias", help="Another name in files; again for more.")] = None,
    dry_run: DryRunOption = False,
) -> None:
    """Add a unit. With `--from` it is not missing in periods before it was born."""
    from cli.registering import add_unit

    add_unit(home, code, name, unit_type, first_day=first_day, aliases=alias or (), dry_run=dry_run)


@units_app.command("rename")
def units_rename(
    unit: UnitArgument,
    name: Annotated[str, typer.Argument(help="The new official name.")],
    home: HomeOption = DEFAULT_HOME,
    dry_run: DryRunOption = False,
) -> None:
    """Give a unit another name; its files and its series stay its own."""
    from cli.registering import rename_unit

    rename_unit(home, unit, name, dry_run=dry_run)


@units_app.command("close")
def units_close(
    unit: UnitArgument,
    last_day: Annotated[str, typer.Option("--on", help="Its last day, such as 2025-12-31.")],
    home: HomeOption = DEFAULT_HOME,
    successor: Annotated[
        list[str] | None, typer.Option("--successor", help="Unit that takes over its work; again where it was split.")
    ] = None,
    dry_run: DryRunOption = False,
) -> None:
    """Close a unit that was dissolved, merged or split: its past stays, it is late no more."""
    from cli.registering import close_unit

    close_unit(home, unit, last_day, successor or (), dry_run=dry_run)
