"""The ledger of decisions in a home: what staff or senders answered, append-only, with who, when and why.

Belongs here: reading it, checking that nothing was changed or cut out, adding a line, entering
what was answered in the portal. Not here: what a decision means
for a reading (`ingest`), the command (`cli.deciding`).
"""

from pathlib import Path

from pydantic import ValidationError

from contracts.atomic_file import append_durably
from contracts.decisions import REPLACE, SNAPSHOT_MUCH_SMALLER, Decision, Decisions
from contracts.errors import HomeError
from contracts.home import Home


def load(home: Home) -> Decisions:
    """Every decision so far. Raises HomeError where a line cannot be read, was changed, or is missing."""
    accepted_before = _lines(home, home.archive / "accepted.txt")  # what `skm accept` wrote before there was a ledger
    lines = _lines(home, home.decisions)
    found: list[Decision] = []
    for number, line in enumerate(lines, start=1):
        try:
            decision = Decision.model_validate_json(line)
        except ValidationError as error:
            raise _damaged(home, f"baris {number} tidak dapat dibaca") from error
        if decision.number != number or decision.previous != (found[-1].hash if found else ""):
            raise _damaged(home, f"baris {number} tidak menyambung baris sebelumnya")
        found.append(decision)
    return Decisions(lines=tuple(found), accepted_before=tuple(accepted_before))


def add(home: Home, decisions: Decisions, decision: Decision) -> Decisions:
    """Appends one decision; its `number` and `previous` are given here. Call with the home's lock."""
    update = {"number": len(decisions.lines) + 1, "previous": decisions.state}
    line = decision.model_copy(update=update)
    append_durably(home.decisions, line.model_dump_json())
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
    """Contents that may replace one more than twice their size."""
    return decisions.contents_with(SNAPSHOT_MUCH_SMALLER, REPLACE) | frozenset(decisions.accepted_before)


def _lines(home: Home, path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        raise _damaged(home, "tidak dapat dibaca") from error


def _damaged(home: Home, what: str) -> HomeError:
    return HomeError(
        f"Buku keputusan {home.decisions} rusak: {what}. Yang sudah terbit tidak berubah. Kembalikan berkas itu dari "
        "cadangan ('skm restore'), lalu jalankan lagi."
    )
