"""`skm units`: the registry, and changes of it with what they would change."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from cli.output import at_next_run, console, format_value, indented, show_json, show_table
from cli.status import answers_outside_in_words
from contracts.errors import SkmError
from contracts.home import Home
from contracts.registry import Registry, Unit, load_registry
from contracts.written_dates import read_date
from pipeline import registry_changes
from pipeline.homes import check_prepared
from pipeline.lock import one_run_at_a_time
from pipeline.registry_changes import Consequences
from pipeline.run import begin
from warehouse import published_units
from warehouse.publish import published_version
from warehouse.read import open_published

_COLUMNS = {
    "unit_code": "Kode",
    "unit_name": "Nama",
    "unit_type": "Jenis",
    "valid_from": "Sejak",
    "valid_to": "Sampai",
    "successor": "Penerus",
    "former_names": "Nama lama",
    "responses": "Jawaban",
}
_MOST_NAMED = 10


def show_units(root: Path, *, as_json: bool) -> None:
    """Every unit of the registry, from when to when it is there, and how many answers it has."""
    home = Home(root)
    check_prepared(home)
    registry = load_registry(home.units)
    responses: dict[str, int] = {}
    if published_version(home) is not None:
        with open_published(home) as reader:
            responses = {
                row.of("unit_code", str): row.of("responses", int) for row in published_units.units_with_answers(reader)
            }
    rows = [
        {
            **{name: getattr(unit, name) for name in ("unit_code", "unit_name", "unit_type", "valid_from", "valid_to")},
            "successor": ", ".join(unit.successors) or None,
            "former_names": "; ".join(unit.former_names) or None,
            "responses": responses.get(unit.unit_code, 0),
        }
        for unit in registry.units
    ]
    if as_json:
        show_json({"units": rows})
        return
    # What no unit has needs no room.
    shown = {name: word for name, word in _COLUMNS.items() if any(row[name] not in (None, "") for row in rows)}
    show_table("Daftar unit", rows, shown, right=("responses",), whole=("unit_code",))


def add_unit(
    root: Path, code: str, name: str, unit_type: str, *, first_day: str | None, aliases: Sequence[str], dry_run: bool
) -> None:
    """A new line in the registry."""
    values = {"unit_code": code, "unit_name": name, "unit_type": unit_type}
    if aliases:
        values["aliases"] = "|".join(aliases)
    if first_day:
        values["valid_from"] = _day(first_day).isoformat()
    _change(root, code, lambda text, _: registry_changes.with_new_unit(text, values), dry_run=dry_run)


def rename_unit(root: Path, wanted: str, name: str, *, dry_run: bool) -> None:
    """Another name for a unit; its code, files and series stay."""
    _change(
        root,
        wanted,
        lambda text, registry: registry_changes.with_new_name(text, _unit(registry, wanted), name),
        dry_run=dry_run,
    )


def close_unit(root: Path, wanted: str, last_day: str, successors: Sequence[str], *, dry_run: bool) -> None:
    """The last day of a unit, and the units that took over its work."""
    day = _day(last_day)
    _change(
        root,
        wanted,
        lambda text, registry: registry_changes.with_end(
            text, _unit(registry, wanted), day, [_unit(registry, one).unit_code for one in successors]
        ),
        dry_run=dry_run,
    )


def _change(root: Path, wanted: str, changed: Callable[[str, Registry], str], *, dry_run: bool) -> None:
    home = Home(root)
    check_prepared(home)
    with one_run_at_a_time(home):
        text, before = registry_changes.as_it_is(home)
        new_text = changed(text, before)
        after = registry_changes.checked(home, new_text)
        code = _unit(after, wanted).unit_code
        out = console()
        out.print(f"Sebelum: {_line(before.by_code.get(code))}", markup=False)
        out.print(f"Sesudah: {_line(after.by_code[code])}", markup=False)
        if published_version(home) is not None:
            _show_consequences(registry_changes.consequences(begin(root, None), after))
        if dry_run:
            out.print("Belum ditulis (--dry-run).", markup=False)
            return
        registry_changes.write(home, new_text)
    console().print(f"{home.units.name} ditulis. {at_next_run(root)}", markup=False)


def _show_consequences(found: Consequences) -> None:
    out = console()
    out.print(f"Berkas unit ini sampai sekarang: {format_value(found.files)}.", markup=False)
    for one in found.moved[:_MOST_NAMED]:
        out.print(indented(f"{one.path}: dari {one.before or 'tanpa unit'} ke {one.after or 'tanpa unit (ditolak)'}"))
    if not found.moved:
        out.print(indented("Tidak ada berkas yang berpindah unit."))
    elif len(found.moved) > _MOST_NAMED:
        out.print(indented(f"dan {format_value(len(found.moved) - _MOST_NAMED)} berkas lain yang berpindah"))
    for said, pairs in (
        ("Tidak lagi disebut belum melapor", found.no_longer_missing),
        ("Mulai disebut belum melapor", found.missing_now),
    ):
        if pairs:
            out.print(f"{said}: {', '.join(f'{unit} {code}' for unit, code in pairs[:_MOST_NAMED])}.", markup=False)
    for unit, answers in found.answers_outside:
        out.print(f"{unit}: {answers_outside_in_words(answers)}", markup=False)
    if found.periods:
        out.print(f"Dokumen dibuat ulang: {', '.join(found.periods)}. Periode resmi tidak berubah.", markup=False)


def _unit(registry: Registry, wanted: str) -> Unit:
    """A unit by its code or any of its names. Raises SkmError where there is none."""
    found = registry.by_code.get(wanted) or next(
        (unit for unit in registry.units if wanted.casefold() in map(str.casefold, unit.names)), None
    )
    if found is None:
        raise SkmError(f"Tidak ada unit '{wanted}' dalam daftar. Lihat kode dan namanya: skm units.")
    return found


def _line(unit: Unit | None) -> str:
    if unit is None:
        return "belum ada"
    parts = [f"{unit.unit_code} {unit.unit_name} ({unit.unit_type})"]
    if unit.valid_from:
        parts.append(f"sejak {format_value(unit.valid_from)}")
    if unit.valid_to:
        parts.append(f"sampai {format_value(unit.valid_to)}")
    if unit.successors:
        parts.append(f"diteruskan oleh {', '.join(unit.successors)}")
    if unit.former_names:
        parts.append(f"dulu {'; '.join(unit.former_names)}")
    return ", ".join(parts)


def _day(text: str) -> date:
    written = read_date(text)
    if written is None or written.day_first is None:
        raise SkmError(f"'{text}' bukan tanggal. Tulis misalnya 2025-12-31.")
    return written.day_first
