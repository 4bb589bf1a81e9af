"""`skm explain`: arguments only.

Belongs here: which of the explanations is meant. Not here: showing them (`cli.explaining`, `cli.service_figures`,
`cli.plan_explaining`).
"""

from typing import Annotated

import typer

from cli.help_texts import Application
from cli.options import DEFAULT_HOME, HomeOption, JsonOption
from contracts.errors import SkmError

explain_app = Application()


@explain_app.command()
def explain(
    unit: Annotated[str, typer.Argument(help="A unit: its code or name.")],
    period: Annotated[str, typer.Argument(help="2024, 2024-S1, 2024-TW3, 2024-07, or an edition, 2023@0.")],
    service: Annotated[str | None, typer.Option("--service", help="Of this service: its code or name.")] = None,
    plan: Annotated[bool, typer.Option("--plan", help="The plan, its realisation and PEKPPP instead.")] = False,
    home: HomeOption = DEFAULT_HOME,
    as_json: JsonOption = False,
) -> None:
    """How a unit's index comes about: answers, weight, rounding, files, rows left out."""
    if plan:
        from cli.plan_explaining import show_plan_explanation

        if service is not None:
            raise SkmError("Rencana dan PEKPPP adalah milik unit: pakai --plan tanpa --service.")
        if "@" in period:
            raise SkmError(
                "Rencana dan PEKPPP dijelaskan menurut yang terbit sekarang, bukan menurut edisi: tulis "
                f"{period.partition('@')[0]} tanpa '@…'."
            )
        show_plan_explanation(home, unit, period, as_json=as_json)
        return
    if service is not None:
        from cli.service_figures import show_service_explanation

        show_service_explanation(home, unit, period, service, as_json=as_json)
        return
    from cli.explaining import show_explanation

    show_explanation(home, unit, period, as_json=as_json)
