"""`skm assign`: whose a file is, and of which period, said by a person; and taking that back."""

from pathlib import Path

from cli.explaining import find_unit
from cli.lateness import print_closed_with
from cli.output import at_next_run, console, this_user, to_type
from cli.status import find_contents
from cli.withdrawing import not_published_yet
from contracts.clock import now
from contracts.decisions import ASSIGNED_PERIOD, ASSIGNED_UNIT, Decision
from contracts.errors import SkmError
from contracts.records import Reading, whole_of
from pipeline import decisions, staging
from pipeline.asked_words import asked_period
from pipeline.run import Run, one_run
from warehouse.read import Reader, Row, open_published

_QUESTIONS = {ASSIGNED_UNIT: "Milik unit mana berkas ini?", ASSIGNED_PERIOD: "Tentang periode mana berkas ini?"}


def assign_file(root: Path, wanted: str, *, unit: str | None, period: str | None, why: str, by: str | None) -> None:
    """Notes whose the content of a file is, and of which period, whatever folder, name and titles say. Raises SkmError
    where its rows say that themselves, or no such unit or period is known; then nothing is noted."""
    with one_run(root, None) as (run, _), open_published(run.home) as reader:
        file = find_contents(reader, wanted, not_published_yet(run, reader))[-1]
        path, content_id = file.of("path", str), file.of("content_id", str)
        if not file["status"]:
            raise SkmError(f"Isi {path} yang terbaru belum dihitung. Jalankan 'skm run' dulu.")
        _check(file, _reading(run, file), with_period=period is not None)
        chosen = [*_unit(run, reader, unit), *_period(period)]
        kept, out = run.decisions, console()
        for code, choice, label in chosen:
            decision = Decision(
                number=0,
                content_id=content_id,
                path=path,
                code=code,
                question=_QUESTIONS[code],
                choice=choice,
                label=label,
                why=why,
                by=by or this_user(),
                at=now(),
            )
            kept = decisions.add(run.home, kept, decision)
            out.print(f"Keputusan {len(kept.lines)} dicatat: {path} → {label}.", markup=False)
        print_closed_with(run, [file])
    out.print(at_next_run(root), markup=False)


def take_assignment_back(root: Path, wanted: str, *, why: str, by: str | None) -> None:
    """The file, its folder and its titles say again whose it is. Raises SkmError where nobody had said otherwise."""
    with one_run(root, None) as (run, _), open_published(run.home) as reader:
        file = find_contents(reader, wanted)[-1]
        found = [run.decisions.latest(code).get(file.of("content_id", str)) for code in _QUESTIONS]
        standing = [one for one in found if one is not None]
        if not standing:
            raise SkmError(f"Tidak ada keputusan 'skm assign' tentang {file['path']}.")
        kept = run.decisions
        for decision in standing:
            kept = decisions.add(run.home, kept, decision.taken_back(why=why, by=by or this_user(), at=now()))
            console().print(f"Keputusan {decision.number} ({decision.label}) dibatalkan.", markup=False)
    console().print(at_next_run(root), markup=False)


def _reading(run: Run, file: Row) -> Reading:
    content_id = file.of("content_id", str)
    if not content_id:
        raise SkmError(f"{file['path']} tidak pernah diarsipkan, jadi tidak ada isinya yang dapat dihitung.")
    reading = staging.with_parts(staging.load_readings(run.area, [whole_of(content_id)])).get(content_id)
    if reading is None:
        raise SkmError(f"{file['path']} belum dibaca oleh program yang sekarang. Jalankan 'skm run' dulu.")
    return reading


def _check(file: Row, reading: Reading, *, with_period: bool) -> None:
    """Raises SkmError where the rows of a file say themselves what would be decided here."""
    path = file["path"]
    if reading.is_correction:
        raise SkmError(f"{path} adalah lembar perbaikan: unit dan periodenya mengikuti berkas asalnya.")
    if reading.several_units or reading.unit_code is not None:
        raise SkmError(
            f"Baris {path} menyebut unitnya sendiri-sendiri. Lihat pertanyaannya: skm decide {to_type(path)}"
        )
    if with_period and (reading.dated or reading.period_code is not None or reading.period_asked):
        raise SkmError(f"Baris {path} bertanggal atau menyebut periodenya sendiri; periodenya menurut barisnya.")


def _unit(run: Run, reader: Reader, wanted: str | None) -> list[tuple[str, str, str]]:
    if wanted is None:
        return []
    if wanted in run.registry.by_code:
        return [(ASSIGNED_UNIT, wanted, run.registry.by_code[wanted].unit_name)]
    unit = find_unit(reader, wanted)
    code, name = unit.of("unit_code", str), unit.of("unit_name", str)
    if code not in run.registry.by_code:
        raise SkmError(f"{name} ({code}) tidak ada lagi dalam daftar unit.")
    return [(ASSIGNED_UNIT, code, name)]


def _period(wanted: str | None) -> list[tuple[str, str, str]]:
    if wanted is None:
        return []
    period = asked_period(wanted)
    return [(ASSIGNED_PERIOD, period.code, period.label)]
