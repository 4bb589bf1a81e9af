"""Asking while a file is read: each step hands its question in and gets the answer, if there is one.

Belongs here: collecting the questions of one content. Not here: any question (the step that finds a doubt words it),
keeping the answers (`pipeline.decisions`).
"""

from collections.abc import Mapping, Sequence

from contracts.decisions import ASSIGNED_UNIT
from contracts.decisions import REFUSE as REFUSE
from contracts.records import AnsweredDoubt, Choice, Doubt


class Questions:
    """The questions of one content. `answers`: question code → key of the choice, as people decided."""

    def __init__(self, answers: Mapping[str, str] | None = None) -> None:
        self._answers = dict(answers or {})
        self._open: dict[str, Doubt] = {}
        self._answered: dict[str, AnsweredDoubt] = {}

    def ask(self, code: str, question: str, choices: Sequence[tuple[str, str]]) -> str | None:
        """The key that was chosen; None while nobody has answered: nothing of the file counts then, whatever the
        caller goes on with. `choices`: keys and labels. An answer that is none of them is no answer."""
        chosen = self._answers.get(code)
        if any(key == chosen for key, _ in choices):
            self._answered[code] = AnsweredDoubt(code=code, choice=str(chosen))
            return chosen
        offered = tuple(Choice(key=key, label=label) for key, label in choices)
        self._open.setdefault(code, Doubt(code=code, question=question, choices=offered))
        return None

    @property
    def assigned_unit(self) -> str | None:
        """Code of the unit whose somebody said the content is, unasked."""
        return self._answers.get(ASSIGNED_UNIT)

    @property
    def open(self) -> tuple[Doubt, ...]:
        """Questions nobody has answered."""
        return tuple(self._open.values())

    @property
    def answered(self) -> tuple[AnsweredDoubt, ...]:
        """Questions that a decision settled."""
        return tuple(self._answered.values())

    @property
    def refused(self) -> bool:
        """Somebody decided that the content must not count."""
        return any(one.choice == REFUSE for one in self._answered.values())
