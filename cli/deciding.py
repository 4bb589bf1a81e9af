"""`skm decide` and `skm accept`: the questions a file leaves open, what each choice would give, and answering them."""

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from cli.output import at_next_run, console, format_value, indented, show_json, this_user, to_type
from cli.status import find_file
from contracts.clock import now
from contracts.decisions import ABOUT_OLDER_FILES, REPLACE, SNAPSHOT_MUCH_SMALLER, Decision
from contracts.errors import SkmError
from contracts.home import Home
from pipeline import decisions
from pipeline.run import one_run
from reports.wording.file_words import STATUSES
from warehouse import published
from warehouse.read import Row, open_published


def show_questions(root: Path, wanted: str, *, as_json: bool) -> None:
    """The open questions of a file, each choice with what it would give, and what was decided."""
    file, asked = _questions(Home(root), wanted)
    with open_published(Home(root)) as reader:
        decided = published.decisions(reader, file.of("content_id", str))
    if as_json:
        show_json({"file": file, "questions": asked, "decisions": decided})
        return
    out = console()
    out.print(format_value(file["path"]), markup=False, style="bold")
    for number, choices in groupby(asked, key=lambda row: row.of("number", int)):
        offered = list(choices)
        out.print(indented(f"{number}. {offered[0]['question']}"))
        for row in offered:
            out.print(indented(f"   {row['choice']}  {row['label']}{_consequence(row)}"))
    for line in decided:
        out.print(indented(f"Keputusan {line['number']}: {line['label']} ({line['decided_by']}: {line['why']})"))
    if asked:
        out.print(indented(f'Jawab dengan: skm decide {to_type(file["path"])} 1={asked[0]["choice"]} --why "…"'))
    elif not decided:
        out.print(indented("Tidak ada pertanyaan tentang berkas ini."))


def answer_questions(
    root: Path, wanted: str, answers: Sequence[str], *, why: str, by: str | None, for_layout: bool
) -> None:
    """Writes the answers ("1=b") into the ledger. `for_layout`: they hold for every file of the unit with the same
    headers too. Raises SkmError for a question or a choice that does not exist, before anything is written."""
    with one_run(root, None) as (run, _):
        file, asked = _questions(run.home, wanted)
        chosen = [_chosen(asked, answer) for answer in answers]
        unit_code, layout = _unit_and_layout(file) if for_layout else (None, None)
        kept = run.decisions
        for row in chosen:
            decision = Decision(
                number=0,
                content_id=file.of("content_id", str),
                path=file.of("path", str),
                unit_code=unit_code,
                layout=layout,
                code=row.of("code", str),
                question=row.of("question", str),
                choice=row.of("choice", str),
                label=row.of("label", str),
                why=why,
                by=by or this_user(),
                at=now(),
            )
            kept = decisions.add(run.home, kept, decision)
            alone = " Hanya untuk berkas ini." if for_layout and not decision.is_for_layout else ""
            console().print(f"Keputusan {len(kept.lines)} dicatat: {row['label']}.{alone}", markup=False)
    console().print(at_next_run(root), markup=False)


def take_back(root: Path, number: int, *, why: str, by: str | None) -> None:
    """Takes a decision back; its line stays in the ledger. Raises SkmError where it does not stand."""
    with one_run(root, None) as (run, _):
        decision = next((line for line in run.decisions.standing if line.number == number), None)
        if decision is None:
            raise SkmError(f"Tidak ada keputusan {number} yang berlaku. Lihat 'skm decide' untuk daftarnya.")
        line = decision.taken_back(why=why, by=by or this_user(), at=now())
        decisions.add(run.home, run.decisions, line)
    console().print(f"Keputusan {number} dibatalkan. {at_next_run(root)}", markup=False)


def show_decisions(root: Path, *, as_json: bool) -> None:
    """Every decision that stands."""
    standing = decisions.load(Home(root)).standing
    if as_json:
        show_json({"decisions": standing})
        return
    for line in standing:
        console().print(f"{line.number}. {line.path}", markup=False, style="bold")
        reach = " (juga untuk berkas lain unit ini dengan judul kolom yang sama)" if line.is_for_layout else ""
        console().print(indented(f"{line.question} → {line.label}{reach}"))
        console().print(indented(f"{line.by}, {line.at:%d-%m-%Y %H.%M}: {line.why}"))
    if not standing:
        console().print("Belum ada keputusan.", markup=False)


def accept_held(root: Path, wanted: str, *, why: str, by: str | None) -> None:
    """Notes that a held file is to replace the older ones that it was held for."""
    with one_run(root, None) as (run, _), open_published(run.home) as reader:
        file = find_file(reader, wanted)
        asked = {row["code"] for row in published.questions(reader, file.of("file_id", str))}
        if file["reason_code"] != "much_smaller" and asked.isdisjoint(ABOUT_OLDER_FILES):
            status = STATUSES[file.of("status", str)]
            raise SkmError(
                f"{file['path']} tidak sedang ditahan karena akan menggantikan yang lama (status: {status})."
            )
        decision = Decision(
            number=0,
            content_id=file.of("content_id", str),
            path=file.of("path", str),
            code=SNAPSHOT_MUCH_SMALLER,
            question="Berkas ini akan menggantikan yang lama.",
            choice=REPLACE,
            label="gantikan yang lama",
            why=why,
            by=by or this_user(),
            at=now(),
        )
        decisions.add(run.home, run.decisions, decision)
    console().print(f"{file['path']} akan diterima. {at_next_run(root)}", markup=False)


def _questions(home: Home, wanted: str) -> tuple[Row, list[Row]]:
    """A file and its open questions, as the published version has them."""
    with open_published(home) as reader:
        file = find_file(reader, wanted)
        return file, published.questions(reader, file.of("file_id", str))


def _unit_and_layout(file: Row) -> tuple[str, str]:
    if file["unit_code"] is None:
        raise SkmError(f"Unit dari {file['path']} belum dapat ditentukan: {file['reason']}")
    return file.of("unit_code", str), file.of("layout", str)


def _chosen(asked: Sequence[Row], answer: str) -> Row:
    number, _, key = answer.partition("=")
    numbers = sorted({row.of("number", int) for row in asked})
    offered = [row for row in asked if str(row["number"]) == number.strip()]
    if not asked:
        raise SkmError("Tidak ada pertanyaan tentang berkas ini.")
    if not offered:
        raise SkmError(f"'{answer}': pertanyaan bernomor {numbers[0]} sampai {numbers[-1]}. Tulis misalnya 1=count.")
    row = next((row for row in offered if row["choice"] == key.strip()), None)
    if row is None:
        keys = ", ".join(str(row["choice"]) for row in offered)
        raise SkmError(f"'{answer}': pilihan pertanyaan {number} adalah {keys}.")
    return row


def _consequence(row: Row) -> str:
    if row["respondents"] is None:
        return ""
    if not row["respondents"]:
        return " → tidak ada responden yang dihitung"
    return f" → {format_value(row['respondents'])} responden, IKM {format_value(row['ikm'])}"
