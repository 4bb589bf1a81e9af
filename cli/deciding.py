"""`skm decide` and `skm accept`: the questions a file leaves open, what each choice would give, and answering them."""

from collections.abc import Sequence
from pathlib import Path

from cli.output import console, indented, show_json, this_user
from cli.status import find_file
from contracts.clock import now
from contracts.decisions import REPLACE, SNAPSHOT_MUCH_SMALLER, Decision
from contracts.errors import SkmError
from contracts.home import Home
from contracts.method import WEIGHTS
from contracts.records import Choice, Doubt, Reading
from contracts.settings import Settings
from ingest.identify import UnitNames, identify_unit
from pipeline import decisions, staging
from pipeline.lock import one_run_at_a_time
from pipeline.run import Run, begin
from transforms.figures.index import index_of_totals
from warehouse.read import Row, open_published


def show_questions(root: Path, wanted: str, *, as_json: bool) -> int:
    """The open questions of a file, each choice with what it would give, and what was decided. Returns how many are
    open."""
    run = begin(root, None)
    file = _file(run.home, wanted)
    reading = _reading(run, file)
    path = file.of("path", str)
    answered = [line for line in run.decisions.standing if line.content_id == reading.content_id]
    if as_json:
        show_json({"file": file, "questions": reading.doubts, "decisions": answered})
        return len(reading.doubts)
    out = console()
    out.print(path, markup=False, style="bold")
    for number, doubt in enumerate(reading.doubts, start=1):
        out.print(indented(f"{number}. {doubt.question}"))
        for choice in doubt.choices:
            out.print(indented(f"   {choice.key}  {choice.label}{_consequence(choice, run.settings)}"))
    for line in answered:
        out.print(indented(f"Keputusan {line.number}: {line.label} ({line.by}, {line.at:%d-%m-%Y}: {line.why})"))
    if reading.doubts:
        first = reading.doubts[0].choices[0].key
        out.print(indented(f'Jawab dengan: skm decide "{path}" 1={first} --why "…"'))
    elif not answered:
        out.print(indented("Tidak ada pertanyaan tentang berkas ini."))
    return len(reading.doubts)


def answer_questions(
    root: Path, wanted: str, answers: Sequence[str], *, why: str, by: str | None, for_layout: bool
) -> None:
    """Writes the answers ("1=b") into the ledger. `for_layout`: they hold for every file of the unit with the same
    headers too. Raises SkmError for a question or a choice that does not exist, before anything is written."""
    home = Home(root)
    with one_run_at_a_time(home):
        run = begin(root, None)
        file = _file(home, wanted)
        reading = _reading(run, file)
        unit_code = _unit_of(run, reading, file) if for_layout else None
        chosen = [_chosen(reading, answer) for answer in answers]
        kept = run.decisions
        for doubt, choice in chosen:
            decision = Decision(
                number=0,
                content_id=reading.content_id,
                path=file.of("path", str),
                unit_code=unit_code,
                layout=reading.layout if for_layout else None,
                code=doubt.code,
                question=doubt.question,
                choice=choice.key,
                label=choice.label,
                why=why,
                by=by or this_user(),
                at=now(),
            )
            kept = decisions.add(home, kept, decision)
            console().print(f"Keputusan {len(kept.lines)} dicatat: {choice.label}.", markup=False)
    console().print(f"Berlaku pada konsolidasi berikutnya: skm run --home {root}", markup=False)


def take_back(root: Path, number: int, *, why: str, by: str | None) -> None:
    """Takes a decision back; its line stays in the ledger. Raises SkmError where it does not stand."""
    home = Home(root)
    with one_run_at_a_time(home):
        kept = decisions.load(home)
        decision = next((line for line in kept.standing if line.number == number), None)
        if decision is None:
            raise SkmError(f"Tidak ada keputusan {number} yang berlaku. Lihat 'skm decide' untuk daftarnya.")
        decisions.add(home, kept, decisions.taking_back(decision, why=why, by=by or this_user(), at=now()))
    console().print(f"Keputusan {number} dibatalkan. Jalankan skm run --home {root}", markup=False)


def show_decisions(root: Path, *, as_json: bool) -> None:
    """Every decision that stands."""
    standing = decisions.load(Home(root)).standing
    if as_json:
        show_json({"decisions": standing})
        return
    for line in standing:
        console().print(f"{line.number}. {line.path}", markup=False, style="bold")
        reach = " (berlaku juga untuk berkas lain unit ini dengan judul kolom yang sama)" if line.is_for_layout else ""
        console().print(indented(f"{line.question} → {line.label}{reach}"))
        console().print(indented(f"{line.by}, {line.at:%d-%m-%Y %H.%M}: {line.why}"))
    if not standing:
        console().print("Belum ada keputusan.", markup=False)


def accept_held(root: Path, wanted: str, *, by: str | None = None) -> None:
    """Notes that a held file is to replace the one more than twice its size."""
    home = Home(root)
    with one_run_at_a_time(home):
        file = _file(home, wanted)
        if file["status"] != "held" or file["reason_code"] != "much_smaller":
            raise SkmError(
                f"{file['path']} tidak sedang ditahan karena jauh lebih kecil. Lihat 'skm status' atau 'skm decide'."
            )
        decision = Decision(
            number=0,
            content_id=file.of("content_id", str),
            path=file.of("path", str),
            code=SNAPSHOT_MUCH_SMALLER,
            question="Berkas ini jauh lebih kecil daripada yang digantikannya.",
            choice=REPLACE,
            label="gantikan yang lama",
            why="skm accept",
            by=by or this_user(),
            at=now(),
        )
        decisions.add(home, decisions.load(home), decision)
    console().print(f"{file['path']} akan diterima. Jalankan skm run --home {root}", markup=False)


def _file(home: Home, wanted: str) -> Row:
    with open_published(home) as reader:
        return find_file(reader, wanted)


def _reading(run: Run, file: Row) -> Reading:
    content_id = file.of("content_id", str)
    reading = staging.load_readings(run.area, [content_id]).get(content_id)
    if reading is None:
        raise SkmError(f"{file['path']} belum dibaca oleh program yang sekarang. Jalankan 'skm run' dulu.")
    return reading


def _unit_of(run: Run, reading: Reading, file: Row) -> str:
    unit = identify_unit(reading.naming, file.of("path", str), UnitNames(run.registry))
    if not isinstance(unit, str):
        raise SkmError(f"Unit dari {file['path']} belum dapat ditentukan: {unit.message}")
    return unit


def _chosen(reading: Reading, answer: str) -> tuple[Doubt, Choice]:
    number, _, key = answer.partition("=")
    doubts = reading.doubts
    if not number.strip().isdecimal() or not 1 <= int(number) <= len(doubts):
        raise SkmError(f"'{answer}': pertanyaan bernomor 1 sampai {len(doubts)}. Tulis misalnya 1=b.")
    doubt = doubts[int(number) - 1]
    choice = next((one for one in doubt.choices if one.key == key.strip()), None)
    if choice is None:
        keys = ", ".join(one.key for one in doubt.choices)
        raise SkmError(f"'{answer}': pilihan pertanyaan {number} adalah {keys}.")
    return doubt, choice


def _consequence(choice: Choice, settings: Settings) -> str:
    if choice.respondents is None:
        return ""
    if not choice.respondents:
        return " → tidak ada responden yang dihitung"
    ikm = index_of_totals(choice.totals, choice.respondents, WEIGHTS[settings.method.weight])
    return f" → {choice.respondents} responden, IKM {str(ikm).replace('.', ',')}"
