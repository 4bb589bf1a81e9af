"""`skm signals …`: arguments of the commands about patterns that a unit is asked to explain.

Belongs here: one function a command. Not here: what it does (`cli.signals`).
"""

from typing import Annotated

import typer

from cli.help_texts import Application
from cli.options import DEFAULT_HOME, HomeOption, JsonOption

_HELP = "Patterns in a unit's answers that it is asked to explain, with their files and rows; noting what it says."
signals_app = Application(help=_HELP, rich_markup_mode="rich")


UnitArgument = Annotated[str, typer.Argument(help="A unit: its code or name.")]


@signals_app.callback(invoke_without_command=True)
def signals(context: typer.Context, home: HomeOption = DEFAULT_HOME, as_json: JsonOption = False) -> None:
    """Patterns in a unit's answers that it is asked to explain, with their files and rows; noting what it says."""
    if context.invoked_subcommand is None:
        from cli.signals import show_signals

        show_signals(home, None, None, as_json=as_json)


@signals_app.command("show")
def signals_show(
    unit: UnitArgument,
    period: Annotated[
        str | None, typer.Option("--period", help="2024, 2024-S1, 2024-TW3, 2024-07; default: all.")
    ] = None,
    home: HomeOption = DEFAULT_HOME,
    as_json: JsonOption = False,
) -> None:
    """The patterns of one unit, each with the files and rows behind it."""
    from cli.signals import show_signals

    show_signals(home, unit, period, as_json=as_json)


@signals_app.command("explain")
def signals_explain(
    unit: UnitArgument,
    period: Annotated[str, typer.Argument(help="A period: 2024, 2024-S1, 2024-TW3, 2024-07.")],
    signal: Annotated[str, typer.Argument(help="A pattern as it is listed, such as day.")],
    home: HomeOption = DEFAULT_HOME,
    why: Annotated[str, typer.Option("--why", help="What the unit says of it: kept with the decision.")] = "",
    by: Annotated[str | None, typer.Option("--by", help="Who decides; default: this machine's user.")] = None,
) -> None:
    """Note what a unit says of a pattern; it holds while the answers behind it are the same."""
    from cli.signals import note_explanation

    if not why.strip():
        raise typer.BadParameter('say why: --why "…"', param_hint="--why")
    note_explanation(home, unit, period, signal, why=why, by=by)
