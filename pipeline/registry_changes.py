"""Changes of the registry: units that are added, renamed, closed, and what that does to files, reports and lateness.

Belongs here: the new text of `units.csv`, what it would change, and refusing a registry that lost a unit with answers,
or gave its name to another.
Not here: what a line may say (`contracts.registry`), the command (`cli.registering`).
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from contracts.atomic_file import write_atomically
from contracts.errors import ConfigurationError, SkmError
from contracts.home import Home
from contracts.periods import parse_period
from contracts.records import Refusal
from contracts.registry import Registry, Unit, load_registry, registry_of
from contracts.shared_columns import WITHOUT_UNSUR
from ingest.intake import load_ledger
from ingest.resolve import resolve
from pipeline import staging
from pipeline.register_lines import MARK, RegisterLines
from warehouse import published, published_units
from warehouse.publish import published_version
from warehouse.read import Row, open_published

if TYPE_CHECKING:
    from pipeline.run import Run


class MovedFile(NamedTuple):
    """A file that another unit would be found for, or none (None)."""

    path: str
    before: str | None
    after: str | None


class Consequences(NamedTuple):
    """What a changed registry changes at the next run."""

    files: int
    """Files of the units whose line changes."""
    moved: tuple[MovedFile, ...]
    no_longer_missing: tuple[tuple[str, str], ...]
    """(unit, period): of those that are not closed."""
    missing_now: tuple[tuple[str, str], ...]
    periods: tuple[str, ...]
    """Periods with documents of these units that are made again: those that are not closed."""
    answers_outside: tuple[tuple[str, int], ...]
    """(unit, answers): of these units, dated before their first day or after their last."""


def refuse_lost_units(home: Home, registry: Registry) -> None:
    """Raises ConfigurationError where units of which answers are published have no line any more, or where their name
    is another unit's now: their answers would be nobody's, or somebody else's."""
    if published_version(home) is None:
        return
    with open_published(home) as reader:
        with_answers = published_units.units_with_answers(reader)
    _refuse_moved_names(home, registry, with_answers)
    lost = [row for row in with_answers if row["unit_code"] not in registry.by_code]
    if not lost:
        return
    named = "; ".join(
        f"{row['unit_code']} {row['unit_name']} ({row['responses']} jawaban, {row['first_year']}–{row['last_year']})"
        for row in lost[:5]
    )
    code = lost[0]["unit_code"]
    raise ConfigurationError(
        f"{home.units.name} tidak lagi memuat {len(lost)} unit yang jawabannya sudah terbit: {named}. Kembalikan "
        "barisnya dengan kode yang sama; kode unit tidak pernah berubah. Unit yang dibubarkan atau digabung ditutup, "
        f"tidak dihapus: skm units close {code} --on 2025-12-31. Yang berganti nama: skm units rename {code} 'nama "
        "baru'. Bila unit itu memang tidak pernah ada, tarik dulu berkasnya dari perhitungan, jalankan skm run, lalu "
        "hapus barisnya."
    )


def _refuse_moved_names(home: Home, registry: Registry, with_answers: Sequence[Row]) -> None:
    """As where somebody sorted the column of names alone: files would be other units', and what is official of a unit
    would stand under another's name."""
    codes = {name.casefold(): unit.unit_code for unit in registry.units for name in unit.names}
    moved = []
    for row in with_answers:
        now = codes.get(str(row["unit_name"]).casefold(), row["unit_code"])
        if now != row["unit_code"]:
            moved.append(f"{row['unit_name']}: {row['unit_code']}, sekarang {now}")
    if not moved:
        return
    raise ConfigurationError(
        f"Dalam {home.units.name} nama {len(moved)} unit yang jawabannya sudah terbit kini milik kode lain: "
        f"{'; '.join(moved[:5])}. Mungkin hanya satu kolom yang diurutkan. Kembalikan setiap nama ke kodenya; kode "
        "unit tidak pernah berubah. Unit yang berganti nama: skm units rename KODE 'nama baru'. Bila yang terbit "
        "itulah yang keliru, tarik dulu berkas unit-unit itu dari perhitungan, jalankan skm run, perbaiki daftarnya, "
        "lalu hitung kembali berkasnya (skm withdraw BERKAS --undo)."
    )


def as_it_is(home: Home) -> tuple[str, Registry]:
    """`units.csv` as text, and the registry in it; that of a new home has no unit yet. Raises ConfigurationError where
    it is not valid."""
    text = home.units.read_bytes().decode("utf-8")
    has_units = any(any(row.values()) for _, row in RegisterLines(text, {}).rows)
    return text, load_registry(home.units) if has_units else Registry(())


def with_new_unit(text: str, values: Mapping[str, str]) -> str:
    """The text with one line more. Raises SkmError where a unit with this code is there."""
    lines = RegisterLines(text, values)
    code = values["unit_code"]
    if any(row.get("unit_code", "").strip().casefold() == code.casefold() for _, row in lines.rows):
        raise SkmError(
            f"Unit {code} sudah ada dalam daftar. Untuk mengganti namanya: skm units rename {code} 'nama baru'."
        )
    lines.append(values)
    return lines.text()


def with_new_name(text: str, unit: Unit, name: str) -> str:
    """The text with another name for a unit; files and letters under the former one are still its own."""
    former = [one for one in unit.former_names if one.casefold() != name.casefold()]
    aliases = [one for one in unit.aliases if one.casefold() != name.casefold()]
    if unit.unit_name.casefold() == name.casefold():
        raise SkmError(f"{unit.unit_code} sudah bernama {unit.unit_name}.")
    changed = {"unit_name": name, "former_names": "|".join([*former, unit.unit_name])}
    if len(aliases) != len(unit.aliases):
        changed["aliases"] = "|".join(aliases)
    return _with_values(text, unit.unit_code, changed)


def with_end(text: str, unit: Unit, last_day: date, successors: Sequence[str]) -> str:
    """The text with the last day of a unit, and who took over its work."""
    changed = {"valid_to": last_day.isoformat()}
    if successors:
        changed["successor"] = "|".join(successors)
    return _with_values(text, unit.unit_code, changed)


def checked(home: Home, text: str) -> Registry:
    """The registry of a new text. Raises ConfigurationError where it is not valid."""
    return registry_of(home.units, text.removeprefix(MARK))


def write(home: Home, text: str) -> None:
    """Replaces `units.csv` whole. Call with the home's lock."""
    write_atomically(home.units, text.encode("utf-8"))


def consequences(run: "Run", after: Registry) -> Consequences:
    """What the next run would do otherwise with this registry, from files that were read and what is published."""
    sightings = run.counted(load_ledger(run.home))
    contents = {one.content_id for one in sightings if one.refusal is None}
    readings = staging.with_parts(staging.load_readings(run.area, contents))
    known = [one for one in sightings if one.refusal is not None or one.content_id in readings]
    found = [
        {file.file_id: (file.path, None if isinstance(file.refusal, Refusal) else file.unit_code) for file in files}
        for files in (resolve(known, readings, registry, run.decisions) for registry in (run.registry, after))
    ]
    changed = {
        code
        for code in {*run.registry.by_code, *after.by_code}
        if run.registry.by_code.get(code) != after.by_code.get(code)
    }
    moved = tuple(
        MovedFile(path, unit, found[1][file_id][1])
        for file_id, (path, unit) in found[0].items()
        if file_id in found[1] and found[1][file_id][1] != unit
    )
    with open_published(run.home) as reader:
        periods = [row.of("period_code", str) for row in published.periods(reader)]
        indexes = {(row["unit_code"], row["period_code"]) for row in published.publishable(reader)}
        apart = {
            (row["unit_code"], row["period_code"])
            for row in published.further_indexes(reader)
            if row["kind"] == WITHOUT_UNSUR
        }
        outside = {
            unit.unit_code: published_units.answers_outside(reader, unit.unit_code, unit.valid_from, unit.valid_to)
            for unit in after.units
            if unit.unit_code in changed
        }
    reported = indexes | apart
    shown = [code for code in periods if parse_period(code).kind in run.settings.reports.kinds]
    opened = [code for code in shown if code not in run.editions.closed]
    missing = [
        {
            (unit.unit_code, code)
            for unit in registry.units
            for code in opened
            if unit.owes(parse_period(code)) and (unit.unit_code, code) not in reported
        }
        for registry in (run.registry, after)
    ]
    return Consequences(
        files=sum(unit in changed for _, unit in found[0].values()),
        moved=moved,
        no_longer_missing=tuple(sorted(missing[0] - missing[1])),
        missing_now=tuple(sorted(missing[1] - missing[0])),
        periods=tuple(code for code in opened if any((unit, code) in reported for unit in changed)),
        answers_outside=tuple((unit, answers) for unit, answers in outside.items() if answers),
    )


def _with_values(text: str, unit_code: str, values: Mapping[str, str]) -> str:
    lines = RegisterLines(text, values)
    for span, row in lines.rows:
        if row.get("unit_code", "").strip() == unit_code:
            lines.change(span, row, values)
    return lines.text()
