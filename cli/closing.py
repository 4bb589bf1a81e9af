"""`skm close`, `skm reopen`, `skm changes`: making a period official, revising it, and what differs between editions.

Belongs here: what staff read of it. Not here: closing itself (`pipeline.closing.closing`), what differs
(`transforms.figures.edition_changes`).
"""

import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cli.output import console, errors, first_named, format_value, indented, show_json, show_table, this_user
from cli.progress import listener_for
from cli.words import CHANGES
from contracts.edition_tables import OPEN_ENDS
from contracts.errors import SkmError
from contracts.home import Home
from contracts.periods import parse_period
from contracts.records import OpenEnd
from contracts.tables import UNIT
from warehouse.read import open_published

if TYPE_CHECKING:
    from pipeline.closing.comparing import ComparedEdition, Comparison
    from transforms.figures.edition_changes import ExcessiveChange

UNIT_COLUMNS = {
    "unit_name": "Unit",
    "said": "Perubahan",
    "ikm_before": "IKM lama",
    "ikm_after": "IKM baru",
    "mutu": "Mutu",
    "rank": "Peringkat",
    "respondents": "Responden",
}
APART_COLUMNS = {
    "unit_name": "Unit",
    "questionnaire": "Kuesioner",
    "score_before": "Indeks lama",
    "score_after": "Indeks baru",
    "asked": "Responden",
}
MOST_NAMED = 8
UNSUR_COLUMNS = {"unit_name": "Unit", "unsur_code": "Unsur", "nrr_before": "NRR lama", "nrr_after": "NRR baru"}


def close_period(root: Path, period_code: str, by: str | None, *, confirm: bool, as_json: bool) -> None:
    """Closes a period and says what was made official; every change that must be confirmed, where one must."""
    from pipeline.closing.closing import ConfirmationNeededError, OpenEndsError, close
    from pipeline.progress import listener

    with listener_for(errors()) as showing:
        token = listener.set(showing)
        try:
            closed = close(root, period_code, by or this_user(), confirm=confirm, ask=_asked_on_a_terminal)
        except OpenEndsError as stopped:
            if as_json:
                ends = [one.model_dump(mode="json") for one in stopped.open_ends]
                show_json({"closed": False, "open_ends": ends})
            listed = "\n".join(f"  - {one}" for one in open_ends_in_words(stopped.open_ends))
            raise SkmError(
                f"{period_code} tidak ditutup. Yang belum selesai:\n{listed}\nSelesaikan dahulu; bila memang ditutup "
                f"tanpa itu, dan dicatat dalam edisinya: skm close {period_code} --confirm"
            ) from stopped
        except ConfirmationNeededError as stopped:
            names = _unit_names_published(Home(root))
            found = [_excessive_change(change, names) for change in stopped.changes]
            if as_json:
                show_json({"closed": False, "compared_with": stopped.compared_with, "to_be_confirmed": found})
            sentences = "\n".join(f"  - {one['sentence']}" for one in found)
            raise SkmError(
                f"{period_code} tidak ditutup. Perubahan terhadap {stopped.compared_with} melebihi [closing] dalam "
                f"settings.toml:\n{sentences}\nPeriksa dahulu; bila memang benar: skm close {period_code} --confirm"
            ) from stopped
        finally:
            listener.reset(token)
    if as_json:
        show_json({"closed": True} | closed.model_dump(mode="json"))
        return
    out = console()
    edition = f"Revisi {closed.revision}" if closed.revision else "edisi pertama"
    out.print(f"{parse_period(period_code).label} ditutup oleh {closed.closed_by}: {edition} kini resmi.", style="bold")
    out.print(
        f"  {format_value(closed.units)} unit, {format_value(closed.respondents)} responden, "
        f"{format_value(closed.documents)} dokumen, "
        f"disimpan di {Home(root).editions / period_code / str(closed.revision)}",
        markup=False,
    )
    if closed.confirmed:
        out.print(f"  {closed.confirmed} perubahan di luar batas dikonfirmasi.", markup=False)
    if closed.open_ends:
        out.print("  Belum selesai saat ditutup, dan dicatat dalam edisinya:", markup=False)
        for line in open_ends_in_words(closed.open_ends):
            out.print(indented(f"- {line}"))
    out.print("  Jawaban yang datang setelah ini ditahan untuk revisi; lihat 'skm status'.", markup=False)


def _asked_on_a_terminal(found: Sequence[OpenEnd]) -> bool:
    """Whether somebody at a terminal wants to close all the same."""
    if not sys.stdin.isatty():
        return False
    out = errors()
    out.print("Yang belum selesai:", markup=False)
    for line in open_ends_in_words(found):
        out.print(indented(f"- {line}"))
    out.print("Tutup tanpa itu? Itu dicatat dalam edisinya. Ketik TUTUP untuk melanjutkan:", markup=False)
    return sys.stdin.readline().strip() == "TUTUP"


def open_ends_in_words(found: Sequence[OpenEnd]) -> list[str]:
    """A line for every kind of what is not settled: how many, and the first of them by name."""
    lines = []
    for kind, words in OPEN_ENDS.items():
        names = [_named(one) for one in found if one.kind == kind]
        if names:
            lines.append(f"{format_value(len(names))} {words}: {first_named(names, MOST_NAMED)}")
    return lines


def _named(one: OpenEnd) -> str:
    if one.kind == "rows_to_correct":
        return f"{one.path} ({format_value(one.count)} baris)"
    if one.kind == "more_than_served":
        return f"{one.unit_name} ({format_value(one.count)} responden)"
    if one.kind == "quality_signal":
        return f"{one.unit_name} ({format_value(one.count)} pola)"
    return one.path or one.unit_name or str(one.unit_code)


def reopen_period(root: Path, period_code: str, by: str | None, reason: str) -> None:
    """Reopens a period, and says what comes next."""
    from pipeline.closing.closing import reopen

    opened = reopen(root, period_code, by or this_user(), reason)
    before = f"{period_code}@{opened.revision - 1}"
    out = console()
    out.print(
        f"{parse_period(period_code).label} dibuka kembali oleh {opened.by}: Revisi {opened.revision}.", style="bold"
    )
    for line in (
        "Selanjutnya:",
        "  1. skm run                 menghitung lagi dengan semua jawaban yang ada; dokumennya bertanda Revisi",
        f"  2. skm changes {before}   apa yang berubah terhadap edisi resmi yang lama",
        f"  3. skm close {period_code}       menjadikan revisi itu resmi",
        "Sampai langkah 1 yang terbit tetap edisi resmi yang lama.",
    ):
        out.print(line, markup=False)


def show_changes(root: Path, before: str, after: str | None, *, as_json: bool) -> None:
    """What differs between two editions, or between one and what is published now."""
    from pipeline.closing.comparing import compare

    compared = compare(Home(root), before, after)
    if as_json:
        show_json(
            {
                "before": compared.before.name,
                "after": compared.after.name,
                "erased": {side.name: side.erased for side in (compared.before, compared.after)},
                "regency": compared.regency,
                "units": compared.units,
                "unsur": compared.unsur,
                "apart": compared.apart,
            }
        )
        return
    _print_changes(compared)


def _print_changes(compared: "Comparison") -> None:
    out, names = console(), compared.unit_names
    for side in (compared.before, compared.after):
        if side.erased:
            said = f"{format_value(side.erased)} jawaban di balik {_title(side)}"
            out.print(f"{said} sudah dihapus (skm erase); angkanya tetap.", markup=False)
    show_table(
        f"Dari {_title(compared.before)} ke {_title(compared.after)}",
        [_unit_cells(row, names) for row in compared.units if row["change"] != "same"],
        UNIT_COLUMNS,
        right=("ikm_before", "ikm_after"),
        whole=("said", "mutu", "rank", "respondents"),
        empty="tidak ada unit yang berubah.",
    )
    if compared.unsur:
        rows = [{**row, "unit_name": names.get(str(row["unit_code"]), row["unit_code"])} for row in compared.unsur]
        show_table("Unsur yang berubah", rows, UNSUR_COLUMNS, right=("nrr_before", "nrr_after"))
    if compared.apart:
        rows = [{**row, "unit_name": names.get(str(row["unit_code"]), row["unit_code"])} for row in compared.apart]
        show_table(
            "Delapan unsur (bukan IKM) yang berubah",
            [{**row, "asked": _moved(row, "asked")} for row in rows],
            APART_COLUMNS,
            right=("score_before", "score_after"),
            whole=("asked",),
        )
    counts = Counter(str(row["change"]) for row in compared.units)
    out.print(", ".join(f"{counts[change]} unit {word}" for change, word in CHANGES.items()) + ".", markup=False)
    for row in compared.regency:
        out.print(
            f"IKM kabupaten {format_value(row['ikm_before'])} {row['mutu_before']} → {format_value(row['ikm_after'])} "
            f"{row['mutu_after']}; {_moved(row, 'units')} unit, {_moved(row, 'respondents')} responden",
            markup=False,
            style="bold",
        )


def _title(side: "ComparedEdition") -> str:
    label = parse_period(side.period_code).label
    if side.revision is None:
        return f"{label} yang terbit sekarang"
    return f"{label} {'Revisi ' + str(side.revision) if side.revision else 'edisi pertama'}"


def _unit_cells(row: Mapping[str, object], names: Mapping[str, str]) -> dict[str, object]:
    return {
        **row,
        "unit_name": names.get(str(row["unit_code"]), row["unit_code"]),
        "said": CHANGES[str(row["change"])],
        **{name: _moved(row, name) for name in ("mutu", "rank", "respondents")},
    }


def _moved(row: Mapping[str, object], name: str) -> str:
    before, after = row[f"{name}_before"], row[f"{name}_after"]
    return format_value(after) if before == after else f"{format_value(before)} → {format_value(after)}"


def _excessive_change(change: "ExcessiveChange", names: Mapping[str, str]) -> dict[str, object]:
    who = "kabupaten" if change.unit_code is None else f"{change.unit_code} {names.get(change.unit_code, '')}".rstrip()
    before, after, limit = (
        format_value(change.before),
        format_value(change.after),
        f"{change.limit:g}".replace(".", ","),
    )
    exactly = " dengan bobot 1/9, karena konvensi bobot berganti," if change.by_one_ninth else ""
    of_before = f"(batas {change.limit:.0%} dari sebelumnya)"
    sentence = {
        "ikm_regency": f"IKM kabupaten{exactly} {before} → {after} (batas {limit} poin)",
        "ikm": f"IKM {who}{exactly} {before} → {after} (batas {limit} poin)",
        "rank": f"peringkat {who} {before} → {after} (batas {limit} peringkat)",
        "respondents": f"responden {who} {before} → {after} {of_before}",
        "apart": f"indeks delapan unsur {who} {before} → {after} (batas {limit} poin)",
        "apart_respondents": f"responden kuesioner delapan unsur {who} {before} → {after} {of_before}",
        "units_lost": f"{who} tidak punya indeks lagi, sebelumnya {before} (batas {limit} unit hilang)",
    }[change.measure]
    return {
        "measure": change.measure,
        "unit_code": change.unit_code,
        "before": change.before,
        "after": change.after,
        "limit": change.limit,
        "sentence": sentence,
    }


def _unit_names_published(home: Home) -> dict[str, str]:
    with open_published(home) as reader:
        return {row.of("unit_code", str): row.of("unit_name", str) for row in reader.table(UNIT.name)}
