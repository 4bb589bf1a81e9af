"""Answers to questions about a file: what a form chose, and handing it over to the next run.

Belongs here: reading the form (`portal/templates/server/pertanyaan.html`), the folder of answers. Not here: the pages
that ask (`upload_pages`, `question_pages`), the ledger, which only a run with the home's lock writes
(`pipeline.decisions`).
"""

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple

from contracts.atomic_file import write_atomically
from contracts.decisions import Decision, Decisions, may_hold_for_layout
from contracts.home import Home
from contracts.records import OpenQuestion
from contracts.safe_text import shown_line

CHOSEN: Final = "jawab-"
"""Begins the names of the fields with choices: `jawab-1` is the first question's."""
WHY: Final = "alasan"
FOR_LAYOUT: Final = "seterusnya"
LONGEST_WHY: Final = 500


class AnswerError(Exception):
    """A form that answers nothing: a sentence for who sent it."""


class AnsweredFile(NamedTuple):
    """The file that is answered about. `unit_code` and `layout` where an answer may hold for more files than this."""

    content_id: str
    path: str
    unit_code: str | None = None
    layout: str | None = None


def answers_in(
    form: Mapping[str, str], questions: Sequence[OpenQuestion], file: AnsweredFile, *, by: str, at: datetime
) -> tuple[Decision, ...]:
    """What a form decided, without a place in the ledger. Raises AnswerError where nothing was chosen, something that
    was not offered, or no reason was given."""
    chosen = [
        (number, form[f"{CHOSEN}{number}"]) for number in range(1, len(questions) + 1) if form.get(f"{CHOSEN}{number}")
    ]
    known = {f"{CHOSEN}{number}" for number in range(1, len(questions) + 1)}
    if any(name.startswith(CHOSEN) and name not in known for name in form):
        raise AnswerError("Pertanyaan itu tidak ada, atau sudah dijawab. Muat ulang halaman ini, lalu jawab lagi.")
    if not chosen:
        raise AnswerError("Pilih satu jawaban.")
    why = reason_in(form)
    for_layout = FOR_LAYOUT in form and bool(file.unit_code and file.layout)
    found: list[Decision] = []
    for number, key in chosen:
        question = questions[number - 1]
        choice = next((one for one in question.choices if one.key == key), None)
        if choice is None:
            raise AnswerError(f"Jawaban untuk pertanyaan {number} bukan salah satu pilihannya. Pilih salah satu.")
        goes_on = for_layout and may_hold_for_layout(question.code, choice.key)
        found.append(
            Decision(
                number=0,
                content_id=file.content_id,
                path=file.path,
                unit_code=file.unit_code if goes_on else None,
                layout=file.layout if goes_on else None,
                code=question.code,
                question=question.question,
                choice=choice.key,
                label=choice.label,
                why=why,
                by=by,
                at=at,
            )
        )
    return tuple(found)


def reason_in(form: Mapping[str, str]) -> str:
    """The reason that a form gives. Raises AnswerError where there is none, or too long a one."""
    why = " ".join(shown_line(form.get(WHY, "")).split())
    if not why:
        raise AnswerError("Tulis alasan jawaban Anda, misalnya dari mana Anda mengetahuinya.")
    if len(why) > LONGEST_WHY:
        raise AnswerError(f"Alasan terlalu panjang. Tulis paling banyak {LONGEST_WHY} huruf.")
    return why


def hand_over(home: Home, decisions: Iterable[Decision]) -> list[Path]:
    """Leaves decisions for the next run, each whole or not at all; their files, by the order of the decisions."""
    home.answers.mkdir(mode=0o700, exist_ok=True)
    written: list[Path] = []
    for number, decision in enumerate(decisions):
        name = f"{decision.at:%Y%m%dT%H%M%S%f}-{number:03d}-{secrets.token_hex(8)}.json"
        written.append(home.answers / name)
        write_atomically(written[-1], decision.model_dump_json().encode())
    return written


def take_back(home: Home, decisions: Iterable[Decision]) -> None:
    """Removes decisions that were handed over for a file that did not arrive, where no run has entered them yet."""
    wanted = set(decisions)
    for path in home.answers.glob("[!.]*.json") if wanted else ():
        if wanted.intersection(_readable([path])):
            path.unlink(missing_ok=True)


def decided(home: Home) -> list[Decision]:
    """Decisions that stand: of the ledger, and those that no run has entered into it yet. What cannot be read is left
    out: the next run stops at it and says so."""
    waiting = sorted(home.answers.glob("[!.]*.json"))
    return list(Decisions(lines=tuple(_readable([home.decisions, *waiting]))).standing)


def _readable(paths: Iterable[Path]) -> Iterator[Decision]:
    for path in paths:
        try:
            yield from map(Decision.model_validate_json, path.read_text(encoding="utf-8").splitlines())
        except (OSError, ValueError):
            continue  # of an answer: just entered
