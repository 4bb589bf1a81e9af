"""`skm rank`: the ranking of a period and the regency's IKM."""

from pathlib import Path

from cli.output import console, show_json, show_table
from cli.words import METHODS
from contracts.errors import SkmError
from contracts.home import Home
from contracts.periods import parse_period
from warehouse import figures as published
from warehouse.read import Reader, Row, open_published

COLUMNS = {
    "rank": "Peringkat",
    "range": "Rentang 95 %",
    "unit_name": "Unit",
    "ikm": "IKM",
    "mutu": "Mutu",
    "interval": "Interval 95 %",
    "change": "Perubahan",
    "respondents": "Responden",
    "ikm_exact": "Bobot 1/9",
    "note": "",
}


def show_ranking(root: Path, period_code: str | None, scope: str, *, as_json: bool) -> None:
    """Shows the ranking as a table or as JSON."""
    home = Home(root)
    if not as_json:
        print_ranking(home, period_code, scope)
        return
    with open_published(home) as reader:
        code = chosen_period(reader, period_code)
        _check_scope(reader, code, scope)
        show_json(
            {
                "period": code,
                "scope": scope,
                "regency": published.regency(reader, code),
                "ranking": published.ranking(reader, code, scope),
                "missing": published.missing_units(reader, code),
            }
        )


def print_ranking(home: Home, period_code: str | None, scope: str) -> None:
    """Prints the ranking, the regency's IKM by its three methods, and who is missing."""
    with open_published(home) as reader:
        code = chosen_period(reader, period_code)
        _check_scope(reader, code, scope)
        rows = published.ranking(reader, code, scope)
        regency = published.regency(reader, code)
        missing = published.missing_units(reader, code)
    label = parse_period(code).label
    among = "semua unit" if scope == "all" else scope
    out = console()
    shown = [_cells(row) for row in rows]
    show_table(f"Peringkat IKM {label}, {among} (bobot {rows[0]['weight'] if rows else '–'})", shown, COLUMNS,
               right=("rank", "ikm", "change", "respondents", "ikm_exact"))  # fmt: skip
    for method in regency:
        mark = "IKM kabupaten" if method["headline"] else "  pembanding "
        value = str(method["ikm"]).replace(".", ",")
        out.print(
            f"{mark}: {value} {method['mutu']} ({method['kinerja']}), {METHODS[method.of('method', str)]}; "
            f"{method['units']} unit, {method['respondents']} responden",
            markup=False,
            style="bold" if method["headline"] else None,
        )
    if missing:
        names = ", ".join(unit.of("unit_name", str) for unit in missing)
        out.print(f"Tidak ada data {label}: {names}", markup=False)


def chosen_period(reader: Reader, period_code: str | None) -> str:
    """The period asked for, or the latest year. Raises SkmError for one that is not there."""
    if period_code is None:
        latest = published.latest_period(reader, "year")
        if latest is None:
            raise SkmError("Belum ada satu responden pun yang terhitung. Lihat 'skm status'.")
        return latest
    try:
        code = parse_period(period_code).code
    except ValueError as error:
        raise SkmError(f"Periode '{period_code}' tidak dikenal. Contoh: 2024, 2024-S1, 2024-TW3, 2024-07.") from error
    known = [row.of("period_code", str) for row in published.periods(reader)]
    if code not in known:
        raise SkmError(f"Tidak ada data untuk periode {code}. Yang ada: {', '.join(known)}.")
    return code


def _check_scope(reader: Reader, period_code: str, scope: str) -> None:
    scopes = published.scopes(reader, period_code)
    if scope not in scopes:
        raise SkmError(f"Lingkup '{scope}' tidak ada pada periode {period_code}. Pilihan: {', '.join(scopes)}.")


def _cells(row: Row) -> dict[str, object]:
    low, high = row["ikm_low"], row["ikm_high"]
    notes = [
        *(["seri"] if row["tied"] else []),
        *([f"bobot 1/9: mutu {row['mutu_exact']}"] if row["grade_depends_on_weight"] else []),
        *(["sampel kurang"] if row["sample_met"] is False else []),
    ]
    return {
        **row,
        "range": f"{row['rank_low']}–{row['rank_high']}",
        "interval": "–" if low is None else f"{low} – {high}".replace(".", ","),
        "note": ", ".join(notes),
    }
