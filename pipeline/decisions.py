"""The ledger of decisions in a home: what staff or senders answered, append-only, with who, when and why.

Belongs here: reading it, adding a line, entering what was answered in the portal. Not here: the chain of its lines
(`pipeline.chained_lines`), what a decision means for a reading (`ingest`), the command (`cli.deciding`).
"""

from pathlib import Path
from typing import Final

from pydantic import ValidationError

from contracts.decisions import (
    ABOUT_OLDER_FILES,
    REPLACE,
    SNAPSHOT_MUCH_SMALLER,
    Decision,
    Decisions,
)
from contracts.errors import HomeError
from contracts.home import Home
from pipeline import chained_lines

_CALLED: Final = "Buku keputusan"


def load(home: Home) -> Decisions:
    """Every decision so far. Raises HomeError where a line cannot be read, was changed, or is missing."""
    lines = chained_lines.read(home.decisions, Decision, _CALLED)
    # What `skm accept` wrote before there was a ledger.
    accepted_before = chained_lines.texts(home.archive / "accepted.txt", _CALLED)
    return Decisions(lines=lines, accepted_before=tuple(accepted_before))


def add(home: Home, decisions: Decisions, decision: Decision) -> Decisions:
    """Appends one decision; its `number` and `previous` are given here. Call with the home's lock."""
    line = chained_lines.add(home.decisions, decisions.lines, decision)
    return decisions.model_copy(update={"lines": (*decisions.lines, line)})


def collect(home: Home) -> None:
    """Enters what was answered in the portal into the ledger, in the order it was answered. Call with the home's
    lock. Killed between the two steps of one answer, the next call finds its line and only deletes the file. Raises
    HomeError for a file that is no answer."""
    paths = waiting(home)
    if not paths:
        return
    kept = load(home)
    entered = {(line.content_id, line.code, line.by, line.at) for line in kept.lines}
    for path in paths:
        try:
            answer = Decision.model_validate_json(path.read_bytes())
        except (OSError, ValidationError) as error:
            raise HomeError(
                f"Jawaban {path} tidak dapat dibaca, jadi tidak dicatat. Pindahkan berkas itu, lalu jawab "
                "pertanyaannya sekali lagi."
            ) from error
        if (answer.content_id, answer.code, answer.by, answer.at) not in entered:
            kept = add(home, kept, answer)
        path.unlink()


def waiting(home: Home) -> list[Path]:
    """Answers of the portal that are not yet in the ledger, oldest first."""
    return sorted(home.answers.glob("[!.]*.json"))


def accepted(decisions: Decisions) -> frozenset[str]:
    """Contents that may replace one more than twice their size, because somebody said so of them alone."""
    said = [decisions.contents_with(code, REPLACE) for code in ABOUT_OLDER_FILES]
    return accepted_whole(decisions).union(*said)


def accepted_whole(decisions: Decisions) -> frozenset[str]:
    """Those of them that replace whatever older ones they meet: that they may was all that was asked."""
    return decisions.contents_with(SNAPSHOT_MUCH_SMALLER, REPLACE).union(decisions.accepted_before)
