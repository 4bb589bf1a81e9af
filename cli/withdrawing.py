"""`skm withdraw`: a file that was sent by mistake counts no more, and taking that back."""

from pathlib import Path

from cli.lateness import print_closed_with
from cli.output import at_next_run, console, format_value, indented, this_user
from cli.status import find_contents
from contracts.clock import now
from contracts.decisions import COUNT_AGAIN, WITHDRAWN, Decision, Decisions
from contracts.errors import SkmError
from contracts.records import whole_of
from ingest.intake import load_ledger
from pipeline import decisions
from pipeline.run import Run, one_run
from warehouse import published
from warehouse.read import Reader, Row, open_published

_QUESTION = "Apakah berkas ini dihitung?"
_LABEL = "ditarik, tidak dihitung lagi"


def withdraw_file(root: Path, wanted: str, *, why: str, by: str | None) -> None:
    """Notes that a content counts no more, wherever it lies, with all its parts and its corrections. Raises SkmError
    where there is none, or it was withdrawn before."""
    with one_run(root, None) as (run, _), open_published(run.home) as reader:
        meant = find_contents(reader, wanted, not_published_yet(run, reader))
        standing = [file for file in meant if _withdrawal(run.decisions, file) is None]
        if not standing:
            before = _withdrawal(run.decisions, meant[-1])
            raise SkmError(f"{meant[-1]['path']} sudah ditarik (keputusan {before.number if before else '-'}).")
        content_id, path = whole_of(standing[-1].of("content_id", str)), standing[-1].of("path", str)
        if not content_id:
            raise SkmError(
                f"{path} tidak pernah diarsipkan, jadi tidak ada yang dapat ditarik: {standing[-1]['reason']}"
            )
        decision = Decision(
            number=0,
            content_id=content_id,
            path=path,
            code=WITHDRAWN,
            question=_QUESTION,
            choice=WITHDRAWN,
            label=_LABEL,
            why=why,
            by=by or this_user(),
            # By the run's clock: whatever was seen so far is older, also where the computer's was set back.
            at=run.started_at,
        )
        kept = decisions.add(run.home, run.decisions, decision)
        out = console()
        out.print(f"Keputusan {len(kept.lines)} dicatat: {path} {_LABEL}.", markup=False)
        same = _of_content(reader, content_id)
        answers = sum(file.of("rows_accepted", int) for file in same)
        others = sorted({file.of("path", str) for file in same} - {path})
        if answers:
            out.print(indented(f"{format_value(answers)} barisnya dihitung sampai sekarang."))
        if not same:
            out.print(indented("Isi ini datang sesudah yang terbit sekarang; yang terbit tidak memuatnya."))
        if others:
            out.print(indented(f"Salinannya ikut ditarik: {', '.join(others)}"))
        print_closed_with(run, same)
    out.print(at_next_run(root), markup=False)


def let_count_again(root: Path, wanted: str, *, why: str, by: str | None) -> None:
    """Takes the withdrawal of a file back; both lines stay in the ledger. Raises SkmError where there is none."""
    with one_run(root, None) as (run, _), open_published(run.home) as reader:
        meant = find_contents(reader, wanted, not_published_yet(run, reader))
        withdrawals = [one for file in meant if (one := _withdrawal(run.decisions, file)) is not None]
        if not withdrawals:
            raise SkmError(f"{meant[-1]['path']} tidak ditarik. Lihat 'skm decide' untuk keputusan yang berlaku.")
        line = withdrawals[-1].taken_back(why=why, by=by or this_user(), at=now())
        decisions.add(run.home, run.decisions, line)
    out = console()
    out.print(f"Penarikan {line.path} (keputusan {line.undoes}) dibatalkan.", markup=False)
    out.print(at_next_run(root), markup=False)


def not_published_yet(run: Run, reader: Reader) -> list[Row]:
    """Contents that lie in the archive, and that what is published was made without, as those that came before it was
    gone back to: what identifies them, as `warehouse.published.files` has it."""
    there = {(file["path"], whole_of(file.of("content_id", str))) for file in published.files(reader)}
    return [
        Row(**one.model_dump(include={"file_id", "content_id", "path", "first_seen_at"}), status="", rows_accepted=0)
        for one in run.counted(load_ledger(run.home))
        if one.refusal is None and (one.path, one.content_id) not in there
    ]


def _withdrawal(decided: Decisions, file: Row) -> Decision | None:
    """The decision that withdrew the content of a file, where it holds."""
    found = decided.withdrawals.get(whole_of(file.of("content_id", str)))
    return None if found is None or found.answer == COUNT_AGAIN else found.decision


def _of_content(reader: Reader, content_id: str) -> list[Row]:
    return [file for file in published.files(reader) if whole_of(file.of("content_id", str)) == content_id]
