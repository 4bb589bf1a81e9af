"""`skm questionnaires`: arguments of the command about the register of questionnaires.

Not here: what it does (`cli.questionnaires`).
"""

from cli.help_texts import Application
from cli.options import DEFAULT_HOME, HomeOption, JsonOption

HELP = "The register of questionnaires (questionnaires.toml), checked: which questions a unit asks about which unsur."
questionnaires_app = Application(help=HELP, rich_markup_mode="rich")


@questionnaires_app.callback(invoke_without_command=True)
def questionnaires(home: HomeOption = DEFAULT_HOME, as_json: JsonOption = False) -> None:
    """The register of questionnaires (questionnaires.toml), checked: which questions a unit asks about which unsur."""
    from cli.questionnaires import show_questionnaires

    show_questionnaires(home, as_json=as_json)
