"""`skm settings …`: arguments of the commands about the settings that staff own.

Belongs here: one function a command. Not here: what it does (`cli.staff_settings`).
"""

from typing import Annotated

import typer

from cli.help_texts import Application
from cli.options import DEFAULT_HOME, HomeOption, JsonOption

settings_app = Application(
    help="The settings that staff own, with their meaning; changing one, checked before it is written.",
    rich_markup_mode="rich",
)


@settings_app.callback(invoke_without_command=True)
def settings(context: typer.Context, home: HomeOption = DEFAULT_HOME, as_json: JsonOption = False) -> None:
    """The settings that staff own, with their meaning; changing one, checked before it is written."""
    if context.invoked_subcommand is None:
        from cli.staff_settings import show_settings

        show_settings(home, as_json=as_json)


@settings_app.command("set")
def settings_set(
    key: Annotated[str, typer.Argument(help="A setting, such as signature.name.")],
    value: Annotated[str, typer.Argument(help="Its new value; several with semicolons; bawaan: the program's own.")],
    home: HomeOption = DEFAULT_HOME,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")] = False,
) -> None:
    """Give a setting another value."""
    from cli.staff_settings import change_setting

    change_setting(home, key, value, dry_run=dry_run)
