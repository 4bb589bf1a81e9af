"""`skm rank`: the ranking of a period and the regency's IKM."""

from collections.abc import Sequence
from pathlib import Path

from cli.lateness import edition_state
from cli.output import console, format_value, show_json, show_table
from cli.words import METHODS
from contracts.errors import SkmError
from contracts.home import Home
from contracts.periods import PERIOD_KINDS, parse_period
from pipeline.asked_words import asked_period, did_you_mean
from pipeline.earlier_warehouses import reader_of
from reports.wording.further_sentences import eight_unsur_sentence, only_eight_unsur_sentence, units_sentence
from warehouse import published, published_editions
from warehouse.read import Reader, Row

COLUMNS = {
    "rank": "Ke",
    "range": "Rentang",
    "unit_name": "Unit",
    "ikm": "IKM",
    "mutu": "Mutu",
    "interval": "Interval 95 %",
    "change": "Perubahan",
    "respondents": "Responden",
    "ikm_ninth": "Bobot 1/9",
}
NARROW_COLUMNS = {key: COLUMNS[key] for key in ("rank", "range", "unit_name", "ikm", "mutu", "change", "respondents")}
NARROWEST_COLUMNS = {key: heading for key, heading in NARROW_COLUMNS.items() if key != "change"}
WIDTH_FOR_ALL, WIDTH_FOR_NARROW = 96, 70
"""Columns of a terminal that they need."""


def show_ranking(root: Path, period_code: str | None, scope: str, *, as_json: bool) -> None:
    """Shows the ranking as a table or as JSON."""
    home = Home(root)
    if not as_json:
        print_ranking(home, period_code, scope)
        return
    with reader_of(home, period_code) as (reader, asked):
        code = chosen_period(reader, asked)
        _check_scope(reader, code, scope)
        show_json(
            {
                "period": code,
                "scope": scope,
                "edition": published_editions.latest_edition(reader, code),
                "regency": published.regency(reader, code),
                "ranking": published.ranking(reader, code, scope),
                "missing": published.missing_units(reader, code),
            }
        )


def print_ranking(home: Home, period_code: str | None, scope: str) -> None:
    """Prints the ranking, the regency's IKM by its three methods, and who is missing."""
    with reader_of(home, period_code) as (reader, asked):
        code = chosen_period(reader, asked)
        _check_scope(reader, code, scope)
        rows = published.ranking(reader, code, scope)
        regency = published.regency(reader, code)
        missing = published.missing_units(reader, code)
        asking_more = published.units_asking_more(reader, code)
        state = edition_state(reader, code)
    label = parse_period(code).label
    among = "semua unit" if scope == "all" else scope
    out = console()
    show_table(
        f"Peringkat IKM {label}, {among} (bobot {_comma(rows[0]['weight'])})",
        [_cells(row) for row in rows],
        _columns(out.width),
        right=("rank", "ikm", "change", "respondents", "ikm_ninth"),
        whole=("range", "mutu", "interval"),
    )
    for method in regency:
        mark = "IKM kabupaten" if method["headline"] else "  pembanding"
        out.print(
            f"{mark}: {format_value(method['ikm'])} {method['mutu']} ({method['kinerja']}), "
            f"{METHODS[method.of('method', str)]}; {format_value(method['units'])} unit, "
            f"{format_value(method['respondents'])} responden",
            markup=False,
            style="bold" if method["headline"] else None,
        )
    of_other_questions = [units_sentence(asking_more)] if asking_more else []
    for note in (f"Keadaan: {state}.", *_notes(rows), *of_other_questions, *_missing(label, missing)):
        out.print(note, markup=False)


def _columns(width: int) -> dict[str, str]:
    if width >= WIDTH_FOR_ALL:
        return COLUMNS
    return NARROW_COLUMNS if width >= WIDTH_FOR_NARROW else NARROWEST_COLUMNS


def _notes(rows: Sequence[Row]) -> list[str]:
    """What a reader of the table must know of some of its units."""
    about = {
        **unranked(rows),
        "Seri, nilainya sama": [_name(row) for row in rows if row["tied"]],
        "Mutu bergantung pada bobot": [
            f"{_name(row)} ({row['mutu']}, dengan bobot 1/9 {row['mutu_ninth']})"
            for row in rows
            if row["grade_depends_on_weight"]
        ],
        "Responden belum mencapai sampel yang diminta": [
            f"{_name(row)} ({format_value(row['respondents'])} dari {format_value(row['sample_needed'])})"
            for row in rows
            if row["sample_met"] is False
        ],
    }
    notes = [
        "Rentang: peringkat yang tidak dapat dibedakan pada keyakinan 95 %, untuk tiap unit, bukan untuk seluruh tabel."
    ]
    return notes + [f"{what}: {', '.join(units)}." for what, units in about.items() if units]


def unranked(rows: Sequence[Row]) -> dict[str, list[str]]:
    """Names of the units of a ranking that have no rank, by why."""
    without = [row for row in rows if row["rank"] is None]
    if not without:
        return {}
    why = f"respondennya kurang dari {format_value(without[0]['minimum_respondents'])}"
    return {f"Tidak diperingkat, {why}": [_name(row) for row in without]}


def _missing(label: str, missing: Sequence[Row]) -> list[str]:
    absent = [_name(row) for row in missing if not row.get("reason")]
    apart = [_name(row) for row in missing if row.get("reason")]
    return [
        *([f"Tidak ada data {label}: {', '.join(absent)}."] if absent else []),
        *([eight_unsur_sentence(apart)] if apart else []),
    ]


def _name(row: Row) -> str:
    return row.of("unit_name", str)


def chosen_period(reader: Reader, period_code: str | None, *, apart: bool = False) -> str:
    """The period asked for, or the latest year; where no file tells of a year, the latest of what there is. `apart`:
    also one in which only answers to questionnaires that leave an unsur out count. Raises SkmError for one that is not
    there."""
    if period_code is None:
        period_code = latest_period(reader) or latest_apart(reader)
        if period_code is None:
            raise SkmError("Belum ada satu IKM pun. Lihat 'skm status'.")
    code = asked_period(period_code).code
    known = [row.of("period_code", str) for row in published.periods(reader)]
    only = only_apart(reader, code)
    if code not in known and only is None:
        raise SkmError(f"Tidak ada data untuk periode {code}. Yang ada: {', '.join(known)}.")
    if only and not apart:
        raise SkmError(only)
    return code


def only_apart(reader: Reader, period_code: str) -> str | None:
    """That nothing but answers to questionnaires that leave an unsur out counts in a period, and where their index
    stands; None where others count, or none."""
    units = published.units_apart(reader, period_code)
    if not units or any(row["period_code"] == period_code for row in published.periods(reader)):
        return None
    said = only_eight_unsur_sentence(parse_period(period_code).label, [_name(row) for row in units])
    return f"{said} Indeksnya: skm explain {units[0]['unit_code']} {period_code}."


def latest_period(reader: Reader) -> str | None:
    """The latest year with data, else the latest semester, quarter or month; None where there is no data."""
    return next((code for kind in PERIOD_KINDS if (code := published.latest_period(reader, kind))), None)


def latest_apart(reader: Reader) -> str | None:
    """The same where no unit has an index: of periods with answers to questionnaires that leave an unsur out; None
    where any has."""
    if latest_period(reader):
        return None
    found = (parse_period(row.of("period_code", str)) for row in published.units_apart(reader))
    latest = max(found, key=lambda one: (-PERIOD_KINDS.index(one.kind), one.start_date), default=None)
    return latest.code if latest else None


def _check_scope(reader: Reader, period_code: str, scope: str) -> None:
    scopes = published.scopes(reader, period_code)
    if scope not in scopes:
        raise SkmError(
            f"Lingkup '{scope}' tidak ada pada periode {period_code}.{did_you_mean(scope, scopes)} Pilihan: "
            f"{', '.join(scopes)}."
        )


def _cells(row: Row) -> dict[str, object]:
    low, high = row["ikm_low"], row["ikm_high"]
    return {
        **row,
        "range": None if row["rank"] is None else f"{row['rank_low']}–{row['rank_high']}",
        "interval": None if low is None else _comma(f"{low} – {high}"),
    }


def _comma(value: object) -> str:
    return str(value).replace(".", ",")
