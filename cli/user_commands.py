"""`skm user …`: arguments of the commands about the portal's accounts.

Belongs here: one function a command. Not here: what it does (`cli.serving`).
"""

from typing import Annotated

import typer

from cli.help_texts import Application
from cli.options import DEFAULT_HOME, HomeOption, JsonOption

user_app = Application(
    help="Accounts of the portal: who may log in, and to see what.", no_args_is_help=True, rich_markup_mode="rich"
)
NameArgument = Annotated[str, typer.Argument(help="Name of the account.")]


@user_app.command("add")
def user_add(
    name: NameArgument,
    home: HomeOption = DEFAULT_HOME,
    unit: Annotated[str | None, typer.Option("--unit", help="Code of the unit whose files it may see.")] = None,
    staff: Annotated[bool, typer.Option("--staff", help="Staff of the regency: sees every unit.")] = False,
    leader: Annotated[
        bool, typer.Option("--leader", help="Leads the regency: sees every unit, and changes nothing.")
    ] = False,
    analyst: Annotated[
        bool, typer.Option("--analyst", help="Analyst of the regency: asks the warehouse, and takes it away.")
    ] = False,
) -> None:
    """Make an account. The password is asked for, or read from standard input."""
    from cli.serving import add_user

    add_user(home, name, unit, staff=staff, leader=leader, analyst=analyst)


@user_app.command("list")
def user_list(home: HomeOption = DEFAULT_HOME, as_json: JsonOption = False) -> None:
    """Every account."""
    from cli.serving import list_users

    list_users(home, as_json=as_json)


@user_app.command("remove")
def user_remove(name: NameArgument, home: HomeOption = DEFAULT_HOME) -> None:
    """Take an account away, and end its sessions."""
    from cli.serving import remove_user

    remove_user(home, name)


@user_app.command("password")
def user_password(name: NameArgument, home: HomeOption = DEFAULT_HOME) -> None:
    """Give an account another password, and end its sessions."""
    from cli.serving import change_password

    change_password(home, name)


@user_app.command("code")
def user_code(name: NameArgument, home: HomeOption = DEFAULT_HOME) -> None:
    """Take the code of an account's phone away, as when the phone is lost, and end its sessions."""
    from cli.serving import reset_code

    reset_code(home, name)
