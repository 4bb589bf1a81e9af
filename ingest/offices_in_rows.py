"""Rows that name another office than the sender's, in a column of units.

Belongs here: finding offices outside the registry in that column, and asking whose rows these are. Not here: whose file
it is (`identify`), several registered units in one file (`resolve`).
"""

from typing import Final

import polars as pl

from ingest.doubts import REFUSE, Questions
from ingest.identify import UnitNames

_SHOWN: Final = 3
_MOST_VALUES: Final = 200
ALL: Final = "all"
ONLY_NAMED: Final = "only_named"


def without_other_offices(
    rows: pl.DataFrame, unit_code: str | None, names: UnitNames, questions: Questions
) -> tuple[pl.DataFrame, pl.DataFrame, list[str]]:
    """Rows (RAW_ROW) that count for the unit, those that somebody decided to leave out, and notes (Bahasa Indonesia).
    `unit_code`: whose file it is, None while that is not known."""
    nothing = rows.clear()
    values = rows.get_column("unit").drop_nulls().unique()
    if unit_code is None or values.is_empty() or values.len() > _MOST_VALUES:
        return rows, nothing, []
    foreign = {
        text: found.foreign for text in values.to_list() if (found := names.find(text)).foreign and not found.bare
    }
    if not foreign:
        return rows, nothing, []
    of_others = pl.col("unit").is_in(list(foreign)).fill_null(value=False)
    others = rows.filter(of_others)
    offices = sorted({office for office in foreign.values() if office is not None})
    named = ", ".join(f"“{office}”" for office in offices[:_SHOWN]) + (", …" if len(offices) > _SHOWN else "")
    unit_name = names.by_code[unit_code].unit_name
    choices = [(ALL, f"semua {rows.height} baris milik {unit_name} (bagian atau loketnya)")]
    if others.height < rows.height:
        choices.append(
            (ONLY_NAMED, f"hanya {rows.height - others.height} baris lainnya; {others.height} baris dilewati")
        )
    choices.append((REFUSE, "jangan hitung berkas ini; daftarkan unitnya di units.csv atau minta berkas terpisah"))
    chosen = questions.ask(
        "offices_in_rows",
        f"Kolom unit menyebut {named} pada {others.height} dari {rows.height} baris; kantor itu tidak ada dalam daftar "
        f"unit, sedangkan berkas ini dikirim oleh {unit_name}.",
        choices,
    )
    if chosen == ONLY_NAMED:
        return rows.filter(~of_others), others, [f"{others.height} baris kantor lain ({named}) dilewati."]
    return rows, nothing, []
