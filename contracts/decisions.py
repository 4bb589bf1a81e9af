"""What people decided: answers to the questions that a file leaves open, withdrawing a file, and taking these back.

Belongs here: the records, and which of them hold for a file. Not here: the questions (`ingest`), the ledger on disk
(`pipeline.decisions`).
"""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Final, NamedTuple

from contracts.records import ChainedLine, OpenQuestion, Record

SNAPSHOT_MUCH_SMALLER: Final = "snapshot_much_smaller"
"""Question asked of a file that would replace one more than twice its size."""
ADDS_OR_REPLACES: Final = "adds_or_replaces"
"""Question whether a file with other people than older ones of its unit and time adds to these or replaces them."""
PARTLY_THE_SAME: Final = "partly_the_same"
"""The same question where some of them are the same people, or may be: one file's answer says nothing of the next."""
IDS_BEGIN_AGAIN: Final = "ids_begin_again"
"""The same question where most of the ids that two files share are of other days."""
SAME_ANSWERS: Final = "same_answers"
"""The same question where all their answers are the same and no moment and no id is."""
PEOPLE_OF_TWO_UNITS: Final = "people_of_two_units"
"""Question whose people they are that a file has in common with another unit's; with the code of that unit."""
THEIRS: Final = "theirs"
"""Choice: they are the other unit's people."""
OURS: Final = "ours"
"""Choice: they are people of the file's own unit, and the other has them no more: only staff may choose it."""
DIFFERENT: Final = "different"
IN_LONGER_PERIOD: Final = "in_longer_period"
"""Question whether a file without dates that names a longer or a shorter period than older ones of its unit tells of
the same people (SAME_PEOPLE) or of others (ADD)."""
ABOUT_OLDER_FILES: Final = (ADDS_OR_REPLACES, PARTLY_THE_SAME, IDS_BEGIN_AGAIN, SAME_ANSWERS)
"""Questions what a file does to older ones of its unit: the answer ADD or REPLACE, or that it must not count."""
ADD: Final = "add"
REPLACE: Final = "replace"
SAME_PEOPLE: Final = "same"
REFUSE: Final = "refuse"
"""Choice "it must not count", whatever the question."""
SPLIT: Final = "split"
"""Choice that gives rows to other units than the sender's: only staff may choose it, and only for one file."""
PERIOD: Final = "period"
"""Question which period a file is about. The next file of the same layout is about another."""
WITHDRAWN: Final = "withdrawn"
"""Decision nobody was asked for: the file was sent by mistake and counts no more (`skm withdraw`). Its choice too."""
ASSIGNED_UNIT: Final = "assigned_unit"
"""Decision nobody was asked for: the unit whose the file is (its choice), whatever folder, name or titles say."""
ASSIGNED_PERIOD: Final = "assigned_period"
"""The same of its period, where its rows have no dates."""
SENT_AFTER_WITHDRAWAL: Final = "sent_after_withdrawal"
"""Question asked where a withdrawn content comes again, with the number of the withdrawal: does it count?"""
QUALITY_SIGNAL: Final = "quality_signal"
"""Decision about a signal of response quality: what the unit says of it. In the place of a content it has the state of
the answers that the signal stands on, so that it holds while these are the same."""
EXPLAINED: Final = "explained"
"""Its choice."""
COUNT_AGAIN: Final = "count_again"
"""Choice that lifts a withdrawal: only staff may choose it."""


class Decision(ChainedLine):
    """One line of the ledger of decisions: an answer to a question about a file, or taking one back.

    It holds for one content, or (`unit_code` and `layout`) for every file of that unit with the same headers."""

    number: int
    content_id: str
    path: str
    """The file as it was named when the question was answered."""
    unit_code: str | None = None
    layout: str | None = None
    code: str
    question: str
    choice: str
    label: str
    """The choice in words."""
    why: str
    by: str
    at: datetime
    undoes: int | None = None
    """Number of the decision that this one takes back."""
    previous: str = ""

    def taken_back(self, *, why: str, by: str, at: datetime) -> "Decision":
        """The line that takes this one back."""
        return self.model_copy(update={"undoes": self.number, "why": why, "by": by, "at": at})

    @property
    def is_for_layout(self) -> bool:
        """It holds for the unit's other files of the same layout too."""
        return self.unit_code is not None and self.layout is not None and may_hold_for_layout(self.code, self.choice)


class Decisions(Record):
    """All decisions, oldest first; of several on one question the newest holds."""

    lines: tuple[Decision, ...] = ()
    accepted_before: tuple[str, ...] = ()
    """Contents that were accepted as much smaller than those they replace, before there was a ledger."""

    @property
    def standing(self) -> tuple[Decision, ...]:
        """Those that were not taken back, oldest first."""
        undone = {line.undoes for line in self.lines if line.undoes is not None}
        return tuple(line for line in self.lines if line.undoes is None and line.number not in undone)

    @property
    def state(self) -> str:
        """A hash that changes with every decision; empty where there is none."""
        return self.lines[-1].hash if self.lines else ""

    def answers(self, content_id: str, unit_code: str | None, layout: str | None) -> dict[str, str]:
        """Question code → choice for a content of a unit: its own decisions before those for its layout."""
        standing = self.standing
        of_layout = {
            line.code: line.choice
            for line in standing
            if line.is_for_layout and (line.unit_code, line.layout) == (unit_code, layout)
        }
        return of_layout | {line.code: line.choice for line in standing if line.content_id == content_id}

    def latest(self, code: str) -> dict[str, Decision]:
        """Content → the newest decision with that code about it that stands."""
        return {line.content_id: line for line in self.standing if line.code == code}

    def contents_with(self, code: str, choice: str) -> frozenset[str]:
        """Contents about which a question was answered so."""
        return frozenset(content_id for content_id, line in self.latest(code).items() if line.choice == choice)

    def assigned(self, code: str) -> dict[str, str]:
        """Content → what was decided with that code (ASSIGNED_UNIT, ASSIGNED_PERIOD)."""
        return {content_id: line.choice for content_id, line in self.latest(code).items()}

    @property
    def explanations(self) -> dict[tuple[str, str], "Decision"]:
        """Code of a signal of response quality (`about_signal`) and the state of its answers → what its unit says."""
        return {(line.code, line.content_id): line for line in self.standing if is_about_signal(line.code)}

    @property
    def withdrawals(self) -> dict[str, "Withdrawal"]:
        """Content (never a part) → its withdrawal."""
        said = {line.code: line.choice for line in self.standing if is_about_withdrawal(line.code)}
        found = {content_id: Withdrawal(line) for content_id, line in self.latest(WITHDRAWN).items()}
        return {content_id: one._replace(answer=said.get(one.question)) for content_id, one in found.items()}


class Withdrawal(NamedTuple):
    """The decision that a file counts no more. What came until then is withdrawn; what comes again later is asked
    about."""

    decision: Decision
    answer: str | None = None
    """COUNT_AGAIN, or WITHDRAWN: what was decided about its coming again, where it was."""

    @property
    def question(self) -> str:
        """Code of the question whether it counts that the content came again."""
        return f"{SENT_AFTER_WITHDRAWAL}:{self.decision.number}"


def may_hold_for_layout(code: str, choice: str) -> bool:
    """Whether an answer may hold for other files than the one it was given about."""
    of_one_file = (PERIOD, PARTLY_THE_SAME, SAME_ANSWERS, IN_LONGER_PERIOD, ASSIGNED_UNIT, ASSIGNED_PERIOD)
    return (
        choice != SPLIT
        and code not in of_one_file
        and not is_about_withdrawal(code)
        and not is_about_signal(code)
        and not code.startswith(f"{PEOPLE_OF_TWO_UNITS}:")
    )


def about_people_of(unit_code: str) -> str:
    """Code of the question whose people they are that a file has in common with one of that unit."""
    return f"{PEOPLE_OF_TWO_UNITS}:{unit_code}"


def about_signal(period_code: str, unit_code: str, signal: str) -> str:
    """Code of the decision about a signal of response quality."""
    return f"{QUALITY_SIGNAL}:{period_code}:{unit_code}:{signal}"


def is_about_signal(code: str) -> bool:
    """Whether a decision explains a signal of response quality."""
    return code.startswith(f"{QUALITY_SIGNAL}:")


def is_about_withdrawal(code: str) -> bool:
    """A withdrawal, or the question whether what was withdrawn counts again."""
    return code == WITHDRAWN or code.startswith(f"{SENT_AFTER_WITHDRAWAL}:")


def is_for_staff(choice: str) -> bool:
    """Whether only staff may choose it: it gives rows to other units or takes rows of theirs, or undoes what staff
    decided."""
    return choice in (SPLIT, OURS, COUNT_AGAIN)


def offered(rows: Iterable[Mapping[str, object]], *, to_staff: bool) -> list[OpenQuestion]:
    """Questions as they are shown, from rows of QUESTION about one file, in order: to staff, or without what only they
    may choose."""
    asked = [row for row in rows if to_staff or not is_for_staff(str(row["choice"]))]
    found = []
    for _, of_question in groupby(asked, key=itemgetter("number")):
        choices = list(of_question)
        shown = [
            {"key": row["choice"], **{name: row[name] for name in ("label", "respondents", "ikm")}} for row in choices
        ]
        said = {"code": choices[0]["code"], "question": choices[0]["question"], "choices": shown}
        found.append(OpenQuestion.model_validate(said))
    return found


NO_DECISIONS: Final = Decisions()


def layout_of(headers: Iterable[Iterable[str]]) -> str:
    """Fingerprint of the headers of a file's tables, sheet by sheet: files of one program of one unit share it."""
    text = "\x1e".join("\x1f".join(sheet) for sheet in headers)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def relevant(answers: Mapping[str, str], asked: Iterable[str]) -> dict[str, str]:
    """The answers to questions that were asked."""
    return {code: answers[code] for code in asked if code in answers}
