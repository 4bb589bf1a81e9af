"""`skm explain UNIT PERIOD --service` and `skm rank --service`: figures of services.

Not here: those of units (`cli.explaining`, `cli.ranking`), the register (`cli.service_register`).
"""

from collections.abc import Collection, Sequence
from pathlib import Path

from cli.explaining import chain_json, find_unit, print_chain
from cli.lateness import edition_state
from cli.output import console, format_value, show_json, show_table
from cli.ranking import chosen_period, unranked
from contracts.errors import SkmError
from contracts.home import Home
from contracts.method import EXACT_WEIGHT, WEIGHTS
from contracts.periods import parse_period
from contracts.register_rows import several
from contracts.services import UNKNOWN_SERVICE
from contracts.written_words import word_key
from pipeline.asked_words import did_you_mean
from pipeline.earlier_warehouses import reader_of
from transforms.figures.explanation import chain, totals_by_unsur
from transforms.services import same_service_key
from warehouse import published, published_services
from warehouse.read import Row

_RANKED = {
    "rank": "Ke",
    "range": "Rentang",
    "unit_name": "Unit",
    "service_name": "Layanan",
    "ikm": "IKM",
    "mutu": "Mutu",
    "charged": "Berbiaya",
    "respondents": "Responden",
}


def show_service_ranking(root: Path, period_code: str | None, name: str, *, as_json: bool) -> None:
    """The services of that name over units, best first."""
    with reader_of(Home(root), period_code) as (reader, asked):
        code = chosen_period(reader, asked)
        rows = published_services.service_ranking(reader, code)
        meant = _called(published_services.services(reader), name)
        state = edition_state(reader, code)
    like_names = {row["like_name"] for row in rows if (row["unit_code"], row["service_code"]) in meant}
    alike = [row for row in rows if row["like_name"] in {word_key(name)}.union(like_names)]
    if not alike:
        known = list(dict.fromkeys(row.of("service_name", str) for row in rows))
        there = ", ".join(known) or "belum ada; daftarkan dulu (skm services)"
        raise SkmError(f"Tidak ada layanan '{name}' pada {code}.{did_you_mean(name, known)} Yang ada: {there}.")
    if as_json:
        show_json({"period": code, "service": name, "ranking": alike})
        return
    ranges = (None if row["rank"] is None else f"{row['rank_low']}–{row['rank_high']}" for row in alike)
    shown = [{**row, "range": one} for row, one in zip(alike, ranges, strict=True)]
    columns = {
        key: head for key, head in _RANKED.items() if key != "charged" or any(row[key] is not None for row in shown)
    }
    title = f"Peringkat layanan {alike[0]['service_name']} {parse_period(code).label}"
    show_table(title, shown, columns, right=("rank", "ikm", "respondents"), whole=("range", "mutu"))
    for note in (f"Keadaan: {state}.", *_ranking_notes(alike)):
        console().print(note, markup=False)


def _ranking_notes(rows: Sequence[Row]) -> list[str]:
    notes = ["Rentang: peringkat yang tidak dapat dibedakan pada keyakinan 95 %. Angka internal: tidak untuk publik."]
    notes += [f"{why}: {', '.join(units)}." for why, units in unranked(rows).items()]
    if len({row["charged"] for row in rows if row["charged"] is not None}) > 1:
        notes.append("Sebagian berbiaya dan sebagian gratis: U4 (biaya) layanan gratis 4 menurut aturan.")
    return notes


def show_service_explanation(root: Path, wanted: str, period_code: str, service: str, *, as_json: bool) -> None:
    """The chain of one service of a unit by both conventions, and what part of the unit it is."""
    with reader_of(Home(root), period_code) as (reader, asked):
        code = chosen_period(reader, asked)
        unit = find_unit(reader, wanted)
        unit_code = unit.of("unit_code", str)
        of_unit = published.unit_index(reader, code, unit_code)
        figures = published_services.unit_services(reader, code, unit_code)
        meant = _called(published_services.services(reader), service)
        figure = _found(figures, service, meant, f"{unit['unit_name']} pada {code}")
        unsur = published_services.service_unsur(reader, code, unit_code)
        state = edition_state(reader, code)
    totals = totals_by_unsur(row for row in unsur if row["service_code"] == figure["service_code"])
    respondents = figure.of("respondents", int)
    headline = chain(totals, respondents, WEIGHTS[figure.of("weight", str)])
    exact = chain(totals, respondents, EXACT_WEIGHT)
    if as_json:
        chains = {"headline": chain_json(headline), "exact": chain_json(exact)}
        show_json({"unit": unit, "period": code, "service": figure, **chains, "services": figures})
        return
    out = console()
    out.print(
        f"{unit['unit_name']}, {figure['service_name']}, {parse_period(code).label}: {format_value(respondents)} dari "
        f"{format_value(of_unit[0]['respondents'])} responden unit",
        style="bold",
        markup=False,
    )
    out.print(f"Keadaan: {state}. Angka internal: tidak untuk publik.", markup=False)
    print_chain(headline, is_headline=True)
    print_chain(exact, is_headline=False)


def _called(services: Sequence[Row], name: str) -> set[tuple[object, object]]:
    """unit_code and service_code of the registered services that files may call so; where there is none, of those that
    would be proposed as the same service."""
    for key in (word_key, same_service_key):
        meant: set[tuple[object, object]] = {
            (row["unit_code"], row["service_code"])
            for row in services
            if key(name) in map(key, (str(row["service_name"]), *several(str(row["aliases"] or ""))))
        }
        if meant:
            return meant
    return set()


def _found(figures: Sequence[Row], service: str, meant: Collection[tuple[object, object]], where: str) -> Row:
    """The service with that code or name, or one of those meant. Raises SkmError where there is none."""
    for row in figures:
        called = service.casefold() == row.of("service_code", str).casefold()
        if called or word_key(service) == word_key(row.of("service_name", str)):
            return row
    for row in figures:
        if (row["unit_code"], row["service_code"]) in meant:
            return row
    known = [
        f"{row['service_code']} ({row['service_name']})" for row in figures if row["service_code"] != UNKNOWN_SERVICE
    ]
    if not known:
        raise SkmError(
            f"{where} belum punya layanan terdaftar yang dijawab orang. Lihat usulannya: skm services propose, "
            "daftarkan, lalu skm run."
        )
    raise SkmError(
        f"Tidak ada layanan '{service}' di {where}. Yang ada: {', '.join(known)}; {UNKNOWN_SERVICE} untuk sisanya."
    )
