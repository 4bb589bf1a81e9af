"""`skm services`: the register of services, what is proposed for a unit, and entering that.

Not here: figures of services (`cli.service_figures`).
"""

from collections.abc import Sequence
from pathlib import Path

from cli.explaining import find_unit
from cli.output import at_next_run, console, format_value, indented, show_json, show_table
from contracts.errors import SkmError
from contracts.home import Home
from contracts.registry import load_registry
from contracts.services import LEAST_ANSWERS
from pipeline import service_register
from pipeline.homes import check_prepared
from pipeline.lock import one_run_at_a_time
from transforms.services import ProposedService
from warehouse import published_services
from warehouse.publish import published_version
from warehouse.read import open_published

_COLUMNS = {
    "unit_code": "Unit",
    "service_code": "Kode",
    "service_name": "Layanan",
    "aliases": "Ditulis juga",
    "valid_from": "Sejak",
    "valid_to": "Sampai",
    "charged": "Berbiaya",
}
_PROPOSED = {"service_code": "Kode", "service_name": "Layanan", "answers": "Jawaban", "spellings": "Ditulis", "is": ""}


def show_services(root: Path, *, as_json: bool) -> None:
    """Every registered service; and which units name services in their answers but have none registered."""
    home = Home(root)
    check_prepared(home)
    services = service_register.load(home, load_registry(home.units))
    naming = []
    if published_version(home) is not None:
        with open_published(home) as reader:
            naming = published_services.units_naming_services(reader)
    without = [row for row in naming if row["unit_code"] not in services.units]
    rows = [{**vars(one), "aliases": "; ".join(one.aliases) or None} for one in services.services]
    if as_json:
        show_json({"services": rows, "units_without_services": without})
        return
    # What no service has needs no room.
    shown = {name: word for name, word in _COLUMNS.items() if any(row[name] not in (None, "") for row in rows)}
    show_table("Daftar layanan", rows, shown or _COLUMNS, whole=("unit_code", "service_code"), empty="belum ada.")
    for row in without:
        console().print(
            f"{row['unit_name']}: {format_value(row['responses'])} jawaban menyebut layanan, "
            f"{format_value(row['spellings'])} tulisan. Usulan daftarnya: skm services propose {row['unit_code']}",
            markup=False,
        )


def show_proposal(root: Path, wanted: str, least: int | None, *, as_json: bool) -> None:
    """What is proposed for a unit, with how many answers have each spelling."""
    home = Home(root)
    check_prepared(home)
    unit_code, unit_name, proposed = _proposal(home, wanted, least)
    if as_json:
        show_json({"unit": unit_code, "proposed": [vars(one) | {"answers": one.answers} for one in proposed]})
        return
    rows = [
        {
            "service_code": one.service_code,
            "service_name": one.service_name,
            "answers": one.answers,
            "spellings": "; ".join(f"{text} ({format_value(count)})" for text, count in one.spellings),
            "is": "tulisan lain" if one.registered else "baru",
        }
        for one in proposed
    ]
    title = f"Usulan layanan {unit_name}"
    show_table(
        title, rows, _PROPOSED, right=("answers",), whole=("service_code",), empty="tidak ada yang perlu didaftar."
    )
    if proposed:
        console().print(
            f"Belum ada yang ditulis. Daftarkan semuanya: skm services accept {unit_code}; sebagian: sebut kodenya. "
            "Nama, alias, masa berlaku, dan biaya dapat diubah sesudahnya dalam services.csv.",
            markup=False,
        )


def accept_services(root: Path, wanted: str, codes: Sequence[str], least: int | None, *, dry_run: bool) -> None:
    """Enters what is proposed for a unit into `services.csv`: all of it, or the services named."""
    home = Home(root)
    check_prepared(home)
    with one_run_at_a_time(home):
        unit_code, unit_name, proposed = _proposal(home, wanted, least)
        accepted = _chosen(proposed, codes)
        if not accepted:
            console().print(f"Tidak ada usulan layanan untuk {unit_name}.", markup=False)
            return
        text = service_register.with_accepted(service_register.as_it_is(home), unit_code, accepted)
        service_register.checked(home, text, load_registry(home.units))
        for one in accepted:
            words = "; ".join(spelling for spelling, _ in one.spellings)
            new = "tulisan lain" if one.registered else "layanan baru"
            console().print(indented(f"{one.service_code}, {new}: {words} ({format_value(one.answers)} jawaban)"))
        if dry_run:
            console().print("Belum ditulis (--dry-run).", markup=False)
            return
        service_register.write(home, text)
    console().print(f"{home.services.name} ditulis. {at_next_run(root)}", markup=False)


def _proposal(home: Home, wanted: str, least: int | None) -> tuple[str, str, tuple[ProposedService, ...]]:
    """Code and name of a unit, and what is proposed for it."""
    services = service_register.load(home, load_registry(home.units))
    with open_published(home) as reader:
        unit = find_unit(reader, wanted)
        unit_code = unit.of("unit_code", str)
        proposed = service_register.proposal(reader, services, unit_code, least or LEAST_ANSWERS)
    return unit_code, unit.of("unit_name", str), proposed


def _chosen(proposed: Sequence[ProposedService], codes: Sequence[str]) -> list[ProposedService]:
    known = {one.service_code.casefold(): one for one in proposed}
    unknown = [code for code in codes if code.casefold() not in known]
    if unknown:
        raise SkmError(
            f"'{unknown[0]}' bukan kode dalam usulan. Yang diusulkan: "
            f"{', '.join(one.service_code for one in proposed) or 'tidak ada'}."
        )
    return [known[code.casefold()] for code in dict.fromkeys(codes)] if codes else list(proposed)
